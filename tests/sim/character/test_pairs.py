"""Shaking hands and hugging: each done, and each reason for which it cannot be."""

import re

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from scenes import (
    after,
    ball,
    box,
    chair,
    crouch,
    hug,
    make_shot,
    person,
    pick_up,
    plane,
    shake_hands,
    sit,
    until,
    walk_to,
)
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import RIG, number
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.scene.wardrobe import EVERYDAY
from sim.scene.when import CUT
from tests.sim.character.acting import CAMERA, bone, end, facing, fastest, outcome

STAND = box("stand", (0.3, 0.3, 0.72), on=(0.5, -0.1, 0), fixed=True)
THING = ball("ball", 0.05, on=(0.5, -0.1, 0.72), mass=0.2)


def two(*actions, ben=(0.9, 0.1, 0.0), turn=150.0, props=(), seconds=6.0, **how):
    """Anna at the origin and Ben: the shot and what became of it."""
    people = [person("anna", gender="female"), person("ben", on=ben, turn=turn, gender="male", **how)]
    shot = make_shot("test", [plane("floor"), *props, *people], actions=actions, camera=CAMERA, seconds=seconds)
    return shot, simulate(shot.scene)


def body(shot, who):
    """The anatomy of one of them."""
    return anatomy(shot.scene.people[who].figure, EVERYDAY)


def turns(trajectory, name, who):
    """How a bone of one of them is turned in each frame."""
    return Rotation.from_quat(trajectory.bone_rotations[:, who * len(RIG) + number(name)])


def palm(shot, trajectory, side, who):
    """(T, 3) where a palm touches, m, and (T, 3) what it looks along."""
    sign, turn = -1.0 if side == "right" else 1.0, turns(trajectory, f"{side}_hand", who)
    grip = body(shot, who).palm * [1, -sign, 1]
    return bone(trajectory, f"{side}_hand", who) + turn.apply(grip), turn.apply([0, -sign, 0])


def balls(shot, trajectory, name, who, frame):
    """(N, 3) and (N,) the flesh of a bone in a frame as balls, m."""
    spheres = body(shot, who).spheres.of(name)
    at = bone(trajectory, name, who)[frame]
    return at + turns(trajectory, name, who)[frame].apply(spheres.middles), spheres.radii


def inside(a, b):
    """m that balls (points and radii) are in others at most; negative if they are not."""
    gaps = np.linalg.norm(a[0][:, None] - b[0], axis=-1)
    return float((a[1][:, None] + b[1] - gaps).max())


def askew(trajectory):
    """(T, 2) degrees by which each of the two looks past the other."""
    way = bone(trajectory, "pelvis", 1) - bone(trajectory, "pelvis", 0)
    ahead = np.degrees(np.arctan2(way[:, 1], way[:, 0]))
    return np.stack([(facing(trajectory, who) - ahead + 180 * who + 180) % 360 - 180 for who in (0, 1)], axis=1)


@pytest.mark.parametrize("turn, height", [(185.0, 1.8), (40.0, 1.6)])
def test_right_palms_meet_and_are_shaken_three_times(turn, height):
    shot, acted = two(shake_hands("anna", "ben", name="it"), turn=turn, height=height)
    (anna, way), (ben, other) = (palm(shot, acted, "right", who) for who in (0, 1))
    assert outcome(acted)["it"] == ("done", ""), outcome(acted)
    apart = np.linalg.norm(anna - ben, axis=1)
    held = np.flatnonzero(apart < 0.01)
    assert len(held) > 26 and (np.diff(held) == 1).all() and (way * other).sum(axis=1)[held].max() < -0.95
    high = anna[held, 2]
    peaks = (high[1:-1] > high[:-2]) & (high[1:-1] >= high[2:]) & (high[1:-1] > high.mean() + 0.02)
    assert peaks.sum() == 3 and np.abs(askew(acted)[held]).max() < 26 and fastest(acted) < 15
    for who in (0, 1):
        hand = bone(acted, "right_hand", who)
        assert hand[-1, 2] == pytest.approx(hand[0, 2], abs=0.01)


def test_who_shakes_hands_looks_into_the_others_eyes():
    shot, acted = two(shake_hands("anna", "ben", name="it"), turn=185)
    frame = 35
    for who in (0, 1):
        other = body(shot, 1 - who)
        eyes = bone(acted, "head", 1 - who)[frame] + turns(acted, "head", 1 - who)[frame].apply(np.array(other.eyes))
        way = eyes - bone(acted, "right_eye", who)[frame]
        gaze = turns(acted, "right_eye", who)[frame].apply([1.0, 0, 0])
        assert gaze @ way / np.linalg.norm(way) > np.cos(np.radians(2))


