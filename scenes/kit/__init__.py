"""Props to build sets of: KIT["sofa"]("sofa", on=(0, 1, 0), turn=(0, 0, -90)), or sofa("sofa", ...)."""

from collections.abc import Callable, Mapping
from typing import Any

from scenes.kit.buildings import BUILDINGS
from scenes.kit.furniture import FURNITURE
from scenes.kit.household import HOUSEHOLD
from scenes.kit.kitchen import KITCHEN
from scenes.kit.lamps import LAMPS
from scenes.kit.openings import OPENINGS
from scenes.kit.plants import PLANTS
from scenes.kit.screens import SCREENS
from scenes.kit.street import STREET
from scenes.kit.vehicles import VEHICLES
from scenes.props import Prop

KIT: Mapping[str, Callable[..., Prop]] = {make.__name__: make for make in (
    *FURNITURE, *KITCHEN, *HOUSEHOLD, *LAMPS, *SCREENS, *OPENINGS, *BUILDINGS, *STREET, *VEHICLES, *PLANTS)}
"""All props by name. The first argument is what the thing is called; all others may be left out."""


def __getattr__(name: str) -> Any:
    if name in KIT:
        return KIT[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
