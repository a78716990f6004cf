"""What units of the face do to the skin: ARKit's 52, as the body model has them."""

import numpy as np
import scipy

from sim.character.body.cutting import BodyMesh
from sim.character.body.data import STEP, body_data
from sim.character.body.head import eyes_of
from sim.character.body.physique import physique
from sim.math.conventions import Array
from sim.scene.figure import Figure

UNITS = (
    "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff", "cheekSquintLeft",
    "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight", "eyeLookInLeft", "eyeLookInRight",
    "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight", "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft",
    "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight", "mouthClose", "mouthDimpleLeft", "mouthDimpleRight",
    "mouthFrownLeft", "mouthFrownRight", "mouthFunnel", "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft",
    "mouthPressRight", "mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper",
    "mouthSmileLeft", "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight", "tongueOut")
"""ARKit's."""
UNDER_HAT = "hairUnderHat"
MORPHS = (*UNITS, UNDER_HAT)
"""All that moves the skin of people, and their hair under a hat, in the order of their strengths in a Trajectory."""


def morph_moves(made: BodyMesh, figure: Figure, under_hat: Array | None = None) -> "scipy.sparse.csr_matrix":
    """(3 V, M) m by which each of MORPHS at its strongest moves a piece's vertices, x, y and z one after another. under_hat: (V, 3) m,
    the last of them, for hair."""
    data, size = body_data(), eyes_of(physique(figure))[1]
    columns = []
    for number in range(len(UNITS)):
        moved = slice(data.unit_ends[number - 1] if number else 0, data.unit_ends[number])
        count = moved.stop - moved.start
        rows = scipy.sparse.csr_matrix((np.ones(count), (data.unit_vertices[moved], np.arange(count))), shape=(len(data.template), count))
        columns.append((made.blend @ rows @ (size * STEP * data.unit_moves[moved].astype(np.float64))).reshape(-1, 1))
    columns.append(np.zeros((3 * len(made.vertices), 1)) if under_hat is None else under_hat.reshape(-1, 1))
    return scipy.sparse.csr_matrix(np.concatenate(columns, axis=1))
