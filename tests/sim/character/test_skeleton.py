"""The model's rest pose in terms of the bones that act."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.spatial.transform import Rotation

from render.skinning import blended
from sim.character.body.anatomy import anatomy
from sim.character.body.body import dressed
from sim.character.body.bones import BONES, PARENTS, RIG, number
from sim.character.body.data import body_data
from sim.character.body.physique import physique
from sim.character.body.skeleton import skeleton, skin_weights
from sim.geometry.convex import Pose
from sim.scene.figure import Figure
from tests.sim.character.test_body import ANNA, figures

CLOTHES = ("T-shirt", "trousers", "shoes")


def placed(offsets, turns):
    """(B, 3) joints of bones with world rotations (B, 3, 3)."""
    out = [offsets[0]]
    for bone in range(1, len(BONES)):
        out.append(out[PARENTS[bone]] + turns[PARENTS[bone]] @ offsets[bone])
    return np.array(out)


def posed(made, bones, turns):
    """(V, 3) a piece's vertices with bones in a pose."""
    numbers, weights = skin_weights(made, bones)
    world = Pose(placed(bones.offsets, turns), Rotation.from_matrix(turns).as_quat())
    rest = Pose(bones.places, Rotation.from_matrix(bones.turns).as_quat())
    moved = world.then(Pose(rest.position[:len(BONES)], rest.rotation[:len(BONES)]).inverse())
    follow = [*range(len(BONES)), *(number("head" if name.endswith("eye") else f"{name.split('_')[0]}_hand") for name in RIG[len(BONES):])]
    turn, shift = blended(Pose(moved.position[follow], moved.rotation[follow]), numbers, weights)
    return (turn @ made.vertices[..., None])[..., 0] + shift


@settings(max_examples=15, deadline=None)
@given(figures)
def test_bones_turned_as_at_rest_are_where_the_models_joints_are_and_both_sides_are_alike(figure):
    bones = skeleton(figure)
    joints = placed(bones.offsets, bones.turns)
    np.testing.assert_allclose(joints - joints[0], bones.places[:len(BONES)] - bones.places[0], atol=1e-9)
    assert np.linalg.det(bones.turns) == pytest.approx(1) and bones.turns.shape == (len(RIG), 3, 3)
    for bone, name in enumerate(BONES):
        if name.startswith("left"):
            other = number(name.replace("left", "right"))
            np.testing.assert_allclose(bones.offsets[bone] * [1, -1, 1], bones.offsets[other], atol=4e-3)


def test_a_pose_as_at_rest_moves_nothing():
    bones = skeleton(ANNA)
    for name, made in dressed(ANNA, ("shirt", "trousers", "shoes")).items():
        there = posed(made, bones, bones.turns[:len(BONES)]) + bones.places[0] - bones.offsets[0]
        np.testing.assert_allclose(there, made.vertices, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("figure", [ANNA, Figure(age=6, gender=0.0, height=1.15), Figure(age=60, gender=0.0, height=1.95, weight=0.9)])
def test_who_stands_straight_stands_on_their_soles_is_as_tall_as_said_and_has_hanging_arms(figure):
    bones, parts = skeleton(figure), dressed(figure, CLOTHES)
    straight, up = np.tile(np.eye(3), (len(BONES), 1, 1)), [0.0, 0.0, anatomy(figure, CLOTHES).offsets[0, 2]]
    shoes, skin = (posed(parts[name], bones, straight) + up for name in ("shoes", "skin"))
    assert shoes[:, 2].min() == pytest.approx(0, abs=0.006)
    assert skin[:, 2].max() == pytest.approx(figure.height, abs=0.03 * figure.height)
    main = skin_weights(parts["skin"], bones)[0][:, 0]
    for side, sign in (("left", 1), ("right", -1)):
        hand = skin[main == number(f"{side}_middle_1")].mean(axis=0)
        assert sign * hand[1] > 0.12 * figure.height / 1.7 and 0.36 < hand[2] / figure.height < 0.5 and abs(hand[0]) < 0.1


def test_a_hand_has_its_fingers_down_its_thumb_ahead_and_its_palm_inwards():
    bones, names = skeleton(ANNA), list(body_data().bones)
    for side, inwards in (("left", -1), ("right", 1)):
        hand = number(f"{side}_hand")
        def inside(joint, side=side, hand=hand):
            place = physique(ANNA).joints[names.index(f"{joint}.{side[0].upper()}")]
            return bones.turns[hand].T @ (place - bones.places[hand])
        assert inside("finger3-3")[2] < -0.08 and inside("finger1-2")[0] > 0.02 and inside("finger2-1")[0] > inside("finger5-1")[0]
        assert inwards * (inside("finger3-3") - inside("finger3-1"))[1] > 0, "fingers curl towards the palm"


def test_bending_a_knee_brings_the_heel_back_and_an_elbow_the_hand_ahead():
    bones, parts = skeleton(ANNA), dressed(ANNA, ("shirt", "trousers", "shoes"))
    turns = np.tile(np.eye(3), (len(BONES), 1, 1))
    for bone, angle in (("left_shin", 80), ("left_foot", 80), ("right_forearm", -80), ("right_hand", -80)):
        turns[number(bone)] = Rotation.from_euler("y", angle, degrees=True).as_matrix()
    shoes, skin = (posed(parts[name], bones, turns) for name in ("shoes", "skin"))
    left = shoes[shoes[:, 1] > 0]
    numbers, _ = skin_weights(parts["skin"], bones)
    hand = skin[numbers[:, 0] == number("right_middle_1")]
    assert left[:, 0].max() < -0.2 and hand[:, 0].min() > 0.15
