"""Passes whose layers are made once and kept in memory for all rungs, and a clip of them for the baselines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neural.painting.frames import LAYERS
from render.correspondence import correspond
from render.frame import Frame
from render.passes import Passes
from render.prefetch import Marks, prefetch
from render.rig import cut_number
from render.strokes import marks_name
from render.view import View
from sim.trajectory import Trajectory

KEPT = (*LAYERS, "cells", "surfels")
"""What the painter asks for ahead on some rung."""


class KeptFrames(Sequence[Frame]):
    """As Passes, from a range of their frames, whose first is then frame 0. Each time a frame is asked for it is a new one with the
    kept layers, so that nothing that one rung had computed beyond them is left to the next."""

    def __init__(self, passes: Passes, layers: Sequence[dict[str, Any]], numbers: range | None = None) -> None:
        self._passes, self._layers, self._numbers = passes, layers, range(len(passes)) if numbers is None else numbers

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._passes, name)

    @property
    def frames(self) -> int:
        """How many there are."""
        return len(self._numbers)

    @property
    def view(self) -> View:
        """Its cuts at the clip's own times; from the one that it begins in."""
        start = float(self._numbers.start / self._passes.fps)
        begun = cut_number(self._passes.view, self._passes.trajectory, self._numbers.start)
        cuts = self._passes.view.cuts[begun:]
        return replace(self._passes.view, cuts=tuple(replace(cut, time=max(cut.time - start, 0.0)) for cut in cuts))

    def __len__(self) -> int:
        return self.frames

    def __getitem__(self, index):
        """The frame with this number; its kept layers are there, what else is asked of it is made then."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        number = self._numbers[index]
        return self._passes[number].holding(self._layers[number])

    def __iter__(self) -> Iterator[Frame]:
        return (self[number] for number in range(len(self)))

    def sized(self, number: int, width: int, height: int) -> Frame:
        """As Passes.sized."""
        return self._passes.sized(self._numbers[number], width, height)

    def small(self, number: int, smaller: int) -> Frame:
        """As Passes.small."""
        return self._passes.small(self._numbers[number], smaller)

    def resized(self, width: int, height: int) -> "KeptFrames":
        """As Passes.resized; nothing is kept of frames of another size."""
        if (width, height) == (self._passes.width, self._passes.height):
            return self
        return KeptFrames(self._passes.resized(width, height), [{} for _ in self._layers], self._numbers)

    def prefetched(self, names: Sequence[str], numbers: Sequence[int] | None = None, workers: int | None = None,
                   marks: Marks | None = None) -> Iterator[Frame]:
        """These frames in order; these layers must be among the kept ones."""
        if missing := set(names) - set(KEPT):
            raise KeyError(f"{', '.join(sorted(missing))}: not kept; add them to KEPT.")
        return (self[number] for number in (range(len(self)) if numbers is None else numbers))

    def correspond(self, a: int, b: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """As Passes.correspond."""
        return correspond(self[a], self[b])

    def clip(self, frames: int) -> "KeptFrames":
        """So many consecutive frames round the middle of the action; all, if there are no more."""
        start = min(max(middle(self._passes.trajectory) - frames // 2, 0), max(len(self) - frames, 0))
        return KeptFrames(self._passes, self._layers, range(start, min(start + frames, len(self))))

    @property
    def megabytes(self) -> float:
        """MiB that the kept layers take up."""
        return sum(_size(layer) for layers in self._layers for layer in layers.values()) / 2**20


prefetch.register(KeptFrames, KeptFrames.prefetched)


def keep(passes: Passes, marks: Marks) -> KeptFrames:
    """The passes with all layers and the marks of these seeds made, once."""
    names = (*KEPT, marks_name(*marks))
    return KeptFrames(passes, [{name: vars(frame)[name] for name in names} for frame in prefetch(passes, KEPT, marks=marks)])


def middle(trajectory: Trajectory) -> int:
    """The frame by which half of all motion (the sum of the ways of all parts) is done."""
    done = np.linalg.norm(np.diff(trajectory.positions, axis=0), axis=2).sum(axis=1).cumsum()
    return int(np.searchsorted(done, done[-1] / 2)) + 1 if len(done) else 0


def _size(layer: Any) -> int:
    return layer.nbytes if isinstance(layer, np.ndarray) else sum(array.nbytes for array in vars(layer).values())
