"""Gestures of head and hands: each done, and each reason for which it cannot be."""

import re

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from scenes import (
    after,
    ball,
    bow,
    box,
    chair,
    clap,
    cup,
    express,
    look_at,
    nod,
    pick_up,
    point_at,
    pose_hand,
    shake_head,
    shrug,
    sit,
    table,
    until,
    walk_to,
)
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import number
from sim.character.body.face import UNITS
from sim.errors import DeclarationError
from sim.scene.person import Person
from sim.scene.wardrobe import EVERYDAY
from sim.scene.when import CUT
from tests.sim.character.acting import act, bone, end, fastest, outcome, part

ALONE = [ball("b", 0.1, on=(0, 6, 0))]
PALM = np.array(anatomy(Person(name="anna").figure, EVERYDAY).palm)
TWO_CUPS = (table("table", (0.8, 0.8, 0.72), on=(0.75, 0, 0), fixed=True),
            *(cup(name, 0.03, 0.1, on=(0.45, y, 0.72), handle=False) for name, y in (("a", 0.2), ("b", -0.2))))


def turned(trajectory, name="head"):
    """(T, 2) degrees of a bone to the left and down."""
    return Rotation.from_quat(trajectory.bone_rotations[:, number(name)]).as_euler("ZYX", degrees=True)[:, :2]


def gaze_off(trajectory, aim):
    """(T,) degrees between where the right eye looks and a place."""
    way = aim - bone(trajectory, "right_eye")
    ahead = Rotation.from_quat(trajectory.bone_rotations[:, number("right_eye")]).apply([1.0, 0, 0])
    return np.degrees(np.arccos(np.clip((way * ahead).sum(axis=1) / np.linalg.norm(way, axis=1), -1, 1)))


