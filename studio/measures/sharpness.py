"""Sharpness inside parts: how steep the picture is where no outline runs."""

import numpy as np
from numpy.typing import NDArray

from render.colour import LUMINANCE


def steepness(picture: NDArray[np.uint8], chosen: NDArray[np.bool_]) -> float | None:
    """Mean length of the gradient, a px, of luma 0..1 (of sRGB values, as they are seen) over the chosen (H, W) pixels. None if
    nothing is chosen. Central differences reach 1 px: chosen pixels are to lie farther than that from what shall not count."""
    across, down = np.gradient(picture @ LUMINANCE / 255, axis=(1, 0))
    return float(np.hypot(across, down)[chosen].mean()) if chosen.any() else None


def sharpness_ratio(pictures: list[NDArray[np.uint8]], others: list[NDArray[np.uint8]], chosen: list[NDArray[np.bool_]]) -> float | None:
    """Steepness of pictures over that of others, each the mean over all; None if nothing is chosen or the others are flat."""
    pairs = [(steepness(picture, at), steepness(other, at)) for picture, other, at in zip(pictures, others, chosen) if at.any()]
    over, under = (sum(value or 0.0 for value in values) for values in zip(*pairs)) if pairs else (0.0, 0.0)
    return over / under if under > 0 else None
