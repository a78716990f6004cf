"""The deferred light pass: ambient light, the sun, lamps and area lights with shadows, all by rays into the posed world.

Rays are shot in batches, into two trees: one of what never moves in the shot, one of what does. What stands still is
asked once, as long as the camera does not move (see KeptLight); what moves is asked only where it may matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from render.kept_light import UNKNOWN, KeptLight
from render.occlusion import LIFT
from render.penumbra import LAMP, PANEL, SUN, Form, reaches
from render.planes import DET, centre_of, compiled, ray_at, weights_at
from render.polygon import polygon_irradiance
from render.soft_shadows import seen_shares, spread_shares
from render.view import AreaLight, Lamp, Light, Sky, Sun

if TYPE_CHECKING:
    from render.environment import Environment
    from render.gbuffer import GBuffer

Array = NDArray[np.float64]
Single = NDArray[np.float32]
GROUND = np.array([0.32, 0.29, 0.26])
"""Linear colour of the light that comes from below, against 1 from above."""
FAINTEST = 1e-4
"""Strength up to which a light is not looked for."""
BULGE = 0.02
"""m; farther than this no curved surface is taken to stand out over the flat triangles that stand for it."""


def irradiance(samples: GBuffer, ambient: Single, kept: KeptLight, source: GBuffer | None = None) -> Single:
    """(N, 3) linear irradiance at the hits: ambient light (N, 3) + lights x shadow + what they give off themselves, as if
    they gave it on. source: of pixel centres, samples with all points of the lattice about these; None for finer
    samples."""
    total = ambient * _bumped(samples) + samples.surfaces.glow[samples.parts][:, None]
    for number, light in enumerate(samples.view.lights):
        _add(total, direct(samples, light, number, kept, source), linear_from_srgb(light.colour))
    return total


def _bumped(samples: GBuffer) -> Single | float:
    """(N, 3) how much more ambient light a surface gets for being bent by a normal map, 1 where it is not."""
    if not samples.surfaces.normal_maps:
        return 1.0
    before, after = (unshaded(normals, samples.view.sky, samples.surfaces.environment) for normals in (samples.normals, samples.bent))
    return np.asarray(after / np.maximum(before, FAINTEST), np.float32)


def unshaded(normals: Single, sky: Sky, environment: Environment | None) -> Single:
    """(N, 3) irradiance from all round but the lights on surfaces (N, 3) that nothing is near."""
    if environment is not None:
        return environment.lit(normals)
    up = 0.5 + 0.5 * normals[:, 2:]
    return ((GROUND + up * (sky_colour_above(sky) - GROUND)) * sky.strength).astype(np.float32)


def sky_colour_above(sky: Sky) -> Array:
    """(3,) linear colour of the light from above, its greatest channel 1."""
    mean = (linear_from_srgb(sky.zenith) + linear_from_srgb(sky.horizon)) / 2
    return mean / mean.max()


@compiled
def _add(total, bright, colour):
    for i in range(len(total)):
        for c in range(3):
            total[i, c] += bright[i] * colour[c]


def direct(samples: GBuffer, light: Light, number: int, kept: KeptLight, source: GBuffer | None) -> Single:
    """(N,) irradiance from a light at the hits, as far as nothing is in the way. number: of the light. source: as of
    irradiance."""
    out = _open(samples, light)
    lit = np.flatnonzero(out > 0)

    def aim(of: GBuffer, chosen: NDArray) -> tuple[Single, Single]:
        return _aimed(of, chosen, light)

    def blocked(chosen: NDArray) -> NDArray[np.bool_]:
        starts, ways = aim(samples, chosen)
        if isinstance(light, Lamp) and light.size:
            ways *= reaches(ways, light.size)[:, None]
        return _blocked(samples, chosen, starts, ways, 1e30 if isinstance(light, Sun) else 0.999, kept.shadow[number])

    form = _form(light)
    if form is None:
        out[lit[blocked(lit)]] = 0
    elif source is None:
        out[lit] *= seen_shares(samples, lit, aim, form, number, kept)
    else:
        lights = lit, (out if samples is source else _open(source, light)) > 0
        out[lit] *= spread_shares(samples, source, lights, aim, form, blocked, number, kept)
    return out


def _form(light: Light) -> Form | None:
    """What shadows depend on of a light's shape; None for a point."""
    none = np.zeros(3)
    if isinstance(light, AreaLight):
        return PANEL, 0.0, *half_sides(light)
    if not light.size:
        return None
    return (SUN, float(np.tan(np.radians(light.size / 2))), none, none) if isinstance(light, Sun) else (LAMP, float(light.size), none, none)


