"""The Look of what a file gives a material: its colours, and words for them."""

from typing import TYPE_CHECKING

import numpy as np

from neural.conditioning.vocabulary import parse
from render.materials import PLAIN
from render.view import OWN
from scenes.look import Look
from sim.math.conventions import Vec3

if TYPE_CHECKING:
    from sim.geometry.mesh_part import MeshPart
    from sim.geometry.paint import Paint

METAL, SHINY, SMOOTH = 0.5, 0.35, 0.6
"""Above this much metal a surface is called metal; below so much roughness ceramic, or plastic."""


def look_of(part: "MeshPart") -> Look:
    """What a mesh file says of one of its materials."""
    made = part.material
    if not made.name and made.roughness is None and part.paint.flat is not None and np.allclose(part.paint.flat, 1):
        return Look()  # it says nothing
    flat = part.paint.flat
    return Look(colour_of(part.paint), _material(made.name, made.roughness, made.metal), texture="" if flat is not None else OWN)


def colour_of(paint: "Paint") -> Vec3:
    """sRGB in 0..1 of paint on the whole."""
    from render.colour import linear_from_srgb, srgb_from_linear
    colour = paint.tints.reshape(-1, 3).mean(axis=0)
    if paint.pictures:
        picture = paint.pictures[0][::8, ::8].reshape(-1, 4)
        solid = picture[picture[:, 3] > 0] if (picture[:, 3] > 0).any() else picture
        colour = colour * linear_from_srgb(solid[:, :3] / 255).mean(axis=0)
    r, g, b = (round(float(channel), 4) for channel in srgb_from_linear(np.clip(colour, 0, 1)))
    return r, g, b


def _material(name: str, roughness: float | None, metal: float | None) -> str:
    """A material without a pattern of its own: the one that the name tells, or that shines as much."""
    said = parse(name.replace("_", " ").replace("-", " ")).material
    if said in PLAIN:
        return said
    if metal is not None and metal > METAL:
        return "metal"
    if roughness is None or roughness > SMOOTH:
        return "plaster"
    return "ceramic" if roughness < SHINY else "plastic"
