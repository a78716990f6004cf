"""Which points of skin and clothes cloth covers, told at rest, and how far these are outside of it in a frame.

What covers a point is told at rest: a sheet of cloth of which the nearest place is no edge, straight above it, at most NEAR away if the
point is inside and OUTSIDE if it is not, and turned the same way; the few slivers that are folded over count for nothing. In a frame, the
point is out by as far as it is on the outer side of the triangles round that place. Where it has slid out from under an edge, that sheet
no longer covers it. Of several sheets that cover a point, it counts from the one that it is least outside of.
"""

from dataclasses import dataclass

import numpy as np
import trimesh
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from render.geometry import Geometry
from sim.character.body.dressing import LAYERS
from sim.character.body.garments import GARMENTS
from sim.math.conventions import Array
from sim.scene.person import Person

NEAR = 0.08
"""m off cloth at most that is still said to cover."""
ALIKE, OUTSIDE = (0.2, 0.7), 0.015
"""Least cosine between a point's normal and that of the cloth that covers it, inside of it and outside; and m outside at most, at rest."""
STRAIGHT = 0.5
"""Least cosine between the normal of cloth and the way from it to a point that it covers: else it is beside that."""
ROUND, REACH, BESIDE = 48, 0.04, 16
"""Triangles round the place that covers a point, among which it may slide, so far away at rest, m, at most; and those that tell which way
cloth is turned."""
Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Cover:
    """Points that one sheet of a garment covers. points: (N,) vertices of a Geometry. faces: (N, K, 3) vertices of the sheet's triangles
    that are round each. edge: (V,) which vertices are at edges of a sheet."""

    inner: str
    outer: str
    points: Numbers
    faces: Numbers
    edge: NDArray[np.bool_]

    def out(self, vertices: Array, normals: Array) -> Array:
        """(N,) m by which each is outside with vertices (V, 3) and their normals, 0 where cloth is folded and it is under another fold;
        nan where it is not covered any more."""
        out = _side(vertices[self.points], vertices, normals, self.faces, self.edge)[0]
        outside = np.flatnonzero(out > 0)
        under = _under(vertices[self.points[outside]], normals[self.points[outside]], vertices[self.faces[outside]])
        out[outside[under]] = 0.0
        return out


@dataclass(frozen=True, kw_only=True, eq=False)
class Wearer:
    """Somebody who is dressed: what covers what, and (F, 3) all triangles of their skin and clothes."""

    person: Person
    covers: tuple[Cover, ...]
    faces: Numbers

    def out(self, inner: str, vertices: Array) -> dict[int, tuple[float, str]]:
        """By the vertex of each point of a piece that is covered with vertices at (V, 3): m by which it is out, and of what."""
        normals, found = vertex_normals(vertices, self.faces), dict[int, tuple[float, str]]()
        for cover in self.covers:
            if cover.inner == inner:
                out = cover.out(vertices, normals)
                for point, metres in zip(cover.points[np.isfinite(out)].tolist(), out[np.isfinite(out)].tolist()):
                    found[point] = min(found.get(point, (np.inf, "")), (metres, cover.outer))
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class WornMesh:
    """What is worn, or skin. vertices: (N,) of a Geometry; faces: (F, 3) of these, without those that make up an edge's thickness, and
    those that are folded over. edge: (E,) which are at its edges."""

    name: str
    vertices: Numbers
    faces: Numbers
    edge: Numbers


def wearer(person: Person, geometry: Geometry, first: int) -> Wearer:
    """Somebody whose parts' ids are from `first` on."""
    pieces = {name: _piece(name, geometry, first + number) for number, name in enumerate(person.pieces)
              if name == "skin" or _place(name) >= 0}
    faces = np.concatenate([piece.faces for piece in pieces.values()])
    normals = vertex_normals(geometry.rest, faces)
    covers = [_cover(inner, outer, sheet, geometry.rest, normals) for outer in pieces.values() for inner in pieces.values()
              if outer.name != "skin" and _place(inner.name) < _place(outer.name) for sheet in _sheets(outer)]
    return Wearer(person=person, covers=tuple(cover for cover in covers if len(cover.points)), faces=faces)


def _place(name: str) -> int:
    """How far over others something is worn; -1 for what covers nothing."""
    place = GARMENTS[name].places[0] if name in GARMENTS else ""
    return LAYERS.index(place) if place in LAYERS else -1


def _piece(name: str, geometry: Geometry, part: int) -> WornMesh:
    faces = geometry.faces[geometry.face_part == part].astype(np.int64)
    inner = _borders(faces)
    outside = faces[~np.isin(faces, inner).any(axis=1)] if name in GARMENTS else faces  # cloth's edges are folded inwards once round
    return WornMesh(name=name, vertices=np.unique(outside), faces=outside[~_folded(geometry.rest[outside])], edge=_borders(outside))


