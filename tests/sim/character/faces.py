"""What units of the face do to the whole of a body, for tests."""

from functools import cache

import numpy as np
from scipy.sparse import csr_matrix, identity

from sim.character.body.cutting import BodyMesh
from sim.character.body.data import body_data
from sim.character.body.face import MORPHS, morph_moves
from sim.character.body.physique import physique
from sim.scene.figure import Figure


@cache
def _moves():
    vertices = physique(Figure()).vertices
    whole = BodyMesh(vertices=vertices, faces=body_data().faces, blend=csr_matrix(identity(len(vertices))))
    return morph_moves(whole, Figure())


def face_moves(strengths):
    """(V, 3) m by which the model's vertices are moved with units so strong, by name."""
    return (_moves() @ np.array([strengths.get(unit, 0.0) for unit in MORPHS])).reshape(-1, 3)
