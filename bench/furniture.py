"""Furniture drawn at random, and where on a floor there is room for it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from bench.solids import Solid
from scenes import Look, assembly, box, cylinder, piece, table
from scenes.props import Prop
from sim.math.conventions import Array, Vec3
from sim.scene.shapes import Box

Random = np.random.Generator
Span = tuple[float, float]
GAP = 0.04
"""m at least between two things, seen from above."""
TRIES = 80
COLOURS = ("red", "yellow", "green", "blue", "orange", "purple", "white", "black", "brown", "grey")
RIM = np.linspace(-1.0, 1.0, 33)
BOARD = 0.03
"""m, of a shelf."""


class Full(Exception):
    """There is no room for one thing more."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place on the floor, m, and a turn about z, rad."""

    x: float
    y: float
    turn: float

    def beside(self, right: float, ahead: float) -> tuple[float, float]:
        """A place in its own axes, x and y, m."""
        cos, sin = float(np.cos(self.turn)), float(np.sin(self.turn))
        return self.x + cos * right - sin * ahead, self.y + sin * right + cos * ahead

    def taking(self, half: Span) -> Solid:
        """A rectangle of this half size there, of which only the outline counts."""
        return Solid(name="", middle=np.array([self.x, self.y, 0.0]), half=np.array([*half, 1.0]), turn=self.turn)


@dataclass(kw_only=True)
class Floor:
    """What stands already in a room of this size, m, seen from above."""

    size: Span
    taken: list[Solid] = field(default_factory=list)

    def spot(self, random: Random, half: Span) -> Spot:
        """A free place for a rectangle of this half size, which is then taken. Raises Full."""
        for _ in range(TRIES):
            turn = float(random.choice([0.0, np.pi / 2, random.uniform(-np.pi, np.pi)]))
            x, y = (float(random.uniform(-0.5, 0.5) * side) for side in self.size)
            one = Spot(x=x, y=y, turn=turn).taking(half)
            if (np.abs(outline(one)) + GAP <= np.array(self.size) / 2).all() and all(apart(one, other) >= GAP for other in self.taken):
                self.taken.append(one)
                return Spot(x=x, y=y, turn=turn)
        raise Full


@dataclass(frozen=True, kw_only=True)
class Furniture:
    """half: its extents seen from above, halved. top: height of its top, m. made: the thing at a spot."""

    half: Span
    top: float
    made: Callable[[Spot], Prop]


def outline(one: Solid) -> Array:
    """(N, 2) points along a rectangle's rim, m, world."""
    x, y = one.half[:2]
    rim = np.concatenate([np.stack([RIM * x, np.full(33, side * y)], axis=1) for side in (-1, 1)]
                         + [np.stack([np.full(33, side * x), RIM * y], axis=1) for side in (-1, 1)])
    cos, sin = np.cos(one.turn), np.sin(one.turn)
    return rim @ np.array([[cos, sin], [-sin, cos]]) + one.middle[:2]


def apart(a: Solid, b: Solid) -> float:
    """m between two rectangles seen from above, to a cm or so; 0 if they overlap."""
    return max(0.0, float(min(a.aside(outline(b)).min(), b.aside(outline(a)).min(), a.aside(b.middle[:2]), b.aside(a.middle[:2]))))


def a_table(random: Random, name: str, x: Span = (0.6, 1.8), y: Span = (0.5, 1.0), z: Span = (0.3, 1.0)) -> Furniture:
    """A table."""
    size = _size(random, x, y, z)
    return _piece(size, lambda at: table(name, size, on=at[0], turn=at[1], look=_look(random), fixed=True))


def a_box(random: Random, name: str, z: Span = (0.15, 0.95)) -> Furniture:
    """A box."""
    size = _size(random, (0.3, 0.8), (0.3, 0.8), z)
    return _piece(size, lambda at: box(name, size, on=at[0], turn=at[1], look=_look(random), noun="crate", fixed=True))


def a_step(random: Random, name: str) -> Furniture:
    """A box hardly higher than the floor."""
    return a_box(random, name, (0.04, 0.15))


def a_shelf(random: Random, name: str, z: Span = (0.8, 1.7)) -> Furniture:
    """A board on two sides, and one half-way up."""
    x, y, top = _size(random, (0.6, 1.4), (0.25, 0.42), z)
    look, side = _look(random), Box(size=(BOARD, y, top - BOARD))
    pieces = [piece("top", Box(size=(x, y, BOARD)), at=(0, 0, top - BOARD / 2), look=look, label="shelf"),
              piece("board", Box(size=(x - 2 * BOARD, y, BOARD)), at=(0, 0, top / 2), look=look, label="shelf"),
              *(piece(word, side, at=(sign * (x - BOARD) / 2, 0, (top - BOARD) / 2), look=look, label="shelf")
                for word, sign in (("left", -1), ("right", 1)))]
    return _piece((x, y, top), lambda at: assembly(name, pieces, on=at[0], turn=at[1], fixed=True))


def a_pillar(random: Random, name: str) -> Furniture:
    """A pillar, round or square."""
    radius, tall = float(random.uniform(0.1, 0.25)), float(random.uniform(1.9, 2.5))
    if random.random() < 0.5:
        return _piece((2 * radius, 2 * radius, tall), lambda at: cylinder(name, radius, tall, on=at[0], look=_look(random), fixed=True))
    size = (2 * radius, 2 * radius, tall)
    return _piece(size, lambda at: box(name, size, on=at[0], turn=at[1], look=_look(random), noun="pillar", fixed=True))


FURNITURE: tuple[Callable[[Random, str], Furniture], ...] = (a_table, a_table, a_box, a_box, a_step, a_shelf, a_pillar)


def fence(random: Random, name: str, spot: Spot, half: Span, tall: float, thick: float = 0.08) -> list[Prop]:
    """Four boards round a rectangle of this half size."""
    x, y = half
    long, short = (2 * (x + thick), thick, tall), (thick, 2 * y - 0.002, tall)
    rows = [(long, 0.0, y + thick / 2), (long, 0.0, -y - thick / 2), (short, x + thick / 2, 0.0), (short, -x - thick / 2, 0.0)]
    return [box(f"{name}_{i + 1}", size, on=(*spot.beside(right, ahead), 0.0), turn=(0, 0, float(np.degrees(spot.turn))),
                look=Look("white", "wood"), label="fence", fixed=True) for i, (size, right, ahead) in enumerate(rows)]


def _piece(size: Vec3, make: Callable[[tuple[Vec3, Vec3]], Prop]) -> Furniture:
    return Furniture(half=(size[0] / 2, size[1] / 2), top=size[2],
                 made=lambda spot: make(((spot.x, spot.y, 0.0), (0.0, 0.0, float(np.degrees(spot.turn))))))


def _size(random: Random, x: Span, y: Span, z: Span) -> Vec3:
    return float(random.uniform(*x)), float(random.uniform(*y)), float(random.uniform(*z))


def _look(random: Random) -> Look:
    return Look(str(random.choice(COLOURS)), "wood")
