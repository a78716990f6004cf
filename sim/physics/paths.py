"""Keyframed and held motion: where a body that an action decides about is at each step, and how fast it gets there."""

from collections.abc import Sequence

import numpy as np
import scipy

from sim.geometry.convex import Pose
from sim.math.conventions import Array, quat_between, quat_from_euler, turn_between
from sim.scene.actions import Move

SOON = 1e-9
"""s within which a step is on time."""


def speeds(path: Pose, seconds: float) -> tuple[Array, Array]:
    """Velocity and spin (N, 3) that take a body from each pose of a path to the next in so many seconds; 0 at the last."""
    spin = turn_between(path.rotation[:-1], path.rotation[1:]) / seconds
    still = np.zeros((1, 3))
    return np.concatenate([np.diff(path.position, axis=0) / seconds, still]), np.concatenate([spin, still])


def path_of(move: Move, now: Pose, step: float) -> Pose:
    """Poses of a Move's frame at each step: positions (N, 3) and quaternions (N, 4)."""
    times, positions = list(move.times), [np.array(p, float) for p in move.positions]
    turns = [quat_from_euler(a) for a in move.angles] or [now.rotation] * len(times)
    if times[0] > SOON:
        times, positions, turns = [0.0, *times], [now.position, *positions], [now.rotation, *turns]
    if len(times) == 1:
        return Pose(np.array(positions), np.array(turns))
    clock = np.linspace(0.0, times[-1], max(1, round(times[-1] / step)) + 1)
    return Pose(np.asarray(scipy.interpolate.PchipInterpolator(times, positions)(clock)), _turns(times, turns, clock))


def _turns(times: Sequence[float], turns: Sequence[Array], clock: Array) -> Array:
    after = np.clip(np.searchsorted(times, clock, side="right"), 1, len(times) - 1)
    keys, at = np.array(turns), np.array(times)
    return quat_between(keys[after - 1], keys[after], (clock - at[after - 1]) / (at[after] - at[after - 1]))
