"""Triangles as a camera sees them: three edge functions each, linear in the picture (Olano and Greer, 1997).

With the corners a, b, c from the camera, a ray d meets the triangle with weights (b x c) d, (c x a) d, (a x b) d over
their sum, at the depth det(a, b, c) over their sum. Nothing is divided by a corner's depth, so a triangle may reach
behind the camera; and two triangles that share an edge have exactly opposite functions there, so no pixel is lost
between them."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from render.camera import Camera

compiled = njit(cache=True, error_model="numpy")
inlined = njit(inline="always", error_model="numpy")
DET = 9
"""Column of the determinant."""


@dataclass(frozen=True, eq=False)
class Planes:
    """corners: (V, 3) float64 m, vertices in the camera's frame. table: (F, 10) float64, for each triangle the edge
    functions' A, B, C, corner by corner, with A x + B y + C at the place x, y px; and the determinant, positive where
    the back is seen."""

    corners: NDArray[np.float64]
    table: NDArray[np.float64]


def planes_of(vertices: NDArray[np.float64], faces: NDArray[np.int32], camera: Camera) -> Planes:
    """The edge functions of triangles (F, 3) of vertices (V, 3), m, world."""
    corners = _turned(vertices, camera.position, camera.world_from_camera[:3, :3].copy())
    return Planes(corners, _table(corners, faces, camera.focal, float(camera.width), float(camera.height)))


@compiled
def _turned(vertices, position, turn):
    out = np.empty_like(vertices)
    for i in range(len(vertices)):
        x, y, z = vertices[i, 0] - position[0], vertices[i, 1] - position[1], vertices[i, 2] - position[2]
        for j in range(3):
            out[i, j] = x * turn[0, j] + y * turn[1, j] + z * turn[2, j]
    return out


@compiled
def _table(corners, faces, focal, width, height):
    out = np.empty((len(faces), 10))
    for t in range(len(faces)):
        for k in range(3):
            b, c = corners[faces[t, (k + 1) % 3]], corners[faces[t, (k + 2) % 3]]
            x, y, z = b[1] * c[2] - b[2] * c[1], b[2] * c[0] - b[0] * c[2], b[0] * c[1] - b[1] * c[0]
            out[t, 3 * k], out[t, 3 * k + 1] = x / focal, -y / focal
            out[t, 3 * k + 2] = (y * height - x * width) / (2 * focal) - z
            if k == 0:
                a = corners[faces[t, 0]]
                out[t, DET] = a[0] * x + a[1] * y + a[2] * z
    return out


@inlined
def weights_at(table, t, x, y):
    """The three edge functions of a triangle at a place, px; not yet divided by their sum."""
    return (table[t, 0] * x + (table[t, 1] * y + table[t, 2]), table[t, 3] * x + (table[t, 4] * y + table[t, 5]),
            table[t, 6] * x + (table[t, 7] * y + table[t, 8]))


@inlined
def centre_of(pixel, grid):
    """x, y px in the whole picture of a pixel of the grid."""
    left, top, columns = grid
    return left + pixel % columns + 0.5, top + pixel // columns + 0.5


@inlined
def ray_at(eye, x, y):
    """The world direction through a place in the picture, one unit long along the view axis."""
    focal, half_width, half_height, turn = eye
    right, up = (x - half_width) / focal, (half_height - y) / focal
    return (right * turn[0, 0] + up * turn[0, 1] - turn[0, 2], right * turn[1, 0] + up * turn[1, 1] - turn[1, 2],
            right * turn[2, 0] + up * turn[2, 1] - turn[2, 2])


@compiled
def normal_at(table, turn, faces, corner_normals, t, x, y):
    """The unit shading normal of a triangle at a place in the picture. The weights' sum is negative where its front is
    seen: divided by its size alone, it turns the normal to the camera."""
    a, b, c = weights_at(table, t, x, y)
    u, v, w = 0.0, 0.0, 0.0
    for k in range(3):
        weight = -(a if k == 0 else (b if k == 1 else c))
        m, n = turn[faces[t, k]], corner_normals[t, k]
        u += weight * (m[0, 0] * n[0] + m[0, 1] * n[1] + m[0, 2] * n[2])
        v += weight * (m[1, 0] * n[0] + m[1, 1] * n[1] + m[1, 2] * n[2])
        w += weight * (m[2, 0] * n[0] + m[2, 1] * n[1] + m[2, 2] * n[2])
    length = max(np.sqrt(u * u + v * v + w * w), 1e-300)
    return u / length, v / length, w / length


@compiled
def facing_at(normal, ray):
    """How far a surface with this normal faces the camera along a ray: the cosine of the angle between them, at least
    0.001."""
    u, v, w = ray
    return max(abs(normal[0] * u + normal[1] * v + normal[2] * w) / np.sqrt(u * u + v * v + w * w), 1e-3)
