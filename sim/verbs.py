"""What people do. `target` is who does it; places are m, world. Each fails with a reason if it cannot be done."""

from dataclasses import dataclass

from sim.conventions import Vec3
from sim.when import START, Trigger


@dataclass(frozen=True, kw_only=True)
class WalkTo:
    """Walk round what is in the way to a place (x, y), or up to an object, and face it. facing: an object or place to face instead."""

    target: str
    to: str | Vec3
    facing: str | Vec3 | None = None
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class TurnTo:
    """Turn on the spot to face an object, someone, or a place."""

    target: str
    to: str | Vec3
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class LookAt:
    """Turn the head to an object, someone or a place and follow it for `duration` s; None: from now on."""

    target: str
    to: str | Vec3
    duration: float | None = None
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Bring a hand to an object, someone or a place, and back."""

    target: str
    to: str | Vec3
    hand: str = ""
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class PickUp:
    """Take hold of an object within reach and lift it. hand: 'left' or 'right'; "": the nearer free one."""

    target: str
    thing: str
    hand: str = ""
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Put down what is held, on an object or at a place; let go when it stands there."""

    target: str
    thing: str
    on: str | Vec3
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Drink:
    """Raise what is held to the mouth, tilt it, and lower it."""

    target: str
    thing: str
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Wave:
    """Wave a free hand for `duration` s."""

    target: str
    duration: float = 1.6
    hand: str = ""
    when: Trigger = START
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Play:
    """Play a clip of motion capture from where they stand: 'dance_a', 'jump', 'kick', ... duration: s; None: once."""

    target: str
    clip: str
    duration: float | None = None
    when: Trigger = START
    name: str = ""


Verb = WalkTo | TurnTo | LookAt | Reach | PickUp | Place | Drink | Wave | Play
