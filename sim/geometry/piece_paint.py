"""What colour a piece of a Compound has: what the file that declares it says, or its own mesh file."""

import numpy as np
from numpy.typing import NDArray

from sim.geometry.mesh_material import read_picture
from sim.geometry.paint import Paint, laid_on, plain
from sim.math.srgb import linear_from_srgb
from sim.scene.shapes import Placed


def piece_paint(piece: Placed, corners: NDArray[np.float64], own: Paint | None) -> Paint | None:
    """A URDF's picture or colour on triangles (F, 3, 3), but for a mesh with pictures of its own; None if nothing is said."""
    if piece.texture:
        return laid_on(corners, own, read_picture(piece.texture))
    if piece.colour is None or own is not None and own.pictures:
        return own
    return plain(len(corners), linear_from_srgb(piece.colour).tolist())
