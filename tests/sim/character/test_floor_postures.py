"""Crouching, kneeling, sitting and lying on the floor and getting up: each done, and each reason against it."""

import re

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from render import passes
from render.config import RenderConfig
from render.still import still_of
from scenes import (
    after,
    bow,
    box,
    chair,
    crouch,
    get_up,
    kneel,
    lie,
    make_shot,
    person,
    plane,
    play,
    reach,
    sit,
    stand,
    turn_to,
    until,
    walk_to,
)
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import BONES, number
from sim.execution.engine import simulate
from sim.scene.wardrobe import EVERYDAY
from sim.scene.when import CUT
from tests.sim.character.acting import CAMERA, act, bone, end, facing, fastest, outcome

FAR = [box("b", (0.1, 0.1, 0.1), on=(0, 4, 0))]
DOWN = {"crouch": crouch("anna", name="it"), "kneel": kneel("anna", name="it"), "sit": sit("anna", "floor", name="it"),
        "lie": lie("anna", name="it")}
PEOPLE = {"woman": {"gender": "female"}, "broad": {"gender": "male", "build": "broad", "height": 1.9},
          "child": {"age": 8.0}}


def alone(*actions, seconds=7.0, props=(), **how):
    """Someone called anna on a floor: the shot and what became of it."""
    things = [plane("floor"), *props, person("anna", **how)]
    shot = make_shot("test", things, actions=actions, camera=CAMERA, seconds=seconds)
    return shot, simulate(shot.scene)


def sole(shot, trajectory, side, tips=("toe", "heel")):
    """(T, N, 3) m, the tip and the heel of a foot's sole, or others of its places."""
    body = anatomy(shot.scene.people[0].figure, EVERYDAY)
    turn = Rotation.from_quat(trajectory.bone_rotations[:, number(f"{side}_foot")])
    at = bone(trajectory, f"{side}_foot")
    return np.stack([at + turn.apply(np.array(getattr(body, tip))) for tip in tips], axis=1)


def slide(points):
    """m that points (T, N, 3) go on the floor at most while they are down."""
    far = 0.0
    for each in np.moveaxis(points, 1, 0):
        down = each[:, 2] < 0.012
        for first in np.flatnonzero(down & ~np.roll(down, 1) | (down & (np.arange(len(down)) == 0))):
            last = first + int(np.argmin(np.append(down[first:], False)))
            far = max(far, float(np.linalg.norm((each[first:last] - each[first])[:, :2], axis=1).max()))
    return far


def skin(shot, trajectory, frame):
    """By bone, the height of its lowest skin or cloth in a frame, m."""
    geometry = passes.render(shot.scene, trajectory, shot.view, RenderConfig(width=16, height=16)).geometry
    points = geometry.pose(trajectory, frame, still_of(geometry, trajectory)).vertices[-len(geometry.bones):, 2]
    holds = geometry.bones[np.arange(len(points)), geometry.weights.argmax(axis=1)]
    return {name: points[holds == place].min() for place, name in enumerate(BONES) if (holds == place).any()}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("how", DOWN)
def test_who_gets_down_is_on_the_floor_and_not_in_it(how, who):
    shot, acted = alone(DOWN[how], **PEOPLE[who])
    found, size = skin(shot, acted, acted.frames - 1), shot.scene.people[0].height / 1.7
    assert outcome(acted)["it"] == ("done", "") and fastest(acted) < 15
    assert min(found.values()) > -0.012, found
    on = {"crouch": ("left_foot", "right_foot"), "kneel": ("left_foot", "right_shin", "right_foot"),
          "sit": ("pelvis", "left_foot", "right_foot"),
          "lie": ("pelvis", "chest", "head", "left_foot", "right_foot")}[how]
    assert all(found[name] < 0.02 for name in on), {name: found[name] for name in on}
    high = bone(acted, "head")[-1, 2] / size
    low, most = {"crouch": (0.75, 1.05), "kneel": (0.9, 1.2), "sit": (0.5, 0.75), "lie": (0.0, 0.2)}[how]
    assert low < high < most
    for side in ("left", "right"):
        ends = sole(shot, acted, side)
        assert slide(ends) < 0.01 and ends[..., 2].min() > -0.01


