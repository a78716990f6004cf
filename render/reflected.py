"""What a ray from anywhere sees of what stands still: its own light reflected, or the sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from render.light import GROUND, half_sides, sky_colour_above, sun_direction
from render.occlusion import LIFT
from render.penumbra import reaches
from render.view import AreaLight, Lamp, Light, Sky, Sun

if TYPE_CHECKING:
    from render.geometry import Geometry
    from render.probes import Probes
    from render.world import World

Single = NDArray[np.float32]
LARGE, GREY = 2.5, 0.4
"""m2 of a part's surface from which on the light that it gives on has its colour. What is smaller gives on this share of all colours: a
chair in another colour is no reason to light, and to paint, the whole picture anew."""
HOT = 3.0
"""No more light than this is given on: the few spots next to a lamp that get more are hit by so few rays that they would show as blots."""


class Reflected:
    """albedo, normal: (S, 3) of the triangles that stand still. Things that move are left out: with them, light would have to be
    gathered anew in every frame."""

    def __init__(self, world: World) -> None:
        numbers, self._environment = world.still.stays.numbers, world.surfaces.environment
        self._albedo = given_on(world.surfaces.albedo, world.geometry)[world.geometry.face_part[numbers]].astype(np.float32)
        glow = world.surfaces.glow.copy()
        glow[[*world.lamps]] = 0
        self._glow = glow[world.geometry.face_part[numbers]]
        self._normal = world.posed(0).face_normals[numbers].astype(np.float32)
        self._view, self._tree, self._origin = world.still_view, world.still.tree, world.still.origin

    def radiance(self, starts: Single, ways: Single, met: NDArray[np.int32], far: Single, deeper: Probes | None) -> tuple[Single, NDArray]:
        """(N, 3) what each ray sees, as irradiance x albedo, if it meets triangle `met` (N,), or none (-1), so far (N,) off; and (N,)
        whether it is not the back of something. deeper: what says how what is met is lit by all but the lights."""
        out = self._environment.around(ways) if self._environment else sky_radiance(self._view.sky, ways)
        hit = np.flatnonzero(met >= 0)
        along, normals = ways[hit], self._normal[met[hit]]
        back = np.einsum("ij,ij->i", along, normals) > 0
        normals = np.where(back[:, None], -normals, normals)
        points = starts[hit] + far[hit, None] * along + np.float32(LIFT) * normals
        light = deeper.light(points, normals)[:, :3] if deeper is not None else np.zeros((len(hit), 3), np.float32)
        for each in self._view.lights:
            light += self._direct(each, points, normals)[:, None] * linear_from_srgb(each.colour).astype(np.float32)
        out[hit] = (np.minimum(light, HOT) + self._glow[met[hit], None]) * self._albedo[met[hit]]
        front = np.ones(len(met), bool)
        front[hit] = ~back
        return out, front

    def _direct(self, light: Light, points: Single, normals: Single) -> Single:
        """(N,) irradiance from a light; from one place on an area light, another for each of points that follow one another."""
        if isinstance(light, Sun):
            ways: NDArray = np.broadcast_to(sun_direction(light).astype(np.float32), points.shape)
            bright: NDArray = np.full(len(points), light.strength)
            reach = 1e30
        else:
            ways, reach = np.asarray(light.position) - self._origin - points, 0.999
            if isinstance(light, AreaLight):
                u, v = half_sides(light)
                strewn = np.arange(len(points))[:, None] * [0.7548776662, 0.5698402910] % 1 * 2 - 1
                ways = ways + strewn[:, :1] * u + strewn[:, 1:] * v
            square = np.einsum("ij,ij->i", ways, ways)
            bright = light.strength / np.maximum(square, 1e-2)
            if isinstance(light, Lamp) and light.size:
                reach = 1.0
                ways = ways * reaches(ways, light.size)[:, None]
            if isinstance(light, AreaLight):
                facing = np.cross(u, v) / np.linalg.norm(np.cross(u, v))
                bright = bright * np.maximum(-(ways @ facing), 0) / np.sqrt(square)
        cosine = np.einsum("ij,ij->i", ways, normals) / np.linalg.norm(ways, axis=1)
        out = (np.maximum(cosine, 0) * bright).astype(np.float32)
        lit = np.flatnonzero(out > 0)
        out[lit[self._tree.blocked(points[lit], np.ascontiguousarray(ways[lit], np.float32), reach)]] = 0
        return out


def given_on(albedo: NDArray[np.float64], geometry: Geometry) -> NDArray[np.float64]:
    """(P+1, 3) by what share of light the parts give on."""
    a, b, c = np.moveaxis(geometry.rest[geometry.faces], 1, 0)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    large = np.bincount(geometry.face_part, areas, minlength=len(albedo)) >= LARGE
    return np.where(large[:, None], albedo, GREY)


def sky_radiance(sky: Sky, ways: Single) -> Single:
    """(N, 3) of the sky, or of the ground below the horizon, in directions (N, 3)."""
    return (np.where(ways[:, 2:] > 0, sky_colour_above(sky), GROUND) * sky.strength).astype(np.float32)
