"""People, and what they do. Places are m, world; `when` is as in scenes.actions."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scenes.actions import trigger
from scenes.look import Look
from scenes.props import Prop
from scenes.wardrobe import Garment, Hair, finishes, worn
from sim.errors import unknown
from sim.math.conventions import Vec3
from sim.scene.person import Person
from sim.scene.when import Trigger
from sim.verbs import (
    Carry,
    Catch,
    Close,
    Drink,
    HandOver,
    Kick,
    LookAt,
    Open,
    PickUp,
    Place,
    Play,
    Pour,
    Push,
    Reach,
    Sit,
    Stand,
    Throw,
    TurnTo,
    WalkTo,
    Wave,
)

Aim = str | Vec3
"""An object's or someone's name, or a place."""
BUILDS = {"slim": (0.25, 0.4), "medium": (0.5, 0.5), "broad": (0.75, 0.65)}
"""Weight and muscle of each."""
GENDERS = {"male": 0.0, "female": 1.0}
AGES, TALL = (3.0, 6.0, 10.0, 14.0, 18.0), (0.95, 1.15, 1.38, 1.62, 1.7)
"""About how tall people of an age are, m, years, who are no taller at any later one."""


def person(name: str, *, on: Vec3 = (0.0, 0.0, 0.0), turn: float = 0.0, age: float = 30.0, gender: str | float = 0.5,
           height: float | None = None, build: str = "medium", weight: float | None = None, muscle: float | None = None,
           skin: str | Vec3 | Look = "tan", hair: str | Hair = "short", eyes: str = "brown",
           wardrobe: Mapping[str, Look] | Sequence[str | Garment] | None = None) -> Prop:
    """Someone who stands at `on` and faces `turn`, degrees about z from +x.

    age: years. gender: 'male', 'female', or from 0, male, to 1. height: m; None: as is usual at their age. build: 'slim', 'medium' or
    'broad', or weight and muscle, each from 0, little, to 1. skin: 'pale', 'light', 'tan', 'olive', 'brown' or 'dark', a colour or a Look.
    hair: a style ('bald', 'short', 'bob', 'long', 'ponytail', 'bun', 'curls'), or hair('bob', 'black'). eyes: 'brown', 'dark', 'hazel',
    'green', 'blue' or 'grey'. wardrobe: what they wear, as [garment('coat', 'navy'), 'trousers', 'boots'], or looks by garment, such as
    {'top': Look('red', 'cloth')}, which change or add to a top, trousers and shoes; its 'skin' and 'hair' are looks of these.
    """
    if build not in BUILDS:
        raise unknown("build", build, BUILDS, name)
    if isinstance(gender, str) and gender not in GENDERS:
        raise unknown("gender", gender, GENDERS, name)
    heavy, strong = BUILDS[build]
    looks = wardrobe if isinstance(wardrobe, Mapping) else {}
    hairs = hair if isinstance(hair, Hair) else Hair(hair)
    clothes = worn(name, wardrobe)
    who = Person(name=name, position=on, heading=math.radians(turn), age=age, gender=GENDERS[gender] if isinstance(gender, str) else gender,
                 height=float(np.interp(age, AGES, TALL)) if height is None else height, weight=heavy if weight is None else weight,
                 muscle=strong if muscle is None else muscle, hair=hairs.style, clothes=tuple(each.name for each in clothes))
    return Prop(thing=who, finishes=finishes(name, who.pieces, clothes, looks.get("skin", skin),
                                             replace(hairs, colour=looks.get("hair", hairs.colour)), eyes))


def walk_to(who: str, to: Aim | tuple[float, float], *, facing: Aim | None = None, when: float | Trigger = 0.0, name: str = "") -> WalkTo:
    """Walk round what is in the way to a place, or up to an object or someone, and face it, or what `facing` says."""
    return WalkTo(target=who, to=_place(to), facing=facing, when=trigger(who, when), name=name)


def turn_to(who: str, to: Aim, *, when: float | Trigger = 0.0, name: str = "") -> TurnTo:
    """Turn on the spot to face something."""
    return TurnTo(target=who, to=to, when=trigger(who, when), name=name)


def look_at(who: str, to: Aim, duration: float | None = None, *, when: float | Trigger = 0.0, name: str = "") -> LookAt:
    """Turn the head to something and follow it for `duration` s, or from now on."""
    return LookAt(target=who, to=to, duration=duration, when=trigger(who, when), name=name)


def reach(who: str, to: Aim, *, hand: str = "", when: float | Trigger = 0.0, name: str = "") -> Reach:
    """Bring a hand ('left', 'right'; "": the nearer free one) to something, and back."""
    return Reach(target=who, to=to, hand=hand, when=trigger(who, when), name=name)


def pick_up(who: str, thing: str, *, hand: str = "", when: float | Trigger = 0.0, name: str = "") -> PickUp:
    """Take hold of an object within reach, and lift it."""
    return PickUp(target=who, thing=thing, hand=hand, when=trigger(who, when), name=name)


def place(who: str, thing: str, on: Aim, *, when: float | Trigger = 0.0, name: str = "") -> Place:
    """Put down what is held, on an object or at a place where its bottom is to be."""
    return Place(target=who, thing=thing, on=on, when=trigger(who, when), name=name)


def drink(who: str, thing: str, *, when: float | Trigger = 0.0, name: str = "") -> Drink:
    """Raise what is held to the mouth, tilt it, take a sip if there is a liquid in it, and lower it."""
    return Drink(target=who, thing=thing, when=trigger(who, when), name=name)


def pour(who: str, thing: str, into: str, amount: float | None = None, *, when: float | Trigger = 0.0, name: str = "") -> Pour:
    """Pour from what is held into another vessel until so much of that one is filled in all, 0..1, or the one empty or the other full."""
    return Pour(target=who, thing=thing, into=into, amount=amount, when=trigger(who, when), name=name)


def wave(who: str, duration: float | None = None, *, hand: str = "", when: float | Trigger = 0.0, name: str = "") -> Wave:
    """Wave a free hand for `duration` s, or for 1.6."""
    return Wave(target=who, duration=duration, hand=hand, when=trigger(who, when), name=name)


def play(who: str, clip: str, duration: float | None = None, *, when: float | Trigger = 0.0, name: str = "") -> Play:
    """Play a clip of motion capture, such as 'dance_a' or 'jump', for `duration` s, or once."""
    return Play(target=who, clip=clip, duration=duration, when=trigger(who, when), name=name)


def carry(who: str, thing: str, to: Aim | tuple[float, float], *, facing: Aim | None = None, when: float | Trigger = 0.0,
          name: str = "") -> Carry:
    """Walk with what is held, to a place or up to something, as walk_to does; it fails if the thing is not held all the way."""
    return Carry(target=who, thing=thing, to=_place(to), facing=facing, when=trigger(who, when), name=name)


def sit(who: str, on: str, *, when: float | Trigger = 0.0, name: str = "") -> Sit:
    """Sit down on a chair, stool or box within 1.5 m; walking or turning gets them up again."""
    return Sit(target=who, on=on, when=trigger(who, when), name=name)


def stand(who: str, *, when: float | Trigger = 0.0, name: str = "") -> Stand:
    """Get up."""
    return Stand(target=who, when=trigger(who, when), name=name)


def hand_over(who: str, thing: str, to: str, *, when: float | Trigger = 0.0, name: str = "") -> HandOver:
    """Give what is held to someone within reach, who takes it; both turn to each other if they have to."""
    return HandOver(target=who, thing=thing, to=to, when=trigger(who, when), name=name)


def throw(who: str, thing: str, to: Aim, *, flight: float | None = None, when: float | Trigger = 0.0, name: str = "") -> Throw:
    """Throw what is held to someone, or at an object or place. flight: s in the air; None: as suits."""
    return Throw(target=who, thing=thing, to=to, flight=flight, when=trigger(who, when), name=name)


def catch(who: str, thing: str, *, hand: str = "", within: float = 5.0, when: float | Trigger = 0.0, name: str = "") -> Catch:
    """Catch what flies by within reach, if it does within so many seconds."""
    return Catch(target=who, thing=thing, hand=hand, within=within, when=trigger(who, when), name=name)


def push(who: str, thing: str, distance: float = 0.2, *, height: float = 0.5, speed: float = 0.5, hand: str = "",
         when: float | Trigger = 0.0, name: str = "") -> Push:
    """Push a thing away, m, with a flat hand at this share of its height: low it slides, high it topples."""
    return Push(target=who, thing=thing, distance=distance, height=height, speed=speed, hand=hand, when=trigger(who, when), name=name)


def kick(who: str, thing: str, to: Aim | None = None, *, speed: float = 3.0, when: float | Trigger = 0.0, name: str = "") -> Kick:
    """Kick a thing on the floor towards something, or straight on, the foot this fast, m/s."""
    return Kick(target=who, thing=thing, to=to, speed=speed, when=trigger(who, when), name=name)


def open_(who: str, thing: str, *, joint: str = "", to: float | None = None, when: float | Trigger = 0.0, name: str = "") -> Open:
    """Open a door or drawer by its handle, as far as `to`, rad or m; None: to its end, doors by 90 degrees at most and away from who."""
    return Open(target=who, thing=thing, joint=joint, to=to, when=trigger(who, when), name=name)


def close(who: str, thing: str, *, joint: str = "", when: float | Trigger = 0.0, name: str = "") -> Close:
    """Close a door or drawer."""
    return Close(target=who, thing=thing, joint=joint, when=trigger(who, when), name=name)


def _place(to: Aim | tuple[float, float]) -> Aim:
    return (*to, 0.0) if not isinstance(to, str) and len(to) == 2 else to
