"""A frame put together from anchors: the colour that sticks to each surface, in this frame's light and with its own outlines."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from neural.looks.coloured_light import COLOURLESS, LightAnswer
from neural.reprojection.agreement import agreed
from neural.reprojection.anchor import Anchor
from neural.reprojection.appearance import learn
from neural.reprojection.kernels import colours, judged, means, owners_of
from neural.reprojection.mipmaps import layers_of
from neural.reprojection.outlines import magnified
from neural.reprojection.tables import AnchorTextures, Array, Seen, Tables, Views
from neural.reprojection.view_selection import owned
from neural.reprojection.views import surface_places, views_of
from render.frame import SUPERSAMPLE
from render.surfels import Surfels

BLOCK = 4
"""px of an anchor; whom a place is taken from is judged for each part in blocks of so many by so many."""
SHORT = np.float32(0.5 / SUPERSAMPLE)
"""px from an edge to the middle of the nearest place beside it, from which `clear` is counted."""


class Assembler:
    """Puts frames of one shot together."""

    def __init__(self, views: Views, layers: AnchorTextures, learnt: Tables, answer: LightAnswer) -> None:
        self._views, self._layers, self._learnt, self._answer = views, layers, learnt, answer

    def frame(self, surfels: Surfels, height: int, width: int, scale: float = 1.0) -> tuple[Array, Array]:
        """(H, W, 3) sRGB in 0..1, and (H, W) the share of each pixel that some anchor shows.

        scale: px of the frame that are one px of an anchor, at least 1: outlines keep their width in the picture. surfels: of the whole
        frame, or of the pixels that `whole_blocks` gives: these then come out the same to the last bit, and the others as 0."""
        places = surface_places(surfels)
        clear = np.maximum((surfels.clear + SHORT) / np.float32(scale) - SHORT, 0)
        light, tint = self._answer.split(surfels.light)
        seen = Seen(light, self._answer.gain(tint), clear, surfels.pixel, _blocks(height, width, block(scale)).ravel())
        owners = owners_of(self._views, self._layers, places, judged(places, seen, len(self._learnt.curve)))
        learnt = self._learnt._replace(fade=magnified(self._learnt.fade, scale), ink=magnified(self._learnt.ink, scale))
        found = colours(self._views, self._layers, learnt, places, seen, owners)
        picture, share = means(surfels.pixel, found, height * width)
        return picture.reshape(height, width, 3), share.reshape(height, width)


def assembler_of(sources: Sequence[Anchor], parts: int, faces: NDArray[np.int32], answer: LightAnswer = COLOURLESS) -> Assembler:
    """What puts frames together from these anchors. parts: part ids are below. faces: (F, 3) vertices of each triangle. answer: the
    painter's to coloured light, as the anchors were made with."""
    sources, learnt = learn([replace(s, painted=s.painted / s.gain) for s in sources], parts)
    views = views_of(sources, faces)
    sources = agreed(sources, views, parts)
    return Assembler(views, layers_of(sources, owned(sources, views)), learnt, answer)


def whole_blocks(touched: NDArray[np.bool_], scale: float = 1.0) -> NDArray[np.bool_]:
    """(H, W) the pixels of all blocks that have a touched pixel (H, W): what has to be assembled together."""
    numbers = _blocks(*touched.shape, block(scale))
    return np.bincount(numbers[touched], minlength=numbers.max() + 1)[numbers] > 0


def within(surfels: Surfels, chosen: NDArray[np.bool_]) -> Surfels:
    """The surfels of the chosen pixels (H, W), in the order they had."""
    some = chosen.ravel()[surfels.pixel]
    return Surfels(**{field.name: getattr(surfels, field.name)[some] for field in fields(Surfels)})


def block(scale: float) -> int:
    """Width and height, px of a frame, of the blocks that are assembled together."""
    return round(BLOCK * scale)


@lru_cache(maxsize=4)
def _blocks(height: int, width: int, wide: int) -> NDArray[np.int32]:
    """(H, W) the number of the block that each pixel is in."""
    rows, columns = np.ogrid[:height, :width]
    return (rows // wide * -(-width // wide) + columns // wide).astype(np.int32)
