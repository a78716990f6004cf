"""Rays into the posed world, by Embree: the only file that imports it."""

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from numpy.typing import ArrayLike, NDArray


class Rays:
    """A ray tree over triangles. Embree works in float32: everything is kept relative to `origin`, so that far from the
    world's middle nothing is lost."""

    def __init__(self, vertices: ArrayLike, faces: ArrayLike, origin: ArrayLike) -> None:
        """vertices: (V, 3) m, world. faces: (F, 3). origin: (3,) m, world; best the camera's place."""
        self._origin = np.asarray(origin, np.float64)
        self._scene = EmbreeScene()
        TriangleMesh(self._scene, (np.asarray(vertices) - self._origin).astype(np.float32), np.ascontiguousarray(faces, np.int32))

    def first(self, origins: ArrayLike, directions: ArrayLike) -> NDArray[np.int32]:
        """(N,) the triangle that each ray meets first, or -1. origins, directions: (N, 3) world."""
        return np.asarray(self._scene.run(self._local(origins), _single(directions)), np.int32)

    def distances(self, origins: ArrayLike, directions: ArrayLike, reach: float) -> NDArray[np.float32]:
        """(N,) how far each ray goes, in lengths of its direction, until it meets something; at most `reach`."""
        limit = np.full(len(np.asarray(origins)), reach, np.float32)
        return np.minimum(self._scene.run(self._local(origins), _single(directions), dists=limit, query="DISTANCE"), np.float32(reach))

    def blocked(self, origins: ArrayLike, directions: ArrayLike, reach: float = 1e30) -> NDArray[np.bool_]:
        """(N,) whether anything lies on each ray within `reach` lengths of its direction."""
        limit = np.full(len(np.asarray(origins)), reach, np.float32)
        return np.asarray(self._scene.run(self._local(origins), _single(directions), dists=limit, query="OCCLUDED")) >= 0

    def _local(self, points: ArrayLike) -> NDArray[np.float32]:
        return np.subtract(points, self._origin, dtype=np.float32, casting="same_kind")


def _single(directions: ArrayLike) -> NDArray[np.float32]:
    return np.ascontiguousarray(directions, np.float32)
