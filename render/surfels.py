"""What of the world a frame shows, as a list of places on surfaces: what is needed to look the same places up in another frame."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from render.colour import LUMINANCE

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

BRIGHTEST = 1.25
"""Luminance of light is cut here, as the painter is shown it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Surfels:
    """One place a pixel, its centre; in mixed pixels, which an edge or the border of a shadow crosses, several.

    pixel: (N,) int32, row x width + column. part: (N,) int32, 0 for the sky. triangle: (N,) int32, -1 for the sky. barycentrics:
    (N, 3), 0 for the sky. direction: (N, 3) world, towards the place. light: (N,) luminance of its irradiance, at most BRIGHTEST.
    clear: (N,) px to the nearest edge in the picture. fineness: (N,) log2 of the pixels that a metre takes up, angles counted in;
    0 for the sky. Float32.
    """

    pixel: NDArray[np.int32]
    part: NDArray[np.int32]
    triangle: NDArray[np.int32]
    barycentrics: NDArray[np.float32]
    direction: NDArray[np.float32]
    light: NDArray[np.float32]
    clear: NDArray[np.float32]
    fineness: NDArray[np.float32]


def surfels_of(centres: "GBuffer", fine: "GBuffer", mixed: NDArray[np.bool_], light: tuple[NDArray, NDArray], edges: NDArray) -> Surfels:
    """The places of a frame. centres, light[0]: (H, W) samples and (H, W, 3) irradiance; fine, light[1], edges: the same, and where
    edges are, at k by k places a pixel, used where `mixed` (H, W)."""
    factor = len(edges) // len(mixed)
    finely = mixed.repeat(factor, axis=0).repeat(factor, axis=1)
    pixel = np.arange(mixed.size, dtype=np.int32).reshape(mixed.shape)
    clear = clearance(edges) / factor
    middle = clear.reshape(*mixed.shape[:1], factor, mixed.shape[1], factor).mean(axis=(1, 3))
    coarse = _list(centres, ~mixed, pixel, luminance(light[0]), middle, 1)
    dense = _list(fine, finely, pixel.repeat(factor, axis=0).repeat(factor, axis=1), luminance(light[1]), clear, factor)
    return Surfels(**{name: np.concatenate([coarse[name], dense[name]]) for name in coarse})


def _list(samples: "GBuffer", chosen: NDArray[np.bool_], pixel: NDArray, light: NDArray, clear: NDArray, factor: int) -> dict[str, NDArray]:
    hit = samples.hit[chosen]
    among = chosen[samples.hit]
    barycentrics, fineness = np.zeros((len(hit), 3), np.float32), np.zeros(len(hit), np.float32)
    barycentrics[hit], fineness[hit] = samples.barycentrics[among], fineness_of(samples)[among] - np.log2(factor)
    rays = samples.camera.rays(samples.camera.pixel_centres()[chosen.ravel()])
    return {"pixel": pixel[chosen], "part": samples.part[chosen], "triangle": samples.triangle[chosen], "barycentrics": barycentrics,
            "direction": rays.astype(np.float32), "light": light[chosen], "clear": clear[chosen].astype(np.float32), "fineness": fineness}


def fineness_of(samples: "GBuffer") -> NDArray[np.float32]:
    """hits: (N,) log2 of the samples that a metre of the surface takes up, angles counted in."""
    return np.log2(samples.camera.focal / samples.depths * facing(samples)).astype(np.float32)


def facing(samples: "GBuffer") -> NDArray[np.float64]:
    """hits: (N,) how far the surface faces the camera: the cosine of the angle between them, at least 0.001."""
    cosine = np.einsum("ni,ni->n", samples.normals, samples.directions) / np.linalg.norm(samples.directions, axis=1)
    return np.maximum(np.abs(cosine), 1e-3)


def luminance(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """(H, W) of irradiance (H, W, 3), at most BRIGHTEST."""
    return np.minimum(light @ LUMINANCE.astype(np.float32), np.float32(BRIGHTEST)).astype(np.float32)


def clearance(edges: NDArray) -> NDArray[np.float32]:
    """(H, W) samples from each to the nearest edge; very many where there is none."""
    on = edges > 0
    return distance_transform_edt(~on).astype(np.float32) if on.any() else np.full(edges.shape, np.float32(1e6))
