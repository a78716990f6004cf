"""The ledger of scenes whose story is known."""

from fractions import Fraction

import numpy as np
import pytest

from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.scene.actions import Drop, Hold
from sim.scene.parts import part_table
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Cup
from sim.scene.when import At
from sim.story.ledger import Interval, Ledger, merged
from sim.story.ledger_file import load_ledger, save_ledger
from sim.story.story import Story
from sim.trajectory import CONTACT, Trajectory
from tests.sim.build import G, ball, body, cube, floor, scene


def acted(world: Scene) -> Story:
    return Story(scene=world, trajectory=simulate(world))


def placed(world: Scene, positions, contacts=()) -> Story:
    """A story made by hand: positions (T, N, 3) of one-part bodies that do not turn."""
    rotations = np.zeros((*np.shape(positions)[:2], 4))
    rotations[..., 3] = 1
    return Story(scene=world, trajectory=Trajectory(
        parts=part_table(world), positions=positions, rotations=rotations, joint_names=(), joints=np.zeros((len(positions), 0)),
        bone_positions=np.zeros((len(positions), 0, 3)), bone_rotations=np.zeros((len(positions), 0, 4)),
        contacts=np.array(list(contacts), CONTACT), actions=(), fps=Fraction(24)))


def test_a_dropped_cube_falls_touches_and_rests():
    ledger = acted(scene(floor(), cube(position=(0, 0, 0.55), restitution=0.0), frames=36)).ledger
    assert ledger.first("cube", "touches", "floor") == pytest.approx((2 * 0.5 / G) ** 0.5, abs=1.5 / 24)
    assert ledger.at(0.25).cube.velocity == pytest.approx((0, 0, -G * 5.5 / 24), abs=0.02)
    assert ledger.at(0.2).cube.resting_on == () and ledger.at(1.4).cube.resting_on == ledger.at(1.4).cube.touching == ("floor",)
    assert ledger.at(1.4).floor.touching == ("cube",) and ledger.at(1.4).floor.resting_on == ()
    assert ledger.last("cube", "rests on") == pytest.approx(35 / 24)
    assert ledger.first("cube", "rests on", "floor") >= ledger.first("cube", "touches", "floor")


def test_what_begins_on_something_rests_on_it_from_the_first_frame_and_a_tower_on_the_next_one_down():
    ledger = acted(scene(floor(), cube("low", position=(0, 0, 0.05)), cube("high", position=(0, 0, 0.15)))).ledger
    assert ledger.intervals("low", "rests on") == (Interval(start=0, end=25 / 24, by=("floor",), ends=False),)
    assert ledger.intervals("high", "rests on") == (Interval(start=0, end=25 / 24, by=("low",), ends=False),)
    assert ledger.first("high", "touches", "floor") is None and ledger.intervals("high", "rests on", "floor") == ()


@pytest.mark.parametrize("slope, speed, rests", [(0.0, 0.0, True), (0.9, 0.0, False), (0.0, 0.5, False)])
def test_only_what_holds_up_a_slow_thing_has_it_resting(slope, speed, rests):
    world = scene(body("wall", Box(size=(1, 1, 1)), fixed=True), cube(position=(0, 0, 0.55)), frames=10)
    positions = np.zeros((10, 2, 3))
    positions[:, 1] = np.array([0, 0, 0.55]) + np.arange(10)[:, None] / 24 * np.array([speed, 0, 0])
    rows = [(f, 1, 2, (0, 0, 0.5), (-slope, 0, -(1 - slope ** 2) ** 0.5), 0.1) for f in range(1, 10)]
    assert placed(world, positions, rows).ledger.holds("cube", "rests on", "wall").all() == rests


def test_gaps_of_two_frames_are_bridged_and_longer_ones_are_not():
    world = scene(body("wall", Box(size=(1, 1, 1)), fixed=True), cube(position=(0, 0, 0.55)), frames=20)
    positions = np.repeat([[[0, 0, 0], [0, 0, 0.55]]], 20, axis=0)
    rows = [(f, 1, 2, (0, 0, 0.5), (0, 0, -1), 0.1) for f in (1, 2, 3, 6, 7, 11, 12)]
    found = placed(world, positions, rows).ledger.intervals("cube", "rests on")
    assert [(each.start * 24, each.end * 24) for each in found] == [(0, 8), (11, 13)]


