"""Exact outlines: where ids, slopes or depths part between neighbouring samples."""

import numpy as np
from numpy.typing import NDArray

from render.gbuffer import GBuffer

CREASE = np.cos(np.radians(35.0))
JUMP = 0.02
"""Bend of the inverse depth, as a share of it: on a plane the inverse depth is linear in the picture, so any bend is a step."""


def edges(samples: GBuffer) -> NDArray[np.float32]:
    """(H, W) 1 at the samples on both sides of an edge, else 0."""
    out = np.zeros(samples.triangle.shape, bool)
    for axis in (0, 1):
        across = _parted(samples, axis)
        low, high = [slice(None)] * 2, [slice(None)] * 2
        low[axis], high[axis] = slice(None, -1), slice(1, None)
        out[tuple(low)] |= across
        out[tuple(high)] |= across
    return out.astype(np.float32)


def _parted(samples: GBuffer, axis: int) -> NDArray[np.bool_]:
    """Between each sample and the next along an axis: whether an edge runs there."""
    part, normal = np.moveaxis(samples.part, axis, 0), np.moveaxis(samples.normal, axis, 0)
    other = part[1:] != part[:-1]
    crease = np.einsum("hwc,hwc->hw", normal[1:], normal[:-1]) < CREASE
    return np.moveaxis(other | crease & (part[1:] > 0) | _jump(np.moveaxis(samples.depth, axis, 0)), 0, axis)


def _jump(depth: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Along the first axis: where the inverse depth steps more than both its neighbours' slopes foretell."""
    inverse = 1 / depth.astype(np.float64)
    slope = np.diff(inverse, axis=0)
    before, after = np.pad(slope[:-1], ((1, 0), (0, 0)), mode="edge"), np.pad(slope[1:], ((0, 1), (0, 0)), mode="edge")
    bend = np.minimum(np.abs(slope - before), np.abs(slope - after))
    return bend > JUMP * np.maximum(inverse[1:], inverse[:-1])
