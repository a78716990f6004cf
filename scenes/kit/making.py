"""How a prop of the kit is put together: bevelled pieces in one frame, on the floor at its middle, gathered into parts of one look each.

x is to the prop's front (who sits on a chair looks along it), y to its left, z up; metres and degrees.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scenes.bevels import bevel_of
from scenes.look import Look
from scenes.props import AssemblyPart, Options, Prop, assembly, euler_quat, piece
from sim.errors import unknown
from sim.math.conventions import Vec3
from sim.scene.forms import Lathe, Lump, Prism, Tube, Tuft, left_after
from sim.scene.shapes import Compound, Placed, RoundedBox, Shape


class KitOptions(Options, total=False):
    """looks: by part, instead of the kit's own; `look` is that of the first part."""

    looks: Mapping[str, Look]


def at(shape: Shape, place: Vec3 = (0.0, 0.0, 0.0), turn: Vec3 = (0.0, 0.0, 0.0)) -> Placed:
    """A shape with its frame at a place."""
    x, y, z = place
    return Placed(shape=shape, position=(float(x), float(y), float(z)), rotation=euler_quat("piece", turn))


def block(size: Vec3, on: Vec3 = (0.0, 0.0, 0.0), turn: Vec3 = (0.0, 0.0, 0.0), bevel: float | None = None) -> Placed:
    """A bevelled box whose lower side, before it is turned about its middle, has its middle there."""
    shape = RoundedBox(size=size, bevel=bevel_of(size) if bevel is None else min(bevel, 0.49 * min(size)))
    return at(shape, (on[0], on[1], on[2] + size[2] / 2), turn)


def rod(start: Vec3, end: Vec3, radius: float, tip: float | None = None) -> Placed:
    """A round bar from one place to another, with rounded ends; tip: its radius there, if it tapers."""
    way = [b - a for a, b in zip(start, end)]
    long = math.hypot(*way)
    bevel = min(0.3 * min(radius, tip or radius), 0.004, 0.2 * long)
    shape = Lathe(profile=((radius, 0.0), (radius if tip is None else tip, long)), bevel=bevel)
    lean, heading = math.degrees(math.acos(max(-1.0, min(1.0, way[2] / long)))), math.degrees(math.atan2(way[1], way[0]))
    return at(shape, start, (0.0, lean, heading))


def turning(*profile: tuple[float, float], on: Vec3 = (0.0, 0.0, 0.0), turn: Vec3 = (0.0, 0.0, 0.0), wall: float = 0.0,
            bevel: float = 0.003) -> Placed:
    """What a lathe makes of (radius, height) pairs."""
    return at(Lathe(profile=tuple((float(r), float(z)) for r, z in profile), wall=wall, bevel=bevel), on, turn)


def curved(*profile: tuple[float, float]) -> list[tuple[float, float]]:
    """A profile with two more points between each two, on a smooth curve (Catmull-Rom); z never goes down."""
    points = [profile[0], *profile, profile[-1]]
    out = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:]):
        for t in (0.0, 1 / 3, 2 / 3):
            out.append(tuple(q + t / 2 * (r - p) + t * t * (p - 2.5 * q + 2 * r - s / 2) + t ** 3 * (1.5 * (q - r) + (s - p) / 2)
                             for p, q, r, s in zip(a, b, c, d)))
    high, rising = out[0][1], []
    for r, z in [*out, profile[-1]]:
        high = max(high, z)
        rising.append((max(r, 0.0), high))
    return rising


def disc(radius: float, thick: float, on: Vec3 = (0.0, 0.0, 0.0), turn: Vec3 = (0.0, 0.0, 0.0)) -> Placed:
    """A round plate."""
    return turning((radius, 0.0), (radius, thick), on=on, turn=turn, bevel=min(0.3 * thick, 0.3 * radius, 0.01))


def orb(radius: float, middle: Vec3 = (0.0, 0.0, 0.0), squash: float = 1.0) -> Placed:
    """A ball, flattened in z by `squash`."""
    steps = 6 if radius < 0.03 else 10
    angles = [math.pi * (i / steps - 0.5) for i in range(1, steps)]
    ends = [(0.0, -radius * squash), *((radius * math.cos(a), radius * squash * math.sin(a)) for a in angles),
            (0.0, radius * squash)]
    return turning(*ends, on=middle)


