"""Ways that lead up and down: over steps, stairs and ramps, as a graph of places on all that can be stood on."""

from collections.abc import Iterator, Sequence

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.planning.nav_grid import CELL, CLEAR, NARROW, STEP_OVER
from sim.character.planning.terrain import CLIMB, Terrain
from sim.math.conventions import Array

EDGE = 0.15
"""m that someone keeps from where it goes down by more than a step."""
STAIRS = 2.0
"""m of way that someone goes round rather than up or down by a m."""
AROUND = 1.0
"""m beyond all places that are looked at."""
NARROWER = 0.7
"""By how much more it may cost to be on a straight way than on one that keeps from edges."""
Block = tuple[tuple[slice, slice], NDArray[np.bool_], Array, Array]
"""Some cells: which of them a piece is over, and its lowest and highest point there, m."""
NEXT = ((1, 0), (0, 1), (1, 1), (1, -1))


class Levels:
    """Places where feet can stand, on a grid seen from above: the floor and each ledge is a level, L in all, of cells
    (X, Y). inside: (L, X, Y) which cells a level has, and can be stood on. clear: (L, X, Y) m to the nearest thing in
    the way. heights: (L, X, Y) m."""

    def __init__(self, terrain: Terrain, walls: Sequence[NDArray[np.float64]], tall: float, places: Sequence[Array]) -> None:
        """walls: corners (N, 3) of the convex pieces of all that is in the way. tall: m, of who goes."""
        around = np.concatenate([[np.asarray(place, float)[:2] for place in places], *(ledge.outline for ledge in terrain.ledges)])
        self.corner = around.min(axis=0) - AROUND
        shape = np.ceil((around.max(axis=0) + AROUND - self.corner) / CELL).astype(int) + 1
        self.points = self.corner + np.stack(np.meshgrid(*(np.arange(n) for n in shape), indexing="ij"), axis=-1) * CELL
        self.heights = np.stack([np.full(shape, terrain.ground), *(ledge.height(self.points) for ledge in terrain.ledges)])
        on = np.stack([np.ones(shape, bool), *(ledge.carries(self.points, CELL / 2) for ledge in terrain.ledges)])
        blocks = [_block(corners, self.points) for corners in walls]
        self.clear = np.stack([self._clearance(level, on, blocks, tall) for level in range(len(on))])
        self.inside = on & (self.clear >= NARROW)
        self.cost = 1.0 + 4.0 * np.maximum(CLEAR - self.clear, 0) / CLEAR

    def _clearance(self, level: int, on: NDArray[np.bool_], blocks: Sequence["Block"], tall: float) -> Array:
        """(X, Y) how far each cell of a level is from what is in the way, m: 0 where someone would be inside it. A
        drop counts as something in the way that begins NARROW - EDGE farther out."""
        height = self.heights[level]
        wall, within = np.zeros(height.shape, bool), np.zeros(height.shape, bool)
        for window, cells, low, top in blocks:
            here = height[window]
            meets = cells & (low < here + tall)
            wall[window] |= meets & (top > here + CLIMB)
            within[window] |= meets & (top > here + STEP_OVER)
        carried = np.where(on & (self.heights <= height + CLIMB), self.heights, -np.inf).max(axis=0)
        drop = carried < height - CLIMB
        far = [scipy.ndimage.distance_transform_edt(np.pad(~mask, 1, constant_values=True))[1:-1, 1:-1] * CELL for mask in (wall, drop)]
        return np.where(within, 0.0, np.minimum(far[0], far[1] + NARROW - EDGE))

    def node(self, place: Sequence[float] | Array) -> int:
        """The number of the place x, y, z, m, in the graph: on that level among those there which is nearest in
        height; -1 if there is none."""
        x, y = np.clip(np.rint((np.asarray(place[:2], float) - self.corner) / CELL).astype(int), 0, np.array(self.cost.shape[1:]) - 1)
        away = np.where(self.inside[:, x, y], np.abs(self.heights[:, x, y] - place[2]), np.inf)
        best = int(away.argmin())
        return int(np.ravel_multi_index((best, x, y), self.cost.shape)) if away[best] < CLIMB else -1

    def way(self, start: int, goals: NDArray[np.int64]) -> list[Array] | None:
        """(3,) places, m, one a cell, of the shortest way from a node to the nearest of some; None if there is none."""
        far, before = scipy.sparse.csgraph.dijkstra(self._graph(), indices=start, return_predecessors=True)
        if not len(goals) or not np.isfinite(far[goals]).any():
            return None
        node, out = int(goals[int(far[goals].argmin())]), []
        while node >= 0:
            out.append(self.place(node))
            node = int(before[node])
        return out[::-1]

    def edge(self, level: int) -> Array:
        """(X, Y) how far each cell of a level is from where that level ends, m; 0 beyond it."""
        return np.asarray(scipy.ndimage.distance_transform_edt(np.pad(self.inside[level], 1))[1:-1, 1:-1] * CELL)

    def away(self, outlines: Sequence[NDArray[np.float64]]) -> Array:
        """(X, Y) how far each cell is from the nearest of some outlines (N, 2), m."""
        return np.min([_outside(outline, self.points) for outline in outlines], axis=0)

    def straight(self, way: Sequence[Array]) -> bool:
        """Whether someone can go straight from the first place (3,), m, of a way to its last: over steps that are low
        enough, and as far from edges as on the way itself."""
        a, b = way[0], way[-1]
        count, height = max(1, int(np.ceil(np.linalg.norm((b - a)[:2]) / CELL))), float(a[2])
        most = max(self.cost.flat[self.node(place)] for place in way) + NARROWER
        for share in np.linspace(0.0, 1.0, count + 1)[1:].tolist():
            node = self.node([*(a + share * (b - a))[:2], height])
            if node < 0 or self.cost.flat[node] > most:
                return False
            height = float(self.place(node)[2])
        return abs(height - b[2]) < STEP_OVER

    def corners(self, way: Sequence[Array]) -> list[Array]:
        """The places at which a way turns. way: places (3,), m, one for each cell."""
        out, i = [way[0]], 0
        while i < len(way) - 1:
            i = next(j for j in range(len(way) - 1, i, -1) if j == i + 1 or self.straight(way[i:j + 1]))
            out.append(way[i])
        return out

    def place(self, node: int) -> Array:
        """(3,) where a node is, m."""
        level, x, y = np.unravel_index(node, self.cost.shape)
        return np.array([*self.points[x, y], self.heights[level, x, y]])

    def _graph(self) -> "scipy.sparse.coo_array":
        rows, columns, costs = (np.concatenate(each) for each in zip(*self._edges()))
        size = self.cost.size
        ends = np.concatenate([rows, columns]), np.concatenate([columns, rows])
        return scipy.sparse.coo_array((np.tile(costs, 2), ends), shape=(size, size)).tocsr()

    def _edges(self) -> Iterator[tuple[Array, Array, Array]]:
        """Which nodes are next to each other, and what it costs to go from one to the other: its length in m, more
        where it is narrow or goes up or down."""
        numbers = np.arange(self.cost.size).reshape(self.cost.shape)
        for a in range(len(self.cost)):
            for b in range(len(self.cost)):
                for dx, dy in NEXT if self._near(a, b) else ():
                    here, there = _shifted(self.cost.shape[1:], dx, dy)
                    rise = np.abs(self.heights[a][here] - self.heights[b][there])
                    joined = self.inside[a][here] & self.inside[b][there] & (rise <= CLIMB)
                    cost = CELL * np.hypot(dx, dy) * (self.cost[a][here] + self.cost[b][there]) / 2 + STAIRS * rise
                    yield numbers[a][here][joined], numbers[b][there][joined], cost[joined]

    def _near(self, a: int, b: int) -> bool:
        """Whether two levels may be a step apart anywhere."""
        if not self.inside[a].any() or not self.inside[b].any():
            return False
        (low, high), (bottom, top) = ((self.heights[i][self.inside[i]].min(), self.heights[i][self.inside[i]].max()) for i in (a, b))
        return bool(low <= top + CLIMB and bottom <= high + CLIMB)


