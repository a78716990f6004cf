"""Pushing, kicking, opening and closing: each done, and each reason for which it cannot be."""

import re

import numpy as np
import pytest

from scenes import after, ball, box, close, cup, hold, kick, make_shot, mechanism, open_, person, pick_up, plane, push, table, walk_to
from scenes.shots.assets import asset
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from tests.sim.character.acting import CAMERA, act, bone, fastest, outcome, part

TABLE = table("table", (0.9, 0.9, 0.72), on=(0.8, 0, 0), fixed=True)
GLASS = cup("glass", 0.035, 0.15, on=(0.52, -0.1, 0.72), handle=False)


def test_a_low_push_slides_a_thing_as_far_as_it_goes():
    acted = act(push("anna", "block", 0.15, name="it"), props=[TABLE, box("block", (0.12, 0.12, 0.12), on=(0.5, -0.1, 0.72), mass=0.8)])
    way = part(acted, "block")[-1] - part(acted, "block")[0]
    assert outcome(acted)["it"] == ("done", "") and 0.12 < np.linalg.norm(way[:2]) < 0.22 and abs(way[2]) < 2e-3
    assert fastest(acted) < 13


def test_a_high_push_topples_a_glass():
    acted = act(push("anna", "glass", 0.15, height=0.85, name="it"), props=[TABLE, GLASS])
    turn = acted.rotations[-1, acted.part_ids("glass")[0] - 1]
    assert outcome(acted)["it"] == ("done", "") and abs(1 - 2 * (turn[0] ** 2 + turn[1] ** 2)) < 0.3


def test_a_kick_sends_a_ball_where_it_is_meant_to_go():
    acted = act(kick("anna", "ball", (3.0, 0.8, 0.0), name="it"), props=[ball("ball", 0.11, on=(0.7, 0, 0), mass=0.4)], seconds=6)
    way = part(acted, "ball")
    assert outcome(acted)["it"] == ("done", "")
    far = (way - way[0])[:, :2]
    went = far[int(np.linalg.norm(far, axis=1).argmax())]
    assert abs(np.degrees(np.arctan2(went[1], went[0]) - np.arctan2(0.8, 2.3))) < 12
    assert 1.5 < np.linalg.norm(np.diff(way, axis=0), axis=1).max() * 24 < 6.5
    left = bone(acted, "left_foot")
    assert np.linalg.norm(left[-1] - left[-50]) < 1e-6, "the other foot stays"


def door(*actions, seconds=8.0, on=(0.3, -0.75, 0.0), props=()):
    """Anna before a door that is closed, at y = 0; she is at -y."""
    things = [plane("floor"), mechanism("door", asset("door.urdf"), at=(-0.45, 0, 0)), *props, person("anna", on=on, turn=90)]
    return simulate(make_shot("test", things, actions=actions, camera=CAMERA, seconds=seconds).scene)


def test_a_door_is_opened_away_walked_through_and_closed():
    acted = door(walk_to("anna", "door", name="go"), open_("anna", "door", when=after("go"), name="open"),
                 walk_to("anna", (0.0, 1.6), when=after("open"), name="out"), walk_to("anna", "door", when=after("out"), name="back"),
                 close("anna", "door", when=after("back"), name="close"), seconds=18)
    assert {status for status, _ in outcome(acted).values()} == {"done"}, outcome(acted)
    assert np.degrees(acted.joints[:, 0].max()) == pytest.approx(90, abs=2) and abs(acted.joints[-1, 0]) < 0.03
    hands, handle = [bone(acted, f"{side}_hand") for side in ("right", "left")], part(acted, "door.handle")
    start = round(next(r.end for r in acted.actions if r.title == "go") * 24)
    moving = start + int(np.argmax(np.abs(acted.joints[start:, 0]) > 0.1))
    assert min(np.linalg.norm(hand[moving] - handle[moving]) for hand in hands) < 0.22, "a hand is at the handle as it starts"


