"""Steps, stairs and ramps: planned over, gone up and down with soles on what is there; what is too high is named with its height."""

import re

import numpy as np
import pytest

from bench.ground import course, gone
from scenes import after, box, run, walk_to
from sim.character.body.anatomy import anatomy
from sim.character.motion.gaits import GAITS
from sim.character.planning.stepping import NoFooting, climbing_stations
from sim.character.planning.terrain import CLIMB, Terrain, make_terrain, reachable
from sim.errors import DeclarationError
from sim.scene.person import Person
from sim.scene.wardrobe import EVERYDAY
from tests.sim.character.acting import act, bone, fastest, outcome

CUBE = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (0.0, 1.0)])
BODY = anatomy(Person(name="anna").figure, EVERYDAY)
ALONE = [box("b", (0.2, 0.2, 0.2), on=(0, 6, 0))]


def step(name, size, at):
    return name, CUBE * size + np.array(at)


def test_a_block_is_stood_on_where_it_is_and_a_steep_or_narrow_one_is_not():
    ground = make_terrain(0.0, [step("low", (1, 1, 0.2), (2, 0, 0)), step("rail", (1, 0.05, 0.1), (0, 3, 0))])
    assert [ledge.name for ledge in ground.ledges] == ["low"]
    np.testing.assert_allclose(ground.under(np.array([(2.0, 0.0), (2.6, 0.0), (2.0, 0.0)]), np.array([1.0, 1.0, 0.1])), [0.2, 0, 0])
    steep = np.array([(0, -1, 0), (0, 1, 0), (1, -1, 0), (1, 1, 0), (1, -1, 0.5), (1, 1, 0.5)], float)
    gentle = steep * [1, 1, 0.4]
    assert not make_terrain(0.0, [("ramp", steep)]).ledges
    assert make_terrain(0.0, [("ramp", gentle)]).ledges[0].plane[0] == pytest.approx(0.2)


def test_only_what_is_reached_step_by_step_counts():
    stairs = [step(f"s{i}", (0.3, 1, 0.18 * (i + 1)), (i * 0.3, 0, 0)) for i in range(4)]
    table = step("table", (1, 1, 0.9), (5, 0, 0))
    assert [ledge.name for ledge in reachable(make_terrain(0.0, [*stairs, table]), 0.0).ledges] == ["s0", "s1", "s2", "s3", "table"]
    assert [ledge.name for ledge in reachable(make_terrain(0.0, [*stairs[:2], table]), 0.0).ledges] == ["s0", "s1"]


def test_steps_keep_soles_on_treads_and_too_deep_a_drop_has_no_footing():
    stairs = make_terrain(0.0, [step(f"s{i}", (0.3, 1, 0.17 * (i + 1)), (1.15 + i * 0.3, 0, 0)) for i in range(3)])
    rows = climbing_stations([(0, 0), (1.67, 0)], 0.0, None, 0.0, BODY, stairs, GAITS["walk"])
    assert rows[-1][0] == pytest.approx(1.67)
    wall = Terrain(0.0, make_terrain(0.0, [step("wall", (2, 1, CLIMB + 0.05), (2.0, 0, 0))]).ledges)
    with pytest.raises(NoFooting):
        climbing_stations([(0, 0), (2.0, 0)], 0.0, None, 0.0, BODY, wall, GAITS["walk"])


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_stairs_and_ramps_are_gone_up_and_down(seed):
    found = gone(course(seed))
    assert found.passes, found


def test_a_walk_to_a_raised_thing_ends_on_it_and_its_reason_names_what_is_too_high():
    low = act(walk_to("anna", "stage", name="go"), props=[box("stage", (1.5, 1.5, 0.2), on=(1.8, 0, 0), fixed=True)], seconds=4)
    assert outcome(low)["go"] == ("done", "") and bone(low, "pelvis")[-1, 2] > bone(low, "pelvis")[0, 2] + 0.18
    assert abs(bone(low, "pelvis")[-1, 0] - 1.8) < 0.55 and fastest(low) < 15
    ring = [box(f"wall{i}", size, on=at, fixed=True) for i, (size, at) in enumerate([
        ((0.2, 2.2, 0.5), (2, 0, 0)), ((0.2, 2.2, 0.5), (4, 0, 0)), ((2.2, 0.2, 0.5), (3, 1, 0)), ((2.2, 0.2, 0.5), (3, -1, 0))])]
    status, reason = outcome(act(walk_to("anna", (3.0, 0.0), name="go"), props=ring, seconds=1))["go"]
    assert status == "failed" and re.fullmatch(r"there is no way for anna to \(3\.00, 0\.00\): wall0, 0\.50 m high, is in the way "
                                               r"1\.\d\d m before it at 0\.0 s", reason), reason


def test_who_stands_on_a_stage_goes_on_from_there():
    acted = act(walk_to("anna", "stage", name="up"), walk_to("anna", (1.2, 0.4, 0.2), when=after("up"), name="on"),
                walk_to("anna", (0.0, -1.0), when=after("on"), name="down"), seconds=11,
                props=[box("stage", (1.5, 1.5, 0.2), on=(1.8, 0, 0), fixed=True)])
    assert {status for status, _ in outcome(acted).values()} == {"done"}
    feet = bone(acted, "left_foot")[:, 2]
    assert feet.max() > 0.25 and feet[-1] == pytest.approx(feet[0], abs=0.01)


@pytest.mark.parametrize("gait", GAITS)
def test_gaits_get_there_at_their_own_speed_on_feet_that_stay(gait):
    acted = act(walk_to("anna", (4.0, 0.0), gait=gait, name="go"), props=ALONE, seconds=10)
    assert outcome(acted)["go"] == ("done", "") and fastest(acted) < 15
    seconds = next(record.end for record in acted.actions if record.title == "go")
    speed = 4.0 / (seconds - 2 * GAITS[gait].seconds)
    assert 0.7 < speed / GAITS[gait].speed < 1.4, (gait, speed)


def test_a_walk_is_as_fast_as_it_is_declared_and_no_faster_than_legs_go():
    ends = [act(walk_to("anna", (4.0, 0.0), speed=speed, name="go"), props=ALONE, seconds=10).actions[0].end for speed in (0.7, 1.3)]
    assert ends[0] / ends[1] == pytest.approx(1.3 / 0.7, rel=0.12)
    with pytest.raises(DeclarationError, match="go: speed is 3 m/s; legs of someone 1.7 m tall walk at"):
        act(walk_to("anna", (4.0, 0.0), speed=3.0, name="go"), props=ALONE)
    with pytest.raises(DeclarationError, match="go: speed is 0"):
        act(walk_to("anna", (4.0, 0.0), speed=0, name="go"), props=ALONE)


def test_running_is_walking_in_another_manner_and_an_unknown_manner_is_refused():
    ran = act(run("anna", (4.0, 0.0), name="go"), props=ALONE, seconds=4)
    walked = act(walk_to("anna", (4.0, 0.0), name="go"), props=ALONE, seconds=8)
    ends = [next(record.end for record in acted.actions) for acted in (ran, walked)]
    assert ends[0] < 0.75 * ends[1]
    with pytest.raises(DeclarationError, match="go: unknown gait 'trot'.*run"):
        act(walk_to("anna", (4.0, 0.0), gait="trot", name="go"), props=ALONE)
