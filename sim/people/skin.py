"""A person's skin and clothes: smooth surfaces over flesh, bound to bones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from skimage.measure import marching_cubes

from sim.conventions import Array, frozen, quat_from_euler, quat_inverse, quat_rotate
from sim.people import flesh
from sim.people.person import BUILDS, GARMENTS, Person
from sim.people.skeleton import BONES, number, offsets, posed
from sim.tessellate import TriangleMesh

JOIN = 0.03
"""m over which solids flow into one another."""
SOFT = 0.02
"""m of distance to flesh over which a bone loses hold of skin."""
ARMS_OUT, LEGS_OUT = 40.0, 8.0
"""Degrees by which arms and legs are raised sideways where the skin is made: midway between how far they ever are."""
LET_GO = 0.015
"""m by which the flesh of one side is nearer than that of the other where this has no hold of skin any more."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Skin(TriangleMesh):
    """Triangles at `binding`. bones: (V, 4) int32 and weights: (V, 4) float64, that sum to 1: which bones hold each vertex."""

    bones: NDArray[np.int32]
    weights: NDArray[np.float64]


def binding(height: float) -> tuple[Array, Array]:
    """world_from_bone (B, 3), (B, 4) of the pose that the skin is made in: upright at the origin, arms half raised, legs apart."""
    turns = np.zeros((len(BONES), 4))
    turns[:, 3] = 1
    for side, sign in (("right", -1.0), ("left", 1.0)):
        turns[number(f"{side}_upper_arm")] = quat_from_euler((sign * ARMS_OUT, 0, 0))
        turns[number(f"{side}_thigh")] = quat_from_euler((sign * LEGS_OUT, 0, 0))
    return posed(height, offsets(height)[0], turns)


def part_skins(people: Sequence[Person]) -> tuple[tuple[Skin, int], ...]:
    """Of each part of people, in the order of their ids: its skin, and its person's first bone in a Trajectory's bones."""
    return tuple((skin(garment, person.height, person.build), i * len(BONES)) for i, person in enumerate(people) for garment in GARMENTS)


@lru_cache(maxsize=32)
def skin(garment: str, height: float, build: str) -> Skin:
    """A garment, or the skin itself, of a person of this height, m."""
    made = _made(garment, build)
    return replace(made, vertices=frozen(made.vertices * (height / flesh.REFERENCE)))


@lru_cache(maxsize=len(GARMENTS) * len(BUILDS))
def _made(garment: str, build: str) -> Skin:
    """That of a person of the reference height."""
    return _joined([_surface(solids, step) for solids, step in _pieces(garment, BUILDS[build])])


def _pieces(garment: str, thick: float) -> list[tuple[list[flesh.Solid], float]]:
    """The solids of each closed surface, and how fine it is made, m."""
    sides = ("right", "left")
    if garment == "skin":
        return [(flesh.head(), 0.009), *((flesh.hand(side), 0.006) for side in sides)]
    if garment == "hair":
        return [(flesh.hair(), 0.011)]
    if garment == "top":
        return [(flesh.grown([*flesh.torso(), *flesh.sleeve("right"), *flesh.sleeve("left")], 0.006, thick), 0.015)]
    if garment == "trousers":
        return [(flesh.grown(flesh.legs(), 0.0, thick), 0.015)]
    return [(flesh.shoe(side), 0.011) for side in sides]


