"""Rig -> Camera: where the camera is at each frame, and how long its lens is."""

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera, focal_pixels, look_at_matrix
from render.view import Cut, Key, Rig, View
from sim.math.conventions import matrix_from_quat, quat_from_euler
from sim.trajectory import Trajectory


def camera_at(view: View, trajectory: Trajectory, frame: int, width: int, height: int) -> Camera:
    """The camera of a frame of this many pixels."""
    time = float(frame / trajectory.fps)
    cut, end = cut_at(view, trajectory, frame)
    position, target, focal = _path(cut.rig.keys, time)
    position = _orbited(cut.rig, position, target, (time - cut.time) / max(end - cut.time, 1e-9))
    if cut.rig.follow:
        way = place_of(trajectory, cut.rig.follow, frame) - place_of(trajectory, cut.rig.follow, 0)
        position, target = position + way, target + way
    if cut.rig.track:
        target = place_of(trajectory, cut.rig.track, frame)
    pose = look_at_matrix(position, target)
    pose[:3, :3] = pose[:3, :3] @ _sway(cut.rig, time)
    return Camera(world_from_camera=pose, focal=focal_pixels(focal, width), width=width, height=height,
                  aim=float(np.linalg.norm(position - target)))


def cut_number(view: View, trajectory: Trajectory, frame: int) -> int:
    """Which cut a frame belongs to, from 0."""
    time = float(frame / trajectory.fps)
    return max(i for i, cut in enumerate(view.cuts) if cut.time <= time + 1e-9)


def cut_at(view: View, trajectory: Trajectory, frame: int) -> tuple[Cut, float]:
    """The cut that a frame belongs to, and when it ends, s."""
    number = cut_number(view, trajectory, frame)
    length = float(trajectory.frames / trajectory.fps)
    return view.cuts[number], view.cuts[number + 1].time if number + 1 < len(view.cuts) else length


def ease(u: float) -> float:
    """0..1 -> 0..1 with no speed at either end (smoothstep)."""
    u = min(max(u, 0.0), 1.0)
    return u * u * (3 - 2 * u)


def _path(keys: tuple[Key, ...], time: float) -> tuple[NDArray, NDArray, float]:
    """Position, target and focal length between the keys, eased from each to the next; the zoom is even in log focal
    length."""
    after = next((i for i, key in enumerate(keys) if key.time > time), len(keys))
    a, b = keys[max(after - 1, 0)], keys[min(after, len(keys) - 1)]
    u = ease((time - a.time) / (b.time - a.time)) if b.time > a.time else 0.0
    mix = lambda p, q: (1 - u) * np.array(p, np.float64) + u * np.array(q, np.float64)  # noqa: E731
    return mix(a.position, b.position), mix(a.look_at, b.look_at), float(np.exp(mix(np.log(a.focal), np.log(b.focal))))


def _orbited(rig: Rig, position: NDArray, target: NDArray, u: float) -> NDArray:
    turn = matrix_from_quat(quat_from_euler([0.0, 0.0, rig.orbit * ease(u)]))
    return target + turn @ (position - target)


def place_of(trajectory: Trajectory, name: str, frame: int) -> NDArray:
    """(3,) m, the middle of an object's parts, or of the one part with this path."""
    return trajectory.positions[frame][[i - 1 for i in trajectory.part_ids(name)]].mean(axis=0)


def _sway(rig: Rig, time: float) -> NDArray:
    """Hand-held rotation (3, 3), camera frame: three slow sines an axis with seeded phases, `shake` degrees at
    most."""
    if rig.shake == 0:
        return np.eye(3)
    phase = np.random.default_rng(rig.seed).uniform(0, 2 * np.pi, (3, 3))
    waves = np.sin(2 * np.pi * time * np.array([0.35, 0.9, 1.7]) + phase) @ np.array([0.6, 0.3, 0.1])
    return matrix_from_quat(quat_from_euler(rig.shake * waves * [1.0, 1.0, 0.5]))
