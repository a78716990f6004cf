"""What people do: each verb done, and each reason for which it cannot be."""

import re

import numpy as np
import pytest

from scenes import (
    after,
    ball,
    box,
    cup,
    drink,
    launch,
    look_at,
    pick_up,
    place,
    play,
    reach,
    table,
    turn_to,
    walk_to,
    wave,
)
from sim.character.body.bones import number
from sim.errors import DeclarationError
from sim.math.conventions import matrix_from_quat
from tests.sim.character.acting import act, bone, facing, fastest, outcome, part

FAR = (0.9, 0.0, 0.0)


def test_walk_to_a_place():
    acted = act(walk_to("anna", (-1.5, 1.0), name="go"), seconds=5)
    assert outcome(acted)["go"] == ("done", "")
    np.testing.assert_allclose(bone(acted, "pelvis")[-1, :2], (-1.5, 1.0), atol=0.02)


def test_walk_to_a_thing_ends_within_reach_facing_it():
    acted = act(walk_to("anna", "cup", name="go"), on=(-1.5, 1.2, 0.0), turn=180, seconds=6)
    way = part(acted, "cup")[-1, :2] - bone(acted, "pelvis")[-1, :2]
    assert outcome(acted)["go"] == ("done", "") and np.linalg.norm(way) < 0.5
    assert abs((np.degrees(np.arctan2(*way[::-1])) - facing(acted)[-1] + 180) % 360 - 180) < 8


def test_no_way_is_said_with_the_time():
    walls = [box(f"wall{i}", (0.1, 4.0, 2.0) if i < 2 else (4.0, 0.1, 2.0), on=at, fixed=True)
             for i, at in enumerate([(2.0, 0, 0), (-2.0, 0, 0), (0, 2.05, 0), (0, -2.05, 0)])]
    status, reason = outcome(act(walk_to("anna", (4.0, 0.0), when=0.5, name="go"), props=walls, seconds=1))["go"]
    assert status == "failed" and reason == "there is no way for anna to (4.00, 0.00): wall0, 2.00 m high, is in the way " \
        "2.35 m before it at 0.5 s"


def test_a_thing_too_far_in_on_a_table_is_said_to_be_so():
    props = (table("table", (2.4, 2.4, 0.7), on=(2.0, 0, 0), fixed=True), cup("cup", 0.04, 0.1, on=(2.0, 0, 0.7)))
    status, reason = outcome(act(walk_to("anna", "cup", name="go"), props=props, seconds=1))["go"]
    said = r"anna gets no nearer to cup than 1\.[34]\d m and reaches 0\.\d\d m at 0\.0 s"
    assert status == "failed" and re.fullmatch(said, reason), reason


def test_turn_to():
    acted = act(turn_to("anna", (0.0, 2.0, 0.0), name="turn"))
    assert outcome(acted)["turn"] == ("done", "") and facing(acted)[-1] == pytest.approx(90, abs=1)
    np.testing.assert_allclose(bone(acted, "pelvis")[-1, :2], (0, 0), atol=1e-6)


def test_look_at_follows_and_ends():
    acted = act(look_at("anna", (0.0, 3.0, 1.5), 1.5, name="look"))
    x, y, z, w = acted.bone_rotations[:, number("head")].T
    yaw = np.degrees(np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)))
    assert outcome(acted)["look"] == ("done", "") and 50 < yaw[30] < 76 and abs(yaw[-1]) < 1, "eyes do the rest"
    for eye in ("right_eye", "left_eye"):
        way = (0.0, 3.0, 1.5) - bone(acted, eye)[30]
        gaze = matrix_from_quat(acted.bone_rotations[30, number(eye)])[:, 0]
        assert np.linalg.norm(np.cross(gaze, way)) / np.linalg.norm(way) < np.sin(np.radians(1)) and gaze @ way > 0


