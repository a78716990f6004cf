"""Printed marks, found in colour renders by pyrender: what the exact correspondences are checked against.

Nothing here goes through the render room's own geometry: trimesh samples the marks and poses the meshes, pyrender
projects and hides them, scipy finds their centres. Only Camera values and the Trajectory are shared."""

import os
from functools import cache

import numpy as np
import trimesh
from scipy import ndimage
from scipy.spatial.transform import Rotation

from sim.character.body.bones import RIG
from sim.character.body.skin import part_skins, rest_pose
from sim.geometry.tessellate import tessellate
from sim.scene.parts import part_shapes

os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
import pyrender  # noqa: E402

FINE = 4
"""Marks are found in renders this many times as fine, so that finding them adds no error of its own."""
RADIUS = 2.0
"""px, of a mark in the frame it is made for."""
LIFT, LOW = 2e-4, 1 / 60
"""m; a mark lies this far off its surface, so that it is drawn on top of it: under 0.02 px at 4 m. And of its radius, that it lies off at
most: under 0.04 px, however near it is."""

DISC = trimesh.creation.cylinder(radius=1, height=1e-5, sections=24)
"""A flat regular polygon, which all marks are."""


class MarkedWorld:
    """The parts of a scene as pyrender meshes, with marks on what a frame sees."""

    def __init__(self, scene, trajectory):
        self.trajectory, self.skins = trajectory, part_skins(scene.people)
        self.binds = [np.linalg.inv(matrices(*rest_pose(person.figure))) for person in scene.people]
        rigid = [trimesh.Trimesh(t.vertices, t.faces, process=False) for t in map(tessellate, part_shapes(scene))]
        self.rigid, self.mesh = len(rigid), cache(self._mesh)
        self.meshes = [*rigid, *(trimesh.Trimesh(skin.vertices, skin.faces, process=False) for skin, _ in self.skins)]

    def pose(self, part, frame):
        if part >= self.rigid:
            return np.eye(4)
        return matrices(self.trajectory.positions[frame, part], self.trajectory.rotations[frame, part])

    def _mesh(self, part, frame):
        """A rigid part at rest; a skinned one as it is in the world."""
        if part < self.rigid:
            return self.meshes[part]
        skin, first = self.skins[part - self.rigid]
        bones, who = slice(first, first + len(RIG)), first // len(RIG)
        moved = matrices(self.trajectory.bone_positions[frame, bones], self.trajectory.bone_rotations[frame, bones])
        strengths = self.trajectory.faces[frame, who]
        rest = skin.vertices + sum(strengths[unit] * skin.units[:, [unit]].toarray().reshape(-1, 3) for unit in np.flatnonzero(strengths))
        return trimesh.Trimesh(skinned(rest, skin, moved @ self.binds[who]), skin.faces, process=False)

    def marks(self, frame, camera, counts, rng):
        """(part, triangle, its weights, radius) of at most so many marks on each part, on surface that faces the camera,
        each about RADIUS px."""
        out = []
        for part, count in enumerate(np.broadcast_to(counts, len(self.meshes)).tolist()):
            mesh = self.mesh(part, frame)
            near = self._near(mesh, part, frame, camera)
            points, faces = trimesh.sample.sample_surface(near, 5 * count, seed=int(rng.integers(2 ** 31)))
            places = trimesh.transform_points(points, self.pose(part, frame))
            away = camera.position - places
            distance = np.linalg.norm(away, axis=1)
            tilt = ((near.face_normals[faces] @ self.pose(part, frame)[:3, :3].T) * away).sum(axis=1) / distance
            pixel, _ = camera.project(places)
            good = (tilt > 0.3) & (pixel > 4).all(axis=1) & (pixel < [camera.width - 4, camera.height - 4]).all(axis=1)
            weights = trimesh.triangles.points_to_barycentric(near.triangles[faces], points)
            for i in np.flatnonzero(good)[:count]:
                place = (points[i], near.face_normals[faces[i]]) if part < self.rigid else (faces[i], weights[i])
                out.append((part, *place, RADIUS * distance[i] / camera.focal))
        return out

    def _disc(self, mark, frame):
        """(4, 4) world from DISC."""
        part, place, more, radius = mark
        if part < self.rigid:
            return self.pose(part, frame) @ laid(place, more, radius)
        mesh = self.mesh(part, frame)
        return laid(more @ mesh.triangles[place], mesh.face_normals[place], radius)

    def _near(self, mesh, part, frame, camera):
        """Of very large pieces (a floor), only what is round the middle of the picture, so that marks fall into it."""
        if mesh.extents.max() < 6:
            return mesh
        fine = mesh
        while fine.edges_unique_length.max() > 0.5 and len(fine.faces) < 40000:
            fine = fine.subdivide()
        inverse = np.linalg.inv(self.pose(part, frame))
        pixel, _ = camera.project(trimesh.transform_points(fine.triangles_center, np.linalg.inv(inverse)))
        inside = (pixel > 0).all(axis=1) & (pixel < [camera.width, camera.height]).all(axis=1)
        return fine.submesh([np.flatnonzero(inside)], append=True) if inside.sum() > 2 else mesh

    def picture(self, renderer, frame, camera, marks, hidden=True):
        """(H, W) number of the mark seen at each fine pixel, 0 for none; with hidden=False nothing hides a mark."""
        scene = pyrender.Scene(bg_color=(0, 0, 0, 0), ambient_light=(1, 1, 1))
        for part in range(len(self.meshes) if hidden else 0):
            scene.add(coloured(self.mesh(part, frame), (0, 0, 0)), pose=self.pose(part, frame))
        nodes, disc = {}, coloured(DISC, (1, 1, 1))
        for number, mark in enumerate(marks, 1):
            node = scene.add(disc, pose=self._disc(mark, frame))
            nodes[node] = (number & 255, number >> 8, 0)
        focal, size = camera.focal * FINE, (camera.width * FINE, camera.height * FINE)
        scene.add(pyrender.IntrinsicsCamera(focal, focal, size[0] / 2, size[1] / 2, znear=0.05, zfar=200), pose=camera.world_from_camera)
        renderer.viewport_width, renderer.viewport_height = size
        nodes.update({node: (0, 0, 0) for node in scene.mesh_nodes if node not in nodes})
        colour, _ = renderer.render(scene, flags=pyrender.RenderFlags.SEG, seg_node_map=nodes)
        return colour[..., 0].astype(int) + colour[..., 1].astype(int) * 256


