"""The rules of VBench (Huang et al., CVPR 2024) as its code computes them, and its totals. What a network must say first is given.

Read at revision 45e79ec of VBench. Its consistency and smoothness reward stillness: read them beside how much moves.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

QUALITY = {
    "subject_consistency": (0.1462, 1.0), "background_consistency": (0.2615, 1.0), "temporal_flickering": (0.6293, 1.0),
    "motion_smoothness": (0.706, 0.9975), "dynamic_degree": (0.0, 1.0), "aesthetic_quality": (0.0, 1.0), "imaging_quality": (0.0, 1.0)}
"""Dimensions of quality: the values that count as 0 and as 1. Nothing is clipped, so a still clip's smoothness counts 1.0086."""
SEMANTIC = {
    "object_class": (0.0, 1.0), "multiple_objects": (0.0, 1.0), "human_action": (0.0, 1.0), "color": (0.0, 1.0),
    "spatial_relationship": (0.0, 1.0), "scene": (0.0, 0.8222), "appearance_style": (0.0009, 0.2855), "temporal_style": (0.0, 0.364),
    "overall_consistency": (0.0, 0.364)}
"""Dimensions of agreement with the prompt."""
WEIGHTS = {"dynamic_degree": 0.5}
"""Of the others: 1."""
MOST_STATIC, MOST_DYNAMIC = 0.02, 0.05
"""The share of a flow's pixels that the static filter and the dynamic degree look at: those that move most."""
LONG = Fraction(5)
"""s; from here on the leaderboard scores with VBench-Long, whose clips take CLIP seconds."""
CLIP = 2


def consistency(features: NDArray[np.floating]) -> NDArray[np.float64]:
    """(T - 1,) of (T, D) unit features, from the second frame on: half the likeness to the frame before, half that to the first.

    Likeness is the cosine, or 0 if that is negative. Subject and background differ by the network alone; a clip's score is the mean.
    """
    features = features.astype(np.float64)
    before, first = (features[1:] * features[:-1]).sum(axis=1), features[1:] @ features[:1].T
    return (np.maximum(before, 0) + np.maximum(first[:, 0], 0)) / 2


def difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Mean absolute difference over pixels and channels, 0..255."""
    return float(np.abs(a.astype(np.int16) - b).mean())


def likeness(differences: Sequence[float]) -> float | None:
    """(255 - mean) / 255; None of nothing. Of neighbouring frames this is temporal flickering, meant for static clips alone;
    of every other frame and what an interpolator puts between its neighbours, motion smoothness."""
    return (255 - sum(differences) / len(differences)) / 255 if differences else None


def largest(flow: NDArray[np.floating], share: float) -> float:
    """Mean length, px, of the longest `share` of an (H, W, 2) flow's vectors."""
    lengths = np.sort(np.hypot(flow[..., 0], flow[..., 1]), axis=None)
    return float(lengths[lengths.size - int(lengths.size * share):].mean())


def stride(fps: Fraction) -> int:
    """The dynamic degree takes every so many-th frame: about 8 a second."""
    return max(1, round(fps / 8))


def dynamic_degree(motion: Sequence[float], side: int) -> float | None:
    """1 if a clip moves, else 0; None for a single frame. A quarter of the frames must move, by Python's rounding half to even.

    motion: `largest(flow, MOST_DYNAMIC)` between each two of the frames `stride` apart. side: the picture's shorter one, px.
    """
    if not motion:
        return None
    return float(sum(length > 6 * side / 256 for length in motion) >= round(4 * (len(motion) + 1) / 16))


def is_static(motion: Sequence[float], ends: Sequence[float], side: int) -> bool:
    """Whether a clip passes the static filter, which lets it have a temporal flickering at all.

    motion: `largest(flow, MOST_STATIC)` between neighbouring frames; ends: from the first to the last frame, and back.
    """
    threshold, allowed = 3 * side / 256, round(2 * (len(motion) + 1) / 16)
    return sum(length > threshold for length in motion) <= allowed and all(length <= threshold * allowed * 2 for length in ends)


def clips(frames: int, fps: Fraction) -> list[slice]:
    """The frames of each of VBench-Long's clips. The last is as long as the others, and overlaps the one before if it must."""
    length = max(1, int(fps)) * CLIP
    starts = range(0, frames - length + 1, length)
    rest = frames - length * len(starts)
    return [slice(start, start + length) for start in starts] + ([slice(max(0, frames - length), frames)] if rest else [])


def quality_total(row: Mapping[str, float | None]) -> float | None:
    """Of values in 0..1 by dimension; None if one of QUALITY is not there."""
    return _total(row, QUALITY)


def semantic_total(row: Mapping[str, float | None]) -> float | None:
    """Of values in 0..1 by dimension; None if one of SEMANTIC is not there."""
    return _total(row, SEMANTIC)


def total(row: Mapping[str, float | None]) -> float | None:
    """Four parts of quality and one of agreement with the prompt; None if a dimension is not there."""
    quality, semantic = quality_total(row), semantic_total(row)
    return None if quality is None or semantic is None else (4 * quality + semantic) / 5


def _total(row: Mapping[str, float | None], ranges: Mapping[str, tuple[float, float]]) -> float | None:
    weighted, weights = 0.0, 0.0
    for name, (least, most) in ranges.items():
        value, weight = row.get(name), WEIGHTS.get(name, 1)
        if value is None:
            return None
        weighted, weights = weighted + weight * (value - least) / (most - least), weights + weight
    return weighted / weights
