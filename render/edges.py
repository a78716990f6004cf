"""Exact outlines: where ids, slopes or depths part between neighbouring samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from render.gbuffer import GBuffer
from render.planes import DET, compiled, normal_at, weights_at

CREASE = float(np.cos(np.radians(35.0)))
JUMP = 0.02
"""Bend of the inverse depth, as a share of it: on a plane the inverse depth is linear in the picture, so any bend is a
step."""
NEARLY = float(np.cos(np.radians(30.0)))
"""Corner normals that differ by less than this are sure to differ by less than CREASE between them."""
OUTSIDE = -2
UNKNOWN, BENT, FLAT, BEVEL = -1, 0, 1, 2


def edges(samples: GBuffer) -> NDArray[np.float32]:
    """(H, W) 1 at the samples on both sides of an edge, else 0."""
    geometry = samples.posed.geometry
    surface = samples.planes.table, samples.posed.turn, geometry.faces, geometry.normals
    return _edges(samples.triangle, surface, geometry.face_side, geometry.bevelled, geometry.curved, samples.grid)


@compiled
def _edges(triangle, surface, face_side, bevelled, curved, grid):
    height, width = triangle.shape
    out = np.zeros((height, width), np.float32)
    bent = np.where(bevelled, BEVEL, np.where(curved, UNKNOWN, FLAT)).astype(np.int8)
    for row in range(height):
        for column in range(width):
            here = triangle[row, column]
            if column + 1 < width:
                there = triangle[row, column + 1]
                before = triangle[row, column - 1] if column > 0 else OUTSIDE
                if here != there or (here >= 0 and (bent[here] < FLAT or before != here)):
                    line = before, here, there, triangle[row, column + 2] if column + 2 < width else OUTSIDE
                    if _parted(line, surface, face_side, bent, grid[0] + column + 0.5, grid[1] + row + 0.5, 1, 0):
                        out[row, column] = out[row, column + 1] = 1
            if row + 1 < height:
                there = triangle[row + 1, column]
                before = triangle[row - 1, column] if row > 0 else OUTSIDE
                if here != there or (here >= 0 and (bent[here] < FLAT or before != here)):
                    line = before, here, there, triangle[row + 2, column] if row + 2 < height else OUTSIDE
                    if _parted(line, surface, face_side, bent, grid[0] + column + 0.5, grid[1] + row + 0.5, 0, 1):
                        out[row, column] = out[row + 1, column] = 1
    return out


@compiled
def _parted(line, surface, face_side, bent, x, y, dx, dy):
    """Whether an edge runs between a sample and the next. line: the triangles before the two, of the two and after
    them, in steps of dx, dy px. Inside a triangle none does, unless it is bent by that much; not even as a step, if it
    goes on on one side. Bevelled things say themselves where their sides part, however round their edges are."""
    before, here, there, after = line
    if here < 0 or there < 0:
        return here != there
    if here == there:
        if bent[here] == UNKNOWN:
            bent[here] = _bend_of(surface, here)
        if bent[here] >= FLAT and (before == here or after == here):
            return False
    elif face_side[here] != face_side[there]:
        return True
    return (bent[here] != BEVEL and _creased(surface, here, there, x, y, dx, dy)) or _jumps(surface[0], line, x, y, dx, dy)


@compiled
def _bend_of(surface, t):
    """Whether a triangle's corner normals are near enough for no two of its places to be a crease apart."""
    _, turn, faces, normals = surface
    n = np.empty((3, 3))
    for k in range(3):
        for i in range(3):
            m = turn[faces[t, k], i]
            n[k, i] = m[0] * normals[t, k, 0] + m[1] * normals[t, k, 1] + m[2] * normals[t, k, 2]
    for k in range(3):
        other = (k + 1) % 3
        if n[k, 0] * n[other, 0] + n[k, 1] * n[other, 1] + n[k, 2] * n[other, 2] < NEARLY:
            return BENT
    return FLAT


@compiled
def _creased(surface, here, there, x, y, dx, dy):
    table, turn, faces, normals = surface
    a, b, c = normal_at(table, turn, faces, normals, here, x, y)
    u, v, w = normal_at(table, turn, faces, normals, there, x + dx, y + dy)
    return a * u + b * v + c * w < CREASE


@compiled
def _jumps(table, line, x, y, dx, dy):
    """Whether the inverse depth steps more than both its neighbours' slopes foretell."""
    if line[0] == OUTSIDE or line[3] == OUTSIDE:
        return False
    here, there = _inverse(table, line[1], x, y), _inverse(table, line[2], x + dx, y + dy)
    slope = there - here
    bend = min(abs(slope - (here - _inverse(table, line[0], x - dx, y - dy))),
               abs(slope - (_inverse(table, line[3], x + 2 * dx, y + 2 * dy) - there)))
    return bend > JUMP * max(here, there)


@compiled
def _inverse(table, t, x, y):
    """The inverse depth of a triangle at a place; 0 for the background."""
    if t < 0:
        return 0.0
    a, b, c = weights_at(table, t, x, y)
    return (a + b + c) / table[t, DET]
