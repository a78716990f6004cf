"""What people can wear: one garment a file, each with its GARMENT. A new file here is a new garment, everywhere."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from sim.character.body.garment_spec import GarmentSpec
from sim.errors import unknown

GARMENTS: Mapping[str, GarmentSpec] = {spec.name: spec for spec in (
    import_module(f"{__name__}.{found.name}").GARMENT for found in iter_modules(__path__))}
"""By what scripts call them."""


def garment_spec(name: str, owner: str = "garment") -> GarmentSpec:
    """The garment of this name. Raises DeclarationError, which names the owner, if there is none."""
    if name not in GARMENTS:
        raise unknown("garment", name, GARMENTS, owner)
    return GARMENTS[name]
