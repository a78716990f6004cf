"""Balls that fill flesh: as thick as the skin, wherever it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from sim.people.girth import down, in_forearm, in_head, of_arm, of_trunk
from sim.people.person import Person
from sim.people.skeleton import number
from sim.people.skin import binding, skin

ANNA = Person(name="anna", height=1.6, build="broad")


def held(garment, bone):
    """A garment's points on a bone, in its frame."""
    made, (places, turns) = skin(garment, ANNA.height, ANNA.build), binding(ANNA.height)
    mine = made.vertices[made.bones[np.arange(len(made.bones)), made.weights.argmax(axis=1)] == number(bone)]
    return Rotation.from_quat(turns[number(bone)]).inv().apply(mine - places[number(bone)])


@pytest.mark.parametrize("garment, bone, girth", [
    ("top", "right_forearm", of_arm(ANNA, "right")), ("skin", "right_hand", of_arm(ANNA, "right")), ("top", "chest", of_trunk(ANNA)),
    ("trousers", "left_thigh", of_trunk(ANNA)), ("trousers", "right_shin", of_trunk(ANNA))])
def test_skin_is_no_farther_out_than_a_centimetre_and_balls_no_farther_than_skin(garment, bone, girth):
    places, turns = np.zeros((15, 3)), np.tile(np.eye(3), (15, 1, 1))
    mine, points = girth.bones == number(bone), held(garment, bone)
    gaps = np.linalg.norm(points[:, None] - girth.placed(places, turns)[mine], axis=-1) - girth.radii[mine]
    assert np.percentile(gaps.min(axis=1), 95) < 0.012, "at joints, skin is filled up"
    assert gaps.min() > -0.025


@given(st.tuples(*[st.floats(-3, 3)] * 3))
def test_a_hand_reaches_as_far_down_as_its_skin(angles):
    turn = Rotation.from_euler("xyz", angles).as_matrix()
    assert down(ANNA, "left", turn) == pytest.approx(-float((held("skin", "left_hand") @ turn.T)[:, 2].min()), abs=0.012)


def test_what_is_in_a_head_is():
    assert in_head(ANNA, np.array([(0.0, 0.0, 0.18)])) > 0.05 and in_head(ANNA, np.array([(0.3, 0.0, 0.1)])) < -0.1
    points = held("skin", "head")
    assert abs(np.median([in_head(ANNA, point[None]) for point in points[::50]])) < 0.006


def test_what_is_in_a_forearm_is():
    assert in_forearm(ANNA, np.array([(0.0, 0.0, -0.15)])) == pytest.approx(1.15 * 0.04, abs=0.01)
    assert in_forearm(ANNA, np.array([(0.1, 0.0, -0.1)])) < -0.04 and in_forearm(ANNA, np.array([(0.0, 0.0, -0.35)])) < -0.04