def half_sides(light: AreaLight) -> tuple[Array, Array]:
    """(3,) each, from its middle to the middles of its right side and its upper one, as seen by itself: the first is level."""
    facing = np.subtract(light.look_at, light.position)
    facing = facing / np.linalg.norm(facing)
    level = np.cross([0.0, 0.0, 1.0] if abs(facing[2]) < 0.999 else [0.0, 1.0, 0.0], facing)
    level = level / np.linalg.norm(level)
    return level * light.width / 2, np.cross(facing, level) * light.height / 2


def _place(samples: GBuffer, light: Light) -> Array:
    """(3,) of a lamp, from the camera, or the sun's direction."""
    return sun_direction(light) if isinstance(light, Sun) else np.asarray(light.position) - samples.camera.position


def _open(samples: GBuffer, light: Light) -> Single:
    """(N,) irradiance at the hits where nothing is in the way. A normal map bends it, but does not lay open what faces away."""
    out = _unblocked(samples, samples.normals, light)
    return np.where(out > 0, _unblocked(samples, samples.bent, light), 0) if samples.surfaces.normal_maps else out


def _unblocked(samples: GBuffer, normals: Single, light: Light) -> Single:
    hits = samples.camera.eye, samples.grid, samples.pixels, samples.depths, normals
    place = _place(samples, light)
    if isinstance(light, AreaLight):
        u, v = half_sides(light)
        corners = place + np.array([-u - v, u - v, u + v, v - u])
        return polygon_irradiance(*hits, corners, light.strength / (light.width * light.height))
    form, sun = _form(light), isinstance(light, Sun)
    return _unshadowed(*hits, place, sun, float(light.strength), form[1] if form else 0.0)


def _aimed(samples: GBuffer, chosen: NDArray, light: Light) -> tuple[Single, Single]:
    """Starts and ways (n, 3) of shadow rays from these hits."""
    posed, geometry = samples.posed, samples.posed.geometry
    surface = samples.planes.table, samples.planes.corners, posed.turn, geometry.faces, geometry.normals
    return _shadow_rays(chosen, samples.camera.eye, samples.grid, samples.pixels, samples.depths, samples.normals, samples.triangles,
                        _place(samples, light), isinstance(light, Sun), samples.camera.position - posed.still.origin, surface,
                        geometry.curved)


def _blocked(samples: GBuffer, chosen: NDArray, starts: Single, ways: Single, reach: float, known: NDArray[np.int8]) -> NDArray[np.bool_]:
    """(n,) whether anything is in the way. known: as in KeptLight, of this light."""
    out = _blocked_by_still(samples, chosen, starts, ways, reach, known)
    left = np.flatnonzero(~out)
    out[left] = samples.posed.moving.blocked(starts[left], ways[left], reach)
    return out


def sun_direction(sun: Sun) -> Array:
    """(3,) unit, towards it."""
    azimuth, elevation = np.radians([sun.azimuth, sun.elevation])
    return np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])


def _blocked_by_still(samples: GBuffer, chosen: NDArray, starts: Single, ways: Single, reach: float,
                      known: NDArray[np.int8]) -> NDArray[np.bool_]:
    """(n,) whether what never moves is in the way; on what itself never moves, that is asked once."""
    still = samples.posed.still
    out = _recalled(chosen, samples.numbers, samples.triangles, still.face, known)
    asked = np.flatnonzero(out == UNKNOWN)
    some = slice(None) if len(asked) == len(out) else asked
    out[asked] = still.tree.blocked(starts[some], ways[some], reach)
    _remember(chosen, samples.numbers, samples.triangles, still.face, known, out)
    return out == 1


@compiled
def _recalled(chosen, pixels, triangles, still, known):
    out = np.empty(len(chosen), np.int8)
    for j in range(len(chosen)):
        out[j] = known[pixels[chosen[j]]] if still[triangles[chosen[j]]] else UNKNOWN
    return out


@compiled
def _remember(chosen, pixels, triangles, still, known, values):
    for j in range(len(chosen)):
        if still[triangles[chosen[j]]]:
            known[pixels[chosen[j]]] = values[j]


