"""Warp error: by how much the same piece of surface changes colour from one painted frame to another.

The measure of Lai et al. (ECCV 2018), with exact correspondences in the place of estimated flow and of its occlusion test.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from render.colour import LUMINANCE
from render.frame import Frame
from render.surface import clearance

FROM_EDGES = 3.0
"""px; the inside of a picture is at least this far from exact edges, at both ends: outlines belong to the view, not the surface."""
SAME_LIGHT = 0.03
"""The light of the inside differs by this share at most: shadows rightly move."""


def warp_error(a: NDArray[np.uint8], b: NDArray[np.uint8], at: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float | None:
    """Mean square difference a channel, colours in 0..1, between the chosen (H, W) pixels of `a` and their places in `b`.

    a, b: (H, W, 3) sRGB. at: (H, W, 2) x, y px in `b` of each pixel centre of `a`. None if nothing is chosen.
    """
    if not chosen.any():
        return None
    found = np.stack([_at(b[..., channel], at[chosen]) for channel in range(3)], axis=-1)
    return float((((found - a[chosen]) / 255) ** 2).mean())


def inside(a: Frame, b: Frame, at: NDArray[np.float64], visible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(H, W) where what `a` shows is visible in `b`, FROM_EDGES from edges in both, in SAME_LIGHT."""
    out = visible & (clearance(a.edges) >= FROM_EDGES)
    places = at[out]
    light_a, light_b = (a.light @ LUMINANCE)[out], _at(b.light @ LUMINANCE, places)
    same = np.abs(light_a - light_b) <= SAME_LIGHT * np.maximum(light_a, light_b)
    out[out] = same & (_at(clearance(b.edges), places) >= FROM_EDGES)
    return out


def _at(picture: NDArray, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) bilinear samples of (H, W) at (N, 2) x, y px, pixel centres at +0.5."""
    return map_coordinates(picture.astype(np.float64), (places[:, ::-1] - 0.5).T, order=1, mode="nearest")
