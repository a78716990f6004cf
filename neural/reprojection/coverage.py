"""Which frames to paint, so that the rest can be assembled from them: greedy set cover over surface cells."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, maximum_filter, minimum_filter
from scipy.sparse import csr_array

from neural.reprojection.part_filters import parts_of
from render.cells import ancestors, cell_hashes, cells, part_of
from render.frame import Frame
from render.passes import Passes

COARSE = 4
"""Coverage is looked at in pictures this many times smaller."""
LEAST = 5e-4
"""Anchors are added until the best one more would add less than this share of what all frames show; and then until no part is left
that none of them shows."""
MOST = 240
"""Frames that are looked at, evenly spread, so that memory does not grow with the length of the shot."""
DEPTH = 6
"""Levels up the tree of cells that an anchor serves: frames up to 2^DEPTH times as far."""
STEEP = 3
"""Levels that a grazing angle costs at most: beyond it a surface is as badly seen as it can be."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Survey:
    """What a shot shows. numbers: (N,) the frames looked at. cells: (C,) uint64, sorted, the names of the cells seen, each twice as
    coarse as it was seen. counts: (C,) coarse pixels of all frames. part: (C,). shown: (N, C) 1 where a frame shows a cell;
    roomy: where it shows it with room to paint it in. owners: (parts + 1,) objects by part id; 'sky' is the background."""

    numbers: NDArray[np.int64]
    cells: NDArray[np.uint64]
    counts: NDArray[np.int64]
    part: NDArray[np.int32]
    shown: csr_array
    roomy: csr_array
    owners: tuple[str, ...]


def survey_arrays(seen: Survey) -> dict[str, NDArray]:
    """A survey as arrays to be kept."""
    matrices = {f"{name}_{part}": getattr(getattr(seen, name), part).astype(np.int32)
                for name in ("shown", "roomy") for part in ("indices", "indptr")}
    return {**{name: getattr(seen, name) for name in ("numbers", "cells", "counts", "part")}, **matrices,
            "owners": np.array(seen.owners, str)}


def survey_from(arrays: Mapping[str, NDArray]) -> Survey:
    """The same again."""
    shape = len(arrays["numbers"]), len(arrays["cells"])
    matrices = {name: csr_array((np.ones(len(arrays[f"{name}_indices"])), arrays[f"{name}_indices"], arrays[f"{name}_indptr"]), shape=shape)
                for name in ("shown", "roomy")}
    return Survey(**{name: arrays[name] for name in ("numbers", "cells", "counts", "part")}, **matrices,
                  owners=tuple(map(str, arrays["owners"])))


@dataclass(frozen=True, kw_only=True, eq=False)
class Cover:
    """anchors: frame numbers, in the order in which they are to be painted. roomy: (C,) the cells that they have room for. added: the
    share of all frames' pixels that each covers and none before did; given: the share that was covered before. opened: the part ids that
    the anchors are for. thin: by object, the share of its own pixels that none covers, greatest first, of objects that have any."""

    anchors: tuple[int, ...]
    roomy: NDArray[np.bool_]
    added: tuple[float, ...]
    given: float
    opened: frozenset[int]
    thin: dict[str, float]

    @property
    def covered(self) -> float:
        """The share of all frames' pixels that some anchor shows at least half as finely."""
        return self.given + sum(self.added)


def survey(passes: Passes, progress=None) -> Survey:
    """Look at the shot's frames, small. progress is told (frames looked at, frames in all)."""
    wanted, offered, roomy, numbers = [], [], [], np.unique(np.linspace(0, len(passes) - 1, MOST).astype(int))
    for done, number in enumerate(numbers, 1):
        seen = seen_cells(small(passes, int(number)))
        wanted.append(ancestors(seen, 1))
        offered.append(offered_by(seen))
        roomy.append(offered_by(with_room(seen)))
        if progress:
            progress(done, len(numbers))
    every = np.concatenate(wanted)
    known, first, counts = np.unique(cell_hashes(every), return_index=True, return_counts=True)
    return Survey(numbers=numbers, cells=known, counts=counts, part=part_of(every[first, 0]), shown=matrix(offered, known),
                  roomy=matrix(roomy, known), owners=("sky", *(p.object for p in passes.parts)))


