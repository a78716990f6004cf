"""Sitting, standing up and carrying: each done, and each reason for which it cannot be."""

import re

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from scenes import after, box, carry, chair, cup, make_shot, person, pick_up, plane, sit, stand, table, walk_to
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import BONES
from sim.character.planning.prism_obstacles import prism_obstacles
from sim.execution.engine import simulate
from sim.geometry.convex import pieces
from tests.sim.character.acting import CAMERA, act, bone, end, facing, fastest, outcome, part

CHAIR = chair("chair", on=(2.0, 0.0, 0.0))


def before(gap, wide=0.8):
    """A table so many m before CHAIR."""
    return table("table", (0.8, wide, 0.74), on=(2.22 + gap + 0.4, 0.0, 0.0), fixed=True)


def deepest(acted, prop):
    """m that trunk and legs of anna are in a thing that stays where it is, in any frame."""
    who, body = person("anna").thing, prop.thing
    balls = anatomy(who.figure, who.clothes).spheres.of("pelvis", "chest", "left_thigh", "right_thigh", "left_shin", "right_shin")
    walls = prism_obstacles([(body.name, corners.corners + body.position) for corners in pieces(body.parts[0].shape)])
    turns = Rotation.from_quat(acted.bone_rotations[:, :len(BONES)].reshape(-1, 4)).as_matrix().reshape(-1, len(BONES), 3, 3)
    return max(walls.depth(balls.placed(places, turn), balls.radii) for places, turn in zip(acted.bone_positions[:, :len(BONES)], turns))


def shared(people, actions, props, seconds=12.0):
    shot = make_shot("test", [plane("floor"), *props, *people], camera=CAMERA, seconds=seconds, actions=actions)
    return simulate(shot.scene)


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
    ([box("bar", (0.4, 0.4, 0.8), on=(0.8, 0, 0))], sit("anna", "bar", name="it"),
     r"^bar's seat is 0\.80 m high; anna sits on 0\.28 to 0\.70 m$"),
    ([box("step", (0.4, 0.4, 0.2), on=(0.8, 0, 0))], sit("anna", "step", name="it"),
     r"^step's seat is 0\.20 m high; anna sits on 0\.28 to 0\.70 m$"),
    ([box("beam", (0.15, 1.0, 0.45), on=(0.8, 0, 0))], sit("anna", "beam", name="it"),
     r"beam is 0\.15 m wide; a seat has at least 0\.22 m"),
    ([chair("chair", on=(0.8, 0, 0)),
      *(box(f"w{i}", (0.1, 3, 1), on=(x, 0, 0), fixed=True) for i, x in enumerate((0.45, 1.15))),
      *(box(f"v{i}", (0.6, 0.1, 1), on=(0.8, y, 0), fixed=True) for i, y in enumerate((0.5, -0.5)))],
     sit("anna", "chair", name="it"),
     r"^there is no way for anna to sit down on chair: w1 is 0\.08 m before it, and 0\.26 m are needed$"),
    ([CHAIR, before(0.15)], sit("anna", "chair", name="it"),
     r"^there is no way for anna to sit down on chair: table is 0\.15 m before it, and 0\.25 m are needed$"),
    ([CHAIR, *(box(f"w{i}", (0.1, 7, 1), on=(x, 0, 0), fixed=True) for i, x in enumerate((0.8, 3.4)))], sit("anna", "chair", name="it"),
     r"^there is no way for anna to sit down on chair: w0, 1\.00 m high, is in the way \d\.\d\d m before it$"),
    ([CHAIR, box("shelf", (0.4, 2.8, 0.3), at=(2.68, 0, 1.15), fixed=True)], sit("anna", "chair", name="it"),
     r"^there is no way for anna to sit down on chair: sitting down, anna would be 0\.\d\d m inside shelf$"),
    ([], stand("anna", name="it"), "anna does not sit at 0.0 s, but stands"),
    ([cup("cup", on=(0.5, 0, 0))], carry("anna", "cup", (1.0, 1.0), name="it"),
     "anna does not hold cup at 0.0 s; of their hands, both are empty"),
])
def test_what_cannot_be_done_says_why(props, action, said):
    status, reason = outcome(act(action, props=props or [box("b", (0.1, 0.1, 0.1), on=(3, 3, 0))], seconds=1))["it"]
    assert status == "failed" and re.search(said, reason), reason


