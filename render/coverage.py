"""Which pixels triangles cover, were there nothing else: no depths, so that it costs little."""

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from sim.conventions import Array

NEAR = 1e-3
"""m before the camera at which triangles are cut off."""


def covered(camera: Camera, vertices: NDArray[np.float64], faces: NDArray) -> NDArray[np.bool_]:
    """(H, W) whether any of the triangles (F, 3), of vertices (V, 3), m, world, is on the ray through a pixel's centre."""
    mask = np.zeros((camera.height, camera.width), bool)
    corners = _on_picture(camera, _before(((vertices - camera.position) @ camera.world_from_camera[:3, :3])[faces]))
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    low = np.maximum(np.ceil(np.minimum(np.minimum(a, b), c) - 0.5), 0).astype(np.int64)
    high = np.minimum(np.floor(np.maximum(np.maximum(a, b), c) - 0.5), [camera.width - 1, camera.height - 1]).astype(np.int64)
    wide = np.maximum(high - low + 1, 0)
    counts = wide[:, 0] * wide[:, 1]
    of = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    pixels = low[of] + np.stack([place % wide[of, 0], place // wide[of, 0]], axis=1)
    found = pixels[_inside(corners[of], pixels + 0.5)]
    mask[found[:, 1], found[:, 0]] = True
    return mask


def _on_picture(camera: Camera, triangles: Array) -> Array:
    """(N, 3, 2) where the corners of triangles (N, 3, 3) of the camera's frame are, px."""
    scale = camera.focal / -triangles[..., 2:]
    return triangles[..., :2] * scale * [1.0, -1.0] + [camera.width / 2, camera.height / 2]


def _inside(corners: Array, points: Array) -> NDArray[np.bool_]:
    """Whether points (N, 2) are in triangles (N, 3, 2), or on their sides: all to one side of them."""
    a, b, c = (_left(corners[:, i], corners[:, i - 2], points) for i in range(3))
    return np.asarray((a >= 0) & (b >= 0) & (c >= 0) | (a <= 0) & (b <= 0) & (c <= 0))


def _left(start: Array, end: Array, points: Array) -> Array:
    """On which side of ways (N, 2) points (N, 2) are: the sign of a vector product."""
    way, at = end - start, points - start
    return way[:, 0] * at[:, 1] - way[:, 1] * at[:, 0]


def _before(triangles: Array) -> Array:
    """What of triangles (N, 3, 3) of a camera's frame is before it."""
    a, b, c = (triangles[:, i, 2] > -NEAR for i in range(3))
    behind = a.astype(int) + b + c
    if not behind.any():
        return triangles
    cut = [piece for triangle in triangles[(behind > 0) & (behind < 3)] for piece in _cut(triangle)]
    return np.concatenate([triangles[behind == 0], np.reshape(cut, (-1, 3, 3))])


def _cut(triangle: Array) -> list[Array]:
    """A triangle without what is behind the camera (Sutherland and Hodgman, 1974), as a fan."""
    corners: list[Array] = []
    for a, b in zip(triangle, np.roll(triangle, -1, axis=0)):
        if a[2] <= -NEAR:
            corners.append(a)
        if (a[2] <= -NEAR) != (b[2] <= -NEAR):
            corners.append(a + (b - a) * (-NEAR - a[2]) / (b[2] - a[2]))
    return [np.stack([corners[0], *pair]) for pair in zip(corners[1:], corners[2:])]
