"""Fog and depth haze: light that is lost on its way from what is seen, and light of the air that comes to it."""

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.colour import linear_from_srgb
from render.planes import compiled
from render.view import Fog

CONTRAST = 3.912
"""-ln 0.02: visibility is the distance at which 2 % of the contrast is left (Koschmieder 1924)."""
LAYER = 1000.0
"""m of fog that are overhead: about what air mixes in by day. Things are much lower: for them, fog is even."""


def hazed(picture: NDArray[np.float32], inverse: NDArray[np.float32], camera: Camera, fog: Fog) -> NDArray[np.float32]:
    """A picture (H, W, 3) in linear light, seen through fog. inverse: (2H, 2W) inverse depth, 1/m, 0 for the sky."""
    return _hazed(picture, inverse, camera.finer(2).eye, CONTRAST / fog.visibility, linear_from_srgb(fog.colour).astype(np.float32))


@compiled
def _hazed(picture, inverse, eye, thickness, colour):
    focal, half_width, half_height, turn = eye
    out = np.empty_like(picture)
    for y in range(picture.shape[0]):
        for x in range(picture.shape[1]):
            left = 0.0
            for row in range(2 * y, 2 * y + 2):
                for column in range(2 * x, 2 * x + 2):
                    right, up = (column + 0.5 - half_width) / focal, (half_height - row - 0.5) / focal
                    length = np.sqrt(1 + right * right + up * up)
                    if inverse[row, column] > 0:
                        way = length / inverse[row, column]
                    else:
                        way = LAYER * length / max(right * turn[2, 0] + up * turn[2, 1] - turn[2, 2], 1e-6)
                    left += np.exp(-thickness * way) / 4
            for channel in range(3):
                out[y, x, channel] = picture[y, x, channel] * left + colour[channel] * (1 - left)
    return out
