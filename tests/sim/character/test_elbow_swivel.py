"""Which way an elbow turns off things: as little as does, not through them, and without jumps."""

import numpy as np
import pytest

from sim.character.motion.elbow_swivel import OFF, STEP, SWIVELS, clearest

POST = 0.04 - 0.1 * np.abs(SWIVELS)
"""m that an elbow would be in a post that is straight before it."""


def test_an_elbow_that_nothing_is_near_goes_where_it_belongs():
    assert clearest(np.full(len(SWIVELS), -0.1), 0.7) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_an_elbow_does_not_change_sides_through_a_thing(side):
    off = POST - 0.004 * (np.sign(SWIVELS) == -side)  # for which the other side is better
    assert clearest(off, side * np.radians(29.0)) == pytest.approx(side * 0.56, abs=1.01 * STEP)


def test_an_elbow_that_is_in_a_thing_gets_out_of_it():
    assert clearest(0.05 - 0.15 * np.heaviside(SWIVELS - 0.9, 0.0), 0.0) == pytest.approx(0.99, abs=0.09)


def test_an_elbow_turns_as_far_as_gets_it_out_of_a_thing_by_and_by():
    assert clearest(0.013 * (1 - SWIVELS / np.radians(45)), 0.0) == pytest.approx(np.radians(45), abs=1e-6)


@pytest.mark.parametrize("at", np.radians([31.0, 35.0, 41.0]))
def test_an_elbow_follows_what_it_keeps_off_without_jumps(at):
    assert clearest(0.2 * (at - SWIVELS) - OFF, 0.0) == pytest.approx(at, abs=1.01 * STEP)
