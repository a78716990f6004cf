"""The arrays that compiled code looks places up in."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class Places(NamedTuple):
    """Places on surfaces, as in render.surfels. part, triangle: (N,) int32. barycentrics, direction: (N, 3), fineness: (N,) float32."""

    part: NDArray[np.int32]
    triangle: NDArray[np.int32]
    barycentrics: Array
    direction: Array
    fineness: Array


class Views(NamedTuple):
    """What A anchors show. corners: (A, F, 3, 3) the homogeneous pixel places of each triangle's corners, sky: (A, 3, 3) those of
    directions, float32. size: (A, 2) rows and columns, int64. part: (A, H, W) int32, depth: (A, H, W) m, float32."""

    corners: Array
    sky: Array
    size: NDArray[np.int64]
    part: NDArray[np.int32]
    depth: Array


class AnchorTextures(NamedTuple):
    """The anchors' paint. pyramid: (A, H, W + W / 2, 5) colour, light and ownership, and right of them the same filtered to pixels twice
    as wide, four times, ... one under another. claim, fineness: (A, H, W) float32. around: (A, H, W) int8, px round a pixel that show
    its surface: 0, 1 or 2. coarsest: (A, H, W) float32, levels that do not reach beyond it."""

    pyramid: Array
    claim: Array
    fineness: Array
    around: NDArray[np.int8]
    coarsest: Array


class Tables(NamedTuple):
    """By part: curve (P, LEVELS, 3), fade and ink (P, M, 3), as in neural.reprojection.appearance."""

    curve: Array
    fade: Array
    ink: Array


class Seen(NamedTuple):
    """What a frame shows at places (N,). light: its strength; gain: (N, 3) what its tint multiplies paint by: see
    neural.looks.coloured_light. clear: px of an anchor to the nearest edge. pixel: int32, row by row. block: int32, the block of pixels
    that each is in."""

    light: Array
    gain: Array
    clear: Array
    pixel: NDArray[np.int32]
    block: NDArray[np.int32]
