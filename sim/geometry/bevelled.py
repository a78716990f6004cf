"""Boxes, prisms and turned things with bevelled edges: triangles, with the exact normals of the round edges between flat sides."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array
from sim.scene.forms import Lathe, Prism
from sim.scene.shapes import RoundedBox

FOLD = np.radians(35.0)
"""Sides that meet at more than this are two, with an edge between them."""
FINE, FINER = 0.025, 0.1
"""m: bevels larger than these have two and three times as many steps."""


class Bevelled(NamedTuple):
    """vertices: (V, 3), m. faces: (F, 3). normals: (F, 3, 3) unit, of each corner. sides: (F,) which side each is of, from 0."""

    vertices: Array
    faces: NDArray[np.int32]
    normals: Array
    sides: NDArray[np.int32]


def rounded_box(box: RoundedBox) -> Bevelled:
    """A box as a prism."""
    x, y, z = np.array(box.size) / 2
    return prism(Prism(outline=((-x, -y), (x, -y), (x, y), (-x, y)), height=2 * z, bevel=box.bevel))


def prism(shape: Prism) -> Bevelled:
    """Rings of corners round the outline, made smaller by the bevel, each spread into the arc of its round edge."""
    corners, heading, turn, steps = _headings(shape)
    across = (heading[:, None] + np.linspace(0, 1, steps + 1) * turn[:, None]) - np.pi / 2
    middle = _inset(corners, heading, turn, shape.bevel)
    tilt = np.concatenate([np.linspace(-np.pi / 2, 0, steps + 1), np.linspace(0, np.pi / 2, steps + 1)])
    ring = np.stack([np.cos(across), np.sin(across)], axis=-1).reshape(-1, 2)
    out = np.cos(tilt)[:, None, None] * ring
    level = np.repeat(np.tile(np.sign([-1, 1]) * (shape.height / 2 - shape.bevel), (steps + 1, 1)).T.ravel()[:, None], len(ring), axis=1)
    up = np.repeat(np.sin(tilt)[:, None], len(ring), axis=1)
    points = np.concatenate([np.repeat(middle, steps + 1, axis=0) + shape.bevel * out, (level + shape.bevel * up)[..., None]], axis=2)
    normals = np.concatenate([out, up[..., None]], axis=2)
    return _with_caps(_grid(points, normals, _side_of(turn, steps, tilt)), points, len(turn))


def lathe(shape: Lathe) -> Bevelled:
    """The outline with its corners bevelled, turned about z."""
    count = around(max(r for r, _ in shape.profile))
    angle = 2 * np.pi * np.arange(count) / count
    parts = []
    for line, side in _bevelled(_outline(shape), shape.bevel):
        points, normals = np.stack([_turned(r, z, angle) for r, z in line]).reshape(2, 2, count, 3)
        parts.append(_grid(points, normals, np.full((1, count), side)))
    return joined(parts)


def around(radius: float) -> int:
    """How many flats stand for a circle."""
    return next((count for most, count in ((0.02, 16), (0.06, 24), (0.39, 32)) if radius < most), 48)


def joined(parts: list[Bevelled]) -> Bevelled:
    """One of several, whose sides are those that they have."""
    starts = np.cumsum([0, *(len(part.vertices) for part in parts)])
    faces = np.concatenate([part.faces + start for part, start in zip(parts, starts)]).astype(np.int32)
    return Bevelled(np.concatenate([part.vertices for part in parts]), faces, np.concatenate([part.normals for part in parts]),
                    np.concatenate([part.sides for part in parts]).astype(np.int32))


def _headings(shape: Prism) -> tuple[Array, Array, Array, int]:
    """Corners (N, 2); the heading (N,) of the side that ends at each and by how much it turns there, rad; and steps of each bevel."""
    corners = np.array(shape.outline, float)
    into = corners - np.roll(corners, 1, axis=0)
    heading = np.arctan2(into[:, 1], into[:, 0])
    turn = (np.roll(heading, -1) - heading) % (2 * np.pi)
    return corners, heading, turn, 2 * (1 + (shape.bevel > FINE) + (shape.bevel > FINER))


def _inset(corners: Array, heading: Array, turn: Array, by: float) -> Array:
    """(N, 2) the corners of a convex polygon made smaller: each moved in along its bisector."""
    inward = heading + turn / 2 + np.pi / 2
    return corners + (by / np.cos(turn / 2))[:, None] * np.stack([np.cos(inward), np.sin(inward)], axis=1)


def _side_of(turn: Array, steps: int, tilt: Array) -> NDArray[np.int64]:
    """(R - 1, C) the side of each quad between rings: those round it from 0, then the bottom and the top. Flat turns part no sides."""
    after = np.cumsum(turn > FOLD)
    columns = np.concatenate([np.r_[np.full(steps // 2, here - (bends > FOLD)), np.full(steps // 2 + 1, here)]
                              for here, bends in zip(after, turn)]) % max(after[-1], 1)
    middles = (tilt[1:] + tilt[:-1])[:, None] / 2
    top = after[-1] + 1
    return np.where(middles < -np.pi / 4, top, np.where(middles > np.pi / 4, top + 1, columns))


def _grid(points: Array, normals: Array, sides: NDArray) -> Bevelled:
    """Rings (R, C, 3) joined by quads, each ring closed, without those triangles that have no area. sides: (R - 1, C)."""
    rows, columns = points.shape[:2]
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(sides.shape[1]), indexing="ij")
    low, high, next_j = i * columns + j, (i + 1) * columns + j, (j + 1) % columns
    low_next, high_next = i * columns + next_j, (i + 1) * columns + next_j
    faces = np.concatenate([np.stack(t, axis=-1).reshape(-1, 3) for t in ((low, low_next, high_next), (low, high_next, high))])
    flat = points.reshape(-1, 3)
    a, b, c = np.moveaxis(flat[faces], 1, 0)
    solid = np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-14
    return Bevelled(flat, faces[solid], normals.reshape(-1, 3)[faces[solid]], np.tile(sides.ravel(), 2)[solid])


def _with_caps(hull: Bevelled, points: Array, corners: int) -> Bevelled:
    """The bottom and the top, each a fan round its first corner."""
    rows, columns = points.shape[:2]
    first = np.arange(corners) * (columns // corners)
    fan = np.stack([np.full(corners - 2, first[0]), first[1:-1], first[2:]], axis=1)
    faces = np.concatenate([fan[:, ::-1], fan + (rows - 1) * columns])
    normals = np.repeat(np.repeat([[[0.0, 0.0, -1.0]], [[0.0, 0.0, 1.0]]], corners - 2, axis=0), 3, axis=1)
    sides = np.repeat([hull.sides.max() - 1, hull.sides.max()], corners - 2)
    return Bevelled(hull.vertices, np.concatenate([hull.faces, faces]).astype(np.int32), np.concatenate([hull.normals, normals]),
                    np.concatenate([hull.sides, sides]).astype(np.int32))


def _turned(r: float, z: float, angle: Array) -> Array:
    return np.stack([r * np.cos(angle), r * np.sin(angle), np.full(len(angle), z)], axis=1)


def inside_of(shape: Lathe) -> Array:
    """(N, 2) the inner profile of a hollow one, from its bottom up."""
    outer = np.array(shape.profile, float)
    floor = outer[0, 1] + shape.wall
    above = outer[outer[:, 1] > floor + 1e-9]
    starts = outer[outer[:, 1] <= floor + 1e-9][-1:]
    start = np.interp(floor, [starts[0, 1], above[0, 1]], [starts[0, 0], above[0, 0]])
    return np.concatenate([[[start, floor]], above]) - [shape.wall, 0.0]


def _outline(shape: Lathe) -> Array:
    """(N, 2) the whole way from the axis, outside up and in again to the axis."""
    outer = np.array(shape.profile, float)
    inner = np.concatenate([inside_of(shape)[::-1], [[0.0, outer[0, 1] + shape.wall]]]) if shape.wall else np.array([[0.0, outer[-1, 1]]])
    points = np.concatenate([[[0.0, outer[0, 1]]], outer, inner])
    return points[np.r_[True, np.linalg.norm(np.diff(points, axis=0), axis=1) > 1e-9]]


def _bevelled(points: Array, bevel: float) -> Iterator[tuple[Array, int]]:
    """Lines of an outline, with arcs in place of its outer corners: start, end and the normal at each (4, 2), and which side it is of."""
    way = np.diff(points, axis=0)
    length = np.linalg.norm(way, axis=1)
    normal = np.stack([way[:, 1], -way[:, 0]], axis=1) / length[:, None]
    start, starts, side = points[0], normal[0], 0
    for i in range(1, len(points) - 1):
        turn = np.arctan2(normal[i - 1, 0] * normal[i, 1] - normal[i - 1, 1] * normal[i, 0], normal[i - 1] @ normal[i])
        if abs(turn) <= FOLD:
            mean = _unit(length[i - 1] * normal[i - 1] + length[i] * normal[i])
            yield np.array([start, points[i], starts, mean]), side
            start, starts = points[i], mean
        elif turn < 0 or not bevel:
            yield np.array([start, points[i], starts, normal[i - 1]]), side
            start, starts, side = points[i], normal[i], side + 1
        else:
            takes = min(bevel * np.tan(turn / 2), 0.45 * length[i - 1], 0.45 * length[i])
            first, last = points[i] - takes * way[i - 1] / length[i - 1], points[i] + takes * way[i] / length[i]
            mean = _unit(normal[i - 1] + normal[i])
            top = points[i] - mean * (takes / np.tan(turn / 2)) * (1 / np.cos(turn / 2) - 1)
            yield np.array([start, first, starts, normal[i - 1]]), side
            yield np.array([first, top, normal[i - 1], mean]), side
            yield np.array([top, last, mean, normal[i]]), side + 1
            start, starts, side = last, normal[i], side + 1
    yield np.array([start, points[-1], starts, normal[-1]]), side


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.linalg.norm(vector))