def test_inside_a_cup_is_where_its_hollow_is():
    cup = body("cup", Cup(radius=0.2, height=0.4, wall=0.02), position=(0, 0, 0.2))
    heights = [0.5, 0.41, 0.39, 0.2, 0.03, 0.2]
    positions = [[(0, 0, 0.2), (0.1 if i < 5 else 0.19, 0, z)] for i, z in enumerate(heights)]
    ledger = placed(scene(cup, ball(position=(0.1, 0, 0.5)), frames=6), positions).ledger
    assert ledger.holds("ball", "inside", "cup").tolist() == [False, False, True, True, True, False]
    assert ledger.at(3 / 24).ball.inside == ("cup",) and ledger.at(0).cup.inside == ()


def test_an_action_holds_until_it_lets_go():
    hold, drop = Hold(target="ball"), Drop(target="ball", when=At(time=0.5))
    ledger = acted(scene(floor(), ball(position=(0, 0, 1)), actions=(hold, drop))).ledger
    assert ledger.intervals("ball", "held by") == (Interval(start=0, end=0.5, by=(), ends=True),)
    assert ledger.at(0.2).ball.held_by == ("",) and ledger.at(0.6).ball.held_by == ()


def test_above_is_told_from_the_lowest_point():
    world = scene(floor(), ball(position=(0, 0, 0.3)), frames=3)
    ledger = placed(world, [[(0, 0, 0), (0, 0, z)] for z in (0.3, 0.1, 0.08)]).ledger
    assert ledger.holds("ball", "above", "floor").tolist() == [True, True, False]
    assert ledger.holds("floor", "below", "ball").tolist() == [True, True, False]
    with pytest.raises(DeclarationError, match="need two objects"):
        ledger.first("ball", "above")


def test_intervals_say_to_whom_and_whether_they_end():
    on = np.array([[0, 1, 1, 1, 0, 0, 1, 1], [0, 0, 0, 1, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1]], bool)
    sight = Ledger(names=("ball", "pillar", "cup"), fps=Fraction(4), frames=8, values={"out_of_frame": np.zeros((8, 3), bool)},
                   pairs={"hidden": {("ball", "pillar"): on[0], ("ball", "cup"): on[1], ("cup", "ball"): on[2]}})
    assert sight.intervals("ball", "hidden") == (Interval(start=0.25, end=1.0, by=("pillar", "cup"), ends=True),
                                                 Interval(start=1.5, end=2.0, by=("pillar",), ends=False))
    assert sight.returns("ball") == (1.0,) and sight.returns("pillar") == ()
    assert (sight.first("ball", "hidden", "cup"), sight.last("ball", "hidden"), sight.first("ball", "out of frame")) == (0.75, 1.75, None)
    assert sight.at(0.8).ball.hidden_by == ("pillar", "cup")


@pytest.mark.parametrize("ask, words", [
    (lambda ledger: ledger.at(0.5).cub, ("unknown object 'cub'", "'cube'", "floor")),
    (lambda ledger: ledger.at(0.5).cube.resting, ("cube: unknown state 'resting'", "resting_on")),
    (lambda ledger: ledger.first("cube", "rest on"), ("unknown relation 'rest on'", "'rests on'")),
    (lambda ledger: ledger.intervals("cube", "touches", "flor"), ("unknown object 'flor'", "'floor'")),
    (lambda ledger: ledger.at(9), ("time is 9", "at most"))])
def test_what_there_is_not_is_told_by_name(ask, words):
    ledger = placed(scene(floor(), cube(position=(0, 0, 1))), np.zeros((25, 2, 3))).ledger
    with pytest.raises(DeclarationError) as told:
        ask(ledger)
    assert all(word in str(told.value) for word in words)


def test_a_file_gives_the_same_ledger_back(tmp_path):
    first = acted(scene(floor(), cube(position=(0, 0, 0.05)), fps="24000/1001", frames=11)).ledger
    seen = Ledger(names=first.names, fps=first.fps, frames=11, values={"pixels": np.arange(22).reshape(11, 2)}, pairs={"hidden": {}})
    save_ledger(merged(first, seen), tmp_path / "ledger.npz")
    second = load_ledger(tmp_path / "ledger.npz")
    assert (second.names, second.fps, second.relations) == (first.names, first.fps, merged(first, seen).relations)
    assert second.intervals("cube", "rests on") == first.intervals("cube", "rests on") and second.at(0.2).floor.pixels == 8
    np.testing.assert_array_equal(second.values["position"], first.values["position"])
