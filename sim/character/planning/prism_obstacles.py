"""What stands still, as upright prisms over its outline from above: how far balls are from it, and how they slide along it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.math.conventions import Array

PACE = 0.02
"""m, of a way along which it is looked for what is met."""
ROUNDS = 6
"""Of pushing out of one thing after another."""


class PrismObstacles(NamedTuple):
    """Convex prisms. owners: (P,) whose they are. normals: (P, K, 2) outward, of the sides of each, and offsets: (P, K), m: inside,
    normals @ place < offsets. low, high: (P,) m, the heights of their ends. closed: (P,) whether who is under
    one is in it, and gets out sideways."""

    owners: NDArray[np.str_]
    normals: NDArray[np.float64]
    offsets: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    closed: NDArray[np.bool_]

    def which(self, chosen: NDArray) -> "PrismObstacles":
        """Only the obstacles that are chosen, by a mask or numbers."""
        return PrismObstacles(*(values[chosen] for values in self))

    def close(self, place: NDArray[np.float64], far: float) -> "PrismObstacles":
        """The obstacles whose outline is within so many m of a place (3,), m. Those that the place is inside of are
        left out: it is in the hollow of a thing, or someone passes through it."""
        aside = self.aside(place[None])[0]
        return self.which((aside < far) & ((aside >= 0) | (place[2] <= self.low) | (place[2] >= self.high)))

    def aside(self, points: NDArray[np.float64]) -> Array:
        """(N, P) horizontal distance, m, from points (N, 3) to the outline of each obstacle, negative inside. Beside
        a corner it comes out too small."""
        return (self.normals @ points[:, :2].T - self.offsets[..., None]).max(axis=1).T

    def shut(self, reached: NDArray[np.float64], sideways: bool) -> "PrismObstacles":
        """The same obstacles, but all that a place (3,) is not under reach down without end. sideways: what is under
        one is pushed out to the side; else to where it is nearest."""
        shut = (self.aside(reached[None])[0] >= 0) | (reached[2] >= self.low)
        return self._replace(closed=shut) if sideways else self._replace(low=np.where(shut, -np.inf, self.low))

    def deepest(self, points: NDArray[np.float64], radii: NDArray[np.float64]) -> tuple[float, str]:
        """The deepest that a ball is in one of them, m, and whose that is; negative if none is in any."""
        from sim.character.planning.prism_kernels import deepest  # here: declaring a scene needs no compiler
        if not len(self.low) or not len(points):
            return -np.inf, ""
        deep, which = deepest(self.walls, points, radii)
        return deep, str(self.owners[which])

    def depth(self, points: NDArray[np.float64], radii: NDArray[np.float64]) -> float:
        """The deepest that a ball is in one of them, m; negative if none is."""
        return self.deepest(points, radii)[0]

    def keep_off(self, points: NDArray[np.float64], far: float) -> bool:
        """Whether points (N, 3) are at least so many m from all of them, and from what is under them."""
        from sim.character.planning.prism_kernels import keep_off
        return bool(keep_off(self.walls, points, far))

    def slid(self, start: NDArray[np.float64], end: NDArray[np.float64], balls: NDArray[np.float64], radii: NDArray[np.float64],
             most: float = np.inf) -> Array:
        """Where balls (N, 3), relative to a place (3,), come that go with it from start towards end, so many m at most, and slide along
        what they meet (the 'god-object' of Zilles and Salisbury, 1995)."""
        from sim.character.planning.prism_kernels import slid
        return np.asarray(slid(self.walls, start, end, balls, radii, most, PACE, ROUNDS))

    @property
    def walls(self) -> tuple[Array, Array, Array, Array, NDArray[np.bool_]]:
        """What compiled loops need of them."""
        return self.normals, self.offsets, self.low, self.high, self.closed


def prism_obstacles(outlines: Sequence[tuple[str, NDArray[np.float64]]]) -> PrismObstacles:
    """Of convex pieces, given by their owners and corners (N, 3), m."""
    found = [sides(corners[:, :2]) for _, corners in outlines]
    most = max((len(rows) for rows in found), default=1)
    filled = np.array([np.concatenate([rows, np.repeat(rows[:1], most - len(rows), 0)]) for rows in found]).reshape(-1, most, 3)
    low, high = ([float(end(corners[:, 2])) for _, corners in outlines] for end in (np.min, np.max))
    return PrismObstacles(np.array([owner for owner, _ in outlines], np.str_), filled[..., :2], -filled[..., 2], np.array(low),
                          np.array(high), np.zeros(len(outlines), bool))


def sides(corners: NDArray[np.float64]) -> Array:
    """(K, 3) normals and offsets of the sides of an outline (N, 2); of a thin wall seen from above, a line, hardly any width."""
    try:
        return np.asarray(scipy.spatial.ConvexHull(corners).equations)
    except scipy.spatial.QhullError:
        ways = 1e-4 * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
        return np.asarray(scipy.spatial.ConvexHull(np.concatenate([corners + way for way in ways])).equations)
