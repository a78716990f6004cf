"""Which frames a shot is measured on. Measuring costs their rendering again, so their number does not grow with the shot."""

from dataclasses import dataclass

import numpy as np

from render.passes import Passes
from studio.measures.hiding import Interruption, cuts, interruptions

GAPS = (1, 8, 24)
"""Frames between the two of a pair; the shot's first and last frame are one pair more."""
PAIRS = 4
"""Of each gap, spread over the shot. Those of all gaps begin at the same frames, so that fewer are rendered."""


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """pairs: by gap, as `pairs`. longest: the longest gap that has any. samples: frame numbers spread over the shot, rising. cuts: the
    first frame of each."""

    pairs: dict[str, tuple[tuple[int, int], ...]]
    longest: str
    samples: tuple[int, ...]
    cuts: tuple[int, ...]
    events: tuple[Interruption, ...]

    @property
    def numbers(self) -> frozenset[int]:
        """All frames whose pictures are needed."""
        two = [*sum(self.pairs.values(), ()), *((event.before, event.after) for event in self.events)]
        return frozenset([*self.samples, *self.cuts, *(number for pair in two for number in pair)])

    def within_a_cut(self, pair: tuple[int, int]) -> bool:
        """Whether both frames are the same camera's."""
        return not any(pair[0] < first <= pair[1] for first in self.cuts)


def sampling(passes: Passes) -> Sampling:
    """The frames that this shot is measured on."""
    frames = len(passes)
    return Sampling(pairs=pairs(frames), longest=str(_longest(frames) or 1), samples=samples(frames),
                    cuts=cuts(passes)[:PAIRS], events=interruptions(passes))


def pairs(frames: int) -> dict[str, tuple[tuple[int, int], ...]]:
    """By gap, the pairs of frame numbers that a shot of so many frames is measured on. Gaps longer than the shot have none."""
    starts = np.unique(np.linspace(0, frames - 1 - _longest(frames), PAIRS).astype(int))
    out = {str(gap): tuple((int(start), int(start) + gap) for start in starts) if gap < frames else () for gap in GAPS}
    return out | {"first_last": ((0, frames - 1),) if frames > 1 else ()}


def samples(frames: int) -> tuple[int, ...]:
    """The frames of the pairs of the longest gap there is; of a shot of one frame, that one."""
    return tuple(sorted({number for pair in pairs(frames)[str(_longest(frames) or 1)] for number in pair} or {0}))


def _longest(frames: int) -> int:
    return max((gap for gap in GAPS if gap < frames), default=0)
