"""What is done in a scene, and when: actions and the triggers that set them off. Vectors are in world axes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.conventions import Vec3
from sim.errors import DeclarationError, check_number, check_unique, check_vector, unknown


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


@dataclass(frozen=True, kw_only=True)
class Launch:
    """Give the object's frame this velocity, m/s, and spin, rad/s, at once."""

    target: str
    velocity: Vec3
    spin: Vec3 = (0.0, 0.0, 0.0)
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Push:
    """One impulse, N s, at a point in the object's frame, m."""

    target: str
    impulse: Vec3
    at: Vec3 = (0.0, 0.0, 0.0)
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Spin:
    """Give the object this spin, rad/s, and leave the velocity of its centre of mass. On a pivot, it spins about the pivot."""

    target: str
    spin: Vec3
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Force:
    """A force, N, along fixed world axes, at a point in the object's frame, for `duration` s."""

    target: str
    force: Vec3
    duration: float
    at: Vec3 = (0.0, 0.0, 0.0)
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Hold the object still where it is for `duration` s, then release it at rest. None: until a Drop, or a Move that takes over."""

    target: str
    duration: float | None = None
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Drop:
    """Release, at rest, an object that is held, or that a Move left where it is."""

    target: str
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Keyframed motion: the object's frame goes through these positions (and Euler angles, degrees) at these times, pushing
    what is in its way. Times are s from the trigger; if the first is above 0, it starts from where the object is.

    Positions run on a monotone cubic (Fritsch & Carlson 1980: smooth, and never beyond a key), angles the short way at an even
    rate. At the end it is held there if `stay`, else released with its last velocity. A fixed body can be moved too; it
    stands still until then, and stays.
    """

    target: str
    times: tuple[float, ...]
    positions: tuple[Vec3, ...]
    angles: tuple[Vec3, ...] = ()
    stay: bool = True
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Drive:
    """Drive a mechanism's joint (hinge or slider) to a position, rad or m, in `duration` s, with at most `effort`, N m or N.

    It speeds up and slows down smoothly, and is held there. It fails if the joint is not there in time.
    """

    target: str
    joint: str
    to: float
    duration: float
    effort: float = 50.0
    when: Trigger = START
    name: str = ""


Action = Launch | Push | Spin | Force | Hold | Drop | Move | Drive

FREE, FIXED, PIVOTED, LINKED, MECHANISM = "is free", "is fixed", "is on a pivot", "is on a pivot on a moving body", "is a mechanism"
"""What an object is, for the question of what can be done to it."""

_CAN: dict[type, tuple[str, ...]] = {
    Launch: (FREE,), Spin: (FREE, PIVOTED), Push: (FREE, PIVOTED, LINKED), Force: (FREE, PIVOTED, LINKED),
    Hold: (FREE, PIVOTED), Drop: (FREE, PIVOTED), Move: (FREE, FIXED), Drive: (MECHANISM,),
}


def check_actions(actions: Sequence[Action], objects: Mapping[str, str]) -> None:
    """Raise a DeclarationError for an action on an unknown object or one it cannot be done to, a number out of range, or
    triggers that wait in a ring. `objects` tells what each object is: FREE, FIXED, PIVOTED, LINKED or MECHANISM."""
    for action in actions:
        if not isinstance(action, Action):
            raise DeclarationError(f"scene: {action!r} is not an action; it must be one of {', '.join(k.__name__ for k in _CAN)}.")
    check_unique("action", [action.name for action in actions if action.name])
    by_name = {action.name: action for action in actions if action.name}
    for action in actions:
        _check_action(action, objects)
        _check_trigger(action, by_name, objects)
        _check_ring(action, by_name)


def title(action: Action) -> str:
    """How messages and logs call an action: its name, or its kind and target."""
    return action.name or f"{type(action).__name__}({action.target})"


def _check_action(action: Action, objects: Mapping[str, str]) -> None:
    owner, can = title(action), _CAN[type(action)]
    if action.target not in objects:
        raise unknown("object", action.target, objects, owner)
    if objects[action.target] not in can:
        raise DeclarationError(f"{owner}: {action.target!r} {objects[action.target]}, but {type(action).__name__} needs one that "
                               f"{' or '.join(can)}.")
    for field in ("velocity", "spin", "impulse", "force", "at"):
        if hasattr(action, field):
            check_vector(owner, field, getattr(action, field))
    if isinstance(action, (Force, Drive)) or isinstance(action, Hold) and action.duration is not None:
        check_number(owner, "duration", action.duration, above=0, unit="s")
    if isinstance(action, Drive):
        check_number(owner, "to", action.to)
        check_number(owner, "effort", action.effort, above=0)
    if isinstance(action, Move):
        _check_keys(owner, action)
        if objects[action.target] == FIXED and not action.stay:
            raise DeclarationError(f"{owner}: {action.target!r} is fixed, so it cannot be released at the end; set stay=True.")


def _check_keys(owner: str, move: Move) -> None:
    if len(move.times) < 1 or len(move.times) != len(move.positions) or len(move.angles) not in (0, len(move.times)):
        raise DeclarationError(f"{owner}: {len(move.times)} times, {len(move.positions)} positions, {len(move.angles)} angles; "
                               "give one position (and one angle, or none at all) per time.")
    if any(b <= a for a, b in zip((-1e-9, *move.times), move.times)):
        raise DeclarationError(f"{owner}: times {move.times} must start at 0 or later and rise.")
    for i, row in enumerate((*move.positions, *move.angles)):
        check_vector(owner, f"key {i}", row)


def _check_trigger(action: Action, by_name: dict[str, Action], objects: Mapping[str, str]) -> None:
    owner, when = title(action), action.when
    if isinstance(when, At):
        check_number(owner, "time", when.time, least=0, unit="s")
    elif isinstance(when, After):
        check_number(owner, "delay", when.delay, least=0, unit="s")
        if when.action not in by_name:
            raise unknown("action", when.action, by_name, owner)
    elif isinstance(when, Touch):
        check_number(owner, "delay", when.delay, least=0, unit="s")
        for name in (when.a, when.b):
            if name not in objects:
                raise unknown("object", name, objects, owner)
    elif isinstance(when, Crosses):
        if when.target not in objects:
            raise unknown("object", when.target, objects, owner)
        if objects[when.target] == MECHANISM:
            raise DeclarationError(f"{owner}: {when.target!r} is a mechanism, whose frame does not move; wait for Crosses of a body.")
        check_vector(owner, "point", when.point)
        if not any(check_vector(owner, "normal", when.normal)):
            raise DeclarationError(f"{owner}: the plane's normal is (0, 0, 0); give a direction.")
    else:
        raise DeclarationError(f"{owner}: when is {when!r}; it must be At, After, Touch or Crosses.")


def _check_ring(action: Action, by_name: dict[str, Action]) -> None:
    seen, now = [title(action)], action
    while isinstance(now.when, After):
        now = by_name[now.when.action]
        if title(now) in seen:
            raise DeclarationError(f"{title(action)}: waits for itself: {' -> '.join([*seen, title(now)])}. Break the ring.")
        seen.append(title(now))
