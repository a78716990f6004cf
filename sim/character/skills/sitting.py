"""Sitting down and getting up: to a place before a seat, back to it, and down over feet that stay where they are."""

import numpy as np
from scipy.spatial.transform import Rotation, Slerp

from sim.character.body.bones import number, placed
from sim.character.character import Character, Unable
from sim.character.context import Context
from sim.character.motion.footsteps import SIDES
from sim.character.motion.gait import Station, Track, standing, stations
from sim.character.motion.posture import bend, plant
from sim.character.planning.affordances import Seat, seat
from sim.character.planning.nav_grid import way
from sim.math.conventions import Array

LOW, HIGH = 0.28, 0.62
"""m, the heights of seats that someone of TALL sits on."""
NARROWEST = 0.22
"""m, the width of a seat at least."""
NEAR = 1.5
"""m from which someone who is to sit finds the seat without being sent there first."""
HEELS, ROOM = 0.13, 0.34
"""m from a seat to the middle of who stands with their back to it, and of who comes or leaves."""
DEEP = 0.22
"""m from the front of a seat back to the pelvis."""
DOWN = 1.3
"""s to sit down."""
FORWARD = np.radians(32.0)
"""By which the trunk leans on the way down."""
LAP = {"upper_arm": -18.0, "forearm": -72.0, "hand": -72.0}
"""Degrees by which arms point forward whose hands lie on the thighs."""


def steps_to(context: Context, me: Character, name: str) -> tuple[Seat, list[Station]]:
    """A seat, and the stations that lead before it, back to it. Raises Unable if it is none, is taken, far, or there is no way."""
    place, who = seat(context.physics, name, np.array(me.station[:2])), me.person.name
    height, width = place.top - me.ground, 2 * min(place.ahead, place.aside)
    taken = [other.person.name for other in context.characters.values() if other.seat == name and other is not me]
    if taken:
        raise Unable(f"{taken[0]} sits on {name}")
    if not LOW * me.size <= height <= HIGH * me.size:
        raise Unable(f"{name} is {height:.2f} m high; {who} sits on what is from {LOW * me.size:.2f} to {HIGH * me.size:.2f} m high")
    if width < NARROWEST:
        raise Unable(f"{name} is {width:.2f} m wide; a seat has at least {NARROWEST:.2f} m")
    side = np.array([-place.front[1], place.front[0]])
    before = place.middle + place.front * (place.ahead + HEELS * me.size)
    doors = [place.middle + place.front * (place.ahead + ROOM * me.size),
             *(before + sign * side * (place.aside + ROOM * me.size) for sign in (1.0, -1.0))]
    near = min(float(np.linalg.norm(door - me.station[:2])) for door in doors)
    if near > NEAR:
        raise Unable(f"{name} is {near:.2f} m from {who}, who sits down on what is within {NEAR:.2f} m; let them walk_to it first")
    floor = context.floor(me, [me.station, *doors])
    for door in doors:
        goals = np.zeros(floor.clearance.shape, bool)
        goals[floor.cell(door)] = True
        path = way(floor, me.station, goals)
        if path is not None:
            heading = float(np.arctan2(place.front[1], place.front[0]))
            steps = stations([*path[:-1], door] if len(path) > 1 else [path[0], door], me.station[2], heading, me.size)
            return place, [*steps, *_aside(door, before, steps[-1][2] if steps else me.station[2])]
    raise Unable(f"there is no way for {who} to sit down on {name}")


def sat(me: Character, place: Seat) -> Track:
    """Down on a seat, from the last frame of the track."""
    start, upright = me.track.root[-1], me.track.turns[-1]
    back = min(place.ahead, DEEP * me.size)
    end = np.array([*(place.middle + place.front * (place.ahead - back)), place.top + me.body.rump])
    feet = placed(me.body.offsets, start, upright)
    u = np.linspace(0.0, 1.0, round(DOWN * me.fps) + 1)
    roots, turns = [], []
    for share in u ** 3 * (10 - 15 * u + 6 * u * u):
        pose, root = _lapped(upright, float(share)), start + share * (end - start)
        bend(pose, FORWARD * float(np.sin(np.pi * share)))
        plant(me.body, pose, feet, root)
        roots.append(root)
        turns.append(pose)
    return Track(root=np.array(roots), turns=np.array(turns))


def risen(me: Character) -> Track:
    """Back up the way they came down."""
    now = min(me.frame - me.begun, len(me.track.root) - 1) + 1
    rest = standing(me.station, me.ground, me.body, me.terrain)
    return Track(root=np.concatenate([me.track.root[:now][::-1], rest.root]),
                 turns=np.concatenate([me.track.turns[:now][::-1], rest.turns]))


def _aside(start: Array, end: Array, heading: float) -> list[Station]:
    """Short steps without turning."""
    count = int(np.ceil(float(np.linalg.norm(end - start)) / 0.3))
    return [(*(start + (end - start) * (i + 1) / count).tolist(), heading) for i in range(count)]


def _lapped(turns: Array, share: float) -> Array:
    """World rotations with the hands that far on their way to the lap."""
    out, yaw = turns.copy(), turns[0]
    for side, _ in SIDES:
        for bone, degrees in LAP.items():
            i = number(f"{side}_{bone}")
            ends = np.stack([turns[i], yaw @ Rotation.from_euler("y", degrees, degrees=True).as_matrix()])
            out[i] = Slerp([0.0, 1.0], Rotation.from_matrix(ends))(share).as_matrix()
    return out
