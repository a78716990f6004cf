"""What people can stand on: the floor, and the upper sides of what stands still, as far as they are level or slope little."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.math.conventions import IDENTITY, Array
from sim.scene.objects import Body
from sim.scene.shapes import Plane

CLIMB = 0.205
"""m, the highest step that is gone up or down."""
STEEPEST = np.cos(np.radians(15.5))
"""Of the normal of what is stood on, its z at least."""
NARROWEST = 0.2
"""m, of what is stood on, at least."""
LEVEL = 0.005
"""m beyond the outline of a thing at which it still carries."""


class Ledge(NamedTuple):
    """One upper side. name: whose. plane: (3,) a, b, c of its height, z = a x + b y + c, m. sides: (K, 3) outward normals and offsets of
    its outline; inside, normals @ place + offset < 0. outline: (K, 2) m, its corners. low: m, of the lowest point of the piece under it."""

    name: str
    plane: Array
    sides: Array
    outline: Array
    low: float

    def height(self, points: NDArray[np.float64]) -> Array:
        """(...,) height of the plane of this ledge at points (..., 2), m, inside its outline or not."""
        return points @ self.plane[:2] + self.plane[2]

    def carries(self, points: NDArray[np.float64], margin: float = LEVEL) -> NDArray[np.bool_]:
        """(...,) whether points (..., 2) are on it, or beside it by less than a margin, m."""
        return np.asarray((points @ self.sides[:, :2].T + self.sides[:, 2]).max(axis=-1) < margin)


class Terrain(NamedTuple):
    """What can be stood on: a floor without end at the height `ground`, m, and the ledges above it."""

    ground: float
    ledges: tuple[Ledge, ...]

    def under(self, points: NDArray[np.float64], limit: NDArray[np.float64] | float) -> Array:
        """(N,) the height, m, of the ground under points (N, 2), m: of all that carries a point and is no higher than
        its limit (N,), the highest."""
        out = np.full(len(points), self.ground)
        for ledge in self.ledges:
            height = ledge.height(points)
            here = ledge.carries(points) & (height <= limit) & (height > out)
            out[here] = height[here]
        return out

    def blocks(self, points: NDArray[np.float64], height: float, limit: float) -> bool:
        """Whether any of places (N, 2), m, on which someone steps at a height, m, is inside something that rises
        above a limit, m."""
        return any(bool((ledge.carries(points) & (ledge.height(points) > limit)).any()) for ledge in self.ledges
                   if ledge.low < height + RISER)


RISER = 0.3
"""m above a sole that must be free."""


def make_terrain(ground: float, pieces: Sequence[tuple[str, NDArray[np.float64]]]) -> Terrain:
    """What people can stand on: a floor at a height `ground`, m, and the tops of convex pieces that stand still, each
    given as its owner's name and corners (N, 3), m, world."""
    found = (_ledge(name, corners) for name, corners in pieces if corners[:, 2].max() > ground + 0.005)
    return Terrain(ground, tuple(ledge for ledge in found if ledge is not None))


def reachable(whole: Terrain, ground: float) -> Terrain:
    """Only those ledges that people get up to step by step, from ground at a height, m."""
    rows = sorted(((float(ledge.height(ledge.outline).min()), float(ledge.height(ledge.outline).max()), ledge) for ledge in whole.ledges),
                  key=lambda row: row[0])
    high, out = max(ground, whole.ground), []
    for low, top, ledge in rows:
        if low <= high + CLIMB:
            high = max(high, top)
            out.append(ledge)
    return Terrain(whole.ground, tuple(out))


def is_ground(body: Body) -> bool:
    """Whether it is level ground without end."""
    return any(isinstance(part.shape, Plane) and part.rotation == IDENTITY for part in body.parts) and body.rotation == IDENTITY


def _ledge(name: str, corners: NDArray[np.float64]) -> Ledge | None:
    """The upper side of a convex piece; None if it is too steep or too small to stand on."""
    try:
        planes = scipy.spatial.ConvexHull(corners).equations
    except scipy.spatial.QhullError:
        return None
    up = planes[planes[:, 2] > STEEPEST]
    if not len(up):
        return None
    top = up[int((-up[:, 3] - up[:, :2] @ corners[:, :2].mean(axis=0)).argmin())]
    on = corners[np.abs(corners @ top[:3] + top[3]) < 1e-3, :2]
    if len(on) < 3 or np.ptp(on, axis=0).min() < NARROWEST / 2:
        return None
    try:
        outline = scipy.spatial.ConvexHull(on)
    except scipy.spatial.QhullError:
        return None
    if _width(on) < NARROWEST:
        return None
    return Ledge(name, np.array([-top[0], -top[1], -top[3]]) / top[2], np.asarray(outline.equations), on[outline.vertices],
                 float(corners[:, 2].min()))


def _width(outline: NDArray[np.float64]) -> float:
    """m, where an outline (N, 2) is narrowest."""
    normals = scipy.spatial.ConvexHull(outline).equations[:, :2]
    return float(np.ptp(outline @ normals.T, axis=0).min())
