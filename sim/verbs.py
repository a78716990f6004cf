"""What people do; places are m, world. Each fails with a reason if it cannot be done."""

from dataclasses import dataclass

from sim.math.conventions import Vec3
from sim.scene.when import START, Trigger


@dataclass(frozen=True, kw_only=True)
class Act:
    """What all verbs share. target: who does it. until: when it is ended, if it is still going on; who does it comes to rest."""

    target: str
    when: Trigger = START
    until: Trigger | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class WalkTo(Act):
    """Walk round what is in the way to a place (x, y), or up to an object, and face it. facing: an object or place to face instead."""

    to: str | Vec3
    facing: str | Vec3 | None = None


@dataclass(frozen=True, kw_only=True)
class TurnTo(Act):
    """Turn on the spot to face an object, someone, or a place."""

    to: str | Vec3


@dataclass(frozen=True, kw_only=True)
class LookAt(Act):
    """Turn the head to an object, someone or a place and follow it for `duration` s; None: from now on, or until `until`."""

    to: str | Vec3
    duration: float | None = None


@dataclass(frozen=True, kw_only=True)
class Reach(Act):
    """Bring a hand to an object, someone or a place, and back."""

    to: str | Vec3
    hand: str = ""


@dataclass(frozen=True, kw_only=True)
class PickUp(Act):
    """Take hold of an object within reach and lift it. hand: 'left' or 'right'; "": the nearer free one."""

    thing: str
    hand: str = ""


@dataclass(frozen=True, kw_only=True)
class Place(Act):
    """Put down what is held, on an object or at a place; let go when it stands there."""

    thing: str
    on: str | Vec3


@dataclass(frozen=True, kw_only=True)
class Drink(Act):
    """Raise what is held to the mouth, tilt it, take a sip if there is a liquid in it, and lower it."""

    thing: str


@dataclass(frozen=True, kw_only=True)
class Pour(Act):
    """Pour from what is held into another vessel, until so much of that one's hollow is filled in all, 0..1; None: until the one is
    empty or the other full."""

    thing: str
    into: str
    amount: float | None = None


@dataclass(frozen=True, kw_only=True)
class Wave(Act):
    """Wave a free hand for `duration` s; None: for 1.6, or until `until`."""

    duration: float | None = None
    hand: str = ""


@dataclass(frozen=True, kw_only=True)
class Play(Act):
    """Play a clip of motion capture from where they stand: 'dance_a', 'jump', 'kick', ... duration: s; None: once, or again and again
    until `until`."""

    clip: str
    duration: float | None = None


@dataclass(frozen=True, kw_only=True)
class Carry(Act):
    """Walk, with what is held, to a place or up to an object or someone."""

    thing: str
    to: str | Vec3
    facing: str | Vec3 | None = None


@dataclass(frozen=True, kw_only=True)
class Sit(Act):
    """Sit down on an object near by, back to its back."""

    on: str


@dataclass(frozen=True, kw_only=True)
class Stand(Act):
    """Get up from what is sat on."""


@dataclass(frozen=True, kw_only=True)
class HandOver(Act):
    """Give what is held into the hand of someone near, who reaches for it. to: who."""

    thing: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Throw(Act):
    """Throw what is held so that it flies to an object, a place, or before someone's chest. flight: s in the air; None: as suits."""

    thing: str
    to: str | Vec3
    flight: float | None = None


@dataclass(frozen=True, kw_only=True)
class Catch(Act):
    """Catch an object that flies by within reach. within: s to wait for it."""

    thing: str
    hand: str = ""
    within: float = 5.0


@dataclass(frozen=True, kw_only=True)
class Push(Act):
    """Push an object away by `distance`, m, with the flat hand. height: of the hand, as a share of the thing's; speed: m/s."""

    thing: str
    distance: float = 0.2
    height: float = 0.5
    speed: float = 0.5
    hand: str = ""


@dataclass(frozen=True, kw_only=True)
class Kick(Act):
    """Kick an object on the floor near by with the right foot. to: an object or place; None: straight on. speed: of the foot, m/s."""

    thing: str
    to: str | Vec3 | None = None
    speed: float = 3.0


@dataclass(frozen=True, kw_only=True)
class Open(Act):
    """Open a door or drawer by its handle. joint: "" for the only one. to: how far, rad or m; None: as far as it goes, at most 90
    degrees."""

    thing: str
    joint: str = ""
    to: float | None = None


@dataclass(frozen=True, kw_only=True)
class Close(Act):
    """Close a door or drawer by its handle: bring its joint to 0."""

    thing: str
    joint: str = ""


Verb = (WalkTo | TurnTo | LookAt | Reach | PickUp | Place | Drink | Wave | Play | Carry | Sit | Stand | HandOver | Throw | Catch | Push
        | Kick | Open | Close | Pour)
