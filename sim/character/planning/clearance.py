"""How far a body can go up or down before it meets something."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from sim.character.planning.affordances import convex_corners
from sim.character.planning.prism_obstacles import sides
from sim.character.planning.terrain import is_ground
from sim.math.conventions import Array
from sim.physics.physics_scene import PhysicsScene

GRAZED = 1e-3
"""m by which outlines overlap that only touch."""
SUNK = 0.02
"""m that a body may be in what it stands on."""


def room_below(physics: PhysicsScene, name: str) -> float:
    """How far a body can go straight down until it stands on something, m, every top taken to be level; infinite if
    nothing is below."""
    mine = convex_corners(physics, name)
    lowest = min(float(corners[:, 2].min()) for corners in mine)
    gaps = [lowest - actor.body.position[2] for actor in physics.actors.values() if is_ground(actor.body)]
    others = (other for other in (*physics.actors, *physics.machines) if other != name)
    gaps += [float(corners[:, 2].min() - piece[:, 2].max()) for corners, _, piece in _over_each_other(physics, mine, others)]
    return max(0.0, min((gap for gap in gaps if gap > -SUNK), default=np.inf))


def room_above(physics: PhysicsScene, name: str) -> tuple[float, str]:
    """How far a body can go straight up until it meets something that stands still, m, and that thing's name;
    infinite if nothing is above."""
    still = (other for other in (*physics.actors, *physics.machines)
             if other != name and (other in physics.machines or physics.actors[other].body.fixed))
    gaps = [(float(piece[:, 2].min() - corners[:, 2].max()), other)
            for corners, other, piece in _over_each_other(physics, convex_corners(physics, name), still)]
    return min((gap for gap in gaps if gap[0] > -SUNK), default=(np.inf, ""))


def _over_each_other(physics: PhysicsScene, mine: list[Array], others: Iterable[str]) -> Iterator[tuple[Array, str, Array]]:
    """Pairs of a convex piece of a body and one of other bodies that overlap as seen from above, with the owner of
    the other."""
    seen = [(corners, sides(corners[:, :2])) for corners in mine]
    for other in others:
        for piece in convex_corners(physics, other):
            around = sides(piece[:, :2])
            for corners, edges in seen:
                if not _apart(edges, piece[:, :2]) and not _apart(around, corners[:, :2]):
                    yield corners, other, piece


def _apart(edges: NDArray[np.float64], points: NDArray[np.float64]) -> bool:
    """Whether points (N, 2) are all beyond one of the sides (K, 3) of an outline."""
    return bool(((points @ edges[:, :2].T + edges[:, 2]).min(axis=0) > -GRAZED).any())
