"""Lifting a thing together and setting it down: each done, and each reason for which it cannot be."""

import re
from functools import cache

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from scenes import (
    after,
    ball,
    bow,
    box,
    chair,
    crouch,
    cup,
    hug,
    lift,
    make_shot,
    person,
    pick_up,
    place,
    plane,
    push,
    set_down,
    sit,
    table,
    turn_to,
    until,
    walk_to,
    wave,
)
from sim.character.body.bones import FINGERS
from sim.character.body.spheres import FINGER_RADII
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.scene.when import CUT
from sim.story.story import Story
from tests.sim.character.acting import CAMERA, bone, end, fastest, outcome, part
from tests.sim.character.test_pairs import palm

HEIGHT = 0.3
THINGS = {"table": (table("thing", (1.2, 0.8, 0.72), on=(0, 0, 0), mass=25.0), (1.2, 0.8, 0.72), 0.98),
          "crate": (box("thing", (0.7, 0.5, 0.45), on=(0, 0, 0), mass=20.0), (0.7, 0.5, 0.45), 0.72)}
LATER = after("up", delay=0.1)
UP, DOWN = lift("anna", "thing", "ben", height=HEIGHT, name="up"), set_down("ben", "thing", when=after("up", delay=0.5), name="down")


def two(*actions, thing=THINGS["table"][0], far=0.98, seconds=2.0, props=(), ben=None, **how):
    """Anna and Ben at both ends of a thing: the shot, and what became of it."""
    people = [person("anna", on=(-far, 0, 0), gender="female"),
              person("ben", on=ben or (far, 0, 0), turn=180, gender="male", **{"height": 1.82, **how})]
    shot = make_shot("test", [plane("floor"), thing, *props, *people], actions=actions, camera=CAMERA, seconds=seconds)
    return shot, simulate(shot.scene)


@cache
def whole(name):
    """A thing that is lifted and set down again; on a table, there is a cup."""
    thing, size, far = THINGS[name]
    props = (cup("cup", 0.045, 0.12, on=(0.1, 0.1, size[2])),) if name == "table" else ()
    return two(UP, DOWN, thing=thing, far=far, props=props, seconds=7.5)


def off(name, points, at):
    """(N,) m from points (N, 3) to the skin of a thing at a place (3,), the nearer of them; negative inside it."""
    size = THINGS[name][1]
    legs = [((x * 0.57, y * 0.37, -0.02), (0.06, 0.06, 0.68)) for x in (-1, 1) for y in (-1, 1)]
    parts = [(np.zeros(3), size)] if name == "crate" else [((0, 0, size[2] / 2 - 0.02), (*size[:2], 0.04)), *legs]
    beyond = [np.abs(points - at - middle) - np.array(edges) / 2 for middle, edges in parts]
    return np.min([np.linalg.norm(np.maximum(q, 0), axis=1) + np.minimum(q.max(axis=1), 0) for q in beyond], axis=0)


@pytest.mark.parametrize("name", THINGS)
def test_it_goes_up_level_and_down_to_where_it_was(name):
    _, acted = whole(name)
    assert {status for status, _ in outcome(acted).values()} == {"done"}, outcome(acted)
    places = part(acted, "thing")
    turned = Rotation.from_quat(acted.rotations[:, acted.part_ids("thing")[0] - 1]).magnitude()
    held = slice(end(acted, "up"), end(acted, "up") + 10)
    assert np.abs(places[held, 2] - places[0, 2] - HEIGHT).max() < 0.01 and turned.max() < 0.002
    assert np.abs(places[:, :2]).max() < 0.002 and np.abs(places[-1] - places[0]).max() < 0.002
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() * 24 < 0.6 and fastest(acted) < 15
    for who in (0, 1):
        assert bone(acted, "head", who)[-1, 2] == pytest.approx(bone(acted, "head", who)[0, 2], abs=0.01)
        for side in ("left", "right"):
            assert bone(acted, f"{side}_hand", who)[-1, 2] == pytest.approx(bone(acted, f"{side}_hand", who)[0, 2], abs=0.02)
            assert np.abs(bone(acted, f"{side}_foot", who) - bone(acted, f"{side}_foot", who)[0]).max() < 1e-6


@pytest.mark.parametrize("name", THINGS)
def test_four_palms_stay_on_it_and_fingers_out_of_it(name):
    shot, acted = whole(name)
    places = part(acted, "thing")
    taken, left = acted.grips[0].start + 1, acted.grips[0].end
    assert len(acted.grips) == 4 and left > end(acted, "down") - 60
    for who in (0, 1):
        for side in ("left", "right"):
            spots, ways = palm(shot, acted, side, who)
            gaps = np.array([off(name, spots[frame][None], places[frame])[0] for frame in range(taken, left)])
            assert gaps.min() > -0.01 and gaps.max() < 0.02, f"{who} {side}: {gaps.min():.3f} to {gaps.max():.3f} m"
            into = [0.0, 0.0, 1.0] if name == "table" else [1.0 - 2 * who, 0.0, 0.0]
            assert (ways[taken:left] @ into).min() > 0.9
            for finger, radius in zip(FINGERS, FINGER_RADII):
                tips = bone(acted, f"{side}_{finger}_3", who)
                deep = [off(name, tips[frame][None], places[frame])[0] - radius for frame in range(taken, left)]
                assert min(deep) > -0.01, f"{who} {side} {finger}: {min(deep):.3f} m"


