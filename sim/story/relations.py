"""What holds between two objects, frame by frame: who rests on, touches, is inside or is held by whom."""

from collections.abc import Iterator, Mapping

import numpy as np

from sim.math.conventions import Array, quat_inverse, quat_rotate
from sim.scene.actions import Drop, Hold, Move
from sim.scene.parts import part_shapes
from sim.scene.scene import Scene
from sim.scene.shapes import Cup
from sim.story.meetings import GAP, SLOW, Meeting
from sim.story.motion import Motion
from sim.story.runs import Frames, Pair, Pairs, bridged
from sim.trajectory import HEAD, Trajectory

UP = 0.5
"""Least upward part of a unit normal that holds something up: slopes of up to 60 degrees."""


def touching_pairs(found: Mapping[Pair, Meeting]) -> Pairs:
    """Who touches whom, both ways."""
    return {key: meeting.touching for (a, b), meeting in found.items() for key in ((a, b), (b, a))}


def resting_pairs(found: Mapping[Pair, Meeting], motion: Motion) -> Pairs:
    """Who is held up by whom, and slow against it."""
    out = {}
    for (a, b), meeting in found.items():
        slow = np.linalg.norm(_of(motion.velocity, motion, a) - _of(motion.velocity, motion, b), axis=1) < SLOW
        for key, up in (((a, b), meeting.normal[:, 2]), ((b, a), -meeting.normal[:, 2])):
            out[key] = bridged(meeting.touching & slow & (up > UP), GAP)
    return _ever(out)


def inside_pairs(scene: Scene, trajectory: Trajectory, motion: Motion) -> Pairs:
    """Whose centre is in the hollow of a Cup: within its inner cylinder."""
    loose = [name for name, mass in zip(motion.names, motion.mass) if np.isfinite(mass)]
    return _ever({(name, vessel): _within(cup, trajectory, part, _of(motion.centre, motion, name))
                  for vessel, part, cup in _vessels(scene, trajectory) for name in loose if name != vessel})


def holding_pairs(scene: Scene, trajectory: Trajectory) -> Pairs:
    """Who has what in hand; and what an action has in its grip, with "" as the holder: a Hold or a Move for as long as it decides where
    the object is."""
    frames = np.arange(trajectory.frames) / float(trajectory.fps)
    out = {(name, ""): np.zeros(trajectory.frames, bool) for name in scene.names}
    for grip in (grip for grip in trajectory.grips if grip.hand != HEAD):
        on = out.setdefault((grip.thing, grip.holder), np.zeros(trajectory.frames, bool))
        on[max(grip.start, 0):trajectory.frames if grip.end is None else grip.end] = True
    for action, record in zip(scene.actions, trajectory.actions):
        if isinstance(action, (Hold, Move)) and record.start is not None:
            stays = isinstance(action, Move) and action.stay and record.status == "done"
            end = _dropped(scene, trajectory, action.target, record.start) if stays or record.end is None else record.end
            out[action.target, ""] |= (frames >= record.start) & (frames < end)
    return _ever(out)


def wearing_pairs(trajectory: Trajectory) -> Pairs:
    """Who has what on their head."""
    out: dict[Pair, Frames] = {}
    for grip in (grip for grip in trajectory.grips if grip.hand == HEAD):
        on = out.setdefault((grip.thing, grip.holder), np.zeros(trajectory.frames, bool))
        on[max(grip.start, 0):trajectory.frames if grip.end is None else grip.end] = True
    return _ever(out)


def _dropped(scene: Scene, trajectory: Trajectory, target: str, since: float) -> float:
    """When a Drop first lets go of what is held since then, s; infinite if none does."""
    ends = [record.start for action, record in zip(scene.actions, trajectory.actions)
            if isinstance(action, Drop) and action.target == target and record.start is not None and record.start > since]
    return min(ends, default=np.inf)


def _vessels(scene: Scene, trajectory: Trajectory) -> Iterator[tuple[str, int, Cup]]:
    for part, shape in zip(trajectory.parts, part_shapes(scene)):
        if isinstance(shape, Cup):
            yield part.object, part.id - 1, shape


def _within(cup: Cup, trajectory: Trajectory, part: int, centre: Array) -> Frames:
    x, y, z = quat_rotate(quat_inverse(trajectory.rotations[:, part]), centre - trajectory.positions[:, part]).T
    return (np.hypot(x, y) < cup.radius - cup.wall) & (z > cup.wall - cup.height / 2) & (z < cup.height / 2)


def _of(values: Array, motion: Motion, name: str) -> Array:
    return values[:, motion.names.index(name)]


def _ever(pairs: Pairs) -> Pairs:
    return {key: on for key, on in pairs.items() if on.any()}
