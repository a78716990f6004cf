"""Inserts: a thing from near, while it is taken or something is poured into it."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from scenes.directing.angle import INSERT, Angle, standing
from scenes.directing.beats import Beat
from scenes.directing.framing import Picture, fitted
from scenes.directing.staging import Staging
from sim.math.conventions import Array

LENS, LEAST = 50.0, 0.5
"""mm; and m that the picture shows at least in its height."""
TURNS, DOWN = (0.0, 25.0, -25.0, 50.0, -50.0, 75.0, -75.0, 110.0, -110.0), (25.0, 40.0, 12.0)
"""Degrees from the master's direction, and downwards, that are tried."""
ROOM = 0.1
"""m round a thing that is in the picture."""
WORST = 0.5
"""Share of the time that thing and hand must be seen, of which the thing counts twice."""


def insert(staging: Staging, beat: Beat, master: Angle) -> Iterator[Angle]:
    """Of the thing of a beat, with the hand at it; nothing if it is not seen well from anywhere."""
    frames = staging.moments(beat.start, beat.end)
    middle, hand = (beat.start + beat.end) / 2, _hand(staging, beat)
    near = staging.moments(middle - 0.15, middle + 0.45, 3)
    wanted = np.concatenate([staging.thing(beat.thing, near), staging.bone(beat.who, hand, near)])
    points = (wanted[:, None] + ROOM * np.array([*np.eye(3), *-np.eye(3)])).reshape(-1, 3)
    watched = [(frame, np.concatenate([staging.thing(beat.thing, [frame])] * 2 + [staging.bone(beat.who, hand, [frame])]))
               for frame in frames]
    picture = Picture(lens=LENS, aspect=staging.aspect)
    best, score = None, WORST
    for turn, down in product(TURNS, DOWN):
        ahead = _direction(staging, wanted, master, turn, down)
        position = fitted(points, ahead, picture, 0.8)
        short = picture.distance(LEAST) - float((wanted.mean(axis=0) - position) @ ahead)
        position = position - max(short, 0.0) * ahead
        seen = float(np.mean([staging.clear(frame, position, places, 0.1) for frame, places in watched]))
        if (found := seen - 0.001 * abs(turn) - 0.002 * abs(down - DOWN[0])) > score:
            best, score = (position, ahead), found
    if best is not None:
        far = float((wanted.mean(axis=0) - best[0]) @ best[1])
        yield Angle(name=f"insert {beat.thing}", start=beat.start, end=beat.end, shows=middle, size=INSERT,
                    camera=standing(*best, picture, far), subject=beat.thing, other=beat.who, why=beat.why)


def _hand(staging: Staging, beat: Beat) -> str:
    """The hand bone that is nearest to the thing in the middle of the beat."""
    frames = staging.moments((beat.start + beat.end) / 2, (beat.start + beat.end) / 2, 1)
    thing = staging.thing(beat.thing, frames)
    return min(("right_hand", "left_hand"), key=lambda bone: float(np.linalg.norm(staging.bone(beat.who, bone, frames) - thing)))


def _direction(staging: Staging, wanted: Array, master: Angle, turn: float, down: float) -> Array:
    """(3,) unit: from the master to the thing, turned and tilted by so many degrees."""
    to = wanted.mean(axis=0) - master.position
    yaw, pitch = np.arctan2(to[1], to[0]) + np.radians(turn), np.radians(down)
    return np.array([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), -np.sin(pitch)])
