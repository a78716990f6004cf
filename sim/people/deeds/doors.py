"""How people open and close doors and drawers: generators, as in sim.people.deeds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.actions import Drive
from sim.conventions import Array
from sim.people.deeds.checks import check_reach, free_hand, now
from sim.people.deeds.hands import back, bring, towards
from sim.people.performer import Performer, Unable
from sim.people.things import grip, link_outlines
from sim.verbs import Close, Open

if TYPE_CHECKING:
    from sim.people.troupe import Troupe

WIDE = np.pi / 2
"""rad, as far as a door is opened if nothing is said."""
SWING, SLIDE, EFFORT = 1.1, 0.45, 80.0
"""rad/s and m/s, the mean speed of a door and a drawer, and N m or N, the most that a hand gives."""
LOST = 0.07
"""m from a palm to the handle, at which it is let go and the door swings on."""
RADIUS, SHUT = 0.02, 0.02
"""m, of a handle where it is grasped; rad or m, that a joint may be short of where it was to be."""


def open_up(troupe: "Troupe", me: Performer, verb: Open) -> Iterator[None]:
    """An Open."""
    joint = _joint(troupe, verb)
    low, high = np.clip(troupe.cast.machines[verb.thing].limits[joint], -WIDE, WIDE)
    to = verb.to if verb.to is not None else _away(troupe, me, verb.thing, joint, float(low), float(high))
    yield from _operate(troupe, me, verb.thing, joint, to)


def close(troupe: "Troupe", me: Performer, verb: Close) -> Iterator[None]:
    """A Close."""
    yield from _operate(troupe, me, verb.thing, _joint(troupe, verb), 0.0)


def _operate(troupe: "Troupe", me: Performer, thing: str, joint: str, to: float) -> Iterator[None]:
    """Bring a hand to the handle and move the joint, the hand going along as far as it reaches."""
    side, name = free_hand(me, troupe.where(thing), ""), me.person.name
    start = _at(troupe, thing, joint)
    if abs(to - start) < SHUT:
        raise Unable(f"{thing} stands at {_said(troupe, thing, joint, start)} already at {now(me)}")
    knob, handle = _nearest(troupe, me, thing), f"the handle of {thing}"
    check_reach(me, side, handle, towards(me, side, _knob(troupe, thing, knob), RADIUS)[0])
    troupe.bodies.pass_through(me, thing, True)  # it is moved by its handle, not by whatever else of a body is near
    with me.watching(lambda: _knob(troupe, thing, knob)):
        yield from bring(me, side, handle, lambda: towards(me, side, _knob(troupe, thing, knob), RADIUS))
        turns = troupe.cast.world.joint_axis(*_number(troupe, thing, joint))[2]
        moving = troupe.drive(Drive(target=thing, joint=joint, to=to, duration=max(0.8, abs(to - start) / (SWING if turns else SLIDE)),
                                    effort=EFFORT, name=f"{name} at {thing}"))
        while moving.running and _gap(troupe, me, side, thing, knob) < LOST:
            yield
    yield from back(me, side)
    while moving.running:
        yield
    troupe.bodies.pass_through(me, thing, False)
    if moving.status == "failed":
        raise Unable(f"{thing} stopped at {_said(troupe, thing, joint, _at(troupe, thing, joint))} of {_said(troupe, thing, joint, to)} "
                     f"at {now(me)}")


def _joint(troupe: "Troupe", verb: Open | Close) -> str:
    return verb.joint or next(iter(troupe.cast.machines[verb.thing].joints))


def _number(troupe: "Troupe", thing: str, joint: str) -> tuple[int, int]:
    machine = troupe.cast.machines[thing]
    return machine.number, machine.joints[joint]


def _at(troupe: "Troupe", thing: str, joint: str) -> float:
    return float(troupe.cast.world.joint(*_number(troupe, thing, joint)))


def _said(troupe: "Troupe", thing: str, joint: str, position: float) -> str:
    turns = troupe.cast.world.joint_axis(*_number(troupe, thing, joint))[2]
    return f"{abs(np.degrees(position)):.0f} degrees" if turns else f"{abs(position):.2f} m"


def _nearest(troupe: "Troupe", me: Performer, thing: str) -> int:
    """Which piece of the handle is nearest: doors have one on each side."""
    middles = [corners.mean(axis=0) for corners in link_outlines(troupe.cast, thing, grip(troupe.cast, thing))]
    return int(np.argmin([np.linalg.norm(middle - me.at("chest")) for middle in middles]))


def _knob(troupe: "Troupe", thing: str, which: int) -> Array:
    return np.asarray(link_outlines(troupe.cast, thing, grip(troupe.cast, thing))[which].mean(axis=0))


def _gap(troupe: "Troupe", me: Performer, side: str, thing: str, which: int) -> float:
    place, turn = me.hand(side)
    return float(np.linalg.norm(place + turn @ me.arms[side].grip - _knob(troupe, thing, which))) - RADIUS


def _away(troupe: "Troupe", me: Performer, thing: str, joint: str, low: float, high: float) -> float:
    """The end of a joint's way that is open: the farther from 0, and of two as far, the one that takes the handle away from them."""
    if abs(abs(low) - abs(high)) > SHUT:
        return max(low, high, key=abs)
    origin, axis, turns = troupe.cast.world.joint_axis(*_number(troupe, thing, joint))
    knob = troupe.where(thing)
    way = np.cross(axis, knob - origin) if turns else axis
    return high if way @ (knob - me.root) > 0 else low
