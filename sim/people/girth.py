"""How thick people are, for what may be near them: their flesh as balls on bones."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.conventions import Array, frozen
from sim.people import flesh
from sim.people.person import BUILDS, Person
from sim.people.skeleton import number

FACE = [solid for solid in flesh.head() if solid.a[0] > 0 and solid.a[1] == 0]
"""What a cup may touch of a head."""
HANDS = {side: flesh.hand(side) for side in ("right", "left")}
"""What they are made of, by side."""
CLOTH = 0.006
"""m of cloth on the flesh of trunk and arms."""


class Girth(NamedTuple):
    """Balls that fill some flesh. bones: (N,) whose they are. middles: (N, 3) in the bones' frames, m. radii: (N,) m."""

    bones: NDArray[np.intp]
    middles: NDArray[np.float64]
    radii: NDArray[np.float64]

    def placed(self, places: NDArray[np.float64], turns: NDArray[np.float64]) -> Array:
        """(N, 3) where they are, m, with bones at places (B, 3), m, and rotations (B, 3, 3)."""
        return places[self.bones] + (turns[self.bones] @ self.middles[..., None])[..., 0]


@lru_cache(maxsize=64)
def of_trunk(person: Person) -> Girth:
    """Trunk and legs, without feet."""
    return _girth([*flesh.grown(flesh.torso(), CLOTH, BUILDS[person.build]), *flesh.grown(flesh.legs(), 0.0, BUILDS[person.build])], person)


@lru_cache(maxsize=64)
def of_arm(person: Person, side: str) -> Girth:
    """Upper arm, forearm and hand, in this order."""
    return _girth([*flesh.grown(flesh.sleeve(side), CLOTH, BUILDS[person.build]), *HANDS[side]], person)


def in_head(person: Person, points: NDArray[np.float64]) -> float:
    """How deep points (N, 3) of the head's frame, m, are in it at most, m; negative if they are not."""
    size = person.height / flesh.REFERENCE
    points = points / size
    return -size * min(float(solid.distance(points).min()) for solid in FACE)


def in_forearm(person: Person, points: NDArray[np.float64]) -> float:
    """How deep points (N, 3) of the forearm's frame, m, are in it at most, m; negative if they are not."""
    size, sleeve = person.height / flesh.REFERENCE, flesh.grown(flesh.sleeve("right"), CLOTH, BUILDS[person.build])[-1]
    return -size * float(sleeve.distance(points / size).min())


def down(person: Person, side: str, turn: NDArray[np.float64]) -> float:
    """m that a hand of this rotation (3, 3) reaches down from the wrist."""
    return max(_down(solid, turn) for solid in HANDS[side]) * person.height / flesh.REFERENCE


def _down(solid: flesh.Solid, turn: NDArray[np.float64]) -> float:
    """The support of a solid downwards: of an ellipsoid exactly, of a cone with round ends that of its ends."""
    wide = float(np.linalg.norm(turn[2] * solid.squash))
    return max(solid.r * wide - float(turn[2] @ solid.a), solid.s * wide - float(turn[2] @ solid.b))


def _girth(solids: Sequence[flesh.Solid], person: Person) -> Girth:
    size, rows = person.height / flesh.REFERENCE, [row for solid in solids for row in _balls(solid)]
    bones, middles, radii = zip(*rows)
    return Girth(frozen(bones, np.intp), frozen(np.array(middles) * size), frozen(np.array(radii) * size))


def _balls(solid: flesh.Solid) -> list[tuple[int, Array, float]]:
    """Along a cone, so close that little of it is left out; of what is flatter one way, as flat, and more beside one another."""
    a, b, squash = np.array(solid.a), np.array(solid.b), np.array(solid.squash)
    thin = float(squash.min())
    aside = (squash - thin)[:, None] * np.eye(3)
    spread = [np.zeros(3), *aside[squash > thin], *-aside[squash > thin]]
    count = 1 + int(np.ceil(np.linalg.norm(b - a) / max(thin * min(solid.r, solid.s), 1e-3)))
    return [(number(solid.bone), a + u * (b - a) + way * (solid.r + u * (solid.s - solid.r)), thin * (solid.r + u * (solid.s - solid.r)))
            for u in np.linspace(0.0, 1.0, count if (a != b).any() else 1) for way in spread]
