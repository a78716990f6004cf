"""What the lens and the shutter do to a frame, in numbers: circle of confusion, time that it is open, exposure, fog."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.camera import SENSOR_WIDTH, Camera
from render.rig import cut_at, ease, place_of
from render.view import Fog, Rig, Target, View
from sim.character.body.bones import RIG, number
from sim.trajectory import Trajectory

NEAREST = 2.0
"""Focal lengths from which on a lens can be in focus: there, things are pictured as large as they are."""
EYES = [number("left_eye"), number("right_eye")]


@dataclass(frozen=True, kw_only=True)
class Optics:
    """spread: px of the radius of the circle of confusion for each 1/m of difference from `sharp`, the inverse, 1/m, of the
    distance in focus; 0 for a pinhole. opened: share of the time from frame to frame that the shutter is open, half of it
    before the frame's time. gain: of linear light."""

    spread: float = 0.0
    sharp: float = 0.0
    opened: float = 0.0
    gain: float = 1.0
    fog: Fog | None = None


PLAIN = Optics()
"""Of a pinhole in clear air: what it shows is left as it is."""


def optics_at(view: View, trajectory: Trajectory, frame: int, camera: Camera) -> Optics:
    """Of a frame, seen by this camera."""
    cut, _ = cut_at(view, trajectory, frame)
    rig = cut.rig
    spread, sharp = _focused(rig, trajectory, frame, camera) if rig.f_stop else (0.0, 0.0)
    return Optics(spread=spread, sharp=sharp, opened=rig.shutter / 360, gain=2.0 ** rig.exposure, fog=view.fog)


def _focused(rig: Rig, trajectory: Trajectory, frame: int, camera: Camera) -> tuple[float, float]:
    """The circle of confusion of a thin lens on the sensor is, at depth z with the distance s in focus,

        c = f / N * f / (s - f) * |z - s| / z  =  f / N * f s / (s - f) * |1 / s - 1 / z|

    (Potmesil and Chakravarty 1981; Hecht, Optics, 5.2), f being the focal length and N the f-number. The angle of view is
    the pinhole's, whatever is in focus: focus does not breathe."""
    focal = camera.focal * SENSOR_WIDTH / camera.width / 1000
    sharp = min(_focus(rig, trajectory, frame, camera), 1 / (NEAREST * focal))
    return camera.focal * focal / rig.f_stop / (1 - sharp * focal) / 2, sharp


def _focus(rig: Rig, trajectory: Trajectory, frame: int, camera: Camera) -> float:
    """1/m, of what is in focus: pulled evenly, and eased, in the inverse of the distance, as sharpness goes."""
    if not rig.focus:
        return 1 / camera.aim
    time, keys = float(frame / trajectory.fps), rig.focus
    after = next((i for i, key in enumerate(keys) if key.time > time), len(keys))
    a, b = keys[max(after - 1, 0)], keys[min(after, len(keys) - 1)]
    u = ease((time - a.time) / (b.time - a.time)) if b.time > a.time else 0.0
    near, far = (1 / _distance(key.on, trajectory, frame, camera) for key in (a, b))
    return (1 - u) * near + u * far


def _distance(on: Target, trajectory: Trajectory, frame: int, camera: Camera) -> float:
    """m along the view axis; of what is behind the camera, next to none."""
    if isinstance(on, (int, float)):
        return float(on)
    point = _middle(on, trajectory, frame) if isinstance(on, str) else np.array(on, np.float64)
    return max(float(camera.project(point[None])[1][0]), 1e-3)


def _middle(name: str, trajectory: Trajectory, frame: int) -> NDArray[np.float64]:
    """(3,) m, of a thing its middle, of a person, and of what is part of them, between their eyes."""
    count = trajectory.bone_positions.shape[1] // len(RIG)
    people = list(dict.fromkeys(part.object for part in trajectory.parts))[-count:] if count else []
    owner = next(part.object for part in trajectory.parts if name in (part.object, part.path))
    if owner in people:
        bones = trajectory.bone_positions[frame].reshape(count, len(RIG), 3)[people.index(owner)]
        return bones[EYES].mean(axis=0)
    return place_of(trajectory, name, frame)


def blur_radius(optics: Optics, inverse_depth: NDArray[np.float32]) -> NDArray[np.float32]:
    """px, of the circle of confusion at these inverse depths, 1/m; 0 at infinity's is that of the sky."""
    return np.float32(optics.spread) * np.abs(inverse_depth - np.float32(optics.sharp))
