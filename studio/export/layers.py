"""The layers by name, which format holds which, and the check of a choice of them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sim.errors import DeclarationError, unknown

LAYERS: Mapping[str, str] = MappingProxyType({
    "painted": "what was painted. EXR: R G B, half, linear light of Rec. 709 primaries; else uint8 sRGB.",
    "beauty": "the plain render. EXR: beauty.R beauty.G beauty.B, half, the light itself, linear, brightest parts and all; else uint8 "
              "sRGB, those rolled off.",
    "depth": "m along the view axis, at pixel centres. EXR: Z, float, background 1e10 as Blender writes it. NPZ: "
             "background inf. PNG: 16 bits, 0 at near_m to 65534 at far_m of passes.json, clipped; background 65535.",
    "normal": "unit normals, world, z up, turned to the camera; background 0. EXR: N.X N.Y N.Z, half. PNG: 8 bits, "
              "(n + 1) / 2.",
    "position": "the surface point, m, world, z up. EXR: P.X P.Y P.Z, float, background 0. NPZ: background nan.",
    "motion": "px from each pixel centre to where its surface point is at the next frame (forward) and was at the one "
              "before (backward), also out of the picture; the background by its direction. None over a cut, at the ends "
              "of the shot and for what is behind the other camera: 0 in EXR, nan in NPZ. EXR: forward.u forward.v "
              "backward.u backward.v, float, u to the right, v up as Nuke has it, to 1/16384 px. NPZ: x to the right, "
              "y down.",
    "ids": "whole numbers at pixel centres, named in passes.json; background 0. EXR: id.object id.part, uint. PNG: 16 "
           "bits.",
    "cryptomatte": "EXR only: CryptoObject and CryptoPart, Cryptomatte 1.2: how much of each pixel each object and part "
                   "covers.",
})
"""What each layer holds, in the order of writing."""

FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "exr": tuple(LAYERS),
    "png": ("painted", "beauty", "depth", "normal", "ids"),
    "npz": ("painted", "beauty", "depth", "normal", "position", "motion", "ids"),
})
"""The layers that each format holds. PNG has too few digits for positions and motion."""


def chosen_layers(layers: Sequence[str], format: str, painted: bool) -> tuple[str, ...]:
    """The layers asked for, each once, in order; 'all' is what the format holds. painted: whether there are pictures.

    Raises DeclarationError for a name that is none, for a layer that the format does not hold, and for none at all.
    """
    if format not in FORMATS:
        raise unknown("format", format, FORMATS, "passes")
    for name in layers:
        if name not in LAYERS and name != "all":
            raise unknown("layer", name, (*LAYERS, "all"), "passes")
    here = [name for name in FORMATS[format] if painted or name != "painted"]
    for name in layers:
        if name != "all" and name not in here:
            raise DeclarationError(_not_here(name, format))
    if not layers:
        raise DeclarationError(f"passes: no layer was asked for. Name some of {', '.join(here)}, or all.")
    return tuple(name for name in here if name in layers or "all" in layers)


def _not_here(name: str, format: str) -> str:
    if name in FORMATS[format]:
        return f"passes: there are no pictures to write as {name!r}. Leave it out, or give the pictures of the take."
    others = " or ".join(f"format={other}" for other, held in FORMATS.items() if name in held)
    here = ", ".join(FORMATS[format])
    return f"passes: {format} does not hold {name!r}; it holds {here}. Leave it out, or write {others}."
