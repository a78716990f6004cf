"""The ledger's other half: how much of each object is seen, and who hides the rest. From id buffers and outlines; nothing is shaded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from render.coverage import covered
from render.frame import Frame
from render.passes import Passes
from sim.story.ledger import Ledger
from sim.story.runs import Pairs

SMALLER = 2
"""Pixels are counted in pictures this many times smaller, unless said."""
HIDDEN = 0.1
"""Share of what an object would show alone below which it is hidden."""
SHARE = 0.1
"""Of what is covered of a hidden object, the least by which another has hidden it."""
Mask = NDArray[np.bool_]


def sight(passes: Passes, smaller: int = SMALLER) -> Ledger:
    """What is seen of each object in each frame, counted in pictures `smaller` times smaller than the shot's.

    values: pixels (T, N) int64, seen; alone (T, N) int64, those it would have alone in the picture; visible (T, N) float64, the
    one as a share of the other, 0 if out of frame; out_of_frame (T, N) bool, whether it would have none. pairs: 'hidden', by whom:
    whoever covers a tenth or more of what is covered of an object of which less than a tenth is seen.
    """
    names = list(dict.fromkeys(part.object for part in passes.parts))
    counts = np.zeros((2, passes.frames, len(names)), np.int64)
    hiders: dict[tuple[str, str], Mask] = defaultdict(lambda: np.zeros(passes.frames, bool))
    for number in range(passes.frames):
        frame = passes.sized(number, -(-passes.width // smaller), -(-passes.height // smaller))
        seen = _names(passes, names)[frame.part]
        for i, mask in enumerate(_alone(passes, frame, names)):
            counts[:, number, i] = (seen == i).sum(), (mask | (seen == i)).sum()
            if counts[0, number, i] < HIDDEN * counts[1, number, i]:
                for other in _hiders(seen[mask & (seen != i)], len(names)):
                    hiders[names[i], names[other]][number] = True
    pixels, alone = counts
    return Ledger(names=tuple(names), fps=passes.fps, frames=passes.frames, pairs={"hidden": _plain(hiders)},
                  values={"pixels": pixels, "alone": alone, "visible": pixels / np.maximum(alone, 1), "out_of_frame": alone == 0})


def _names(passes: Passes, names: Sequence[str]) -> NDArray[np.int64]:
    """Which object each part id is of; -1 for the background."""
    return np.array([-1, *(names.index(part.object) for part in passes.parts)])


def _hiders(covers: NDArray[np.int64], count: int) -> list[int]:
    """The objects of which enough of the covered pixels are."""
    found = np.bincount(covers[covers >= 0], minlength=count)
    return [int(i) for i in np.flatnonzero((found > 0) & (found >= SHARE * found.sum()))]


def _alone(passes: Passes, frame: Frame, names: Sequence[str]) -> list[Mask]:
    """(H, W) for each object, the pixels that it would have if there were nothing else."""
    posed, owners = frame.posed, _names(passes, names)[frame.posed.geometry.face_part]
    return [covered(frame.camera, posed.vertices, posed.geometry.faces[owners == i]) for i in range(len(names))]


def _plain(hiders: Mapping[tuple[str, str], Mask]) -> Pairs:
    return dict(hiders)
