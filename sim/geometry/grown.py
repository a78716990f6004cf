"""Rods, rocks, crowns and leaves: triangles, and the convex points that collide in their stead."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array
from sim.scene.forms import Lump, Tube, Tuft

ROUND = 13
"""Flats round a rod: those that are neighbours are shaded as one surface."""
CURVED = 3
"""Pieces of a rod between two of its points."""
BENDS = 5
"""Pieces of a leaf, from its root to its tip."""
THICK = 0.06
"""Of a leaf, as a share of its width."""
Soup = tuple[Array, NDArray[np.int32]]


def tube(shape: Tube) -> Soup:
    """Rings at right angles to the curve, each turned from the last one the shortest way."""
    path = _curve(np.array(shape.path, float))
    along = _unit(np.diff(path, axis=0))
    heading = _unit(np.concatenate([along[:1], along[1:] + along[:-1], along[-1:]]))
    side = np.cross(heading[0], [0.0, 0.0, 1.0] if abs(heading[0, 2]) < 0.9 else [1.0, 0.0, 0.0])
    angle, rings = 2 * np.pi * np.arange(ROUND) / ROUND, []
    for point, way in zip(path, heading):
        side = _unit(side - (side @ way) * way)
        rings.append(point + shape.radius * (np.cos(angle)[:, None] * side + np.sin(angle)[:, None] * np.cross(way, side)))
    return np.concatenate(rings), _sheath(len(path), ROUND)


def _curve(points: Array) -> Array:
    """The points, with CURVED - 1 more on a Catmull-Rom curve between each two, unless all are on one line."""
    if len(points) == 2:
        return points
    closed = np.allclose(points[0], points[-1])
    before, after = (points[-2], points[1]) if closed else (2 * points[0] - points[1], 2 * points[-1] - points[-2])
    around = np.concatenate([[before], points, [after]])
    a, b, c, d = around[:-3, None], around[1:-2, None], around[2:-1, None], around[3:, None]
    t = np.arange(CURVED)[None, :, None] / CURVED
    curve = b + t / 2 * (c - a) + t ** 2 * (a - 2.5 * b + 2 * c - d / 2) + t ** 3 * (1.5 * (b - c) + (d - a) / 2)
    return np.concatenate([curve.reshape(-1, 3), points[-1:]])


def _sheath(rings: int, count: int) -> NDArray[np.int32]:
    """(F, 3) quads between rings of vertices, and a fan at either end."""
    i, j = np.meshgrid(np.arange(rings - 1), np.arange(count), indexing="ij")
    a, b, c, d = i * count + j, i * count + (j + 1) % count, (i + 1) * count + (j + 1) % count, (i + 1) * count + j
    fan = np.stack([np.zeros(count - 2, int), np.arange(1, count - 1), np.arange(2, count)], axis=1)
    quads = [np.stack(t, axis=-1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))]
    return np.concatenate([*quads, fan[:, ::-1], fan + (rings - 1) * count]).astype(np.int32)


@lru_cache(maxsize=8)
def _ball(detail: int) -> Soup:
    """An icosahedron's unit vertices and triangles, cut in four so often."""
    g = (1 + 5 ** 0.5) / 2
    points = _unit(np.array([(-1, g, 0), (1, g, 0), (-1, -g, 0), (1, -g, 0), (0, -1, g), (0, 1, g), (0, -1, -g), (0, 1, -g), (g, 0, -1),
                             (g, 0, 1), (-g, 0, -1), (-g, 0, 1)], float))
    faces = np.array([(0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4), (11, 10, 2), (10, 7, 6), (7, 1, 8),
                      (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5), (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1)])
    for _ in range(detail):
        edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
        unique, which = np.unique(edges, axis=0, return_inverse=True)
        ab, bc, ca = which.reshape(3, -1) + len(points)
        a, b, c = faces.T
        points = np.concatenate([points, _unit(points[unique].mean(axis=1))])
        faces = np.concatenate([np.stack(t, axis=1) for t in ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))])
    return points, faces.astype(np.int32)


def lump(shape: Lump) -> Soup:
    """A ball whose points go in and out by a sum of waves."""
    points, faces = _ball(shape.detail)
    rng = np.random.default_rng(shape.seed)
    waves, phases = rng.normal(size=(24, 3)), rng.uniform(0, 2 * np.pi, 24)
    waves *= (shape.grain * np.linspace(2.0, 9.0, 24) / np.linalg.norm(waves, axis=1))[:, None]
    out = (np.sin(points @ waves.T + phases) @ np.linspace(1.0, 0.4, 24)) / 2.6
    return points * (1 + shape.rough * np.clip(out, -1, 1))[:, None] * np.array(shape.size) / 2, faces


def tuft(shape: Tuft) -> Soup:
    """Leaves, each pointed, with a fold along its middle."""
    each = leaves(shape)
    faces = np.concatenate([_sheath(BENDS + 1, 4) + 4 * (BENDS + 1) * i for i in range(len(each))])
    return np.concatenate(each), faces.astype(np.int32)


def leaves(shape: Tuft) -> list[Array]:
    """(R * 4, 3) the corners of each leaf: rings of left, under, right and over."""
    rng = np.random.default_rng(shape.seed)
    return [_leaf(shape, 2 * np.pi * (i * 0.381966 + 0.3 * shape.spread * rng.uniform(-1, 1) / shape.leaves), *rng.uniform(-1, 1, 3))
            for i in range(int(shape.leaves))]


def _leaf(shape: Tuft, angle: float, *luck: float) -> Array:
    length = shape.length * (1 + shape.spread * luck[0] * 0.7)
    along = np.linspace(0, 1, BENDS + 1)
    tilt = np.radians(shape.rise * (1 + 0.3 * shape.spread * luck[1]) - shape.droop * (1 + shape.spread * luck[2]) * along)
    steps = length / BENDS * np.stack([np.cos(tilt), np.sin(tilt)], axis=1)
    middle = np.concatenate([[[0, 0]], np.cumsum((steps[1:] + steps[:-1]) / 2, axis=0)])
    half = shape.width / 2 * np.clip(np.sin(np.pi * (0.12 + 0.88 * along) ** 0.8), 0.04, 1)
    up = np.stack([-np.sin(tilt), np.cos(tilt)], axis=1)
    out, side = np.array([np.cos(angle), np.sin(angle), 0.0]), np.array([-np.sin(angle), np.cos(angle), 0.0])
    rings = []
    for way, lift in ((1.0, 0.12), (0.0, -THICK), (-1.0, 0.12), (0.0, THICK)):
        flat = middle + up * (half * 2 * lift)[:, None]
        rings.append(flat[:, :1] * out + flat[:, 1:] * [0.0, 0.0, 1.0] + (way * half)[:, None] * side)
    return np.stack(rings[::-1], axis=1).reshape(-1, 3)


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12))
