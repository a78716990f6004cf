"""An Event: one thing that happened to one object."""

from dataclasses import dataclass

STRUCK, STRIKES, PUSHED_BY, STARTED, RESTED, FELL, TOPPLED, RELEASED, BEGUN, TAKEN, LET_GO, SPILT, POURED, FILLED, DRUNK, SAID = (
    "was struck by", "struck", "was moved by", "started to move", "came to rest", "fell", "toppled", "was released", "was in motion",
    "was taken by", "was let go by", "spilt", "ran into", "was filled by", "was drunk from by", "said")
STOPPED, FAILED = "stopped", "failed"
"""What happens to who or what an action is about when its `until` ends it, and when it fails after it began."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """frame: the first that shows it; what happened on the way from f-1 to f shows in f. time: s. kind: what happened, as a verb
    phrase, such as 'was struck by'. by: the other object. action: the title of the action that did it. impulse: N s, of a strike.
    reason: of a failure. words: that were said."""

    frame: int
    time: float
    object: str
    kind: str
    by: str = ""
    action: str = ""
    impulse: float = 0.0
    reason: str = ""
    words: str = ""

    def __str__(self) -> str:
        words = f'"{self.words}"' if self.words else ""
        what = " ".join(word for word in (self.object, self.kind, words, self.by) if word)
        said = "" if not self.action or "(" in self.action else f" ({self.action})"
        said = f" ({self.impulse:.2g} N s)" if self.impulse else said
        return f"{what} at {self.time:.2f} s{said}" + (f": {self.reason}" if self.reason else "")
