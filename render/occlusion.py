"""Ambient visibility by rays: cosine-weighted directions about the normal, into what never moves and into what does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.kept_light import UNKNOWN, KeptLight
from render.planes import centre_of, compiled, ray_at
from render.rays import Tree

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

Single = NDArray[np.float32]
REACH = 0.6
"""m; what is farther than this no longer darkens a corner."""
DIRECTIONS = 32
LIFT = 5e-4
"""m; rays start this far off the surface, so that it does not shade itself."""
SLACK = 1e-3
"""m by which things are taken to reach farther than REACH, against rounding."""
BLOCK = 8192
"""Points traced at once: their rays take up 8 MB."""


def open_shares(samples: GBuffer, chosen: NDArray, kept: KeptLight) -> tuple[Single, Single]:
    """(n,) ambient visibility of the chosen hits, and where they are, (n, 3) from the trees' origin. Only near what
    moves it is asked for anew each time."""
    posed, normals = samples.posed, samples.normals[chosen]
    points = _starts(samples.camera.eye, samples.grid, samples.pixels[chosen], samples.depths[chosen], normals,
                     samples.camera.position - posed.still.origin)
    near = _near(points, posed.moving_boxes, REACH + SLACK)
    keeps, pixels = posed.still.face[samples.triangles[chosen]] & ~near, samples.numbers[chosen]
    out = np.where(keeps, kept.ambient[pixels], np.float32(UNKNOWN))
    amid = ~_open(points, normals, posed.still.boxes, REACH + SLACK)
    out[(out == UNKNOWN) & ~near & ~amid] = 1
    still, moving = posed.still.tree, posed.moving
    for which, trees in ((amid & ~near, (still,)), (near & ~amid, (moving,)), (near & amid, (still, moving))):
        asked = np.flatnonzero((out == UNKNOWN) & which)
        out[asked] = _traced(points[asked], normals[asked], trees)
    kept.ambient[pixels[keeps]] = out[keeps]
    return out, points


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
    """(N,) whether no box (B, 2, 3) is within `reach` and has a corner above the surface: then no ray can meet what is
    in them, and need not be shot. On floors and walls that is most often so."""
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
    """Starts and ways (n d, 3) of the rays of each point, one point after another: `directions` (d, 3) about +z,
    turned about the normal."""
    starts = np.empty((len(points) * len(directions), 3), np.float32)
    ways = np.empty_like(starts)
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
