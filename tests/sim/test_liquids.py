"""Vessels that are tilted, knocked over and emptied into each other: litres, events, and what is seen of them."""

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from render.sight import sight
from scenes import Look, ball, camera, cup, launch, make_shot, move, plane
from scenes.shots import SHOTS
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.math.conventions import quat_rotate
from sim.scene.hollows import Hollow
from sim.scene.parts import liquid_ids
from sim.story.story import Story
from sim.story.why import chain_text, why
from sim.trajectory import Trajectory

ABOVE = camera.static((0.0, -0.05, 0.9), (0.0, 0.0, 0.0), lens=50)
HOLLOW = Hollow(radius=0.044, height=0.104, wall=0.006)


def shot(*props, actions=(), seconds=1.0):
    return make_shot("test", [plane("floor"), *props], actions=actions, camera=ABOVE, seconds=seconds)


def story(*props, actions=(), seconds=1.0):
    scene = shot(*props, actions=actions, seconds=seconds).scene
    return Story(scene=scene, trajectory=simulate(scene))


def tipped(degrees, full=0.9, z=0.3, seconds=2.0, name="cup"):
    """What tilts a cup about its own y axis while it stays where it is."""
    times = tuple(np.linspace(0.2, seconds - 0.2, 9).tolist())
    return (cup(name, full=full, at=(0, 0, z), handle=False),
            move(name, times, [(0, 0, z)] * 9, [(0, degrees * (t - 0.2) / (seconds - 0.4), 0) for t in times]))


@pytest.mark.parametrize("degrees", [20.0, 50.0, 80.0, 100.0])
def test_a_tilted_cup_keeps_what_fits(degrees):
    thing, tip = tipped(degrees)
    levels = story(thing, actions=[tip], seconds=2.0).trajectory.levels[:, 0]
    assert levels[0] == pytest.approx(0.9) and (np.diff(levels) <= 1e-12).all()
    assert levels[-1] == pytest.approx(min(0.9, HOLLOW.fits(np.radians(degrees))), abs=3e-4)


def test_what_runs_over_falls_into_the_vessel_below_and_no_litre_is_lost():
    thing, tip = tipped(95.0, z=0.25)
    lip = (0.05 * np.cos(np.radians(95)) + 0.055, 0.0, 0.0)
    found = story(thing, cup("low", 0.06, 0.1, full=0.1, on=lip), actions=[tip], seconds=2.0)
    trajectory = found.trajectory
    litres = np.array([HOLLOW.litres, 1000 * np.pi * 0.054 ** 2 * 0.094])
    caught = sum(flow.litres for flow in trajectory.flows if flow.into == "low")
    spilt = sum(flow.litres for flow in trajectory.flows if not flow.into)
    assert trajectory.vessels == ("cup", "low") and caught > 0.2 and trajectory.levels[-1, 0] == 0
    before, after = trajectory.levels[0] @ litres, trajectory.levels[-1] @ litres
    assert before == pytest.approx(after + spilt) and (trajectory.levels[-1, 1] - 0.1) * litres[1] == pytest.approx(caught)
    kinds = [(event.object, event.kind, event.by) for event in found.events]
    assert ("low", "was filled by", "cup") in kinds and ("cup", "ran into", "low") in kinds
    assert chain_text(why(found, "low", "was filled by")).splitlines()[1].startswith("<- cup was moved")


def test_a_full_vessel_runs_over():
    thing, tip = tipped(95.0, z=0.25)
    found = story(thing, cup("low", 0.06, 0.05, full=0.95, on=(0.05, 0, 0)), actions=[tip], seconds=2.0).trajectory
    assert found.levels[-1, 1] == pytest.approx(1.0, abs=1e-3) and sum(flow.litres for flow in found.flows if not flow.into) > 0.3


