"""What is done in a scene to things; sim.scene.act has what people do. Vectors are in world axes."""

from dataclasses import dataclass

from sim.math.conventions import Vec3
from sim.scene.act import Act
from sim.scene.when import START, Trigger


@dataclass(frozen=True, kw_only=True)
class Launch:
    """Give the object's frame this velocity, m/s, and spin, rad/s, at once."""

    target: str
    velocity: Vec3
    spin: Vec3 = (0.0, 0.0, 0.0)
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Impulse:
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
    """A force, N, along fixed world axes, at a point in the object's frame, for `duration` s, or less if `until` comes."""

    target: str
    force: Vec3
    duration: float
    at: Vec3 = (0.0, 0.0, 0.0)
    when: Trigger = START
    until: Trigger | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Hold the object still where it is for `duration` s, or until `until`, then release it at rest. Neither: until a Drop, or a Move
    that takes over."""

    target: str
    duration: float | None = None
    when: Trigger = START
    until: Trigger | None = None
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


@dataclass(frozen=True, kw_only=True)
class DriveTo:
    """Drive a mechanism on its wheels to a place, x, y, m, world, at most at this speed, m/s: it steers, slows down and stands there with
    its brakes on. It fails if it gets no nearer for 3 s."""

    target: str
    to: tuple[float, ...]
    speed: float = 1.0
    when: Trigger = START
    name: str = ""


Lasting = Force | Hold | Act
"""What an `until` can end."""
Action = Launch | Impulse | Spin | Force | Hold | Drop | Move | Drive | DriveTo | Act

def until_of(action: Action) -> Trigger | None:
    """What ends an action early, if anything."""
    return action.until if isinstance(action, Lasting) else None


def title(action: Action) -> str:
    """How messages and logs call an action: its name, or its kind and target."""
    return action.name or f"{type(action).__name__}({action.target})"