def test_who_kneels_has_one_thigh_level_and_the_other_shin_along_the_floor_with_the_toes_tucked():
    _, acted = alone(DOWN["kneel"])

    def steep(name, to):
        way = bone(acted, to)[-1] - bone(acted, name)[-1]
        return np.degrees(np.arcsin(way[2] / np.linalg.norm(way)))
    assert abs(steep("right_shin", "right_foot")) < 20 and steep("right_thigh", "right_shin") < -75
    assert abs(steep("left_thigh", "left_shin")) < 25 and steep("left_shin", "left_foot") < -55
    down = Rotation.from_quat(acted.bone_rotations[-1, number("right_foot")]).apply([1.0, 0, 0])
    assert down[2] < -0.95, "the toes are on the floor"


def test_who_lies_looks_up_with_straight_legs():
    _, acted = alone(DOWN["lie"])
    for name in ("pelvis", "chest", "head"):
        assert Rotation.from_quat(acted.bone_rotations[-1, number(name)]).apply([1.0, 0, 0])[2] > 0.95
    hip, ankle = bone(acted, "left_thigh")[-1], bone(acted, "left_foot")[-1]
    assert abs(hip[2] - ankle[2]) < 0.1 and ankle[0] - hip[0] > 0.8 and bone(acted, "head")[-1, 0] < -0.9


@pytest.mark.parametrize("how", DOWN)
def test_who_gets_up_stands_where_they_stood(how):
    shot, acted = alone(DOWN[how], get_up("anna", when=after("it"), name="up"), seconds=14, turn=50, on=(0.5, -0.3, 0))
    assert outcome(acted)["up"] == ("done", "") and fastest(acted) < 15
    for name in BONES:
        assert bone(acted, name)[-1] == pytest.approx(bone(acted, name)[0], abs=1e-3), name
    assert max(slide(sole(shot, acted, side)) for side in ("left", "right")) < 0.01


@pytest.mark.parametrize("how", ["crouch", "kneel", "lie"])
def test_who_is_to_walk_gets_up_first(how):
    shot, acted = alone(DOWN[how], walk_to("anna", (1.0, 1.0), when=after("it"), name="go"), seconds=18)
    assert outcome(acted)["go"] == ("done", "") and fastest(acted) < 15
    pelvis = bone(acted, "pelvis")
    assert pelvis[-1] == pytest.approx((1.0, 1.0, pelvis[0, 2]), abs=0.02)
    assert pelvis[np.linalg.norm(pelvis[:, :2], axis=1) > 0.65, 2].min() > 0.85, "nobody walks on their knees"
    assert max(slide(sole(shot, acted, side, ("ball",))) for side in ("left", "right")) < 0.02


def test_who_is_to_turn_stand_or_jump_gets_up_first():
    _, acted = alone(DOWN["kneel"], turn_to("anna", (0, 9.0, 0), when=after("it"), name="turn"), seconds=6)
    assert outcome(acted)["turn"] == ("done", "") and facing(acted)[-1] == pytest.approx(90, abs=1)
    _, acted = alone(DOWN["crouch"], stand("anna", when=after("it"), name="up"), seconds=4)
    assert outcome(acted)["up"] == ("done", "") and bone(acted, "pelvis")[-1, 2] == pytest.approx(
        bone(acted, "pelvis")[0, 2], abs=1e-3)
    _, acted = alone(DOWN["kneel"], play("anna", "jump", when=after("it"), name="jump"), seconds=8)
    assert outcome(acted)["jump"] == ("done", "") and bone(acted, "pelvis")[-1, 2] == pytest.approx(
        bone(acted, "pelvis")[0, 2], abs=0.01)


def test_one_posture_follows_another():
    _, acted = alone(DOWN["kneel"], lie("anna", when=after("it"), name="lie"),
                     crouch("anna", when=after("lie"), name="low"), seconds=20)
    assert {status for status, _ in outcome(acted).values()} == {"done"} and fastest(acted) < 15
    assert bone(acted, "head")[end(acted, "lie"), 2] < 0.2 and bone(acted, "head")[-1, 2] > 0.7


