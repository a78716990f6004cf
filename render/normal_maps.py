"""Normal maps: pictures of where a surface leans, which bend what light sees of it. Its outline and its shadow stay those of its
triangles.

Each lies as a texture would: where its part's mesh file says, or laid on from six sides at rest. It leans along each triangle's own uv,
at right angles to the smooth normal: MikkTSpace's frame (Mikkelsen, 2008) but for that this smooths it from triangle to triangle, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.digests import digest_of
from render.geometry import Geometry
from render.mipmaps import Mipmaps, bump_mipmaps
from render.normal_kernels import bent_by_uv, bent_from_sides
from render.textures import WIDE
from render.view import OWN, Shading
from sim.geometry.mesh_material import read_picture
from sim.geometry.paint import Paint
from sim.geometry.tessellate import tessellate
from sim.math.conventions import frozen
from sim.scene.shapes import Shape

if TYPE_CHECKING:
    from render.gbuffer import GBuffer


@dataclass(frozen=True, kw_only=True, eq=False)
class NormalMap:
    """Of one part. first: its first triangle. uv: (F, 3, 2) and which: (F,) picture of it, as Paint has them. tangents: (F, 2, 3) at rest,
    the ways to the right and up in the picture, along the triangle; 0 where uv say none. size: (2,) m that one laid on from six sides is
    wide and high, 0 if it lies by uv. digest: of all this."""

    first: int
    uv: NDArray[np.float32]
    which: NDArray[np.int32]
    tangents: NDArray[np.float64]
    pictures: Mipmaps
    size: NDArray[np.float64]
    digest: str


def normal_maps_of(surfaces: Sequence[Shading], shapes: Sequence[Shape], geometry: Geometry) -> dict[int, NormalMap]:
    """By part id, those of the parts that have one. surfaces: of all parts. shapes: of those that are rigid, which come first."""
    out = dict[int, NormalMap]()
    for part, surface in enumerate(surfaces, 1):
        if surface.normal:
            paint = tessellate(shapes[part - 1]).paint if part <= len(shapes) else None
            made = _normal_map(part, surface, paint, geometry)
            out |= {part: made} if made else {}
    return out


def _normal_map(part: int, surface: Shading, paint: Paint | None, geometry: Geometry) -> NormalMap | None:
    own = geometry.face_part == part
    first, count, size = int(own.argmax()), int(own.sum()), np.zeros(2)
    uv, which = np.zeros((count, 3, 2), np.float32), np.zeros(count, np.int32)
    if surface.normal == OWN:
        if paint is None or paint.bumped is None:
            return None
        bumps, uv, which = paint.bumps, paint.uv, paint.bumped
    else:
        bumps = (read_picture(surface.normal),)
        if paint is not None and (paint.pictures or paint.bumps) and not surface.scale:
            uv, which = paint.uv, _laid(paint)
        else:
            wide = surface.scale or WIDE
            size = np.array([wide, wide * len(bumps[0]) / len(bumps[0][0])])
    tangents = tangents_of(geometry.rest[geometry.faces[own]], uv.astype(np.float64))
    content = (np.ascontiguousarray(array).tobytes() for array in (uv, which, size, *bumps))
    return NormalMap(first=first, uv=frozen(uv, np.float32), which=frozen(which, np.int32), tangents=frozen(tangents), size=size,
                     pictures=bump_mipmaps(bumps), digest=digest_of("bumps", *content))


def _laid(paint: Paint) -> NDArray[np.int32]:
    """0 for the triangles that lie in one of the file's pictures, else -1."""
    there = paint.which >= 0
    return np.where(there if paint.bumped is None else there | (paint.bumped >= 0), 0, -1).astype(np.int32)


def tangents_of(corners: NDArray[np.float64], uv: NDArray[np.float64]) -> NDArray[np.float64]:
    """(F, 2, 3) the ways in triangles (F, 3, 3) along which u grows, and v, which points down in the picture, falls; 0 where uv (F, 3, 2)
    have no area."""
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    (u1, v1), (u2, v2) = (uv[:, 1] - uv[:, 0]).T[..., None], (uv[:, 2] - uv[:, 0]).T[..., None]
    area = u1 * v2 - u2 * v1
    sign = np.where(np.abs(area) > 1e-20, np.sign(area), 0)
    ways = np.stack([sign * (v2 * one - v1 * two), sign * (u2 * one - u1 * two)], axis=1)
    return ways / np.maximum(np.linalg.norm(ways, axis=2, keepdims=True), 1e-300)


def bent(samples: GBuffer, maps: Mapping[int, NormalMap]) -> NDArray[np.float32]:
    """(N, 3) unit normals of the hits, world, as light sees them."""
    out = samples.normals
    for part, bump in maps.items():
        chosen = np.flatnonzero(samples.parts == part)
        if len(chosen):
            out = out.copy() if out is samples.normals else out
            out[chosen] = _bent(samples, chosen, bump)
    return out


def _bent(samples: GBuffer, chosen: NDArray[np.int64], bump: NormalMap) -> NDArray[np.float32]:
    geometry = samples.posed.geometry
    seen = samples.planes.table, samples.triangles[chosen], samples.pixels[chosen], samples.grid
    surface = geometry.faces, geometry.normals, samples.posed.turn
    if bump.size[0] > 0:
        return bent_from_sides(seen, surface, geometry.rest, bump.size, bump.pictures.pictures)
    return bent_by_uv(seen, surface, bump.first, bump.uv, bump.which, bump.tangents, bump.pictures.pictures)
