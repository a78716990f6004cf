"""HeadField things on a head: signed distances round it, made triangles by marching cubes (Lorensen and Cline, 1987).

Lengths are m, for a head that is CROWN above its eyes; what is on a head of another size is of that size. Points are in the head's frame:
x forward, y left, z up, the origin between the eyes' middles.
"""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree
from skimage.measure import marching_cubes

from sim.character.body.cutting import BodyMesh, body_mesh
from sim.character.body.data import body_data
from sim.character.body.physique import Physique
from sim.math.conventions import Array

CROWN = 0.115
"""From the eyes up to the top of the head."""
GRID = 0.005
LOW, HIGH = (-0.32, -0.17, -0.34), (0.13, 0.17, 0.19)
"""Within which things may be."""
NEAR, FAR = 0.07, 1.0
"""m of distance from skin that are told from one another, and what is told of those beyond."""
HeadField = Callable[[Array, Array], Array]
"""From points (P, 3), and how far they are from skin (P,), to their distance to the thing (P,), m, negative inside."""


def eyes_of(who: Physique) -> tuple[Array, float]:
    """The place between somebody's eyes (3,), m, and the size of their head against one that is CROWN above its eyes."""
    data, place = body_data(), dict(zip(body_data().bones, who.joints))
    eyes = (place["eye.L"] + place["eye.R"]) / 2
    return eyes, float((who.vertices[:data.ends[0], 2].max() - eyes[2]) / CROWN)


def modelled(who: Physique, solid: HeadField, grid: float = GRID, low: tuple[float, float, float] = LOW,
             high: tuple[float, float, float] = HIGH) -> BodyMesh:
    """A thing on somebody's head, from the box between two corners. Each vertex is held as the skin next to it."""
    data, (eyes, size) = body_data(), eyes_of(who)
    mine = data.face_group == 0
    skin = body_mesh(who.vertices, data.faces[mine & ~data.ears])
    on_head = skin.vertices[:, 2] > who.joints[list(data.bones).index("neck01")][2]
    points, normals = (skin.vertices[on_head] - eyes) / size, skin.normals[on_head]
    axes = [np.arange(a, b, grid) for a, b in zip(low, high)]
    cells = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    flat = cells.reshape(-1, 3)
    values = solid(flat, _outside(flat, points, normals))
    vertices, faces, _, _ = marching_cubes(values.reshape(cells.shape[:3]), 0.0, spacing=(grid,) * 3)
    vertices = vertices + np.array(low)
    nearest = np.flatnonzero(on_head)[cKDTree(points).query(vertices)[1]]
    return BodyMesh(vertices=vertices * size + eyes, faces=faces.astype(np.int32), blend=csr_matrix(skin.blend[nearest]))


def _outside(points: Array, skin: Array, normals: Array) -> Array:
    """(P,) how far points are outside of a skin (N, 3), by its six next points; NEAR or farther is told as FAR."""
    out, tree = np.full(len(points), FAR), cKDTree(skin)
    boxed = np.flatnonzero(((points > skin.min(axis=0) - NEAR) & (points < skin.max(axis=0) + NEAR)).all(axis=1))
    close = boxed[np.isfinite(tree.query(points[boxed], distance_upper_bound=NEAR)[0])]
    far, nearest = tree.query(points[close], k=6)
    weights = 1 / (far + 1e-3) ** 2
    off = np.einsum("pkc,pkc->pk", points[close, None] - skin[nearest], normals[nearest])
    out[close] = (off * weights).sum(axis=1) / weights.sum(axis=1)
    return out
