"""Moving a joint of a door or drawer by its handle."""

from collections.abc import Iterator

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.planning.affordances import grip, link_outlines
from sim.character.planning.prism_obstacles import prism_obstacles
from sim.character.skills.hands import back, bring, towards
from sim.character.skills.preconditions import check_reach, free_hand, now
from sim.character.unable import Unable
from sim.math.conventions import Array
from sim.scene.actions import Drive

WIDE = np.pi / 2
"""rad, as far as a door is opened if nothing is said."""
SWING, SLIDE, EFFORT = 1.1, 0.45, 80.0
"""rad/s and m/s, the mean speed of a door and a drawer, and N m or N, the most that a hand gives."""
LOST = 0.07
"""m from a palm to the handle, at which it is let go and the door swings on."""
CLOSE, SHARES = 0.03, np.linspace(0.0, 1.0, 9)[:, None]
"""m within which a thing is against a door; along its edges, where it is looked."""
RADIUS, SHUT = 0.02, 0.02
"""m, of a handle where it is grasped; rad or m, that a joint may be short of where it was to be."""


def operate(context: Context, me: Character, thing: str, joint: str, to: float) -> Iterator[None]:
    """Bring a hand to the handle of a door or drawer and move its joint to a place, rad or m. The hand goes along
    with the handle as far as it reaches."""
    side, name = free_hand(me, context.where(thing), ""), me.person.name
    start = _at(context, thing, joint)
    if abs(to - start) < SHUT:
        raise Unable(f"{thing} stands at {_said(context, thing, joint, start)} already at {now(me)}")
    knob, handle = _nearest(context, me, thing), f"the handle of {thing}"
    check_reach(me, side, handle, towards(me, side, _knob(context, thing, knob), RADIUS)[0])
    context.bodies.pass_through(me, thing, True)  # it is moved by its handle, not by whatever else of a body is near
    with me.watching(lambda: _knob(context, thing, knob)):
        yield from bring(me, side, handle, lambda: towards(me, side, _knob(context, thing, knob), RADIUS))
        turns = context.physics.world.joint_axis(*_number(context, thing, joint))[2]
        moving = context.drive(Drive(target=thing, joint=joint, to=to, duration=max(0.8, abs(to - start) / (SWING if turns else SLIDE)),
                                    effort=EFFORT, name=f"{name} at {thing}"))
        while moving.running and _gap(context, me, side, thing, knob) < LOST:
            yield
    yield from back(me, side)
    while moving.running:
        yield
    context.bodies.pass_through(me, thing, False)
    if moving.status == "failed":
        raise Unable(f"{thing} stopped at {_said(context, thing, joint, _at(context, thing, joint))} of {_said(context, thing, joint, to)} "
                     f"at {now(me)}{_stopped_by(context, me, thing, joint)}")


def joint_of(context: Context, thing: str, joint: str) -> str:
    """The joint of this name, or the only one."""
    return joint or next(iter(context.physics.machines[thing].joints))


def _number(context: Context, thing: str, joint: str) -> tuple[int, int]:
    machine = context.physics.machines[thing]
    return machine.number, machine.joints[joint]


def _at(context: Context, thing: str, joint: str) -> float:
    return float(context.physics.world.joint(*_number(context, thing, joint)))


def _said(context: Context, thing: str, joint: str, position: float) -> str:
    turns = context.physics.world.joint_axis(*_number(context, thing, joint))[2]
    return f"{abs(np.degrees(position)):.0f} degrees" if turns else f"{abs(position):.2f} m"


def _nearest(context: Context, me: Character, thing: str) -> int:
    """The number of the piece of the handle that is nearest: a door has one on each side."""
    middles = [corners.mean(axis=0) for corners in link_outlines(context.physics, thing, grip(context.physics, thing))]
    return int(np.argmin([np.linalg.norm(middle - me.at("chest")) for middle in middles]))


def _knob(context: Context, thing: str, which: int) -> Array:
    return np.asarray(link_outlines(context.physics, thing, grip(context.physics, thing))[which].mean(axis=0))


def _stopped_by(context: Context, me: Character, thing: str, joint: str) -> str:
    """What a door or drawer is blocked by, in words that end a message; "" if nothing is."""
    machine = context.physics.machines[thing]
    moved = [link for (link, _), handle in zip(machine.shapes, machine.links) if handle == _number(context, thing, joint)]
    pieces = [corners for link in (*moved, grip(context.physics, thing)) for corners in link_outlines(context.physics, thing, link)]
    points = np.concatenate([(corners[:, None, None] * SHARES + corners[:, None] * (1 - SHARES)).reshape(-1, 3) for corners in pieces])
    low = float(points[:, 2].min()) + CLOSE
    around = [(other, corners) for other, corners in context.obstacles(me) if other != thing and corners[:, 2].max() > low]
    inside, what = prism_obstacles(around).deepest(points, np.full(len(points), CLOSE))
    return f"; {what} is in the way" if inside > 0 else ""


def _gap(context: Context, me: Character, side: str, thing: str, which: int) -> float:
    place, turn = me.hand(side)
    return float(np.linalg.norm(place + turn @ me.arms[side].grip - _knob(context, thing, which))) - RADIUS


def open_away(context: Context, me: Character, thing: str, joint: str, low: float, high: float) -> float:
    """The end of a joint's way, rad or m, at which it is open: the one farther from 0. If both are as far, the one
    that takes the handle away from who opens."""
    if abs(abs(low) - abs(high)) > SHUT:
        return max(low, high, key=abs)
    origin, axis, turns = context.physics.world.joint_axis(*_number(context, thing, joint))
    knob = context.where(thing)
    way = np.cross(axis, knob - origin) if turns else axis
    return high if way @ (knob - me.root) > 0 else low
