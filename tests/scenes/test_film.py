"""Shots that go on from others: one simulation, cut where the pictures are."""

from functools import cache

import numpy as np
import pytest

from scenes import (
    Look,
    Shot,
    after,
    ball,
    box,
    camera,
    continue_from,
    crosses,
    cup,
    drink,
    film,
    launch,
    make_shot,
    person,
    pick_up,
    plane,
    say,
    table,
    touch,
    with_overrides,
)
from scenes.film import continues
from sim.errors import DeclarationError
from sim.execution.engine import simulate, simulated
from sim.story.story import Story
from sim.trajectory import ARRAYS, Trajectory
from studio.subtitles import subtitles

CAMERA = camera.static((0, -4, 1.4), (0, 0.2, 0.9))


@cache
def tea() -> tuple[Shot, Shot, Shot]:
    """Anna takes a cup in the first shot, drinks in the second, and a ball rolls into a box from the second to the third."""
    props = [plane("floor", (8, 8)), table("table", (0.8, 0.6, 0.74), on=(0.6, 0.5, 0), fixed=True),
             cup("cup", 0.045, 0.12, on=(0.4, 0.35, 0.74), full=0.8, of=Look("brown")),
             person("anna", on=(0.4, -0.15, 0), turn=90, height=1.7),
             ball("ball", 0.1, on=(-1.5, -1, 0), mass=0.5), box("crate", (0.4, 0.4, 0.4), on=(0, -1, 0), fixed=True)]
    one = make_shot("one", props, seconds=3.5, fps=12, camera=CAMERA, actions=[
        pick_up("anna", "cup", when=0.1, name="take"),
        launch("ball", (0.1, 0, 0), when=touch("ball", "crate"), name="never")])
    two = continue_from(one, "two", seconds=2.0, camera=CAMERA, actions=[
        drink("anna", "cup", when=after("take"), name="drink"), launch("ball", (1.4, 0, 0), when=1.0, name="roll")])
    three = continue_from(two, "three", seconds=2.0, camera=CAMERA, actions=[
        say("anna", "It rolls.", when=after("take"), name="words"),
        launch("ball", (-0.3, 0, 0), when=touch("ball", "crate"), name="back")])
    return one, two, three


@cache
def acted() -> tuple[Trajectory, ...]:
    return tuple(simulated(tea()[-1].scene))


def test_each_shot_is_the_same_acted_alone_and_on_the_way_to_a_later_one():
    for shot, passing in zip(tea(), acted()):
        alone = simulate(shot.scene)
        assert all(np.array_equal(getattr(alone, name), getattr(passing, name)) for name in ARRAYS)
        assert (alone.actions, alone.grips, alone.flows) == (passing.actions, passing.grips, passing.flows)


def test_a_shot_begins_a_frame_after_the_last_with_what_is_in_hands_and_vessels():
    one, two, three = acted()
    assert [len(each.positions) for each in acted()] == [42, 24, 24]
    grip = one.grips[0]
    assert (grip.thing, grip.end) == ("cup", None) and 0 < grip.start < 42
    assert two.grips[0].start == grip.start - 42 and three.grips[0].start == grip.start - 66
    assert np.abs(two.bone_positions[0] - one.bone_positions[-1]).max() < 0.1
    assert two.levels[0, 0] == one.levels[-1, 0] and three.levels[0, 0] < one.levels[0, 0] - 0.01
    assert Story(scene=tea()[1].scene, trajectory=two).ledger.at(0.0).cup.held_by == ("anna",)


def test_times_of_a_shot_count_from_its_own_first_frame():
    by_title = {record.title: record for record in acted()[1].actions}
    assert by_title["take"].start == 0.1 - 3.5 and by_title["take"].over_before
    assert by_title["drink"].start == 0.0 and by_title["roll"].start == 1.0
    events = Story(scene=tea()[1].scene, trajectory=acted()[1]).events
    assert "was launched" in [event.kind for event in events]
    assert not any(event.action == "take" for event in events)  # that was in the shot before


def test_triggers_are_watched_from_the_first_frame_of_their_shot():
    one, _, three = acted()
    back = next(record for record in three.actions if record.title == "back")
    assert back.status == "done" and 0 < back.start < 2
    words = next(record for record in three.actions if record.title == "words")
    assert words.start == 0.0  # what it waits for was done long before


def test_what_was_touched_before_a_shot_starts_nothing_in_it():
    props = [plane("floor", (8, 8)), ball("ball", 0.1, on=(0, 0, 0.3), mass=0.5), box("crate", (0.2, 0.2, 0.2), on=(1, 0, 0), fixed=True)]
    one = make_shot("one", props, seconds=1.0, fps=12, camera=CAMERA, actions=[launch("ball", (2, 0, 0), when=touch("ball", "crate"))])
    two = continue_from(one, "two", seconds=0.5, camera=CAMERA, actions=[
        launch("ball", (0, 0, 1), when=crosses("ball", (0, 0, 0.2), (0, 0, -1)), name="fell")])
    assert next(record for record in simulate(two.scene).actions if record.title == "fell").status == "waiting"


def test_what_is_said_over_a_cut_has_its_words_in_both_shots():
    one, *_ = tea()
    one = continue_from(one, "a", seconds=1.0, camera=CAMERA, actions=[say("anna", "One two three four five six seven.", name="count")])
    two = continue_from(one, "b", seconds=3.0, camera=CAMERA)
    first, second = list(simulated(two.scene))[1:]
    said = [subtitles(shot.scene, acted) for shot, acted in ((one, first), (two, second))]
    assert [[each.start for each in found] for found in said] == [[0], [0]] and said[0][0].end == 1000 and 0 < said[1][0].end < 3000


def test_a_shot_continues_what_it_was_declared_from():
    one, two, three = tea()
    assert continues(two, one) and continues(three, two) and not continues(three, one) and not continues(one, two)
    assert continues(two, one.with_({"cup.look.colour": "red"}))
    assert not continues(two, one.with_({"cup.mass": 0.2}))
    slower = with_overrides(three, fps=24)
    assert slower.scene.begins == 2 * three.scene.begins and slower.seconds == three.seconds


def test_films_refuse_what_cannot_be_cut_together():
    one, two, _ = tea()
    assert film("tea", [one, two]).seconds == pytest.approx(5.5)
    with pytest.raises(DeclarationError, match="has no shots"):
        film("tea", [])
    with pytest.raises(DeclarationError, match="fps"):
        film("tea", [one, with_overrides(two, fps=24)])
    with pytest.raises(DeclarationError, match="'one'"):
        film("tea", [one, one])
    with pytest.raises(DeclarationError, match="breaks"):
        film("tea", [one, two], breaks=["one"])
    with pytest.raises(DeclarationError, match="take"):
        continue_from(one, "two", camera=CAMERA, actions=[pick_up("anna", "ball", name="take")])
