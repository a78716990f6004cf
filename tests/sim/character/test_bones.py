"""Bones and joints: lengths as in the humanoid's file, limbs that bend one way, clips that walk."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from sim.character.body.anatomy import anatomy
from sim.character.body.bones import BONES, RIG, number, placed, posed
from sim.character.body.skin import rest_pose, skins
from sim.character.motion.clips import clip, clip_names
from sim.errors import DeclarationError
from sim.math.two_bone_ik import bent
from sim.scene.person import Person
from sim.scene.wardrobe import EVERYDAY

UPRIGHT = np.tile([0.0, 0.0, 0.0, 1.0], (len(BONES), 1))
ANNA = Person(name="anna", height=1.8)
BODY = anatomy(ANNA.figure, EVERYDAY)


def test_a_person_stands_on_the_floor_and_is_as_tall_as_said():
    places, _ = posed(BODY.offsets, BODY.offsets[0], UPRIGHT)
    assert places[number("left_foot"), 2] + BODY.ball[2] == pytest.approx(0, abs=0.004)
    assert places[number("head"), 2] + BODY.crown[2] == pytest.approx(1.8, abs=0.05), "in shoes"
    assert places[number("left_hand"), 1] == pytest.approx(-places[number("right_hand"), 1], abs=1e-3)
    assert places[number("left_hand"), 1] > 0, "left is +y"


def test_a_knee_bends_back_in_clips_and_both_legs_are_alike():
    walk = clip("walk")
    _, turns = walk.at(0.3)
    knee = Rotation.from_quat(turns[number("left_shin")]).as_rotvec()
    assert knee[1] > 0.1 and abs(knee[[0, 2]]).max() < 1e-9, "about +y, which is to the left, a hanging shin swings back"


def test_the_walking_clip_walks():
    walk = clip("walk")
    feet = []
    for time in np.linspace(0, walk.seconds, 25):
        root, turns = walk.at(time)
        places, _ = posed(BODY.offsets, root * BODY.offsets[0, 2], turns)
        feet.append(places[[number("left_foot"), number("right_foot")]])
    feet = np.array(feet)
    assert feet[..., 2].min() > 0.04 and feet[..., 2].max() < 0.35, "ankles stay over the floor"
    assert (np.ptp(feet[..., 0], axis=0) > 0.9).all(), "both feet get on"
    assert walk.at(walk.seconds * 2)[0][0] == pytest.approx(2 * walk.root[-1, 0]), "a loop goes on"


def test_every_clip_is_read_and_an_unknown_one_is_refused():
    assert len(clip_names()) == 15
    for name in clip_names():
        np.testing.assert_allclose(np.linalg.norm(clip(name).turns, axis=-1), 1)
    with pytest.raises(DeclarationError, match="anna: .*'wlak'.*walk"):
        clip("wlak", "anna")


@given(st.tuples(*[st.floats(-0.5, 0.5)] * 3), st.tuples(*[st.floats(-1, 1)] * 3), st.booleans())
def test_a_limb_reaches_what_is_within_reach_and_points_at_the_rest(end, pole, knee):
    upper, lower = (turn @ [0, 0, -1] for turn in bent(np.zeros(3), np.array(end), (0.3, 0.25), np.array(pole) + [0, 0, 2.0], knee))
    got, far = 0.3 * upper + 0.25 * lower, np.linalg.norm(end)
    if 0.06 < far < 0.54:
        np.testing.assert_allclose(got, end, atol=1e-6)
    elif far >= 0.55:
        np.testing.assert_allclose(got / np.linalg.norm(got), np.array(end) / far, atol=1e-4)


def test_one_limb_is_bent_as_one_of_many_is():
    ends = np.array([(0.1, 0.2, -0.3), (0.0, 0.9, 0.1), (0.02, 0.0, 0.0)])
    poles = np.array([(1.0, 0.2, 0.0), (0.0, 0.1, 1.0), (0.0, 1.0, 0.5)])
    for knee in (False, True):
        many = np.stack(bent(np.zeros((3, 3)), ends, (0.3, 0.25), poles, knee), axis=1)
        one = [bent(np.zeros(3), end, (0.3, 0.25), pole, knee) for end, pole in zip(ends, poles)]
        np.testing.assert_allclose(many, one, atol=1e-15)


@pytest.mark.parametrize("knee, pole", [(True, [1.0, 0, 0]), (False, [-1.0, 0, 0])])
def test_the_hinge_lies_towards_its_pole_and_turns_about_the_bones_own_y(knee, pole):
    upper, lower = bent(np.zeros(3), np.array([0, 0, -0.4]), (0.3, 0.25), np.array(pole), knee)
    assert (upper @ [0, 0, -0.3]) @ pole > 0.05
    hinge = Rotation.from_matrix(upper.T @ lower).as_rotvec()
    assert abs(hinge[[0, 2]]).max() < 1e-9 and (hinge[1] > 0) == knee


def test_places_from_world_turns_are_those_from_turns_of_joints():
    local = Rotation.random(len(BONES), random_state=1).as_quat()
    places, turns = posed(BODY.offsets, [1, 2, 3], local)
    np.testing.assert_allclose(placed(BODY.offsets, np.array([1.0, 2, 3]), Rotation.from_quat(turns).as_matrix()), places, atol=1e-12)


@pytest.mark.parametrize("piece", ANNA.pieces)
def test_skin_faces_outwards_and_is_held_by_bones_near_it(piece):
    made = skins(ANNA.figure, ANNA.hair, ANNA.clothes)[piece]
    a, b, c = np.moveaxis(made.vertices[made.faces], 1, 0)
    flat = np.cross(b - a, c - a)
    assert (np.einsum("fi,fci->fc", flat, made.normals).min(axis=1) > 0).mean() > (0.7 if piece == "teeth" else 0.9)
    np.testing.assert_allclose(made.weights.sum(axis=1), 1)
    places = rest_pose(ANNA.figure).position
    assert places.shape == (len(RIG), 3)
    assert np.linalg.norm(made.vertices - places[made.bones[:, 0]], axis=1).max() < 0.5