def palm(trajectory, side, who=0):
    """(T, 3) where a palm touches, m, and (T, 3) what it looks along."""
    sign = -1.0 if side == "right" else 1.0
    turn = Rotation.from_quat(trajectory.bone_rotations[:, who * trajectory.bone_rotations.shape[1] // 2 + number(f"{side}_hand")])
    return bone(trajectory, f"{side}_hand", who) + turn.apply(PALM * [1, -sign, 1]), turn.apply([0, -sign, 0])


def peaks(values, least):
    """How often values come to a peak above a least one."""
    inner = values[1:-1]
    return int(((inner > values[:-2]) & (inner >= values[2:]) & (inner > least)).sum())


@pytest.mark.parametrize("times", [1, 3])
def test_who_nods_lowers_the_head_so_often_with_eyes_on_what_they_look_at(times):
    aim = (3.0, 0.2, 1.5)
    acted = act(look_at("anna", aim), nod("anna", times, when=0.5, name="nod"), props=ALONE)
    down = turned(acted)[:, 1]
    assert outcome(acted)["nod"] == ("done", "") and peaks(down, 12) == times and abs(down[-1] - down[11]) < 0.5
    assert gaze_off(acted, aim)[12:].max() < 2 and fastest(acted) < 8


@pytest.mark.parametrize("times", [1, 3])
def test_who_shakes_the_head_turns_it_to_both_sides(times):
    acted = act(shake_head("anna", times, name="shake"), props=ALONE)
    left, down = turned(acted).T
    assert outcome(acted)["shake"] == ("done", "") and peaks(left, 8) == peaks(-left, 8) == times and np.abs(down).max() < 1
    assert abs(left[-1]) < 0.1 and gaze_off(acted, (4.1, 0.0, bone(acted, "right_eye")[0, 2]))[1:].max() < 3 and fastest(acted) < 8


def test_a_nod_gives_way_to_a_shake_without_a_jerk():
    acted = act(nod("anna", 5, name="nod"), shake_head("anna", when=0.8, name="shake"), props=ALONE)
    assert outcome(acted) == {"nod": ("failed", "shake took over"), "shake": ("done", "")}
    assert turned(acted)[:, 0].max() > 8 and fastest(acted) < 8


def test_a_nod_that_is_ended_fades():
    acted = act(until(0.8, nod("anna", 9, name="nod")), props=ALONE)
    assert outcome(acted)["nod"] == ("done", CUT) and turned(acted)[19, 1] > 12 and turned(acted)[40, 1] < 0.1 and fastest(acted) < 8


@pytest.mark.parametrize("verb", [nod, shake_head])
@pytest.mark.parametrize("times, said", [(0, "times is 0; it must be at least 1 and at most 20"), (2.5, "times is 2.5; it must be a")])
def test_how_often_must_be_a_whole_number(verb, times, said):
    with pytest.raises(DeclarationError, match=said):
        act(verb("anna", times))


def test_who_shrugs_shows_palms_brows_and_a_tilted_head_and_keeps_smiling_after():
    acted = act(express("anna", "smile"), shrug("anna", when=0.5, name="shrug"), props=ALONE)
    frame = 32
    for side, sign in (("right", -1), ("left", 1)):
        place, way = palm(acted, side)
        assert way[frame, 2] > 0.9 and sign * place[frame, 1] > 0.33 and 0.95 < place[frame, 2] < 1.3, "palms up beside the waist"
        assert bone(acted, f"{side}_hand")[-1] == pytest.approx(bone(acted, f"{side}_hand")[0], abs=1e-3)
    roll = Rotation.from_quat(acted.bone_rotations[:, number("head")]).as_euler("ZYX", degrees=True)[:, 2]
    brow, smile = (acted.faces[:, 0, UNITS.index(unit)] for unit in ("browInnerUp", "mouthSmileLeft"))
    assert outcome(acted)["shrug"] == ("done", "") and abs(roll[frame]) > 7 and abs(roll[-1]) < 0.1
    assert brow[frame] > 0.7 and brow[-1] == 0 and smile[-1] == pytest.approx(0.9) and fastest(acted) < 14


def test_a_hand_that_holds_something_does_not_shrug():
    acted = act(pick_up("anna", "cup", hand="right", name="take"), shrug("anna", when=after("take"), name="shrug"), seconds=5)
    at, still = end(acted, "take"), part(acted, "cup")
    assert outcome(acted)["shrug"] == ("done", "") and palm(acted, "left")[1][at + 20, 2] > 0.9
    assert np.abs(still[at + 2:] - still[at + 1]).max() < 0.02


@pytest.mark.parametrize("degrees", [15, 60])
def test_a_bow_is_as_deep_as_is_said_over_feet_that_stay(degrees):
    acted = act(bow("anna", degrees, name="bow"), props=ALONE)
    down = turned(acted, "chest")[:, 1]
    assert outcome(acted)["bow"] == ("done", "") and down.max() == pytest.approx(degrees, abs=0.5) and abs(down[-1]) < 0.1
    for side in ("left", "right"):
        assert np.ptp(bone(acted, f"{side}_foot"), axis=0).max() < 1e-6
    assert fastest(acted) < 8


@pytest.mark.parametrize("actions, said", [
    ([sit("anna", "chair", name="sit"), bow("anna", when=after("sit"), name="it")],
     r"anna sits on chair at \d\.\d s and bows standing; let them stand first"),
    ([walk_to("anna", (-2.0, 0.0)), bow("anna", when=0.5, name="it")],
     r"anna is on the move at 0\.5 s, for \d\.\d s more, and bows standing still")])
def test_who_does_not_stand_does_not_bow(actions, said):
    acted = act(*actions, props=[chair("chair", on=(0.9, 0.0, 0.0), turn=(0, 0, 180))], seconds=6)
    status, reason = outcome(acted)["it"]
    assert status == "failed" and re.fullmatch(said, reason), reason


@pytest.mark.parametrize("degrees", [0, 120])
def test_a_bow_has_bounds(degrees):
    with pytest.raises(DeclarationError, match=f"degrees is {degrees}; it must be at least 5 and at most 80"):
        act(bow("anna", degrees))


def test_palms_meet_with_each_clap():
    acted = act(clap("anna", 2.0, name="clap"), props=ALONE)
    (right, right_way), (left, left_way) = (palm(acted, side) for side in ("right", "left"))
    apart = np.linalg.norm(right - left, axis=1)
    on = slice(16, 60)
    assert outcome(acted)["clap"] == ("done", "") and peaks(-apart[on], -0.02) == 6 and apart[on].min() > -0.001 and apart[on].max() > 0.15
    assert (right_way * left_way).sum(axis=1)[on].max() < -0.9, "palm to palm"
    assert bone(acted, "right_hand")[-1] == pytest.approx(bone(acted, "right_hand")[0], abs=1e-3) and fastest(acted) < 14


def test_who_claps_until_something_stops_then():
    acted = act(until(3.0, clap("anna", None, name="clap")), props=ALONE, seconds=5)
    apart = np.linalg.norm(palm(acted, "right")[0] - palm(acted, "left")[0], axis=1)
    assert outcome(acted)["clap"] == ("done", CUT) and np.ptp(apart[60:72]) > 0.1 and np.ptp(apart[-12:]) < 1e-6


def test_a_full_hand_does_not_clap():
    acted = act(pick_up("anna", "cup", hand="right", name="take"), clap("anna", when=after("take"), name="it"))
    status, reason = outcome(acted)["it"]
    assert status == "failed" and re.fullmatch(r"anna holds cup in the right hand at \d\.\d s and claps with both hands empty", reason)


def index_off(trajectory, side, aim):
    """(T,) degrees between the index finger and the line from its root to a place."""
    root, tip = (bone(trajectory, f"{side}_index_{joint}") for joint in (1, 3))
    finger, way = tip - root, aim - root
    cosine = (finger * way).sum(axis=1) / np.linalg.norm(finger, axis=1) / np.linalg.norm(way, axis=1)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


AIMS = [((3.0, -1.0, 1.0), "right"), ((0.3, 2.0, 2.2), "left"), ((1.0, -0.3, 0.0), "right"), ((0.8, 0.5, 3.0), "left"),
        ((0.6, -0.2, 1.2), "right"), ((-0.4, -2.0, 1.4), "right")]


@pytest.mark.parametrize("aim, side", AIMS)
def test_the_index_finger_points_at_a_place_with_eyes_there(aim, side):
    acted = act(point_at("anna", aim, name="point"), props=ALONE)
    held = slice(20, end(acted, "point") - 16)
    shoulder, tip = bone(acted, f"{side}_upper_arm")[held], bone(acted, f"{side}_index_3")[held]
    assert outcome(acted)["point"] == ("done", "") and index_off(acted, side, aim)[held].max() < 3
    off = np.linalg.norm(np.cross(tip - shoulder, aim - shoulder), axis=1) / np.linalg.norm(aim - shoulder, axis=1)
    assert off.max() < 0.1, "the arm is along the line, too"
    assert gaze_off(acted, np.array(aim))[held].max() < 8 and fastest(acted) < 14
    assert bone(acted, f"{side}_hand")[-1] == pytest.approx(bone(acted, f"{side}_hand")[0], abs=1e-3)


def test_the_finger_follows_a_ball_that_rolls_by():
    acted = act(point_at("anna", "ball", 2.0, hand="right", name="point"),
                props=[ball("ball", 0.1, on=(2.0, -1.0, 0.0), velocity=(0, 1.6, 0))])
    aim, held = part(acted, "ball"), slice(20, 60)
    assert np.ptp(aim[held, 1]) > 0.8 and index_off(acted, "right", aim)[held].max() < 3


@pytest.mark.parametrize("action, said", [
    (point_at("anna", (-2.0, -0.5, 1.0), name="it"), r"the place is 166 degrees from straight ahead of anna, who points up to 110 degrees "
                                                     r"to the right at 0\.0 s; let them turn_to it first"),
    (point_at("anna", (0.0, 3.0, 1.0), hand="right", name="it"), r"the place is 90 degrees from straight ahead of anna, who points up to "
                                                                 r"45 degrees across with the right hand at 0\.0 s; .*"),
    (point_at("anna", "b", hand="left", when=0.5, name="it"), r"b is 9\d degrees .* across with the left hand at 0\.5 s; .*")])
def test_what_is_behind_is_not_pointed_at(action, said):
    status, reason = outcome(act(action, props=[ball("b", 0.1, on=(0, -6, 0))], seconds=1))["it"]
    assert status == "failed" and re.fullmatch(said, reason), reason


def test_full_hands_neither_point_nor_pose():
    acted = act(pick_up("anna", "a", name="a"), pick_up("anna", "b", when=after("a"), name="b"),
                point_at("anna", (2.0, 0, 1), when=after("b"), name="point"), pose_hand("anna", "fist", when=after("b"), name="pose"),
                pose_hand("anna", "fist", "left", when=after("b"), name="left"), props=TWO_CUPS, seconds=6)
    said = outcome(acted)
    for name, how in (("point", "hands are full at \\d\\.\\d s: the left one holds a and the right one holds b"),
                      ("pose", "hands are full at \\d\\.\\d s: the left one holds a and the right one holds b"),
                      ("left", "left hand is full at \\d\\.\\d s: it holds a")):
        assert said[name][0] == "failed" and re.fullmatch(f"anna's {how}", said[name][1]), said[name]


def bend(trajectory, side, finger):
    """(T,) degrees that a finger's middle joint is bent."""
    a, b = (Rotation.from_quat(trajectory.bone_rotations[:, number(f"{side}_{finger}_{joint}")]) for joint in (1, 2))
    return np.degrees((a.inv() * b).magnitude())


def test_a_hand_takes_a_pose_for_a_time_or_from_now_on():
    acted = act(pose_hand("anna", "two", duration=1.0, name="two"), pose_hand("anna", "fist", "left", name="fist"), props=ALONE)
    index, ring, fist = bend(acted, "right", "index"), bend(acted, "right", "ring"), bend(acted, "left", "index")
    assert outcome(acted) == {"two": ("done", ""), "fist": ("done", "")} and index[20] < 2 and ring[20] > 80
    assert index[-1] == pytest.approx(index[0], abs=1) and fist[0] < 30 and fist[20] > 80 and fist[-1] > 85


def test_a_pose_of_the_hand_ends_with_what_it_is_given_until():
    acted = act(until(1.5, pose_hand("anna", "fist", name="fist")), props=ALONE)
    assert outcome(acted)["fist"] == ("done", CUT) and bend(acted, "right", "index")[34] > 80 > 30 > bend(acted, "right", "index")[-1]


def test_an_unknown_pose_of_the_hand_is_refused_with_those_that_there_are():
    with pytest.raises(DeclarationError, match=r"unknown hand pose 'fists'\. Did you mean 'fist'\? Allowed: .*thumb_up.*"):
        act(pose_hand("anna", "fists"), props=[box("b", (0.1, 0.1, 0.1), on=(3, 3, 0))])
