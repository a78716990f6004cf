"""Hats, glasses and beards: solid shapes on a head, and wire. Lengths and points are as in sim.character.body.head."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from sim.character.body.cutting import BodyMesh, joined
from sim.character.body.data import body_data
from sim.character.body.hair import smooth_union
from sim.character.body.head import HeadField, eyes_of, modelled
from sim.character.body.physique import Physique, physique
from sim.geometry.tessellate import made_by
from sim.math.conventions import Array, frozen
from sim.scene.shapes import Accessory

TILT = 0.18
"""By which a hat is higher in front, m a m."""
BRIM = 0.009
"""How thick a brim is."""
BAND = 0.048
"""How high above the eyes, over the middle of the head, a hat sits."""
TIGHT, ROOMY = 0.003, 0.018
"""m between a head and the inside of a hat, at its band and on top."""
SOFT, CLEAR = 0.012, 0.001
"""m below the band of a hat down to which it presses hair, and m between hair and hat."""
WIRE, CORNERS = 0.0016, 6
"""How thick wire is, and into how many sides round it is made."""
LENS, ASIDE, BEFORE = (0.021, 0.018), 0.0325, 0.03
"""Half the width and height of a lens, how far beside the nose its middle is, and how far before the eyes'."""


def above_band(points: Array) -> Array:
    """(P,) m above where a hat sits."""
    return points[:, 2] - BAND - TILT * (points[:, 0] + 0.09)


def lining(points: Array) -> Array:
    """(P,) m between a head and a hat: it sits tight at the band and has room for hair above it."""
    share = np.clip(above_band(points) / 0.04, 0.0, 1.0)
    return TIGHT + (ROOMY - TIGHT) * share * share * (3 - 2 * share)


def hollow(outside: HeadField) -> HeadField:
    """A hat of that outer shape."""
    return lambda points, off: np.maximum(outside(points, off), lining(points) - off)


def crown(high: float = 0.03, thick: float = 0.03) -> HeadField:
    """What covers the top of the head."""
    def distance(points: Array, off: Array) -> Array:
        flat = above_band(points) - (0.085 + high)
        return np.maximum.reduce([off - thick, -above_band(points), flat])
    return distance


def brim(wide: float, thick: float = BRIM, front_only: bool = False) -> HeadField:
    """A flat ring round the head, so much wider than it; or only in front."""
    def distance(points: Array, off: Array) -> Array:
        x, y = (points[:, :2] + [0.085, 0.0]).T
        radius = np.hypot(x / (0.118 + wide), y / (0.093 if front_only else 0.1 + wide))
        ring = np.hypot(np.maximum((radius - 1) * 0.12, 0), above_band(points) - thick / 2) - thick / 2  # round at its edge
        return np.maximum(ring, 0.07 - x) if front_only else ring
    return distance


def beard(thick: float = 0.011) -> HeadField:
    """On cheeks, lip and chin, up to the hair beside the ears, round a mouth that stays free."""
    def distance(points: Array, off: Array) -> Array:
        x, y, z = points.T
        upper = z + 0.056 - 0.6 * np.maximum(np.abs(y) - 0.028, 0) - np.maximum(-0.045 - x, 0)
        lips = 0.02 * (1 - np.hypot(y / 0.029, (z + 0.073) / 0.0125))
        under = -0.132 - 0.2 * np.minimum(x, 0) - z
        edge = np.maximum.reduce([lips, upper, -0.087 - x, under, z - 0.02])
        full = thick * np.clip((x + 0.09) / 0.05, 0.3, 1.0) * np.sqrt(np.clip(-edge / 0.025, 0.0, 1.0))
        return np.maximum(edge, off - 0.0015 - full)
    return distance


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
    return joined([_tube(eyes + size * np.array(path), WIRE * size, csr_matrix(head)) for path in (*rims, bridge, *temples)])


def _tube(path: Array, radius: float, held: csr_matrix) -> BodyMesh:
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
    all_of = csr_matrix(np.ones((len(path) * CORNERS, 1)))
    return BodyMesh(vertices=(path[:, None] + radius * ring).reshape(-1, 3), faces=faces, blend=all_of @ held)


def pressed(who: Physique, hair: Array) -> Array:
    """Moves (V, 3), m, of hair (V, 3), m, in the body's rest pose, that bring what a hat covers close to the head; less and less down to
    SOFT below the band."""
    data, (eyes, size) = body_data(), eyes_of(who)
    skin = who.vertices[np.unique(data.faces[(data.face_group == 0) & ~data.ears])]
    points = (hair - eyes) / size
    far, nearest = cKDTree(skin).query(hair)
    share = np.clip(1 + above_band(points) / SOFT, 0.0, 1.0)
    left = np.minimum(far, (lining(points) - CLEAR).clip(CLEAR) * size)
    return (share * share * (3 - 2 * share) * (left / np.maximum(far, 1e-9) - 1))[:, None] * (hair - skin[nearest])


CROWN_BOX = {"low": (-0.3, -0.18, 0.0), "high": (0.16, 0.18, 0.19)}
BEARD_BOX = {"low": (-0.1, -0.1, -0.16), "high": (0.08, 0.1, 0.04)}
FINE = 0.004
ACCESSORIES: Mapping[str, Callable[[Physique], BodyMesh]] = {
    "hat": lambda who: modelled(who, hollow(smooth_union(crown(), brim(0.055))), FINE, **CROWN_BOX),
    "cap": lambda who: modelled(who, hollow(smooth_union(crown(high=0.02, thick=0.024), brim(0.075, front_only=True))), FINE, **CROWN_BOX),
    "beard": lambda who: modelled(who, beard(), FINE, **BEARD_BOX), "glasses": glasses}


@lru_cache(maxsize=64)
def accessory(shape: Accessory) -> tuple[BodyMesh, Array]:
    """What is worn, in the rest pose of who it is made for, less the place between their eyes; and the middle (3,) of its box there, m."""
    who = physique(shape.figure)
    made = ACCESSORIES[shape.kind](who)
    made = replace(made, vertices=made.vertices - eyes_of(who)[0])
    return made, frozen((made.vertices.min(axis=0) + made.vertices.max(axis=0)) / 2)


def _triangles(shape: Accessory) -> tuple[Array, NDArray[np.int32]]:
    made, middle = accessory(shape)
    return made.vertices - middle, made.faces


def _convex(shape: Accessory) -> list[Array]:
    """The corners of what collides: of hats, crown and brim."""
    made, middle = accessory(shape)
    high = above_band(made.vertices / eyes_of(physique(shape.figure))[1])
    groups = [made.vertices] if shape.kind == "glasses" else [made.vertices[high > BRIM + 0.004], made.vertices[high < BRIM + 0.002]]
    return [group - middle for group in groups]


made_by(Accessory, _triangles, _convex)
