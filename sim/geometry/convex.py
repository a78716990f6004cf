"""Shapes as the simple convex pieces that collide: their masses, and how far a point is from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.geometry import mesh_files
from sim.geometry.form_pieces import form_pieces
from sim.geometry.tessellate import _handle, convex_points, tessellate
from sim.math.conventions import IDENTITY, Array, apply, frozen, matrix_from_quat, quat_inverse, quat_rotate, transform
from sim.scene.forms import Form
from sim.scene.shapes import Accessory, Box, Capsule, Compound, Cone, Cup, Cylinder, MeshFile, Shape, Sphere

WAYS = 100
"""Directions in which the corners of a fine mesh's hull are looked for."""
CUP_STAVES = 24
"""Convex staves in the wall of a cup: the inside is off the circle by 0.6 % of the radius, the outside by 0.1 %."""


class Pose(NamedTuple):
    """target_from_source: position (..., 3), m, and unit quaternion (..., 4)."""

    position: Array
    rotation: Array

    def then(self, inner: "Pose") -> "Pose":
        """a_from_b.then(b_from_c) is a_from_c."""
        from sim.math.kernels import then  # here: declaring a scene needs no compiler
        flat = self.position.ndim == inner.position.ndim == 1
        places, quats = then(self.position.reshape(-1, 3), self.rotation.reshape(-1, 4), inner.position.reshape(-1, 3),
                             inner.rotation.reshape(-1, 4))
        return Pose(places[0], quats[0]) if flat else Pose(places, quats)

    def inverse(self) -> "Pose":
        """source_from_target."""
        back = quat_inverse(self.rotation)
        return Pose(-quat_rotate(back, self.position), back)


def pose(position: Sequence[float] | NDArray = (0.0, 0.0, 0.0), rotation: Sequence[float] | NDArray = IDENTITY) -> Pose:
    """A Pose of plain numbers, with the quaternion made exactly unit."""
    q = np.array(rotation, np.float64)
    return Pose(np.array(position, np.float64), q / np.sqrt((q * q).sum(axis=-1, keepdims=True)))


HERE = pose()


