"""Drinking and pouring: what becomes of the litres, and each reason for which it cannot be done."""

import re

import numpy as np
import pytest

from scenes import after, ball, camera, cup, drink, launch, make_shot, move, person, pick_up, place, plane, pour, table, turn_to, until
from sim.character.behaviours.drink import SIP
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.math.conventions import quat_rotate
from sim.story.story import Story
from sim.story.why import chain_text, why

TABLE = table("table", (0.8, 0.8, 0.72), on=(0.75, 0, 0), fixed=True)
GLASS = 1000 * np.pi * 0.031 ** 2 * 0.096


def jug(full=0.8, **options):
    return cup("jug", 0.05, 0.2, **({"on": (0.45, -0.2, 0.72), "turn": (0, 0, -90), "full": full} | options))


def glass(full=0.0, **options):
    return cup("glass", 0.035, 0.1, wall=0.004, handle=False, **({"on": (0.45, 0.1, 0.72), "full": full} | options))


def act(*actions, props=(), seconds=7.0, people=()):
    shot = make_shot("test", [plane("floor"), TABLE, *props, person("anna"), *people], actions=actions, seconds=seconds,
                     camera=camera.static((0, -4, 1.5), (0, 0, 1)))
    return Story(scene=shot.scene, trajectory=simulate(shot.scene))


def outcome(story):
    return {record.title: (record.status, record.reason) for record in story.trajectory.actions}


def poured(*actions, amount=None, full=0.8, into=0.0, seconds=9.0, props=None):
    things = (jug(full), glass(into)) if props is None else props
    return act(pick_up("anna", "jug", hand="right", name="take"), pour("anna", "jug", "glass", amount, when=after("take"), name="it"),
               *actions, props=things, seconds=seconds)


def litres(story, source="jug", into=""):
    return sum(flow.litres for flow in story.trajectory.flows if (flow.source, flow.into) == (source, into))


def tilt(story, name):
    index = story.trajectory.part_ids(name)[0] - 1
    return np.degrees(np.arccos(np.clip(quat_rotate(story.trajectory.rotations[:, index], np.array([0.0, 0.0, 1.0]))[:, 2], -1, 1)))


def test_pour_fills_as_much_as_is_asked_for_and_spills_nothing():
    found = poured(amount=0.7)
    assert outcome(found)["it"] == ("done", "")
    assert found.ledger.at(9.0).glass.full == pytest.approx(0.7, abs=2e-3)
    assert litres(found, into="glass") == pytest.approx(0.7 * GLASS, rel=2e-3) and litres(found) == 0
    assert found.ledger.at(9.0).jug.held_by == ("anna",) and tilt(found, "jug")[-1] < 1
    assert np.abs(np.diff(found.trajectory.levels[:, 1])).max() * GLASS < 0.15 / 24 + 1e-3, "it runs gradually"
    assert [line.split(" at ")[0] for line in chain_text(why(found, "glass", "was filled by")).splitlines()] == [
        "glass was filled by jug", "<- jug was taken by anna"]


def test_a_pour_that_is_cut_short_spills_next_to_nothing():
    things = (jug(), glass())
    found = act(pick_up("anna", "jug", hand="right", name="take"),
                until(after("take", delay=2.3), pour("anna", "jug", "glass", when=after("take"), name="it")), props=things, seconds=7.0)
    assert outcome(found)["it"][0] == "done" and 0.1 < found.ledger.at(7.0).glass.full < 0.9
    assert litres(found) < 0.01 and tilt(found, "jug")[-1] < 1


def test_pour_until_the_other_is_full_or_the_one_is_empty():
    found = poured()
    assert outcome(found)["it"] == ("done", "") and found.ledger.at(9.0).glass.full == pytest.approx(1.0, abs=2e-3)
    assert litres(found) < 2e-3
    little = poured(full=0.05)
    assert outcome(little)["it"] == ("done", "") and little.ledger.at(9.0).jug.full < 1e-3 and litres(little, into="glass") > 0.05


def test_pour_into_what_someone_else_holds():
    other = cup("glass", 0.035, 0.1, wall=0.004, handle=False, on=(0.5, 0.2, 0.72), full=0.0)
    found = act(pick_up("ben", "glass", name="hold"), pick_up("anna", "jug", when=after("hold"), name="take"),
                turn_to("anna", "glass", when=after("take"), name="turn"), pour("anna", "jug", "glass", 0.5, when=after("turn"), name="it"),
                props=(jug(), other), seconds=11.0,
                people=(person("ben", on=(0.5, 0.75, 0), turn=-90),))
    assert outcome(found)["it"] == ("done", "") and found.ledger.at(11.0).glass.full == pytest.approx(0.5, abs=2e-3)
    assert found.ledger.at(11.0).glass.held_by == ("ben",)


