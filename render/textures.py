"""Pictures on surfaces: a mesh file's own, where its corners lie in them, and a user's, laid on from six sides at rest.

Each is looked up through its footprint in the picture: along its length in up to TAPS places, at the level (Williams, 1983) that
is as coarse as it is wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import LUMINANCE
from render.digests import digest_of
from render.geometry import Geometry
from render.mipmaps import Mipmaps, mipmaps
from render.texture_kernels import LINEAR, by_uv, from_sides
from render.view import OWN, Shading
from sim.geometry.mesh_material import read_picture
from sim.geometry.paint import Paint, plain
from sim.geometry.tessellate import tessellate
from sim.math.conventions import frozen
from sim.scene.shapes import Shape

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

WIDE = 1.0
"""m that a user's picture is wide on what says nowhere how it lies, unless its scale is given."""
FEW, MANY = 64, 64_000
"""Of so few triangles each shows much of its picture; of more than so many, only some are asked for the mean of their colours."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Texture:
    """Of one part. first: its first triangle. paint: where its corners lie in which picture, and their tints. size: (2,) m that a picture
    laid on from six sides is wide and high, 0 if it lies by uv. mean: (3,) of its colour, linear. digest: of all this."""

    first: int
    paint: Paint
    pictures: Mipmaps
    size: NDArray[np.float64]
    mean: NDArray[np.float64]
    digest: str


def textures_of(surfaces: Sequence[Shading], shapes: Sequence[Shape], geometry: Geometry) -> dict[int, Texture]:
    """By part id, the textures of the parts that have one. surfaces: of all parts. shapes: of those that are rigid, which come first."""
    out, known = {}, dict[tuple[bytes, float], list[NDArray[np.uint8]]]()
    for part, surface in enumerate(surfaces, 1):
        paint = tessellate(shapes[part - 1]).paint if part <= len(shapes) else None
        if surface.texture and (paint is not None or surface.texture != OWN):
            out[part] = _texture(part, surface, paint, geometry, known)
    return out


def _texture(part: int, surface: Shading, paint: Paint | None, geometry: Geometry, known: dict) -> Texture:
    own = geometry.face_part == part
    first, count, size = int(own.argmax()), int(own.sum()), np.zeros(2)
    if surface.texture != OWN:
        picture = read_picture(surface.texture)
        by_file = paint is not None and bool(paint.pictures) and not surface.scale
        if not by_file:
            wide = surface.scale or WIDE
            size = np.array([wide, wide * len(picture) / len(picture[0])])
        paint = _instead(paint if by_file else None, picture, count)
    assert paint is not None
    corners = geometry.rest[geometry.faces[own]]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    content = (np.ascontiguousarray(array).tobytes() for array in (paint.tints, paint.uv, paint.which, size, *paint.pictures))
    return Texture(first=first, paint=paint, pictures=mipmaps(paint, known), size=size, digest=digest_of(*content),
                   mean=frozen(_mean(paint, area, bool(size[0]))))


def _instead(paint: Paint | None, picture: NDArray[np.uint8], count: int) -> Paint:
    """A user's picture instead of the file's, where its corners lie if it says so."""
    bare = plain(count)
    uv, which = (bare.uv, np.zeros(count)) if paint is None else (paint.uv, np.where(paint.which >= 0, 0, -1))
    return Paint(tints=bare.tints, uv=uv, which=frozen(which, np.int32), pictures=(picture,), cutoffs=(0.0,))


def _mean(paint: Paint, area: NDArray, everywhere: bool) -> NDArray[np.float64]:
    """(3,) linear, of triangles by their area: of their tints, and of their picture where their middles lie; of few triangles, and of a
    picture that is laid on everywhere, all over."""
    step = max(1, len(area) // MANY)
    area, which, uv = area[::step], paint.which[::step], paint.uv[::step].mean(axis=1)
    tints = paint.tints[::step].mean(axis=1).astype(np.float64)
    for number, picture in enumerate(paint.pictures):
        own, small = which == number, picture[::max(1, len(picture) // 64), ::max(1, len(picture[0]) // 64)]
        linear, solid = LINEAR[small[..., :3]].astype(np.float64), small[..., 3:] + 1e-6
        if own.sum() > FEW and not everywhere:
            x, y = (np.floor(uv[own] % 1 * linear.shape[1::-1]).astype(int) % linear.shape[1::-1]).T
            tints[own] *= linear[y, x]
        else:
            tints[own] *= (linear * solid).sum(axis=(0, 1)) / solid.sum()
    return (tints * area[:, None]).sum(axis=0) / max(area.sum(), 1e-300)


def textured(samples: GBuffer, textures: Mapping[int, Texture]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Which of the hits are on parts with a texture (n,), and their colours (n, 3), linear."""
    chosen = [np.flatnonzero(samples.parts == part) for part in textures]
    colours = [_colours(samples, own, texture) for own, texture in zip(chosen, textures.values())]
    return np.concatenate([np.zeros(0, np.int64), *chosen]), np.concatenate([np.zeros((0, 3), np.float32), *colours])


def _colours(samples: GBuffer, chosen: NDArray[np.int64], texture: Texture) -> NDArray[np.float32]:
    seen = samples.planes.table, samples.triangles[chosen], samples.pixels[chosen], samples.grid
    paint, pictures, geometry = texture.paint, texture.pictures.pictures, samples.posed.geometry
    if texture.size[0] > 0:
        return from_sides(seen, geometry.rest, geometry.faces, geometry.normals, texture.size, pictures)
    return by_uv(seen, texture.first, paint.uv, paint.tints, paint.which, pictures)


def relief(colours: NDArray[np.float32], parts: NDArray[np.int32], textures: Mapping[int, Texture]) -> NDArray[np.float32]:
    """(n,) what textures draw, as a pattern: 0.5 where a colour (n, 3) is as bright as its part's mean, up to 1 where it is twice as
    bright, down to 0 for black."""
    mean = np.full(max(textures, default=0) + 1, 1.0, np.float32)
    for part, texture in textures.items():
        mean[part] = max(float(texture.mean @ LUMINANCE), 1e-3)
    bright = colours @ LUMINANCE.astype(np.float32)
    return np.float32(0.5) + np.float32(0.5) * np.clip(bright / mean[parts] - 1, -1, 1)
