"""The pinhole camera: pixels, rays and projection. Looks along -z with +y up; pixel (0, 0) top left, centres at
+0.5."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.math.conventions import frozen

SENSOR_WIDTH = 36.0
"""mm; focal lengths are given for this sensor width."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Camera:
    """world_from_camera: (4, 4) float64 rigid. focal: px, the same for x and y. width, height: px; the axis hits the
    middle. aim: m, how far away is what it is turned to: in focus, unless something else is."""

    world_from_camera: NDArray[np.float64]
    focal: float
    width: int
    height: int
    aim: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "world_from_camera", frozen(self.world_from_camera))

    @property
    def position(self) -> NDArray[np.float64]:
        """(3,) m, world."""
        return self.world_from_camera[:3, 3]

    @property
    def eye(self) -> tuple[float, float, float, NDArray[np.float64]]:
        """Focal length, half the width and half the height, px, and the turn (3, 3) to the world: what compiled loops
        need to know."""
        return self.focal, self.width / 2, self.height / 2, np.ascontiguousarray(self.world_from_camera[:3, :3])

    def pixel_centres(self) -> NDArray[np.float64]:
        """(H*W, 2) x, y of all pixel centres, row by row."""
        y, x = np.mgrid[: self.height, : self.width] + 0.5
        return np.stack([x.ravel(), y.ravel()], axis=-1)

    def rays(self, pixels: ArrayLike) -> NDArray[np.float64]:
        """World directions (N, 3) through pixel places (N, 2), scaled so that one unit is 1 m along the view axis."""
        x, y = np.asarray(pixels, np.float64).T
        right, up = (x - self.width / 2) / self.focal, (self.height / 2 - y) / self.focal
        camera = np.stack([right, up, -np.ones_like(x)], axis=-1)
        return camera @ self.world_from_camera[:3, :3].T

    def project(self, points: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pixel places (N, 2) and depths (N,) m along the view axis of world points (N, 3). Depth <= 0 is behind the
        camera."""
        return self._to_pixels((np.asarray(points, np.float64) - self.position) @ self.world_from_camera[:3, :3])

    def project_directions(self, directions: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """As `project`, for points infinitely far away in these world directions (N, 3); of the depth only the sign
        counts."""
        return self._to_pixels(np.asarray(directions, np.float64) @ self.world_from_camera[:3, :3])

    def finer(self, factor: int) -> "Camera":
        """The same picture in so many times as many pixels a side."""
        return replace(self, focal=self.focal * factor, width=self.width * factor, height=self.height * factor)

    def closer(self, x: float, y: float, zoom: float) -> "Camera":
        """The camera turned towards a pixel place, about the same point and no further than it must, with a lens
        `zoom` times as long."""
        turned = self.world_from_camera.copy()
        turned[:3, :3] = _axes(-self.rays([[x, y]])[0], turned[:3, 1])
        return replace(self, world_from_camera=turned, focal=self.focal * zoom)

    def _to_pixels(self, camera: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        depth = -camera[:, 2]
        safe = np.where(depth > 1e-9, depth, np.nan)
        right, up = camera[:, 0] / safe * self.focal, camera[:, 1] / safe * self.focal
        return np.stack([right + self.width / 2, self.height / 2 - up], axis=-1), depth


def look_at_matrix(position: ArrayLike, target: ArrayLike) -> NDArray[np.float64]:
    """world_from_camera (4, 4) at `position` looking at `target`, upright (camera x level); +y stands in for up when
    looking along z."""
    position, target = np.asarray(position, np.float64), np.asarray(target, np.float64)
    back = (position - target) / np.linalg.norm(position - target)
    up = np.array([0.0, 0.0, 1.0]) if abs(back[2]) < 0.9999 else np.array([0.0, 1.0, 0.0])
    out = np.eye(4)
    out[:3, :3], out[:3, 3] = _axes(back, up), position
    return out


def _axes(back: NDArray[np.float64], up: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3, 3) right, up and back of a camera, in columns: exactly this `back`, of any length, and an up as near `up` as
    that leaves it."""
    back = back / np.linalg.norm(back)
    right = np.cross(up, back)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(back, right), back], axis=1)


def focal_pixels(focal_mm: float, width: int) -> float:
    """Focal length in pixels of a lens in mm on the 36 mm sensor."""
    return focal_mm / SENSOR_WIDTH * width