def test_who_sits_on_the_floor_lies_down_from_there():
    _, acted = alone(DOWN["sit"], lie("anna", when=after("it"), name="lie"),
                     get_up("anna", when=after("lie"), name="up"), seconds=14)
    head, sat, lain = bone(acted, "head")[:, 2], end(acted, "it"), end(acted, "lie")
    assert {status for status, _ in outcome(acted).values()} == {"done"} and fastest(acted) < 15
    assert head[sat:lain].max() < head[sat] + 0.02 and head[lain] < 0.2 and head[-1] == pytest.approx(head[0], abs=1e-3)


def test_who_sits_on_a_chair_gets_up():
    acted = act(sit("anna", "chair", name="it"), get_up("anna", when=after("it"), name="up"), seconds=8,
                props=[chair("chair", on=(0.9, 0.0, 0.0), turn=(0, 0, 180))])
    assert outcome(acted)["up"] == ("done", "")
    assert bone(acted, "pelvis")[-1, 2] == pytest.approx(bone(acted, "pelvis")[0, 2], abs=1e-3)


def test_who_kneels_leans_to_reach_over_legs_that_stay():
    _, acted = alone(DOWN["kneel"], reach("anna", (0.45, -0.1, 0.55), when=after("it"), name="reach"), seconds=6)
    down = end(acted, "it") + 2
    assert outcome(acted)["reach"] == ("done", "") and fastest(acted) < 15
    nearest = np.linalg.norm(bone(acted, "right_middle_1")[down:] - (0.45, -0.1, 0.55), axis=1).min()
    assert nearest < 0.08, nearest
    for name in ("left_foot", "right_foot", "right_shin"):
        assert np.ptp(bone(acted, name)[down:], axis=0).max() < 0.02


@pytest.mark.parametrize("how, time", [("kneel", 1.0), ("crouch", 0.5), ("lie", 3.4)])
def test_who_is_stopped_on_the_way_down_gets_up_again(how, time):
    _, acted = alone(until(time, DOWN[how]), seconds=time * 2 + 2)
    pelvis = bone(acted, "pelvis")
    assert outcome(acted)["it"] == ("done", CUT) and pelvis[round(time * 24), 2] < pelvis[0, 2] - 0.1
    assert pelvis[-1] == pytest.approx(pelvis[0], abs=1e-3) and fastest(acted) < 15


@pytest.mark.parametrize("actions, props, said", [
    ([kneel("anna"), kneel("anna", when=3.0, name="it")], [], r"anna is kneeling already at 3\.0 s"),
    ([lie("anna"), lie("anna", when=7.0, name="it")], [], r"anna is lying already at 7\.0 s"),
    ([get_up("anna", when=0.5, name="it")], [], r"anna is standing at 0\.5 s"),
    ([crouch("anna"), bow("anna", when=2.0, name="it")], [],
     r"anna is crouching at 2\.0 s and bows standing; let them stand first"),
    ([kneel("anna", name="it")], [box("wall", (0.1, 2, 1), on=(-0.5, 0, 0), fixed=True)],
     r"wall is in the way at 0\.0 s: kneeling, anna would be 0\.\d\d m inside it"),
    ([lie("anna", name="it")], [box("wall", (0.1, 2, 1), on=(-1.0, 0, 0), fixed=True)],
     r"wall is in the way at 0\.0 s: lying, anna would be 0\.\d\d m inside it"),
    ([sit("anna", "rug", name="it")], [box("rug", (1, 1, 0.02), on=(2.5, 0, 0), fixed=True)],
     r"rug's seat is 0\.02 m high; anna sits on 0\.28 to 0\.70 m")])
def test_what_cannot_be_done_says_why(actions, props, said):
    _, acted = alone(*actions, props=props, seconds=8)
    status, reason = outcome(acted)["it"]
    assert status == "failed" and re.fullmatch(said, reason), reason


def test_a_low_box_is_a_floor_to_who_stands_on_it():
    _, acted = alone(sit("anna", "stage", name="it"), props=[box("stage", (4, 4, 0.2), on=(0, 0, 0), fixed=True)],
                     on=(0, 0, 0.2))
    assert outcome(acted)["it"] == ("done", "") and 0.2 + 0.05 < bone(acted, "pelvis")[-1, 2] < 0.2 + 0.2
    assert fastest(acted) < 15