def slab(outline: Sequence[tuple[float, float]], thick: float, on: Vec3 = (0.0, 0.0, 0.0), turn: Vec3 = (0.0, 0.0, 0.0),
         bevel: float = 0.004) -> Placed:
    """A convex outline (x, y), counter-clockwise, so thick about its frame; the bevel is less where a side is too short for it."""
    bevel = min(bevel, 0.45 * thick)
    while (left_after(np.array(outline, float), bevel) <= 0).any():
        bevel *= 0.7
    return at(Prism(outline=tuple((float(x), float(y)) for x, y in outline), height=thick, bevel=bevel), on, turn)


def side(outline: Sequence[tuple[float, float]], wide: float, y: float = 0.0, bevel: float = 0.01) -> Placed:
    """A convex outline (x, z) as it is seen from the right (-y), so wide about y."""
    return slab(outline, wide, (0.0, y, 0.0), (90.0, 0.0, 0.0), bevel)


def tube(*path: Vec3, radius: float) -> Placed:
    """A bent rod."""
    return at(Tube(path=tuple((float(x), float(y), float(z)) for x, y, z in path), radius=radius))


def ring(radius: float, thick: float, middle: Vec3, turn: Vec3 = (0.0, 0.0, 0.0), count: int = 8) -> Placed:
    """A closed hoop, upright about z before it is turned."""
    points = [(radius * c, radius * s, 0.0) for c, s in circle(count)]
    return at(Tube(path=tuple(points), radius=thick), middle, turn)


def lump(size: Vec3, middle: Vec3 = (0.0, 0.0, 0.0), rough: float = 0.1, seed: int = 0, detail: int = 2,
         grain: float = 1.0) -> Placed:
    """An uneven ball."""
    return at(Lump(size=size, rough=rough, seed=seed, detail=detail, grain=grain), middle)


def tuft(leaves: int, length: float, width: float, root: Vec3 = (0.0, 0.0, 0.0), *, rise: float = 60.0, droop: float = 60.0,
         spread: float = 0.3, seed: int = 0) -> Placed:
    """Leaves about a root."""
    return at(Tuft(leaves=leaves, length=length, width=width, rise=rise, droop=droop, spread=spread, seed=seed), root)


def four(x: float, y: float) -> list[tuple[float, float]]:
    """The corners of a rectangle, so far from its middle."""
    return [(sx * x, sy * y) for sx in (-1, 1) for sy in (-1, 1)]


def circle(count: int) -> list[tuple[float, float]]:
    """Places (cosine, sine) all round, the first again at the end."""
    return [(math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)) for i in range(count + 1)]


def part(name: str, look: Look, label: str, *pieces: Placed, noun: str = "") -> AssemblyPart:
    """What has one look: some pieces in the prop's frame."""
    return piece(name, Compound(pieces=pieces), look=look, label=label, noun=noun)


def made(name: str, parts: Sequence[AssemblyPart], options: KitOptions, **defaults: Any) -> Prop:
    """The prop, its lowest point `on` something; nothing said: on the floor at the origin."""
    given: dict[str, Any] = {**defaults, **options}
    looks = dict(given.pop("looks", {}))
    if "look" in given:
        looks.setdefault(parts[0].part.name, given.pop("look"))
    label, noun = given.pop("label", None), given.pop("noun", None)
    for key in looks:
        if key not in (names := [p.part.name for p in parts]):
            raise unknown("part", key, names, name)
    if "at" not in given:
        given.setdefault("on", (0.0, 0.0, 0.0))
    return assembly(name, [_as_said(p, looks, label if i == 0 else None, noun if i == 0 else None) for i, p in enumerate(parts)],
                    **given)


def _as_said(found: AssemblyPart, looks: Mapping[str, Look], label: str | None, noun: str | None) -> AssemblyPart:
    return AssemblyPart(part=found.part, look=looks.get(found.part.name, found.look), label=label or found.label,
                 noun=noun or label or found.noun)
