"""Ways round what stands about: the floor as a grid, searched for the shortest way that keeps clear of things."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
import skimage
from numpy.typing import NDArray

from sim.math.conventions import Array

CELL = 0.05
"""m."""
NARROW, CLEAR = 0.18, 0.33
"""m from the middle of a person to what they may come near, and to what they would rather keep away from, unless they are broader."""
ARMS = 0.08
"""m by which someone is wider where their arms are; of who is slimmer than NARROW, less counts."""
STEP_OVER = 0.03
"""m above the floor that is walked over."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NavGrid:
    """A floor divided into square cells, to find ways on. clearance: (X, Y) how far the middle of each cell is from
    the nearest thing, m, less up to ARMS if the thing is as tall as arms. corner: (2,) world place of the middle of
    the first cell, m. narrow: m of clearance that a way needs at least."""

    clearance: NDArray[np.float64]
    corner: NDArray[np.float64]
    narrow: float = NARROW

    @property
    def cost(self) -> Array:
        """(X, Y) what one metre of a way through each cell costs: more, the nearer it is to things; -1 where nobody
        fits."""
        clear = CLEAR + self.narrow - NARROW
        return np.where(self.clearance < self.narrow, -1.0, 1.0 + 4.0 * np.maximum(clear - self.clearance, 0) / clear)

    def cell(self, place: Sequence[float] | Array) -> tuple[int, int]:
        """The cell of a place x, y, m; the nearest if it is outside."""
        at = np.rint((np.asarray(place[:2], float) - self.corner) / CELL).astype(int)
        x, y = np.clip(at, 0, np.array(self.clearance.shape) - 1)
        return int(x), int(y)

    def place(self, cell: Sequence[int]) -> Array:
        """x, y of a cell's middle, m."""
        return self.corner + np.asarray(cell) * CELL

    def within(self, place: Sequence[float] | Array, far: float) -> NDArray[np.bool_]:
        """(X, Y) the cells whose middles are within so far, m, of a place x, y."""
        x, y = (self.corner[axis] + np.arange(count) * CELL - place[axis] for axis, count in enumerate(self.clearance.shape))
        return np.hypot(x[:, None], y) <= far


def nav_grid(low: Sequence[NDArray[np.float64]], tall: Sequence[NDArray[np.float64]], places: Sequence[Sequence[float] | Array],
             broad: float = NARROW) -> NavGrid:
    """The grid of the floor round some places (2,), m. low, tall: things in the way, each given by corners (N, 2)
    seen from above, m; tall ones are as high as arms. broad: half the width, m, of who goes there."""
    around = np.array([p[:2] for p in places], float)
    corner = around.min(axis=0) - 3.0
    shape = np.ceil((around.max(axis=0) + 3.0 - corner) / CELL).astype(int) + 1
    free = _without(tall, corner, np.ones(shape, bool))
    narrow = max(NARROW, broad - CELL / 2)
    arms = float(np.clip(broad + ARMS - narrow, 0.0, ARMS))
    clearance = _clearance(free) - arms if len(tall) else np.full(shape, np.inf)
    clearance = np.minimum(clearance, _clearance(_without(low, corner, free)))
    return NavGrid(clearance=clearance, corner=corner, narrow=narrow)


