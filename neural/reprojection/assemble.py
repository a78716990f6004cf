"""A frame put together from anchors: the colour that sticks to each surface, in this frame's light and with its own outlines."""

import numpy as np
from numpy.typing import NDArray

from neural.reprojection.kernels import Array, Layers, Places, Tables, Views, colours, means, owners_of, taken
from neural.reprojection.views import places_of
from render.surfels import Surfels

BLOCK = 4
"""px; whom a place is taken from is judged for each part in blocks of so many by so many."""


class Assembler:
    """Puts frames of one shot together."""

    def __init__(self, views: Views, layers: Layers, learnt: Tables) -> None:
        self._views, self._layers, self._learnt = views, layers, learnt

    def frame(self, surfels: Surfels, height: int, width: int, scale: float = 1.0) -> tuple[Array, Array]:
        """(H, W, 3) sRGB in 0..1, and (H, W) the share of each pixel that some anchor shows."""
        places = places_of(surfels)
        block, judged = self._blocks(places, surfels.pixel, width)
        owners = owners_of(self._views, self._layers, places, judged)
        found = taken(self._views, self._layers, places, owners, block)
        found = colours(self._learnt, places.part, found, surfels.light, surfels.clear)
        picture = means(surfels.pixel, found, height * width).reshape(height, width, 4)
        return picture[..., :3], picture[..., 3]

    def _blocks(self, places: Places, pixel: NDArray[np.int32], width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which block of its part each place (N,) is in, and one place of each block (M,)."""
        key = (pixel // width // BLOCK * -(-width // BLOCK) + pixel % width // BLOCK) * len(self._learnt.curve) + places.part
        one = np.full(int(key.max()) + 1, -1)
        one[key] = np.arange(len(key))
        judged = one[one >= 0]
        one[one >= 0] = np.arange(len(judged))
        return one[key], judged


def whole_blocks(touched, scale=1.0):
    return np.ones_like(touched)


def within(surfels, chosen):
    from dataclasses import fields
    some = chosen.ravel()[surfels.pixel]
    return Surfels(**{field.name: getattr(surfels, field.name)[some] for field in fields(Surfels)})