def _folded(triangles: Array) -> NDArray[np.bool_]:
    """(F,) which of them (F, 3, 3) are turned against those beside them."""
    a, b, c = np.moveaxis(triangles, 1, 0)
    ways, middles = np.cross(b - a, c - a), triangles.mean(axis=1)
    beside = ways[cKDTree(middles).query(middles, k=min(BESIDE, len(middles)))[1]].sum(axis=1)
    return np.asarray((ways * beside).sum(axis=1) < 0)


def _borders(faces: Numbers) -> Numbers:
    """Vertices of edges that only one triangle has."""
    edges, counts = np.unique(np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0, return_counts=True)
    return np.unique(edges[counts == 1])


def _sheets(piece: WornMesh) -> list[Numbers]:
    """(F, 3) each: what hangs together."""
    ends, size = piece.faces[:, [0, 1, 1, 2]].reshape(-1, 2), int(piece.faces.max()) + 1
    _, label = connected_components(coo_matrix((np.ones(len(ends)), ends.T), shape=(size, size)), directed=False)
    return [piece.faces[label[piece.faces[:, 0]] == number] for number in np.unique(label[piece.faces[:, 0]])]


def _cover(inner: WornMesh, outer: WornMesh, sheet: Numbers, rest: Array, normals: Array) -> Cover:
    middles, edge = rest[sheet].mean(axis=1), np.zeros(len(rest), bool)
    edge[outer.edge] = True
    tree = cKDTree(middles)
    facing = np.einsum("fcj->fj", normals[sheet])
    far, near = tree.query(rest[inner.vertices], k=min(ROUND, len(sheet)))
    out, normal = _side(rest[inner.vertices], rest, normals, sheet[near], edge)
    alike = (normal * normals[inner.vertices]).sum(axis=1)
    chosen = (out > -NEAR) & (out < OUTSIDE) & (alike > np.where(out > 0, ALIKE[1], ALIKE[0]))  # false for nan
    points = inner.vertices[chosen]
    faces = sheet[near[chosen]]
    turned = np.einsum("nkj,nj->nk", facing[near[chosen]], normal[chosen]) > 0
    turned &= far[chosen] < far[chosen, :1] + REACH
    faces = np.where(turned[..., None], faces, faces[np.arange(len(points)), turned.argmax(axis=1)][:, None])
    return Cover(inner=inner.name, outer=outer.name, points=points, faces=faces, edge=edge)


def _side(points: Array, vertices: Array, normals: Array, faces: Numbers, edge: NDArray[np.bool_]) -> tuple[Array, Array]:
    """(N,) m that points (N, 3) are outside of the nearest of triangles (N, K, 3), nan beside these; and (N, 3) its normal."""
    count, many = faces.shape[:2]
    triangles = vertices[faces].reshape(-1, 3, 3)
    nearest = trimesh.triangles.closest_point(triangles, np.repeat(points, many, axis=0)).reshape(count, many, 3)
    off = points[:, None] - nearest
    best = (off * off).sum(axis=2).argmin(axis=1)
    row = np.arange(count)
    mine, place, away = faces[row, best], nearest[row, best], off[row, best]
    with np.errstate(all="ignore"):
        shares = np.clip(np.nan_to_num(trimesh.triangles.points_to_barycentric(vertices[mine], place), nan=1 / 3), 0, 1)  # of a sliver
    normal = np.einsum("nc,ncj->nj", shares, normals[mine])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    at_edge = (shares * edge[mine]).sum(axis=1) > 1 - 1e-6
    distance, above = np.linalg.norm(away, axis=1), (away * normal).sum(axis=1)
    beside = at_edge | (np.abs(above) < STRAIGHT * distance)
    return np.where(beside, np.nan, np.sign(above) * distance), normal


def _under(points: Array, ways: Array, triangles: Array) -> NDArray[np.bool_]:
    """(N,) whether from points (N, 3) on, these ways (N, 3), one comes from inside to one of triangles (N, K, 3, 3) that is NEAR."""
    first, one, other = triangles[:, :, 0], triangles[:, :, 1] - triangles[:, :, 0], triangles[:, :, 2] - triangles[:, :, 0]
    flat, off = np.cross(one, other), points[:, None] - first
    slope = (flat * ways[:, None]).sum(axis=2)
    aside = np.cross(off, ways[:, None])
    with np.errstate(all="ignore"):
        u, v, far = -(aside * other).sum(axis=2) / slope, (aside * one).sum(axis=2) / slope, -(flat * off).sum(axis=2) / slope
        return np.asarray(((slope > 0) & (u >= 0) & (v >= 0) & (u + v <= 1) & (far > 0) & (far < NEAR)).any(axis=1))


def vertex_normals(vertices: Array, faces: Numbers) -> Array:
    """(V, 3) of unit length, of all vertices, weighted by area; 0 for those without a triangle."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    each, out = np.cross(b - a, c - a), np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(out, faces[:, corner], each)
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12))