def test_a_closed_door_is_in_the_way():
    acted = door(walk_to("anna", (0.0, 1.5), name="it"), on=(0.0, -1.0, 0.0), seconds=1, props=[
        *(box(f"w{i}", (3.0, 0.15, 2.0), on=(x, 0, 0), fixed=True) for i, x in enumerate((-2.06, 2.06))),
        *(box(f"e{i}", (0.15, 8.0, 2.0), on=(x, 0, 0), fixed=True) for i, x in enumerate((-3.7, 3.7)))])
    assert outcome(acted)["it"][1].startswith("there is no way for anna")


@pytest.mark.parametrize("action, props, said", [
    (push("anna", "crate", name="it"), [box("crate", (0.5, 0.5, 0.5), on=(0.7, 0, 0), mass=90)],
     r"crate weighs 90\.0 kg; anna pushes up to 60"),
    (push("anna", "glass", name="it"), [cup("glass", on=(2.0, 0, 0))], r"glass, 0\.20 m on, is \d\.\d\d m beyond anna's reach"),
    (pick_up("anna", "lead", name="it"), [box("lead", (0.1, 0.1, 0.1), on=(0.4, 0, 0), mass=12)],
     r"lead weighs 12\.0 kg; a hand lifts up to 10"),
    (kick("anna", "ball", name="it"), [ball("ball", on=(4.0, 0, 0))], r"from a place that is 3\.\d\d m from anna, who goes up to 1\.50 m"),
    (kick("anna", "ball", name="it"), [box("b", (0.3, 0.3, 0.6), on=(0.8, 0, 0)), ball("ball", on=(0.8, 0, 0.6))],
     r"ball is 0\.70 m high; anna kicks"),
])
def test_what_cannot_be_done_says_why(action, props, said):
    status, reason = outcome(act(action, props=props, seconds=4))["it"]
    assert status == "failed" and re.search(said, reason), reason


def test_what_an_action_or_a_hand_holds_is_not_moved():
    peg = [box("peg", (0.1, 0.1, 0.9), on=(0.5, -0.1, 0), mass=5)]
    said = outcome(act(hold("peg"), push("anna", "peg", name="it"), props=peg))["it"]
    assert said == ("failed", "peg was pushed for 0.20 m and moved 0.00 m")
    ball_, kicked = [ball("ball", 0.11, on=(0.7, 0, 0))], kick("anna", "ball", name="it")
    status, reason = outcome(act(hold("ball"), kicked, props=ball_, seconds=6))["it"]
    assert status == "failed" and reason == "anna missed ball: it moved 0.00 m"
    held = outcome(act(pick_up("anna", "cup", name="take"), push("anna", "cup", when=after("take"), name="it")))["it"]
    assert held[0] == "failed" and re.fullmatch(r"cup is in anna's right hand at \d\.\d s", held[1])


def test_doors_that_cannot_be_moved_say_why():
    assert outcome(door(close("anna", "door", name="it"), seconds=1))["it"] == ("failed", "door stands at 0 degrees already at 0.0 s")
    status, reason = outcome(door(open_("anna", "door", name="it"), on=(0, -3.0, 0), seconds=1))["it"]
    assert status == "failed" and re.search(r"the handle of door is \d\.\d\d m beyond anna's reach", reason)
    heavy = [box("safe", (0.5, 0.4, 0.8), on=(0.1, 0.4, 0), mass=900)]
    actions = walk_to("anna", "door", name="go"), open_("anna", "door", when=after("go"), name="it")
    status, reason = outcome(door(*actions, props=heavy))["it"]
    assert status == "failed" and re.match(r"door stopped at \d+ degrees of 90 degrees at \d+\.\d s; safe is in the way$", reason), reason


@pytest.mark.parametrize("action, said", [
    (open_("anna", "cup"), "'cup' is free; only mechanisms are opened and closed"), (push("anna", "table"), "'table' is fixed"),
    (push("anna", "cup", -1.0), "distance is -1"), (push("anna", "cup", height=2.0), "height is 2"),
    (kick("anna", "cup", speed=0.0), "speed is 0"),
    (kick("anna", "cupp"), "unknown object"),
])
def test_what_cannot_be_declared_is_refused(action, said):
    with pytest.raises(DeclarationError, match=said):
        act(action)


def test_a_joint_that_is_not_there_or_not_told_is_refused():
    with pytest.raises(DeclarationError, match="unknown joint"):
        door(open_("anna", "door", joint="hing"))