@pytest.mark.parametrize("ben", [(0.9, 0.1, 0.0), (-0.2, 1.3, 0.0), (0.5, 0.0, 0.0)])
@pytest.mark.parametrize("how", [{"height": 1.85}, {"build": "broad"}])
def test_who_hug_step_up_to_each_other_with_arms_round_and_step_back(ben, how):
    shot, acted = two(hug("anna", "ben", name="it"), ben=ben, seconds=10, **how)
    assert outcome(acted)["it"] == ("done", ""), outcome(acted)
    apart = np.linalg.norm((bone(acted, "pelvis", 1) - bone(acted, "pelvis", 0))[:, :2], axis=1)
    held = end(acted, "it") - round((0.6 + 1.0 + 0.9 + 0.7) * 24)
    assert 0.35 < apart[held] < 0.6 and apart[-1] == pytest.approx(0.75, abs=0.1) and fastest(acted) < 15
    for who in (0, 1):
        back = balls(shot, acted, "chest", 1 - who, held)
        for side in ("right", "left"):
            place, way = palm(shot, acted, side, who)
            ahead = turns(acted, "chest", 1 - who)[held].apply([1.0, 0, 0])
            assert -0.09 < inside((place[held][None], np.zeros(1)), back) < 0.03, "the palm is on the other's back"
            behind = (bone(acted, "chest", 1 - who)[held] - place[held]) @ ahead
            assert way[held] @ ahead > 0.6 and behind > 0.05
    heads, chests = ([balls(shot, acted, name, who, held) for who in (0, 1)] for name in ("head", "chest"))
    assert inside(*heads) < 0.01 and inside(*chests) < 0.05
    for who in (0, 1):
        hand = bone(acted, "left_hand", who)
        assert hand[-1, 2] == pytest.approx(hand[0, 2], abs=0.02)


def test_a_hug_that_is_ended_lets_both_go():
    shot, acted = two(until(2.6, hug("anna", "ben", name="it")), seconds=6)
    assert outcome(acted)["it"] == ("done", CUT) and fastest(acted) < 15
    for who in (0, 1):
        for name in ("left_hand", "right_hand"):
            high = bone(acted, name, who)[:, 2]
            assert high[60] > high[0] + 0.2 and high[-1] == pytest.approx(high[0], abs=0.02)


SEAT = chair("chair", on=(1.2, 0.9, 0), turn=(0, 0, 180))


@pytest.mark.parametrize("verb, does, do", [(shake_hands, "shakes hands", "shake hands"), (hug, "hugs", "hug")])
def test_what_cannot_be_done_says_why(verb, does, do):
    cases = [
        ([verb("anna", "ben", name="it")], {"ben": (4.0, 0.0, 0.0), "turn": 180},
         r"ben is 4\.00 m from anna at 0\.0 s; "
         r"(people hug from within 1\.50 m|their hands meet \d\.\d\d m beyond \w+'s reach)"),
        ([walk_to("ben", (0.9, 3.0)), verb("anna", "ben", when=0.6, name="it")], {},
         rf"ben is on the move at 0\.6 s, for \d\.\d s more, and {does} standing still"),
        ([crouch("ben"), verb("anna", "ben", when=2.0, name="it")], {},
         rf"ben is crouching at 2\.0 s and {does} standing; let them stand first"),
        ([sit("ben", "chair", name="sit"), verb("anna", "ben", when=after("sit"), name="it")],
         {"props": [SEAT], "seconds": 8}, rf"ben sits on chair at \d\.\d s and {does} standing; let them stand first"),
        ([pick_up("anna", "ball", hand="right", name="take"), verb("anna", "ben", when=after("take"), name="it")],
         {"props": [STAND, THING], "ben": (1.1, 0.1, 0)}, r"anna holds ball in the right hand at \d\.\d s.*")]
    for actions, how, said in cases:
        status, reason = outcome(two(*actions, **how)[1])["it"]
        assert status == "failed" and re.fullmatch(said, reason), reason


def test_who_are_too_unlike_in_height_do_not_hug():
    status, reason = outcome(two(hug("anna", "ben", name="it"), age=6.0)[1])["it"]
    assert status == "failed" and re.fullmatch(
        r"ben is 1\.15 m tall and anna 1\.70 m; people hug whose heights differ by up to 0\.35 m", reason), reason


def test_hands_are_not_shaken_nose_to_nose():
    status, reason = outcome(two(shake_hands("anna", "ben", name="it"), ben=(0.4, 0, 0), turn=180)[1])["it"]
    assert status == "failed" and re.fullmatch(
        r"ben is 0\.40 m from anna at 0\.0 s; people shake hands from 0\.5\d m on", reason), reason


@pytest.mark.parametrize("verb, said", [(shake_hands, "hands are shaken with people"), (hug, "people are hugged")])
def test_only_people_are_hugged_and_shaken_hands_with(verb, said):
    with pytest.raises(DeclarationError, match=rf"'ball' is free; {said}\."):
        two(verb("anna", "ball"), props=[THING])
