"""All triangles of a scene in one list, and where they are at a frame. One function poses them: `Geometry.pose`."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_matrix
from scipy.sparse.csgraph import connected_components

from render.camera import Camera
from render.planes import Planes, planes_of
from render.posing import bend_vertices, boxes_of, rigid
from render.rays import Rays, Tree
from render.skinning import blended
from render.still import Still
from sim.character.body.bones import RIG
from sim.character.body.skin import Skin, part_skins, rest_pose
from sim.geometry.convex import Pose
from sim.geometry.tessellate import TriangleMesh, tessellate
from sim.math.conventions import matrix_from_quat
from sim.scene.parts import part_shapes
from sim.scene.scene import Scene
from sim.trajectory import Trajectory


@dataclass(frozen=True, kw_only=True, eq=False)
class Geometry:
    """rest: (V, 3) float64, each vertex in its part's frame, m; of people's parts, as the skin was made. faces: (F, 3)
    int32. normals: (F, 3, 3) float64, corner normals in the same frame. vertex_part: (V,) and face_part: (F,) int32,
    part ids from 1. face_side: (F,) int32, one number for each side of each part, from 1, and bevelled: (F,) bool, whether it is
    a side of a bevelled thing, which has no edges within. bones: (S, 4) int32 and weights: (S, 4) float64: which of the
    trajectory's bones hold the last S vertices. bone_from_rest: of all bones. units: (3 S, M N) m by which the units of all
    people's faces move these at rest."""

    rest: NDArray[np.float64]
    faces: NDArray[np.int32]
    normals: NDArray[np.float64]
    vertex_part: NDArray[np.int32]
    face_part: NDArray[np.int32]
    face_side: NDArray[np.int32]
    bevelled: NDArray[np.bool_]
    bones: NDArray[np.int32]
    weights: NDArray[np.float64]
    bone_from_rest: Pose
    units: csr_matrix

    @property
    def skinned(self) -> bool:
        """Whether there are people."""
        return len(self.bones) > 0

    @cached_property
    def curved(self) -> NDArray[np.bool_]:
        """(F,) whether a triangle stands for a piece of a curved surface: its corner normals differ."""
        return np.asarray((np.abs(self.normals - self.normals[:, :1]) > 1e-6).any(axis=(1, 2)))

    @cached_property
    def sides(self) -> NDArray[np.int64]:
        """(F,) the side of its part's box that each triangle faces most at rest: twice the axis, and one more if it
        faces down it."""
        a, b, c = np.moveaxis(self.rest[self.faces], 1, 0)
        normal = np.cross(b - a, c - a)
        axis = np.abs(normal).argmax(axis=1)
        return 2 * axis + (normal[np.arange(len(axis)), axis] < 0)

    @cached_property
    def extents(self) -> NDArray[np.float64]:
        """(P+1,) the greatest extent of each part along its axes, m, by part id; 0 for the background."""
        parts = range(1, int(self.vertex_part.max()) + 1)
        return np.array([0.0, *(np.ptp(self.rest[self.vertex_part == part], axis=0).max() for part in parts)])

    @cached_property
    def grain(self) -> NDArray[np.int64]:
        """(F,) the axis 0..2 along which the connected piece is longest that each triangle is of: of a table's legs, their own."""
        first, ends = self.faces[:, [0, 1]].ravel(), self.faces[:, [1, 2]].ravel()
        joined = csr_matrix((np.ones(len(first), bool), (first, ends)), shape=(len(self.rest), len(self.rest)))
        count, piece = connected_components(joined, directed=False)
        low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
        np.minimum.at(low, piece, self.rest)
        np.maximum.at(high, piece, self.rest)
        return (high - low).argmax(axis=1)[piece[self.faces[:, 0]]]

    def pose(self, trajectory: Trajectory, frame: int, still: Still) -> "Posed":
        """The triangles in the world at a frame. still: what of them never moves."""
        turns, shifts = matrix_from_quat(trajectory.rotations[frame]), trajectory.positions[frame]
        turn, vertices = rigid(self.rest, self.vertex_part, turns, shifts, len(self.rest) - len(self.bones))
        if self.skinned:
            bones = Pose(trajectory.bone_positions[frame], trajectory.bone_rotations[frame]).then(self.bone_from_rest)
            bend_vertices(self._with_faces(trajectory.faces[frame]), turn, vertices, *blended(bones, self.bones, self.weights))
        return Posed(geometry=self, vertices=vertices, turn=turn, still=still)


    def _with_faces(self, strengths: NDArray[np.float64]) -> NDArray[np.float64]:
        """(S, 3) the vertices that bones hold, at rest, with the units of faces (N, M) so strong."""
        return self.rest[len(self.rest) - len(self.bones):] + (self.units @ strengths.ravel()).reshape(-1, 3)


