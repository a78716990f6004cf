"""Rooms: a floor and walls, with openings for windows and doors. Put them in a shot as `*room(...)`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scenes.look import Look
from scenes.props import Prop, plane, prop
from sim.errors import DeclarationError, check_number, check_vector, unknown
from sim.math.conventions import Vec3
from sim.scene.shapes import Box, Compound, Placed, Shape

Side = Literal["back", "front", "left", "right"]
TURNS = {"back": 0.0, "left": 90.0, "front": 180.0, "right": 270.0}
"""Degrees about z from the back wall, which stands at +y and is seen from -y."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A rectangular hole: which wall, its middle along the wall (m from the wall's middle, to the right seen from inside),
    its height above the floor (m, of its lower edge) and its (width, height)."""

    wall: Side
    along: float
    sill: float
    size: tuple[float, float]


def window(wall: Side, along: float = 0.0, *, sill: float = 0.9, size: tuple[float, float] = (1.2, 1.0)) -> Opening:
    """A window in a wall."""
    return Opening(wall=wall, along=along, sill=sill, size=size)


def doorway(wall: Side, along: float = 0.0, *, size: tuple[float, float] = (0.9, 2.0)) -> Opening:
    """A hole down to the floor."""
    return Opening(wall=wall, along=along, sill=0.0, size=size)


def room(size: Vec3 = (6.0, 5.0, 2.8), *, walls: Sequence[Side] = ("back",), openings: Sequence[Opening] = (),
         floor: Look = Look("tan", "wood"), wall: Look = Look("beige"), thickness: float = 0.15) -> tuple[Prop, ...]:
    """A floor round the origin and walls at its edges: things 'floor', 'wall_back', 'wall_left', ... size: inner x, y, z, m."""
    x, y, z = check_vector("room", "size", size)
    check_number("room", "thickness", thickness, above=0, unit="m")
    for side in (*walls, *(hole.wall for hole in openings)):
        if side not in TURNS:
            raise unknown("wall", side, TURNS, "room")
    for hole in openings:
        if hole.wall not in walls:
            raise DeclarationError(f"room: has an opening in the {hole.wall} wall but no such wall; its walls are {', '.join(walls)}.")
    standing = [_wall(side, (x, y, z), [hole for hole in openings if hole.wall == side], wall, thickness) for side in walls]
    return (plane("floor", (x, y), look=floor), *standing)


def _wall(side: Side, room_size: Vec3, holes: Sequence[Opening], look: Look, thickness: float) -> Prop:
    x, y, z = room_size
    length, away = (x, y / 2) if side in ("back", "front") else (y, x / 2)
    away += thickness / 2
    at = {"back": (0.0, away, z / 2), "front": (0.0, -away, z / 2), "left": (-away, 0.0, z / 2), "right": (away, 0.0, z / 2)}[side]
    shape = _shape(f"wall_{side}", length, z, thickness, sorted(holes, key=lambda hole: hole.along))
    return prop(f"wall_{side}", shape, at=at, turn=(0.0, 0.0, TURNS[side]), look=look, matter="stone", label="wall", fixed=True)


def _shape(name: str, length: float, height: float, thickness: float, holes: Sequence[Opening]) -> Shape:
    """The wall as boxes, x along it, cut by its holes from left to right."""
    if not holes:
        return Box(size=(length, thickness, height))
    spans: list[tuple[float, float, float, float]] = []
    edge = -length / 2
    for hole in holes:
        left, right, top = hole.along - hole.size[0] / 2, hole.along + hole.size[0] / 2, hole.sill + hole.size[1]
        if left < edge or right > length / 2 or hole.sill < 0 or top > height or min(hole.size) <= 0:
            raise DeclarationError(f"{name}: the opening at {hole.along:g} m, {hole.size[0]:g} x {hole.size[1]:g} m, {hole.sill:g} m up, "
                                   f"does not fit the wall of {length:g} x {height:g} m beside its other openings.")
        spans += [(edge, left, 0.0, height), (left, right, 0.0, hole.sill), (left, right, top, height)]
        edge = right
    spans.append((edge, length / 2, 0.0, height))
    pieces = [Placed(shape=Box(size=(b - a, thickness, d - c)), position=((a + b) / 2, 0.0, (c + d - height) / 2))
              for a, b, c, d in spans if b - a > 1e-9 and d - c > 1e-9]
    return Compound(pieces=tuple(pieces))
