"""Where a camera must stand, and how it must be turned, for a picture to be framed as wanted.

Places in a picture are x to the right and y up from its middle, in halves of its width and height: its corners are at (+-1, +-1).
"""

from dataclasses import dataclass

import numpy as np

from render.camera import SENSOR_WIDTH
from sim.math.conventions import Array

UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The form of a picture. lens: mm on a sensor 36 mm wide. aspect: its width in its heights."""

    lens: float
    aspect: float

    @property
    def half(self) -> Array:
        """(2,) half of the width and height of what is seen 1 m before the camera, m."""
        wide = SENSOR_WIDTH / 2 / self.lens
        return np.array([wide, wide / self.aspect])

    def distance(self, height: float) -> float:
        """m from the camera to where so much, m, fills its height."""
        return height / 2 / float(self.half[1])


def axes(ahead: Array) -> Array:
    """(3, 3) in rows: right and up in the picture, and ahead, unit vectors in the world, of an upright camera that looks this way (3,);
    not straight up or down."""
    ahead = ahead / np.linalg.norm(ahead)
    right = np.cross(ahead, UP)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(right, ahead), ahead])


def fitted(points: Array, ahead: Array, picture: Picture, fill: float = 0.9) -> Array:
    """(3,) m, world: the nearest place for a camera that looks this way (3,), from which all points (N, 3) are within so much of the
    picture to each side.

    In the camera's axes a point at (a, b, w) is within a cone of slope t from a camera at (x, y, -s) where |a - x| <= t (w + s). All points
    are where s is at least (max(a - t w) - min(a + t w)) / 2 t, and so for b and y."""
    turn = axes(ahead)
    across, depth = (points @ turn.T)[:, :2], points @ turn[2]
    slope = fill * picture.half
    most, least = (across - slope * depth[:, None]).max(axis=0), (across + slope * depth[:, None]).min(axis=0)
    back = float(((most - least) / (2 * slope)).max())
    back = max(back, 0.3 - float(depth.min()))  # in front of the camera
    return np.array([*((most + least) / 2), -back]) @ turn


def aimed(position: Array, point: Array, picture: Picture, x: float = 0.0, y: float = 0.0) -> Array:
    """(3,) unit: which way an upright camera at a position (3,) looks when it shows a point (3,) at this place in its picture; as nearly as
    it can, if the point is too far above or below.

    With r to the right and u up, 1 m before a camera of pitch p, the point's direction times sqrt(1 + r^2 + u^2) has sin p + u cos p
    upwards and cos p - u sin p ahead."""
    to = (point - position) / np.linalg.norm(point - position)
    right, up = np.array([x, y]) * picture.half
    pitch = np.arcsin(np.clip(to[2] * np.sqrt(1 + right ** 2 + up ** 2) / np.hypot(1, up), -1, 1)) - np.arctan2(up, 1)
    yaw = np.arctan2(to[1], to[0]) + np.arctan2(right, np.cos(pitch) - up * np.sin(pitch))
    return np.array([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), np.sin(pitch)])


def places(points: Array, position: Array, ahead: Array, picture: Picture) -> Array:
    """(N, 2) places in the picture of points (N, 3); nan of those behind the camera."""
    seen = (points - position) @ axes(ahead).T
    depth = seen[:, 2:]
    return np.where(depth > 1e-6, seen[:, :2] / np.maximum(depth, 1e-6) / picture.half, np.nan)
