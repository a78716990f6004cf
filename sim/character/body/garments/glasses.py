"""Glasses of wire, without lenses. Lengths and points are as in sim.character.body.head."""

import numpy as np
import scipy

from sim.character.body.cutting import BodyMesh, joined
from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.head import eyes_of
from sim.character.body.physique import Physique
from sim.math.conventions import Array

WIRE, CORNERS = 0.0016, 6
"""How thick wire is, and into how many sides round it is made."""
LENS, ASIDE, BEFORE = (0.021, 0.018), 0.0325, 0.03
"""Half the width and height of a lens, how far beside the nose its middle is, and how far before the eyes'."""


def glasses(who: Physique) -> BodyMesh:
    """Two rims, a bridge and temples to the ears, of wire."""
    eyes, size = eyes_of(who)
    turn = np.linspace(0, 2 * np.pi, 33)
    rims = [np.stack([np.full(33, BEFORE), side * ASIDE + LENS[0] * np.cos(turn), LENS[1] * np.sin(turn) - 0.003], axis=1)
            for side in (1, -1)]
    bridge = [[BEFORE, y, 0.004 + 0.002 * np.cos(60 * y)] for y in np.linspace(-ASIDE + LENS[0], ASIDE - LENS[0], 7)]
    temples = [[[BEFORE, side * (ASIDE + LENS[0]), 0.003], [0.005, side * 0.07, 0.004], [-0.075, side * 0.078, 0.002],
                [-0.098, side * 0.079, -0.022]] for side in (1, -1)]
    head = np.zeros(len(who.vertices))
    head[np.argmax(who.vertices[:, 2])] = 1.0
    return joined([_tube(eyes + size * np.array(path), WIRE * size, scipy.sparse.csr_matrix(head)) for path in (*rims, bridge, *temples)])


def _tube(path: Array, radius: float, held: "scipy.sparse.csr_matrix") -> BodyMesh:
    """Wire along a path (N, 3)."""
    ways = np.gradient(path, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    aside = np.cross(ways, np.where(np.abs(ways[:, :1]) > 0.7, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]]))
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    ring = np.cos(angle)[None, :, None] * aside[:, None] + np.sin(angle)[None, :, None] * np.cross(ways, aside)[:, None]
    i, j = (index.ravel() for index in np.meshgrid(np.arange(len(path) - 1), np.arange(CORNERS), indexing="ij"))
    a, b = i * CORNERS + j, i * CORNERS + (j + 1) % CORNERS
    faces = np.concatenate([np.stack([a, b, a + CORNERS], 1), np.stack([b, b + CORNERS, a + CORNERS], 1)]).astype(np.int32)
    all_of = scipy.sparse.csr_matrix(np.ones((len(path) * CORNERS, 1)))
    return BodyMesh(vertices=(path[:, None] + radius * ring).reshape(-1, 3), faces=faces, blend=all_of @ held)


GARMENT = GarmentSpec(name="glasses", places=("eyes",), colour="black", material="metal", shape=glasses)
