"""The story of tea: who has the cup when, what happened to it and why, and that correspondences hold on someone who walks."""

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from render.sight import sight
from scenes.shots import SHOTS
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import RIG, number
from sim.math.conventions import quat_rotate
from sim.scene.person import Person
from sim.scene.wardrobe import EVERYDAY
from sim.story.story import Story
from sim.story.why import chain_text, why
from sim.trajectory import Trajectory
from tests.acted import acted

BALL = anatomy(Person(name="anna").figure, EVERYDAY).ball


@pytest.fixture(scope="module")
def story():
    return Story(scene=SHOTS["tea"]().scene, trajectory=acted("tea"))


def test_the_cup_is_on_the_table_then_in_her_hand(story):
    ledger = story.ledger
    taken = ledger.first("anna", "holds", "cup")
    assert ledger.at(1.0).cup.held_by == () and ledger.at(1.0).cup.resting_on == ("table",)
    assert 5 < taken < 6.5 and ledger.at(9.0).cup.held_by == ("anna",) and ledger.at(9.0).anna.holds == ("cup",)
    assert ledger.last("cup", "rests on", "table") == pytest.approx(taken, abs=0.3)


def test_the_cup_moved_because_she_took_it(story):
    assert [line.split(" at ")[0] for line in chain_text(why(story, "cup")).splitlines()] == [
        "cup started to move", "<- cup was taken by anna", "<- anna walked"]


def test_her_feet_do_not_slide():
    trajectory = acted("tea")
    for side in ("left", "right"):
        foot = number(f"{side}_foot")
        ball = trajectory.bone_positions[:, foot] + quat_rotate(trajectory.bone_rotations[:, foot], BALL)
        down = ball[:, 2] < 0.004
        runs = np.split(np.arange(len(ball)), np.flatnonzero(np.diff(down)) + 1)
        slides = [np.linalg.norm(ball[run, :2] - ball[run[0], :2], axis=1).max() for run in runs if down[run[0]]]
        assert len(slides) > 3 and max(slides) < 0.02


def test_a_trajectory_with_people_is_kept_whole(tmp_path):
    first = acted("tea")
    first.save(tmp_path / "a.npz")
    second = Trajectory.load(tmp_path / "a.npz")
    assert second.grips == first.grips and first.grips[0].holder == "anna" and first.bone_positions.shape == (264, len(RIG), 3)
    np.testing.assert_array_equal(second.bone_rotations, first.bone_rotations)


def test_she_is_seen_alone_as_she_is_in_the_picture():
    shot = SHOTS["tea"]()
    seen = sight(render(shot.scene, acted("tea"), shot.view, RenderConfig(width=96, height=54, rasteriser="rays")), smaller=1)
    who = seen.names.index("anna")
    assert (seen.values["pixels"][:, who] > 50).all() and (seen.values["visible"][:, who] > 0.6).all()
    assert (seen.values["visible"][:40, who] > 0.98).all(), "nothing stands before her where she starts"
