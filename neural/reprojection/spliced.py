"""A cast of which some objects are painted again for some frames: each of these has the object's pixels from another cast."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neural.bank.look_bank import Entry
from neural.reprojection.assembling import Base
from neural.reprojection.cast import CastFrames, Painted
from neural.reprojection.closeups import CloseUp
from neural.reprojection.planning import Plan
from neural.style import Again, Style
from render.digests import digest_of
from render.passes import Passes

if TYPE_CHECKING:
    from neural.painting.painter import Painter

Make = Callable[[Style, Sequence[Entry], Base | None], CastFrames]
"""The frames of a style without anything that is painted again, the entries that they build on, and their base."""


class SplicedFrames:
    """Frames (as neural.painting.frames.Frames) of a style of which something is painted again. All are those of the style without that;
    then, where it is painted again, the pixels that show it are laid over, from a cast in which it has the other seed and which has all
    else from the first. parent, base: as of CastFrames."""

    def __init__(self, passes: Passes, style: Style, make: Make, parent: Sequence[Entry] = (), base: Base | None = None) -> None:
        self._passes, self._style, self._make, self._parent = passes, style, make, tuple(parent)
        self._plain = make(style.painted(), parent, base)
        self._picture: NDArray[np.uint8] | None = None
        self.differing: dict[int, float] = {}
        self.regions, self.notes, self.to_paint = self._plain.regions, self._plain.notes, self._plain.to_paint

    def __len__(self) -> int:
        return len(self._plain)

    @cached_property
    def _over(self) -> Mapping[tuple[Again, ...], CastFrames]:
        """By what is painted again, the frames that are laid over the plain ones."""
        base = Base(frames=self._passes.lit_digests, parts=self._plain.part_digests, picture=self._shown)
        out: dict[tuple[Again, ...], CastFrames] = {}
        for again in dict.fromkeys(filter(None, map(self._style.active, range(len(self))))):
            entries = [*self._plain.surfaces, *self._parent, *(entry for frames in out.values() for entry in frames.surfaces)]
            out[again] = self._make(self._style.painted(again), list({entry.digest: entry for entry in entries}.values()), base)
        return out

    def _shown(self, number: int) -> NDArray[np.uint8]:
        """The plain picture of the frame that is being laid over."""
        return self._plain[number] if self._picture is None else self._picture

    @property
    def _all(self) -> tuple[CastFrames, ...]:
        return self._plain, *self._over.values()

    @property
    def plan(self) -> Plan:
        """Of the frames without what is painted again, which is painted when they are."""
        return self._plain.plan

    def survey(self) -> None:
        """As Frames."""
        self._plain.survey()

    @property
    def anchors(self) -> tuple[int, ...]:
        """As Frames, of those without what is painted again."""
        return self._plain.anchors

    @property
    def close_ups(self) -> tuple[CloseUp, ...]:
        """As Frames, likewise."""
        return self._plain.close_ups

    @property
    def paintings(self) -> int:
        """As Frames. What is painted again is planned as if all else were painted well."""
        styles = dict.fromkeys(filter(None, map(self._style.active, range(len(self)))))
        casts = [self._make(self._style.painted(again), self._parent, None) for again in styles]
        return self._plain.paintings + sum(cast.paintings_after(self._plain) for cast in casts)

    @property
    def painter(self) -> "Painter":
        """As Frames."""
        return self._plain.painter

    @property
    def evaluations(self) -> int:
        """As Frames."""
        return sum(frames.evaluations for frames in self._all)

    @property
    def surfaces(self) -> tuple[Entry, ...]:
        """As Frames."""
        return tuple({entry.digest: entry for frames in self._all for entry in frames.surfaces}.values())

    @property
    def painting_keys(self) -> dict[str, str]:
        """As Frames."""
        return {digest: key for frames in self._all for digest, key in frames.painting_keys.items()}

    @property
    def part_digests(self) -> Mapping[str, str]:
        """As Frames; of the frames in which nothing is painted again."""
        return self._plain.part_digests

    @cached_property
    def frame_digests(self) -> tuple[str, ...]:
        """As Frames: a frame in which something is painted again is like none without."""
        digests = self._plain.frame_digests
        return tuple(digest_of("again", digest, repr(again)) if (again := self._style.active(number)) else digest
                     for number, digest in enumerate(digests))

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """As Frames."""
        return tuple((self._over[again] if (again := self._style.active(number)) else self._plain).digests[number]
                     for number in range(len(self)))

    def paint_anchors(self, told: Painted) -> None:
        """As Frames."""
        for frames in self._all:
            frames.paint_anchors(told)

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """As Frames."""
        return next(self.pictures([number]))

    def pictures(self, numbers: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        """As Frames."""
        plain = self._plain.pictures(numbers)
        over = {again: frames.pictures([number for number in numbers if self._style.active(number) == again])
                for again, frames in self._over.items()}
        for number in numbers:
            self._picture = next(plain)
            again = self._style.active(number)
            yield next(over[again]) if again else self._picture