@dataclass(frozen=True, kw_only=True, eq=False)
class Hull:
    """The convex hull of corners (N, 3), m."""

    corners: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class ConvexPiece:
    """One convex piece at a pose (owner_from_piece)."""

    solid: Box | Sphere | Cylinder | Capsule | Hull
    at: Pose

    @cached_property
    def corners(self) -> NDArray[np.float64]:
        """The corners (N, 3), in the owner's frame; of round ones as they are drawn."""
        corners = self.solid.corners if isinstance(self.solid, Hull) else tessellate(self.solid).vertices
        return frozen(self.at.position + quat_rotate(self.at.rotation, corners))

    @cached_property
    def inside(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The turn (3, 3) and shift (3,), m, that lead from the owner's frame to the piece's."""
        back = self.at.inverse()
        return frozen(matrix_from_quat(back.rotation)), frozen(back.position)


class Mass(NamedTuple):
    """kg, centre of mass (3,), m, and inertia about it (3, 3), kg m2, in the owner's axes."""

    mass: float
    centre: Array
    inertia: Array


def pieces(shape: Shape, at: Pose = HERE) -> tuple[ConvexPiece, ...]:
    """The convex pieces that fill a closed shape, in the frame that `at` leads to."""
    if isinstance(shape, Compound):
        return tuple(p for placed in shape.pieces for p in pieces(placed.shape, at.then(pose(placed.position, placed.rotation))))
    if isinstance(shape, Box):
        return (ConvexPiece(solid=Box(size=shape.size), at=at),)
    if isinstance(shape, (Sphere, Cylinder, Capsule)):
        return (ConvexPiece(solid=shape, at=at),)
    if isinstance(shape, Form):
        return tuple(ConvexPiece(solid=solid, at=at.then(where)) for solid, where in _formed(shape))
    return tuple(ConvexPiece(solid=solid, at=at.then(pose(place))) for solid, place in _solids(shape))


@lru_cache(maxsize=256)
def _formed(shape: Form) -> tuple[tuple[Cylinder | Hull, Pose], ...]:
    """The same for equal forms, so that their masses are worked out once."""
    return tuple((solid if isinstance(solid, Cylinder) else Hull(corners=frozen(solid)), pose(place, turn))
                 for solid, place, turn in form_pieces(shape))


def mass_of(parts: Sequence[ConvexPiece], density: float = 1.0) -> Mass:
    """Mass, centre and inertia of pieces of one density, kg/m3; where two overlap, both count."""
    each = [_mass(piece, density) for piece in parts]
    total = sum(m.mass for m in each)
    centre = sum((m.mass * m.centre for m in each), np.zeros(3)) / total
    return Mass(total, centre, sum((m.inertia + _parallel(m.mass, m.centre - centre) for m in each), np.zeros((3, 3))))


def distance(piece: ConvexPiece, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far points (N, 3) of the owner's frame are from a piece, m, negative inside (for a hull, its largest plane distance)."""
    (turn, shift), solid = piece.inside, piece.solid
    p = shift + points @ turn.T
    if isinstance(solid, Sphere):
        return np.linalg.norm(p, axis=-1) - solid.radius
    if isinstance(solid, Box):
        return _to_corner(np.abs(p) - np.array(solid.size) / 2)
    if isinstance(solid, Cylinder):
        return _to_corner(np.stack([np.hypot(p[..., 0], p[..., 1]) - solid.radius, np.abs(p[..., 2]) - solid.height / 2], axis=-1))
    if isinstance(solid, Capsule):
        z = np.clip(p[..., 2], -solid.height / 2, solid.height / 2)
        return np.linalg.norm(p - z[..., None] * np.array([0, 0, 1]), axis=-1) - solid.radius
    planes = sides_of(solid)
    return (p @ planes[:, :3].T + planes[:, 3]).max(axis=-1)


def shifted(parts: Sequence[Sequence[ConvexPiece]], by: Array) -> list[list[ConvexPiece]]:
    """Pieces moved by a vector (3,)."""
    return [[ConvexPiece(solid=p.solid, at=Pose(p.at.position + by, p.at.rotation)) for p in part] for part in parts]


def _solids(shape: Shape) -> Iterator[tuple[Cylinder | Hull, tuple[float, float, float]]]:
    if isinstance(shape, Cone):
        yield Hull(corners=tessellate(shape).vertices), (0.0, 0.0, 0.0)
    elif isinstance(shape, Accessory):
        for hull in _round_about(shape):
            yield hull, (0.0, 0.0, 0.0)
    elif isinstance(shape, MeshFile):
        for corners in mesh_files.hulls(shape.path, shape.scale, shape.material):
            yield Hull(corners=corners), (0.0, 0.0, 0.0)
    elif isinstance(shape, Cup):
        yield Cylinder(radius=shape.radius, height=shape.wall), (0.0, 0.0, (shape.wall - shape.height) / 2)
        for hull in _cup_hulls(shape):
            yield hull, (0.0, 0.0, 0.0)


@lru_cache(maxsize=64)
def _round_about(shape: Accessory) -> tuple[Hull, ...]:
    """The hulls of many points, each by those that are farthest in WAYS directions, evenly spread."""
    steps = np.arange(WAYS) + 0.5
    tilt, turn = np.arccos(1 - 2 * steps / WAYS), np.pi * (1 + 5 ** 0.5) * steps
    ways = np.stack([np.cos(turn) * np.sin(tilt), np.sin(turn) * np.sin(tilt), np.cos(tilt)])
    return tuple(Hull(corners=frozen(points[np.unique((points @ ways).argmax(axis=0))])) for points in convex_points(shape))


@lru_cache(maxsize=64)
def _cup_hulls(cup: Cup) -> tuple[Hull, ...]:
    """The same for equal cups, so that their masses are worked out once."""
    return tuple(Hull(corners=corners) for corners in [*_staves(cup), *_handle_pieces(cup)])


def _staves(cup: Cup) -> Iterator[NDArray[np.float64]]:
    """Convex staves of the wall above the bottom: an arc of four points outside, a chord inside that leaves the same volume."""
    angle, low, high = 2 * np.pi / CUP_STAVES, cup.wall - cup.height / 2, cup.height / 2
    inner = min((cup.radius - cup.wall) * np.sqrt(angle / np.sin(angle)), cup.radius - cup.wall / 2)
    for i in range(CUP_STAVES):
        arc = 2 * np.pi * (i + np.linspace(0, 1, 4)) / CUP_STAVES
        outside = cup.radius * np.stack([np.cos(arc), np.sin(arc)], axis=1)
        flat = np.concatenate([outside, inner / cup.radius * outside[[0, -1]]])
        yield frozen([(x, y, z) for z in (low, high) for x, y in flat])


def _handle_pieces(cup: Cup) -> list[NDArray[np.float64]]:
    if not cup.handle:
        return []
    rings = _handle(cup)[0].reshape(17, 12, 3)
    return [frozen(rings[i:i + 3].reshape(-1, 3)) for i in range(0, 16, 2)]


def _mass(piece: ConvexPiece, density: float) -> Mass:
    volume, centre, inertia = _unit(piece.solid)
    turn = matrix_from_quat(piece.at.rotation)
    return Mass(density * volume, apply(transform(*piece.at), centre), density * (turn @ inertia @ turn.T))


@lru_cache(maxsize=1024)
def sides_of(hull: Hull) -> Array:
    """(F, 4) normals and offsets, m, of a hull's sides."""
    return np.asarray(scipy.spatial.ConvexHull(hull.corners).equations)


@lru_cache(maxsize=1024)
def _unit(solid: Box | Sphere | Cylinder | Capsule | Hull) -> tuple[float, Array, Array]:
    """Volume, centre and inertia at density 1 (textbook formulas; a hull's from its triangles)."""
    if isinstance(solid, Hull):
        return _hull_mass(solid.corners)
    if isinstance(solid, Box):
        x, y, z = solid.size
        volume, xx, yy, zz = x * y * z, (y * y + z * z) / 12, (x * x + z * z) / 12, (x * x + y * y) / 12
        return volume, np.zeros(3), volume * np.diag([xx, yy, zz])
    r, h = solid.radius, 0.0 if isinstance(solid, Sphere) else solid.height
    tube = np.pi * r * r * h
    ball = 0.0 if isinstance(solid, Cylinder) else 4 / 3 * np.pi * r ** 3
    side = tube * (h * h / 12 + r * r / 4) + ball * (0.4 * r * r + h * h / 4 + 3 / 8 * h * r)
    return tube + ball, np.zeros(3), np.diag([side, side, tube * r * r / 2 + ball * 0.4 * r * r])


def _hull_mass(corners: Array) -> tuple[float, Array, Array]:
    """The same of a convex hull, as tetrahedra from a point inside to its faces."""
    middle = corners.mean(axis=0)
    faces = corners[scipy.spatial.ConvexHull(corners).simplices] - middle
    volumes = np.abs(np.linalg.det(faces)) / 6
    sums = faces.sum(axis=1)
    volume, centre = volumes.sum(), volumes @ sums / 4 / volumes.sum()
    second = np.einsum("n,nij,nik->jk", volumes, faces, faces) + np.einsum("n,nj,nk->jk", volumes, sums, sums)
    second = second / 20 - volume * np.outer(centre, centre)
    return float(volume), middle + centre, np.trace(second) * np.eye(3) - second


def _parallel(mass: float, arm: Array) -> Array:
    return mass * (arm @ arm * np.eye(3) - np.outer(arm, arm))


def _to_corner(q: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.linalg.norm(np.maximum(q, 0), axis=-1) + np.minimum(q.max(axis=-1), 0)