def cover(seen: Survey, given: NDArray[np.bool_] | None = None) -> Cover:
    """The fewest anchors, found greedily. A pixel is covered by an anchor that shows its surface at least half as finely, angles
    counted in. given: (C,) the cells that are painted already. A part of which more than a little is missing is painted anew in all
    anchors; the others stay as they are."""
    weights = seen.counts / seen.counts.sum()
    left = np.ones(len(weights), bool) if given is None else ~given
    opened = np.array([part for part in np.unique(seen.part) if _open(seen, weights, left, seen.part == part)], np.int32)
    anchors, gains, after = _greedy(seen, weights, left & np.isin(seen.part, opened))
    left &= ~np.isin(seen.part, opened) | after
    return Cover(anchors=tuple(int(seen.numbers[i]) for i in anchors), added=tuple(gains), thin=_thin(seen, left),
                 roomy=seen.roomy[anchors].sum(axis=0) > 0,
                 given=0.0 if given is None else float(weights[given].sum()), opened=frozenset(map(int, opened)))


def _open(seen: Survey, weights: NDArray[np.float64], left: NDArray[np.bool_], own: NDArray[np.bool_]) -> bool:
    return bool(left[own].all() or (seen.shown @ (weights * (left & own))).max() >= LEAST)


def small(passes: Passes, number: int) -> Frame:
    """A frame as coverage looks at it."""
    return passes.small(number, COARSE)


def seen_cells(coarse: Frame) -> NDArray[np.int32]:
    """(N, 5) the cells of a coarse frame's pixels, each as many levels up as its angle makes it coarser; and 1 where a painter has
    room: close by is a place that has only the same part about it, for as far as a painter bleeds."""
    samples = coarse.centres
    steep = np.minimum(np.rint(-np.log2(samples.spread(samples.facing, 1))), STEEP).astype(np.int32)
    return np.column_stack([ancestors(cells(samples, 1).reshape(-1, 4), steep.ravel()), _room(coarse.part).ravel()])


def with_room(cells: NDArray[np.int32]) -> NDArray[np.int32]:
    """Of some cells (N, 5) those that a painter has room for."""
    return cells[cells[:, 4] == 1]


def _room(part: NDArray[np.int32]) -> NDArray[np.bool_]:
    """(H, W): within two coarse pixels of one whose eight neighbours are of its part: that is as far as learning reaches."""
    inside = minimum_filter(part, 3) == maximum_filter(part, 3)
    out = np.zeros(part.shape, bool)
    for rows, columns, own in parts_of(part):
        out[rows, columns] |= own & binary_dilation(own & inside[rows, columns], np.ones((5, 5)))
    return out


def offered_by(cells: NDArray[np.int32]) -> NDArray[np.uint64]:
    """The names of all cells that an anchor serves which sees these (N, 4)."""
    every = np.sort(np.concatenate([cell_hashes(ancestors(cells, up)) for up in range(DEPTH)]))  # np.unique hashes, ten times as slowly
    return every[np.append(True, every[1:] != every[:-1])] if len(every) else every


def _among(some: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.int64]:
    """(M,) where in `known` those are of `some` that are known; both sorted."""
    at = np.minimum(np.searchsorted(known, some), max(len(known) - 1, 0))
    return at[known[at] == some] if len(known) else at[:0]


def matrix(offered: list[NDArray[np.uint64]], known: NDArray[np.uint64]) -> csr_array:
    """(N, C) 1 where one of N offers one of the known cells (C,), sorted."""
    rows = [_among(one, known) for one in offered]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return csr_array((np.ones(starts[-1]), np.concatenate([*rows, np.zeros(0, int)]), starts), shape=(len(offered), len(known)))


def cells_of(shown: csr_array, place: int) -> NDArray[np.bool_]:
    """(C,) the cells that one row of such a matrix has."""
    out = np.zeros(shown.shape[1], bool)
    out[shown.indices[shown.indptr[place]:shown.indptr[place + 1]]] = True
    return out


def _greedy(seen: Survey, weights: NDArray[np.float64], left: NDArray[np.bool_]) -> tuple[list[int], list[float], NDArray[np.bool_]]:
    """Anchors, what each adds, and which cells are left of those that were."""
    anchors: list[int] = []
    gains: list[float] = []
    whole, left = left, left.copy()
    while True:
        gain, unseen = seen.shown @ (weights * left), left & ~np.isin(seen.part, seen.part[whole & ~left])
        if gain.max() >= LEAST:
            best = int(gain.argmax())
        elif unseen.any():
            best = int((seen.shown @ (weights * unseen)).argmax())
        else:
            return anchors, gains, left
        anchors.append(best)
        gains.append(float(gain[best]))
        left[cells_of(seen.shown, best)] = False


def _thin(seen: Survey, left: NDArray[np.bool_]) -> dict[str, float]:
    owners = np.array(seen.owners)[seen.part]
    shares = {str(name): float(np.average(left[owners == name], weights=seen.counts[owners == name])) for name in np.unique(owners)}
    return {name: share for name, share in sorted(shares.items(), key=lambda item: -item[1]) if share > 0}
