"""Sequences, groups and untils: what tuples of actions they give."""

import pytest

from scenes import (
    after,
    ball,
    camera,
    drink,
    ended,
    failing,
    hold,
    launch,
    look_at,
    make_shot,
    person,
    pick_up,
    plane,
    play,
    sequence,
    together,
    touch,
    until,
    walk_to,
    wave,
)
from sim.errors import DeclarationError
from sim.scene.when import DONE, ENDED, FAILED, START, After, At, Touch


def whens(actions):
    """By name, what each waits for: the names, or the trigger."""
    return {action.name: action.when.actions if isinstance(action.when, After) else action.when for action in actions}


def test_triggers_in_words():
    assert after("a", "b", delay=0.2) == After(actions=("a", "b"), outcome=DONE, delay=0.2)
    assert failing("a") == After(actions=("a",), outcome=FAILED) and ended("a", "b").outcome == ENDED
    with pytest.raises(DeclarationError, match="after: 0.5 is not the name of an action; a delay is given as delay=0.5"):
        after("a", 0.5)


def test_a_sequence_is_one_after_the_other_from_when_its_first_says():
    made = sequence(walk_to("anna", "cup", when=1.0), pick_up("anna", "cup", name="take"), drink("anna", "cup"))
    assert whens(made) == {"WalkTo(anna, cup)": At(time=1.0), "take": ("WalkTo(anna, cup)",), "Drink(anna, cup)": ("take",)}
    assert sequence() == () and whens(sequence(wave("anna"))) == {"Wave(anna)": START}


def test_a_group_starts_with_its_first_and_what_comes_next_waits_for_all_of_it():
    start = touch("ball", "floor")
    made = together(walk_to("anna", "cup", when=start, name="walk"), wave("ben", name="wave"), look_at("cy", "anna", 1.0, name="look"))
    assert whens(made) == dict.fromkeys(("walk", "wave", "look"), Touch(a="ball", b="floor"))
    made = sequence(wave("anna", name="first"), together(walk_to("anna", "cup", name="walk"), wave("ben", name="wave")),
                    drink("anna", "cup", name="last"))
    assert whens(made) == {"first": START, "walk": ("first",), "wave": ("first",), "last": ("walk", "wave")}


def test_they_nest():
    two = sequence(wave("ben", name="b1"), wave("ben", name="b2"))
    one = sequence(wave("anna", name="a1"), wave("anna", name="a2"))
    made = sequence(hold("ball", 1, name="go"), together(one, two), wave("cy", name="end"))
    assert whens(made) == {"go": START, "a1": ("go",), "a2": ("a1",), "b1": ("go",), "b2": ("b1",), "end": ("a2", "b2")}
    assert whens(sequence(sequence(two, wave("cy", name="c")), wave("cy", name="d"))) == {
        "b1": START, "b2": ("b1",), "c": ("b2",), "d": ("c",)}


def test_names_that_are_made_are_each_their_own_and_followed_by_what_waits():
    def round_():
        return sequence(walk_to("anna", "cup"), until(after("WalkTo(anna, cup)"), wave("anna")))
    made = sequence(round_(), round_(), wave("anna"))
    assert whens(made) == {"WalkTo(anna, cup)": START, "Wave(anna)": ("WalkTo(anna, cup)",), "WalkTo(anna, cup) 2": ("Wave(anna)",),
                           "Wave(anna) 2": ("WalkTo(anna, cup) 2",), "Wave(anna) 3": ("Wave(anna) 2",)}
    assert [action.until.actions for action in made if getattr(action, "until", None)] == [
        ("WalkTo(anna, cup)",), ("WalkTo(anna, cup) 2",)]


def test_a_shot_takes_groups_with_and_without_a_star():
    def shot(*actions):
        return make_shot("s", [plane("floor"), ball("ball", on=(0, 0, 0)), person("anna", on=(2, 0, 0))], actions=actions,
                         camera=camera.static((0, -4, 1), (0, 0, 1))).scene.actions
    one = sequence(wave("anna"), wave("anna"))
    assert shot(*one) == shot(one) == one and shot(hold("ball"))[0].name == ""
    assert [action.name for action in shot(one, launch("ball", (1, 0, 0)), one)] == [
        "Wave(anna)", "Wave(anna) 2", "", "Wave(anna) 3", "Wave(anna) 4"]
    with pytest.raises(DeclarationError, match=r"action name 'Wave\(anna\)' is used 2 times"):
        shot(*one, *one)
    with pytest.raises(DeclarationError, match="action name 'w' is used 2 times"):
        shot(wave("anna", name="w"), wave("anna", name="w"))


def test_until_is_put_on_what_can_be_ended():
    assert until(touch("a", "b"), play("anna", "dance_a")).until == Touch(a="a", b="b") and until(2.5, hold("ball")).until == At(time=2.5)


@pytest.mark.parametrize("declare, words", [
    (lambda: sequence(wave("anna"), wave("ben", when=2.0)), r"Wave\(ben\): has a when of its own in a sequence"),
    (lambda: together(wave("anna"), wave("ben", when=after("x"), name="w")), "w: has a when of its own in a together"),
    (lambda: sequence(wave("anna"), together(wave("ben", when=1.0), wave("cy"))), "has a when of its own"),
    (lambda: sequence(wave("anna"), "drink"), "'drink' is not an action"),
    (lambda: until(1.0, launch("ball", (1, 0, 0))), r"Launch\(ball\): Launch cannot be ended"),
    (lambda: until(1.0, sequence(wave("anna"))), "is not one action"), (lambda: until("x", wave("anna")), "'x'"),
    (lambda: until(1.0, until(2.0, wave("anna", name="w"))), "w: has an until already")])
def test_what_does_not_go_together_is_refused(declare, words):
    with pytest.raises(DeclarationError, match=words):
        declare()
