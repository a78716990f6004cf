"""What units of the face do to the skin: ARKit's 52, as the body model has them."""

from collections.abc import Mapping

import numpy as np

from sim.character.body.data import STEP, body_data
from sim.errors import unknown
from sim.math.conventions import Array


def face_moves(strengths: Mapping[str, float]) -> Array:
    """(V, 3) m, by how much the model's vertices are moved from rest on an adult's face, when units, by ARKit's names ('jawOpen'), are so
    strong, 0 to 1. Raises DeclarationError for a unit that there is not."""
    data, out = body_data(), np.zeros((len(body_data().template), 3))
    names = [str(name) for name in data.units]
    for name, strength in strengths.items():
        if name not in names:
            raise unknown("unit of the face", name, names, "face")
        number = names.index(name)
        moved = slice(data.unit_ends[number - 1] if number else 0, data.unit_ends[number])
        out[data.unit_vertices[moved]] += strength * STEP * data.unit_moves[moved]
    return out
