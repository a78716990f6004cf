"""Compiled loops over rotations, poses, boxes and balls give what the plain formulas do."""

import numpy as np

from sim.math import kernels
from sim.math.aabb import Boxes
from sim.math.conventions import matrix_from_quat, quat_between, quat_from_matrix, quat_multiply, quat_rotate

RNG = np.random.default_rng(3)


def quats(count: int) -> np.ndarray:
    """Turns of all kinds, w at least 0."""
    found = RNG.normal(size=(count, 4))
    return found / np.linalg.norm(found, axis=1, keepdims=True) * np.where(found[:, 3:] < 0, -1.0, 1.0)


def test_rotations_become_matrices_and_back_and_lie_between_others():
    a, b, shares = quats(40), quats(40), RNG.uniform(size=40)
    np.testing.assert_allclose(kernels.turns_of(a), matrix_from_quat(a), atol=1e-15)
    np.testing.assert_allclose(kernels.quats_of(matrix_from_quat(a)), quat_from_matrix(matrix_from_quat(a)), atol=1e-15)
    found = kernels.between(matrix_from_quat(a), matrix_from_quat(b), shares)
    np.testing.assert_allclose(found, matrix_from_quat(quat_between(a, b, shares)), atol=1e-13)


def test_poses_in_the_frames_of_others_of_one_and_by_one():
    places, turns, inner, turned = RNG.normal(size=(5, 3)), quats(5), RNG.normal(size=(5, 3)), quats(5)
    for outer, own in ((slice(0, 5), slice(0, 5)), (slice(0, 1), slice(0, 5)), (slice(0, 5), slice(0, 1))):
        at, rotation = kernels.then(places[outer], turns[outer], inner[own], turned[own])
        np.testing.assert_allclose(at, places[outer] + quat_rotate(turns[outer], inner[own]), atol=1e-14)
        np.testing.assert_allclose(rotation, quat_multiply(turns[outer], turned[own]), atol=1e-14)


def test_boxes_meet_where_they_overlap_in_all_directions():
    low = np.array([(0.0, 0.0, 0.0), (0.0, 0.0, 2.0), (5.0, 0.0, 0.0)])
    np.testing.assert_array_equal(Boxes(low, low + 1.0).meet(Boxes(low[:1], low[:1] + 2.0)), [[True], [True], [False]])


def test_the_deepest_of_balls_in_others_is_told_with_where_it_is():
    balls, others = np.array([(0.0, 0.0, 0.0), (1.0, 0.0, 0.0)]), np.array([(0.0, 3.0, 0.0), (1.0, 0.4, 0.0), (9.0, 0.0, 0.0)])
    deep, which = kernels.deepest(balls, np.array([0.1, 0.2]), others, np.array([0.5, 0.3, 0.5]))
    assert (round(deep, 12), which) == (0.1, 1)
    assert round(kernels.deepest(balls[:1], np.array([0.1]), others[:1], np.array([0.5]))[0], 12) == -2.4
