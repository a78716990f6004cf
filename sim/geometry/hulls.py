"""Convex hulls written as Bullet reads several at once."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import NDArray


def obj_of(hulls: Sequence[NDArray[np.float64]], margin: float) -> str:
    """The text of an OBJ file with one group for each hull's corners (N, 3): Bullet takes hulls of a compound in no other way.

    Each is made smaller by the margin, m, that Bullet adds round a hull.
    """
    return _obj(tuple(np.ascontiguousarray(hull, np.float64).tobytes() for hull in hulls), margin)


@lru_cache(maxsize=64)
def _obj(hulls: tuple[bytes, ...], margin: float) -> str:
    lines, first = [], 1
    for i, corners in enumerate(shrunk(np.frombuffer(hull).reshape(-1, 3), margin) for hull in hulls):
        lines += [f"o hull{i}", *(f"v {x!r} {y!r} {z!r}" for x, y, z in corners.tolist())]
        lines += [f"f {a} {b} {c}" for a, b, c in (scipy.spatial.ConvexHull(corners).simplices + first).tolist()]
        first += len(corners)
    return "\n".join(lines) + "\n"


def shrunk(corners: NDArray[np.float64], margin: float) -> NDArray[np.float64]:
    """Corners of the hull with every face moved in by a margin, or by half the way to the middle where that is less."""
    planes = np.unique(np.round(scipy.spatial.ConvexHull(corners).equations, 9), axis=0)
    middle = corners.mean(axis=0)
    planes[:, 3] += min(margin, -0.5 * float((planes[:, :3] @ middle + planes[:, 3]).max()))
    return np.unique(np.round(scipy.spatial.HalfspaceIntersection(planes, middle).intersections, 9), axis=0)
