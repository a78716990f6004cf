"""The convex pieces that collide and weigh in a form's stead: cylinders where it is one, else the corners of hulls."""

from collections.abc import Iterator

import numpy as np

from sim.geometry import grown
from sim.geometry.bevelled import around, inside_of
from sim.math.conventions import IDENTITY, Array, Quat, Vec3
from sim.scene.forms import Form, Lathe, Lump, Prism, Tube
from sim.scene.shapes import Cylinder

STAVES = 16
"""Convex staves in the wall of a hollow thing."""
BULGE = 0.01
"""Of its radius that a profile may be inside the straight line over it, and still count as convex."""
WAYS = 60
"""Directions in which the corners of a lump's hull are looked for."""
Piece = tuple[Cylinder | Array, Vec3, Quat]


def form_pieces(shape: Form) -> Iterator[Piece]:
    """Cylinders, or corners (N, 3), m, each at a place and turn in the form's frame."""
    if isinstance(shape, Tube):
        yield from _rods(shape)
    elif isinstance(shape, Lathe):
        yield from _hollow(shape) if shape.wall else _solid(np.array(shape.profile, float))
    elif isinstance(shape, Prism):
        yield _hull([(x, y, z) for z in (-shape.height / 2, shape.height / 2) for x, y in shape.outline])
    elif isinstance(shape, Lump):
        yield _hull(_outermost(grown.lump(shape)[0]))
    else:
        yield from map(_hull, grown.leaves(shape))


def _hull(corners: Array | list) -> Piece:
    return np.array(corners, float), (0.0, 0.0, 0.0), IDENTITY


def _rods(shape: Tube) -> Iterator[Piece]:
    path = np.array(shape.path, float)
    for start, end in zip(path, path[1:]):
        x, y, z = ((start + end) / 2).tolist()
        yield Cylinder(radius=shape.radius, height=float(np.linalg.norm(end - start))), (x, y, z), _upright_to(end - start)


def _upright_to(way: Array) -> Quat:
    """The turn that leads z to a direction."""
    x, y, z = (way / np.linalg.norm(way)).tolist()
    q = np.array([-y, x, 0.0, 1 + z]) if z > -0.999999 else np.array([1.0, 0.0, 0.0, 0.0])
    a, b, c, d = (q / np.linalg.norm(q)).tolist()
    return a, b, c, d


def _solid(profile: Array) -> Iterator[Piece]:
    """A profile cut where it is waisted: each stretch a cylinder, or the hull of its rings."""
    first = 0
    while first < len(profile) - 1:
        last = first + 1
        while last < len(profile) - 1 and _bulges(profile[first:last + 2]):
            last += 1
        yield _stretch(profile[first:last + 1])
        first = last


def _bulges(points: Array) -> bool:
    """Whether the points (r, z) lie on or outside every line from the first to the others: the thing they turn into is convex."""
    way = np.diff(points, axis=0)
    turn = way[:-1, 0] * way[1:, 1] - way[:-1, 1] * way[1:, 0]
    return bool((turn >= -BULGE * points[:, 0].max() * np.linalg.norm(way, axis=1).max()).all())


def _stretch(points: Array) -> Piece:
    low, high = float(points[0, 1]), float(points[-1, 1])
    if np.ptp(points[:, 0]) < 1e-9 and high > low:
        return Cylinder(radius=float(points[0, 0]), height=high - low), (0.0, 0.0, (low + high) / 2), IDENTITY
    angle = 2 * np.pi * np.arange(around(float(points[:, 0].max()))) / around(float(points[:, 0].max()))
    return _hull(np.concatenate([np.column_stack([r * np.cos(angle), r * np.sin(angle), np.full(len(angle), z)]) for r, z in points]))


def _hollow(shape: Lathe) -> Iterator[Piece]:
    """The bottom, and staves round each stretch of the wall."""
    outer, inner = np.array(shape.profile, float), inside_of(shape)
    floor = inner[0, 1]
    below = [*outer[outer[:, 1] < floor - 1e-9].tolist(), [inner[0, 0] + shape.wall, floor]]
    yield _stretch(np.array(below))
    for (r, z), (to_r, to_z) in zip(inner, inner[1:]):
        for i in range(STAVES):
            arc = 2 * np.pi * (i + np.linspace(0, 1, 3)) / STAVES
            ring = np.stack([np.cos(arc), np.sin(arc)], axis=1)
            yield _hull([(x * radius, y * radius, height) for a, height in ((r, z), (to_r, to_z))
                         for radius, some in ((a + shape.wall, ring), (a, ring[[0, 2]])) for x, y in some])


def _outermost(points: Array) -> Array:
    steps = np.arange(WAYS) + 0.5
    tilt, turn = np.arccos(1 - 2 * steps / WAYS), np.pi * (1 + 5 ** 0.5) * steps
    ways = np.stack([np.cos(turn) * np.sin(tilt), np.sin(turn) * np.sin(tilt), np.cos(tilt)])
    return points[np.unique((points @ ways).argmax(axis=0))]
