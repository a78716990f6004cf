"""Quaternions, transforms and rates: round trips and known answers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.math.conventions import (
    apply,
    matrix_from_quat,
    quat_between,
    quat_from_euler,
    quat_from_matrix,
    quat_inverse,
    quat_multiply,
    quat_rotate,
    rate,
    transform,
)

numbers = st.floats(-10, 10)
vectors = st.tuples(numbers, numbers, numbers).map(np.array)
quats = st.tuples(*[st.floats(-1, 1)] * 4).map(np.array).filter(lambda q: np.linalg.norm(q) > 0.1).map(lambda q: q / np.linalg.norm(q))


def test_known_turns():
    np.testing.assert_allclose(quat_from_euler((0, 0, 90)), (0, 0, np.sqrt(0.5), np.sqrt(0.5)))
    np.testing.assert_allclose(quat_rotate(quat_from_euler((0, 0, 90)), (1, 0, 0)), (0, 1, 0), atol=1e-12)
    np.testing.assert_allclose(quat_rotate(quat_from_euler((90, 0, 0)), (0, 1, 0)), (0, 0, 1), atol=1e-12)
    np.testing.assert_allclose(quat_rotate(quat_from_euler((90, 0, 90)), (0, 0, 1)), (1, 0, 0), atol=1e-12)  # x first, then z
    np.testing.assert_allclose(quat_between((0, 0, 0, 1), quat_from_euler((0, 0, 90)), 1 / 3), quat_from_euler((0, 0, 30)), atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(quats)
def test_matrix_and_quaternion_round_trip(q):
    m = matrix_from_quat(q)
    np.testing.assert_allclose(m @ m.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(m) == pytest.approx(1)
    assert abs(quat_from_matrix(m) @ q) == pytest.approx(1, abs=1e-9)
    np.testing.assert_array_equal(quat_from_matrix(np.stack([np.eye(3), m]))[1], quat_from_matrix(m), "one, or one of many")


@settings(max_examples=50, deadline=None)
@given(quats, quats, vectors)
def test_product_is_one_rotation_after_the_other(a, b, v):
    np.testing.assert_allclose(quat_rotate(quat_multiply(a, b), v), quat_rotate(a, quat_rotate(b, v)), atol=1e-8)
    np.testing.assert_allclose(quat_rotate(quat_inverse(a), quat_rotate(a, v)), v, atol=1e-8)
    np.testing.assert_allclose(matrix_from_quat(a) @ v, quat_rotate(a, v), atol=1e-8)


@settings(max_examples=50, deadline=None)
@given(quats, vectors, vectors)
def test_transform_turns_then_moves(q, position, v):
    np.testing.assert_allclose(apply(transform(position, q), v), quat_rotate(q, v) + position, atol=1e-8)


@settings(max_examples=50, deadline=None)
@given(quats, quats, st.floats(0, 1))
def test_interpolation_keeps_an_even_pace_the_short_way(a, b, u):
    def angle(p, q):
        return 2 * np.arccos(min(1.0, abs(float(p @ q))))
    middle = quat_between(a, b, u)
    assert np.linalg.norm(middle) == pytest.approx(1)
    assert angle(a, middle) == pytest.approx(u * angle(a, b), abs=1e-5)
    assert angle(a, b) <= np.pi + 1e-9


def test_rates():
    assert rate(24) == Fraction(24) and rate("24000/1001") == Fraction(24000, 1001) and rate(29.97) == Fraction(30000, 1001)
    assert rate(23.976) == Fraction(24000, 1001) and rate(12.5) == Fraction(25, 2)
    for bad in (0, -1, 1001, "fast"):
        with pytest.raises(ValueError):
            rate(bad)
