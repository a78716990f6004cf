"""Light from everywhere: of the sky as far as it is seen, and of what stands still and is lit itself.

It is gathered once a shot, by rays, at the corners of a grid in the world, for six directions each (an ambient cube; McTaggart, 2004),
and mixed from the eight corners about a place, those in front of its surface alone. So it is the same in every frame, and does not
flicker. A corner is asked when something near it is first seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.occlusion import REACH
from render.planes import compiled
from render.rays import Tree
from render.reflected import Reflected

if TYPE_CHECKING:
    from render.world import World

Single = NDArray[np.float32]
FINEST, MOST = 0.25, 64
"""m between corners of the grid, at least; and corners along its longest side, at most."""
RAYS = 144
BLOCK = 256
"""Corners asked at once."""


class Probes:
    """grid corners: `low` + `step` (i, j, k) m, from the trees' origin. cube: (X, Y, Z, 6, 4) light of a surface that looks along +x, -x,
    +y, ..., its three channels and how open it is within REACH; trust: (X, Y, Z) 0..1, how far the corner is outside of things, -1 where
    nothing has asked yet; free: (X, Y, Z, 6) m along +x, -x, +y, ... to what is next, up to two steps, so that light does not leak through
    walls."""

    def __init__(self, low: NDArray[np.float64], high: NDArray[np.float64], step: float, reflected: Reflected, tree: Tree,
                 deeper: Probes | None) -> None:
        self._low, self._step, self._reflected, self._tree, self._deeper = low - 0.37 * step, step, reflected, tree, deeper
        size = tuple(np.ceil((high - self._low) / step).astype(int) + 1)
        self._cube, self._trust = np.zeros((*size, 6, 4), np.float32), np.full(size, -1, np.float32)
        self._free = np.zeros((*size, 6), np.float32)

    def light(self, points: Single, normals: Single) -> Single:
        """(N, 4) irradiance that places (N, 3), from the trees' origin, get from everywhere but the lights, were nothing nearer to them
        than to the corners; and how open it is there within REACH."""
        wanted = _corners(points, self._low, self._step, self._trust)
        for first in range(0, len(wanted), BLOCK):
            self._ask(wanted[first:first + BLOCK])
        return _mixed(points, normals, self._low, self._step, self._cube, self._trust, self._free)

    def _ask(self, numbers: NDArray[np.int64]) -> None:
        places = (np.stack(np.unravel_index(numbers, self._trust.shape), axis=1) * self._step + self._low).astype(np.float32)
        starts, ways = np.repeat(places, RAYS, axis=0), np.tile(_WAYS, (len(places), 1))
        met, far = self._tree.first(starts, ways)
        radiance, front = self._reflected.radiance(starts, ways, met, far, self._deeper)
        seen = np.concatenate([radiance, np.minimum(far / REACH, 1)[:, None]], axis=1).reshape(len(places), RAYS, 4)
        self._cube.reshape(-1, 6, 4)[numbers] = np.einsum("kr,nrc->nkc", _SHARES, seen)
        along = np.tile(_AXES, (len(places), 1)) * np.float32(2 * self._step)
        free = self._tree.distances(np.repeat(places, 6, axis=0), along, 1.0)
        self._free.reshape(-1, 6)[numbers] = free.reshape(-1, 6) * np.float32(2 * self._step)
        behind = 1 - front.reshape(-1, RAYS).mean(axis=1)
        self._trust.reshape(-1)[numbers] = np.clip(1 - 4 * behind, 0, 1)


def probes_of(world: World) -> Probes:
    """Those of a shot: fine ones, whose rays ask coarse ones for the light on what they meet."""
    still, reflected = world.still, Reflected(world)
    boxes = still.boxes if len(still.boxes) else np.zeros((1, 2, 3))
    low, high = boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)
    high[2] = max(high[2], low[2] + 2 * FINEST)
    step = max(FINEST, float((high - low).max()) / MOST)
    return Probes(low, high, step, reflected, still.tree, Probes(low, high, 2 * step, reflected, still.tree, None))


@compiled
def _corners(points, low, step, trust):
    """The numbers of the corners about places that nothing is known of yet."""
    asked, size = np.zeros(trust.size, np.bool_), trust.shape
    for i in range(len(points)):
        x, y, z = _cell(points[i], low, step, size)
        for k in range(8):
            a, b, c = int(x) + k % 2, int(y) + k // 2 % 2, int(z) + k // 4
            asked[(a * size[1] + b) * size[2] + c] = trust[a, b, c] < 0
    return np.flatnonzero(asked)


@compiled
def _cell(point, low, step, size):
    """Where a place is in the grid, in steps, and before its last corners."""
    return (min(max((point[0] - low[0]) / step, 0.0), size[0] - 1.0001), min(max((point[1] - low[1]) / step, 0.0), size[1] - 1.0001),
            min(max((point[2] - low[2]) / step, 0.0), size[2] - 1.0001))


@compiled
def _mixed(points, normals, low, step, cube, trust, free):
    out = np.zeros((len(points), 4), np.float32)
    for i in range(len(points)):
        x, y, z = _cell(points[i], low, step, trust.shape)
        total = 0.0
        for k in range(8):
            a, b, c = int(x) + k % 2, int(y) + k // 2 % 2, int(z) + k // 4
            before, clear = 0.0, 1.0
            for axis, corner in enumerate((a, b, c)):
                way = low[axis] + corner * step - points[i, axis]
                before += way * normals[i, axis]
                if abs(way) > free[a, b, c, 2 * axis + (way > 0)] + 0.1 * step and abs(way) < 2 * step:
                    clear *= 1e-4
            share = (1 - abs(x - a)) * (1 - abs(y - b)) * (1 - abs(z - c)) + 1e-4
            share *= clear * (trust[a, b, c] + 1e-4) * min(max(4 * before / step, 1e-3), 1.0)
            total += share
            for axis in range(3):
                part = share * normals[i, axis] * normals[i, axis]
                side = 2 * axis + (normals[i, axis] < 0)
                for channel in range(4):
                    out[i, channel] += part * cube[a, b, c, side, channel]
        for channel in range(4):
            out[i, channel] /= total
    return out


def _sphere(count: int) -> Single:
    """(count, 3) directions, evenly spread: Fibonacci's lattice on the sphere."""
    i = np.arange(count) + 0.5
    up, angle = 1 - 2 * i / count, i * np.pi * (3 - np.sqrt(5))
    return np.stack([np.sqrt(1 - up ** 2) * np.cos(angle), np.sqrt(1 - up ** 2) * np.sin(angle), up], axis=1).astype(np.float32)


_AXES = np.repeat(np.eye(3, dtype=np.float32), 2, axis=0) * np.array([1, -1] * 3, np.float32)[:, None]
_WAYS = _sphere(RAYS)
_SHARES = np.maximum(np.stack([_WAYS[:, 0], -_WAYS[:, 0], _WAYS[:, 1], -_WAYS[:, 1], _WAYS[:, 2], -_WAYS[:, 2]]), 0)
_SHARES = (_SHARES / _SHARES.sum(axis=1, keepdims=True)).astype(np.float32)
"""(6, RAYS) how much each ray adds to the light along each axis: its cosine."""
