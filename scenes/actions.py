"""What is done, and when. `when` is a time in s from the first frame, or one of `after`, `failing`, `ended`, `touch` and `crosses`.

Vectors are in world axes unless said. Each action may have a name, by which `after` and the action log call it.
"""

from collections.abc import Sequence
from typing import overload

from sim.errors import DeclarationError
from sim.math.conventions import Vec3
from sim.scene.actions import Drive, DriveTo, Drop, Force, Hold, Impulse, Launch, Move, Spin
from sim.scene.when import DONE, ENDED, FAILED, After, At, Crosses, Touch, Trigger

ZERO: Vec3 = (0.0, 0.0, 0.0)


def after(*actions: str, delay: float = 0.0) -> After:
    """`delay` s after the actions of these names have all been done: after("walk", "wave"). It fails if one of them fails."""
    return _after("after", DONE, actions, delay)


def failing(*actions: str, delay: float = 0.0) -> After:
    """`delay` s after the actions of these names have all failed, to try another: pick_up("anna", "mug", when=failing("take")). If they
    are done, it is not needed."""
    return _after("failing", FAILED, actions, delay)


def ended(*actions: str, delay: float = 0.0) -> After:
    """`delay` s after the actions of these names are all over, done or not, to carry on."""
    return _after("ended", ENDED, actions, delay)


def _after(called: str, outcome: str, actions: tuple[str, ...], delay: float) -> After:
    for name in actions:
        if not isinstance(name, str):
            raise DeclarationError(f"{called}: {name!r} is not the name of an action; a delay is given as delay=0.5.")
    return After(actions=actions, outcome=outcome, delay=delay)


def touch(a: str, b: str, delay: float = 0.0) -> Touch:
    """`delay` s after these two objects first touch."""
    return Touch(a=a, b=b, delay=delay)


def crosses(target: str, point: Vec3, normal: Vec3) -> Crosses:
    """When the object first passes the plane through `point` in the direction of `normal`."""
    return Crosses(target=target, point=point, normal=normal)


def launch(target: str, velocity: Vec3, *, spin: Vec3 = ZERO, when: float | Trigger = 0.0, name: str = "") -> Launch:
    """Give the object this velocity, m/s, and spin, rad/s, at once."""
    return Launch(target=target, velocity=velocity, spin=spin, when=trigger(target, when), name=name)


def impulse(target: str, impulse: Vec3, *, at: Vec3 = ZERO, when: float | Trigger = 0.0, name: str = "") -> Impulse:
    """One impulse, N s, at a point in the object's frame, m."""
    return Impulse(target=target, impulse=impulse, at=at, when=trigger(target, when), name=name)


def spin(target: str, spin: Vec3, *, when: float | Trigger = 0.0, name: str = "") -> Spin:
    """Give the object this spin, rad/s, and leave its velocity."""
    return Spin(target=target, spin=spin, when=trigger(target, when), name=name)


def force(target: str, force: Vec3, duration: float, *, at: Vec3 = ZERO, when: float | Trigger = 0.0, name: str = "") -> Force:
    """A force, N, at a point in the object's frame, m, for `duration` s."""
    return Force(target=target, force=force, duration=duration, at=at, when=trigger(target, when), name=name)


def hold(target: str, duration: float | None = None, *, when: float | Trigger = 0.0, name: str = "") -> Hold:
    """Hold the object where it is for `duration` s, then release it; without a duration until a `drop`."""
    return Hold(target=target, duration=duration, when=trigger(target, when), name=name)


def drop(target: str, *, when: float | Trigger = 0.0, name: str = "") -> Drop:
    """Release a held object."""
    return Drop(target=target, when=trigger(target, when), name=name)


def move(target: str, times: Sequence[float], positions: Sequence[Vec3], angles: Sequence[Vec3] = (), *, stay: bool = True,
         when: float | Trigger = 0.0, name: str = "") -> Move:
    """Keyframed motion through these positions, m (and Euler angles, degrees), at these times, s from the trigger."""
    return Move(target=target, times=tuple(times), positions=tuple(positions), angles=tuple(angles), stay=stay,
                when=trigger(target, when), name=name)


@overload
def drive(target: str, joint: str, to: float, duration: float, *, effort: float = 50.0, when: float | Trigger = 0.0,
          name: str = "") -> Drive: ...
@overload
def drive(target: str, *, to: tuple[float, float], speed: float = 1.0, when: float | Trigger = 0.0, name: str = "") -> DriveTo: ...
def drive(target: str, joint: str = "", to: float | tuple[float, float] = 0.0, duration: float | None = None, *, speed: float = 1.0,
          effort: float = 50.0, when: float | Trigger = 0.0, name: str = "") -> Drive | DriveTo:
    """Drive a mechanism's hinge or slider to a position, rad or m, in `duration` s, with at most `effort`, N m or N; or, without a joint,
    the whole of it, on its wheels, to a place x, y, m, at most at `speed`, m/s."""
    if not joint:
        if not isinstance(to, Sequence) or isinstance(to, str):
            raise DeclarationError(f"drive {target!r}: to is {to!r}; give a joint and its position, or a place, to=(x, y).")
        return DriveTo(target=target, to=tuple(to), speed=speed, when=trigger(target, when), name=name)
    if duration is None:
        raise DeclarationError(f"drive {target!r}: give the duration, s, that joint {joint!r} takes.")
    return Drive(target=target, joint=joint, to=to, duration=duration, effort=effort, when=trigger(target, when), name=name)  # type: ignore[arg-type]


def trigger(target: str, when: float | Trigger) -> Trigger:
    """A number of seconds as a trigger; a trigger as it is."""
    if isinstance(when, Trigger):
        return when
    if isinstance(when, bool) or not isinstance(when, (int, float)):
        raise DeclarationError(f"action on {target!r}: when is {when!r}; it must be seconds, or after(...), failing(...), ended(...), "
                               "touch(...) or crosses(...).")
    return At(time=float(when))
