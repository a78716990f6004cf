"""Rays into the posed world, by Embree."""

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.embree import EmbreeScene
from render.planes import compiled

Single = NDArray[np.float32]
Trees = tuple["Tree", ...]


class Some(NamedTuple):
    """Some of a scene's triangles. numbers: (S,) which. used: (U,) the vertices that they have. faces: (S, 3) of
    these."""

    numbers: NDArray[np.int32]
    used: NDArray[np.int32]
    faces: NDArray[np.int32]

    @classmethod
    def of(cls, faces: NDArray[np.int32], chosen: NDArray[np.bool_]) -> "Some":
        """Those chosen (F,) of all triangles (F, 3)."""
        used, renamed = np.unique(faces[chosen], return_inverse=True)
        return cls(np.flatnonzero(chosen).astype(np.int32), used, renamed.reshape(-1, 3).astype(np.int32))

    def tree(self, vertices: NDArray[np.float64], origin: NDArray[np.float64], quick: bool = False) -> "Tree":
        """Their ray tree, relative to an origin (3,). vertices: (V, 3) of the scene, m, world. quick: as of
        EmbreeScene."""
        return Tree((vertices[self.used] - origin).astype(np.float32), self.faces, quick)


class Tree:
    """A ray tree over triangles. Embree works in float32: everything is kept relative to an origin, so that far from
    the world's middle nothing is lost. Rays start at places (N, 3) float32 relative to it, and go in directions (N, 3)
    float32, world."""

    def __init__(self, vertices: Single, faces: NDArray[np.int32], quick: bool = False) -> None:
        """vertices: (V, 3) m, relative to the origin. faces: (F, 3). quick: as of EmbreeScene."""
        self._vertices, self._faces, self._quick = vertices, faces, quick

    @cached_property
    def box(self) -> tuple[Single, Single]:
        """Its least and greatest corner, relative to the origin; of no triangles, a box that nothing meets."""
        if len(self._faces) == 0:
            return np.full(3, np.inf, np.float32), np.full(3, -np.inf, np.float32)
        return _corners(self._vertices)

    @cached_property
    def _scene(self) -> EmbreeScene:
        """Built when the first ray asks: with people in it, that takes longer than most of what else a frame needs."""
        return EmbreeScene(self._vertices, self._faces, self._quick)

    @property
    def handle(self) -> int:
        """For render.embree.is_blocked; 0 of no triangles."""
        return self._scene.handle if len(self._faces) else 0

    def first(self, origins: Single, directions: Single) -> tuple[NDArray[np.int32], Single]:
        """(N,) which of its triangles each ray meets first, or -1; and how far off, in lengths of the direction."""
        if len(self._faces) == 0:
            return np.full(len(origins), -1, np.int32), np.full(len(origins), np.inf, np.float32)
        return self._scene.first(origins, directions)

    def distances(self, origins: Single, directions: Single, reach: float) -> Single:
        """(N,) how far each ray goes, in lengths of its direction, until it meets something; at most `reach`. Only
        rays that cross its box are followed."""
        near = _crossing(origins, directions, *self.box, np.float32(reach))
        if not near.any():
            return np.full(len(origins), reach, np.float32)
        return self._scene.distances(origins, directions, near, reach)

    def blocked(self, origins: Single, directions: Single, reach: float = 1e30) -> NDArray[np.bool_]:
        """(N,) whether anything lies on each ray within `reach` lengths of its direction. Only rays that cross its box
        are followed."""
        near = _crossing(origins, directions, *self.box, np.float32(reach))
        return self._scene.blocked(origins, directions, near, reach) if near.any() else near


class Rays:
    """Rays into several trees of one origin, whose triangles are `numbers` (F,) of the scene's."""

    def __init__(self, trees: Trees, numbers: tuple[NDArray[np.int32], ...], origin: NDArray[np.float64]) -> None:
        self._trees, self._numbers, self._origin = trees, numbers, origin

    def first(self, origins: ArrayLike, directions: ArrayLike) -> NDArray[np.int32]:
        """(N,) the triangle that each ray meets first, or -1. origins, directions: (N, 3) world."""
        places, ways = self.local(origins), _single(directions)
        out, nearest = np.full(len(places), -1, np.int32), np.full(len(places), np.inf, np.float32)
        for tree, numbers in zip(self._trees, self._numbers):
            index, far = tree.first(places, ways)
            nearer = far < nearest
            out[nearer], nearest[nearer] = numbers[index[nearer]], far[nearer]
        return out

    def blocked(self, origins: ArrayLike, directions: ArrayLike, reach: float = 1e30) -> NDArray[np.bool_]:
        """(N,) whether anything lies on each ray, from world places (N, 3), within `reach` lengths of its world
        direction (N, 3)."""
        places, ways = self.local(origins), _single(directions)
        out = np.zeros(len(places), bool)
        for tree in self._trees:
            out[~out] = tree.blocked(places[~out], ways[~out], reach)
        return out

    def local(self, points: ArrayLike) -> Single:
        """World places (N, 3) relative to the trees' origin."""
        return (np.asarray(points, np.float64) - self._origin).astype(np.float32)


@compiled
def _corners(vertices):
    low, high = vertices[0].copy(), vertices[0].copy()
    for i in range(len(vertices)):
        for k in range(3):
            low[k], high[k] = min(low[k], vertices[i, k]), max(high[k], vertices[i, k])
    return low, high


@compiled
def _crossing(origins, directions, low, high, reach):
    """(N,) whether rays cross a box, which is taken a little larger (the slab test of Kay and Kajiya, 1986)."""
    out = np.empty(len(origins), np.bool_)
    slack = np.float32(1e-3)
    for i in range(len(origins)):
        start, end = np.float32(0), reach
        for k in range(3):
            a, b = low[k] - slack - origins[i, k], high[k] + slack - origins[i, k]
            if directions[i, k] == 0:
                if a > 0 or b < 0:
                    end = np.float32(-1)
            else:
                s, e = a / directions[i, k], b / directions[i, k]
                start, end = max(start, min(s, e) * (1 - 1e-5)), min(end, max(s, e) * (1 + 1e-5))
        out[i] = start <= end
    return out


def _single(directions: ArrayLike) -> Single:
    return np.ascontiguousarray(directions, np.float32)
