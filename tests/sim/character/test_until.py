"""What people do, ended before its time: they come to rest, and only with what it moved."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from scenes import (
    after,
    ball,
    box,
    drink,
    ended,
    hand_over,
    launch,
    look_at,
    open_,
    pick_up,
    play,
    reach,
    sit,
    turn_to,
    until,
    walk_to,
    wave,
)
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import number
from sim.character.motion.gaits import WALK
from sim.scene.person import Person
from sim.scene.wardrobe import EVERYDAY
from sim.scene.when import CUT, At
from tests.sim.character.acting import act, bone, facing, fastest, outcome, part
from tests.sim.character.test_between import TAKE, play_out
from tests.sim.character.test_pushing import door

ALONE = [ball("b", 0.1, on=(0, 6, 0))]
FEET = ("left", "right")
BALL = np.array(anatomy(Person(name="anna").figure, EVERYDAY).ball)


def soles(acted):
    """(T, 2, 3) the balls of both feet, m."""
    return np.stack([bone(acted, f"{side}_foot") + Rotation.from_quat(acted.bone_rotations[:, number(f"{side}_foot")]).apply(BALL)
                     for side in FEET], axis=1)


def slide(acted):
    """The farthest that a foot that is down goes on the floor in one stance, m."""
    found, far = soles(acted), 0.0
    for foot in range(2):
        down = found[:, foot, 2] < 0.012
        for first in np.flatnonzero(down & ~np.roll(down, 1)):
            last = first + int(np.argmin(np.append(down[first:], False)))
            far = max(far, float(np.linalg.norm(found[first:last, foot, :2] - found[first, foot, :2], axis=1).max()))
    return far


def end(acted, name):
    return next(record.end for record in acted.actions if record.title == name)


@pytest.mark.parametrize("time", [0.1, 0.55, 0.8, 1.15, 1.3, 2.2])
def test_a_walk_that_is_ended_stops_within_a_step_with_both_feet_down(time):
    acted = act(until(time, walk_to("anna", (4.0, 0.0), name="go")), props=ALONE, seconds=time + 2)
    pelvis, frame = bone(acted, "pelvis"), round(time * 24)
    assert outcome(acted)["go"] == ("done", CUT) and end(acted, "go") <= time + 1.01
    assert np.linalg.norm(pelvis[-1] - pelvis[frame]) < 1.5 * WALK.stride
    assert np.ptp(pelvis[round(end(acted, "go") * 24) + 1:], axis=0).max() < 2e-3
    left, right = soles(acted)[-1]
    assert left[2] < 1e-3 and right[2] < 1e-3 and np.linalg.norm(left - right) == pytest.approx(0.17, abs=0.02)
    assert slide(acted) < 0.02


@pytest.mark.parametrize("time", [0.4, 0.6, 0.95, 1.2, 3.0])
def test_what_takes_over_a_walk_goes_on_from_the_step_in_the_air(time):
    acted = act(walk_to("anna", (1.5, 0.0), name="go"), walk_to("anna", (0.0, 1.5), when=time), props=ALONE, seconds=7)
    assert slide(acted) < 0.02 and np.linalg.norm(np.diff(bone(acted, "pelvis"), axis=0), axis=1).max() * 24 < 2.0
    np.testing.assert_allclose(bone(acted, "pelvis")[-1, :2], (0.0, 1.5), atol=0.02)


def test_what_follows_an_ended_walk_begins_standing():
    acted = act(until(1.2, walk_to("anna", (4.0, 0.0), name="go")), turn_to("anna", (0.0, 9.0, 0.0), when=after("go"), name="turn"),
                props=ALONE, seconds=5)
    assert outcome(acted)["turn"] == ("done", "") and 88 < facing(acted)[-1] < 110 and slide(acted) < 0.02


def test_a_walk_that_is_told_to_end_is_done_if_another_takes_over_meanwhile():
    acted = act(until(1.2, walk_to("anna", (4.0, 0.0), name="go")), walk_to("anna", (0.0, 0.0), when=1.4, name="back"), props=ALONE,
                seconds=8)
    assert outcome(acted)["go"] == ("done", CUT) and outcome(acted)["back"] == ("done", "") and slide(acted) < 0.02


def test_a_clip_is_played_until_it_is_ended_and_then_they_stand():
    acted = act(until(3.9, play("anna", "jump", name="jump")), props=ALONE, seconds=5.5)
    high = bone(acted, "pelvis")[:, 2]
    once = act(play("anna", "jump", name="jump"), props=ALONE, seconds=5.5)
    assert outcome(acted)["jump"] == ("done", CUT) and 3.9 < end(acted, "jump") < 4.4 > end(once, "jump") > 1.0
    assert np.ptp(high[round(end(once, "jump") * 24):]) > 0.1, "it is played again"
    assert high[-1] == pytest.approx(high[0], abs=0.01) and np.ptp(high[-20:]) < 1e-6


def test_eyes_and_hands_go_back_when_another_has_done():
    acted = act(walk_to("anna", (2.0, 0.0), name="walk"), until(ended("walk"), look_at("anna", (0.0, 9.0, 1.5), name="look")),
                until(ended("walk"), wave("anna", name="wave")), props=ALONE, seconds=7)
    assert outcome(acted) == {"walk": ("done", ""), "look": ("done", CUT), "wave": ("done", CUT)}
    stop, hand, x = end(acted, "walk"), bone(acted, "right_hand")[:, 2], bone(acted, "pelvis")[:, 0]
    assert stop > 2 and end(acted, "look") == pytest.approx(stop, abs=0.1) and end(acted, "wave") == pytest.approx(stop + 1.1, abs=0.1)
    assert hand[30:round(stop * 24)].min() > 1.3 and hand[-1] < 0.9 and x[-1] == pytest.approx(2.0, abs=0.01)
    head = Rotation.from_quat(acted.bone_rotations[:, number("head")]).as_euler("ZYX", degrees=True)[:, 0]
    assert head[round(stop * 24) - 2] > 60 and abs(head[-1]) < 1


def test_a_wave_ends_without_stopping_the_walk():
    acted = act(walk_to("anna", (2.0, 0.0), name="walk"), until(1.5, wave("anna", name="wave")), props=ALONE, seconds=5)
    assert outcome(acted) == {"walk": ("done", ""), "wave": ("done", CUT)} and bone(acted, "right_hand")[-1, 2] < 0.9


def test_a_reach_that_is_ended_leaves_the_hand_that_something_else_has_since_moved():
    acted = act(until(0.8, reach("anna", (0.5, 0.0, 1.0), hand="right", name="reach")), wave("anna", 3.0, hand="right", when=0.6))
    assert outcome(acted)["reach"] == ("done", CUT) and bone(acted, "right_hand")[36:80, 2].min() > 1.3


def test_a_drink_that_is_ended_keeps_the_cup_and_lowers_it():
    acted = act(pick_up("anna", "cup", name="take"), until(after("take", delay=1.2), drink("anna", "cup", name="drink")), seconds=6)
    assert outcome(acted)["drink"][0] == "failed", "it began before she had it"
    acted = act(pick_up("anna", "cup", name="take"),
                until(after("take", delay=1.2), drink("anna", "cup", when=after("take"), name="drink")), seconds=6)
    high, frame = part(acted, "cup")[:, 2], round(end(acted, "take") * 24)
    assert outcome(acted)["drink"] == ("done", CUT) and high[frame + 28] > 1.3 and abs(high[-1] - high[frame]) < 0.02
    assert acted.grips[0].end is None


def test_a_hand_that_was_to_take_something_goes_back_and_touches_things_again():
    acted = act(until(0.5, pick_up("anna", "cup", name="take")), reach("anna", "cup", when=2.0, name="push"), seconds=4)
    hand, cup = bone(acted, "right_hand"), part(acted, "cup")
    assert outcome(acted)["take"] == ("done", CUT) and np.linalg.norm(hand[46] - hand[0]) < 0.01
    assert np.linalg.norm(cup[-1] - cup[0]) > 0.01 and not acted.grips


def test_who_is_stopped_on_the_way_down_gets_up_again():
    seat = [box("box", (0.4, 0.4, 0.45), on=(0.7, 0.0, 0.0))]
    down = act(sit("anna", "box", name="sit"), props=seat, seconds=7)
    half = end(down, "sit") - 0.7
    acted = act(until(half, sit("anna", "box", name="sit")), props=seat, seconds=half + 3)
    high = bone(acted, "pelvis")[:, 2]
    assert outcome(acted)["sit"] == ("done", CUT) and high[round(half * 24)] < high[0] - 0.1 and fastest(acted) < 14
    assert high[-1] == pytest.approx(high[0], abs=0.01) and end(acted, "sit") < half + 1.5


def test_a_door_that_is_being_opened_stays_where_it_is_let_go():
    acted = door(walk_to("anna", "door", name="go"), until(after("go", delay=1.6), open_("anna", "door", when=after("go"), name="open")))
    angle, stop = np.degrees(acted.joints[:, 0]), round((end(acted, "go") + 1.6) * 24)
    assert outcome(acted)["open"] == ("done", CUT) and 5 < abs(angle[stop]) < 60
    assert abs(angle[-1] - angle[stop]) < 5 and np.ptp(angle[-24:]) < 0.1 and np.ptp(bone(acted, "right_hand")[-24:], axis=0).max() < 0.01


def test_both_who_are_handing_over_lower_their_hands():
    acted = play_out(TAKE, until(after("take", delay=0.8), hand_over("anna", "ball", "ben", when=after("take"), name="give")),
                     ben=(0.95, 0.4, 0), turn=200, props=(box("stand", (0.3, 0.3, 0.72), on=(0.1, -0.45, 0), fixed=True),
                                                          ball("ball", 0.05, on=(0.15, -0.4, 0.72), mass=0.2)))
    raised, rest = round((end(acted, "take") + 0.8) * 24), bone(acted, "right_hand", 1)[0, 2]
    hands = np.maximum(*(bone(acted, f"{side}_hand", 1)[:, 2] for side in FEET))
    assert outcome(acted)["give"] == ("done", CUT) and hands[raised] > rest + 0.2 and hands[-1] == pytest.approx(rest, abs=0.01)
    assert [(grip.holder, grip.end) for grip in acted.grips] == [("anna", None)] and fastest(acted) < 14


def test_a_hand_that_failed_goes_back():
    acted = act(pick_up("anna", "cup", name="it"), launch("cup", (2.0, 0, 0), when=0.3), seconds=4)
    assert outcome(acted)["it"][0] == "failed" and np.linalg.norm(bone(acted, "right_hand")[-1] - bone(acted, "right_hand")[0]) < 0.01


def test_no_joint_jumps_where_something_is_ended():
    acted = act(until(1.3, walk_to("anna", (3.0, 0.0))), until(1.1, wave("anna")), until(0.9, look_at("anna", (0, 3, 1))), props=ALONE)
    assert fastest(acted) < 13


def test_a_time_is_a_trigger():
    assert until(2, wave("anna")).until == At(time=2.0)
