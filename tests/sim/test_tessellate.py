"""Triangles of shapes: closed, outward, of the right volume, smooth where they should be."""

import numpy as np
import pytest
import trimesh

from sim.geometry.tessellate import tessellate, volume
from sim.scene.shapes import Box, Capsule, Compound, Cone, Cup, Cylinder, HeightField, Placed, Plane, Sphere

PI = np.pi
SOLIDS = [
    (Box(size=(1.0, 2.0, 3.0)), 6.0, 1e-12), (Sphere(radius=2.0), 32 / 3 * PI, 0.005), (Cylinder(radius=1.0, height=3.0), 3 * PI, 0.002),
    (Capsule(radius=1.0, height=3.0), 3 * PI + 4 / 3 * PI, 0.004), (Cone(radius=2.0, height=3.0), 4 * PI, 0.002),
    (Cup(radius=1.0, height=2.0, wall=0.1, handle=False), 2 * PI - 0.81 * PI * 1.9, 0.002),
]


@pytest.mark.parametrize("shape, expected, tolerance", SOLIDS, ids=lambda x: type(x).__name__)
def test_a_solid_is_closed_and_has_its_volume(shape, expected, tolerance):
    mesh = tessellate(shape)
    assert np.isclose(volume(mesh), expected, rtol=tolerance)
    assert trimesh.Trimesh(mesh.vertices, mesh.faces).is_watertight


def test_a_cup_with_a_handle_is_two_closed_pieces():
    mesh = tessellate(Cup(radius=0.04, height=0.09))
    pieces = trimesh.Trimesh(mesh.vertices, mesh.faces).split()
    assert len(pieces) == 2 and all(piece.is_watertight and piece.volume > 0 for piece in pieces)


def test_a_ball_is_smooth_and_a_box_is_not():
    ball, box = tessellate(Sphere(radius=1.0)), tessellate(Box(size=(1.0, 1.0, 1.0)))
    assert np.allclose(ball.normals, ball.vertices[ball.faces], atol=0.01)
    assert np.allclose(np.abs(box.normals).max(axis=-1), 1)


def test_a_cylinder_is_smooth_round_and_sharp_at_its_rim():
    mesh = tessellate(Cylinder(radius=1.0, height=2.0))
    flat = np.abs(mesh.normals[..., 2])
    assert ((flat < 1e-9) | (flat > 1 - 1e-9)).all()
    side = flat < 0.5
    outward = mesh.vertices[mesh.faces][side][:, :2]
    assert np.allclose(mesh.normals[side][:, :2], outward, atol=1e-6)


def test_surfaces_face_up():
    field = HeightField(heights=((0.0, 0.1, 0.0), (0.2, 0.0, 0.1)), cell=0.5)
    for shape in (Plane(size=(2.0, 3.0)), field):
        assert (tessellate(shape).normals[..., 2] > 0).all()
    assert np.allclose(np.ptp(tessellate(field).vertices, axis=0), [1.0, 0.5, 0.2])


def test_a_compound_is_its_pieces_in_their_places():
    shape = Compound(pieces=(Placed(shape=Box(size=(1.0, 1.0, 1.0)), position=(5.0, 0.0, 0.0)), Placed(shape=Sphere(radius=1.0))))
    mesh = tessellate(shape)
    assert np.isclose(mesh.vertices[:, 0].max(), 5.5) and np.isclose(volume(mesh), 1 + 4 / 3 * PI, rtol=0.005)
