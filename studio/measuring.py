"""Measuring a shot while it is painted: a few pairs of frames are chosen beforehand, and only their pictures are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neural.frames import Frames
from render.correspondence import correspond
from render.passes import Passes
from studio.measures.warp import inside, warp_error

GAPS = (1, 8, 24)
"""Frames between the two of a pair; the shot's first and last frame are one pair more."""
PAIRS = 4
"""Of each gap, spread over the shot: the cost of measuring is that of rendering these frames again, however long the shot is."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Measures:
    """values: by name, for report.json. series: by name, (frame number, value), for plots."""

    values: Mapping[str, float | str | None]
    series: Mapping[str, Sequence[tuple[int, float]]]


class Meter:
    """Takes in the painted frames as they come, and then says how consistent they are."""

    def __init__(self, passes: Passes, frames: Frames) -> None:
        self._passes, self._pairs = passes, pairs(len(passes))
        self._pictures: dict[int, NDArray[np.uint8]] = {}
        self._wanted = {number for pair in sum(self._pairs.values(), ()) for number in pair}

    def add(self, number: int, picture: NDArray[np.uint8]) -> None:
        """Keep the picture if it is one of a pair."""
        if number in self._wanted:
            self._pictures[number] = picture

    def measure(self) -> Measures:
        """Warp errors by name and gap: of the inside, of all that is visible (all), and the inside of the beauty pass (floor_beauty)."""
        rows = {gap: [(pair[0], _errors(self._passes, self._pictures, *pair)) for pair in chosen] for gap, chosen in self._pairs.items()}
        found = {f"{name}_{gap}": [(number, value) for number, row in some if (value := row[name]) is not None]
                 for gap, some in rows.items() for name in NAMES}
        return Measures(values={name: sum(v for _, v in some) / len(some) if some else None for name, some in found.items()},
                        series={name: some for name, some in found.items() if some})


NAMES = ("warp_error", "warp_error_all", "warp_error_floor_beauty")


def pairs(frames: int) -> dict[str, tuple[tuple[int, int], ...]]:
    """By gap, the pairs of frame numbers that a shot of so many frames is measured on. Gaps longer than the shot have none."""
    out: dict[str, tuple[tuple[int, int], ...]] = {}
    for gap in GAPS:
        starts = np.unique(np.linspace(0, frames - 1 - gap, PAIRS).astype(int)) if gap < frames else ()
        out[str(gap)] = tuple((int(start), int(start) + gap) for start in starts)
    return out | {"first_last": ((0, frames - 1),) if frames > 1 else ()}


def _errors(passes: Passes, pictures: dict[int, NDArray[np.uint8]], a: int, b: int) -> dict[str, float | None]:
    first, second = passes[a], passes[b]
    at, visible = correspond(first, second)
    deep = inside(first, second, at, visible)
    values = (warp_error(pictures[a], pictures[b], at, deep), warp_error(pictures[a], pictures[b], at, visible),
              warp_error(first.beauty, second.beauty, at, deep))
    return dict(zip(NAMES, values))
