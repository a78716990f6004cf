"""What of the world a frame shows, as a list of places on surfaces: what is needed to look the same places up in another frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import LUMINANCE
from render.distance import clearance
from render.planes import compiled, ray_at

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

BRIGHTEST = 1.25
"""Luminance of light is cut here, as the painter is shown it."""
FARTHEST = 8
"""px; no edge is told that is farther, so that what a place shows depends on what is near it alone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Surfels:
    """One place a pixel, its centre; in mixed pixels, which an edge or the border of a shadow crosses, several.

    pixel: (N,) int32, row x width + column. part: (N,) int32, 0 for the sky. triangle: (N,) int32, -1 for the sky. barycentrics:
    (N, 3), 0 for the sky. direction: (N, 3) world, towards the place. light: (N,) luminance of its irradiance, at most BRIGHTEST.
    clear: (N,) px to the nearest edge in the picture, at most FARTHEST. fineness: (N,) log2 of the pixels that a metre takes up, angles
    counted in; 0 for the sky. Float32.
    """

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
    """The places of a frame: of the pixel centres and of the finer samples those chosen, by their number in the grid. light: irradiance
    (N, 3) at the hits of both. edges: at the finer places."""
    rows, columns = samples[0].triangle.shape
    factor = len(edges) // rows
    clear = np.minimum(clearance(edges) / np.float32(factor), np.float32(FARTHEST))
    middle = clear.reshape(rows, factor, columns, factor).mean(axis=(1, 3))
    lists = [_listed(*each) for each in zip(samples, chosen, light, (middle, clear), (1, factor))]
    return Surfels(**{name: np.concatenate([part[name] for part in lists]) for name in lists[0]})


def _listed(samples: GBuffer, chosen: NDArray[np.int64], light: NDArray[np.float32], clear: NDArray[np.float32], factor: int) -> dict[str, NDArray]:
    order = samples.order.ravel()[chosen]
    hits = order[order >= 0]
    part, triangle, bright = np.zeros(len(chosen), np.int32), np.full(len(chosen), -1, np.int32), np.empty(len(chosen), np.float32)
    barycentrics, fineness = np.zeros((len(chosen), 3), np.float32), np.zeros(len(chosen), np.float32)
    on = order >= 0
    part[on], triangle[on], barycentrics[on] = samples.parts[hits], samples.triangles[hits], samples.barycentrics[hits]
    fineness[on] = samples.fineness[hits] - np.float32(np.log2(factor))
    bright[:], bright[on] = luminance(np.ones(3, np.float32)), luminance(light)[hits]
    pixel, direction = _looks(samples.camera.eye, samples.grid, chosen, factor, samples.camera.width // factor)
    return {"pixel": pixel, "part": part, "triangle": triangle, "barycentrics": barycentrics, "direction": direction, "light": bright,
            "clear": clear.ravel()[chosen], "fineness": fineness}


@compiled
def _looks(eye, grid, chosen, factor, width):
    """The pixel (n,) of each sample and the way (n, 3) to it. width: px, of the picture."""
    pixel, direction = np.empty(len(chosen), np.int32), np.empty((len(chosen), 3), np.float32)
    for i in range(len(chosen)):
        row, column = grid[1] + chosen[i] // grid[2], grid[0] + chosen[i] % grid[2]
        pixel[i] = row // factor * width + column // factor
        direction[i, 0], direction[i, 1], direction[i, 2] = ray_at(eye, column + 0.5, row + 0.5)
    return pixel, direction


def luminance(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """(...) of irradiance (..., 3), at most BRIGHTEST."""
    red, green, blue = LUMINANCE.astype(np.float32)
    return np.minimum(light[..., 0] * red + light[..., 1] * green + light[..., 2] * blue, np.float32(BRIGHTEST))
