"""sRGB and linear light (IEC 61966-2-1), luminance (ITU-R BT.709)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.math.srgb import linear_from_srgb as linear_from_srgb

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def srgb_from_linear(linear: ArrayLike) -> NDArray[np.float32]:
    """sRGB in 0..1 of linear light, clipped to 0..1."""
    x = np.clip(np.asarray(linear, np.float32), 0, 1)
    return np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** np.float32(1 / 2.4) - 0.055).astype(np.float32)
