"""Exact correspondences: a surface point seen in one frame, posed at another, projected, and looked for there."""

import numpy as np
from numpy.typing import NDArray

from render.frame import Frame

SLACK = 2e-3
"""Share of the distance by which something must lie in front of a point to hide it: above float32 rays' rounding."""


def correspond(a: Frame, b: Frame) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(map, visible): for each pixel centre of `a`, its place (H, W, 2) x, y px in `b`, and whether it is seen there
    (H, W).

    Works between any two frames of one world, whatever their cameras. The background is at infinity: its world
    direction is its surface point. Places behind the camera of `b` are nan."""
    at, visible = np.full((a.camera.height * a.camera.width, 2), np.nan), np.zeros(a.camera.height * a.camera.width, bool)
    hit = a.centres.hit.ravel()
    moved = b.posed.points(a.centres.triangles, a.centres.barycentrics)
    at[hit], depth = b.camera.project(moved)
    visible[hit] = _inside(at[hit], b) & (depth > 0) & _seen(moved, a, b)
    beyond = a.camera.rays(a.camera.pixel_centres()[~hit])
    at[~hit], depth = b.camera.project_directions(beyond)
    visible[~hit] = _inside(at[~hit], b) & (depth > 0)
    open_sky = np.flatnonzero(~hit & visible)
    start = np.broadcast_to(b.camera.position, (len(open_sky), 3))
    visible[open_sky] = ~b.posed.rays.blocked(start, a.camera.rays(a.camera.pixel_centres()[open_sky]))
    shape = (a.camera.height, a.camera.width)
    return at.reshape(*shape, 2), visible.reshape(shape)


def _inside(at: NDArray[np.float64], b: Frame) -> NDArray[np.bool_]:
    """Whether places are within the picture; nan is not."""
    return np.asarray(((at >= 0) & (at < [b.camera.width, b.camera.height])).all(axis=1))


def _seen(points: NDArray[np.float64], a: Frame, b: Frame) -> NDArray[np.bool_]:
    """Whether nothing lies between the camera of b and each world point, and it shows the side that a saw."""
    way = points - b.camera.position
    clear = ~b.posed.rays.blocked(np.broadcast_to(b.camera.position, way.shape), way, reach=1 - SLACK)
    return clear & (_front(a, a, a.centres.places) == _front(b, a, points))


def _front(frame: Frame, a: Frame, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the triangles that `a` sees turn their front to the camera of `frame`."""
    return (frame.posed.face_normals[a.centres.triangles] * (frame.camera.position - points)).sum(axis=1) > 0
