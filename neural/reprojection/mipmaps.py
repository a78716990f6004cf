"""The painted surface of all anchors, made ready to be looked up: filtered beforehand, and never across a silhouette."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_cdt, maximum_filter, minimum_filter

from neural.reprojection.anchor import Anchor
from neural.reprojection.kernels import COARSER, NEAR, NEAR_BY
from neural.reprojection.part_filters import blurred
from neural.reprojection.tables import AnchorTextures, Array
from neural.reprojection.views import stacked

WIDE, SLIGHT = 2.0, 0.01
"""An anchor owns surface near by if its ownership, blurred by so many px, is more than this."""


def layers_of(sources: Sequence[Anchor], owned: Sequence[Array]) -> AnchorTextures:
    """owned: for each anchor (H, W) 0..1, how much each of its pixels is what its surface is painted from."""
    size = tuple(int(most) + -int(most) % 2**COARSER for most in np.max([s.part.shape for s in sources], axis=0))
    layers = [np.concatenate([s.inner, s.light[..., None], own[..., None]], axis=-1) for s, own in zip(sources, owned)]
    around = [_around(source) for source in sources]
    near = [blurred(own[..., None], s.part, WIDE)[..., 0] > SLIGHT for s, own in zip(sources, owned)]
    return AnchorTextures(pyramid=np.stack([_pyramid(s, layer, size) for s, layer in zip(sources, layers)]),
                  fineness=stacked([s.fineness for s in sources]),
                  around=stacked(around), coarsest=stacked([_coarsest(one) for one in around]),
                  claim=stacked([own + np.float32(NEAR_BY) * some for own, some in zip(owned, near)]))


def _pyramid(source: Anchor, layers: Array, size: tuple[int, ...]) -> Array:
    """(H, W + W / 2, C): the layers (h, w, C), made up to a size (H, W); and right of them, one under another, filtered within each part
    to pixels twice as wide, four times, ..."""
    rows, columns = size
    out = np.zeros((rows, columns + columns // 2, layers.shape[-1]), np.float32)
    for level in range(COARSER + 1):
        filtered, wide = blurred(layers, source.part, 0.4 * 2**level) if level else layers, 2**level
        whole = np.pad(filtered, [*((0, most - own) for most, own in zip(size, filtered.shape)), (0, 0)], mode="edge")
        means = whole.reshape(rows // wide, wide, columns // wide, wide, -1).mean(axis=(1, 3), dtype=np.float32)
        top, left = (rows - 2 * rows // wide, columns) if level else (0, 0)
        out[top:top + rows // wide, left:left + columns // wide] = means
    return out


def _around(source: Anchor) -> NDArray[np.int8]:
    """(H, W) for how many px round a pixel all are of the picture and show the same part, at about one depth: 0, 1 or 2."""
    depth = np.where(source.part > 0, source.depth, 1)

    def alike(size: int) -> NDArray[np.bool_]:
        part = minimum_filter(source.part, size, mode="constant", cval=-1) == maximum_filter(source.part, size)
        return part & (maximum_filter(depth, size) - minimum_filter(depth, size) < (size - 1) * NEAR * depth)

    return np.where(alike(5), 2, np.where(alike(3), 1, 0)).astype(np.int8)


def _coarsest(around: NDArray[np.int8]) -> Array:
    """(H, W) octaves of filtering after which a pixel would take in what is not its surface."""
    room = distance_transform_cdt(np.pad(around == 2, 1), "chessboard")[1:-1, 1:-1] + 1.0
    # Linear at a level takes in pixels of 2^level px up to 1.5 of them away.
    return np.clip(np.floor(np.log2(room / 1.75)), 0, COARSER).astype(np.float32)