def test_pick_up_drink_and_place():
    acted = act(pick_up("anna", "cup", name="take"), drink("anna", "cup", when=after("take"), name="drink"),
                place("anna", "cup", "table", when=after("drink"), name="put"), seconds=9)
    assert {status for status, _ in outcome(acted).values()} == {"done"}, outcome(acted)
    ends = {record.title: round(record.end * 24) for record in acted.actions}
    cup_way, hand = part(acted, "cup"), bone(acted, "right_hand")
    assert np.abs(cup_way[:10] - cup_way[0]).max() < 1e-3, "it stands until it is taken"
    gap = np.linalg.norm(cup_way - hand, axis=1)[ends["take"]:ends["drink"]]
    assert np.ptp(gap) < 1e-3, "it is fixed to the hand"
    mouth = bone(acted, "head")[:, 2] + 0.135
    highest = int(cup_way[:, 2].argmax())
    assert ends["take"] < highest < ends["drink"] and abs(cup_way[highest, 2] - mouth[highest]) < 0.12
    rim = acted.rotations[:, acted.part_ids("cup")[0] - 1]
    up = 1 - 2 * (rim[:, 0] ** 2 + rim[:, 1] ** 2)
    assert up[ends["take"]] > 0.98 and up[ends["take"]:ends["drink"]].min() < 0.62 and up[-1] > 0.999
    assert cup_way[-1, 2] == pytest.approx(0.72 + 0.06, abs=2e-3) and np.linalg.norm(cup_way[-1] - cup_way[-5]) < 1e-3


@pytest.mark.parametrize("actions, props, said", [
    ([pick_up("anna", "cup", name="it")], [cup("cup", on=FAR)], r"cup is 0\.\d\d m beyond anna's reach at 0\.0 s"),
    ([pick_up("anna", "big", name="it")], [ball("big", 0.2, on=(0.5, 0, 0))], r"big is 0\.40 m wide; a hand holds up to 0\.26 m"),
    ([drink("anna", "cup", when=0.5, name="it")], [cup("cup", on=FAR)], r"anna does not hold cup at 0\.5 s"),
    ([place("anna", "cup", (0.4, 0, 0), name="it")], [cup("cup", on=FAR)], r"anna does not hold cup"),
    ([reach("anna", (3.0, 0, 1), name="it")], [], r"the place is 2\.\d\d m beyond anna's reach"),
])
def test_what_cannot_be_done_says_why(actions, props, said):
    acted = act(*actions, props=[*props, box("stand", (0.1, 0.1, 0.1), on=(-2, 0, 0))], seconds=1.5)
    status, reason = outcome(acted)["it"]
    assert status == "failed" and re.search(said, reason), reason


def test_a_cup_on_the_floor_is_picked_up_by_crouching_over_feet_that_stay():
    acted = act(pick_up("anna", "cup", name="take"), props=[cup("cup", 0.04, 0.12, on=(0.5, -0.1, 0))])
    assert outcome(acted)["take"] == ("done", "") and part(acted, "cup")[-1, 2] > 0.93  # it is held from above, and hangs from the hand
    assert bone(acted, "pelvis")[:, 2].min() < 0.6 and bone(acted, "head")[:, 2].min() > 0.3
    for side in ("left", "right"):
        assert np.abs(bone(acted, f"{side}_foot") - bone(acted, f"{side}_foot")[0]).max() < 1e-6


def test_full_hands_and_a_thing_that_someone_holds():
    props = (table("table", (0.8, 0.8, 0.72), on=(0.75, 0, 0), fixed=True), *(
        cup(name, 0.03, 0.1, on=(0.45, y, 0.72), handle=False) for name, y in (("a", 0.2), ("b", -0.2), ("c", 0.0))))
    acted = act(pick_up("anna", "a", name="a"), pick_up("anna", "b", when=after("a"), name="b"),
                pick_up("anna", "c", when=after("b"), name="c"), wave("anna", when=after("b"), name="wave"),
                pick_up("anna", "a", when=after("b"), name="again"), props=props, seconds=6)
    said = outcome(acted)
    assert said["a"][0] == said["b"][0] == "done"
    status, reason = said["c"]
    assert said["wave"] == (status, reason) and status == "failed"
    assert re.fullmatch(r"anna's hands are full at \d\.\d s: the left one holds a and the right one holds b", reason)
    assert said["again"][0] == "failed" and re.fullmatch(r"a is in anna's left hand at \d\.\d s", said["again"][1])


