"""Expressions and speech, as units of the face."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.character.body.data import body_data
from sim.character.body.face import UNITS as NAMED
from sim.character.motion.expressions import EXPRESSIONS
from sim.character.motion.speech import VISEMES, mouth, seconds_of, spoken
from tests.sim.character.faces import face_moves

UNITS = set(map(str, body_data().units))


def test_units_are_named_in_the_order_in_which_the_model_has_them():
    assert tuple(map(str, body_data().units)) == NAMED


@pytest.mark.parametrize("name, units", [*EXPRESSIONS.items(), *VISEMES.items()])
def test_faces_are_made_of_units_that_there_are_and_move_the_skin(name, units):
    assert units.keys() <= UNITS and all(0 < strength <= 1 for strength in units.values())
    assert bool(units) == (name != "rest")
    if units:
        assert abs(face_moves(units)).max() > 1e-3


def test_expressions_differ():
    moves = {name: face_moves(units) for name, units in EXPRESSIONS.items()}
    for one in moves:
        for other in moves:
            assert one == other or abs(moves[one] - moves[other]).max() > 2e-3, (one, other)


@pytest.mark.parametrize("text, visemes", [
    ("ma", ["closed", "open"]), ("Fish", ["lip", "smile", "pout"]),
    ("bob, too!", ["closed", "oh", "closed", "rest", "rest", "tongue", "round", "rest"]),
    ("butter", ["closed", "round", "tongue", "wide", "round"]), ("gate", ["back", "open", "tongue"]), ("2", ["tongue", "round", "oh"]),
    ("é", ["wide"]), ("", []), ("…", ["rest"] * 3), ("日本", ["wide"] * 2), ("да!", ["wide", "wide", "rest"])])
def test_letters_have_their_shapes(text, visemes):
    assert [each.viseme for each in spoken(text)] == visemes


def test_words_take_about_as_long_as_people_take():
    assert 1.0 < seconds_of("Where is my cup?") < 2.5
    long = "The quick brown fox jumps over the lazy dog and runs into the forest to sleep"
    assert 1.8 < len(long.split()) / seconds_of(long) < 3.5


@given(st.text(max_size=40), st.floats(-1, 20))
def test_a_mouth_is_a_mix_of_shapes_and_at_rest_before_and_after(text, time):
    units, length = mouth(text, time), seconds_of(text)
    assert units.keys() <= UNITS and all(0 <= strength <= 0.8 + 1e-9 for strength in units.values())
    if time < -0.05 or time > length + 0.05:
        assert not units
    shapes = spoken(text)
    assert all(a.start + a.seconds == pytest.approx(b.start) for a, b in zip(shapes, shapes[1:]))


def test_a_mouth_moves_smoothly_and_closes_for_an_m():
    times = [i / 240 for i in range(int(240 * seconds_of("mama")))]
    jaws = [mouth("mama", time).get("jawOpen", 0.0) for time in times]
    assert max(abs(a - b) for a, b in zip(jaws, jaws[1:])) < 0.6 / 240 / 0.06 * 1.01 and max(jaws) == pytest.approx(0.6)
    second = spoken("mama")[2]
    middle = mouth("mama", second.start + second.seconds / 2)
    assert middle.get("jawOpen", 0) == pytest.approx(0, abs=1e-9) and middle["mouthPressLeft"] == pytest.approx(0.6)
