"""Whether things and people are after a cut where, and as, they were before it."""

from collections.abc import Callable, Iterator

import numpy as np

from scenes.film import continues
from sim.math.conventions import Array, quat_inverse, quat_multiply
from sim.trajectory import HEAD
from studio.continuity.side import Side

MOVED, TURNED, JOINT, LEVEL, STEP, BENT = 0.02, 3.0, 0.05, 0.02, 0.1, 0.15
"""m and degrees by which a thing, rad or m a joint, of 1 a level, m someone's place, and m their trunk and legs, must be off."""
SLACK = 1.5
"""Times the way at the speed that it had that something may have gone on from one frame to the next."""
BODY = ("chest", "head", "right_thigh", "right_shin", "right_foot", "left_thigh", "left_shin", "left_foot")


def props(a: Side, b: Side) -> Iterator[str]:
    """Things that stand elsewhere, or are gone, and joints that stand otherwise."""
    loose = [name for name in _things(a) if name not in {*_held(a), *_held(b)}]
    for name in loose:
        if name not in _things(b):
            yield f"{name} is there no more"
            continue
        way, turn = _gone(a, b, name), _turned(a, b, name)
        if way > MOVED or turn > TURNED:
            yield f"{name} moved by {100 * way:.0f} cm and turned by {turn:.0f} degrees, and nobody touched it"
    yield from (f"{name} is new" for name in _things(b) if name not in _things(a))
    for name in sorted({*a.trajectory.joint_names} & {*b.trajectory.joint_names}):
        before, after = (side.steps(side.trajectory.joints[:, side.trajectory.joint_names.index(name)]) for side in (a, b))
        if abs(after[0] - before[-1]) > JOINT + _way(before, after):
            yield f"{name} stands at {before[-1]:.2f}, then at {after[0]:.2f}"


def hands(a: Side, b: Side) -> Iterator[str]:
    """Things that are in another hand, or on another head."""
    before, after, at_the_cut = _held(a), _held(b), _taken_at(b) if continues(b.shot, a.shot) else set()
    for thing in sorted({*before, *after} - at_the_cut):
        if before.get(thing) != after.get(thing):
            yield f"{thing} is {before.get(thing, 'in no hand')}, then {after.get(thing, 'in no hand')}"


def liquids(a: Side, b: Side) -> Iterator[str]:
    """Vessels that are fuller or emptier."""
    for name in sorted({*a.trajectory.vessels} & {*b.trajectory.vessels}):
        before, after = (side.steps(side.trajectory.levels[:, side.trajectory.vessels.index(name)]) for side in (a, b))
        if abs(after[0] - before[-1]) > LEVEL + _way(before, after):
            yield f"{name} is {before[-1]:.0%} full, then {after[0]:.0%}"


def people(a: Side, b: Side) -> Iterator[str]:
    """Those who stand or sit elsewhere, or otherwise, but for their arms."""
    for name in sorted({*a.people} & {*b.people}):
        way = float(np.linalg.norm(b.at(name, "pelvis") - a.at(name, "pelvis")))
        bent = max(float(np.linalg.norm(_bend(b, name, bone) - _bend(a, name, bone))) for bone in BODY)
        more = SLACK * max(float(np.linalg.norm(side.speed(name))) for side in (a, b)) / float(a.trajectory.fps)
        if way > STEP + more or bent > BENT + more:
            yield f"{name} is {100 * way:.0f} cm from where they were" if way > STEP + more else f"{name}'s posture is another"
    yield from (f"{name} is there no more" for name in a.people if name not in b.people)
    yield from (f"{name} is new" for name in b.people if name not in a.people)


def _things(side: Side) -> list[str]:
    scene = side.shot.scene
    return [*(body.name for body in scene.bodies), *(machine.name for machine in scene.mechanisms)]


def _held(side: Side) -> dict[str, str]:
    """In which hand each thing is that is held, in words; or on whose head."""
    out: dict[str, str] = {}
    for grip in side.trajectory.grips:
        if grip.start <= side.frame and (grip.end is None or grip.end > side.frame):
            place = f"on {grip.holder}'s head" if grip.hand == HEAD else f"in {grip.holder}'s {grip.hand} hand"
            out[grip.thing] = f"{out[grip.thing]} and {place}" if grip.thing in out else place
    return out


def _taken_at(side: Side) -> set[str]:
    """What is taken or let go in the very frame."""
    return {grip.thing for grip in side.trajectory.grips if side.frame in (grip.start, grip.end)}


def _part(side: Side, name: str) -> int:
    return side.trajectory.part_ids(name)[0] - 1


def _gone(a: Side, b: Side, name: str) -> float:
    """m beyond what it may have moved on."""
    before, after = (side.steps(side.trajectory.positions[:, _part(side, name)]) for side in (a, b))
    return float(np.linalg.norm(after[0] - before[-1])) - _way(before, after)


def _turned(a: Side, b: Side, name: str) -> float:
    """Degrees beyond what it may have turned on."""
    before, after = (side.steps(side.trajectory.rotations[:, _part(side, name)]) for side in (a, b))
    own = max(_angle(before[0], before[-1]), _angle(after[0], after[-1]))
    return max(_angle(before[-1], after[0]) - SLACK * own, 0.0)


def _angle(a: Array, b: Array) -> float:
    return float(np.degrees(2 * np.arccos(np.clip(np.abs(quat_multiply(b, quat_inverse(a))[3]), 0, 1))))


def _way(before: Array, after: Array) -> float:
    """How far it may have gone on from the last before the cut to the first after it."""
    return SLACK * float(max(np.linalg.norm(rows[-1] - rows[0]) for rows in (before, after)))


def _bend(side: Side, name: str, bone: str) -> Array:
    return side.at(name, bone) - side.at(name, "pelvis")


WORLD: dict[str, Callable[[Side, Side], Iterator[str]]] = {"props": props, "hands": hands, "liquids": liquids, "people": people}
