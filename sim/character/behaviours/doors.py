"""How people open and close doors and drawers: generators, as in sim.character.behaviours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.character.behaviours.checks import check_reach, free_hand, now
from sim.character.behaviours.hands import back, bring, towards
from sim.character.character import Character, Unable
from sim.character.planning.affordances import grip, link_outlines
from sim.math.conventions import Array
from sim.scene.actions import Drive
from sim.verbs import Close, Open

if TYPE_CHECKING:
    from sim.character.controller import CharacterController

WIDE = np.pi / 2
"""rad, as far as a door is opened if nothing is said."""
SWING, SLIDE, EFFORT = 1.1, 0.45, 80.0
"""rad/s and m/s, the mean speed of a door and a drawer, and N m or N, the most that a hand gives."""
LOST = 0.07
"""m from a palm to the handle, at which it is let go and the door swings on."""
RADIUS, SHUT = 0.02, 0.02
"""m, of a handle where it is grasped; rad or m, that a joint may be short of where it was to be."""


def open_up(controller: "CharacterController", me: Character, verb: Open) -> Iterator[None]:
    """An Open."""
    joint = _joint(controller, verb)
    low, high = np.clip(controller.physics.machines[verb.thing].limits[joint], -WIDE, WIDE)
    to = verb.to if verb.to is not None else _away(controller, me, verb.thing, joint, float(low), float(high))
    yield from _operate(controller, me, verb.thing, joint, to)


def close(controller: "CharacterController", me: Character, verb: Close) -> Iterator[None]:
    """A Close."""
    yield from _operate(controller, me, verb.thing, _joint(controller, verb), 0.0)


def _operate(controller: "CharacterController", me: Character, thing: str, joint: str, to: float) -> Iterator[None]:
    """Bring a hand to the handle and move the joint, the hand going along as far as it reaches."""
    side, name = free_hand(me, controller.where(thing), ""), me.person.name
    start = _at(controller, thing, joint)
    if abs(to - start) < SHUT:
        raise Unable(f"{thing} stands at {_said(controller, thing, joint, start)} already at {now(me)}")
    knob, handle = _nearest(controller, me, thing), f"the handle of {thing}"
    check_reach(me, side, handle, towards(me, side, _knob(controller, thing, knob), RADIUS)[0])
    controller.bodies.pass_through(me, thing, True)  # it is moved by its handle, not by whatever else of a body is near
    with me.watching(lambda: _knob(controller, thing, knob)):
        yield from bring(me, side, handle, lambda: towards(me, side, _knob(controller, thing, knob), RADIUS))
        turns = controller.physics.world.joint_axis(*_number(controller, thing, joint))[2]
        moving = controller.drive(Drive(target=thing, joint=joint, to=to, duration=max(0.8, abs(to - start) / (SWING if turns else SLIDE)),
                                    effort=EFFORT, name=f"{name} at {thing}"))
        while moving.running and _gap(controller, me, side, thing, knob) < LOST:
            yield
    yield from back(me, side)
    while moving.running:
        yield
    controller.bodies.pass_through(me, thing, False)
    if moving.status == "failed":
        raise Unable(f"{thing} stopped at {_said(controller, thing, joint, _at(controller, thing, joint))} of {_said(controller, thing, joint, to)} "
                     f"at {now(me)}")


def _joint(controller: "CharacterController", verb: Open | Close) -> str:
    return verb.joint or next(iter(controller.physics.machines[verb.thing].joints))


def _number(controller: "CharacterController", thing: str, joint: str) -> tuple[int, int]:
    machine = controller.physics.machines[thing]
    return machine.number, machine.joints[joint]


def _at(controller: "CharacterController", thing: str, joint: str) -> float:
    return float(controller.physics.world.joint(*_number(controller, thing, joint)))


def _said(controller: "CharacterController", thing: str, joint: str, position: float) -> str:
    turns = controller.physics.world.joint_axis(*_number(controller, thing, joint))[2]
    return f"{abs(np.degrees(position)):.0f} degrees" if turns else f"{abs(position):.2f} m"


def _nearest(controller: "CharacterController", me: Character, thing: str) -> int:
    """Which piece of the handle is nearest: doors have one on each side."""
    middles = [corners.mean(axis=0) for corners in link_outlines(controller.physics, thing, grip(controller.physics, thing))]
    return int(np.argmin([np.linalg.norm(middle - me.at("chest")) for middle in middles]))


def _knob(controller: "CharacterController", thing: str, which: int) -> Array:
    return np.asarray(link_outlines(controller.physics, thing, grip(controller.physics, thing))[which].mean(axis=0))


def _gap(controller: "CharacterController", me: Character, side: str, thing: str, which: int) -> float:
    place, turn = me.hand(side)
    return float(np.linalg.norm(place + turn @ me.arms[side].grip - _knob(controller, thing, which))) - RADIUS


def _away(controller: "CharacterController", me: Character, thing: str, joint: str, low: float, high: float) -> float:
    """The end of a joint's way that is open: the farther from 0, and of two as far, the one that takes the handle away from them."""
    if abs(abs(low) - abs(high)) > SHUT:
        return max(low, high, key=abs)
    origin, axis, turns = controller.physics.world.joint_axis(*_number(controller, thing, joint))
    knob = controller.where(thing)
    way = np.cross(axis, knob - origin) if turns else axis
    return high if way @ (knob - me.root) > 0 else low