def test_a_seat_that_is_taken():
    people = [person("anna", on=(0.0, 0.0, 0.0)), person("ben", on=(1.6, 0.0, 0.0), turn=180)]
    shot = make_shot("test", [plane("floor"), box("stool", (0.4, 0.4, 0.45), on=(0.8, 0, 0)), *people], camera=CAMERA, seconds=6,
                     actions=[sit("anna", "stool", name="sit"), sit("ben", "stool", when=5.0, name="it")])
    assert outcome(simulate(shot.scene))["it"] == ("failed", "anna sits on stool")


@pytest.mark.parametrize("start", [(0.0, 0.0), (2.0, -3.5), (5.5, 0.5), (2.0, 2.0)], ids=["behind", "right", "ahead", "left"])
def test_she_walks_round_to_where_she_sits_down(start):
    acted = act(sit("anna", "chair", name="it"), props=[CHAIR], on=(*start, 0.0), seconds=12)
    assert outcome(acted)["it"] == ("done", "") and fastest(acted) < 13
    np.testing.assert_allclose(bone(acted, "pelvis")[-1], (2.0, 0.0, 0.55), atol=0.03)
    assert abs(facing(acted)[-1]) < 1 and np.abs(part(acted, "chair") - part(acted, "chair")[0]).max() < 2e-3


@pytest.mark.parametrize("gap, wide", [(0.6, 0.8), (0.26, 0.8), (0.26, 2.4)])
def test_she_gets_in_between_chair_and_table_and_out_again(gap, wide):
    acted = act(sit("anna", "chair", name="it"), walk_to("anna", (0.0, 1.0), when=after("it"), name="away"), seconds=18,
                props=[CHAIR, before(gap, wide)])
    assert outcome(acted) == {"it": ("done", ""), "away": ("done", "")}
    assert deepest(acted, before(gap, wide)) < 0.04 and fastest(acted) < 13
    assert np.linalg.norm(np.diff(bone(acted, "pelvis"), axis=0), axis=1).max() < 0.09, "she is never elsewhere at once"
    np.testing.assert_allclose(bone(acted, "pelvis")[end(acted, "it"), :2], (2.0, 0.0), atol=0.03)


@pytest.mark.parametrize("start, looks", [((0.0, 0.0), 180), ((4.0, 0.0), 0), ((2.0, 2.0), 90), ((2.0, -2.0), -90)])
def test_what_has_no_back_is_sat_on_from_every_side(start, looks):
    acted = act(sit("anna", "cube", name="it"), props=[box("cube", (0.4, 0.4, 0.45), on=(2.0, 0, 0))], on=(*start, 0.0), seconds=9)
    assert outcome(acted)["it"] == ("done", "") and abs((facing(acted)[-1] - looks + 180) % 360 - 180) < 1


def test_what_has_no_back_is_sat_on_from_the_side_that_is_free():
    cubes = [box("cube", (0.4, 0.4, 0.45), on=(2.0, 0, 0), fixed=True), box("crate", (0.3, 0.4, 1.0), on=(1.55, 0, 0), fixed=True)]
    acted = act(sit("anna", "cube", name="it"), props=cubes, seconds=9)
    assert outcome(acted)["it"] == ("done", "") and abs(abs(facing(acted)[-1]) - 180) > 80 and deepest(acted, cubes[1]) < 0.03


def sofa(width):
    """A seat and its back, which look to -x."""
    return [box("sofa", (0.5, width, 0.45), on=(2.0, 0, 0), fixed=True), box("back", (0.1, width, 0.9), on=(2.3, 0, 0), fixed=True)]


