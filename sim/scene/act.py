"""What people do, as it is declared: what all verbs share. Each verb is one file of sim.character.behaviours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sim.errors import DeclarationError, check_number, check_vector, unknown
from sim.scene.objects import Body, Mechanism
from sim.scene.when import START, Trigger

FREE, FIXED, PIVOTED, LINKED, MECHANISM, PERSON = ("is free", "is fixed", "is on a pivot", "is on a pivot on a moving body",
                                                   "is a mechanism", "is a person")
"""What an object is, for the question of what can be done to it."""
HANDS = ("left", "right")
POSITIVE: Mapping[str, str] = {"duration": "s", "flight": "s", "within": "s", "distance": "m", "speed": "m/s"}
"""Fields that are numbers above 0 if they are given, and their units."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What else a scene declares. kinds: by name, what each object is: FREE, FIXED and so on. heights: of people, m."""

    kinds: Mapping[str, str]
    bodies: Mapping[str, Body]
    mechanisms: Mapping[str, Mechanism]
    heights: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Act:
    """What all verbs share. target: who does it. until: when it is ended, if it is still going on; who does it comes to rest."""

    target: str
    when: Trigger = START
    until: Trigger | None = None
    name: str = ""
    handles: ClassVar[str] = FREE
    """What its `thing` must be."""
    aims: ClassVar[tuple[str, ...]] = ("to", "on", "facing", "into")
    """Fields that name an object or someone, or are a place."""
    flat: ClassVar[bool] = False
    """Whether such a place may be x, y alone."""

    def check(self, owner: str, scene: Declared) -> None:
        """Raise a DeclarationError for what this verb cannot be done with; what is the same in all verbs is looked at by `check_act`."""


def check_act(owner: str, act: Act, scene: Declared) -> None:
    """Raise a DeclarationError for an unknown object, a thing that cannot be held, a place that is none, a number out of range."""
    for field in act.aims:
        _check_aim(owner, act, field, getattr(act, field, None), scene)
    thing = getattr(act, "thing", None)
    if thing is not None:
        if thing not in scene.kinds:
            raise unknown("object", thing, scene.kinds, owner)
        if scene.kinds[thing] != act.handles:
            what = "mechanisms are opened and closed" if act.handles == MECHANISM else "what is free can be held or moved"
            raise DeclarationError(f"{owner}: {thing!r} {scene.kinds[thing]}; only {what}.")
    for field, unit in POSITIVE.items():
        if getattr(act, field, None) is not None:
            check_number(owner, field, getattr(act, field), above=0, unit=unit)
    if getattr(act, "hand", "") not in ("", *HANDS):
        raise DeclarationError(f"{owner}: hand is {getattr(act, 'hand', '')!r}; it must be 'left', 'right' or '' for the nearer one.")
    act.check(owner, scene)


def _check_aim(owner: str, act: Act, field: str, aim: object, scene: Declared) -> None:
    if isinstance(aim, str):
        if aim not in scene.kinds:
            raise unknown("object", aim, scene.kinds, owner)
        if aim == act.target:
            raise DeclarationError(f"{owner}: {field} is {aim!r}, who does it; name something else.")
    elif aim is not None:
        check_vector(owner, field, aim, 2 if act.flat and len(tuple(aim)) == 2 else 3)  # type: ignore[arg-type]