def matrices(positions, rotations):
    """(..., 4, 4) of places and quaternions xyzw."""
    out = np.broadcast_to(np.eye(4), (*np.shape(positions)[:-1], 4, 4)).copy()
    out[..., :3, :3], out[..., :3, 3] = Rotation.from_quat(rotations).as_matrix(), positions
    return out


def skinned(rest, skin, bones):
    """(V, 3) a skin's vertices, at rest (V, 3), under the moves (B, 4, 4) of its bones: screws blended by dual quaternions, written out
    as matrices."""
    real = Rotation.from_matrix(bones[:, :3, :3]).as_quat()
    x, y, z = bones[:, :3, 3].T
    zero = np.zeros_like(x)
    half = 0.5 * np.moveaxis(np.array([[zero, -z, y, x], [z, zero, -x, y], [-y, x, zero, z], [-x, -y, -z, zero]]), -1, 0)
    both = np.concatenate([real, np.einsum("bij,bj->bi", half, real)], axis=1)[skin.bones]
    both[(both[..., :4] * both[:, :1, :4]).sum(axis=-1) < 0] *= -1
    mixed = np.einsum("vk,vkc->vc", skin.weights, both)
    mixed /= np.linalg.norm(mixed[:, :4], axis=1, keepdims=True)
    v, w, e, f = mixed[:, :3], mixed[:, 3:4], mixed[:, 4:7], mixed[:, 7:]
    turned = rest + 2 * np.cross(v, np.cross(v, rest) + w * rest)
    return turned + 2 * (w * e - f * v + np.cross(v, e))


def coloured(mesh, colour):
    material = pyrender.MetallicRoughnessMaterial(baseColorFactor=(*colour, 1), doubleSided=True)
    return pyrender.Mesh.from_trimesh(mesh, material=material, smooth=False)


def laid(point, normal, radius):
    """(4, 4) what lays DISC on a surface, lifted a little off it, so that it is drawn on top of it."""
    out = trimesh.geometry.align_vectors([0, 0, 1], normal) @ np.diag([radius, radius, 1, 1])
    out[:3, 3] = point + normal * min(LIFT, LOW * radius)
    return out


def centres(picture, whole, count):
    """(count, 2) x, y px of the marks that are wholly seen (nothing of them hidden, by another mark either, or cut
    off), else nan."""
    index = np.arange(1, count + 1)
    seen, all_of = (ndimage.sum_labels(np.ones_like(p), p, index) for p in (picture, whole))
    sums = [ndimage.sum_labels(axis, picture, index) for axis in np.indices(picture.shape)[::-1]]
    middle = np.stack(sums, axis=1) / np.maximum(seen, 1)[:, None]
    border = np.unique(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]))
    ok = (seen >= all_of) & (seen > 30) & ~np.isin(index, border)
    reach = 2 * np.sqrt(all_of / np.pi)  # a flat disc's longer half-axis is seldom more than twice that of a circle of its area
    apart = np.linalg.norm(middle[:, None] - middle, axis=2) - reach[:, None] - reach
    ok &= ~((apart < 0) & (seen > 0) & ~np.eye(count, dtype=bool)).any(axis=1)
    return np.where(ok[:, None], (middle + 0.5) / FINE, np.nan)
