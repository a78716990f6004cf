"""The ledger's other half: how much of each object is seen, and who hides the rest. From id buffers and outlines;
nothing is shaded."""

import numpy as np
from numpy.typing import NDArray

from render.passes import Passes
from render.planes import compiled
from render.raster_cpu import stamped
from sim.story.ledger import Ledger

SMALLER = 2
"""Pixels are counted in pictures this many times smaller, unless said; of large ones in smaller still: see
Passes.small."""
HIDDEN = 0.1
"""Share of what an object would show alone below which it is hidden."""
SHARE = 0.1
"""Of what is covered of a hidden object, the least by which another has hidden it."""


def sight(passes: Passes, smaller: int = SMALLER) -> Ledger:
    """What is seen of each object in each frame, counted in pictures at least `smaller` times smaller than the shot's.

    values: pixels (T, N) int64, seen; alone (T, N) int64, those it would have alone in the picture; visible (T, N)
    float64, the one as a share of the other, 0 if out of frame; out_of_frame (T, N) bool, whether it would have none.
    pairs: 'hidden', by whom: whoever covers a tenth or more of what is covered of an object of which less than a tenth
    is seen."""
    names = list(dict.fromkeys(part.object for part in passes.parts))
    owners = np.array([-1, *(names.index(part.object) for part in passes.parts)])
    counted = [_counted(passes, number, smaller, owners, len(names)) for number in range(passes.frames)]
    pixels, alone = (np.array([each[i] for each in counted]) for i in (0, 1))
    hidden = {(names[i], names[j]): np.array([each[2][i, j] for each in counted])
              for i, j in np.argwhere(np.any([each[2] for each in counted], axis=0))}
    values = {"pixels": pixels, "alone": alone, "visible": pixels / np.maximum(alone, 1), "out_of_frame": alone == 0}
    return Ledger(names=tuple(names), fps=passes.fps, frames=passes.frames, pairs={"hidden": hidden}, values=values)


def _counted(passes: Passes, number: int, smaller: int, owners: NDArray[np.int64],
             count: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Of a frame, pixels and alone (N,), and (N, N) whether the first is hidden by the second. owners: (P+1,) objects
    by part id."""
    frame = passes.small(number, smaller)
    seen = owners[frame.part]
    alone = stamped(frame.posed, frame.camera, owners[frame.posed.geometry.face_part], count)
    covers = _covers(seen, alone)
    pixels, whole = np.diag(covers)[:-1].copy(), covers.sum(axis=1)[:-1]
    others = covers[:-1, :-1] - np.diag(pixels)
    hidden = (pixels < HIDDEN * whole)[:, None] & (others > 0) & (others >= SHARE * others.sum(axis=1, keepdims=True))
    return pixels, whole, hidden


@compiled
def _covers(seen, alone):
    """(N+1, N+1) in how many pixels that the first object would have alone, or has, the second is seen; the last is
    the background."""
    count, height, width = alone.shape
    out = np.zeros((count + 1, count + 1), np.int64)
    for y in range(height):
        for x in range(width):
            for i in range(count):
                if alone[i, y, x] or seen[y, x] == i:
                    out[i, seen[y, x]] += 1
    return out