@pytest.mark.parametrize("story, said", [
    (lambda: act(pour("anna", "jug", "glass", when=0.5, name="it"), props=(jug(), glass()), seconds=1),
     r"anna does not hold jug at 0\.5 s; of their hands, both are empty"),
    (lambda: poured(full=0.0, seconds=3), r"jug is empty at \d\.\d s, 0\.00 full"),
    (lambda: poured(full=0.03, amount=0.9), r"jug is empty at \d\.\d s, 0\.00 full; glass is 0\.1\d full, not 0\.90"),
    (lambda: poured(into=1.0, seconds=3), r"glass is 1\.00 full at \d\.\d s"),
    (lambda: poured(into=0.6, amount=0.5, seconds=3), r"glass is 0\.60 full at \d\.\d s, and 0\.50 was to be"),
    (lambda: poured(props=(jug(), glass(on=(1.1, 0.3, 0.72))), seconds=3), r"glass is 0\.\d\d m beyond anna's reach at \d\.\d s"),
    (lambda: poured(props=(jug(), glass(on=(0.5, 0.1, 0.72), turn=(90, 0, 0))), seconds=3),
     r"glass is tilted by 90 degrees at \d\.\d s; what is poured into may be by 30"),
    (lambda: poured(move("glass", (0.1,), [(0.45, 0.3, 0.77)], when=after("take", delay=1.8)), amount=0.9),
     r"jug is 0\.\d\d m beside the mouth of glass at \d\.\d s"),
])
def test_what_cannot_be_poured_says_why(story, said):
    status, reason = outcome(story())["it"]
    assert status == "failed" and re.fullmatch(said, reason), reason


def test_a_drink_is_a_sip_and_nothing_is_spilt():
    found = act(pick_up("anna", "cup", name="take"), drink("anna", "cup", when=after("take"), name="it"),
                props=[cup("cup", 0.04, 0.12, on=(0.45, -0.1, 0.72), turn=(0, 0, -90), wall=0.005, full=0.85)])
    assert outcome(found)["it"] == ("done", "") and litres(found, "cup", "anna") == pytest.approx(SIP) and litres(found, "cup") == 0
    assert 25 < tilt(found, "cup").max() < 45, "as far as it must be tilted"
    assert [line.split(" at ")[0] for line in chain_text(why(found, "cup", "was drunk from by")).splitlines()] == [
        "cup was drunk from by anna", "<- cup was taken by anna"]


def test_a_cup_that_is_put_down_keeps_what_is_in_it():
    found = act(pick_up("anna", "cup", name="take"), place("anna", "cup", "table", when=after("take"), name="it"),
                props=[cup("cup", 0.04, 0.12, on=(0.45, -0.1, 0.72), turn=(0, 0, -90), wall=0.005, full=0.8)])
    assert outcome(found)["it"] == ("done", "") and litres(found, "cup") == 0 and found.ledger.at(7.0).cup.full == pytest.approx(0.8)


def test_who_has_drunk_all_drinks_no_more():
    found = act(pick_up("anna", "cup", name="take"), drink("anna", "cup", when=after("take"), name="a"),
                drink("anna", "cup", when=after("a"), name="b"), seconds=8.0,
                props=[cup("cup", 0.04, 0.12, on=(0.45, -0.1, 0.72), turn=(0, 0, -90), wall=0.005, full=0.1)])
    assert outcome(found)["a"] == ("done", "") and 0 < litres(found, "cup", "anna") < SIP
    assert re.fullmatch(r"cup is empty at \d\.\d s, 0\.00 full", outcome(found)["b"][1])


def test_a_full_cup_that_a_ball_knocks_over_has_nothing_left_to_pour():
    found = act(launch("ball", (-3.0, 0, 0), when=0.1), pick_up("anna", "jug", when=2.0, name="take"),
                props=[cup("jug", 0.04, 0.2, on=(0.6, 0, 0.72), full=0.9, handle=False), ball("ball", 0.1, on=(1.0, 0, 0.72), mass=1.0)],
                seconds=2.5)
    assert found.ledger.at(2.4).jug.full < 0.1 and ("jug", "spilt") in [(event.object, event.kind) for event in found.events]


@pytest.mark.parametrize("action, said", [
    (pour("anna", "jug", "jug"), "pours 'jug' into itself"), (pour("anna", "jug", "dry"), "'dry' is no vessel.*full=0.0 if it is empty"),
    (pour("anna", "dry", "jug"), "'dry' is no vessel"), (pour("anna", "jug", "table"), "'table' is no vessel"),
    (pour("anna", "jug", "glas"), "unknown object 'glas'"), (pour("anna", "jug", "glass", 1.2), "amount is 1.2"),
    (pour("anna", "table", "glass"), "'table' is fixed; only what is free can be held"),
])
def test_what_cannot_be_declared_is_refused(action, said):
    with pytest.raises(DeclarationError, match=said):
        act(action, props=(jug(), glass(), cup("dry", on=(0.9, 0, 0.72))), seconds=0.1)
