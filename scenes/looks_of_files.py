"""The Look of what a file gives a material: its colours, and words for them."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from neural.conditioning.vocabulary import parse
from render.materials import MATERIALS
from render.view import OWN
from scenes.look import Look
from sim.math.conventions import Vec3
from sim.scene.shapes import Compound, MeshFile, Shape

if TYPE_CHECKING:
    from sim.geometry.mesh_part import MeshPart
    from sim.geometry.paint import Paint

METAL, SHINY, SMOOTH = 0.5, 0.35, 0.6
"""Above this much metal a surface is called metal; below so much roughness ceramic, or plastic."""


def look_of(part: "MeshPart") -> Look:
    """What a mesh file says of one of its materials."""
    made = part.material
    if not part.painted:
        return Look(glow=made.glow)
    look = _look(part.paint)
    return replace(look, glow=made.glow, material=_material(made.name, made.roughness, made.metal, bool(look.texture)))


def look_of_link(shape: Shape) -> Look:
    """What a URDF says of one of its links."""
    pieces = shape.pieces if isinstance(shape, Compound) else ()
    colours = {piece.colour for piece in pieces}
    if any(isinstance(piece.shape, MeshFile) or piece.texture for piece in pieces) or len(colours) > 1:
        from sim.geometry.tessellate import tessellate  # here: it loads the files
        paint = tessellate(shape).paint
        return Look() if paint is None else _look(paint)
    return Look(colours.pop()) if colours else Look()


def _look(paint: "Paint") -> Look:
    return Look(colour_of(paint), texture="" if paint.flat is not None else OWN, normal=OWN if paint.bumps else "")


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


def _material(name: str, roughness: float | None, metal: float | None, textured: bool) -> str:
    """The material that the name tells, but for one whose pattern the file does not say; or one that shines as much."""
    said = parse(name.replace("_", " ").replace("-", " ")).material
    if said is not None and (MATERIALS[said].draws is None or textured):
        return said
    if metal is not None and metal > METAL:
        return "metal"
    if roughness is None or roughness > SMOOTH:
        return "plaster"
    return "ceramic" if roughness < SHINY else "plastic"
