"""The materials a surface can be of, and the pattern each draws: procedural, fixed to the part at rest, in metres.

A pattern is a grey value in 0..1 of a point in the part's frame; 0.5 is the plain colour, and what PLAIN materials
have."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def smooth_noise(p: Array) -> Array:
    """A soft, endless field in -1..1 of points (N, 3): sums of sines with turned axes. No table, no seed, no grid."""
    x, y, z = p.T
    return (np.sin(1.7 * x + 0.9 * y - 1.3 * z + 1.1) + np.sin(-1.1 * x + 1.9 * y + 0.8 * z + 4.2)
            + np.sin(0.7 * x - 1.2 * y + 2.1 * z + 2.7) + np.sin(2.3 * x + 1.3 * y + 1.6 * z + 0.4)) / 4


def _wave(t: Array) -> Array:
    return 0.5 + 0.5 * np.sin(t)


def _wood(p: Array) -> Array:
    rings = np.hypot(p[:, 1] + 0.31, p[:, 2] * 1.4 + 0.17) + 0.02 * smooth_noise(p * [2.0, 7.0, 7.0])
    return _wave(rings * 55 + 1.5 * smooth_noise(p * [1.5, 5.0, 5.0]))


def _marble(p: Array) -> Array:
    warped = p * 3 + 0.5 * np.stack([smooth_noise(p * 4 + shift) for shift in (0.0, 3.1, 7.7)], axis=1)
    return 1 - np.abs(np.sin(2.5 * warped @ [0.8, 0.5, 0.6] + 2 * smooth_noise(warped * 2))) ** 0.5


def _stone(p: Array) -> Array:
    return 0.5 + 0.5 * smooth_noise(p * 9 + 2 * smooth_noise(p * 5)[:, None])


def _parity(p: Array, cell: float) -> Array:
    # A shift keeps faces of boxes and walls off the cells' own planes, where rounding would draw noise.
    return (np.floor(p / cell + 0.2371).sum(axis=1) % 2).astype(np.float64)


def _checked(p: Array) -> Array:
    return _parity(p, 0.25)


def _tiled(p: Array) -> Array:
    q = np.abs((p / 0.4 + 0.2371) % 1 - 0.5)
    near = np.sort(q, axis=1)
    return np.where(near[:, 2] > 0.47, 0.0, 0.6)


def _brick(p: Array) -> Array:
    p = p + [0.0, 0.0, 0.041]  # keeps the joints off floors, which lie at z = 0
    row = np.floor(p[:, 2] / 0.12)
    along = (p[:, 0] + p[:, 1]) / 0.3 + 0.5 * (row % 2)
    joint = ((p[:, 2] / 0.12) % 1 < 0.12) | (along % 1 < 0.05)
    return np.where(joint, 1.0, 0.35 + 0.2 * np.sin(12.9898 * row + 78.233 * np.floor(along)))


def _striped(p: Array) -> Array:
    return (np.floor((p[:, 0] + 0.35 * p[:, 2]) / 0.09 + 0.2371) % 2).astype(np.float64)


def _spotted(p: Array) -> Array:
    q = p / 0.16 + 0.2371
    return np.where(((q - np.floor(q) - 0.5) ** 2).sum(axis=1) < 0.12, 1.0, 0.3)


PATTERNS: dict[str, Callable[[Array], Array]] = {
    "wood": _wood, "marble": _marble, "stone": _stone, "checked": _checked, "tiled": _tiled, "brick": _brick,
    "striped": _striped, "spotted": _spotted,
}
FULL_SIZE = 0.9
PLAIN = ("plastic", "rubber", "metal", "ceramic", "plaster", "paper", "cloth", "skin", "hair")
MATERIALS = (*PLAIN, *PATTERNS)
GLOSS = {"plastic": 0.4, "metal": 0.8, "ceramic": 0.6, "marble": 0.4, "tiled": 0.3}
"""How much highlight a material shows, 0..1; absent is 0. The painter's to use: the light pass is diffuse."""
CONTRAST = {"wood": 0.45, "marble": 0.5, "stone": 0.4, "checked": 0.6, "tiled": 0.5, "brick": 0.5, "striped": 0.6, "spotted": 0.6}
"""How strongly a pattern shifts the colour: albedo = colour x (1 + contrast x (2 pattern - 1)), at most 1."""


def pattern(material: str, points: Array, size: float) -> Array:
    """Grey values (N,) in 0..1 of a material at points (N, 3) of the part's rest frame, m.

    size: the part's greatest extent, m; on things smaller than FULL_SIZE the pattern shrinks with them, so that it is
    seen."""
    if material not in PATTERNS:
        return np.full(len(points), 0.5)
    return PATTERNS[material](points / min(max(size / FULL_SIZE, 0.1), 1.0))