def _shifted(shape: Sequence[int], dx: int, dy: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where a cell is, and its neighbour, in all cells that have one."""
    x, y = shape
    return ((slice(0, x - dx), slice(max(0, -dy), y - max(0, dy))), (slice(dx, x), slice(max(0, dy), y - max(0, -dy))))


def _block(corners: NDArray[np.float64], points: Array) -> Block:
    """Which of the cells round it a convex piece is over, and its lowest and highest point there, m."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    left, right = np.searchsorted(points[:, 0, 0], (low[0], high[0]))
    near, far = np.searchsorted(points[0, :, 1], (low[1], high[1]))
    window = slice(left, right), slice(near, far)
    try:
        planes = scipy.spatial.ConvexHull(corners).equations
    except scipy.spatial.QhullError:
        planes = np.zeros((0, 4))
    points = points[window]
    if not len(planes) or not points.size:
        return window, np.zeros(points.shape[:2], bool), np.zeros(points.shape[:2]), np.zeros(points.shape[:2])
    flat = points @ planes[:, :2].T + planes[:, 3]
    with np.errstate(divide="ignore", invalid="ignore"):
        at = -flat / planes[:, 2]
    top = np.where(planes[:, 2] > 1e-6, at, np.inf).min(axis=-1)
    bottom = np.where(planes[:, 2] < -1e-6, at, -np.inf).max(axis=-1)
    beside = np.where(np.abs(planes[:, 2]) <= 1e-6, flat, -np.inf).max(axis=-1) > 0
    return window, ~beside & (top > bottom), bottom, top


def _outside(outline: NDArray[np.float64], points: Array) -> Array:
    """(X, Y) m from points to a convex outline, or less; 0 inside."""
    try:
        sides = scipy.spatial.ConvexHull(outline).equations
    except scipy.spatial.QhullError:
        return np.asarray(np.linalg.norm(points - outline.mean(axis=0), axis=-1))
    return np.asarray(np.maximum((points @ sides[:, :2].T + sides[:, 2]).max(axis=-1), 0.0))