def test_a_thing_that_is_taken_away_is_not_grasped():
    acted = act(pick_up("anna", "cup", name="it"), launch("cup", (2.0, 0, 0), when=0.3))
    status, reason = outcome(acted)["it"]
    assert status == "failed"
    assert re.fullmatch(r"cup is \d\.\d\d m from anna's hand at \d\.\d s, which closes on what is within 0\.04 m", reason)


def test_wave_raises_a_hand_and_lowers_it():
    acted = act(wave("anna", 1.5, name="wave"))
    height = bone(acted, "right_hand")[:, 2]
    assert outcome(acted)["wave"] == ("done", "") and height[25] > 1.45 and height[-1] == pytest.approx(height[0], abs=1e-3)


def test_play_a_clip_and_stand_again():
    acted = act(play("anna", "jump", name="jump"), seconds=4)
    assert outcome(acted)["jump"] == ("done", "") and np.ptp(bone(acted, "pelvis")[:, 2]) > 0.2
    np.testing.assert_allclose(bone(acted, "pelvis")[-1, 2], bone(acted, "pelvis")[0, 2], atol=0.01)


def test_a_new_walk_takes_over():
    acted = act(walk_to("anna", (-3.0, 0.0), name="go"), turn_to("anna", (0.0, 3.0, 0), when=1.0, name="turn"), seconds=5)
    assert outcome(acted)["go"] == ("failed", "turn took over") and outcome(acted)["turn"] == ("done", "")
    step = np.linalg.norm(np.diff(bone(acted, "pelvis"), axis=0), axis=1)
    assert step.max() * 24 < 2.0, "she goes on from where she is"


def test_to_turn_to_what_is_faced_already_takes_no_time():
    acted = act(walk_to("anna", (1.5, 0.0), name="go"), turn_to("anna", (9.0, 0.0, 0.0), when=after("go"), name="turn"),
                props=[ball("b", on=(0, 4, 0))])
    start, end = next((r.start, r.end) for r in acted.actions if r.title == "turn")
    assert end - start < 0.1


def test_a_ball_bounces_off_someone_who_is_not_moved_by_it():
    acted = act(props=[ball("ball", 0.1, on=(1.0, 0.0, 0.0), velocity=(-2.0, 0, 0))], seconds=2)
    assert part(acted, "ball")[:, 0].min() > 0.05 and np.diff(part(acted, "ball")[-2:, 0]) > 0
    np.testing.assert_allclose(bone(acted, "pelvis"), bone(acted, "pelvis")[:1].repeat(48, 0), atol=1e-9)


def test_what_is_held_pushes_other_things():
    props = (table("table", (0.8, 0.8, 0.72), on=(0.75, 0, 0), fixed=True), cup("cup", 0.04, 0.12, on=(0.45, -0.1, 0.72), handle=False),
             box("block", (0.03, 0.03, 0.16), on=(0.4, 0.0, 0.72)))
    acted = act(pick_up("anna", "cup", name="take"), place("anna", "cup", (0.4, 0.08, 0.72), when=after("take"), name="put"), props=props,
                seconds=6)
    assert outcome(acted)["put"] == ("done", "") and np.linalg.norm(part(acted, "block")[-1] - part(acted, "block")[0]) > 0.05


def test_no_joint_jumps():
    acted = act(pick_up("anna", "cup", name="take"), wave("anna", when=0.2, hand="left"), look_at("anna", (0, 3, 1), 1.0, when=1.0),
                drink("anna", "cup", when=after("take"), name="drink"), seconds=6)
    assert outcome(acted)["drink"] == ("done", "") and fastest(acted) < 13


@pytest.mark.parametrize("action, said", [
    (pick_up("anna", "floor"), "'floor' is fixed; only what is free can be held"), (pick_up("anna", "cupp"), "did you mean.*cup|cup"),
    (play("anna", "dance"), "dance_a"), (pick_up("cup", "anna"), "needs one that is a person"), (wave("anna", -1.0), "duration is -1"),
    (reach("anna", "cup", hand="third"), "hand is 'third'"), (turn_to("anna", "anna"), "who does it"),
])
def test_what_cannot_be_declared_is_refused(action, said):
    with pytest.raises(DeclarationError, match=said):
        act(action)
