"""A plain rasteriser of its own, to hold the id pass against: triangles posed from the trajectory, projected, the nearest at each pixel
centre. Triangles partly behind the camera need no clipping (Olano and Greer, 1997, "Triangle scan conversion using 2D homogeneous
coordinates")."""

from collections.abc import Mapping, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from render.camera import Camera
from render.skinning import blended
from sim.conventions import Array
from sim.parts import part_shapes, part_table
from sim.people.skeleton import BONES
from sim.people.skin import binding, part_skins
from sim.pieces import Pose
from sim.scene import Scene
from sim.tessellate import tessellate
from sim.trajectory import Trajectory

Mesh = tuple[Array, NDArray[np.int64]]
"""Vertices (V, 3), m, world, and faces (F, 3)."""


def posed(scene: Scene, trajectory: Trajectory, frame: int) -> dict[int, list[Mesh]]:
    """The meshes of each object, by its id, where the trajectory has them at a frame."""
    table, shapes = part_table(scene), part_shapes(scene)
    out: dict[int, list[Mesh]] = {}
    for i, (part, shape) in enumerate(zip(table, shapes)):
        mesh, at = tessellate(shape), trajectory.positions[frame, i]
        turned = Rotation.from_quat(trajectory.rotations[frame, i]).apply(np.array(mesh.vertices))
        out.setdefault(part.object_id, []).append((turned + at, mesh.faces.astype(np.int64)))
    for part, (made, first) in zip(table[len(shapes):], part_skins(scene.people)):
        person = scene.people[first // len(BONES)]
        rows = slice(first, first + len(BONES))
        bones = Pose(trajectory.bone_positions[frame, rows], trajectory.bone_rotations[frame, rows])
        turn, shift = blended(bones.then(Pose(*binding(person.height)).inverse()), made.bones, made.weights)
        out.setdefault(part.object_id, []).append(((turn @ made.vertices[..., None])[..., 0] + shift, made.faces.astype(np.int64)))
    return out


def seen(camera: Camera, meshes: Mapping[int, Sequence[Mesh]]) -> NDArray[np.int32]:
    """(H, W) the id of the object that is nearest at each pixel centre; 0 for none."""
    ids = np.zeros((camera.height, camera.width), np.int32)
    depth = np.full(ids.shape, np.inf)
    for number, parts in meshes.items():
        for vertices, faces in parts:
            local = (vertices - camera.position) @ camera.world_from_camera[:3, :3]
            _draw(local[faces], number, camera.focal, depth, ids)
    return ids


@njit(cache=True)
def _draw(corners, number, focal, depth, ids):
    height, width = ids.shape
    for f in range(len(corners)):
        a, b, c = corners[f, 0], corners[f, 1], corners[f, 2]
        left, right, top, bottom = 0, width, 0, height
        if a[2] < -1e-3 and b[2] < -1e-3 and c[2] < -1e-3:
            xs = np.array([v[0] / -v[2] * focal + width / 2 for v in (a, b, c)])
            ys = np.array([height / 2 - v[1] / -v[2] * focal for v in (a, b, c)])
            left, right = max(0, int(np.floor(xs.min()))), min(width, int(np.ceil(xs.max())) + 1)
            top, bottom = max(0, int(np.floor(ys.min()))), min(height, int(np.ceil(ys.max())) + 1)
        elif a[2] >= 0 and b[2] >= 0 and c[2] >= 0:
            continue
        bc, ca, ab = np.cross(b, c), np.cross(c, a), np.cross(a, b)
        volume = (a * bc).sum()
        if volume == 0:
            continue
        for row in range(top, bottom):
            for column in range(left, right):
                ray = np.array([(column + 0.5 - width / 2) / focal, (height / 2 - row - 0.5) / focal, -1.0])
                e, g, h = (ray * bc).sum() / volume, (ray * ca).sum() / volume, (ray * ab).sum() / volume
                if e >= 0 and g >= 0 and h >= 0:
                    far = 1 / (e + g + h)  # along a ray of which one unit is 1 m of depth
                    if far < depth[row, column]:
                        depth[row, column], ids[row, column] = far, number


def box(mask: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Left, top, right and bottom px of a mask, the last two beyond it; None if it is empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) if len(rows) else None
