"""Arms, and what they hold, keep out of what stands still: on the way there, and on the way back."""

import re

import numpy as np
import pytest

from bench.skins import moving
from scenes import after, box, cup, drink, pick_up, table, walk_to
from sim.character.body.bones import RIG
from sim.character.effectors import Effectors
from sim.character.planning.prism_obstacles import prism_obstacles
from sim.character.posing import new_character
from sim.geometry.convex import Pose
from sim.geometry.tessellate import tessellate
from sim.math.conventions import matrix_from_quat, quat_rotate
from sim.scene.person import Person
from tests.sim.character.acting import act, bone, fastest, outcome, part

ANNA = new_character(Person(name="anna"), 24.0, prism_obstacles([]), Effectors(), 0)
CORNERS = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])


def block(size, at):
    """Columns of a box whose bottom is at a place."""
    return prism_obstacles([("block", CORNERS * size + np.array(at) + [0.0, 0.0, size[2] / 2])])


def deepest(acted, walls, girth):
    """m that flesh gets into something in any frame; negative if none does."""
    turns = matrix_from_quat(acted.bone_rotations.reshape(-1, 4)).reshape(-1, len(RIG), 3, 3)
    return max(walls.depth(girth.placed(places, turn), girth.radii) for places, turn in zip(acted.bone_positions, turns))


def in_skin(acted, walls, side):
    """m that skin of an arm and its hand, as it is seen, gets into something in any frame."""
    skin = moving(ANNA.person, Pose(acted.bone_positions, acted.bone_rotations))
    return max(walls.depth(points, np.zeros(len(points))) for _, name, points in skin
               if name.startswith(side) and not name.endswith(("thigh", "shin", "foot", "eye")))


def fetched(top, size=(0.8, 0.6), shelf=False):
    """Someone who walks to a cup on a block so high, or on a board at that height, and drinks."""
    stands = box("block", (*size, top), on=(1.2, 0, 0), fixed=True) if not shelf else \
        table("block", (*size, top), on=(1.2, 0, 0), fixed=True)
    return act(walk_to("anna", "cup", name="go"), pick_up("anna", "cup", when=after("go"), name="take"),
               drink("anna", "cup", when=after("take"), name="drink"), seconds=10.0,
               props=(stands, cup("cup", 0.04, 0.1, on=(1.05, 0.0, top), handle=False)))


def test_who_would_have_an_arm_in_a_thing_to_reach_over_its_edge_says_so():
    status, reason = outcome(fetched(1.6))["take"]
    assert status == "failed" and re.fullmatch(r"to reach cup, anna's arm would be 0\.0[4-9] m inside block at 1\.\d s", reason), reason


@pytest.mark.parametrize("top", [0.05, 0.3, 0.75, 1.1, 1.35, 1.5])
@pytest.mark.parametrize("side", ["right", "left"])
def test_arms_keep_out_of_what_a_cup_is_taken_from(top, side):
    acted = fetched(top)
    assert {status for status, _ in outcome(acted).values()} == {"done"}
    assert in_skin(acted, block((0.8, 0.6, top), (1.2, 0, 0)), side) < 0
    assert fastest(acted) < 25


@pytest.mark.parametrize("top", [0.4, 0.9])
def test_knees_and_what_is_held_keep_out_of_a_table(top):
    acted, board = fetched(top, shelf=True), block((0.8, 0.6, 0.04), (1.2, 0, top - 0.04))
    assert deepest(acted, board, ANNA.trunk) < 0.008
    held = acted.grips[0]
    corners = tessellate(acted_cup()).vertices
    rotations = acted.rotations[:, acted.part_ids("cup")[0] - 1]
    for n in range(held.start, acted.frames):
        points = part(acted, "cup")[n] + quat_rotate(rotations[n], corners)
        assert board.depth(points, np.zeros(len(points))) < 0.004, n


def acted_cup():
    """The shape of the cup that is fetched."""
    return cup("cup", 0.04, 0.1, on=(0, 0, 0), handle=False).thing.parts[0].shape


def test_an_idle_hand_rests_on_a_knee_in_a_crouch_and_hangs_after():
    acted = fetched(0.3)
    pelvis, hand, knee = (bone(acted, name) for name in ("pelvis", "left_hand", "left_shin"))
    low = int(pelvis[:, 2].argmin())
    assert pelvis[low, 2] < pelvis[0, 2] - 0.15
    assert np.linalg.norm(hand[low] - knee[low]) < 0.2 and hand[low, 2] > knee[low, 2]
    assert (hand[-1] - bone(acted, "left_upper_arm")[-1])[2] < -0.4, "hangs"
