"""People: who they are and what they look like."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scenes.look import Look
from scenes.props import Prop
from scenes.wardrobe import Garment, Hair, appearances, worn
from sim.errors import unknown
from sim.math.conventions import Vec3
from sim.scene.person import Person

BUILDS = {"slim": (0.25, 0.4), "medium": (0.5, 0.5), "broad": (0.75, 0.65)}
"""Weight and muscle of each."""
GENDERS = {"male": 0.0, "female": 1.0}
AGES, TALL = (3.0, 6.0, 10.0, 14.0, 18.0), (0.95, 1.15, 1.38, 1.62, 1.7)
"""About how tall people of an age are, m, years, who are no taller at any later one."""


def person(name: str, *, on: Vec3 = (0.0, 0.0, 0.0), turn: float = 0.0, age: float = 30.0, gender: str | float = 0.5,
           height: float | None = None, build: str = "medium", weight: float | None = None, muscle: float | None = None,
           skin: str | Vec3 | Look = "tan", hair: str | Hair = "short", eyes: str = "brown",
           wardrobe: Mapping[str, Look] | Sequence[str | Garment] | None = None) -> Prop:
    """Someone who stands at `on` and faces `turn`, degrees about z from +x.

    age: years. gender: 'male', 'female', or from 0, male, to 1. height: m; None: as is usual at their age. build: 'slim', 'medium' or
    'broad', or weight and muscle, each from 0, little, to 1. skin: 'pale', 'light', 'tan', 'olive', 'brown' or 'dark', a colour or a Look.
    hair: a style ('bald', 'short', 'bob', 'long', 'ponytail', 'bun', 'curls'), or hair('bob', 'black'). eyes: 'brown', 'dark', 'hazel',
    'green', 'blue' or 'grey'. wardrobe: what they wear, as [garment('coat', 'navy'), 'trousers', 'boots'], or looks by garment, such as
    {'top': Look('red', 'cloth')}, which change or add to a top, trousers and shoes; its 'skin' and 'hair' are looks of these.
    """
    if build not in BUILDS:
        raise unknown("build", build, BUILDS, name)
    if isinstance(gender, str) and gender not in GENDERS:
        raise unknown("gender", gender, GENDERS, name)
    heavy, strong = BUILDS[build]
    looks = wardrobe if isinstance(wardrobe, Mapping) else {}
    hairs = hair if isinstance(hair, Hair) else Hair(hair)
    clothes = worn(name, wardrobe)
    who = Person(name=name, position=on, heading=math.radians(turn), age=age, gender=GENDERS[gender] if isinstance(gender, str) else gender,
                 height=float(np.interp(age, AGES, TALL)) if height is None else height, weight=heavy if weight is None else weight,
                 muscle=strong if muscle is None else muscle, hair=hairs.style, clothes=tuple(each.name for each in clothes))
    seen = (*who.pieces, *(part.name for body in who.accessories for part in body.parts))
    return Prop(thing=who, appearances=appearances(name, seen, clothes, looks.get("skin", skin),
                                             replace(hairs, colour=looks.get("hair", hairs.colour)), eyes))
