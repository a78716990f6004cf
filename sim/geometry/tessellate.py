"""Shape -> triangles: what collision, volume and picture all agree on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.geometry import bevelled, grown, mesh_files
from sim.geometry.cut_outs import cut
from sim.geometry.paint import Paint, joined, plain
from sim.geometry.piece_paint import piece_paint
from sim.math.conventions import apply, frozen, transform
from sim.scene.forms import Lathe, Lump, Prism, Tube, Tuft
from sim.scene.shapes import Box, Capsule, Compound, Cone, Cup, Cylinder, HeightField, MeshFile, Plane, RoundedBox, Shape, Sphere

SEGMENTS = 64
"""Sides of a round shape: the flats of one 200 px across are off the circle by less than 0.13 px."""
CREASE = np.cos(np.radians(30.0))
"""Faces that meet at a flatter angle than this are shaded as one smooth surface."""
GREY = (0.45, 0.45, 0.45)
"""Linear colour of pieces of which nothing is said, beside others."""
Soup = tuple[NDArray[np.float64], NDArray[np.int32]]


@dataclass(frozen=True, kw_only=True, eq=False)
class TriangleMesh:
    """vertices: (V, 3) float64, m. faces: (F, 3) int32, counter-clockwise from outside. normals: (F, 3, 3) float64 unit, one
    for each corner of each face: smooth across flat angles, split at creases. sides: (F,) int32, which side of a bevelled thing each is
    of, from 1: between two is an edge, however round, and within one is none; 0: edges are where normals say so. paint: what a file
    says of its colours; None: nothing."""

    vertices: NDArray[np.float64]
    faces: NDArray[np.int32]
    normals: NDArray[np.float64]
    sides: NDArray[np.int32]
    paint: Paint | None = None


def made_by(kind: type, build: Callable[..., Soup], convex: Callable[..., list[NDArray[np.float64]]]) -> None:
    """Say how shapes of a kind that this room knows nothing of become vertices (V, 3), m, and triangles (F, 3); and points (N, 3), m, of
    each convex piece that collides in their stead."""
    _BUILD[kind], _CONVEX[kind] = build, convex


def convex_points(shape: Shape) -> list[NDArray[np.float64]]:
    """Points (N, 3), m, of the convex pieces of such a shape."""
    return _CONVEX[type(shape)](shape)


@lru_cache(maxsize=512)
def tessellate(shape: Shape) -> TriangleMesh:
    """The triangles of a shape in its own frame. Raises DeclarationError for a mesh file that cannot be read."""
    if isinstance(shape, Compound):
        return replace(_compound(shape), paint=_paint_of(shape))
    if type(shape) in _BEVELLED:
        made = _BEVELLED[type(shape)](shape)
        return _mesh(made.vertices, made.faces, made.normals, made.sides + 1)
    vertices, faces = _BUILD[type(shape)](shape)
    mesh = _mesh(vertices, faces, corner_normals(vertices, faces), np.zeros(len(faces)))
    if isinstance(shape, MeshFile):
        return _cut_out(replace(mesh, paint=mesh_files.paint(shape.path, shape.scale, shape.material)))
    return mesh


def _mesh(vertices: NDArray, faces: NDArray, normals: NDArray, sides: NDArray) -> TriangleMesh:
    return TriangleMesh(vertices=frozen(vertices), faces=frozen(faces, np.int32), normals=frozen(normals), sides=frozen(sides, np.int32))


def volume(mesh: TriangleMesh) -> float:
    """m3 enclosed by a closed mesh: the sum of its signed tetrahedra about the origin (divergence theorem)."""
    a, b, c = np.moveaxis(mesh.vertices[mesh.faces], 1, 0)
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


def corner_normals(vertices: NDArray[np.float64], faces: NDArray[np.int32]) -> NDArray[np.float64]:
    """(F, 3, 3) unit normals: at each corner, the mean of the faces round that place that meet at under 30 degrees, weighted by
    their angles there, so that it does not matter how quads are split (Thuermer and Wuethrich 1998)."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    unit = _unit(np.cross(b - a, c - a))
    to_next, to_last = _unit(np.stack([b - a, c - b, a - c], axis=1)), _unit(np.stack([c - a, a - b, b - c], axis=1))
    angle = np.arccos(np.clip((to_next * to_last).sum(axis=2), -1, 1)).ravel()
    place = np.unique(np.round(vertices, 7), axis=0, return_inverse=True)[1].reshape(-1)[faces].ravel()
    first, second = _pairs(place)
    smooth = (unit[first // 3] * unit[second // 3]).sum(axis=1) > CREASE
    total = np.zeros((len(faces) * 3, 3))
    np.add.at(total, first[smooth], unit[second[smooth] // 3] * angle[second[smooth], None])
    return np.where(np.linalg.norm(total, axis=1, keepdims=True) > 1e-9, _unit(total), np.repeat(unit, 3, axis=0)).reshape(-1, 3, 3)


def _unit(vectors: NDArray) -> NDArray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-300)


def _pairs(group: NDArray) -> tuple[NDArray, NDArray]:
    """All ordered pairs of indices that have the same group number, each index with itself included."""
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group)
    counts = counts[counts > 0]
    starts = np.repeat(np.cumsum(counts) - counts, counts ** 2)
    sizes = np.repeat(counts, counts ** 2)
    within = np.arange(len(sizes)) - np.repeat(np.cumsum(counts ** 2) - counts ** 2, counts ** 2)
    return order[starts + within // sizes], order[starts + within % sizes]


def _lathe(profile: list[tuple[float, float]]) -> Soup:
    """A closed surface from a profile of (radius, z) turned about z; the profile runs from one end on the axis to the other,
    with the inside on its left when z points up and the radius to the right."""
    angle = 2 * np.pi * np.arange(SEGMENTS) / SEGMENTS
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    vertices = np.concatenate([np.column_stack([r * ring, np.full(SEGMENTS, z)]) for r, z in profile])
    i, j = np.meshgrid(np.arange(len(profile) - 1), np.arange(SEGMENTS), indexing="ij")
    low, high = i * SEGMENTS + j, (i + 1) * SEGMENTS + j
    low_next, high_next = i * SEGMENTS + (j + 1) % SEGMENTS, (i + 1) * SEGMENTS + (j + 1) % SEGMENTS
    faces = np.concatenate([np.stack(t, axis=-1).reshape(-1, 3) for t in ((low, low_next, high_next), (low, high_next, high))])
    return _clean(vertices, faces)


def _clean(vertices: NDArray, faces: NDArray) -> Soup:
    """Without the triangles that have no area (those at a pole)."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    return vertices, faces[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-14].astype(np.int32)


def _arc(radius: float, centre: float, start: float, end: float) -> list[tuple[float, float]]:
    """Profile points on a circle about the axis, from one latitude to another in degrees."""
    steps = np.radians(np.linspace(start, end, int(abs(end - start) / 180 * SEGMENTS / 2) + 1))
    return [(abs(radius * np.cos(t)) if abs(np.cos(t)) > 1e-12 else 0.0, centre + radius * np.sin(t)) for t in steps]


def _box(shape: Box) -> Soup:
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * np.array(shape.size) / 2
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return corners, np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))], np.int32)


def _cylinder(shape: Cylinder) -> Soup:
    r, h = shape.radius, shape.height / 2
    return _lathe([(0.0, -h), (r, -h), (r, h), (0.0, h)])


def _capsule(shape: Capsule) -> Soup:
    h = shape.height / 2
    return _lathe(_arc(shape.radius, -h, -90, 0) + _arc(shape.radius, h, 0, 90))


def _cone(shape: Cone) -> Soup:
    return _lathe([(0.0, -shape.height / 2), (shape.radius, -shape.height / 2), (0.0, shape.height / 2)])


def _cup(shape: Cup) -> Soup:
    r, h, w = shape.radius, shape.height / 2, shape.wall
    body = _lathe([(0.0, -h), (r, -h), (r, h), (r - w, h), (r - w, w - h), (0.0, w - h)])
    return _join([body, _handle(shape)]) if shape.handle else body


def _handle(cup: Cup) -> Soup:
    """Half a torus on the +x side, its ends inside the wall."""
    major, minor = cup.height * 0.3, max(cup.wall * 0.8, cup.height * 0.06)
    u, v = np.meshgrid(np.linspace(-np.pi / 2, np.pi / 2, 17), 2 * np.pi * np.arange(12) / 12, indexing="ij")
    ring = major + minor * np.cos(v)
    vertices = np.stack([cup.radius - cup.wall / 2 + ring * np.cos(u), minor * np.sin(v), ring * np.sin(u)], axis=-1).reshape(-1, 3)
    i, j = np.meshgrid(np.arange(16), np.arange(12), indexing="ij")
    a, b, c, d = i * 12 + j, (i + 1) * 12 + j, (i + 1) * 12 + (j + 1) % 12, i * 12 + (j + 1) % 12
    sides = np.concatenate([np.stack(t, axis=-1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
    fan = np.arange(1, 11)
    caps = [np.stack([np.zeros(10, int), fan, fan + 1], axis=1), 192 + np.stack([np.zeros(10, int), fan + 1, fan], axis=1)]
    return _outward(vertices, np.concatenate([sides, *caps]).astype(np.int32))


def _outward(vertices: NDArray, faces: NDArray) -> Soup:
    a, b, c = np.moveaxis(vertices[faces] - vertices.mean(axis=0), 1, 0)
    return vertices, faces if np.einsum("ij,ij->", a, np.cross(b, c)) > 0 else faces[:, ::-1]


def _plane(shape: Plane) -> Soup:
    x, y = shape.size[0] / 2, shape.size[1] / 2
    return np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]], float), np.array([[0, 1, 2], [0, 2, 3]], np.int32)


def _height_field(shape: HeightField) -> Soup:
    z = np.array(shape.heights, np.float64)
    rows, columns = z.shape
    y, x = np.mgrid[:rows, :columns] * shape.cell
    vertices = np.stack([x - x.max() / 2, y - y.max() / 2, z], axis=-1).reshape(-1, 3)
    a = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    b, c, d = a + 1, a + columns + 1, a + columns
    return vertices, np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)


def _compound(shape: Compound) -> TriangleMesh:
    """The pieces in their places, each shaded by itself, with the sides of each counted on from the last one's."""
    meshes = [tessellate(p.shape) for p in shape.pieces]
    places = [transform(p.position, p.rotation) for p in shape.pieces]
    vertices, faces = _join([(apply(place, mesh.vertices), mesh.faces) for place, mesh in zip(places, meshes)])
    before = np.cumsum([0, *(mesh.sides.max(initial=0) for mesh in meshes)])
    return _mesh(vertices, faces, np.concatenate([mesh.normals @ place[:3, :3].T for place, mesh in zip(places, meshes)]),
                 np.concatenate([np.where(mesh.sides > 0, mesh.sides + first, 0) for mesh, first in zip(meshes, before)]))


def _paint_of(shape: Compound) -> Paint | None:
    """That of its pieces, one after the other, if one has any."""
    meshes = [tessellate(piece.shape) for piece in shape.pieces]
    paints = [piece_paint(piece, mesh.vertices[mesh.faces], mesh.paint) for piece, mesh in zip(shape.pieces, meshes)]
    if all(paint is None for paint in paints):
        return None
    return joined([plain(len(mesh.faces), GREY) if paint is None else paint for mesh, paint in zip(meshes, paints)])


def _cut_out(mesh: TriangleMesh) -> TriangleMesh:
    """The mesh without what its pictures leave open."""
    paint = mesh.paint
    if paint is None or not any(paint.cutoffs):
        return mesh
    source, shares = [], []
    for number, (picture, cutoff) in enumerate(zip(paint.pictures, paint.cutoffs)):
        own = np.flatnonzero(paint.which == number)
        of, at = cut(paint.uv[own].astype(np.float64), picture[..., 3], cutoff) if cutoff else (np.arange(len(own)), _whole(len(own)))
        source.append(own[of])
        shares.append(at)
    rest = np.flatnonzero(paint.which < 0)
    faces, at = np.concatenate([*source, rest]), np.concatenate([*shares, _whole(len(rest))])
    corners = np.einsum("fkc,fcj->fkj", at, mesh.vertices[mesh.faces[faces]]).reshape(-1, 3)
    normals = _unit(np.einsum("fkc,fcj->fkj", at, mesh.normals[faces]))
    made = _mesh(corners, np.arange(len(corners)).reshape(-1, 3), normals, mesh.sides[faces])
    return replace(made, paint=paint.of(faces, at))


def _whole(count: int) -> NDArray:
    return np.broadcast_to(np.eye(3), (count, 3, 3))


def _join(soups: list[Soup]) -> Soup:
    starts = np.cumsum([0, *(len(v) for v, _ in soups)])
    return np.concatenate([v for v, _ in soups]), np.concatenate([f + s for (_, f), s in zip(soups, starts)]).astype(np.int32)


_CONVEX: dict[type, Callable[..., list[NDArray[np.float64]]]] = {}
_BUILD: dict[type, Callable[..., Soup]] = {
    Box: _box, Sphere: lambda s: _lathe(_arc(s.radius, 0.0, -90, 90)), Cylinder: _cylinder, Capsule: _capsule, Cone: _cone,
    Cup: _cup, Plane: _plane, HeightField: _height_field, Tube: grown.tube, Lump: grown.lump, Tuft: grown.tuft,
    MeshFile: lambda s: mesh_files.load_mesh(s.path, s.scale, s.material),
}
_BEVELLED: dict[type, Callable[..., bevelled.Bevelled]] = {
    RoundedBox: bevelled.rounded_box, Prism: bevelled.prism, Lathe: bevelled.lathe}
