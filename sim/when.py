"""When an action starts: the triggers that set it off. Vectors are in world axes."""

from dataclasses import dataclass

from sim.conventions import Vec3


@dataclass(frozen=True, kw_only=True)
class At:
    """At this time, s from the first frame."""

    time: float


@dataclass(frozen=True, kw_only=True)
class After:
    """`delay` s after another action, given by its name, has ended. If that one fails, this one fails too."""

    action: str
    delay: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Touch:
    """`delay` s after two objects first touch each other."""

    a: str
    b: str
    delay: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Crosses:
    """When a body's frame first passes the plane through `point` in the direction of `normal`."""

    target: str
    point: Vec3
    normal: Vec3


Trigger = At | After | Touch | Crosses
START = At(time=0.0)