def test_two_sit_side_by_side_each_where_it_is_near():
    people = [person("anna", on=(0, 0.4, 0)), person("ben", on=(-1.0, 0.2, 0))]
    acted = shared(people, [sit("anna", "sofa", name="a"), sit("ben", "sofa", when=0.5, name="b")], sofa(1.6))
    assert outcome(acted) == {"a": ("done", ""), "b": ("done", "")}
    anna, ben = (bone(acted, "pelvis", who)[-1] for who in (0, 1))
    assert anna[1] == pytest.approx(0.4, abs=0.02) and 0.5 <= anna[1] - ben[1] < 0.52 and abs(anna[2] - ben[2]) < 0.01


def test_there_is_no_room_beside_who_goes_to_sit_in_the_middle():
    people = [person("anna", on=(0, 0, 0)), person("ben", on=(-0.8, 0, 0))]
    acted = shared(people, [sit("anna", "sofa", name="a"), sit("ben", "sofa", when=0.5, name="b")], sofa(1.2), 1.0)
    assert outcome(acted)["b"] == ("failed", "anna goes to sit on sofa, which leaves 0.35 m of it; ben needs 0.50 m")


def test_whoever_is_first_told_to_gets_the_only_place():
    people = [person("anna", on=(0.0, 0.0, 0.0)), person("ben", on=(1.6, 0.0, 0.0), turn=180)]
    stool = box("stool", (0.4, 0.4, 0.45), on=(0.8, 0, 0))
    acted = shared(people, [sit("anna", "stool", name="a"), sit("ben", "stool", when=0.5, name="b")], [stool], 1.0)
    assert outcome(acted)["b"] == ("failed", "anna goes to sit on stool")


def test_a_child_sits_on_a_high_chair_with_its_feet_off_the_floor_and_not_on_a_higher_one():
    child = person("anna", height=1.1, age=6)
    acted = shared([child], [sit("anna", "chair", name="it")], [CHAIR], 12.0)
    assert outcome(acted)["it"] == ("done", "")
    assert bone(acted, "left_foot")[-1, 2] > 0.15 and bone(acted, "left_shin")[-1, 2] - bone(acted, "left_foot")[-1, 2] > 0.2
    higher = shared([child], [sit("anna", "bar", name="it")], [box("bar", (0.4, 0.4, 0.6), on=(2, 0, 0))], 0.5)
    assert outcome(higher)["it"] == ("failed", "bar's seat is 0.60 m high; anna sits on 0.18 to 0.45 m")


def test_who_is_tall_sits_higher_and_needs_higher_seats():
    tall = person("anna", height=2.0)
    acted = shared([tall], [sit("anna", "bar", name="it")], [box("bar", (0.4, 0.4, 0.7), on=(2, 0, 0))], 9.0)
    assert outcome(acted)["it"] == ("done", "") and bone(acted, "left_foot")[-1, 2] < 0.12
    low = shared([tall], [sit("anna", "step", name="it")], [box("step", (0.4, 0.4, 0.3), on=(2, 0, 0))], 0.5)
    assert outcome(low)["it"] == ("failed", "step's seat is 0.30 m high; anna sits on 0.33 to 0.82 m")


def test_she_climbs_to_a_chair_on_a_stage():
    stage = box("stage", (2.0, 2.0, 0.18), on=(2.5, 0, 0), fixed=True)
    acted = shared([person("anna")], [sit("anna", "chair", name="it")], [stage, chair("chair", on=(2.6, 0, 0.18))], 12.0)
    assert outcome(acted)["it"] == ("done", "") and bone(acted, "pelvis")[-1, 2] == pytest.approx(0.18 + 0.55, abs=0.03)


def test_carry_takes_the_thing_along_upright():
    acted = act(pick_up("anna", "cup", name="take"), carry("anna", "cup", (-1.0, 0.6), when=after("take"), name="carry"), seconds=8)
    assert outcome(acted)["carry"] == ("done", "")
    assert np.linalg.norm(part(acted, "cup")[-1, :2] - (-1.0, 0.6)) < 0.5
    tilt = acted.rotations[end(acted, "take"):, acted.part_ids("cup")[0] - 1]
    assert (1 - 2 * (tilt[:, 0] ** 2 + tilt[:, 1] ** 2)).min() > 0.97