def _without(outlines: Sequence[NDArray[np.float64]], corner: Array, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The cells (X, Y) that are free of these outlines too. corner: (2,) the first cell's middle, m."""
    free = free.copy()
    for outline in outlines:
        cells = (outline - corner) / CELL
        (x, y), (a, b) = np.maximum(np.floor(cells.min(axis=0)), 0).astype(int), np.ceil(cells.max(axis=0)).astype(int) + 1
        if free[x:a, y:b].any():  # else something larger is there already
            hull = (_hull(outline) - corner) / CELL
            free[skimage.draw.polygon(hull[:, 0], hull[:, 1], shape=free.shape)] = False
    return free


def _clearance(free: NDArray[np.bool_]) -> Array:
    """(X, Y) m to the nearest cell that is not free, half a cell left out: so far a thing may reach beyond a cell whose middle is in it."""
    return np.asarray(scipy.ndimage.distance_transform_edt(np.pad(free, 1, constant_values=True))[1:-1, 1:-1] * CELL - CELL / 2)


def way(floor: NavGrid, start: Sequence[float] | Array, goals: NDArray[np.bool_]) -> list[Array] | None:
    """Corners of the shortest way from a place to the nearest goal cell (X, Y); None if there is none."""
    search, cost, lengths = _searched(floor, start)
    lengths = np.where(goals & (cost > 0), lengths, np.inf)
    if not np.isfinite(lengths).any():
        return None
    cells = search.traceback(np.unravel_index(int(lengths.argmin()), lengths.shape))
    corners = _straightened(cells, cost)
    return [np.asarray(start[:2], float), *(floor.place(c) for c in corners[1:])]


def ways(floor: NavGrid, start: Sequence[float] | Array) -> Array:
    """(X, Y) what the best way from a place to each cell costs, in m, more for ways close to things; inf where there
    is none."""
    _, cost, lengths = _searched(floor, start)
    return np.where(cost > 0, lengths, np.inf)


def _searched(floor: NavGrid, start: Sequence[float] | Array) -> tuple["skimage.graph.MCP_Geometric", Array, Array]:
    """A search for ways from a place, what each cell (X, Y) costs, and the way there."""
    begin = floor.cell(start)
    cost = floor.cost
    cost[begin] = max(cost[begin], 1.0)
    _free_start(cost, begin, floor.narrow)
    search = skimage.graph.MCP_Geometric(cost, fully_connected=True)
    lengths, _ = search.find_costs([begin])
    return search, cost, np.asarray(lengths)


def reached(floor: NavGrid, start: Sequence[float] | Array, goal: Sequence[float] | Array) -> tuple[Array, float]:
    """The place (2,), m, nearest to a goal that there is a way to, and its distance from the goal, m."""
    cost = np.minimum(floor.cost, 1.0)
    begin = floor.cell(start)
    _free_start(cost, begin, floor.narrow)
    lengths, _ = skimage.graph.MCP_Geometric(cost, fully_connected=True).find_costs([begin])
    cells = np.argwhere(np.isfinite(lengths))
    away = np.linalg.norm(floor.corner + cells * CELL - np.asarray(goal[:2], float), axis=1)
    return floor.place(cells[int(away.argmin())]), float(away.min())


def _free_start(cost: Array, begin: tuple[int, int], narrow: float) -> None:
    """Someone who stands close to a thing may leave."""
    reach = int(narrow / CELL)
    x, y = (slice(max(i - reach, 0), i + reach + 1) for i in begin)
    near = cost[x, y]
    near[near < 0] = 20.0


def _straightened(cells: list, cost: Array) -> list:
    """The cells where a way turns, with every corner that can be cut cut."""
    out, i = [cells[0]], 0
    while i < len(cells) - 1:
        j = next(j for j in range(len(cells) - 1, i, -1) if j == i + 1 or _open(cells[i], cells[j], cost, cells[i:j + 1]))
        out.append(cells[j])
        i = j
    return out


def _open(a, b, cost: Array, between: list) -> bool:
    straight = cost[skimage.draw.line(*a, *b)]
    return bool((straight > 0).all() and straight.max() <= max(cost[tuple(c)] for c in between) + 1e-9)


def _hull(points: NDArray[np.float64]) -> Array:
    try:
        return points[scipy.spatial.ConvexHull(points).vertices]
    except scipy.spatial.QhullError:  # a line
        return points


def in_sight(floor: NavGrid, cells: NDArray[np.bool_], aim: Sequence[float] | Array,
             outlines: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """(X, Y) those of some cells from which the straight way to a place x, y, m, meets none of these outlines (N, 2)."""
    free, out, end = _without(outlines, floor.corner, np.ones(floor.clearance.shape, bool)), np.zeros_like(cells), floor.cell(aim)
    for outline in outlines:
        free[floor.cell(outline.mean(axis=0))] = False
    for x, y in np.argwhere(cells):
        out[x, y] = free[skimage.draw.line(int(x), int(y), *end)].all()
    return out


def near(floor: NavGrid, outlines: Sequence[NDArray[np.float64]], far: float) -> NDArray[np.bool_]:
    """(X, Y) which cells are within so far, m, of outlines (N, 2)."""
    return np.asarray(away(floor, outlines) <= far)


def away(floor: NavGrid, outlines: Sequence[NDArray[np.float64]]) -> Array:
    """(X, Y) how far each cell is from outlines (N, 2), m."""
    free = _without(outlines, floor.corner, np.ones(floor.clearance.shape, bool))
    for outline in outlines:
        free[floor.cell(outline.mean(axis=0))] = False  # what is smaller than a cell
    return np.asarray(scipy.ndimage.distance_transform_edt(free) * CELL)
