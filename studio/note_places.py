"""Where a note points: from a pixel to the part and the place on its surface, and from there to a pixel of any other take."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import trimesh

from sim.errors import DeclarationError
from sim.math.conventions import Vec3

if TYPE_CHECKING:
    from render.frame import Frame
    from render.passes import Passes

SKY = "sky"
NEAR = 0.02
"""m by which what is seen at a place may be before it, and still be the place."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place on something. part: 'object.part', or 'sky'. place: m, in the part's rest frame, which stays the same however the part
    moves and bends; of the sky, the direction, world."""

    part: str
    place: Vec3


def spot_at(passes: "Passes", number: int, x: int, y: int) -> Spot:
    """What a pixel of a frame shows. Raises DeclarationError for a frame or a pixel that there is not."""
    if not 0 <= number < passes.frames:
        raise DeclarationError(f"note: frame {number} is none; the take has 0 to {passes.frames - 1}.")
    if not (0 <= x < passes.width and 0 <= y < passes.height):
        raise DeclarationError(f"note: pixel ({x}, {y}) is none; pictures are {passes.width} by {passes.height} px, from the upper left.")
    frame = passes[number]
    triangle = int(frame.triangle[y, x])
    if triangle < 0:
        return Spot(part=SKY, place=_triple(frame.camera.rays(np.array([[x + 0.5, y + 0.5]]))[0]))
    geometry = frame.posed.geometry
    corners = geometry.faces[triangle]
    bary = trimesh.triangles.points_to_barycentric(frame.posed.vertices[corners][None], frame.points[y, x][None])[0]
    return Spot(part=passes.parts[int(frame.part[y, x]) - 1].path, place=_triple(bary @ geometry.rest[corners]))


def pixel_of(passes: "Passes", number: int, spot: Spot) -> tuple[tuple[int, int] | None, bool]:
    """The pixel of a frame where a place is, or None if it is out of the picture, or its part is no more; and whether it is seen there."""
    frame = passes[number]
    part = 0 if spot.part == SKY else next((each.id for each in passes.parts if each.path == spot.part), None)
    if part is None:
        return None, False
    world = np.array(spot.place) if part == 0 else _world(frame, part, spot.place)
    places, depths = (frame.camera.project_directions if spot.part == SKY else frame.camera.project)(world[None])
    (u, v), depth = places[0], float(depths[0])
    if depth <= 0 or not (0 <= u < passes.width and 0 <= v < passes.height):
        return None, False
    x, y = int(u), int(v)
    return (x, y), bool(frame.part[y, x] == part and (part == 0 or depth <= frame.depth[y, x] + NEAR))


def _world(frame: "Frame", part: int, place: Vec3) -> np.ndarray:
    """(3,) m, world: the nearest place on the part's surface, as it is posed."""
    geometry = frame.posed.geometry
    own = np.flatnonzero(geometry.face_part == part)
    corners = geometry.rest[geometry.faces[own]]
    nearest = trimesh.triangles.closest_point(corners, np.broadcast_to(np.array(place), (len(own), 3)))
    best = int(np.linalg.norm(nearest - place, axis=1).argmin())
    bary = trimesh.triangles.points_to_barycentric(corners[best][None], nearest[best][None])[0]
    return np.asarray(bary @ frame.posed.vertices[geometry.faces[own[best]]])


def _triple(values: np.ndarray) -> Vec3:
    x, y, z = (float(value) for value in values)
    return x, y, z
