"""Triangles cut along the level of a field, and what is left hemmed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.math.conventions import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class BodyMesh:
    """Part of a model's surface. vertices: (V, 3) m. faces: (F, 3). blend: (V, M) which of the model's vertices each is a mix of: what is
    so mixed, such as weights and moves of the face, holds for a piece too."""

    vertices: Array
    faces: NDArray[np.int32]
    blend: "scipy.sparse.csr_matrix"

    @property
    def normals(self) -> Array:
        """(V, 3) of unit length, weighted by area."""
        a, b, c = np.moveaxis(self.vertices[self.faces], 1, 0)
        each, out = np.cross(b - a, c - a), np.zeros_like(self.vertices)
        for corner in range(3):
            np.add.at(out, self.faces[:, corner], each)
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)


def body_mesh(vertices: Array, faces: NDArray[np.int32]) -> BodyMesh:
    """These triangles (F, 3) of a model's vertices (V, 3)."""
    return _tidied(BodyMesh(vertices=vertices, faces=faces, blend=_identity(len(vertices))))


def kept_below(given: BodyMesh, field: Array) -> BodyMesh:
    """What of it has a field (V,) below zero, cut through triangles where it changes sign, linearly between their corners."""
    inside = field < 0
    count = inside[given.faces].sum(axis=1)
    whole, cut = given.faces[count == 3], given.faces[(count == 1) | (count == 2)]
    lone = inside[cut].sum(axis=1) == 1  # the corner that is alone on its side is put first
    first = np.where(lone[:, None], inside[cut], ~inside[cut]).argmax(axis=1)
    a, b, c = (cut[np.arange(len(cut)), (first + k) % 3] for k in range(3))
    edges, numbers = np.unique(np.sort(np.concatenate([np.stack([a, b], 1), np.stack([a, c], 1)]), axis=1), axis=0, return_inverse=True)
    ab, ac = np.split(len(field) + numbers.ravel(), 2)
    low, high = field[edges[:, 0]], field[edges[:, 1]]
    share = (low / (low - high))[:, None]
    vertices = given.vertices[edges[:, 0]] * (1 - share) + given.vertices[edges[:, 1]] * share
    blend = given.blend[edges[:, 0]].multiply(1 - share) + given.blend[edges[:, 1]].multiply(share)
    tips = np.stack([a, ab, ac], 1)[lone]
    rest = np.concatenate([np.stack([ab, b, c], 1)[~lone], np.stack([ab, c, ac], 1)[~lone]])
    return _tidied(BodyMesh(vertices=np.concatenate([given.vertices, vertices]), faces=np.concatenate([whole, tips, rest]).astype(np.int32),
                         blend=scipy.sparse.vstack([given.blend, scipy.sparse.csr_matrix(blend)]).tocsr()))


def grown(given: BodyMesh, by: Array | float, normals: Array | None = None) -> BodyMesh:
    """Moved outwards along its normals, or these (V, 3), m."""
    ways = given.normals if normals is None else normals
    return replace(given, vertices=given.vertices + np.broadcast_to(by, len(given.vertices))[:, None] * ways)


def relaxed(given: BodyMesh, times: int) -> BodyMesh:
    """With its hollows filled up: each vertex that is no border's goes to the middle of its neighbours, if that is outwards, so often."""
    means, free = _means(given), np.ones(len(given.vertices), bool)
    free[border(given)] = False
    for _ in range(times):
        normals = given.normals
        out = np.maximum(((means @ given.vertices - given.vertices) * normals).sum(axis=1), 0.0) * free
        given = replace(given, vertices=given.vertices + out[:, None] * normals)
    return given


def softened(given: BodyMesh, share: Array, times: int) -> BodyMesh:
    """Held, by shares (V,), 0 to 1, as its surroundings are, so many edges far: where it bends, it does so softly."""
    means, soft = _means(given), given.blend
    for _ in range(times):
        soft = means @ soft
    mixed = given.blend.multiply((1 - share)[:, None]) + soft.multiply(share[:, None])
    return replace(given, blend=scipy.sparse.csr_matrix(mixed))


def _means(given: BodyMesh) -> "scipy.sparse.csr_matrix":
    """(V, V) from values of vertices to the means of their neighbours'."""
    edges = np.unique(given.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=0)
    both, count = np.concatenate([edges, edges[:, ::-1]]), len(given.vertices)
    linked = scipy.sparse.csr_matrix((np.ones(len(both)), both.T), shape=(count, count))
    return scipy.sparse.csr_matrix(linked.multiply(1 / np.maximum(linked.sum(axis=1), 1)))


def border(given: BodyMesh) -> NDArray[np.int32]:
    """(E, 2) edges of one triangle only, in its sense."""
    edges = given.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    _, numbers, counts = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True, return_counts=True)
    return edges[counts[numbers.ravel()] == 1]


def hemmed(given: BodyMesh, deep: float) -> BodyMesh:
    """With a rim at each border that goes inwards, m, so that cloth has a thickness where it ends."""
    edges = border(given)
    rim, numbers = np.unique(edges, return_inverse=True)
    inner = numbers.reshape(-1, 2) + len(given.vertices)
    faces = np.concatenate([np.stack([edges[:, 1], edges[:, 0], inner[:, 0]], 1), np.stack([edges[:, 1], inner[:, 0], inner[:, 1]], 1)])
    vertices = given.vertices[rim] - deep * given.normals[rim]
    return BodyMesh(vertices=np.concatenate([given.vertices, vertices]), faces=np.concatenate([given.faces, faces]).astype(np.int32),
                 blend=scipy.sparse.vstack([given.blend, given.blend[rim]]).tocsr())


def _identity(count: int) -> "scipy.sparse.csr_matrix":
    return scipy.sparse.csr_matrix((np.ones(count), np.arange(count), np.arange(count + 1)), shape=(count, count))


def _tidied(given: BodyMesh) -> BodyMesh:
    """Without vertices that no triangle has."""
    used, numbers = np.unique(given.faces, return_inverse=True)
    return BodyMesh(vertices=given.vertices[used], faces=numbers.reshape(-1, 3).astype(np.int32), blend=given.blend[used])


def joined(pieces: Sequence[BodyMesh]) -> BodyMesh:
    """Several as one."""
    starts = np.cumsum([0, *(len(each.vertices) for each in pieces)])
    return BodyMesh(vertices=np.concatenate([each.vertices for each in pieces]),
                 faces=np.concatenate([each.faces + start for each, start in zip(pieces, starts)]).astype(np.int32),
                 blend=scipy.sparse.vstack([each.blend for each in pieces]).tocsr())
