"""Fingers: poses of the hand, and hands that close round things."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from render.skinning import blended
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import number
from sim.character.body.grasp import CLOSE, MOST, grasp, touching
from sim.character.body.hand_skin import hand_skin
from sim.character.body.hands import HAND_POSES, fingers, hand_pose
from sim.character.body.skin import rest_pose, skins
from sim.character.motion.grasping import GOOD, PRESSED, Thing, held
from sim.geometry.convex import Pose, pieces, pose
from sim.scene.figure import Figure
from sim.scene.shapes import Box, Cylinder, Sphere
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


def thing(shape, beyond, along=(1.0, 0.0, 0.0)):
    """A thing whose z is along a direction of the hand's frame, its middle so far beyond the palm, high above what it is on."""
    turn = Rotation.align_vectors([along], [[0.0, 0.0, 1.0]])[0].as_quat()
    middle = PALM + [0, beyond, 0]
    return Thing(pieces(shape), Pose(middle, turn), middle, -9.0)


def cylinder(radius, tilt):
    """A bar across the palm."""
    return thing(Cylinder(radius=radius, height=0.3), radius, (np.cos(tilt), 0.0, np.sin(tilt)))


def ball(radius):
    return thing(Sphere(radius=radius), radius)


def slab(thick, deep):
    """A plate against the palm, whose edge is `deep` m beyond its middle."""
    made = thing(Box(size=(0.4, thick, 0.1 + deep)), thick / 2, (0.0, 0.0, 1.0))
    return made._replace(at=Pose(made.middle + [0.0, 0.0, (0.1 - deep) / 2], made.at.rotation))


things = st.one_of(st.builds(cylinder, st.floats(0.015, 0.045), st.floats(-0.25, 0.25)), st.builds(ball, st.floats(0.03, 0.06)),
                   st.builds(slab, st.floats(0.01, 0.03), st.floats(0.01, 0.02)))


def closed(figure, what, hand):
    """(5,) m from the fingers of a right hand that closes there to a thing."""
    skin, away = hand_skin(figure, "right"), what.away(hand)
    bends = grasp(skin, away)
    assert (bends >= 0).all() and (bends <= MOST + 1e-9).all()
    return touching(skin, bends, away)


@settings(max_examples=12, deadline=None)
@given(things)
def test_a_hand_is_put_to_a_thing_and_closes_until_thumb_and_fingers_touch_and_none_goes_in(what):
    body = anatomy(ANNA, ("T-shirt",))
    found = held(hand_skin(ANNA, "right"), body.spheres.of("right_hand"), what, (np.zeros(3), np.eye(3)), "right")
    gaps = closed(ANNA, what, found.hand)
    assert (gaps[1:] < CLOSE).sum() >= 2 and gaps[0] < CLOSE, gaps
    assert gaps.min() > -PRESSED
    assert found.score >= GOOD


def test_a_hand_in_a_thing_holds_it_worse_than_one_that_does_not_touch():
    body, skin = anatomy(ANNA, ("T-shirt",)), hand_skin(ANNA, "right")
    far, on = ball(0.04), ball(0.04)
    low = on._replace(floor=float(on.middle[2]) + 0.3)
    scores = [held(skin, body.spheres.of("right_hand"), what, (np.zeros(3), np.eye(3)), "right").score for what in (far, low)]
    assert scores[0] >= GOOD > scores[1]


def test_a_hand_round_nothing_closes_to_a_fist_and_one_pressed_flat_stays_open():
    hand, here = hand_skin(ANNA, "right"), (np.zeros(3), np.eye(3))
    far, round_it = (Thing(pieces(Sphere(radius=radius)), pose(at), np.zeros(3), -9.0).away(here)
                     for radius, at in ((0.5, (0.0, 0.0, 2.0)), (2.0, (0.0, 0.0, 0.0))))
    np.testing.assert_allclose(grasp(hand, far), MOST)
    assert not grasp(hand, round_it).any()


@pytest.mark.parametrize("finger", range(5))
def test_the_skin_of_a_finger_that_bends_is_where_pictures_have_it(finger):
    hand, skin, bends = hand_skin(ANNA, "left"), skins(ANNA, "bald", ())["skin"], np.zeros((5, 3))
    bends[finger] = [80.0, 100.0, 65.0]
    rest, wrist, first = rest_pose(ANNA), number("left_hand"), number("left_thumb_1")
    places, turns = hand.bones.bent(bends)
    at, turned, world = np.array(rest.position), np.array(rest.rotation), Rotation.from_quat(rest.rotation[wrist])
    at[first:first + 15] = rest.position[wrist] + world.apply(places.reshape(-1, 3))
    turned[first:first + 15] = (world * Rotation.from_matrix(turns.reshape(-1, 3, 3))).as_quat()
    turn, shift = blended(Pose(at, turned).then(rest.inverse()), skin.bones, skin.weights)
    seen = world.inv().apply((turn @ skin.vertices[..., None])[..., 0] + shift - rest.position[wrist])
    own = np.isin(skin.bones[:, 0], first + 3 * finger + np.arange(3))
    posed = hand.posed(bends)[hand.owners // 3 == finger]
    assert len(posed) == own.sum()
    assert np.linalg.norm(seen[own][:, None] - posed, axis=-1).min(axis=1).max() < 1e-6


def test_a_childs_hand_is_smaller_and_holds_too():
    small, large = (fingers(figure, "right").places for figure in (CHILD, ANNA))
    assert 0.5 < np.linalg.norm(small[2, 0]) / np.linalg.norm(large[2, 0]) < 0.85
    body, bar = anatomy(CHILD, ("T-shirt",)), cylinder(0.02, 0.0)
    found = held(hand_skin(CHILD, "right"), body.spheres.of("right_hand"), bar, (PALM - body.palm, np.eye(3)), "right")
    assert (closed(CHILD, bar, found.hand) < CLOSE).sum() >= 3
