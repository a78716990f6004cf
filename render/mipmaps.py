"""Pictures in ever coarser levels, each half as wide as the one before, averaged in linear light."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from render.colour import linear_from_srgb, srgb_from_linear
from sim.geometry.paint import Paint
from sim.math.conventions import frozen

LIGHT = linear_from_srgb(np.arange(256) / 255).astype(np.float32)
LEANING = (np.arange(256) / 127.5 - 1).astype(np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Mipmaps:
    """texels: (T, 3) uint8 sRGB, of all levels of all pictures, row by row. levels: (K, L, 3) int64, of each picture's levels, finest
    first, the first texel, width and height; width 0 where there are no more. meaning: (256,) float32, what a texel's bytes stand for:
    linear light, or where a surface leans."""

    texels: NDArray[np.uint8]
    levels: NDArray[np.int64]
    meaning: NDArray[np.float32]

    @property
    def pictures(self) -> tuple[NDArray, NDArray, NDArray]:
        """As compiled loops take them."""
        return self.texels, self.levels, self.meaning


def mipmaps(paint: Paint, known: dict[tuple[bytes, float], list[NDArray[np.uint8]]]) -> Mipmaps:
    """Those of all pictures; where some of one is cut out, colours are those of what is left. known: levels made already, by what they
    are of; is added to."""
    each = []
    for picture, cutoff in zip(paint.pictures, paint.cutoffs):
        key = hashlib.sha256(picture.tobytes()).digest(), cutoff
        if key not in known:
            known[key] = _levels(picture, cutoff)
        each.append(known[key])
    return _together(each, LIGHT)


def bump_mipmaps(bumps: Sequence[NDArray[np.uint8]]) -> Mipmaps:
    """Those of normal maps, each the mean of the ways that it lies over: shorter, where these differ."""
    each = []
    for bump in bumps:
        ways = [LEANING[bump[..., :3]]]
        while max(ways[-1].shape[:2]) > 1:
            ways.append(_smaller(ways[-1]))
        each.append([np.round((way + 1) * 127.5).astype(np.uint8) for way in ways])
    return _together(each, LEANING)


def _together(each: list[list[NDArray[np.uint8]]], meaning: NDArray[np.float32]) -> Mipmaps:
    table, texels, start = np.zeros((len(each), max(map(len, each), default=0), 3), np.int64), [], 0
    for k, levels in enumerate(each):
        for i, level in enumerate(levels):
            table[k, i] = start, level.shape[1], level.shape[0]
            texels.append(level.reshape(-1, 3))
            start += len(texels[-1])
    return Mipmaps(texels=frozen(np.concatenate([np.zeros((0, 3), np.uint8), *texels]), np.uint8), levels=frozen(table, np.int64),
                   meaning=meaning)


def _levels(picture: NDArray[np.uint8], cutoff: float) -> list[NDArray[np.uint8]]:
    linear: NDArray = LIGHT[picture[..., :3]]
    if cutoff:
        weight = (picture[..., 3:] / 255).astype(np.float32)
        linear = np.concatenate([linear * weight, weight], axis=-1)
    out = [picture[..., :3].copy()]
    while max(linear.shape[:2]) > 1:
        linear = _smaller(linear)
        out.append(_bytes(linear[..., :3] / np.maximum(linear[..., 3:], 1e-6) if cutoff else linear))
        if cutoff:
            out[-1][linear[..., 3] < 1e-4] = 0  # nothing is left there: it is filled from what is coarser
    if cutoff:
        for fine, coarse in zip(out[-2::-1], out[:0:-1]):  # open places take the colours of what is near
            lost = ~fine.any(axis=-1) if fine is not out[0] else picture[..., 3] == 0
            fine[lost] = np.asarray(Image.fromarray(coarse).resize(fine.shape[1::-1], Image.Resampling.NEAREST))[lost]
    return out


def _smaller(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(H, W, C) half as wide and high, each the mean of those that it lies over."""
    high, wide = planes.shape[:2]
    if high % 2 == 0 and wide % 2 == 0:
        return (planes[::2, ::2] + planes[1::2, ::2] + planes[::2, 1::2] + planes[1::2, 1::2]) * np.float32(0.25)
    size = max(1, wide // 2), max(1, high // 2)
    return np.stack([np.asarray(Image.fromarray(planes[..., c]).resize(size, Image.Resampling.BOX)) for c in range(planes.shape[2])], -1)


def _bytes(linear: NDArray) -> NDArray[np.uint8]:
    return np.round(srgb_from_linear(linear) * 255).astype(np.uint8)
