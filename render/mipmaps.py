"""Pictures in ever coarser levels, each half as wide as the one before, averaged in linear light."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from render.colour import linear_from_srgb, srgb_from_linear
from sim.geometry.paint import Paint
from sim.math.conventions import frozen


@dataclass(frozen=True, kw_only=True, eq=False)
class Mipmaps:
    """texels: (T, 3) uint8 sRGB, of all levels of all pictures, row by row. levels: (K, L, 3) int64, of each picture's levels, finest
    first, the first texel, width and height; width 0 where there are no more."""

    texels: NDArray[np.uint8]
    levels: NDArray[np.int64]


def mipmaps(paint: Paint) -> Mipmaps:
    """Those of all pictures; where some of one is cut out, colours are those of what is left."""
    each = [_levels(picture, cutoff) for picture, cutoff in zip(paint.pictures, paint.cutoffs)]
    table, texels, start = np.zeros((len(each), max(map(len, each), default=0), 3), np.int64), [], 0
    for k, levels in enumerate(each):
        for i, level in enumerate(levels):
            table[k, i] = start, level.shape[1], level.shape[0]
            texels.append(level.reshape(-1, 3))
            start += len(texels[-1])
    return Mipmaps(texels=frozen(np.concatenate([np.zeros((0, 3), np.uint8), *texels]), np.uint8), levels=frozen(table, np.int64))


def _levels(picture: NDArray[np.uint8], cutoff: float) -> list[NDArray[np.uint8]]:
    weights: NDArray = np.ones(picture.shape[:2], np.float32) if not cutoff else (picture[..., 3] / 255).astype(np.float32)
    colours: NDArray = linear_from_srgb(np.arange(256) / 255).astype(np.float32)[picture[..., :3]] * weights[..., None]
    out = [picture[..., :3].copy()]
    while max(weights.shape) > 1:
        size = max(1, weights.shape[1] // 2), max(1, weights.shape[0] // 2)
        colours = np.stack([_smaller(colours[..., c], size) for c in range(3)], axis=-1)
        weights = _smaller(weights, size)
        out.append(_bytes(colours / np.maximum(weights, 1e-6)[..., None]))
        _fill(out[-1], weights)
    if cutoff:
        for fine, coarse in zip(out[-2::-1], out[:0:-1]):  # open places take the colours of what is near
            lost = ~fine.any(axis=-1) if fine is not out[0] else picture[..., 3] == 0
            fine[lost] = np.asarray(Image.fromarray(coarse).resize(fine.shape[1::-1], Image.Resampling.NEAREST))[lost]
    return out


def _fill(level: NDArray[np.uint8], weights: NDArray[np.float32]) -> None:
    """Mark where nothing is left as black, to be filled from what is coarser."""
    level[weights < 1e-4] = 0


def _smaller(plane: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BOX), np.float32)


def _bytes(linear: NDArray) -> NDArray[np.uint8]:
    return np.round(srgb_from_linear(linear) * 255).astype(np.uint8)
