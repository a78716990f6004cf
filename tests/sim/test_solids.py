"""How far points are from pieces, by tables and compiled loops, is what it is for each piece by itself."""

import numpy as np
import pytest

from sim.geometry.convex import distance, pieces, pose
from sim.geometry.solids import Away, solids
from sim.math.conventions import matrix_from_quat, quat_from_euler
from sim.scene.shapes import Box, Capsule, Cone, Cup, Cylinder, Sphere

AT = pose((0.03, -0.02, 0.05), quat_from_euler((20.0, -35.0, 50.0)))
SHAPES = (Box(size=(0.1, 0.2, 0.05)), Sphere(radius=0.06), Cylinder(radius=0.05, height=0.12), Capsule(radius=0.03, height=0.1),
          Cone(radius=0.05, height=0.1), Cup(radius=0.05, height=0.12, wall=0.006))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_points_are_as_far_from_a_shape_as_from_the_nearest_of_its_pieces(shape):
    made, points = pieces(shape, AT), np.random.default_rng(0).uniform(-0.2, 0.2, (400, 3))
    expected = np.min([distance(piece, points) for piece in made], axis=0)
    np.testing.assert_allclose(Away(solids(made), np.eye(3), np.zeros(3), np.inf).of(points), expected, atol=1e-8)


def test_from_another_frame_and_far_off_the_box_is_what_counts():
    made, turn, shift = pieces(SHAPES[0]), matrix_from_quat(quat_from_euler((0.0, 0.0, 90.0))), np.array([0.0, 0.0, 0.1])
    found = Away(solids(made), turn, shift, 0.01).of(np.array([[0.0, 0.0, -0.08], [0.2, 0.05 + 0.03, -0.1]]))
    np.testing.assert_allclose(found, [-0.005, np.hypot(0.03, 0.1)], atol=1e-12)