def test_a_cup_that_is_knocked_off_a_table_is_spilt_and_why():
    scene = SHOTS["pillar"]().with_(cup={"full": 0.6}).scene
    found = Story(scene=scene, trajectory=simulate(scene))
    assert found.ledger.at(1.4).cup.full == pytest.approx(0.6) and found.ledger.at(4.0).cup.full == 0
    assert np.isnan(found.ledger.at(1.0).ball.full) and 1.5 < found.ledger.first("cup", "emptier than", 0.1) < 2.6
    assert [line.split(" at ")[0] for line in chain_text(why(found, "cup", "spilt")).splitlines()] == [
        "cup spilt", "<- cup was struck by ball", "<- ball was launched"]


def test_a_liquid_changes_neither_how_its_vessel_moves_nor_what_is_told_of_it():
    actions, roller = [launch("ball", (2, 0, 0))], ball("ball", 0.1, on=(-0.5, 0, 0))
    wet, dry = (story(cup("cup", on=(0, 0, 0), full=full), roller, actions=actions) for full in (0.5, None))
    np.testing.assert_array_equal(wet.motion.centre, dry.motion.centre)
    np.testing.assert_array_equal(wet.motion.speed, dry.motion.speed)
    assert [part.path for part in wet.trajectory.parts] == ["floor", "cup", "ball", "cup.liquid"]


def test_a_ledger_without_vessels_answers_no_such_question():
    with pytest.raises(DeclarationError, match="unknown vessel with a liquid 'floor'. Allowed: cup"):
        story(cup("cup", full=0.5, on=(0, 0, 0))).ledger.first("floor", "fuller than", 0.5)


def test_levels_and_flows_are_kept(tmp_path):
    thing, tip = tipped(60.0)
    first = story(thing, actions=[tip], seconds=2.0).trajectory
    first.save(tmp_path / "a.npz")
    second = Trajectory.load(tmp_path / "a.npz")
    assert second.vessels == ("cup",) and second.flows == first.flows and len(first.flows) > 3
    np.testing.assert_array_equal(second.levels, first.levels)


def test_the_surface_is_as_level_as_it_can_be_and_stays_in_the_cup():
    thing, tip = tipped(70.0)
    found = story(thing, actions=[tip], seconds=2.0).trajectory
    vessel, liquid = (part.id - 1 for part in found.parts if part.object == "cup")
    up, axis = (quat_rotate(found.rotations[:, part], np.array([0.0, 0.0, 1.0])) for part in (liquid, vessel))
    off = np.degrees(np.arccos(np.clip(up[:, 2], -1, 1)))
    tilt = np.degrees(np.arccos(np.clip(axis[:, 2], -1, 1)))
    against = np.degrees(np.arccos(np.clip((up * axis).sum(axis=1), -1, 1)))
    assert (off[tilt < 5] < 0.1).all() and against.max() < 26 and (off <= tilt + 1e-6).all()


def seen(full):
    """Pixels of a cup's liquid, from above."""
    what = make_shot("test", [plane("floor"), cup("cup", 0.1, 0.12, full=full, of=Look("brown", "plastic"), on=(0, 0, 0))], camera=ABOVE,
                     seconds=0.1)
    frame = render(what.scene, simulate(what.scene), what.view, RenderConfig(width=320, height=180, rasteriser="rays"))[0]
    return int((frame.part == liquid_ids(what.scene)["cup"]).sum())


def test_the_surface_is_seen_larger_the_fuller_it_is_and_not_at_all_if_there_is_none():
    counts = [seen(full) for full in (0.0, 0.1, 0.5, 0.95)]
    assert counts[0] == 0 < 1000 < counts[1] < counts[2] < counts[3]


def test_a_liquid_is_seen_as_its_vessel():
    what = shot(cup("cup", full=0.5, on=(0, 0, 0)), seconds=0.1)
    passes = render(what.scene, simulate(what.scene), what.view, RenderConfig(width=320, height=180, rasteriser="rays"))
    ledger = sight(passes, 1)
    assert ledger.names == ("floor", "cup") and ledger.at(0).cup.visible == 1.0
