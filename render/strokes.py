"""Marks of the hand that stick to surfaces: brush strokes, two directions of hatching, and grain, as layers of a frame.

Each is a function of a place of the surface at rest, laid out on the three planes of its part's box and mixed by how far the
surface faces each. So that marks are of one size in the picture near and far, two neighbouring octaves are mixed by distance, and
between octaves of hatching lines come in between lines: dynamic solid textures (Benard et al., 2009) with the nested lines of tonal
art maps (Praun et al., 2001).
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.cells import hashed
from render.interpolation import facing_of
from render.noise import mixed_bits, noise_2d
from render.planes import centre_of, compiled, inlined, ray_at, weights_at

if TYPE_CHECKING:
    from render.frame import Frame

STROKE, HATCH, CROSS, GRAIN = range(4)
WIDTHS_IN_HEIGHT, LEAST_WIDTH = 72, 4.0
"""A brush stroke is as wide as this part of the picture's height, but at least so many px."""
LONG, HATCH_APART, GRAIN_WIDE = 7.0, 1.7, 1.3
"""Length of a stroke, distance of hatching lines and size of grain, in widths of a stroke."""
GRAZING = 0.7
"""Marks follow this power of the cosine at which their surface is seen: at 1, none would be narrower than elsewhere."""


def strokes(frame: "Frame", seed: int, seeds: NDArray[np.int64], width: float | None = None) -> NDArray[np.float32]:
    """(H, W, 4) float32 in 0..1: stroke, hatch, cross, grain at the pixel centres of a frame.

    Stroke and grain are noise round 0.5; hatch and cross are 0 in the middle of a line and 1 between lines. seed: another one shifts
    all marks. seeds: (parts + 1,) of each part's own, which shifts its marks alone. width: of a brush stroke, px, if not by the picture's
    height.
    """
    seen = frame.centres
    width = width or max(LEAST_WIDTH, frame.camera.height / WIDTHS_IN_HEIGHT)
    roots = hashed(hashed(hashed(np.zeros(len(seeds), np.uint64), seed), seeds), np.arange(len(seeds)))
    out, geometry = np.empty((seen.triangle.size, 4), np.float32), seen.posed.geometry
    sizes = np.log2(seen.camera.focal / width / seen.depths * facing_of(seen.camera.eye, seen.normals, seen.pixels, seen.grid) ** GRAZING)
    _on_surfaces(seen.planes.table, (geometry.rest, geometry.faces, geometry.normals), seen.triangles, seen.pixels, seen.grid,
                 sizes, roots[seen.parts], out)
    _on_sky(seen.camera.eye, np.flatnonzero(~seen.hit), seen.grid, np.log2(seen.camera.focal / width), roots[0], out)
    return out.reshape(*seen.triangle.shape, 4)


def marks_name(seed: int, seeds: NDArray[np.int64]) -> str:
    """The name under which a frame keeps its marks of these seeds."""
    return f"marks {seed} {seeds.tolist()}"


@compiled
def _on_surfaces(table, surface, triangles, pixels, grid, sizes, roots, out):
    rest, faces, normals = surface
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        t = triangles[i]
        a, b, c = weights_at(table, t, x, y)
        total, place, normal = a + b + c, np.zeros(3), np.zeros(3)
        for k in range(3):
            weight = (a if k == 0 else (b if k == 1 else c)) / total
            for j in range(3):
                place[j] += weight * rest[faces[t, k], j]
                normal[j] += weight * normals[t, k, j]
        _marks(place, normal, sizes[i], roots[i], out[pixels[i]])


@compiled
def _on_sky(eye, pixels, grid, size, root, out):
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        place = np.array(ray_at(eye, x, y))
        place /= np.sqrt((place ** 2).sum())
        _marks(place, place, size, root, out[pixels[i]])


@compiled
def _marks(place, normal, size, root, out):
    """All four marks at a place with a normal, both at rest. size: log2 of strokes' widths to a metre."""
    level = np.floor(size)
    share, total = size - level, 0.0
    stroke, grain, hatch, cross = 0.0, 0.0, 0.0, 0.0
    for axis in range(3):
        weight = normal[axis] ** 4
        if weight > 0.02 * (normal ** 4).sum():
            u, v = place[1 if axis == 0 else 0], place[1 if axis == 2 else 2]
            name, total = mixed_bits(root + np.uint64(7919 * (axis + 1))), total + weight
            for octave in range(2):
                scale, much = 2.0 ** (level + octave), weight * (share if octave else 1 - share)
                own = mixed_bits(name + np.uint64(int(level) + octave + 64))
                bent = noise_2d(u * scale / 9, v * scale / 9, own)
                stroke += much * noise_2d(u * scale + 1.2 * bent, v * scale / LONG, own + np.uint64(1))
                grain += much * noise_2d(u * scale / GRAIN_WIDE, v * scale / GRAIN_WIDE, own + np.uint64(2))
            # Lines of the finer octave have those of the coarser one among them, so that bends and shifts must be the same of both.
            scale = 2.0 ** level / HATCH_APART
            bent, shift = 0.05 * noise_2d(u * 3, v * 3, name) / 2 ** max(0.0, 2 - level), (name >> np.uint64(40)) / 2.0 ** 24
            along, across = (u + v) * 0.7071 + bent, (u - v) * 0.7071 + bent
            hatch += weight * _lines(along * scale + shift * 2, share)
            cross += weight * _lines(across * scale + shift * 3, share)
    spread = 0.95 / (total * np.sqrt(share * share + (1 - share) * (1 - share)))
    out[STROKE], out[GRAIN] = _clipped(0.5 + spread * stroke), _clipped(0.5 + spread * grain)
    out[HATCH], out[CROSS] = hatch / total, cross / total


@inlined
def _lines(x, share):
    coarse, fine = 2 * abs(x - np.floor(x + 0.5)), 2 * abs(2 * x - np.floor(2 * x + 0.5))
    return (1 - share) * coarse + share * fine


@inlined
def _clipped(value):
    return min(max(value, 0.0), 1.0)
