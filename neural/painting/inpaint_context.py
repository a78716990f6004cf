"""What of a frame earlier anchors have painted already: put in first when the next is painted, so that it goes on from there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from neural.reprojection.anchor import CELL, SHADE, Anchor
from neural.reprojection.kernels import see
from neural.reprojection.tables import Places
from neural.reprojection.views import views_of
from render.surfels import clearance

SURE = 0.5
"""Only what an earlier anchor is trusted with so far is handed on; the rest is painted anew, or its ghosts would be handed on too."""
SAME_LIGHT = 0.03
"""Nor what was lit otherwise by more than this, or lies where light is so steep that a pixel beside it is."""


@dataclass(frozen=True, kw_only=True, eq=False)
class InpaintContext:
    """picture: (H, W, 3) float32, sRGB in 0..1. mask: (H, W) where it holds."""

    picture: NDArray[np.float32]
    mask: NDArray[np.bool_]


def inpaint_context(places: Places, light: NDArray[np.float32], gain: NDArray[np.float32], clear: NDArray[np.float32],
                    earlier: Sequence[Anchor], faces: NDArray[np.int32]) -> InpaintContext:
    """Of a frame, by its pixel centres (H W), its light (H, W) and gain (H, W, 3), as in Anchor, and its distance to edges (H, W), px."""
    views = views_of(earlier, faces)
    picture, mask = np.zeros((light.size, 3), np.float32), np.zeros(light.size, bool)
    for number, source in enumerate(earlier):
        x, y, shown = see(views, places, number)
        y, x = y - 0.5, x - 0.5
        there = shown & ~mask & (clear.ravel() >= CELL)
        even = clearance(np.hypot(*np.gradient(source.light)) > SHADE) >= SURE * CELL - 1
        there &= (_at(source.trust * even, y, x) >= SURE) & (np.abs(_at(source.light, y, x) - light.ravel()) <= SAME_LIGHT)
        for c in range(3):
            there &= np.abs(_at(source.gain[..., c], y, x) - gain[..., c].ravel()) <= SAME_LIGHT
        picture[there] = np.stack([_at(source.painted[..., c], y[there], x[there]) for c in range(3)], axis=1)
        mask |= there
    return InpaintContext(picture=picture.reshape(*light.shape, 3), mask=mask.reshape(light.shape))


def _at(layer: NDArray[np.float32], y: NDArray, x: NDArray) -> NDArray[np.float32]:
    return map_coordinates(layer, [y, x], order=1, mode="nearest")