@dataclass(frozen=True, kw_only=True, eq=False)
class Posed:
    """A Geometry at one frame. vertices: (V, 3) float64, m, world. turn: (V, 3, 3) each vertex's turn from rest."""

    geometry: Geometry
    vertices: NDArray[np.float64]
    turn: NDArray[np.float64]
    still: Still

    def points(self, triangles: NDArray, barycentrics: NDArray) -> NDArray[np.float64]:
        """World points (N, 3) of surface points: triangle (N,) and barycentrics (N, 3)."""
        return np.einsum("nc,ncj->nj", barycentrics, self.vertices[self.geometry.faces[triangles]])

    def planes(self, camera: Camera) -> Planes:
        """The triangles as a camera sees them; kept for the last cameras that asked."""
        for known, planes in self._planes:
            if known is camera:
                return planes
        self._planes.append((camera, planes_of(self.vertices, self.geometry.faces, camera)))
        return self._planes[-1][1]

    @cached_property
    def _planes(self) -> deque[tuple[Camera, Planes]]:
        return deque(maxlen=2)

    @cached_property
    def moving(self) -> Tree:
        """The ray tree of what is not still, of this frame."""
        return self.still.moves.tree(self.vertices, self.still.origin, quick=True)  # it serves this frame alone

    @cached_property
    def moving_boxes(self) -> NDArray[np.float64]:
        """(B, 2, 3) least and greatest corner of each part that is not still, m, relative to the trees' origin."""
        parts = np.flatnonzero(np.bincount(self.geometry.face_part[self.still.moves.numbers]))
        return boxes_of(self.vertices - self.still.origin, self.geometry.vertex_part, parts)

    @cached_property
    def rays(self) -> Rays:
        """Rays into all triangles."""
        still = self.still
        return Rays((still.tree, self.moving), (still.stays.numbers, still.moves.numbers), still.origin)

    def normals(self, triangles: NDArray) -> NDArray[np.float64]:
        """(N, 3, 3) corner normals of these triangles (N,), world."""
        return np.einsum("fcij,fcj->fci", self.turn[self.geometry.faces[triangles]], self.geometry.normals[triangles])

    @cached_property
    def face_normals(self) -> NDArray[np.float64]:
        """(F, 3) unit normals of the flat triangles, world, by their winding."""
        a, b, c = np.moveaxis(self.vertices[self.geometry.faces], 1, 0)
        flat = np.cross(b - a, c - a)
        return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-300)


def build_geometry(scene: Scene) -> Geometry:
    """The triangles of all parts of a scene, in the order of their ids."""
    skins = part_skins(scene.people)
    meshes: list[TriangleMesh] = [*(tessellate(shape) for shape in part_shapes(scene)), *(skin for skin, _ in skins)]
    starts = np.cumsum([0, *(len(m.vertices) for m in meshes)])
    before = np.cumsum([1, *(m.sides.max(initial=0) + 1 for m in meshes)])
    ids = np.arange(1, len(meshes) + 1, dtype=np.int32)
    rest = [rest_pose(person.figure) for person in scene.people]
    return Geometry(rest=np.concatenate([m.vertices for m in meshes]),
                    faces=np.concatenate([m.faces + s for m, s in zip(meshes, starts)]).astype(np.int32),
                    normals=np.concatenate([m.normals for m in meshes]),
                    vertex_part=np.repeat(ids, [len(m.vertices) for m in meshes]),
                    face_part=np.repeat(ids, [len(m.faces) for m in meshes]),
                    face_side=np.concatenate([m.sides + first for m, first in zip(meshes, before)]).astype(np.int32),
                    bevelled=np.concatenate([m.sides > 0 for m in meshes]),
                    bones=np.concatenate([np.zeros((0, 4), np.int32), *(skin.bones + first for skin, first in skins)]),
                    weights=np.concatenate([np.zeros((0, 4)), *(skin.weights for skin, _ in skins)]),
                    bone_from_rest=Pose(np.concatenate([np.zeros((0, 3)), *(pose.position for pose in rest)]),
                                        np.concatenate([np.zeros((0, 4)), *(pose.rotation for pose in rest)])).inverse(),
                    units=_units(skins, len(scene.people)))


def _units(skins: Sequence[tuple[Skin, int]], people: int) -> csr_matrix:
    """(3 S, M N) of all skins, each in the columns of whose it is."""
    rows = [[each.units if first == who * len(RIG) else None for who in range(people)] for each, first in skins]
    return block_array(rows, format="csr") if rows else csr_matrix((0, 0))
