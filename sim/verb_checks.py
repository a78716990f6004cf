"""Whether what people do can be done as declared."""

from collections.abc import Mapping

from sim.character.motion import clips
from sim.errors import DeclarationError, check_number, check_vector, unknown
from sim.scene.actions import FREE, MECHANISM, PERSON
from sim.verbs import Carry, Close, HandOver, Open, Play, Pour, Push, Sit, Verb, WalkTo

HANDS = ("left", "right")
_HANDLES: dict[type, str] = {Open: MECHANISM, Close: MECHANISM}


def check_verb(owner: str, verb: Verb, objects: Mapping[str, str]) -> None:
    """Raise a DeclarationError for an unknown object, a thing that cannot be held, a place that is none, a number out of range."""
    for field in ("to", "on", "facing", "into"):
        aim = None if isinstance(verb, Open) else getattr(verb, field, None)
        if isinstance(aim, str):
            if aim not in objects:
                raise unknown("object", aim, objects, owner)
            if aim == verb.target:
                raise DeclarationError(f"{owner}: {field} is {aim!r}, who does it; name something else.")
        elif aim is not None:
            check_vector(owner, field, aim, 2 if isinstance(verb, (WalkTo, Carry)) and len(tuple(aim)) == 2 else 3)
    if hasattr(verb, "thing"):
        if verb.thing not in objects:
            raise unknown("object", verb.thing, objects, owner)
        if objects[verb.thing] != _HANDLES.get(type(verb), FREE):
            what = "mechanisms are opened and closed" if isinstance(verb, (Open, Close)) else "what is free can be held or moved"
            raise DeclarationError(f"{owner}: {verb.thing!r} {objects[verb.thing]}; only {what}.")
    if isinstance(verb, HandOver) and objects[verb.to] != PERSON:
        raise DeclarationError(f"{owner}: {verb.to!r} {objects[verb.to]}; things are handed to people. Use place.")
    if isinstance(verb, Sit) and objects[verb.on] in (MECHANISM, PERSON):
        raise DeclarationError(f"{owner}: {verb.on!r} {objects[verb.on]}; people sit on bodies, such as chair(...).")
    for field, unit in (("flight", "s"), ("within", "s"), ("distance", "m"), ("speed", "m/s")):
        if getattr(verb, field, None) is not None:
            check_number(owner, field, getattr(verb, field), above=0, unit=unit)
    if isinstance(verb, Push):
        check_number(owner, "height", verb.height, least=0, most=1)
    hand, duration = getattr(verb, "hand", ""), getattr(verb, "duration", None)
    if hand not in ("", *HANDS):
        raise DeclarationError(f"{owner}: hand is {hand!r}; it must be 'left', 'right' or '' for the nearer one.")
    if duration is not None:
        check_number(owner, "duration", duration, above=0, unit="s")
    if isinstance(verb, Pour):
        if verb.into == verb.thing:
            raise DeclarationError(f"{owner}: pours {verb.thing!r} into itself; name another vessel.")
        if verb.amount is not None:
            check_number(owner, "amount", verb.amount, above=0, most=1)
    if isinstance(verb, Play):
        clips.clip(verb.clip, owner)
