"""Sitting, standing up and carrying: each done, and each reason for which it cannot be."""

import re

import numpy as np
import pytest

from scenes import after, box, carry, chair, cup, make_shot, person, pick_up, plane, sit, stand, walk_to
from sim.execution.engine import simulate
from tests.sim.character.acting import CAMERA, act, bone, end, facing, fastest, outcome, part


def test_she_sits_with_her_back_to_the_back_and_her_feet_stay():
    acted = act(sit("anna", "chair", name="sit"), props=[chair("chair", on=(0.9, 0.0, 0.0), turn=(0, 0, 180))], seconds=7)
    assert outcome(acted)["sit"] == ("done", "")
    pelvis, down = bone(acted, "pelvis")[-1], end(acted, "sit")
    assert 0.45 + 0.06 < pelvis[2] < 0.45 + 0.13 and abs(pelvis[0] - 0.9) < 0.15 and abs(pelvis[1]) < 0.02
    assert abs(abs(facing(acted)[-1]) - 180) < 1, "she looks where the chair looks"
    for side in ("left", "right"):
        assert np.abs(np.diff(bone(acted, f"{side}_foot")[down - 25:], axis=0)).max() < 1e-6
    assert np.abs(part(acted, "chair") - part(acted, "chair")[0]).max() < 2e-3, "the chair is not pushed away"
    assert fastest(acted) < 13


def test_she_stands_up_where_she_sat_down_and_walking_gets_her_up_too():
    props = [box("box", (0.4, 0.4, 0.45), on=(0.7, 0.0, 0.0))]
    acted = act(sit("anna", "box", name="sit"), stand("anna", when=after("sit"), name="up"), props=props, seconds=9)
    assert outcome(acted)["up"] == ("done", "") and bone(acted, "pelvis")[-1, 2] == pytest.approx(bone(acted, "pelvis")[0, 2], abs=0.01)
    gone = act(sit("anna", "box", name="sit"), walk_to("anna", (-1.0, 0.5), when=after("sit"), name="go"), props=props, seconds=14)
    assert outcome(gone)["go"] == ("done", "") and fastest(gone) < 14
    np.testing.assert_allclose(bone(gone, "pelvis")[-1, :2], (-1.0, 0.5), atol=0.02)


@pytest.mark.parametrize("props, action, said", [
    ([chair("chair", on=(3.0, 0, 0))], sit("anna", "chair", name="it"),
     r"chair is [23]\.\d\d m from anna, who sits down on what is within 1\.50"),
    ([box("bar", (0.4, 0.4, 0.8), on=(0.8, 0, 0))], sit("anna", "bar", name="it"),
     r"bar is 0\.80 m high; anna sits on what is from 0\.28 to 0\.62"),
    ([box("beam", (0.15, 1.0, 0.45), on=(0.8, 0, 0))], sit("anna", "beam", name="it"),
     r"beam is 0\.15 m wide; a seat has at least 0\.22 m"),
    ([chair("chair", on=(0.8, 0, 0)),
      *(box(f"w{i}", (0.1, 3, 1), on=(x, 0, 0), fixed=True) for i, x in enumerate((0.45, 1.15))),
      *(box(f"v{i}", (0.6, 0.1, 1), on=(0.8, y, 0), fixed=True) for i, y in enumerate((0.5, -0.5)))],
     sit("anna", "chair", name="it"), "there is no way for anna to sit down on chair"),
    ([], stand("anna", name="it"), "anna does not sit at 0.0 s"),
    ([cup("cup", on=(0.5, 0, 0))], carry("anna", "cup", (1.0, 1.0), name="it"), "anna does not hold cup at 0.0 s"),
])
def test_what_cannot_be_done_says_why(props, action, said):
    status, reason = outcome(act(action, props=props or [box("b", (0.1, 0.1, 0.1), on=(3, 3, 0))], seconds=1))["it"]
    assert status == "failed" and re.search(said, reason), reason


def test_a_seat_that_is_taken():
    people = [person("anna", on=(0.0, 0.0, 0.0)), person("ben", on=(1.6, 0.0, 0.0), turn=180)]
    shot = make_shot("test", [plane("floor"), box("stool", (0.4, 0.4, 0.45), on=(0.8, 0, 0)), *people], camera=CAMERA, seconds=6,
                     actions=[sit("anna", "stool", name="sit"), sit("ben", "stool", when=5.0, name="it")])
    assert outcome(simulate(shot.scene))["it"] == ("failed", "anna sits on stool")


def test_carry_takes_the_thing_along_upright():
    acted = act(pick_up("anna", "cup", name="take"), carry("anna", "cup", (-1.0, 0.6), when=after("take"), name="carry"), seconds=8)
    assert outcome(acted)["carry"] == ("done", "")
    assert np.linalg.norm(part(acted, "cup")[-1, :2] - (-1.0, 0.6)) < 0.5
    tilt = acted.rotations[end(acted, "take"):, acted.part_ids("cup")[0] - 1]
    assert (1 - 2 * (tilt[:, 0] ** 2 + tilt[:, 1] ** 2)).min() > 0.97
