"""Twelve places to act in: SETS["kitchen"](), or kitchen(). See Setting for how a shot takes one."""

from collections.abc import Callable, Mapping

from scenes.sets.indoors import cafe, kitchen, living_room, office
from scenes.sets.nature import beach, forest
from scenes.sets.outdoors import alley, rooftop, street
from scenes.sets.public import classroom, corridor, stage
from scenes.sets.setting import Setting as Setting

SETS: Mapping[str, Callable[[], Setting]] = {make.__name__: make for make in (
    kitchen, living_room, office, cafe, corridor, classroom, street, alley, forest, beach, rooftop, stage)}
"""All of them by name."""
