"""Fingers: poses of the hand, and hands that close round things."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.character.body.anatomy import anatomy
from sim.character.body.grasp import CLOSE, MOST, grasp, touching
from sim.character.body.hands import HAND_POSES, fingers, hand_pose
from sim.scene.figure import Figure
from tests.sim.character.test_body import ANNA

CHILD = Figure(age=7, gender=0.5, height=1.2)
PALM = anatomy(ANNA, ("T-shirt",)).palm


def tips(name, side="right", figure=ANNA):
    """(5, 3) where the last bones end, or nearly, in the hand's frame."""
    hand = fingers(figure, side)
    places, turns = hand.bent(hand_pose(name))
    last = hand.places[:, 2] - hand.places[:, 1]
    return places[:, 2] + (turns[:, 2] @ last[..., None])[..., 0]


@pytest.mark.parametrize("name", HAND_POSES)
def test_a_pose_keeps_bones_as_long_as_they_are_and_both_hands_mirror_each_other(name):
    hand = fingers(ANNA, "left")
    places, turns = hand.bent(hand_pose(name))
    np.testing.assert_allclose(np.linalg.norm(np.diff(places, axis=1), axis=2), np.linalg.norm(np.diff(hand.places, axis=1), axis=2))
    assert np.linalg.det(turns) == pytest.approx(1)
    np.testing.assert_allclose(tips(name, "left") * [1, -1, 1], tips(name, "right"), atol=3e-3)


def test_poses_are_what_they_are_called():
    flat, fist, point = tips("open"), tips("fist"), tips("point")
    assert (fist[1:, 2] > flat[1:, 2] + 0.06).all(), "fingertips come back towards the wrist"
    assert (fist[1:, 1] > fingers(ANNA, "right").places[1:, 0, 1] + 0.008).all(), "on the palm's side"
    assert point[1] == pytest.approx(flat[1]) and point[2] == pytest.approx(fist[2])
    assert fist[0, 0] < flat[0, 0] - 0.03, "the thumb is laid against them"
    assert np.linalg.norm(tips("pinch")[0] - tips("pinch")[1]) < np.linalg.norm(flat[0] - flat[1]) / 2
    assert tips("thumb_up")[0, 0] > 0.05 and (tips("thumb_up")[1:] == pytest.approx(fist[1:]))


def test_a_part_of_a_pose_is_between_open_and_that():
    np.testing.assert_allclose(hand_pose("fist", 0.5), np.array(HAND_POSES["fist"]) / 2)
    assert not hand_pose("fist", 0.0).any() and all(np.shape(bends) == (5, 3) for bends in HAND_POSES.values())


def cylinder(radius, tilt=0.0):
    """A bar across the palm, touching it."""
    middle, along = PALM + [0, radius, 0], np.array([np.cos(tilt), 0.0, np.sin(tilt)])
    return lambda p: np.linalg.norm((p - middle) - ((p - middle) @ along)[:, None] * along, axis=1) - radius


def ball(radius):
    return lambda p: np.linalg.norm(p - PALM - [0, radius, 0], axis=1) - radius


def slab(thick, deep):
    """A plate against the palm, whose edge is `deep` m beyond its middle."""
    low, high = PALM + [-0.2, 0, -deep], PALM + [0.2, thick, 0.1]

    def distance(p):
        out = np.maximum(low - p, p - high)
        return np.where((out < 0).all(axis=1), out.max(axis=1), np.linalg.norm(np.maximum(out, 0), axis=1))
    return distance


things = st.one_of(st.builds(cylinder, st.floats(0.015, 0.045), st.floats(-0.25, 0.25)), st.builds(ball, st.floats(0.03, 0.06)),
                   st.builds(slab, st.floats(0.01, 0.03), st.floats(0.01, 0.02)))


@settings(max_examples=12, deadline=None)
@given(things)
def test_a_hand_closes_until_thumb_and_fingers_touch_and_none_goes_in(thing):
    hand = fingers(ANNA, "right")
    bends = grasp(hand, thing)
    gaps = touching(hand, bends, thing)
    assert (bends >= 0).all() and (bends <= MOST + 1e-9).all()
    assert (gaps[1:] < CLOSE).sum() >= 2 and gaps[0] < CLOSE, gaps
    assert gaps.min() > -0.003


def test_a_hand_round_nothing_closes_to_a_fist_and_one_pressed_flat_stays_open():
    hand = fingers(ANNA, "right")
    np.testing.assert_allclose(grasp(hand, lambda p: np.ones(len(p))), MOST)
    assert not grasp(hand, lambda p: -np.ones(len(p))).any()


def test_a_childs_hand_is_smaller_and_holds_too():
    small, large = (fingers(figure, "right").places for figure in (CHILD, ANNA))
    assert 0.5 < np.linalg.norm(small[2, 0]) / np.linalg.norm(large[2, 0]) < 0.85
    palm = anatomy(CHILD, ("T-shirt",)).palm
    def bar(p):
        return np.linalg.norm((p - palm - [0, 0.02, 0])[:, 1:], axis=1) - 0.02
    hand, size = fingers(CHILD, "right"), 1.2 / 1.7
    assert (touching(hand, grasp(hand, bar, size), bar, size) < CLOSE).sum() >= 3