@compiled
def _unshadowed(eye, grid, pixels, depths, normals, place, sun, strength, radius):
    """(N,) irradiance where nothing is in the way. place: (3,) of a lamp, from the camera, or the sun's direction.
    radius: of the lamp, m, or the tangent of the sun's; 0 for a point."""
    out = np.zeros(len(pixels), np.float32)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        u, v, w = _way(eye, x, y, depths[i], place, sun)
        square = u * u + v * v + w * w
        here = strength if sun else strength / max(square, 1e-4)
        cosine = (normals[i, 0] * u + normals[i, 1] * v + normals[i, 2] * w) / np.sqrt(square)
        wide = radius if sun else radius / np.sqrt(square)
        if abs(cosine) < wide:
            cosine = _half_risen(cosine / wide) * wide
        if cosine > 0 and here > FAINTEST:
            out[i] = cosine * here
    return out


@compiled
def _half_risen(height):
    """The mean over a disc of radius 1 of how high its places are above the horizon, none below it, with its middle at
    this height, -1..1."""
    rest = 1 - height * height
    return (height * (np.pi / 2 + np.arcsin(height) + height * np.sqrt(rest)) + 2 / 3 * rest * np.sqrt(rest)) / np.pi


@compiled
def _way(eye, x, y, depth, place, sun):
    """From the surface at a pixel to the light."""
    if sun:
        return place[0], place[1], place[2]
    u, v, w = ray_at(eye, x, y)
    return place[0] - depth * u, place[1] - depth * v, place[2] - depth * w


@compiled
def _shadow_rays(lit, eye, grid, pixels, depths, normals, triangles, place, sun, shift, surface, curved):
    """Of the hits that are lit (n,): starts (n, 3), relative to the trees' origin, and ways (n, 3): from a little off
    the surface to the light. shift: the camera's place, from the origin."""
    starts, ways = np.empty((len(lit), 3), np.float32), np.empty((len(lit), 3), np.float32)
    for j in range(len(lit)):
        i = lit[j]
        x, y = centre_of(pixels[i], grid)
        u, v, w = ray_at(eye, x, y)
        bulge = _bulge(eye, x, y, triangles[i], surface) if curved[triangles[i]] else (0.0, 0.0, 0.0)
        starts[j, 0] = shift[0] + depths[i] * u + LIFT * normals[i, 0] + bulge[0]
        starts[j, 1] = shift[1] + depths[i] * v + LIFT * normals[i, 1] + bulge[1]
        starts[j, 2] = shift[2] + depths[i] * w + LIFT * normals[i, 2] + bulge[2]
        ways[j, 0], ways[j, 1], ways[j, 2] = _way(eye, x, y, depths[i], place, sun)
    return starts, ways


@compiled
def _bulge(eye, x, y, t, surface):
    """How far from a place on a flat triangle, world, the smooth surface is that it stands for (Hanika, 2021): with
    it, the flats do not shade each other."""
    table, corners, turn, faces, corner_normals = surface
    focal, half_width, half_height, world = eye
    a, b, c = weights_at(table, t, x, y)
    total = a + b + c
    depth = table[t, DET] / total
    right, up = (x - half_width) / focal * depth, (half_height - y) / focal * depth
    u, v, w = 0.0, 0.0, 0.0
    for k in range(3):
        m, n, corner = turn[faces[t, k]], corner_normals[t, k], corners[faces[t, k]]
        e = m[0, 0] * n[0] + m[0, 1] * n[1] + m[0, 2] * n[2]
        f = m[1, 0] * n[0] + m[1, 1] * n[1] + m[1, 2] * n[2]
        g = m[2, 0] * n[0] + m[2, 1] * n[1] + m[2, 2] * n[2]
        # The normal in the camera's frame, as the corners are.
        off = ((right - corner[0]) * (world[0, 0] * e + world[1, 0] * f + world[2, 0] * g)
               + (up - corner[1]) * (world[0, 1] * e + world[1, 1] * f + world[2, 1] * g)
               + (-depth - corner[2]) * (world[0, 2] * e + world[1, 2] * f + world[2, 2] * g))
        share = -min(off, 0.0) * (a if k == 0 else (b if k == 1 else c)) / total
        u, v, w = u + share * e, v + share * f, w + share * g
    small = u * u + v * v + w * w < BULGE * BULGE
    return (u, v, w) if small else (0.0, 0.0, 0.0)
