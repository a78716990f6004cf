"""Things that glow, as lights: the strongest few, where they are in a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import srgb_from_linear
from render.view import AreaLight, Lamp, Light
from sim.math.conventions import Vec3

if TYPE_CHECKING:
    from render.geometry import Posed
    from render.world import World

MOST = 6
"""Things that are lights of their own; what others give off is gathered with what is reflected."""
FAINT = 1.5
"""So is what lights less than this, the product of what it gives off and its surface, m2: a screen, a lampshade, a candle's flame."""
FLAT = 0.3
"""Of its other sides at least: a thing no thicker shines as two rectangles, anything else as a ball."""
OFF = 2e-3
"""m that rectangles are in front of their things."""


def glowing(world: World) -> dict[int, float]:
    """The parts that are lights, and what they light, in FAINT's measure, m2."""
    table = world.surfaces
    bright = {int(part): _bright(world, int(part)) for part in np.unique(world.geometry.face_part) if table.glow[part] > 0}
    chosen = sorted(sorted(bright, key=lambda part: -bright[part])[:MOST])
    return {part: bright[part] for part in chosen if bright[part] > FAINT}


def lights_of_things(world: World, parts: Sequence[int], number: int) -> tuple[Light, ...]:
    """Those that these parts are in a frame."""
    return tuple(light for part in parts for light in _lights(world, part, world.posed(number)))


def _bright(world: World, part: int) -> float:
    return float(world.surfaces.glow[part] * world.surfaces.albedo[part].max() * _area(world, part))


def _area(world: World, part: int) -> float:
    """m2"""
    a, b, c = np.moveaxis(world.posed(0).vertices[world.geometry.faces[world.geometry.face_part == part]], 1, 0)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def _lights(world: World, part: int, posed: Posed) -> list[Light]:
    """As bright on the whole as the thing: a surface of radiance L / pi and of an area A gives L A / pi / d2 straight before it, a ball a
    quarter, for the half of it that is seen looks half as wide."""
    own, bright = world.geometry.vertex_part == part, world.lamps[part]
    places, albedo = posed.vertices[own], world.surfaces.albedo[part]
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    colour = _vector(srgb_from_linear(albedo / albedo.max()))
    turn = posed.turn[own][0]
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
