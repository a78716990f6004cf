"""What a set is: its things, the light that goes with it, and a view of all of it. The camera stands at -y; x is to its right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from render.view import Light, Rig
from scenes.kit.openings import window_frame
from scenes.look import Look
from scenes.props import Prop, box, plane
from scenes.rooms import Opening, Side, room
from sim.math.conventions import Vec3

TURNS = {"back": 90.0, "left": 180.0, "right": 0.0, "front": 270.0}
"""Degrees by which a frame in each wall is turned, so that its outside is outside."""
FRONT = -90.0
"""Degrees by which a prop is turned that stands at the back and looks to the camera."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """make_shot("x", [*setting.props, person(...)], camera=setting.camera, **setting.light)."""

    props: tuple[Prop, ...]
    camera: Rig
    time: str = "day"
    lights: tuple[Light, ...] | None = None

    @property
    def light(self) -> dict[str, Any]:
        """What make_shot takes for it."""
        return {"time": self.time, "lights": self.lights}


def facing(degrees: float) -> Vec3:
    """A turn about z."""
    return 0.0, 0.0, degrees


def interior(size: Vec3, walls: Sequence[Side], openings: Sequence[Opening] = (), *, floor: Look = Look("tan", "wood"),
             wall: Look = Look("beige"), ceiling: bool = True) -> list[Prop]:
    """A room with skirting boards, frames in its windows, and a ceiling that reaches over the camera."""
    x, y, z = size
    _, *standing = room(size, walls=walls, openings=openings, wall=wall)
    ground = plane("floor", (x + 12.0, y + 16.0), look=floor)
    over = [box("ceiling", (x + 0.3, y + 5.0, 0.12), at=(0.0, -2.35, z + 0.06), look=Look("white"), label="ceiling", noun="ceiling",
                matter="stone", fixed=True)]
    frames = [_frame(f"window_{i}", hole, size) for i, hole in enumerate((h for h in openings if h.sill > 0), 1)]
    return [ground, *standing, *(over if ceiling else []), *frames, *_skirting(size, walls, openings)]


def _frame(name: str, hole: Opening, size: Vec3) -> Prop:
    x, y, _ = size
    places = {"back": (hole.along, y / 2 + 0.08), "front": (-hole.along, -y / 2 - 0.08), "left": (-x / 2 - 0.08, hole.along),
              "right": (x / 2 + 0.08, -hole.along)}
    where = places[hole.wall]
    return window_frame(name, *hole.size, panes=(max(1, round(hole.size[0] / 0.6)), 2), at=(*where, hole.sill),
                        turn=facing(TURNS[hole.wall]))


def _skirting(size: Vec3, walls: Sequence[Side], openings: Sequence[Opening]) -> list[Prop]:
    """Boards along those walls that have no door."""
    x, y, _ = size
    places = {"back": ((x, 0.015, 0.09), (0.0, y / 2 - 0.0075, 0.0)), "front": ((x, 0.015, 0.09), (0.0, 0.0075 - y / 2, 0.0)),
              "left": ((0.015, y, 0.09), (0.0075 - x / 2, 0.0, 0.0)), "right": ((0.015, y, 0.09), (x / 2 - 0.0075, 0.0, 0.0))}
    doors = {hole.wall for hole in openings if hole.sill == 0}
    return [box(f"skirting_{side}", places[side][0], on=places[side][1], look=Look("white", "plastic"), label="wall", noun="wall",
                fixed=True) for side in walls if side not in doors]
