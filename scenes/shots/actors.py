"""The two who play in most shots of the library. They are the same people everywhere, in what suits the shot."""

from collections.abc import Mapping

from scenes.people import person
from scenes.props import Prop
from scenes.wardrobe import garment, hair
from sim.math.conventions import Vec3

HERS = {"top": "red", "trousers": "navy", "shoes": "black"}
HIS = {"top": "blue", "trousers": "grey", "shoes": "brown"}


def anna(on: Vec3, turn: float = 0.0, *, height: float = 1.7, wears: Mapping[str, str] = HERS) -> Prop:
    """A woman of 34. wears: colours by garment."""
    return person("anna", on=on, turn=turn, height=height, age=34, gender="female", skin=(0.86, 0.67, 0.5), hair=hair("bob", "chestnut"),
                  eyes="green", wardrobe=[garment(name, colour) for name, colour in wears.items()])


def ben(on: Vec3, turn: float = 0.0, *, height: float = 1.8, wears: Mapping[str, str] = HIS) -> Prop:
    """A man of 38 with a beard. wears: colours by garment."""
    return person("ben", on=on, turn=turn, height=height, age=38, gender="male", skin="tan", hair=hair("short", "black"),
                  wardrobe=[*(garment(name, colour) for name, colour in wears.items()), "beard"])
