"""The measures of a body's faults: each finds what was put in, and nothing where there is nothing."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from bench.faults import fastest, faults, slide
from scenes import box, camera, cup, make_shot, person, plane
from scenes.props import Prop
from sim.character.body.bones import BONES, number
from sim.execution.engine import simulate
from sim.trajectory import Grip

CUP = cup("cup", 0.04, 0.1, on=(-2.0, 0, 0), handle=False)


def acted(*props: Prop, cup_at=None, moved=(0.0, 0.0, 0.0)):
    """Someone who stands at the origin for three frames, put elsewhere by so much, m; the cup in hand at a place."""
    scene = make_shot("test", [plane("floor"), *props, CUP, person("anna")], seconds=0.125,
                      camera=camera.static((0, -4, 1), (0, 0, 1))).scene
    trajectory = simulate(scene)
    positions = trajectory.positions.copy()
    grips = ()
    if cup_at is not None:
        positions[:, trajectory.part_ids("cup")[0] - 1] = cup_at
        grips = (Grip(thing="cup", holder="anna", hand="right", start=0),)
    return faults(scene, replace(trajectory, bone_positions=trajectory.bone_positions + moved, positions=positions, grips=grips))


def test_someone_who_stands_in_the_open_has_none():
    found = acted(box("box", (0.5, 0.5, 0.5), on=(1.0, 0, 0), fixed=True), cup_at=(0.5, -0.5, 1.2))
    assert found.finite and found.walker.metres == found.held.metres == found.body.metres == found.slide == found.joint[0] == 0
    assert found.soles.metres < 0.01


def test_a_body_in_a_box_is_found_as_deep_as_it_is():
    block = box("box", (0.6, 0.9, 0.8), on=(1.1, 0, -0.3), fixed=True)  # down into the ground, so that its front is the nearest side
    near, nearer = (acted(block, moved=(x, 0, 0)).walker for x in (0.65, 0.7))
    assert nearer.where == "box" and nearer.what.endswith("foot") and nearer.metres - near.metres == pytest.approx(0.05, abs=1e-6)


def test_soles_below_the_ground_are_found():
    assert acted(moved=(0, 0, -0.02)).soles.metres - acted().soles.metres == pytest.approx(0.02, abs=1e-6)
    assert acted(moved=(0, 0, 0.1)).soles.metres == 0


def test_a_held_cup_in_a_box_and_in_a_chest_is_found():
    stand = box("stand", (0.4, 0.4, 0.8), on=(2.0, 0, 0), fixed=True)
    assert acted(stand, cup_at=(2.0, 0, 0.85 - 0.015)).held.metres == pytest.approx(0.015, abs=1e-5)
    assert acted(stand, cup_at=(2.0, 0, 0.85)).held.metres == pytest.approx(0, abs=1e-5)
    inside = acted(cup_at=(0.0, 0, 1.3)).body
    assert inside.metres > 0.05 and inside.where == "chest"


def test_a_number_that_is_none_is_found():
    assert not acted(cup_at=(np.nan, 0, 0)).finite


@pytest.mark.parametrize("slid", [0.0, 0.03])
def test_a_slide_is_what_a_foot_moves_while_it_is_down(slid):
    rows = [(0, 0, 0)] * 5 + [(0.2, 0, 0.1), (0.5, 0, 0.1)] + [(0.7 + slid * u, 0, 0.001) for u in np.linspace(0, 1, 5)] + [(0.9, 0, 0.2)]
    assert slide(np.array(rows, float)) == pytest.approx(slid)
    assert slide(np.array(rows, float) + [0, 0, 0.3], 0.3) == pytest.approx(slid), "on higher ground"
    assert slide(np.array(rows, float) + [0, 0, 0.3]) == pytest.approx(slid), "floating feet are not let off"


def test_the_fastest_joint_is_the_one_that_turns():
    rotations = np.tile([0.0, 0, 0, 1], (10, len(BONES), 1))
    arm = [number(f"left_{bone}") for bone in ("upper_arm", "forearm", "hand")]
    rotations[:, arm] = Rotation.from_rotvec(np.outer(np.arange(10) / 24 * 2.0, [0, 1.0, 0])).as_quat()[:, None]
    assert fastest(rotations, 24.0) == (pytest.approx(2.0), "left_upper_arm")
