"""Ways to where one can sit down: on foot to a place before a seat or beside it, and from there sideways, back to the seat."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gait import Station, stations
from sim.character.motion.gaits import WALK
from sim.character.planning.nav_grid import NavGrid, way, ways
from sim.character.planning.seats import WIDTH, Seat, left_free, places, seats
from sim.character.planning.terrain import CLIMB
from sim.character.skills.routes import find_route, in_the_way
from sim.character.skills.seat_room import HEELS, IN, TIGHT, Room, seat_room
from sim.character.skills.sitting import DEEP
from sim.character.unable import Unable
from sim.math.conventions import Array

LOW, HIGH = 0.28, 0.7
"""m, the heights of seats that someone of TALL sits on."""
NARROWEST = 0.22
"""m, the width of a seat at least."""
ROOM = 0.34
"""m from a seat to the middle of who comes to it."""
BEHIND, BEYOND = (0.25, 0.5, 0.75), (0.3, 0.6, 0.9, 1.2)
"""m by which who comes from the side is farther back than where they sit down from, and farther aside than the seat's side, if there is
no room nearer."""
STEP = 0.2
"""m of a step aside."""


class Door(NamedTuple):
    """A way to a seat's place: where they would sit, and the line of points (2,), m, from where walking ends to
    where they sit down from."""

    seat: Seat
    slide: list[Array]


class Approach(NamedTuple):
    """How to get in front of a seat: `steps` on foot, then `aside`, sideways steps from there, if walking does not
    lead all the way."""

    seat: Seat
    steps: list[Station]
    aside: list[Station]


def approach(context: Context, me: Character, name: str) -> Approach:
    """The way to where someone sits down on a seat nearest. Raises Unable if it is none, is taken, or there is no way."""
    found, terrain = _options(context, me, name), context.terrain(me)
    seat = found[0]
    base = float(terrain.under((seat.middle + seat.front * (seat.ahead + HEELS * me.size))[None], seat.top - LOW * me.size / 2)[0])
    _check_size(me, name, seat, seat.top - base)
    level = abs(base - me.ground) < CLIMB / 4
    about = seat_room(context, me, name, base, terrain)
    floor = context.floor(me, [me.station, *(one.middle for one in found)])
    far = ways(floor, me.station)
    for heels in (HEELS, TIGHT):
        fit = [one for one in found if about.down(one, heels)[0] <= IN]
        for doors in zip(*(_doors(about, one, heels) for one in fit)):
            tried = [Door(one, slide) for one, slides in zip(fit, doors) for slide in slides]
            for chosen in _on_foot(floor, far, about, tried) if level else _climbing(context, about, tried):
                return chosen
    raise Unable(f"there is no way for {me.person.name} to sit down on {name}: {_why(context, me, name, found, about, floor)}")


def _options(context: Context, me: Character, name: str) -> list[Seat]:
    """The places on a seat, those first that are on the side of it which is nearest. Raises Unable if there are none."""
    found, deep, who = seats(context.physics, name, np.array(me.station[:2])), DEEP * me.size, me.person.name
    others = [other for other in context.characters.values() if other is not me and other.bound and other.bound[0] == name]
    taken = [other.bound[1] for other in others if other.bound]
    free = [one for seat in found for one in places(seat, deep, np.array(me.station[:2]), taken)]
    if free:
        return free
    names = " and ".join(other.person.name for other in others)
    sit = ("sits" if others[0].seat == name else "goes to sit") if len(others) == 1 else "sit"
    room_left = max(left_free(seat, taken) for seat in found)
    left = f", which leaves {room_left:.2f} m of it; {who} needs {WIDTH:.2f} m" if found[0].left + found[0].right >= 2 * WIDTH else ""
    raise Unable(f"{names} {sit} on {name}{left}")


def _check_size(me: Character, name: str, seat: Seat, height: float) -> None:
    """Raise Unable for what is too high, too low or too narrow. height: m above what they stand on."""
    if not LOW * me.size <= height <= HIGH * me.size:
        raise Unable(f"{name}'s seat is {height:.2f} m high; {me.person.name} sits on {LOW * me.size:.2f} to {HIGH * me.size:.2f} m")
    if seat.width < NARROWEST:
        raise Unable(f"{name} is {seat.width:.2f} m wide; a seat has at least {NARROWEST:.2f} m")


def _doors(about: Room, seat: Seat, heels: float) -> list[list[list[Array]]]:
    """The lines on which someone can get before a seat, the best first: from straight ahead, from beside, from
    diagonally behind, from farther aside."""
    end, near = about.before(seat, heels), ROOM * about.me.size
    ahead = seat.middle + seat.front * (seat.ahead + near)
    sides = [seat.side * (seat.left + near), -seat.side * (seat.right + near)]
    beside = [[end + way, end] for way in sides]
    behind = [[end + way - seat.front * back, end + way, end] for back in BEHIND for way in sides]
    beyond = [way * (1 + far / np.linalg.norm(way)) for far in BEYOND for way in sides]
    return [[[ahead, end]], beside, behind, [[end + way, end] for way in beyond],
            [[end + way - seat.front * back, end + way, end] for back in BEHIND for way in beyond]]


def _on_foot(floor: NavGrid, far: Array, about: Room, doors: list[Door]) -> Iterator[Approach]:
    """The doors that are reached on the level, the nearest first. far: (X, Y) what the way to each cell costs."""
    me, cells = about.me, [floor.cell(door.slide[0]) for door in doors]
    lengths = far[tuple(np.array(cells).T)]
    for i in np.argsort(lengths, kind="stable"):
        if np.isfinite(lengths[i]) and about.aside(*doors[i])[0] <= IN:
            goals = np.zeros(floor.clearance.shape, bool)
            goals[cells[i]] = True
            path, start = way(floor, me.station, goals) or [], doors[i].slide[0]
            corners = [*path[:-1], start] if len(path) > 1 else [*path, start]
            yield _approach(me, doors[i], stations(corners, me.station[2], _heading(doors[i].seat), me.size))


def _climbing(context: Context, about: Room, doors: list[Door]) -> Iterator[Approach]:
    """Those that lead up or down."""
    me = about.me
    for door in sorted(doors, key=lambda one: float(np.linalg.norm(one.slide[0] - me.station[:2]))):
        if about.aside(*door)[0] <= IN:
            aim = np.array([*door.slide[0], about.base])
            try:
                found = find_route(context, me, tuple(aim.tolist()), aim, WALK, context.terrain(me))
            except Unable:
                continue
            yield _approach(me, door, found.stations(_heading(door.seat)))


def _approach(me: Character, door: Door, steps: list[Station]) -> Approach:
    """On foot and from there aside, given the steps that lead to a door."""
    heading = steps[-1][2] if steps else me.station[2]
    aside = [(*door.slide[0].tolist(), heading)]
    for start, end in zip(door.slide, door.slide[1:]):
        count = int(np.ceil(float(np.linalg.norm(end - start)) / (STEP * me.size) - 1e-9))
        aside += [(*(start + (end - start) * (i + 1) / count).tolist(), heading) for i in range(count)]
    if len(door.slide) == 2 and abs((door.slide[0] - door.slide[1]) @ door.seat.side) < 1e-6:  # from ahead: a step back
        return Approach(door.seat, [*steps, *aside[1:]], [])
    return Approach(door.seat, steps, aside)


def _heading(seat: Seat) -> float:
    return float(np.arctan2(seat.front[1], seat.front[0]))


def _why(context: Context, me: Character, name: str, found: list[Seat], about: Room, floor: NavGrid) -> str:
    """What is in the way of who would sit down: before the nearest place, on the way down, or on the way there."""
    free = [seat for seat in found if about.down(seat, TIGHT)[0] <= IN]
    if free:
        aim = np.array([*about.before(free[0], ROOM), about.base])
        return in_the_way(context, me, floor, aim, name) or "nothing leads there"
    gap, needed, wall = about.gap(found[0])
    if gap < needed:
        return f"{wall} is {gap:.2f} m before it, and {needed:.2f} m are needed"
    inside, wall = about.down(found[0], TIGHT)
    return f"sitting down, {me.person.name} would be {inside:.2f} m inside {wall}"
