"""How each verb is done: generators that run on by a frame at each `yield`, end when it is done, and raise Unable when it cannot be."""

from collections.abc import Callable, Iterator

from sim.people.deeds.handling import pick_up, place, reach, wave
from sim.people.deeds.legwork import look_at, play, turn_to, walk_to
from sim.people.deeds.pouring import pour
from sim.people.deeds.vessels import drink
from sim.verbs import Drink, LookAt, PickUp, Place, Play, Pour, Reach, TurnTo, WalkTo, Wave

LEGS = (WalkTo, TurnTo, Play)
"""Verbs that need the legs."""
PERFORM: dict[type, Callable[..., Iterator[None]]] = {
    WalkTo: walk_to, TurnTo: turn_to, LookAt: look_at, Reach: reach, PickUp: pick_up, Place: place, Drink: drink, Pour: pour,
    Wave: wave, Play: play}