def test_what_stands_on_a_table_goes_with_it():
    _, acted = whole("table")
    apart = part(acted, "cup") - part(acted, "thing")
    assert np.abs(apart - apart[0]).max() < 0.005


def test_the_story_knows_that_both_hold_it():
    shot, acted = whole("table")
    story = Story(scene=shot.scene, trajectory=acted)
    for who in ("anna", "ben"):
        held = story.ledger.holds("thing", "held by", who)
        assert not held[0] and held[end(acted, "up")] and not held[-1]
    events = [(event.kind, event.by, event.action) for event in story.events if event.object == "thing" and event.by in ("anna", "ben")]
    assert [each for each in events if each[0] in ("was taken by", "was let go by")] == [
        (kind, who, action) for kind, action in (("was taken by", "up"), ("was let go by", "down")) for who in ("anna", "ben")]
    assert {"lifted", "set down"} <= {event.kind for event in story.events}


def test_a_lift_that_is_ended_stays_as_high_as_it_is_and_is_set_down():
    _, acted = two(until(2.5, UP), set_down("anna", "thing", when=after("up", delay=0.5), name="down"), seconds=7)
    assert outcome(acted)["up"] == ("done", CUT) and outcome(acted)["down"] == ("done", ""), outcome(acted)
    high = part(acted, "thing")[:, 2]
    assert 0.1 < high.max() - high[0] < 0.2 and high[-1] == pytest.approx(high[0], abs=0.002) and fastest(acted) < 15


def test_hands_that_were_on_their_way_come_back():
    _, acted = two(until(0.9, UP), seconds=4)
    assert outcome(acted)["up"] == ("done", CUT) and not acted.grips and np.ptp(part(acted, "thing"), axis=0).max() < 0.002
    for who in (0, 1):
        assert bone(acted, "right_hand", who)[-1, 2] == pytest.approx(bone(acted, "right_hand", who)[0, 2], abs=0.02)


def test_it_comes_down_on_what_is_below_it():
    props = [table("low", (0.8, 0.6, 0.3), on=(0, 0, 0), fixed=True)]
    _, acted = two(UP, DOWN, thing=box("thing", (0.7, 0.5, 0.3), on=(0, 0, 0.3), mass=10.0), far=0.75, props=props, seconds=7.5)
    assert outcome(acted)["down"] == ("done", ""), outcome(acted)
    assert part(acted, "thing")[end(acted, "up"), 2] == pytest.approx(0.75, abs=0.01)
    assert part(acted, "thing")[-1, 2] == pytest.approx(0.45, abs=0.002)


@pytest.mark.parametrize("action", [
    walk_to("anna", (-2.0, 0.0), when=LATER, name="it"), turn_to("ben", (0.0, 3.0, 0.0), when=LATER, name="it"),
    crouch("ben", when=LATER, name="it"), bow("ben", when=LATER, name="it"), hug("anna", "ben", when=LATER, name="it"),
    wave("anna", when=LATER, name="it"), place("ben", "thing", (0.0, 0.0, 0.0), when=LATER, name="it"),
    push("anna", "thing", when=LATER, name="it"), pick_up("cid", "thing", when=LATER, name="it"),
    lift("cid", "thing", "ben", when=LATER, name="it")])
def test_who_holds_it_does_nothing_else_before_it_stands(action):
    held_on(action, r"thing is held by anna and ben together at \d\.\d s; set it down first")


@pytest.mark.parametrize("action, said", [
    (set_down("cid", "thing", when=LATER, name="it"), r"cid does not hold thing at \d\.\d s; of their hands, both are empty"),
    (set_down("ben", "thing", when=2.4, name="it"), r"thing is on its way at 0\.\d\d m/s at 2\.4 s; let it be lifted first")])
def test_it_is_not_set_down_by_others_or_on_its_way(action, said):
    held_on(action, said)


def held_on(action, said):
    """See an action fail, and those two go on holding the thing."""
    _, acted = two(UP, action, props=[person("cid", on=(0, 1.2, 0), turn=-90)], seconds=4)
    status, reason = outcome(acted)["it"]
    assert outcome(acted)["up"] == ("done", "") and status == "failed" and re.fullmatch(said, reason), reason
    assert part(acted, "thing")[-1, 2] == pytest.approx(0.36 + HEIGHT, abs=0.001)


