"""Solid things on a head: signed distances round it, made triangles by marching cubes (Lorensen and Cline, 1987).

Lengths are m, for a head that is CROWN above its eyes; what is on a head of another size is of that size. Points are in the head's frame:
x forward, y left, z up, the origin between the eyes' middles.
"""

from collections.abc import Callable

import numpy as np
import scipy
import skimage
from numpy.typing import NDArray

from sim.character.body.cutting import BodyMesh, body_mesh
from sim.character.body.data import body_data
from sim.character.body.physique import Physique
from sim.math.conventions import Array

CROWN = 0.115
"""From the eyes up to the top of the head."""
GRID = 0.008
LOW, HIGH = (-0.32, -0.17, -0.34), (0.13, 0.17, 0.19)
"""Within which things may be."""
NEAR, FAR = 0.07, 1.0
"""m of distance from skin that are told from one another, and what is told of those beyond."""
FINE = 0.008
"""m between places at which skin is looked at."""
DEEP = 0.012
"""Behind how much skin what is on a head is not seen any more, and left out."""
HeadField = Callable[[Array, Array], Array]
"""From points (P, 3), and how far they are from skin (P,), to their distance to the thing (P,), m, negative inside."""


def eyes_of(who: Physique) -> tuple[Array, float]:
    """The place between somebody's eyes (3,), m, and the size of their head against one that is CROWN above its eyes."""
    data, place = body_data(), dict(zip(body_data().bones, who.joints))
    eyes = (place["eye.L"] + place["eye.R"]) / 2
    return eyes, float((who.vertices[:data.ends[0], 2].max() - eyes[2]) / CROWN)


def modelled(who: Physique, solid: HeadField, grid: float = GRID, low: tuple[float, float, float] = LOW,
             high: tuple[float, float, float] = HIGH) -> BodyMesh:
    """A thing on somebody's head, from the box between two corners, but for what is inside the head. Each vertex is held as the skin next
    to it."""
    data, (eyes, size) = body_data(), eyes_of(who)
    mine = data.face_group == 0
    skin = body_mesh(who.vertices, data.faces[mine & ~data.ears])
    on_head = skin.vertices[:, 2] > who.joints[list(data.bones).index("neck01")][2]
    points, normals = _dense(skin, skin.faces[on_head[skin.faces].all(axis=1)])
    points = (points - eyes) / size
    axes = [np.arange(a, b, grid) for a, b in zip(low, high)]
    cells = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    flat = cells.reshape(-1, 3)
    off = _outside(points, normals)
    values = solid(flat, off(flat))
    vertices, faces, _, _ = skimage.measure.marching_cubes(values.reshape(cells.shape[:3]), 0.0, spacing=(grid,) * 3)
    vertices = _settled(vertices + np.array(low), lambda at: solid(at, off(at)), grid)
    inside = (off(vertices) < -DEEP) & (vertices[:, 2] > points[:, 2].min() + 0.05)  # below, shoulders are not known of
    used, numbers = np.unique(faces[~inside[faces].all(axis=1)], return_inverse=True)
    nearest = np.flatnonzero(on_head)[scipy.spatial.cKDTree((skin.vertices[on_head] - eyes) / size).query(vertices[used])[1]]
    return BodyMesh(vertices=vertices[used] * size + eyes, faces=numbers.reshape(-1, 3).astype(np.int32),
                    blend=scipy.sparse.csr_matrix(skin.blend[nearest]))


def _dense(skin: BodyMesh, faces: NDArray[np.int32]) -> tuple[Array, Array]:
    """Points on triangles (F, 3) of a skin, and its normals there, FINE or less apart on each edge."""
    corners, normals = skin.vertices[faces], skin.normals[faces]
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    pieces = np.maximum(np.ceil(longest / FINE), 1).astype(int)
    points, ways = [], []
    for count in np.unique(pieces):
        a, b = np.meshgrid(np.arange(count + 1), np.arange(count + 1), indexing="ij")
        shares = np.stack([a, b, count - a - b], axis=-1)[a + b <= count] / count
        points.append((shares @ corners[pieces == count]).reshape(-1, 3))
        ways.append((shares @ normals[pieces == count]).reshape(-1, 3))
    every, along = np.concatenate(points), np.concatenate(ways)
    _, once = np.unique(np.round(every, 6), axis=0, return_index=True)
    return every[once], along[once] / np.linalg.norm(along[once], axis=1, keepdims=True)


def _settled(vertices: Array, distance: Callable[[Array], Array], grid: float) -> Array:
    """Vertices (V, 3) moved on to where a distance is zero, by one step of Newton's, as far as half a cell."""
    step = grid / 4
    slope = np.stack([distance(vertices + step * way) - distance(vertices - step * way) for way in np.eye(3)], axis=1) / (2 * step)
    squared = np.maximum((slope ** 2).sum(axis=1), 0.05)
    return vertices - np.clip((distance(vertices) / squared)[:, None] * slope, -grid / 2, grid / 2)


def _outside(skin: Array, normals: Array) -> Callable[[Array], Array]:
    """How far points (P, 3) are outside of a skin (N, 3): next to it by the planes of its six next points, elsewhere by the next of them;
    NEAR or farther is told as FAR."""
    tree = scipy.spatial.cKDTree(skin)

    def off(points: Array) -> Array:
        out = np.full(len(points), FAR)
        boxed = np.flatnonzero(((points > skin.min(axis=0) - NEAR) & (points < skin.max(axis=0) + NEAR)).all(axis=1))
        far, nearest = tree.query(points[boxed], k=6, distance_upper_bound=NEAR)
        there = np.isfinite(far[:, -1])
        close, far, nearest = boxed[there], far[there], nearest[there]
        weights = 1 / (far + 1e-3) ** 2
        each = np.einsum("pkc,pkc->pk", points[close, None] - skin[nearest], normals[nearest])
        planes = (each * weights).sum(axis=1) / weights.sum(axis=1)
        away = np.clip((far[:, 0] - 0.01) / 0.01, 0.0, 1.0)
        out[close] = (1 - away) * planes + away * np.copysign(far[:, 0], planes)
        return out
    return off
