"""Whether what people do can be done as declared."""

from collections.abc import Mapping

from sim.actions import FREE
from sim.errors import DeclarationError, check_number, check_vector, unknown
from sim.people import clips
from sim.verbs import Drink, PickUp, Place, Play, Pour, Verb, WalkTo

HANDS = ("left", "right")


def check_verb(owner: str, verb: Verb, objects: Mapping[str, str]) -> None:
    """Raise a DeclarationError for an unknown object, a thing that cannot be held, a place that is none, a number out of range."""
    for field in ("to", "on", "facing", "into"):
        aim = getattr(verb, field, None)
        if isinstance(aim, str):
            if aim not in objects:
                raise unknown("object", aim, objects, owner)
            if aim == verb.target:
                raise DeclarationError(f"{owner}: {field} is {aim!r}, who does it; name something else.")
        elif aim is not None:
            check_vector(owner, field, aim, 2 if isinstance(verb, WalkTo) and len(tuple(aim)) == 2 else 3)
    if isinstance(verb, (PickUp, Place, Drink, Pour)):
        if verb.thing not in objects:
            raise unknown("object", verb.thing, objects, owner)
        if objects[verb.thing] != FREE:
            raise DeclarationError(f"{owner}: {verb.thing!r} {objects[verb.thing]}; only what is free can be held.")
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