def _surface(solids: Sequence[flesh.Solid], step: float) -> Skin:
    """The surface of solids that flow into one another, by marching cubes (Lorensen and Cline, 1987), moved onto it exactly."""
    positions, rotations = binding(flesh.REFERENCE)
    join = min(JOIN, 2 * step)
    low, high = _bounds(solids, positions, rotations)
    axes = [np.arange(a, b, step) for a, b in zip(low - 3 * step, high + 4 * step)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    values = _distance(solids, grid.reshape(-1, 3), join).reshape(grid.shape[:3])
    vertices, faces, _, _ = marching_cubes(values, 0.0, spacing=(step,) * 3)
    vertices = vertices.astype(np.float64) + [axis[0] for axis in axes]
    slope = _slope(solids, vertices, join)
    vertices -= _distance(solids, vertices, join)[:, None] * slope
    bones, weights = _held(solids, vertices)
    faces = np.ascontiguousarray(faces[:, ::-1]) if _inside_out(vertices, faces) else faces
    return Skin(vertices=frozen(vertices), faces=frozen(faces, np.int32), normals=frozen(slope[faces]),
                bones=frozen(bones, np.int32), weights=frozen(weights))


def _bounds(solids: Sequence[flesh.Solid], positions: Array, rotations: Array) -> tuple[Array, Array]:
    ends = [(positions[number(s.bone)] + quat_rotate(rotations[number(s.bone)], end), radius * max(s.squash))
            for s in solids for end, radius in ((s.a, s.r), (s.b, s.s))]
    return np.min([at - radius for at, radius in ends], axis=0), np.max([at + radius for at, radius in ends], axis=0)


def _each(solids: Sequence[flesh.Solid], points: Array) -> Array:
    """(S, N) distance of points (N, 3) to each solid, m."""
    positions, rotations = binding(flesh.REFERENCE)
    return np.array([s.distance(quat_rotate(quat_inverse(rotations[number(s.bone)]), points - positions[number(s.bone)])) for s in solids])


def _distance(solids: Sequence[flesh.Solid], points: Array, join: float) -> Array:
    """(N,) distance to all solids, flowing into one another (Quilez's polynomial smooth minimum)."""
    each = _each(solids, points)
    out = each[0]
    for other in each[1:]:
        near = np.maximum(join - np.abs(out - other), 0) / join
        out = np.minimum(out, other) - near * near * join / 4
    return out


def _slope(solids: Sequence[flesh.Solid], points: Array, join: float) -> Array:
    """(N, 3) unit gradient of the distance."""
    h = 1e-4
    out = np.stack([_distance(solids, points + h * axis, join) - _distance(solids, points - h * axis, join) for axis in np.eye(3)], axis=1)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def _held(solids: Sequence[flesh.Solid], points: Array) -> tuple[NDArray, Array]:
    """(N, 4) bones and weights: the nearer a bone's flesh, the more; of two legs or two arms, only the nearer one's but for the seam."""
    names = list(dict.fromkeys(s.bone for s in solids))
    each = _each(solids, points)
    near = np.array([each[[s.bone == name for s in solids]].min(axis=0) for name in names])
    share = softmax(-near / SOFT, axis=0)
    for own, other in (("left", "right"), ("right", "left")):
        mine, theirs = ([i for i, name in enumerate(names) if name.startswith(side)] for side in (own, other))
        if mine and theirs:
            share[theirs] *= np.clip(1 - (near[theirs].min(axis=0) - near[mine].min(axis=0)) / LET_GO, 0.0, 1.0)
    order = np.argsort(-share, axis=0, kind="stable")[:4]
    weights = np.take_along_axis(share, order, axis=0)
    bones, weights = np.array([number(name) for name in names])[order].T, (weights / weights.sum(axis=0)).T
    spare = 4 - bones.shape[1]
    return np.pad(bones, ((0, 0), (0, spare))), np.pad(weights, ((0, 0), (0, spare)))


def _inside_out(vertices: Array, faces: NDArray) -> bool:
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    return bool(np.einsum("ij,ij->", a, np.cross(b, c)) < 0)


def _joined(pieces: Sequence[Skin]) -> Skin:
    starts = np.cumsum([0, *(len(piece.vertices) for piece in pieces)])
    return Skin(vertices=frozen(np.concatenate([p.vertices for p in pieces])),
                faces=frozen(np.concatenate([p.faces + start for p, start in zip(pieces, starts)]), np.int32),
                **{name: frozen(np.concatenate([getattr(p, name) for p in pieces]), getattr(pieces[0], name).dtype)
                   for name in ("normals", "bones", "weights")})
