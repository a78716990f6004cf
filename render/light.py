"""The deferred light pass: hemisphere with ambient occlusion, sun and lamps with shadows, all by rays into the posed world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from render.view import Light, Sky, Sun

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

Array = NDArray[np.float64]
REACH = 0.6
"""m; what is farther than this no longer darkens a corner."""
DIRECTIONS = 32
STEP = 2
"""Occlusion is traced on a lattice of every second pixel and carried to those between where surface and slope agree."""
LIFT = 5e-4
"""m; rays start this far off the surface, so that it does not shade itself."""
GROUND = np.array([0.32, 0.29, 0.26])
"""Linear colour of the light that comes from below, against 1 from above."""


def irradiance(samples: GBuffer, ambient_visibility: NDArray[np.float32]) -> Array:
    """(N, 3) linear irradiance at the hits: hemisphere x ambient_visibility (N,) + sun and lamps x shadow."""
    return hemisphere(samples.view.sky, samples.normals) * ambient_visibility[:, None] + direct(samples)


def hemisphere(sky: Sky, normals: Array) -> Array:
    """(N, 3) irradiance of an open hemisphere, sky above and ground below, mixed by how far a surface looks up."""
    above = (linear_from_srgb(sky.zenith) + linear_from_srgb(sky.horizon)) / 2
    above = above / above.max()
    up = (0.5 + 0.5 * normals[:, 2])[:, None]
    return sky.strength * (up * (above - GROUND).astype(normals.dtype) + GROUND.astype(normals.dtype))


def direct(samples: GBuffer) -> Array:
    """(N, 3) irradiance from sun and lamps at the hits, where nothing is in the way."""
    total: Array = np.zeros((len(samples.parts), 3), samples.dtype)
    for source in samples.view.lights:
        way, strength = _towards(source, samples.places)
        cosine = np.einsum("ni,ni->n", samples.normals, way) / np.sqrt(np.einsum("ni,ni->n", way, way))
        lit = (cosine > 0) & (strength > 1e-4)
        reach = 1e30 if isinstance(source, Sun) else 0.999
        lit[lit] = ~samples.posed.rays.blocked(_shadow_points(samples, lit), way[lit], reach)
        total[lit] += (cosine[lit] * strength[lit])[:, None] * linear_from_srgb(source.colour).astype(samples.dtype)
    return total


def _towards(source: Light, points: Array) -> tuple[Array, Array]:
    """From each point the way to the light (N, 3) and its strength there (N,)."""
    if isinstance(source, Sun):
        azimuth, elevation = np.radians([source.azimuth, source.elevation])
        way = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)], points.dtype)
        return np.broadcast_to(way, points.shape), np.full(len(points), source.strength, points.dtype)
    way = np.array(source.position, points.dtype) - points
    return way, source.strength / np.maximum((way ** 2).sum(axis=1), 1e-4)


def _shadow_points(samples: GBuffer, chosen: NDArray[np.bool_]) -> Array:
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


def ambient_visibility(samples: GBuffer) -> NDArray[np.float32]:
    """(N,) how much of the hemisphere above each hit is open, 0..1: traced on the lattice, carried to the rest."""
    on_lattice = np.zeros(samples.triangle.shape, bool)
    on_lattice[STEP // 2::STEP, STEP // 2::STEP] = True
    chosen = on_lattice[samples.hit]
    known = samples.spread(np.zeros(len(chosen), np.float32), 1)
    known[samples.hit & on_lattice] = occlusion(samples, chosen)
    rows, columns = ((index - STEP // 2) / STEP for index in np.nonzero(samples.hit))
    return carried(samples, rows, columns, samples, known, (slice(STEP // 2, None, STEP),) * 2)


def carried(target: GBuffer, rows: Array, columns: Array, source: GBuffer, known: NDArray[np.float32],
            lattice: tuple[slice, slice] = (slice(None), slice(None))) -> NDArray[np.float32]:
    """(N,) ambient_visibility at the hits of `target`, from the grid `known` of `source` at its lattice: bilinear between the points of the
    same part, slope and plane. rows, columns: (N,) places of the hits on the lattice. Where no point agrees it is traced."""
    part, normal, place, value = (grid[lattice] for grid in (source.part, source.normal, source.place, known))
    normals, places = target.normals.astype(np.float32), target.places.astype(np.float32)
    total, weight = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
    near = 0.01 * target.depths.astype(np.float32)
    for y in (np.floor(rows), np.floor(rows) + 1):
        for x in (np.floor(columns), np.floor(columns) + 1):
            at = np.clip(y, 0, part.shape[0] - 1).astype(np.int64), np.clip(x, 0, part.shape[1] - 1).astype(np.int64)
            share = ((1 - np.abs(rows - y)) * (1 - np.abs(columns - x)) + 1e-3).astype(np.float32) * (part[at] == target.parts)
            share *= np.maximum(np.einsum("nc,nc->n", normals, normal[at]), 0) ** 8
            share *= np.abs(np.einsum("nc,nc->n", normals, places - place[at])) < near
            total += share * value[at]
            weight += share
    out = (total / np.maximum(weight, 1e-9)).astype(np.float32)
    lost = weight < 5e-4
    out[lost] = occlusion(target, lost)
    return out


def occlusion(samples: GBuffer, chosen: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(n,) ambient_visibility of the chosen hits: cosine-weighted directions, each blocked by (1 - distance / REACH)."""
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
