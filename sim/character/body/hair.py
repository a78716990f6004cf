"""Hair: solid shapes on a head. Lengths and points are as in sim.character.body.head."""

from collections.abc import Mapping

import numpy as np

from sim.character.body.cutting import BodyMesh
from sim.character.body.head import FAR, HeadField, modelled
from sim.character.body.physique import Physique
from sim.math.conventions import Array

HAIRLINE = ((-0.2, -0.085), (-0.115, -0.085), (-0.092, -0.02), (-0.082, 0.012), (-0.035, 0.02), (0.0, 0.07), (0.05, 0.078))
"""How far ahead, and how high hair begins there: from the nape round the ears to the forehead."""


def above_hairline(points: Array) -> Array:
    """(P,) m."""
    ahead, high = np.array(HAIRLINE).T
    return points[:, 2] - np.interp(points[:, 0], ahead, high)


def cap(thick: float, soft: float = 0.03, combed: float = 0.0015) -> HeadField:
    """As thick as that on the crown, thinner towards the hairline, in strands that rise so far, m."""
    def distance(points: Array, off: Array) -> Array:
        line = above_hairline(points)
        grows = np.sqrt(np.clip(line / soft, 0.0, 1.0))
        return np.maximum(off - (0.003 + thick * grows + combed * grows * strands(points)), -line)
    return distance


def strands(points: Array, many: int = 26) -> Array:
    """(P,) -1 to 1: so many waves round the head."""
    x, y = points[:, 0] + 0.085, points[:, 1]
    return np.cos(many * np.arctan2(y, x)) * np.clip(np.hypot(x, y) / 0.06, 0, 1)


def curtain(bottom: float, thick: float = 0.022, wide: float = 0.084, deep: float = 0.1, opening: float = 58.0) -> HeadField:
    """Hanging round the sides and the back down to a height, open by so many degrees to each side of the front, thinner where it ends."""
    def distance(points: Array, off: Array) -> Array:
        x, y, z = (points - [-0.085, 0, 0]).T
        spread = 1 + 0.12 * np.clip(-z / 0.15, 0, 1) - 0.22 * np.clip(z / 0.075, 0, 1) ** 2
        radius = np.hypot(x / (deep * spread), y / (wide * spread))
        angle = np.degrees(np.arctan2(np.abs(y), x))
        ends = np.clip((angle - opening) / 20, 0, 1) * np.clip((z - bottom) / 0.03, 0, 1) * np.clip((0.075 - z) / 0.03, 0, 1)
        half = thick / 2 * np.sqrt(ends) * (1 + 0.12 * strands(points))
        return np.maximum.reduce([np.abs(radius - 1) * wide - half, bottom - z, z - 0.075, (opening - angle) * 0.0015])
    return distance


def bun(at: tuple[float, float, float], radius: float) -> HeadField:
    """A bun."""
    return lambda points, off: np.linalg.norm(points - np.array(at), axis=1) - radius


def tail(path: tuple[tuple[float, float, float], ...], radii: tuple[float, ...]) -> HeadField:
    """A bundle along a path, with a radius at each of its points."""
    def distance(points: Array, off: Array) -> Array:
        out = np.full(len(points), FAR)
        for a, b, r, s in zip(np.array(path), np.array(path[1:]), radii, radii[1:]):
            along = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
            out = np.minimum(out, np.linalg.norm(points - a - along[:, None] * (b - a), axis=1) - (1 - along) * r - along * s)
        return out
    return distance


def curls(thick: float, size: float = 0.03) -> HeadField:
    """A cap of many small balls."""
    base = cap(thick, combed=0.0)

    def distance(points: Array, off: Array) -> Array:
        waves = np.sin(points @ np.array([[1.0, 0.3, 0.2], [-0.2, 1.0, 0.4], [0.3, -0.3, 1.0]]).T * (np.pi / size))
        return base(points, off) - 0.01 * np.clip(above_hairline(points) / 0.02, 0, 1) * waves.prod(axis=1)
    return distance


def smooth_union(*styles: HeadField) -> HeadField:
    """All of them, flowing into one another."""
    def distance(*given) -> Array:
        out = styles[0](*given)
        for style in styles[1:]:
            other = style(*given)
            near = np.maximum(0.02 - np.abs(out - other), 0) / 0.02
            out = np.minimum(out, other) - near * near * 0.005
        return out
    return distance


STYLES: Mapping[str, HeadField | None] = {
    "bald": None, "short": cap(0.013), "bob": smooth_union(cap(0.02), curtain(-0.1)),
    "long": smooth_union(cap(0.02), curtain(-0.26, deep=0.11)),
    "ponytail": smooth_union(cap(0.01), tail(((-0.17, 0, 0.06), (-0.235, 0, 0.05), (-0.26, 0, -0.06), (-0.235, 0, -0.22)),
                                     (0.016, 0.028, 0.03, 0.008))),
    "bun": smooth_union(cap(0.01), bun((-0.205, 0, 0.075), 0.04)), "curls": curls(0.035)}


def hair_mesh(who: Physique, style: str) -> BodyMesh | None:
    """A style on somebody's head; None where there is none."""
    chosen = STYLES[style]
    return modelled(who, chosen) if chosen else None
