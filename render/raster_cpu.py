"""The visibility buffer by compiled loops: a z-buffer over edge functions, whose every pixel depends on nothing but
itself."""

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.geometry import Posed
from render.planes import DET, compiled, inlined
from render.window import Window

SLACK = 1e-3
"""px by which boxes round triangles are wider, against rounding; what is in is told by the edge functions alone."""
NEAR = 1e-6
"""m before the camera within which a corner has no place in the picture: its triangle may then be anywhere."""
NARROW = 8
"""px up to which a row is tested pixel by pixel; where it is wider its ends are solved for first."""


class CpuRasteriser:
    """The visibility buffer in float64, with no system library at all. Of equal depths the first triangle is seen."""

    name = "cpu"
    description = "numba"

    def triangles(self, posed: Posed, camera: Camera, window: Window | None = None) -> NDArray[np.int32]:
        """(H, W) int32: the triangle seen at each pixel centre of the window (else of the whole picture), -1 for
        none."""
        planes = posed.planes(camera)
        return _nearest(planes.corners, posed.geometry.faces, planes.table, camera.focal, camera.width, camera.height,
                        *(window or Window.whole(camera)))


def stamped(posed: Posed, camera: Camera, owners: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """(count, H, W) the pixels that each owner's triangles would have, if there were nothing else. owners: (F,) whose
    each is."""
    planes = posed.planes(camera)
    size = camera.focal, camera.width, camera.height
    return _stamps(planes.corners, posed.geometry.faces, planes.table, *size, owners, count)


@compiled
def _nearest(corners, faces, table, focal, width, height, left, top, right, bottom):
    ids = np.full((bottom - top, right - left), np.int32(-1), np.int32)
    nearest = np.zeros((bottom - top, right - left))
    for t in range(len(faces)):
        x0, y0, x1, y1 = _box(corners, faces, t, focal, width, height, left, top, right, bottom)
        if table[t, DET] == 0 or x0 >= x1 or y0 >= y1:
            continue
        slope, down, start = _inverse_depth(table, t)
        for y in range(y0, y1):
            low, high = _span(table, t, x0, x1, y + 0.5)
            base = down * (y + 0.5) + start
            for x in range(low, high):
                inverse = slope * (x + 0.5) + base
                if inverse > nearest[y - top, x - left]:
                    nearest[y - top, x - left] = inverse
                    ids[y - top, x - left] = t
    return ids


@compiled
def _stamps(corners, faces, table, focal, width, height, owners, count):
    out = np.zeros((count, height, width), np.bool_)
    for t in range(len(faces)):
        x0, y0, x1, y1 = _box(corners, faces, t, focal, width, height, 0, 0, width, height)
        if table[t, DET] == 0 or x0 >= x1 or y0 >= y1:
            continue
        slope, down, start = _inverse_depth(table, t)
        for y in range(y0, y1):
            low, high = _span(table, t, x0, x1, y + 0.5)
            for x in range(low, high):
                if slope * (x + 0.5) + (down * (y + 0.5) + start) > 0:
                    out[owners[t], y, x] = True
    return out


@compiled
def _inverse_depth(table, t):
    """Its A, B and C in the picture."""
    row, det = table[t], table[t, DET]
    return (row[0] + row[3] + row[6]) / det, (row[1] + row[4] + row[7]) / det, (row[2] + row[5] + row[8]) / det


@compiled
def _box(corners, faces, t, focal, width, height, left, top, right, bottom):
    """Columns and rows of the window, from and up to, among which all pixels of a triangle are."""
    low_x, low_y, high_x, high_y = np.inf, np.inf, -np.inf, -np.inf
    behind = 0
    for k in range(3):
        x, y, z = corners[faces[t, k]]
        if z > -NEAR:
            behind += 1
            continue
        scale = focal / -z
        low_x, high_x = min(low_x, x * scale), max(high_x, x * scale)
        low_y, high_y = min(low_y, -y * scale), max(high_y, -y * scale)
    if behind == 3:
        return 0, 0, 0, 0
    if behind:
        return left, top, right, bottom
    half_x, half_y = width / 2 - 0.5, height / 2 - 0.5
    return (int(np.ceil(min(max(low_x + half_x - SLACK, left), right))),
            int(np.ceil(min(max(low_y + half_y - SLACK, top), bottom))),
            int(np.floor(max(min(high_x + half_x + SLACK, right - 1), left - 1))) + 1,
            int(np.floor(max(min(high_y + half_y + SLACK, bottom - 1), top - 1))) + 1)


@compiled
def _span(table, t, x0, x1, y):
    """Columns of x0..x1, from and up to, whose pixel in the row with middle y px lies in a triangle or on its edge."""
    low, high = x0, x1
    sign = 1.0 if table[t, DET] > 0 else -1.0
    a0, k0 = sign * table[t, 0], sign * (table[t, 1] * y + table[t, 2])
    a1, k1 = sign * table[t, 3], sign * (table[t, 4] * y + table[t, 5])
    a2, k2 = sign * table[t, 6], sign * (table[t, 7] * y + table[t, 8])
    if high - low > NARROW:
        low, high = _cut(a0, k0, low, high)
        low, high = _cut(a1, k1, low, high)
        low, high = _cut(a2, k2, low, high)
    while low < high and not _inside(a0, k0, a1, k1, a2, k2, low + 0.5):
        low += 1
    while low < high and not _inside(a0, k0, a1, k1, a2, k2, high - 0.5):
        high -= 1
    return low, high


@inlined
def _inside(a0, k0, a1, k1, a2, k2, x):
    return a0 * x + k0 >= 0 and a1 * x + k1 >= 0 and a2 * x + k2 >= 0


@compiled
def _cut(a, k, low, high):
    """The columns of low..high where a x + k may be positive, and at most one more on either side."""
    if a > 0:
        return int(min(max(np.floor(-k / a - 1.5), low), high)), high
    if a < 0:
        return low, int(max(min(np.ceil(-k / a + 1.5), high), low))
    return (low, high) if k >= 0 else (low, low)
