"""When an action starts, or is ended: the triggers. Vectors are in world axes."""

from dataclasses import dataclass

from sim.math.conventions import Vec3

WAITING, RUNNING, DONE, FAILED, NOT_NEEDED = "waiting", "running", "done", "failed", "not needed"
"""How far an action is. What waits for something that can no longer come, such as a failure, is not needed."""
ENDED = "ended"
"""Done, failed or not needed."""
CUT = "ended by its until"
"""The reason of what is done because its `until` came."""


@dataclass(frozen=True, kw_only=True)
class At:
    """At this time, s from the first frame."""

    time: float


@dataclass(frozen=True, kw_only=True)
class After:
    """`delay` s after other actions, given by their names, have all come to an outcome: DONE, FAILED, so that another can be tried, or
    ENDED, whichever way. What waits for them to be done fails if one of them fails."""

    actions: tuple[str, ...]
    outcome: str = DONE
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
