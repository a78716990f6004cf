"""Ambient light, and ambient visibility: how much of the hemisphere above a surface is open. Both are asked for on a
lattice, and carried to the rest of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.kept_light import UNKNOWN, KeptLight
from render.occlusion import open_shares
from render.planes import centre_of, compiled, ray_at
from render.window import Window

if TYPE_CHECKING:
    from render.environment import Environment
    from render.gbuffer import GBuffer
    from render.probes import Probes

Single = NDArray[np.float32]
STEP, WIDE = 2, 640
"""Traced is on a lattice of every second pixel, of pictures up to so many px wide; of wider ones it has as many
points."""

NEAR = 0.2
"""Openness below which the corners about a place are taken to be no more closed in."""
MOST = 1.25
"""How many times the light of the corners about a place it gets at most, for being more open than they are."""


def lattice_step(width: int) -> int:
    """px between points of the lattice, in a picture this wide. The first is in the row and column of half as many."""
    return max(STEP, round(STEP * width / WIDE))


def ambient_visibility(target: GBuffer, source: GBuffer, kept: KeptLight) -> Single:
    """(N,) how much of the hemisphere above each hit of `target` is open, 0..1. source: of the same picture, it has
    all the points of the lattice about these hits."""
    chosen, step = lattice_of(target, source)
    values = np.zeros((len(source.pixels), 1), np.float32)
    values[chosen, 0] = open_shares(source, chosen, kept)[0]
    out = carried_values(target, source, values, step)[:, 0]
    lost = np.flatnonzero(out == UNKNOWN)
    out[lost] = open_shares(target, lost, kept)[0]
    return out


def ambient_light(target: GBuffer, source: GBuffer, kept: KeptLight, probes: Probes) -> Single:
    """(N, 3) irradiance at the hits of `target` from everywhere but the lights. source: as of ambient_visibility."""
    chosen, step = lattice_of(target, source)
    values = np.zeros((len(source.pixels), 3), np.float32)
    values[chosen] = _light(source, chosen, kept, probes)
    return carried(target, source, values, kept, probes, step)


def _light(samples: GBuffer, chosen: NDArray, kept: KeptLight, probes: Probes) -> Single:
    """(n, 3) ambient light at the chosen hits: what the world's corners nearby get, but for how much less open it is here."""
    shares, points = open_shares(samples, chosen, kept)
    normals, environment = samples.normals[chosen], samples.surfaces.environment
    light = probes.light(points, normals)
    if environment is not None:
        light[:, :3] *= _truer(environment, normals)
    return light[:, :3] * np.minimum(shares / np.maximum(light[:, 3], NEAR), MOST)[:, None]


def _truer(environment: Environment, normals: Single) -> Single:
    """(n, 3) how much more light surfaces (n, 3) in the open get than is mixed from what those along the axes get."""
    along = environment.lit(np.concatenate([np.eye(3), -np.eye(3)]).astype(np.float32))
    mixed = (normals ** 2)[:, :, None] * along[np.arange(3) + 3 * (normals < 0)]
    return environment.lit(normals) / np.maximum(mixed.sum(axis=1), 1e-4)


def lattice_of(target: GBuffer, source: GBuffer) -> tuple[NDArray, int]:
    """Which hits of `source` are the points of the lattice about the hits of `target`, and the lattice's step, px."""
    step = lattice_step(source.camera.width)
    if target is source and source.window == Window.whole(source.camera):
        chosen = source.order[step // 2::step, step // 2::step]
        return chosen[chosen >= 0], step
    size = source.camera.width, source.camera.height
    marked = _marked(target.pixels, target.grid, source.triangle, source.grid, step // 2, step, *size)
    return source.order.ravel()[marked], step


def carried(target: GBuffer, source: GBuffer, values: Single, kept: KeptLight, probes: Probes, step: int = 1) -> Single:
    """(N, 3) ambient light at the hits of `target`, from that at those hits of `source` that are on a lattice, values
    (M, 3); traced where none agrees."""
    out = carried_values(target, source, values, step)
    lost = np.flatnonzero(out[:, 0] == UNKNOWN)
    out[lost] = _light(target, lost, kept, probes)
    return out


def carried_values(target: GBuffer, source: GBuffer, values: Single, step: int = 1) -> Single:
    """(N, C) values at the hits of `target`, from those at the hits of `source` that are on a lattice, (M, C), none if
    negative: bilinear between points of the same part, slope and plane; UNKNOWN where none agrees."""
    size = source.camera.width, source.camera.height, target.camera.width // source.camera.width
    return _carried(_samples(target), _samples(source), source.order, values, step // 2, step, size)


def _samples(samples: GBuffer) -> tuple:
    return samples.camera.eye, samples.grid, samples.pixels, samples.depths, samples.normals, samples.parts


@compiled
def _marked(pixels, grid, triangle, source_grid, start, step, width, height):
    """Where in `triangle` the points of the lattice are that surround pixels of the grid and show a surface; row by
    row."""
    columns, rows = (width - start + step - 1) // step, (height - start + step - 1) // step
    marks = np.zeros(triangle.shape, np.bool_)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        for a in range(2):
            for b in range(2):
                column = min(max(int(np.floor((x - 0.5 - start) / step)) + a, 0), columns - 1) * step + start
                row = min(max(int(np.floor((y - 0.5 - start) / step)) + b, 0), rows - 1) * step + start
                row, column = row - source_grid[1], column - source_grid[0]
                marks[row, column] = triangle[row, column] >= 0
    return np.flatnonzero(marks)


@compiled
def _carried(target, source, order, values, start, step, size):
    eye, grid, pixels, depths, normals, parts = target
    source_eye, source_grid, _, source_depths, source_normals, source_parts = source
    width, height, factor = size
    columns, rows = (width - start + step - 1) // step, (height - start + step - 1) // step
    count = values.shape[1]
    out = np.empty((len(pixels), count), np.float32)
    total = np.empty(count)
    for i in range(len(pixels)):
        x, y = centre_of(pixels[i], grid)
        east, north, up = ray_at(eye, x, y)
        across, down = (x / factor - 0.5 - start) / step, (y / factor - 0.5 - start) / step
        left, top = int(np.floor(across)), int(np.floor(down))
        total[:], weight = 0.0, 0.0
        for k in range(4):
            column, row = left + k % 2, top + k // 2
            share = (1 - abs(across - column)) * (1 - abs(down - row)) + 1e-3
            column, row = min(max(column, 0), columns - 1) * step + start, min(max(row, 0), rows - 1) * step + start
            j = order[row - source_grid[1], column - source_grid[0]]
            if j < 0 or source_parts[j] != parts[i] or values[j, 0] < 0:
                continue
            e, n, u = ray_at(source_eye, column + 0.5, row + 0.5)
            far, other = depths[i], source_depths[j]
            e, n, u = far * east - other * e, far * north - other * n, far * up - other * u
            if abs(normals[i, 0] * e + normals[i, 1] * n + normals[i, 2] * u) < 0.01 * depths[i]:
                alike = 0.0
                for c in range(3):
                    alike += normals[i, c] * source_normals[j, c]
                alike = max(alike, 0.0)
                alike *= alike
                alike *= alike
                share *= alike * alike
                for c in range(count):
                    total[c] += share * values[j, c]
                weight += share
        for c in range(count):
            out[i, c] = total[c] / weight if weight >= 5e-4 else UNKNOWN
    return out
