"""Bright light as a screen can show it: it rolls off towards white and is not cut."""

import numpy as np
from numpy.typing import NDArray

from render.planes import compiled

START = 0.8
"""Light whose brightest channel is below this is shown as it is."""
FADING = 0.15
"""How fast what is brighter than that loses its colour."""


def toned(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """(H, W, 3) in 0..1, linear, as it is displayed, of linear light (H, W, 3) from 0 up.

    It is the Khronos PBR Neutral tone mapper (Khronos 3D Commerce, 2024), without its toe: that takes away the 4 % that a glossy
    surface mirrors at right angles, and here surfaces are matt. So a base colour in white light is shown as just that colour."""
    return _toned(np.ascontiguousarray(light, np.float32))


@compiled
def _toned(light):
    out = np.empty_like(light)
    room = np.float32(1 - START)
    for y in range(light.shape[0]):
        for x in range(light.shape[1]):
            peak = max(light[y, x, 0], light[y, x, 1], light[y, x, 2])
            if peak < START:
                out[y, x] = light[y, x]
                continue
            shown = 1 - room * room / (peak + room - np.float32(START))
            white = 1 - 1 / (np.float32(FADING) * (peak - shown) + 1)
            for channel in range(3):
                out[y, x, channel] = light[y, x, channel] * (shown / peak) * (1 - white) + shown * white
    return out
