"""What of the world a frame shows, as a list of places on surfaces: what is needed to look the same places up in
another frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import LUMINANCE
from render.distance import clearance
from render.planes import compiled, facing_at, ray_at, weights_at

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

BRIGHTEST = 1.25
"""Luminance of light is cut here, as the painter is shown it."""
FARTHEST = 8
"""px; no edge is told that is farther, so that what a place shows depends on what is near it alone."""


TYPES = {"pixel": np.int32, "part": np.int32, "triangle": np.int32, "barycentrics": np.float32,
         "direction": np.float32, "light": np.float32, "clear": np.float32, "fineness": np.float32}


@dataclass(frozen=True, kw_only=True, eq=False)
class Surfels:
    """One place a pixel, its centre; in mixed pixels, which an edge or the border of a shadow crosses, several.

    pixel: (N,) int32, row x width + column. part: (N,) int32, 0 for the sky. triangle: (N,) int32, -1 for the sky.
    barycentrics: (N, 3), 0 for the sky. direction: (N, 3) world, towards the place. light: (N, 3) its linear irradiance,
    1 for the sky. clear: (N,) px to the nearest edge in the picture, at most FARTHEST. fineness: (N,)
    log2 of the pixels that a metre takes up, angles counted in; 0 for the sky. Float32."""

    pixel: NDArray[np.int32]
    part: NDArray[np.int32]
    triangle: NDArray[np.int32]
    barycentrics: NDArray[np.float32]
    direction: NDArray[np.float32]
    light: NDArray[np.float32]
    clear: NDArray[np.float32]
    fineness: NDArray[np.float32]


def surfels_of(samples: tuple[GBuffer, GBuffer], chosen: tuple[NDArray[np.int64], NDArray[np.int64]],
               light: tuple[NDArray[np.float32], NDArray[np.float32]], edges: NDArray[np.float32]) -> Surfels:
    """The places of a frame: of the pixel centres and of the finer samples those chosen, by their number in the grid.
    light: irradiance (N, 3) at the hits of both. edges: at the finer places."""
    factor = len(edges) // len(samples[0].triangle)
    clear, middle = _capped(clearance(edges), factor)
    count = sum(len(each) for each in chosen)
    lists = {name: np.empty((count, 3) if name in ("barycentrics", "direction", "light") else count, dtype)
             for name, dtype in TYPES.items()}
    first = 0
    for one, own, lit, away, wide in zip(samples, chosen, light, (middle, clear), (1, factor)):
        _fill(one, own, lit, away, wide, tuple(array[first:first + len(own)] for array in lists.values()))
        first += len(own)
    return Surfels(**lists)


def _fill(samples: GBuffer, chosen: NDArray[np.int64], light: NDArray[np.float32], clear: NDArray[np.float32],
          factor: int, lists: tuple[NDArray, ...]) -> None:
    pixel, part, triangle, barycentrics, direction, bright, away, fineness = lists
    camera, seen = samples.camera, (samples.triangles, samples.parts, samples.depths, samples.normals)
    _geometry(camera.eye, samples.grid, samples.planes.table, samples.order, seen, chosen, factor, camera.width // factor,
              pixel, part, triangle, barycentrics, direction, fineness)
    _light(samples.order, chosen, light, clear, bright, away)


@compiled
def _capped(clear, factor):
    """Samples to an edge as pixels, at most FARTHEST; and their mean over each pixel."""
    height, width = clear.shape
    mean = np.zeros((height // factor, width // factor), np.float32)
    for row in range(height):
        for column in range(width):
            clear[row, column] = min(clear[row, column] / factor, FARTHEST)
            mean[row // factor, column // factor] += clear[row, column] / (factor * factor)
    return clear, mean


@compiled
def _geometry(eye, grid, table, order, seen, chosen, factor, width, pixel, part, triangle, barycentrics, direction, fineness):
    triangles, parts, depths, normals = seen
    columns = order.shape[1]
    for i in range(len(chosen)):
        row, column = chosen[i] // columns, chosen[i] % columns
        j, x, y = order[row, column], grid[0] + column + 0.5, grid[1] + row + 0.5
        ray = ray_at(eye, x, y)
        direction[i, 0], direction[i, 1], direction[i, 2] = ray
        pixel[i] = (grid[1] + row) // factor * width + (grid[0] + column) // factor
        if j < 0:
            part[i], triangle[i], barycentrics[i], fineness[i] = 0, -1, 0, 0
            continue
        part[i], triangle[i] = parts[j], triangles[j]
        a, b, c = weights_at(table, triangles[j], x, y)
        barycentrics[i, 0], barycentrics[i, 1], barycentrics[i, 2] = a / (a + b + c), b / (a + b + c), c / (a + b + c)
        fineness[i] = np.log2(eye[0] / factor / depths[j] * facing_at(normals[j], ray))


@compiled
def _light(order, chosen, light, clear, bright, away):
    columns = order.shape[1]
    for i in range(len(chosen)):
        row, column = chosen[i] // columns, chosen[i] % columns
        j = order[row, column]
        for c in range(3):
            bright[i, c] = light[j, c] if j >= 0 else np.float32(1)
        away[i] = clear[row, column]


def luminance(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """(...) of irradiance (..., 3), at most BRIGHTEST."""
    red, green, blue = LUMINANCE.astype(np.float32)
    return np.minimum(light[..., 0] * red + light[..., 1] * green + light[..., 2] * blue, np.float32(BRIGHTEST))
