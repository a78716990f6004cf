"""What a continuity check finds."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """A frame of a shot."""

    shot: str
    frame: int

    def __str__(self) -> str:
        return f"{self.shot} frame {self.frame}"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that does not go on over a cut. kind: the name of the check. before, after: the frames on its two sides."""

    kind: str
    text: str
    before: Place
    after: Place

    def __str__(self) -> str:
        return f"{self.kind}: {self.text} ({self.before} | {self.after})"
