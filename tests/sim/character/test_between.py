"""Handing over, throwing and catching: each done, and each reason for which it cannot be."""

import re

import numpy as np
import pytest

from scenes import after, ball, box, catch, cup, hand_over, launch, make_shot, person, pick_up, plane, table, throw, walk_to
from sim.execution.engine import simulate
from tests.sim.character.acting import CAMERA, fastest, outcome, part

STAND = box("stand", (0.3, 0.3, 0.72), on=(0.5, -0.1, 0), fixed=True)
THING = ball("ball", 0.05, on=(0.5, -0.1, 0.72), mass=0.2)


def play_out(*actions, ben=(3.5, 0.2, 0.0), turn=180.0, props=(STAND, THING), seconds=6.0):
    """Anna at the origin with a ball within reach, and Ben."""
    people = [person("anna"), person("ben", on=ben, turn=turn)]
    shot = make_shot("test", [plane("floor"), *props, *people], actions=actions, camera=CAMERA, seconds=seconds)
    return simulate(shot.scene)


TAKE = pick_up("anna", "ball", name="take")


@pytest.mark.parametrize("turn", [180.0, 40.0])
def test_a_thing_goes_from_hand_to_hand(turn):
    props = box("stand", (0.3, 0.3, 0.72), on=(0.1, -0.45, 0), fixed=True), ball("ball", 0.05, on=(0.15, -0.4, 0.72), mass=0.2)
    acted = play_out(TAKE, hand_over("anna", "ball", "ben", when=after("take"), name="give"), ben=(0.95, 0.4, 0), turn=turn, seconds=9,
                     props=props)
    assert outcome(acted)["give"] == ("done", ""), outcome(acted)
    first, second = acted.grips
    assert (first.holder, second.holder) == ("anna", "ben") and first.end == second.start and second.end is None
    way = np.linalg.norm(np.diff(part(acted, "ball"), axis=0), axis=1)
    assert way[first.start:].max() < 0.09, "it never jumps"
    assert fastest(acted) < 14


@pytest.mark.parametrize("to, flight", [("ben", None), ((2.5, 0.6, 0.0), None), ((2.0, -0.8, 0.5), 0.7)])
def test_a_throw_flies_to_its_aim_with_the_hands_velocity(to, flight):
    acted = play_out(TAKE, throw("anna", "ball", to, flight=flight, when=after("take"), name="throw"))
    assert outcome(acted)["throw"] == ("done", "")
    way, freed = part(acted, "ball"), acted.grips[0].end
    held = (way[freed] - way[freed - 1]) * 24
    flown = (way[freed + 1] - way[freed]) * 24 + [0, 0, 9.81 / 48]
    np.testing.assert_allclose(flown, held, atol=0.05)
    aim = np.array(to if not isinstance(to, str) else (3.5 - 0.35, 0.2, 1.3))
    assert np.linalg.norm(way[freed:] - aim, axis=1).min() < 0.2 if to == "ben" else np.linalg.norm(way[freed:] - aim, axis=1).min() < 0.15


def test_a_thrown_ball_is_caught_and_kept():
    acted = play_out(TAKE, throw("anna", "ball", "ben", when=after("take"), name="throw"), catch("ben", "ball", name="catch"))
    assert outcome(acted)["catch"] == ("done", ""), outcome(acted)
    assert [grip.holder for grip in acted.grips] == ["anna", "ben"] and part(acted, "ball")[-1, 2] > 0.9
    assert fastest(acted) < 30, "a throw is quick, and no jump"


@pytest.mark.parametrize("actions, said", [
    ([hand_over("anna", "ball", "ben", name="it")], "anna does not hold ball at 0.0 s; of their hands, both are empty"),
    ([TAKE, hand_over("anna", "ball", "ben", when=after("take"), name="it")],
     r"ben is 3\.\d\d m from anna at \d\.\d s; between them ball is [01]\.\d\d m beyond anna's reach"),
    ([TAKE, walk_to("ben", (3.5, 3.0), when=1.0), hand_over("anna", "ball", "ben", when=after("take"), name="it")],
     r"ben is on the move at \d\.\d s, for \d\.\d s more; things are"),
    ([throw("anna", "ball", "ben", name="it")], "anna does not hold ball"),
    ([TAKE, throw("anna", "ball", (40.0, 0.0, 0.0), when=after("take"), name="it")],
     r"ball is to fly 39\.\d m, which takes \d\d\.\d m/s; anna throws at up to 9\.0 m/s"),
    ([catch("ben", "ball", within=0.5, name="it")], r"ball did not fly within 0\.5 s; it moves at 0\.0 m/s, not 0\.8, at 0\.5 s"),
    ([TAKE, catch("ben", "ball", within=0.2, when=after("take"), name="it")], r"ball did not fly within 0\.2 s; anna holds it at \d\.\d s"),
    ([launch("ball", (0.0, 2.0, 3.0), when=0.5), catch("ben", "ball", name="it")], r"ball passes \d\.\d\d m beyond ben's reach"),
    ([launch("ball", (5.0, 0.0, 1.0), when=0.5), catch("anna", "ball", name="it")],
     r"ball (passes \d\.\d\d m beyond|does not come before anna, \d\.\d\d m from it, as)"),
])
def test_what_cannot_be_done_says_why(actions, said):
    status, reason = outcome(play_out(*actions, seconds=3))["it"]
    assert status == "failed" and re.search(said, reason), reason


def test_full_hands_take_nothing():
    props = (table("table", (0.6, 0.4, 0.72), on=(1.0, 0.75, 0), fixed=True),
             *(cup(name, 0.03, 0.1, on=(x, 0.65, 0.72), handle=False) for name, x in (("a", 0.85), ("b", 1.0), ("c", 1.15))))
    actions = [pick_up("anna", "a", name="a"), pick_up("ben", "b", name="b"), pick_up("ben", "c", when=after("b"), name="c"),
               hand_over("anna", "a", "ben", when=after("c"), name="it"), catch("ben", "a", when=after("c"), name="catch")]
    people = [person("anna", on=(0.65, 0.25, 0), turn=60), person("ben", on=(1.25, 0.25, 0), turn=110)]
    shot = make_shot("test", [plane("floor"), *props, *people], actions=actions, camera=CAMERA, seconds=7)
    said = outcome(simulate(shot.scene))
    assert said["c"][0] == "done", said
    status, reason = said["it"]
    assert said["catch"] == (status, reason) and status == "failed"
    assert re.fullmatch(r"ben's hands are full at \d\.\d s: the (left|right) one holds b and the (left|right) one holds c", reason)


def test_a_ball_that_is_knocked_aside_on_its_way_is_not_caught():
    acted = play_out(TAKE, throw("anna", "ball", "ben", when=after("take"), name="throw"), catch("ben", "ball", name="it"),
                     launch("ball", (0.0, 4.0, 2.0), when=3.1), seconds=5)
    status, reason = outcome(acted)["it"]
    assert acted.grips[0].end < 3.1 * 24 and status == "failed" and re.search(r"ball is \d\.\d\d m from ben's hand", reason), reason
