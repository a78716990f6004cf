"""What can be sat on: upper sides that are low enough, the directions that who sits there looks in, and the places on wide ones."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy

from sim.character.planning.affordances import convex_corners
from sim.math.conventions import Array
from sim.physics.physics_scene import PhysicsScene

BACKREST = 0.15
"""m by which a back rises above a seat."""
EVEN = 0.02
"""m by which cushions of one seat differ in height."""
SIDES = 8
"""Of a seat, at most, that it is tried to sit down from; a round one has so many."""
WIDTH = 0.5
"""m of a seat that each of those takes up who sit side by side."""
APART = 0.25
"""m between places on a wide seat that are tried."""


class Seat(NamedTuple):
    """A place to sit on, seen from above. top: height of its upper side, m. middle (2,), m, and front (2,), the
    unit direction that who sits there looks in. ahead, left, right: m from the middle to its front edge and to its
    sides."""

    top: float
    middle: Array
    front: Array
    ahead: float
    left: float
    right: float

    @property
    def side(self) -> Array:
        """(2,) the direction to the left of who sits there."""
        return np.array([-self.front[1], self.front[0]])

    @property
    def width(self) -> float:
        """m, where it is narrowest."""
        return min(2 * self.ahead, self.left + self.right)

    def pelvis(self, deep: float) -> Array:
        """(2,) where the pelvis of who sits there is, m: so many m, `deep`, behind the front edge, if the seat is as
        deep."""
        return np.asarray(self.middle + self.front * (self.ahead - min(self.ahead, deep)))


def seats(physics: PhysicsScene, name: str, sitter: Array) -> list[Seat]:
    """The widest upper side of a body that no back rises above, once for each direction that one may look in who sits there: away from
    its back, or if it has none, square to each side, that first which is nearest to the sitter, who is at (2,), m."""
    found = convex_corners(physics, name)
    tops = np.array([corners[:, 2].max() for corners in found])
    top = float(tops[int(np.argmax([np.prod(np.ptp(corners[:, :2], axis=0)) for corners in found]))])
    corners = np.concatenate([piece[:, :2] for piece, high in zip(found, tops) if abs(high - top) < EVEN])
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    backs = [piece[:, :2] for piece, high in zip(found, tops) if high > top + BACKREST]
    fronts = [_away(corners, backs, middle)] if backs else _outwards(corners, sitter - middle)
    return [Seat(top, middle, front, *(float(((corners - middle) @ way).max()) for way in (front, _left(front), -_left(front))))
            for front in fronts]


def places(seat: Seat, deep: float, sitter: Array, taken: Sequence[Array]) -> list[Seat]:
    """The seat moved to each place on it where someone may sit, WIDTH from those who sit there already, at (2,), m,
    each. Of a seat too narrow for two: its middle, if it is free. deep: as in Seat.pelvis."""
    spare = (seat.left + seat.right) / 2 - WIDTH / 2
    if spare < WIDTH / 2 - 1e-6:
        return [] if taken else [seat]
    beside = [float((other - seat.middle) @ seat.side) + sign * (WIDTH + 1e-6) for other in taken for sign in (1.0, -1.0)]
    own = float(np.clip((sitter - seat.middle) @ seat.side, -spare, spare))
    tried = [own, *beside, *np.linspace(-spare, spare, 1 + int(np.ceil(2 * spare / APART))).tolist()]
    moved = [seat._replace(middle=seat.middle + along * seat.side, left=seat.left - along, right=seat.right + along)
             for along in tried if abs(along) <= spare + 1e-6]
    return [one for one in moved if all(np.linalg.norm(one.pelvis(deep) - other) >= WIDTH for other in taken)]


def left_free(seat: Seat, taken: Sequence[Array]) -> float:
    """The length, m, of the longest stretch of a seat, from side to side, that is free. taken: (2,), m, where others
    sit, each WIDTH wide."""
    at = sorted(float((other - seat.middle) @ seat.side) for other in taken)
    edges = [-seat.right - WIDTH / 2, *at, seat.left + WIDTH / 2]
    return max(0.0, float(np.diff(edges).max()) - WIDTH)


def _left(front: Array) -> Array:
    return np.array([-front[1], front[0]])


def _away(corners: Array, backs: Sequence[Array], middle: Array) -> Array:
    """(2,) the direction in which someone sits: square to a side of the seat's outline (N, 2), away from its back,
    which is the longest of what rises above it."""
    way = -np.sum([(back.mean(axis=0) - middle) * float(np.ptp(back, axis=0).max()) for back in backs], axis=0)
    normals = _normals(corners)
    front = way if len(normals) > SIDES else normals[int((normals @ way).argmax())]
    return np.asarray(front / max(float(np.linalg.norm(front)), 1e-9))


def _outwards(corners: Array, way: Array) -> list[Array]:
    """The directions square to the sides of an outline (N, 2), that first which is nearest to a direction; of a round one, some."""
    normals = _normals(corners)
    if len(normals) > SIDES:
        angles = np.arctan2(way[1], way[0]) + np.linspace(0, 2 * np.pi, SIDES, endpoint=False)
        normals = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [normals[i] for i in np.argsort(-normals @ way, kind="stable")]


def _normals(corners: Array) -> Array:
    """(K, 2) outward, of the sides of an outline (N, 2)."""
    found = scipy.spatial.ConvexHull(corners).equations[:, :2]
    _, first = np.unique(np.round(found, 3) + 0.0, axis=0, return_index=True)
    return np.asarray(found[np.sort(first)])
