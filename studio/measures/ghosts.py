"""Ghosts and stains: what a person sees at once of a painted frame, told by the same frame as a faultless painter makes it.

Both are of pixels that no outline touches, and part by part. Whatever a look rightly does with light, pattern and edges, the faultless
picture does too; so it is not counted, and a picture that is the faultless one has neither ghosts nor stains.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from neural.reprojection.part_filters import blurred, parts_of
from render.frame import Frame

WIDE = 4.0
"""px; standard deviation of the Gaussian that ghosts are looked for under: about 8 px across."""
LARGE, SMALL, FEW = 200, 40, 12
"""Pixels of a part that ghosts, and stains, are looked for on; and so many of them untouched by outlines."""
ONE_COLOUR = 0.01
"""Linear albedo; surfaces that vary by no more are of one colour."""
Picture = NDArray[np.uint8]


def ghosts(picture: Picture, faultless: Picture, frame: Frame) -> dict[int, float]:
    """By part id, of 255: the difference of two sRGB pictures (H, W, 3) under a Gaussian of WIDE px that stays within the part, less
    its mean over the part; root mean square of the channels, 99th percentile over pixels. Parts of LARGE px and more."""
    own = _untouched(frame)
    away = blurred(picture.astype(np.float32) - faultless, own, WIDE)
    out = {}
    for part, at in _each(frame, own, LARGE):
        value = away[at] - away[at].mean(axis=0)
        out[part] = float(np.percentile(np.sqrt((value**2).mean(axis=1)), 99))
    return out


def stains(picture: Picture, faultless: Picture, frame: Frame, plain: NDArray[np.bool_]) -> dict[int, float]:
    """By part id, CIEDE2000 of two sRGB pictures (H, W, 3), the median difference over the part taken out in Lab; 95th percentile over
    pixels. The faultless picture says what light makes of one colour, so that light is divided out. Parts of SMALL px and more that have
    one albedo, and of which `plain` (parts + 1,), by part id, says that their words name no pattern."""
    out = {}
    for part, at in _each(frame, _untouched(frame), SMALL):
        if plain[part] and np.ptp(frame.albedo[at], axis=0).max() <= ONE_COLOUR:
            lab, right = (rgb2lab(one[at] / 255) for one in (picture, faultless))
            out[part] = float(np.percentile(deltaE_ciede2000(lab, right + np.median(lab - right, axis=0)), 95))
    return out


def middle(by_part: Mapping[int, float]) -> float | None:
    """The median over parts; None of none."""
    return float(np.median(list(by_part.values()))) if by_part else None


def worst(by_part: Mapping[int, float]) -> float | None:
    """That of the worst part; None of none."""
    return max(by_part.values(), default=None)


def _untouched(frame: Frame) -> NDArray[np.int32]:
    """(H, W) part ids, -1 where an outline touches the pixel."""
    return np.where(frame.edges == 0, frame.part, -1).astype(np.int32)


def _each(frame: Frame, own: NDArray[np.int32], least: int) -> Iterator[tuple[int, tuple[NDArray, NDArray]]]:
    """The parts that show so many pixels, and where they are untouched."""
    counts = np.bincount(frame.part.ravel())
    for rows, columns, mask in parts_of(own):
        down, across = np.nonzero(mask)
        at = down + rows.start, across + columns.start
        if len(down) >= FEW and counts[part := int(own[at][0])] >= least:
            yield part, at
