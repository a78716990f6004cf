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

    def depth(self, points: NDArray[np.float64], radii: NDArray[np.float64]) -> float:
        """How deep the deepest of some balls is in an obstacle, m; negative if all keep off. points: (N, 3) their
        middles, m; radii: (N,), m."""
        if not len(self.low) or not len(points):
            return -np.inf
        return float((radii[:, None] - self._gaps(points)[0]).max())

    def depths(self, points: NDArray[np.float64], radii: NDArray[np.float64]) -> Array:
        """(K,) the depth, m, of K arrangements of the same balls at once. points: (K, N, 3) their middles, m; radii:
        (N,), m. There must be an obstacle."""
        gaps = self._gaps(points.reshape(-1, 3))[0].reshape(*points.shape[:2], -1)
        return np.asarray((radii[:, None] - gaps).max(axis=(1, 2)))

    def deepest(self, points: NDArray[np.float64], radii: NDArray[np.float64]) -> tuple[float, str]:
        """The depth of the deepest of some balls, m, and the name of whose obstacle it is in. points: (N, 3), radii:
        (N,), m."""
        if not len(self.low) or not len(points):
            return -np.inf, ""
        deep = (radii[:, None] - self._gaps(points)[0]).max(axis=0)
        return float(deep.max()), str(self.owners[int(deep.argmax())])

    def keep_off(self, points: NDArray[np.float64], far: float) -> bool:
        """Whether all points (N, 3) are at least so many m from every obstacle, and from the space below it."""
        return bool((np.hypot(np.maximum(self.aside(points), 0.0), np.maximum(points[:, 2:] - self.high, 0.0)) >= far).all())

    def slid(self, start: NDArray[np.float64], end: NDArray[np.float64], balls: NDArray[np.float64], radii: NDArray[np.float64]) -> Array:
        """Where something that is moved from `start` (3,) towards `end` (3,), m, comes to if it slides along the
        obstacles that it meets (the 'god-object' of Zilles and Salisbury, 1995). balls, radii: (N, 3) and (N,) m,
        what it is made of, relative to its place."""
        place = start
        for left in range(max(1, int(np.ceil(np.linalg.norm(end - start) / PACE))), 0, -1):
            place = self._out(place + (end - place) / left, balls, radii)
        return place

    def _out(self, place: NDArray[np.float64], balls: NDArray[np.float64], radii: NDArray[np.float64]) -> Array:
        for _ in range(ROUNDS):
            gaps, up = self._gaps(place + balls)
            deep = radii[:, None] - gaps
            ball, column = np.unravel_index(int(deep.argmax()), deep.shape)
            if deep[ball, column] <= 1e-5:
                break
            place = place + deep[ball, column] * self._normal(place + balls[ball], int(column), up[ball, column])
        return place

    def _gaps(self, points: NDArray[np.float64]) -> tuple[Array, Array]:
        """(N, P) distances from points (N, 3) to obstacles, m, negative inside, and (N, P) how far points are above
        the top or below the bottom, m, negative between these. A closed obstacle has no bottom: what is under it is
        pushed out sideways."""
        aside, over, under = self.aside(points), points[:, 2:] - self.high, self.low - points[:, 2:]
        up = np.where(self.closed, np.where(under > 0, -np.inf, over), np.maximum(over, under))
        return np.where((aside > 0) & (up > 0), np.hypot(aside, up), np.maximum(aside, up)), up

    def _normal(self, point: NDArray[np.float64], column: int, up: float) -> Array:
        """(3,) the unit direction in which a point leaves an obstacle."""
        sides = self.normals[column] @ point[:2] - self.offsets[column]
        above = self.closed[column] or self.low[column] == -np.inf or point[2] > (self.low[column] + self.high[column]) / 2
        aside, upright = float(sides.max()), 1.0 if above else -1.0
        share = (max(aside, 0.0), max(up, 0.0)) if aside > 0 or up > 0 else (float(aside >= up), float(aside < up))
        out = np.array([*(self.normals[column][int(sides.argmax())] * share[0]), upright * share[1]])
        return out / np.linalg.norm(out)


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
