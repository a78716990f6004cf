"""Eyes and head turn to what is looked at; lids blink now and then."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from sim.character.motion.gaze import ALONE, EYES, HEAD, angles, blink, direction, head_turn, helped, split_gaze

turns = st.tuples(st.floats(-2.5, 2.5), st.floats(-1.4, 1.4)).map(np.array)


@given(turns)
def test_head_and_eyes_stay_within_their_limits_and_make_up_the_turn_where_both_can(wanted):
    head, eyes = split_gaze(wanted)
    assert (head >= HEAD[0] - 1e-12).all() and (head <= HEAD[1] + 1e-12).all()
    assert (eyes >= EYES[0] - 1e-12).all() and (eyes <= EYES[1] + 1e-12).all()
    nearest = np.clip(wanted, HEAD[0] + EYES[0], HEAD[1] + EYES[1])
    np.testing.assert_allclose(head + eyes, nearest, atol=1e-9)


def test_eyes_alone_take_small_turns_and_the_head_most_of_large_ones():
    head, eyes = split_gaze(0.9 * ALONE)
    assert not head.any() and eyes == pytest.approx(0.9 * ALONE)
    head, eyes = split_gaze(np.radians([70.0, 0.0]))
    assert np.degrees(head[0]) == pytest.approx(0.75 * 58) and head[1] == 0


PUPILS = np.array([[0.08, -0.03, 0.06], [0.08, 0.03, 0.06]])
"""m, of both eyes in a head's frame."""


shares = st.tuples(st.floats(0.1, 0.9), st.floats(0.1, 0.9)).map(np.array)


@given(shares, shares)
def test_a_head_turns_on_until_both_eyes_see_what_is_well_within_reach(head, eyes):
    head, eyes = HEAD[0] + head * np.ptp(HEAD, axis=0), EYES[0] + eyes * np.ptp(EYES, axis=0)
    aim = head_turn(head) @ (PUPILS.mean(axis=0) + 2.0 * direction(eyes))  # with the head turned so, eyes see it
    found = helped(np.array([0.3, -0.2]), aim, PUPILS)
    needed = angles(aim @ head_turn(found) - PUPILS)
    assert (found >= HEAD[0]).all() and (found <= HEAD[1]).all()
    assert (needed >= EYES[0] - 0.01).all() and (needed <= EYES[1] + 0.01).all()


def test_a_head_that_turns_no_farther_aside_tilts_no_more_than_it_must():
    aim = 2.0 * direction(np.radians([111.0, -28.0]))
    found = helped(np.radians([75.0, -5.0]), aim, PUPILS)
    needed = angles(aim @ head_turn(found) - PUPILS)
    assert (np.abs(needed[:, 0]) <= EYES[1, 0] + 0.01).all() and needed[:, 0].max() == pytest.approx(EYES[1, 0], abs=0.01)
    assert found[0] == pytest.approx(HEAD[1, 0]) and -28 < np.degrees(found[1]) < -10


def test_a_head_stays_where_eyes_see_without_it():
    rest = np.array([0.3, -0.2])
    assert (helped(rest, head_turn(rest) @ (PUPILS.mean(axis=0) + [2.0, 0.2, 0.1]), PUPILS) == rest).all()


@given(turns)
def test_a_direction_has_its_angles_and_is_that_of_a_turn_about_left_then_up(wanted):
    np.testing.assert_allclose(angles(3.0 * direction(wanted)), wanted, atol=1e-9)
    turned = Rotation.from_euler("ZY", wanted).as_matrix() @ [1.0, 0.0, 0.0]
    np.testing.assert_allclose(direction(wanted), turned, atol=1e-9)


def blinks(who, seed, seconds=120.0, rate=100):
    """(starts, whole course)"""
    course = np.array([blink(who, seed, i / rate) for i in range(int(seconds * rate))])
    return np.flatnonzero((course[1:] > 0) & (course[:-1] == 0)) / rate, course


def test_blinks_come_every_few_seconds_shut_the_eye_and_pass():
    starts, course = blinks("anna", 0)
    assert 15 < len(starts) < 60 and np.diff(starts).min() > 1.0
    assert course.min() == 0 and course.max() == 1 and 0.02 < (course > 0).mean() < 0.15


def test_who_blinks_when_follows_from_name_and_seed():
    assert (blinks("anna", 0)[1] == blinks("anna", 0)[1]).all()
    assert set(blinks("anna", 0)[0]) != set(blinks("ben", 0)[0]) and set(blinks("anna", 0)[0]) != set(blinks("anna", 1)[0])


@given(st.floats(0, 200))
def test_lids_move_no_faster_than_they_close(time):
    assert abs(blink("anna", 3, time + 1e-3) - blink("anna", 3, time)) <= 1e-3 / 0.07 * 1.001
