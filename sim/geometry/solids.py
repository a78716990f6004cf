"""Convex pieces as tables, for compiled loops to ask how far points are from the nearest of them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.geometry.convex import ConvexPiece, Hull, sides_of
from sim.math.conventions import Array, frozen, matrix_from_quat
from sim.scene.shapes import Box, Capsule, Cylinder, Sphere

KINDS = (Sphere, Box, Cylinder, Capsule)


class Solids(NamedTuple):
    """Convex pieces in their owner's frame. planes: (F, 4) normals and offsets, m, of the sides of all H hulls, and ends: (H + 1,) where
    each hull's begin and the last one's end. Of the S other pieces, kinds: (S,) places in KINDS; sizes: (S, 3) half the edges of a box,
    else a radius and half a height, m; turns: (S, 3, 3) and shifts: (S, 3) m, that lead to a piece's frame. middle and half: (3,) m, of
    the box round them all."""

    planes: Array
    ends: NDArray[np.int64]
    kinds: NDArray[np.int64]
    sizes: Array
    turns: Array
    shifts: Array
    middle: Array
    half: Array


class Away(NamedTuple):
    """How far points of another frame are from pieces, m, or from the box round them where that is more than `beside`, m. turn: (3, 3) and
    shift: (3,) m, that lead from that frame to the pieces'."""

    solids: Solids
    turn: Array
    shift: Array
    beside: float

    def of(self, points: NDArray[np.float64]) -> Array:
        """(N,) m, of points (N, 3)."""
        from sim.geometry.solid_kernels import all_away  # here: declaring a scene needs no compiler
        return all_away(*self, np.ascontiguousarray(points))


def solids(pieces: Sequence[ConvexPiece]) -> Solids:
    """The tables of pieces."""
    return _solids(tuple(pieces))


@lru_cache(maxsize=64)
def _solids(pieces: tuple[ConvexPiece, ...]) -> Solids:
    planes = [_planes(piece, piece.solid) for piece in pieces if isinstance(piece.solid, Hull)]
    others = [piece for piece in pieces if not isinstance(piece.solid, Hull)]
    corners = np.concatenate([piece.corners for piece in pieces])
    return Solids(planes=frozen(np.concatenate([np.zeros((0, 4)), *planes])), ends=frozen(np.cumsum([0, *map(len, planes)]), np.int64),
                  kinds=frozen([KINDS.index(type(piece.solid)) for piece in others], np.int64),
                  sizes=frozen(np.reshape([_size(piece) for piece in others], (-1, 3))),
                  turns=frozen(np.reshape([piece.inside[0] for piece in others], (-1, 3, 3))),
                  shifts=frozen(np.reshape([piece.inside[1] for piece in others], (-1, 3))),
                  middle=frozen((corners.max(axis=0) + corners.min(axis=0)) / 2), half=frozen(np.ptp(corners, axis=0) / 2))


def _planes(piece: ConvexPiece, hull: Hull) -> Array:
    """(F, 4) the sides of a hull in its owner's frame."""
    planes, turn = np.unique(sides_of(hull).round(9), axis=0), matrix_from_quat(piece.at.rotation)
    normals = planes[:, :3] @ turn.T
    return np.column_stack([normals, planes[:, 3] - normals @ piece.at.position])


def _size(piece: ConvexPiece) -> tuple[float, float, float]:
    if isinstance(piece.solid, Box):
        x, y, z = piece.solid.size
        return x / 2, y / 2, z / 2
    assert not isinstance(piece.solid, Hull)
    return piece.solid.radius, 0.0 if isinstance(piece.solid, Sphere) else piece.solid.height / 2, 0.0
