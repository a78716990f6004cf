"""What is so in which frames, and the stretches of frames in which it is."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.bool_]
"""(T,) whether something is so, by frame."""
Pair = tuple[str, str]
"""The names of two objects."""
Pairs = Mapping[Pair, Frames]
"""By (subject, object), whether something is so between them. Pairs between which it never is are left out."""


def runs(on: Frames) -> list[tuple[int, int]]:
    """The stretches in which it is so: the first frame of each, and the first after it."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2])]


def bridged(on: Frames, gap: int) -> Frames:
    """The same with gaps of up to `gap` frames between two stretches closed."""
    out, found = on.copy(), runs(on)
    for (_, end), (start, _) in zip(found, found[1:]):
        out[end:start] |= start - end <= gap
    return out
