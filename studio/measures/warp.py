"""Warp error: by how much the same piece of surface changes colour from one painted frame to another.

The measure of Lai et al. (ECCV 2018), with exact correspondences in the place of estimated flow and of its occlusion test.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from render.frame import Frame
from render.surfels import clearance
from studio.measures.shown import FROM_EDGES, sampled

SAME_LIGHT = 0.03
"""The light of the inside differs by this share of its brightest channel at most, in all channels: shadows rightly move."""


def warp_error(a: NDArray[np.uint8], b: NDArray[np.uint8], at: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float | None:
    """Mean square difference a channel, colours in 0..1, between the chosen (H, W) pixels of `a` and their places in `b`.

    a, b: (H, W, 3) sRGB. at: (H, W, 2) x, y px in `b` of each pixel centre of `a`. None if nothing is chosen.
    """
    if not chosen.any():
        return None
    return float((((sampled(b, at[chosen]) - a[chosen]) / 255) ** 2).mean())


def warped(picture: NDArray[np.uint8], at: NDArray[np.float64], chosen: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """(H, W, 3) the picture's colours at `at` (H, W, 2) where chosen (H, W), by a spline of the fifth degree; black elsewhere. Against the
    picture, the warp error of this is that of a painting that moves exactly with its surfaces: what 8 bits and the measure's own bilinear
    lookup leave of a picture as sharp."""
    out, places = np.zeros((*chosen.shape, 3)), (at[chosen][:, ::-1] - 0.5).T
    for channel in range(3):
        out[chosen, channel] = map_coordinates(picture[..., channel].astype(float), places, order=5, mode="nearest")
    return np.rint(out.clip(0, 255)).astype(np.uint8)


def comparable(a: Frame, b: Frame, at: NDArray[np.float64], visible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(H, W) where what `a` shows is visible in `b`, FROM_EDGES from edges in both, in SAME_LIGHT."""
    out = visible & (clearance(a.edges) >= FROM_EDGES)
    places = at[out]
    light_a, light_b = a.light[out], sampled(b.light, places)
    same = np.abs(light_a - light_b).max(axis=1) <= SAME_LIGHT * np.maximum(light_a, light_b).max(axis=1)
    out[out] = same & (sampled(clearance(b.edges), places) >= FROM_EDGES)
    return out


def mean_flow(at: NDArray[np.float64], visible: NDArray[np.bool_]) -> float | None:
    """Mean length, px, of the exact optical flow over the visible (H, W) pixels. at: (H, W, 2) where each pixel centre comes to."""
    rows, columns = np.nonzero(visible)
    moved = at[visible] - np.stack([columns + 0.5, rows + 0.5], axis=-1)
    return float(np.linalg.norm(moved, axis=-1).mean()) if len(moved) else None
