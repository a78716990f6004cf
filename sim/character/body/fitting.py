"""Cloth fitted to somebody: which way it is off the body, what hangs from hips, and what is drawn down to a sole."""

from dataclasses import dataclass, replace

import numpy as np
import scipy

from sim.character.body.cutting import BodyMesh, border
from sim.character.body.data import body_data
from sim.character.body.landmarks import NOWHERE, WRIST, Landmarks
from sim.character.body.physique import Physique
from sim.math.conventions import Array

ROUND = 0.15
"""About how far from their middle hips are all round."""
NEXT, FALLS = 12, 8
"""How many of the skin's vertices cloth may be held as, and the power of its distance from each by which it is held less."""
EDGE = (0.05, 0.1)
"""m from edges within which cloth is held as the skin is, and from which on it is not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitting:
    """Whom clothes are made for."""

    who: Physique
    marks: Landmarks

    @property
    def size(self) -> float:
        """Their height against 1.7 m."""
        return float(self.who.vertices[:body_data().ends[0], 2].max()) / 1.7


def cloth_directions(fit: Fitting, cut: BodyMesh, whole: BodyMesh) -> Array:
    """(N, 3) which way cloth is off the body: along its normals, at its borders as if there were more of it, round the neck straight away
    from that."""
    out, ends, every = cut.normals, np.unique(border(cut)), np.zeros((cut.blend.shape[1], 3))
    every[whole.blend.indices] = whole.normals
    out[ends] = cut.blend[ends] @ every
    away = (cut.vertices - fit.marks.neck) * [1, 1, 0] / fit.size
    far = np.linalg.norm(away, axis=1)
    up = (cut.vertices[:, 2] - fit.marks.neck[2]) / fit.size
    share = np.clip((up + 0.04) / 0.04, 0, 1) * np.clip((0.12 - far) / 0.04, 0, 1)
    out += share[:, None] * (away / np.maximum(far, 1e-9)[:, None] + [0, 0, 0.3] - out)
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)


def at_shoulders(fit: Fitting, given: BodyMesh) -> Array:
    """(N,) 1 round shoulders, 0 far from them."""
    names = list(body_data().bones)
    places = fit.who.joints[[names.index(f"upperarm01.{side}") for side in "LR"]]
    off = np.linalg.norm(given.vertices[:, None] - places, axis=2).min(axis=1) / fit.size
    return np.interp(off, (0.08, 0.15), (1.0, 0.0))


def held_as_skin(fit: Fitting, given: BodyMesh) -> BodyMesh:
    """With its edges held as the skin next to them is, so that skin stays under them; the nearer an edge, the more."""
    skin = np.flatnonzero(fit.marks.arm[:body_data().ends[0]] < WRIST)  # no thumb holds a sleeve
    off, near = scipy.spatial.cKDTree(fit.who.vertices[skin]).query(given.vertices, k=NEXT)
    share = (off[:, :1] / np.maximum(off, 1e-6)) ** FALLS
    share /= share.sum(axis=1, keepdims=True)
    rows = np.repeat(np.arange(len(near)), NEXT)
    blend = scipy.sparse.csr_matrix((share.ravel(), (rows, skin[near].ravel())), shape=given.blend.shape)
    edge = scipy.spatial.cKDTree(given.vertices[np.unique(border(given))]).query(given.vertices)[0] / fit.size
    much = np.interp(edge, EDGE, (1.0, 0.0))[:, None]
    return replace(given, blend=scipy.sparse.csr_matrix(given.blend.multiply(1 - much) + blend.multiply(much)))


def on_sole(given: BodyMesh, sole: float) -> BodyMesh:
    """With what is next to the ground on a plane that is so far below it, and what is above drawn down towards it."""
    flat, top = 0.6 * sole, 2 * sole
    low = given.vertices[:, 2]
    drawn = np.interp(low, (flat, top), (-sole, top))
    return replace(given, vertices=np.concatenate([given.vertices[:, :2], np.where(low < top, drawn, low)[:, None]], axis=1))


def draped(fit: Fitting, given: BodyMesh, off: float, end: float) -> BodyMesh:
    """With what is round the hips as far out as a skirt is there, and `off` more: cloth hangs from there, and there is room under it.
    end: m, the height at which it does."""
    data, marks = body_data(), fit.marks
    tube = fit.who.vertices[np.unique(data.faces[data.face_group == list(data.groups).index("skirt")])]
    axis = np.array([tube[:, 0].mean(), 0.0])

    def around(points: Array) -> tuple[Array, Array]:
        flat = points[:, :2] - axis
        out = np.linalg.norm(flat, axis=1, keepdims=True)
        return np.concatenate([ROUND * fit.size * flat / np.maximum(out, 1e-9), points[:, 2:]], axis=1), out[:, 0]
    places, radii = around(tube)
    mine, out = around(given.vertices)
    far, nearest = scipy.spatial.cKDTree(places).query(mine, k=12)
    share = 1 / (far + 0.01) ** 2
    wanted = (radii[nearest] * share).sum(axis=1) / share.sum(axis=1) + off
    trunk = given.blend @ (marks.arm > NOWHERE) < 0.1
    down = np.clip((tube[:, 2].max() - given.vertices[:, 2]) / (0.05 * fit.size), 0, 1)
    more = trunk * np.maximum(wanted - out, 0) * down * down * (3 - 2 * down)
    moved = given.vertices[:, :2] + more[:, None] * (given.vertices[:, :2] - axis) / np.maximum(out, 1e-9)[:, None]
    level = np.where(trunk, np.maximum(given.vertices[:, 2], end), given.vertices[:, 2])
    return replace(given, vertices=np.concatenate([moved, level[:, None]], axis=1))
