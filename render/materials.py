"""The materials a surface can be of: which pattern each draws, how strongly, and how much it shines."""

from typing import NamedTuple

(WOOD, MARBLE, STONE, CHECKED, TILED, BRICK, STRIPED, SPOTTED, METAL, CONCRETE, CLOTH, LEATHER, GRASS, SAND, WATER, PAPER, HAIR, FOLIAGE,
 BARK, KNITTED) = range(20)
"""Patterns; render.patterns draws them."""
FULL_SIZE = 0.9
"""m"""


class Material(NamedTuple):
    """draws: the pattern, None for a plain colour. contrast: how strongly it shifts the colour: albedo = colour x (1 + contrast x
    (2 pattern - 1)), at most 1. gloss: how much highlight it shows, 0..1; the painter's to use, for the light pass is diffuse. sized:
    whether the pattern is of one size everywhere; else it shrinks with things smaller than FULL_SIZE, so that it is seen."""

    draws: int | None = None
    contrast: float = 0.0
    gloss: float = 0.0
    sized: bool = False


MATERIALS: dict[str, Material] = {
    "plastic": Material(gloss=0.4), "rubber": Material(), "metal": Material(METAL, 0.22, 0.8), "ceramic": Material(gloss=0.6),
    "plaster": Material(), "paper": Material(PAPER, 0.08, sized=True), "cloth": Material(CLOTH, 0.16, sized=True),
    "skin": Material(), "hair": Material(HAIR, 0.45, 0.2, True), "wood": Material(WOOD, 0.42, 0.1),
    "marble": Material(MARBLE, 0.38, 0.4), "stone": Material(STONE, 0.34), "checked": Material(CHECKED, 0.5),
    "tiled": Material(TILED, 0.3, 0.3), "brick": Material(BRICK, 0.5), "striped": Material(STRIPED, 0.6),
    "spotted": Material(SPOTTED, 0.6), "glass": Material(gloss=0.9), "concrete": Material(CONCRETE, 0.24),
    "leather": Material(LEATHER, 0.26, 0.35, True), "grass": Material(GRASS, 0.55, sized=True),
    "sand": Material(SAND, 0.2, sized=True), "water": Material(WATER, 0.35, 0.8, True),
    "foliage": Material(FOLIAGE, 0.55, sized=True), "bark": Material(BARK, 0.45, sized=True),
    "knitted": Material(KNITTED, 0.3, sized=True),
}
"""By name."""

