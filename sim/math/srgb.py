"""Linear light of sRGB (IEC 61966-2-1)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def linear_from_srgb(srgb: ArrayLike) -> NDArray[np.float64]:
    """Linear light of sRGB values in 0..1."""
    s = np.asarray(srgb, np.float64)
    return np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)
