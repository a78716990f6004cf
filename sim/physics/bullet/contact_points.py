"""Contact points as Bullet gives them, one tuple each: between which things, and all of them in arrays."""

from collections.abc import Container, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class ContactPoints(NamedTuple):
    """N contact points. things: body and link of a, body and link of b (4, N). places: world points on a and on b, m, and
    the normal on b towards a (3, N, 3). amounts: gaps, m, and impulses, N s (2, N)."""

    things: NDArray[np.int64]
    places: NDArray[np.float64]
    amounts: NDArray[np.float64]


def contact_points(found: Sequence[tuple], step: float) -> ContactPoints:
    """Contact points in arrays; step: s, for their forces to be impulses."""
    n = len(found)
    _, a, b, link_a, link_b, on_a, on_b, normal, gap, force, *_ = zip(*found) if found else [()] * 10
    amounts = np.array([gap, force], np.float64)
    amounts[1] *= step
    places = np.fromiter(chain.from_iterable((*on_a, *on_b, *normal)), np.float64, 9 * n).reshape(3, n, 3)
    return ContactPoints(np.array([a, link_a, b, link_b], np.int64), places, amounts)


def bodies(points: Sequence[tuple]) -> set[int]:
    """The numbers of the bodies that contact points are between."""
    return {point[1] for point in points} | {point[2] for point in points}


def meet(points: Sequence[tuple], some: Container[tuple[int, int]], others: Container[tuple[int, int]]) -> bool:
    """Whether any of contact points has no gap or an impulse and is between one of some things and one of others, by body and link."""
    for point in points:
        a, b = (point[1], point[3]), (point[2], point[4])
        if (a in some and b in others or b in some and a in others) and (point[8] <= 0 or point[9] > 0):
            return True
    return False
