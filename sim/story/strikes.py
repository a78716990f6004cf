"""Strikes: contacts that begin with an impulse worth telling, and who ran into whom."""

from collections.abc import Iterator, Mapping

import numpy as np

from sim.math.conventions import Array, quat_inverse, quat_rotate
from sim.scene.scene import Scene
from sim.story.event import STRIKES, STRUCK, Event
from sim.story.meetings import Meeting
from sim.story.motion import Motion
from sim.story.runs import Pair, runs
from sim.trajectory import Trajectory

LEAST = 0.05
"""m/s by which a strike changes the velocity of what it strikes."""
EVEN = 0.1
"""Share of the heavier one's change of velocity: where neither came faster than the other by more than this, both are struck."""
RESTS = 0.02
"""m/s. Contacts of two slower than this at the start have been there before it."""


def strikes(scene: Scene, trajectory: Trajectory, motion: Motion, found: Mapping[Pair, Meeting]) -> Iterator[Event]:
    """A 'was struck by' for each object that another ran into, a 'struck' for each that ran into another; both for neither."""
    for pair, meeting in found.items():
        for start, _ in runs(meeting.touching):
            if start > 1 or max(motion.speed[1:2, motion.names.index(name)].max(initial=0) for name in pair) > RESTS:
                yield from _strike(scene, trajectory, motion, pair, meeting, start)


def _strike(scene: Scene, trajectory: Trajectory, motion: Motion, pair: Pair, meeting: Meeting, frame: int) -> Iterator[Event]:
    approach = _approach(trajectory, pair, frame)
    carried = np.linalg.norm(scene.gravity) / float(trajectory.fps) * abs(meeting.normal[frame, 2])
    changes = [meeting.impulse[frame] / motion.mass[motion.names.index(name)] for name in pair]
    for i, (name, other) in enumerate((pair, pair[::-1])):
        if changes[i] - carried >= LEAST:
            kind = STRIKES if approach[i] - approach[1 - i] > EVEN * min(changes) else STRUCK
            yield Event(frame=frame, time=frame / float(trajectory.fps), object=name, kind=kind, by=other,
                        impulse=float(meeting.impulse[frame]))


def _approach(trajectory: Trajectory, pair: Pair, frame: int) -> tuple[float, float]:
    """How fast, m/s, each of the two came at the other before they met: the velocity of its point that was to touch."""
    rows = trajectory.contacts[trajectory.contacts["frame"] == frame]
    rows = rows[np.isin(rows["a"], trajectory.part_ids(pair[0])) & np.isin(rows["b"], trajectory.part_ids(pair[1]))]
    row = rows[np.argmax(rows["impulse"])]
    a, b = (_velocity(trajectory, int(row[key]) - 1, row["position"], frame) for key in "ab")
    return float(-a @ row["normal"]), float(b @ row["normal"])


def _velocity(trajectory: Trajectory, part: int, point: Array, frame: int) -> Array:
    """Of the point of a part that is to be at `point`, a frame before that: on the way from two frames before to one before."""
    now, before = max(frame - 1, 0), max(frame - 2, 0)
    inner = quat_rotate(quat_inverse(trajectory.rotations[frame, part]), point - trajectory.positions[frame, part])
    places = trajectory.positions[:, part][[before, now]] + quat_rotate(trajectory.rotations[[before, now], part], inner)
    return (places[1] - places[0]) * float(trajectory.fps)
