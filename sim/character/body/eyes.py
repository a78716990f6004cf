"""Eyes and brows: what the body model has only as helpers, or not at all."""

from dataclasses import replace

import numpy as np
import scipy

from sim.character.body.cutting import BodyMesh, body_mesh, joined
from sim.character.body.data import body_data
from sim.character.body.head import eyes_of
from sim.character.body.physique import Physique
from sim.math.conventions import Array

RINGS = {"eyes": tuple(np.radians([29, 40, 60, 80, 100, 120])), "irises": tuple(np.radians([13, 21, 29])),
         "pupils": tuple(np.radians([0.5, 7, 13]))}
"""Of each part of an eye, the angles from where it looks at which its rings are."""
AROUND = 24
INNER, OUTER, HIGH, PEAK = 0.011, 0.052, 0.017, 0.009
"""Of a brow, m, for an adult's head: where it begins and ends beside the nose, how high above the eyes it begins, and how much it rises."""
STEPS = 14
FINE = (0.4, 0.15)
"""How long lashes are, against the model's: those of upper lids, and of lower ones."""


def eye_parts(who: Physique) -> dict[str, BodyMesh]:
    """The whites of both eyes, their irises, and their pupils, looking straight ahead."""
    data = body_data()
    balls = [(start, end) for name, start, end in zip(data.groups, [0, *data.ends[:-1]], data.ends) if name in ("left_eye", "right_eye")]
    return {name: joined([_rings(who.vertices, start, end, angles) for start, end in balls]) for name, angles in RINGS.items()}


def _rings(vertices: Array, start: int, end: int, angles: tuple[float, ...]) -> BodyMesh:
    """Part of a ball as large as the model's: rings about the way forward."""
    ball = vertices[start:end]
    centre, radius = (ball.max(axis=0) + ball.min(axis=0)) / 2, (np.ptp(ball[:, 1]) + np.ptp(ball[:, 2])) / 4
    turn, angle = np.meshgrid(np.linspace(0, 2 * np.pi, AROUND, endpoint=False), angles)
    ways = np.stack([np.cos(angle), np.sin(angle) * np.cos(turn), np.sin(angle) * np.sin(turn)], axis=-1).reshape(-1, 3)
    i, j = (index.ravel() for index in np.meshgrid(np.arange(len(angles) - 1), np.arange(AROUND), indexing="ij"))
    a, b, c, d = i * AROUND + j, i * AROUND + (j + 1) % AROUND, (i + 1) * AROUND + j, (i + 1) * AROUND + (j + 1) % AROUND
    faces = np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)]).astype(np.int32)
    held = scipy.sparse.csr_matrix((np.ones(len(ways)), (np.arange(len(ways)), np.full(len(ways), start))),
                                   shape=(len(ways), len(vertices)))
    return BodyMesh(vertices=centre + radius * ways, faces=faces, blend=held)


def lashes(who: Physique) -> BodyMesh:
    """The model's, shorter, so that they are no make-up."""
    data, skin = body_data(), _skin(who)
    made = body_mesh(who.vertices, data.faces[data.face_group == list(data.groups).index("lashes")])
    roots = skin.vertices[scipy.spatial.cKDTree(skin.vertices).query(made.vertices)[1]]
    upper = made.vertices[:, 2] > eyes_of(who)[0][2]
    return replace(made, vertices=roots + np.where(upper, *FINE)[:, None] * (made.vertices - roots))


def _skin(who: Physique) -> BodyMesh:
    data = body_data()
    return body_mesh(who.vertices, data.faces[data.face_group == 0])


def brows(who: Physique, thick: float = 0.0045) -> BodyMesh:
    """Two strips on the skin above the eyes. thick: m, for an adult's head."""
    skin, (eyes, size) = _skin(who), eyes_of(who)
    front = np.flatnonzero((skin.vertices[:, 2] > eyes[2] - 0.02 * size) & (skin.vertices[:, 0] > eyes[0]) & (skin.normals[:, 0] > 0.1))
    u = np.linspace(0, 1, STEPS)
    middle = np.stack([INNER + (OUTER - INNER) * u, HIGH + PEAK * np.sin(np.pi * u ** 1.5) - 0.002 * u], axis=1)
    half = thick * np.sqrt(np.clip(1 - u, 0.03, 1)) * np.clip(0.5 + 3 * u, 0, 1)
    rows = np.concatenate([middle + [0, 1] * half[:, None], middle - [0, 1] * half[:, None]])
    a, b = np.arange(STEPS - 1), np.arange(STEPS - 1) + STEPS
    faces = np.concatenate([np.stack([a, b, a + 1], 1), np.stack([a + 1, b, b + 1], 1)])
    return joined([_on_skin(skin, front, eyes, size, rows * [side, 1], faces[:, ::side]) for side in (1, -1)])


def _on_skin(skin: BodyMesh, front, eyes: Array, size: float, rows: Array, faces) -> BodyMesh:
    """Points (P, 2), left and up from between the eyes, laid on the skin, a little above it."""
    flat = (skin.vertices[front] - eyes)[:, 1:] / size
    far, nearest = scipy.spatial.cKDTree(flat).query(rows, k=4)
    weights = 1 / (far + 1e-4)
    weights /= weights.sum(axis=1, keepdims=True)
    places = np.repeat(np.arange(len(rows)), 4), front[nearest].ravel()
    mix = scipy.sparse.csr_matrix((weights.ravel(), places), shape=(len(rows), len(skin.vertices)))
    x = mix @ skin.vertices[:, 0] + 0.0022 * size
    vertices = np.concatenate([x[:, None], eyes[1:] + rows * size], axis=1)
    return BodyMesh(vertices=vertices, faces=np.ascontiguousarray(faces).astype(np.int32), blend=scipy.sparse.csr_matrix(mix @ skin.blend))
