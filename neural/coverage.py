"""Which frames to paint, so that the rest can be assembled from them: greedy set cover over surface cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from render.cells import ancestors, cells, names, part_of
from render.passes import Passes
from render.surface import facing

COARSE = 4
"""Coverage is looked at in pictures this many times smaller."""
ENOUGH, LEAST = 0.999, 5e-4
"""Anchors are added until this share of what all frames show is covered, or the best one more would add less than this; and then
until no part is left that none of them shows."""
MOST = 240
"""Frames that are looked at, evenly spread, so that memory does not grow with the length of the shot."""
DEPTH = 6
"""Levels up the tree of cells that an anchor serves: frames up to 2^DEPTH times as far."""
STEEP = 3
"""Levels that a grazing angle costs at most: beyond it a surface is as badly seen as it can be."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """anchors: frame numbers, in the order in which they are to be painted. added: the share of all frames' pixels that each
    covers and none before did. thin: by object ('sky' is the background), the share of its own pixels that none covers,
    greatest first, of objects that have any."""

    anchors: tuple[int, ...]
    added: tuple[float, ...]
    thin: dict[str, float]

    @property
    def covered(self) -> float:
        """The share of all frames' pixels that some anchor shows at least half as finely."""
        return sum(self.added)


def cover(passes: Passes, progress=None) -> Cover:
    """The fewest anchors, found greedily. A pixel is covered by an anchor that shows its surface at least half as finely, angles
    counted in. progress is told (frames looked at, frames in all)."""
    wanted, offered, numbers = [], [], np.unique(np.linspace(0, len(passes) - 1, MOST).astype(int))
    for done, number in enumerate(numbers, 1):
        seen = _seen(passes, int(number))
        wanted.append(ancestors(seen, 1))
        offered.append(np.unique(np.concatenate([names(ancestors(seen, up)) for up in range(DEPTH)])))
        if progress:
            progress(done, len(numbers))
    every = np.concatenate(wanted)
    known, first, counts = np.unique(names(every), return_index=True, return_counts=True)
    shown = _matrix(offered, known)
    part = part_of(every[first, 0])
    anchors, gains, left = _greedy(shown, counts / counts.sum(), part)
    thin = _thin(passes, part, counts, left)
    return Cover(anchors=tuple(int(numbers[i]) for i in anchors), added=tuple(gains), thin=thin)


def _seen(passes: Passes, number: int) -> NDArray[np.int32]:
    """(N, 4) the cells of a frame's coarse pixels, each as many levels up as its angle makes it coarser."""
    samples = passes.sized(number, -(-passes.width // COARSE), -(-passes.height // COARSE)).centres
    steep = np.minimum(np.rint(-np.log2(samples.spread(facing(samples), 1))), STEEP).astype(np.int32)
    return ancestors(cells(samples, 1).reshape(-1, 4), steep.ravel())


def _matrix(offered: list[NDArray[np.uint64]], known: NDArray[np.uint64]) -> csr_array:
    """(frames, cells) 1 where a frame offers a cell."""
    rows = [np.flatnonzero(np.isin(known, one, assume_unique=True)) for one in offered]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return csr_array((np.ones(starts[-1]), np.concatenate(rows), starts), shape=(len(offered), len(known)))


def _greedy(shown: csr_array, weights: NDArray[np.float64], part: NDArray[np.int32]) -> tuple[list[int], list[float], NDArray[np.bool_]]:
    """Anchors, what each adds, and which cells are left. part: (cells,) the part of each."""
    anchors: list[int] = []
    gains: list[float] = []
    left = np.ones(len(weights), bool)
    while True:
        gain, unseen = shown @ (weights * left), ~np.isin(part, part[~left])
        if sum(gains) < ENOUGH and gain.max() >= LEAST:
            best = int(gain.argmax())
        elif unseen.any():
            best = int((shown @ (weights * unseen)).argmax())
        else:
            return anchors, gains, left
        anchors.append(best)
        gains.append(float(gain[best]))
        left[shown.indices[shown.indptr[best]:shown.indptr[best + 1]]] = False


def _thin(passes: Passes, part: NDArray[np.int32], counts: NDArray, left: NDArray[np.bool_]) -> dict[str, float]:
    owners = np.array(["sky", *(p.object for p in passes.parts)])[part]
    shares = {str(name): float(counts[left & (owners == name)].sum() / counts[owners == name].sum()) for name in np.unique(owners)}
    return {name: share for name, share in sorted(shares.items(), key=lambda item: -item[1]) if share > 0}
