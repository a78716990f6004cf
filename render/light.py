"""The deferred light pass: hemisphere with ambient occlusion, sun and lamps with shadows, all by rays into the posed world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from render.view import Light, Sky, Sun

if TYPE_CHECKING:
    from render.samples import Samples

Array = NDArray[np.float64]
REACH = 0.6
"""m; what is farther than this no longer darkens a corner."""
DIRECTIONS = 32
STEP = 4
"""Occlusion is traced on a lattice of every fourth sample and carried to those between where surface and slope agree."""
LIFT = 5e-4
"""m; rays start this far off the surface, so that it does not shade itself."""
GROUND = np.array([0.32, 0.29, 0.26])
"""Linear colour of the light that comes from below, against 1 from above."""


def hemisphere(sky: Sky, normals: Array) -> Array:
    """(N, 3) irradiance of an open hemisphere, sky above and ground below (Ramamoorthi's first-order mix)."""
    above = (linear_from_srgb(sky.zenith) + linear_from_srgb(sky.horizon)) / 2
    above = above / above.max()
    up = (0.5 + 0.5 * normals[:, 2])[:, None]
    span = (above - GROUND).astype(normals.dtype)
    return sky.strength * (up * span + GROUND.astype(normals.dtype))


def direct(samples: Samples) -> Array:
    """(N, 3) irradiance from sun and lamps at the hits."""
    total = np.zeros((len(samples.parts), 3), samples.dtype)
    for source in samples.view.lights:
        way, strength = _towards(source, samples.places)
        cosine = np.einsum("ni,ni->n", samples.normals, way) / np.sqrt(np.einsum("ni,ni->n", way, way))
        lit = (cosine > 0) & (strength > 1e-4)
        lit &= ~_shadowed(samples, lit, way, reach=1e30 if isinstance(source, Sun) else 0.999)
        total[lit] += (cosine[lit] * strength[lit])[:, None] * linear_from_srgb(source.colour).astype(samples.dtype)
    return total


def _shadowed(samples: Samples, lit: NDArray[np.bool_], way: Array, reach: float) -> NDArray[np.bool_]:
    """(N,) of the hits that face a light, those that something hides from it.

    Traced once a pixel; the pixel's other samples follow where all pixels round it agree and show the same part.
    """
    grid, facing = np.zeros(samples.triangle.shape, np.int32), samples.spread(lit, False)
    once = np.zeros_like(facing)
    once[::2, ::2] = facing[::2, ::2]
    first = once[samples.hit]
    state = np.zeros(len(lit), bool)
    state[first] = samples.posed.rays.blocked(_shadow_points(samples, first), way[first], reach)
    grid = samples.part * 4 + samples.spread(state, False) * 2 + facing
    coarse = grid[::2, ::2]
    same = _uniform(coarse).repeat(2, axis=0).repeat(2, axis=1)
    follows = coarse.repeat(2, axis=0).repeat(2, axis=1)
    same &= (samples.part * 4 + facing) == (follows & ~2)
    state = np.where(same[samples.hit], (follows[samples.hit] & 2) > 0, state)
    rest = lit & ~same[samples.hit] & ~first
    state[rest] = samples.posed.rays.blocked(_shadow_points(samples, rest), way[rest], reach)
    return state & lit


def _uniform(grid: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Where a cell and the eight round it are alike."""
    padded = np.pad(grid, 1, mode="edge")
    height, width = grid.shape
    return np.all([padded[y:y + height, x:x + width] == grid for y in range(3) for x in range(3)], axis=0)


def _towards(source: Light, points: Array) -> tuple[Array, Array]:
    """From each point the way to the light (N, 3) and its strength there (N,)."""
    if isinstance(source, Sun):
        azimuth, elevation = np.radians([source.azimuth, source.elevation])
        way = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)], points.dtype)
        return np.broadcast_to(way, points.shape), np.full(len(points), source.strength, points.dtype)
    way = np.array(source.position, points.dtype) - points
    return way, source.strength / np.maximum((way ** 2).sum(axis=1), 1e-4)


def _shadow_points(samples: Samples, chosen: NDArray[np.bool_]) -> Array:
    """(n, 3) where shadow rays of the chosen hits start: on the smooth surface that a curved triangle stands for, so that its
    flats do not shade each other (Hanika 2021), and a little off it."""
    points, triangles = samples.places[chosen] + LIFT * samples.normals[chosen], samples.triangles[chosen]
    curved = samples.posed.geometry.curved[triangles]
    corners = samples.posed.vertices[samples.posed.geometry.faces[triangles[curved]]]
    normals = samples.posed.normals(triangles[curved])
    off = np.minimum(np.einsum("ncj,ncj->nc", samples.places[chosen][curved][:, None] - corners, normals), 0)
    shift = -np.einsum("nc,nc,ncj->nj", samples.barycentrics[chosen][curved], off, normals)
    points[curved] += np.where(np.linalg.norm(shift, axis=1, keepdims=True) < 0.02, shift, 0)
    return points


def ambient(samples: Samples) -> NDArray[np.float32]:
    """(H, W) how open the hemisphere is: traced on the lattice, interpolated between, traced again where that fails."""
    lattice = np.zeros(samples.triangle.shape, bool)
    lattice[STEP // 2::STEP, STEP // 2::STEP] = True
    traced = np.ones(samples.triangle.shape, np.float32)
    chosen = samples.hit & lattice
    traced[chosen] = occlusion(samples, chosen[samples.hit])
    out, weight = _interpolate(samples, traced)
    left = samples.hit & (weight < 0.15)
    out[left] = occlusion(samples, left[samples.hit])
    out[~samples.hit] = 1
    return out


def _interpolate(samples: Samples, traced: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Bilinear between lattice points of the same part, slope and plane; and the sum of the weights."""
    height, width = samples.triangle.shape
    rows, columns = np.arange(STEP // 2, height, STEP), np.arange(STEP // 2, width, STEP)
    fy, fx = (np.arange(height) - STEP // 2) / STEP, (np.arange(width) - STEP // 2) / STEP
    total, weight = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    place = samples.spread(samples.places.astype(np.float32), 0)
    for dy in (0, 1):
        for dx in (0, 1):
            iy, ix = np.floor(fy).astype(int) + dy, np.floor(fx).astype(int) + dx
            share = (np.maximum(1 - np.abs(fy - iy), 0)[:, None] * np.maximum(1 - np.abs(fx - ix), 0)).astype(np.float32)
            grid = np.ix_(rows[np.clip(iy, 0, len(rows) - 1)], columns[np.clip(ix, 0, len(columns) - 1)])
            share *= samples.part == samples.part[grid]
            share *= np.maximum(np.einsum("hwc,hwc->hw", samples.normal, samples.normal[grid]), 0) ** 8
            off = np.abs(np.einsum("hwc,hwc->hw", samples.normal, place - place[grid]))
            share *= off < 0.01 * np.where(samples.hit, samples.depth, 1)
            total += share * traced[grid]
            weight += share
    return total / np.maximum(weight, 1e-6), weight


def occlusion(samples: Samples, chosen: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(n,) openness of the chosen hits: cosine-weighted directions, each blocked by (1 - distance / REACH)."""
    normals = samples.normals[chosen].astype(np.float32)
    points = samples.places[chosen] + LIFT * normals
    first = np.cross(normals, np.where(np.abs(normals[:, 2:]) < 0.9, [[0, 0, 1]], [[1, 0, 0]]))
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
    second, blocked = np.cross(normals, first), np.zeros(len(normals), np.float32)
    for x, y, z in _cosine_directions(DIRECTIONS):
        way = x * first + y * second + z * normals
        blocked += 1 - samples.posed.rays.distances(points, way, REACH) / REACH
    return np.clip(1 - blocked / DIRECTIONS, 0, 1).astype(np.float32)


def _cosine_directions(count: int) -> Array:
    """Directions (count, 3) about +z, dense as the cosine: Vogel's spiral on the disc, lifted (Malley's method)."""
    i = np.arange(count) + 0.5
    radius, angle = np.sqrt(i / count), i * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), np.sqrt(1 - radius ** 2)], axis=1)
