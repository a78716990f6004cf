"""Things that glow, as lights: those that stand still, the strongest few. What moves glows, but lights nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import srgb_from_linear
from render.view import AreaLight, Lamp, Light
from sim.math.conventions import Vec3

if TYPE_CHECKING:
    from render.world import World

MOST = 6
"""Things that are lights of their own; what others give off is gathered with what is reflected."""
FAINT = 1.5
"""So is what lights less than this, the product of what it gives off and its surface, m2: a screen, a lampshade, a candle's flame."""
FLAT = 0.3
"""Of its other sides at least: a thing no thicker shines as two rectangles, anything else as a ball."""
OFF = 2e-3
"""m that rectangles are in front of their things."""


def glowing(world: World) -> tuple[list[int], tuple[Light, ...]]:
    """The parts that are lights, and the lights."""
    table, parts = world.surfaces, world.geometry.face_part
    still = np.unique(parts[world.still.face])
    bright = {int(part): float(table.glow[part] * table.albedo[part].max() * _area(world, part)) for part in still if table.glow[part] > 0}
    chosen = sorted(sorted(bright, key=lambda part: -bright[part])[:MOST])
    chosen = [part for part in chosen if bright[part] > FAINT]
    return chosen, tuple(light for part in chosen for light in _lights(world, part, bright[part]))


def _area(world: World, part: int) -> float:
    """m2"""
    a, b, c = np.moveaxis(world.posed(0).vertices[world.geometry.faces[world.geometry.face_part == part]], 1, 0)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def _lights(world: World, part: int, bright: float) -> list[Light]:
    """As bright on the whole as the thing: a surface of radiance L / pi and of an area A gives L A / pi / d2 straight before it, a ball a
    quarter, for the half of it that is seen looks half as wide."""
    own = world.geometry.vertex_part == part
    places, albedo = world.posed(0).vertices[own], world.surfaces.albedo[part]
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    colour = _vector(srgb_from_linear(albedo / albedo.max()))
    turn = world.posed(0).turn[own][0]
    sides = np.ptp((places - middle) @ turn, axis=0)
    thin, *_ = order = np.argsort(sides)
    if sides[thin] > FLAT * sides[order[1]]:
        radius = float(np.linalg.norm(places - middle, axis=1).max())
        return [Lamp(position=_vector(middle), strength=bright / (4 * np.pi), colour=colour, size=radius)]
    middle = (places @ turn).min(axis=0) / 2 + (places @ turn).max(axis=0) / 2
    up = int(np.argmax(np.where(np.arange(3) == thin, -1, np.abs(turn[2]))))
    level = 3 - thin - up
    out: list[Light] = []
    for side in (-1, 1):
        normal = side * turn[:, thin]
        place = turn @ middle + (sides[thin] / 2 + OFF) * normal
        out.append(AreaLight(position=_vector(place), look_at=_vector(place + normal), width=float(sides[level]), height=float(sides[up]),
                             strength=bright / (2 * np.pi), colour=colour))
    return out


def _vector(array: NDArray) -> Vec3:
    x, y, z = map(float, array)
    return x, y, z
