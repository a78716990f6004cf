"""How fingers close round things."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from sim.character.body.grasp import grasp
from sim.character.body.hands import fingers
from sim.character.character import Character
from sim.character.planning.affordances import outlines
from sim.math.conventions import Array
from sim.physics.physics_scene import PhysicsScene


def fingers_round(physics: PhysicsScene, me: Character, side: str, thing: str) -> Array:
    """(5, 3) degrees by which the fingers of a hand, where it is, are bent when they touch a body or mechanism."""
    place, turn = me.hand(side)
    away = distance_to([(corners - place) @ turn for corners in outlines(physics, thing)])
    return grasp(fingers(me.person.figure, side), away, me.size)


def distance_to(hulls: Sequence[NDArray[np.float64]]) -> Callable[[Array], Array]:
    """From points (N, 3) to how far they are outside the nearest of some convex hulls, each given by its corners (N, 3), m; exact inside,
    and outside of faces and edges."""
    planes = [ConvexHull(corners).equations for corners in hulls]
    return lambda points: np.min([_outside(each, points) for each in planes], axis=0)


def _outside(planes: Array, points: Array) -> Array:
    """(N,) m from points to a convex polyhedron: to the plane that is farthest, or the edge of the two that are."""
    far = points @ planes[:, :3].T + planes[:, 3]
    first = far.argmax(axis=1)
    rows = np.arange(len(points))
    a = far[rows, first]
    along = planes[first, :3] @ planes[:, :3].T
    rest = np.where(along < 1 - 1e-4, (far - along * a[:, None]) / np.sqrt(np.maximum(1 - along ** 2, 1e-9)), -np.inf)
    beside = rest.max(axis=1)  # beyond the edge with another plane, along the first one
    return np.where(a > 0, np.hypot(a, np.maximum(beside, 0.0)), a)