SEAT, BALL = chair("chair", on=(1.9, 0.0, 0), turn=(0, 0, 180)), ball("ball", 0.05, on=(-0.5, 0.1, 0.72), mass=0.2)


@pytest.mark.parametrize("actions, how, said", [
    ([], {"ben": (0.0, 1.0, 0.0)},
     r"ben stands 90 degrees from anna round thing at 0\.0 s; two lift from opposite sides, at least 145 degrees apart"),
    ([], {"ben": (1.6, 0.0, 0.0)}, r"thing is 0\.\d\d m beyond ben's reach at 0\.0 s"),
    ([lift("anna", "thing", "ben", height=1.6, name="it")], {}, r"thing, 1\.60 m up, is 0\.\d\d m beyond anna's reach at 0\.0 s"),
    ([], {"thing": box("thing", (0.6, 0.5, 0.8), on=(0, 0, 0), mass=20.0), "far": 0.56},
     r"anna stands too near to thing at 0\.0 s: they would be 0\.\d\d m inside it"),
    ([], {"thing": box("thing", (1.2, 0.5, 0.04), on=(0, 0, 0), mass=8.0)},
     r"anna finds no place for both palms on thing at 0\.0 s: under a flat edge, 0\.20 m above the ground or more, or against an upright "
     r"side, 0\.09 m high or more"),
    ([], {"thing": table("thing", (1.2, 0.8, 0.72), on=(0, 0, 0), mass=95.0)}, r"thing weighs 95\.0 kg; two people lift up to 80 kg"),
    ([], {"props": [box("shelf", (0.5, 0.5, 0.05), on=(0, 0, 0.9), fixed=True)]},
     r"shelf is 0\.18 m above thing at 0\.0 s, which is to be lifted by 0\.30 m"),
    ([crouch("ben"), lift("anna", "thing", "ben", when=1.5, name="it")], {},
     r"ben is crouching at 1\.5 s and lifts things standing; let them stand first"),
    ([sit("ben", "chair", name="sit"), lift("anna", "thing", "ben", when=after("sit"), name="it")], {"props": [SEAT], "seconds": 8},
     r"ben sits on chair at \d\.\d s and lifts things standing; let them stand first"),
    ([walk_to("ben", (3.0, 0.0)), lift("anna", "thing", "ben", when=0.6, name="it")], {},
     r"ben is on the move at 0\.6 s, for \d\.\d s more, and lifts things standing still"),
    ([pick_up("anna", "ball", name="take"), lift("anna", "thing", "ben", when=after("take"), name="it")], {"props": [BALL], "seconds": 5},
     r"anna holds ball in the (left|right) hand at \d\.\d s and lifts things with both hands empty"),
    ([pick_up("ben", "thing", name="take"), lift("anna", "thing", "ben", when=after("take"), name="it")],
     {"thing": box("thing", (0.1, 0.1, 0.2), on=(0.5, 0, 0), mass=1.0), "seconds": 5}, r"thing is in ben's (left|right) hand at \d\.\d s"),
    ([lift("anna", "thing", "ben", name="up"), walk_to("ben", (3.0, 0.0), when=0.3), set_down("anna", "thing", when=2.0, name="it")],
     {"seconds": 3}, r"anna does not hold thing at 2\.0 s; of their hands, both are empty"),
    ([pick_up("anna", "ball", name="take"), set_down("anna", "ball", when=after("take"), name="it")], {"props": [BALL], "seconds": 5},
     r"anna holds ball alone, in the (left|right) hand, at \d\.\d s; place it"),
])
def test_what_cannot_be_done_says_why(actions, how, said):
    _, acted = two(*(actions or [lift("anna", "thing", "ben", name="it")]), **how)
    status, reason = outcome(acted)["it"]
    assert status == "failed" and re.fullmatch(said, reason), reason


def test_who_walks_off_while_hands_come_near_is_missed():
    _, acted = two(UP, walk_to("ben", (3.0, 0.0), when=0.3), seconds=4)
    status, reason = outcome(acted)["up"]
    assert status == "failed" and re.fullmatch(
        r"ben's (left|right) hand is 0\.\d\d m from where it holds thing at 1\.\d s; it takes hold from within 0\.03 m", reason), reason


@pytest.mark.parametrize("action, said", [
    (lift("anna", "thing", "ball"), r"'ball' is free; things are lifted together with people\."),
    (lift("anna", "thing", "anna"), r"helper is 'anna', who does it"),
    (lift("anna", "thing", "carl"), r"unknown object 'carl'"),
    (lift("anna", "chest", "ben"), r"'chest' is fixed; only what is free can be held or moved\."),
    (lift("anna", "thing", "ben", height=0.0), r"height"),
    (set_down("anna", "chest"), r"'chest' is fixed"),
])
def test_what_cannot_be_declared(action, said):
    with pytest.raises(DeclarationError, match=said):
        two(action, props=[BALL, box("chest", (0.3, 0.3, 0.3), on=(0, 2, 0), fixed=True)])
