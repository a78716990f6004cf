"""What is worn on a head and can be taken off, as a thing of its own, and how hair is pressed down under it. Lengths and points are as in
sim.character.body.head."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.cutting import BodyMesh
from sim.character.body.data import body_data
from sim.character.body.garments import garment_spec
from sim.character.body.head import eyes_of
from sim.character.body.headwear import BRIM, above_band, lining
from sim.character.body.physique import Physique, physique
from sim.geometry.tessellate import made_by
from sim.math.conventions import Array, frozen
from sim.scene.shapes import Accessory

SOFT, CLEAR = 0.012, 0.001
"""m below the band of a hat down to which it presses hair, and m between hair and hat."""


def pressed(who: Physique, hair: Array) -> Array:
    """Moves (V, 3), m, of hair (V, 3), m, in the body's rest pose, that bring what a hat covers close to the head; less and less down to
    SOFT below the band."""
    data, (eyes, size) = body_data(), eyes_of(who)
    skin = who.vertices[np.unique(data.faces[(data.face_group == 0) & ~data.ears])]
    points = (hair - eyes) / size
    far, nearest = scipy.spatial.cKDTree(skin).query(hair)
    share = np.clip(1 + above_band(points) / SOFT, 0.0, 1.0)
    left = np.minimum(far, (lining(points) - CLEAR).clip(CLEAR) * size)
    return (share * share * (3 - 2 * share) * (left / np.maximum(far, 1e-9) - 1))[:, None] * (hair - skin[nearest])


@lru_cache(maxsize=64)
def accessory(shape: Accessory) -> tuple[BodyMesh, Array]:
    """What is worn, in the rest pose of who it is made for, less the place between their eyes; and the middle (3,) of its box there, m."""
    who = physique(shape.figure)
    made = garment_spec(shape.kind).shape_for(who)
    made = replace(made, vertices=made.vertices - eyes_of(who)[0])
    return made, frozen((made.vertices.min(axis=0) + made.vertices.max(axis=0)) / 2)


def _triangles(shape: Accessory) -> tuple[Array, NDArray[np.int32]]:
    made, middle = accessory(shape)
    return made.vertices - middle, made.faces


def _convex(shape: Accessory) -> list[Array]:
    """The corners of what collides: of hats, crown and brim."""
    made, middle = accessory(shape)
    high = above_band(made.vertices / eyes_of(physique(shape.figure))[1])
    hat = garment_spec(shape.kind).on_hair
    groups = [made.vertices[high > BRIM + 0.004], made.vertices[high < BRIM + 0.002]] if hat else [made.vertices]
    return [group - middle for group in groups]


made_by(Accessory, _triangles, _convex)
