"""The materials a surface can be of: which pattern each draws, how strongly, and how much it shines."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from render import patterns

Array = NDArray[np.float64]
FULL_SIZE, SMALLEST = 0.9, 0.1


class Material(NamedTuple):
    """draws: the pattern, or None for a plain colour. contrast: how strongly it shifts the colour: albedo = colour x (1 + contrast x
    (2 pattern - 1)), at most 1. gloss: how much highlight it shows, 0..1; the painter's to use, for the light pass is diffuse. sized: whether
    the pattern is of one size everywhere; else it shrinks with things smaller than FULL_SIZE, so that it is seen."""

    draws: int | None = None
    contrast: float = 0.0
    gloss: float = 0.0
    sized: bool = False


MATERIALS: dict[str, Material] = {
    "plastic": Material(gloss=0.4), "rubber": Material(), "metal": Material(patterns.METAL, 0.22, 0.8), "ceramic": Material(gloss=0.6),
    "plaster": Material(), "paper": Material(patterns.PAPER, 0.08, sized=True), "cloth": Material(patterns.CLOTH, 0.16, sized=True),
    "skin": Material(), "hair": Material(patterns.HAIR, 0.45, 0.2, True), "wood": Material(patterns.WOOD, 0.42, 0.1),
    "marble": Material(patterns.MARBLE, 0.38, 0.4), "stone": Material(patterns.STONE, 0.34), "checked": Material(patterns.CHECKED, 0.5),
    "tiled": Material(patterns.TILED, 0.3, 0.3), "brick": Material(patterns.BRICK, 0.5), "striped": Material(patterns.STRIPED, 0.6),
    "spotted": Material(patterns.SPOTTED, 0.6), "glass": Material(gloss=0.9), "concrete": Material(patterns.CONCRETE, 0.24),
    "leather": Material(patterns.LEATHER, 0.26, 0.35, True), "grass": Material(patterns.GRASS, 0.55, sized=True),
    "sand": Material(patterns.SAND, 0.2, sized=True), "water": Material(patterns.WATER, 0.35, 0.8, True),
    "foliage": Material(patterns.FOLIAGE, 0.55, sized=True), "bark": Material(patterns.BARK, 0.45, sized=True),
    "knitted": Material(patterns.KNITTED, 0.3, sized=True),
}
"""By name."""


def pattern(material: str, points: Array, sides: NDArray[np.int64], samples: Array, size: float, long: int) -> NDArray[np.float32]:
    """Grey values (N,) float32 in 0..1 of a material at points (N, 3) of the part's rest frame, m; 0.5 is plain.

    sides: (N,) the axis 0..2 that the surface faces most. samples: (N,) of the picture that a metre there takes up: what is finer than
    them fades out. size: the part's greatest extent, m, along the axis `long`."""
    known = MATERIALS[material]
    if known.draws is None:
        return np.full(len(points), 0.5, np.float32)
    shrunk = 1.0 if known.sized else min(max(size / FULL_SIZE, SMALLEST), 1.0)
    return patterns.drawn(known.draws, points / shrunk, sides, samples * shrunk, size, long)
