"""A plain rasteriser of its own, to hold the id pass against: triangles posed from the trajectory, projected, the nearest at each pixel
centre. Triangles partly behind the camera need no clipping (Olano and Greer, 1997, "Triangle scan conversion using 2D homogeneous
coordinates")."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from render.camera import Camera
from render.skinning import blended
from sim.character.body.bones import RIG
from sim.character.body.skin import part_skins, rest_pose
from sim.geometry.convex import Pose
from sim.geometry.tessellate import tessellate
from sim.math.conventions import Array
from sim.scene.parts import part_shapes, part_table
from sim.scene.scene import Scene
from sim.trajectory import Trajectory

AT_ONCE = 1_000_000
"""Pixels of triangles looked at together."""
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
        person = scene.people[first // len(RIG)]
        rows = slice(first, first + len(RIG))
        bones = Pose(trajectory.bone_positions[frame, rows], trajectory.bone_rotations[frame, rows])
        turn, shift = blended(bones.then(rest_pose(person.figure).inverse()), made.bones, made.weights)
        out.setdefault(part.object_id, []).append(((turn @ made.vertices[..., None])[..., 0] + shift, made.faces.astype(np.int64)))
    return out


def seen(camera: Camera, meshes: Mapping[int, Sequence[Mesh]]) -> NDArray[np.int32]:
    """(H, W) the id of the object that is nearest at each pixel centre; 0 for none."""
    triangles = [(number, ((vertices - camera.position) @ camera.world_from_camera[:3, :3])[faces])
                 for number, parts in meshes.items() for vertices, faces in parts]
    corners = np.concatenate([corners for _, corners in triangles])
    numbers = np.repeat([number for number, _ in triangles], [len(corners) for _, corners in triangles])
    ids, depth = np.zeros(camera.height * camera.width, np.int32), np.full(camera.height * camera.width, np.inf)
    ahead = (corners[..., 2] < 0).any(axis=1)
    corners, numbers = corners[ahead], numbers[ahead]
    spans = _spans(camera, corners)
    sizes = np.prod(spans[:, 2:] - spans[:, :2], axis=1)
    for some in np.array_split(np.arange(len(corners)), max(1, int(sizes.sum() // AT_ONCE))):
        which, pixel, far = _hits(camera, corners[some], spans[some])
        order = np.argsort(-far, kind="stable")  # of those at one pixel, the nearest is written last
        nearest, near_ids = np.full(len(depth), np.inf), np.zeros(len(ids), np.int32)
        nearest[pixel[order]], near_ids[pixel[order]] = far[order], numbers[some][which[order]]
        closer = nearest < depth
        depth[closer], ids[closer] = nearest[closer], near_ids[closer]
    return ids.reshape(camera.height, camera.width)


def _spans(camera: Camera, corners: Array) -> NDArray[np.int64]:
    """(F, 4) left, top, right and bottom px between which each triangle is; all of the picture for those partly behind the camera."""
    whole = np.array([camera.width, camera.height])
    behind = np.asarray((corners[..., 2] > -1e-3).any(axis=1))
    deep = np.where(behind[:, None], 1.0, -corners[..., 2])
    at = np.stack([corners[..., 0], -corners[..., 1]], axis=-1) / deep[..., None] * camera.focal + whole / 2
    low, high = np.clip(np.floor(at.min(axis=1)), 0, whole), np.clip(np.ceil(at.max(axis=1)), 0, whole)
    return np.where(behind[:, None], [0, 0, *whole], np.concatenate([low, np.maximum(low, high)], axis=1)).astype(np.int64)


def _hits(camera: Camera, corners: Array, spans: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Which triangles are met at which pixels (row x width + column), and how deep, m."""
    wide, high = (spans[:, 2:] - spans[:, :2]).T
    which = np.repeat(np.arange(len(spans)), wide * high)
    step = np.arange(len(which)) - np.repeat(np.cumsum(wide * high) - wide * high, wide * high)
    column, row = spans[which, 0] + step % wide[which], spans[which, 1] + step // wide[which]
    rays = np.stack([(column + 0.5 - camera.width / 2) / camera.focal, (camera.height / 2 - row - 0.5) / camera.focal,
                     -np.ones(len(which))], axis=1)
    a, b, c = np.moveaxis(corners, 1, 0)
    normals = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)], axis=1)
    volume = np.einsum("fi,fi->f", a, normals[:, 0])
    edges = np.einsum("pi,pei->pe", rays, (normals / np.where(volume == 0, np.inf, volume)[:, None, None])[which])
    met = (edges >= 0).all(axis=1) & (edges.sum(axis=1) > 0)
    return which[met], (row * camera.width + column)[met], 1 / edges[met].sum(axis=1)


def box(mask: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Left, top, right and bottom px of a mask, the last two beyond it; None if it is empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) if len(rows) else None
