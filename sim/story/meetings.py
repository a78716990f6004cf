"""Which objects touch, from the contacts of their parts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.math.conventions import Array
from sim.story.motion import Motion
from sim.story.runs import Frames, Pair, bridged
from sim.trajectory import Trajectory

GAP = 2
"""Frames, at most, for which two that touch may be apart: they tremble."""
SLOW = 0.05
"""m/s, of what rests, against what it rests on."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Meeting:
    """Two objects that touch at some time, over T frames. touching: (T,) bool, gaps bridged. impulse: (T,) N s, in that frame.
    normal: (T, 3), on the second towards the first, mean weighted by impulse; in gaps the last one."""

    touching: Frames
    impulse: Array
    normal: Array


def meetings(trajectory: Trajectory, motion: Motion) -> Mapping[Pair, Meeting]:
    """The pairs of objects that ever touch, each in the order of the scene's names."""
    names = np.array(["", *(part.object for part in trajectory.parts)])
    rows = trajectory.contacts
    first, second = names[rows["a"]], names[rows["b"]]
    pairs = sorted(set(zip(first.tolist(), second.tolist())), key=lambda pair: [motion.names.index(name) for name in pair])
    return {pair: _meeting(rows[(first == pair[0]) & (second == pair[1])], motion, pair) for pair in pairs}


def _meeting(rows: np.ndarray, motion: Motion, pair: Pair) -> Meeting:
    frames = len(motion.speed)
    touching, impulse, normal = np.zeros(frames, bool), np.zeros(frames), np.zeros((frames, 3))
    touching[rows["frame"]] = True
    np.add.at(impulse, rows["frame"], rows["impulse"])
    np.add.at(normal, rows["frame"], rows["normal"] * (rows["impulse"] + 1e-12)[:, None])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-300)
    speeds = motion.speed[:, [motion.names.index(name) for name in pair]].max(axis=1)
    # What happened on the way to frame 0 is not known: two that begin slowly and touch a frame later touched then.
    touching[:1] |= touching[1:2] & (speeds[1:2] < SLOW)
    normal[:1] = normal[1:2] if touching[:1].all() and frames > 1 else normal[:1]
    last = np.maximum.accumulate(np.where(touching, np.arange(frames), 0))
    return Meeting(touching=bridged(touching, GAP), impulse=impulse, normal=normal[last])
