"""How each verb is done: generators that run on by a frame at each `yield`, end when it is done, and raise Unable when it cannot be."""

from collections.abc import Callable, Iterator

from sim.character.behaviours.between import catch, hand_over, throw
from sim.character.behaviours.doors import close, open_up
from sim.character.behaviours.handling import pick_up, place, push, reach, wave
from sim.character.behaviours.legwork import carry, kick, look_at, play, sit, stand, turn_to, walk_to
from sim.character.behaviours.pouring import pour
from sim.character.behaviours.vessels import drink
from sim.verbs import (
    Carry,
    Catch,
    Close,
    Drink,
    HandOver,
    Kick,
    LookAt,
    Open,
    PickUp,
    Place,
    Play,
    Pour,
    Push,
    Reach,
    Sit,
    Stand,
    Throw,
    TurnTo,
    WalkTo,
    Wave,
)

LEGS = (WalkTo, TurnTo, Play, Carry, Sit, Stand, Kick)
"""Verbs that need the legs."""
PERFORM: dict[type, Callable[..., Iterator[None]]] = {
    WalkTo: walk_to, TurnTo: turn_to, LookAt: look_at, Reach: reach, PickUp: pick_up, Place: place, Drink: drink, Wave: wave, Play: play,
    Carry: carry, Sit: sit, Stand: stand, HandOver: hand_over, Throw: throw, Catch: catch, Push: push, Kick: kick, Open: open_up,
    Close: close, Pour: pour}
