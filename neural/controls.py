"""Frame -> control pictures: what the ControlNets are shown."""

import numpy as np
from numpy.typing import NDArray

from render.colour import LUMINANCE
from render.frame import Frame

MOST_LIGHT = 1.25
"""Luminance that the light control shows as white: full sun and open sky together."""


def form_picture(frame: Frame, depth_range: tuple[float, float]) -> NDArray[np.float32]:
    """(H, W, 4) float32 in 0..1: disparity, exact edges, grey light, pattern. depth_range: see Passes."""
    light = np.minimum(frame.light @ LUMINANCE.astype(np.float32) / MOST_LIGHT, 1)
    return np.stack([disparity(frame.depth, depth_range), frame.edges, light, frame.pattern], axis=-1).astype(np.float32)


def disparity(depth: NDArray[np.float32], depth_range: tuple[float, float]) -> NDArray[np.float32]:
    """(H, W) float32: inverse depth, 1 at the nearest surface of the shot, 0 at the farthest and at the background."""
    near, far = depth_range
    return np.clip((1 / depth - 1 / far) / (1 / near - 1 / far), 0, 1).astype(np.float32)
