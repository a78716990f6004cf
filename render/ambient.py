"""Ambient visibility: how much of the hemisphere above a surface is open. Traced on a lattice, carried to the rest of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.kept_light import UNKNOWN, KeptLight
from render.planes import centre_of, compiled, ray_at
from render.rays import Tree
from render.window import Window

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

Single = NDArray[np.float32]
REACH = 0.6
"""m; what is farther than this no longer darkens a corner."""
DIRECTIONS = 32
STEP, WIDE = 2, 640
"""Traced is on a lattice of every second pixel, of pictures up to so many px wide; of wider ones it has as many points."""
LIFT = 5e-4
"""m; rays start this far off the surface, so that it does not shade itself."""
SLACK = 1e-3
"""m by which what moves is taken to reach farther than REACH, against rounding."""
BLOCK = 8192
"""Points traced at once: their rays take up 8 MB."""


def lattice_step(width: int) -> int:
    """px between points of the lattice, in a picture this wide. The first is in the row and column of half as many."""
    return max(STEP, round(STEP * width / WIDE))


def ambient_visibility(target: GBuffer, source: GBuffer, kept: KeptLight) -> Single:
    """(N,) how much of the hemisphere above each hit of `target` is open, 0..1. source: of the same picture, it has all the points of the
    lattice about these hits."""
    step = lattice_step(source.camera.width)
    if target is source and source.window == Window.whole(source.camera):
        chosen = source.order[step // 2::step, step // 2::step]
        chosen = chosen[chosen >= 0]
    else:
        chosen = source.order.ravel()[_marked(target.pixels, target.grid, source.triangle, source.grid, step // 2, step,
                                              source.camera.width, source.camera.height)]
    values = np.zeros(len(source.pixels), np.float32)
    values[chosen] = _open_shares(source, chosen, kept)
    return carried(target, source, values, kept, step)


def carried(target: GBuffer, source: GBuffer, values: Single, kept: KeptLight, step: int = 1) -> Single:
    """(N,) ambient visibility at the hits of `target`, from that at those hits of `source` that are on a lattice, values (M,): bilinear
    between points of the same part, slope and plane; traced where none agrees."""
    size = source.camera.width, source.camera.height, target.camera.width // source.camera.width
    out = _carried(_samples(target), _samples(source), source.order, values, step // 2, step, size)
    lost = np.flatnonzero(out == UNKNOWN)
    out[lost] = _open_shares(target, lost, kept)
    return out


def _samples(samples: GBuffer) -> tuple:
    return samples.camera.eye, samples.grid, samples.pixels, samples.depths, samples.normals, samples.parts


@compiled
def _marked(pixels, grid, triangle, source_grid, start, step, width, height):
    """Where in `triangle` the points of the lattice are that surround pixels of the grid and show a surface; row by row."""
    columns, rows = (width - start + step - 1) // step, (height - start + step - 1) // step
    marks = np.zeros(triangle.shape, np.bool_)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        for a in range(2):
            for b in range(2):
                column = min(max(int(np.floor((x - 0.5 - start) / step)) + a, 0), columns - 1) * step + start - source_grid[0]
                row = min(max(int(np.floor((y - 0.5 - start) / step)) + b, 0), rows - 1) * step + start - source_grid[1]
                marks[row, column] = triangle[row, column] >= 0
    return np.flatnonzero(marks)


@compiled
def _carried(target, source, order, values, start, step, size):
    eye, grid, pixels, depths, normals, parts = target
    source_eye, source_grid, _, source_depths, source_normals, source_parts = source
    width, height, factor = size
    columns, rows = (width - start + step - 1) // step, (height - start + step - 1) // step
    out = np.empty(len(pixels), np.float32)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        east, north, up = ray_at(eye, x, y)
        across, down = (x / factor - 0.5 - start) / step, (y / factor - 0.5 - start) / step
        left, top = int(np.floor(across)), int(np.floor(down))
        total, weight = 0.0, 0.0
        for k in range(4):
            column, row = left + k % 2, top + k // 2
            share = (1 - abs(across - column)) * (1 - abs(down - row)) + 1e-3
            column, row = min(max(column, 0), columns - 1) * step + start, min(max(row, 0), rows - 1) * step + start
            j = order[row - source_grid[1], column - source_grid[0]]
            if j < 0 or source_parts[j] != parts[i]:
                continue
            e, n, u = ray_at(source_eye, column + 0.5, row + 0.5)
            e, n, u = depths[i] * east - source_depths[j] * e, depths[i] * north - source_depths[j] * n, depths[i] * up - source_depths[j] * u
            if abs(normals[i, 0] * e + normals[i, 1] * n + normals[i, 2] * u) < 0.01 * depths[i]:
                alike = 0.0
                for c in range(3):
                    alike += normals[i, c] * source_normals[j, c]
                alike = max(alike, 0.0)
                alike *= alike
                alike *= alike
                share *= alike * alike
                total += share * values[j]
                weight += share
        out[i] = total / weight if weight >= 5e-4 else UNKNOWN
    return out


def _open_shares(samples: GBuffer, chosen: NDArray, kept: KeptLight) -> Single:
    """(n,) ambient visibility of the chosen hits. Only near what moves it is asked for anew each time."""
    posed, normals = samples.posed, samples.normals[chosen]
    points = _starts(samples.camera.eye, samples.grid, samples.pixels[chosen], samples.depths[chosen], normals,
                     samples.camera.position - posed.still.origin)
    near = _near(points, posed.moving_boxes, REACH + SLACK)
    keeps, pixels = posed.still.face[samples.triangles[chosen]] & ~near, samples.numbers[chosen]
    out = np.where(keeps, kept.ambient[pixels], np.float32(UNKNOWN))
    amid = ~_open(points, normals, posed.still.boxes, REACH + SLACK)
    out[(out == UNKNOWN) & ~near & ~amid] = 1
    for which, trees in ((amid & ~near, (posed.still.tree,)), (near & ~amid, (posed.moving,)), (near & amid, (posed.still.tree, posed.moving))):
        asked = np.flatnonzero((out == UNKNOWN) & which)
        out[asked] = _traced(points[asked], normals[asked], trees)
    kept.ambient[pixels[keeps]] = out[keeps]
    return out


@compiled
def _starts(eye, grid, pixels, depths, normals, shift):
    """Where rays of surface samples start, relative to the trees' origin. shift: the camera's place there."""
    out = np.empty((len(pixels), 3), np.float32)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        ray = ray_at(eye, x, y)
        for k in range(3):
            out[i, k] = shift[k] + depths[i] * ray[k] + LIFT * normals[i, k]
    return out


@compiled
def _near(points, boxes, reach):
    """(N,) whether points are within `reach` of any of some boxes (B, 2, 3)."""
    out = np.zeros(len(points), np.bool_)
    for i in range(len(points)):
        for box in boxes:
            square = 0.0
            for k in range(3):
                square += max(box[0, k] - points[i, k], points[i, k] - box[1, k], 0.0) ** 2
            if square <= reach * reach:
                out[i] = True
                break
    return out


@compiled
def _open(points, normals, boxes, reach):
    """(N,) whether no box (B, 2, 3) is within `reach` and has a corner above the surface: then no ray can meet what is in them, and
    need not be shot. On floors and walls that is most often so."""
    out = np.ones(len(points), np.bool_)
    for i in range(len(points)):
        for box in boxes:
            square, high = 0.0, 0.0
            for k in range(3):
                below, above = box[0, k] - points[i, k], box[1, k] - points[i, k]
                square += max(below, -above, 0.0) ** 2
                high += max(normals[i, k] * below, normals[i, k] * above)
            if high > -LIFT / 2 and square <= reach * reach:
                out[i] = False
                break
    return out


def _traced(points: Single, normals: Single, trees: tuple[Tree, ...]) -> Single:
    """(n,) ambient visibility: cosine-weighted directions, each blocked by (1 - distance / REACH)."""
    out = np.empty(len(points), np.float32)
    for first in range(0, len(points), BLOCK):
        some = slice(first, first + BLOCK)
        starts, ways = _fan(points[some], normals[some], _COSINE)
        free = trees[0].distances(starts, ways, REACH)
        for tree in trees[1:]:
            free = np.minimum(free, tree.distances(starts, ways, REACH))
        out[some] = np.clip(1 - _blocked(free, len(_COSINE)) / np.float32(DIRECTIONS), 0, 1)
    return out


@compiled
def _fan(points, normals, directions):
    """Starts and ways (n d, 3) of the rays of each point, one point after another: `directions` (d, 3) about +z, turned about the normal."""
    starts, ways = np.empty((len(points) * len(directions), 3), np.float32), np.empty((len(points) * len(directions), 3), np.float32)
    for i in range(len(points)):
        a, b, c = float(normals[i, 0]), float(normals[i, 1]), float(normals[i, 2])
        u, v, w = (b, -a, 0.0) if abs(c) < 0.9 else (0.0, c, -b)
        length = np.sqrt(u * u + v * v + w * w)
        u, v, w = u / length, v / length, w / length
        p, q, r = b * w - c * v, c * u - a * w, a * v - b * u
        for d in range(len(directions)):
            x, y, z = directions[d]
            j = i * len(directions) + d
            starts[j] = points[i]
            ways[j, 0], ways[j, 1], ways[j, 2] = x * u + y * p + z * a, x * v + y * q + z * b, x * w + y * r + z * c
    return starts, ways


@compiled
def _blocked(free, count):
    """(n,) the sum over each point's rays of how much each is blocked. free: (n count,) m, at most REACH."""
    out = np.zeros(len(free) // count, np.float32)
    for i in range(len(out)):
        for d in range(count):
            out[i] += np.float32(1) - free[i * count + d] / np.float32(REACH)
    return out


def _cosine_directions(count: int) -> NDArray[np.float64]:
    """Directions (count, 3) about +z, dense as the cosine: Vogel's spiral on the disc, lifted (Malley's method)."""
    i = np.arange(count) + 0.5
    radius, angle = np.sqrt(i / count), i * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), np.sqrt(1 - radius ** 2)], axis=1)


_COSINE = _cosine_directions(DIRECTIONS)
