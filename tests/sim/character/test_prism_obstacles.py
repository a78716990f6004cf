"""Balls and what stands still: how deep the ones are in the other, and where they get to that slide along it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.character.planning.prism_obstacles import prism_obstacles

CORNERS = np.array([(x, y, z) for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)])
BOX = ("table", CORNERS * [0.5, 0.3, 0.02] + [0.0, 0.0, 0.7])
BALL, RADIUS = np.zeros((1, 3)), np.array([0.05])
far = st.floats(-1.0, 1.0)
place = st.tuples(far, far, st.floats(0.0, 1.5)).map(np.array)


def depth(walls, at, radius=0.0):
    return walls.depth(np.array([at], float), np.array([radius]))


def test_depths_are_those_of_a_box():
    walls = prism_obstacles([BOX])
    assert depth(walls, (0, 0, 0.7)) == pytest.approx(0.02) and depth(walls, (0.49, 0, 0.7)) == pytest.approx(0.01)
    assert depth(walls, (0, 0, 0.75), 0.05) == pytest.approx(0.02) and depth(walls, (0.6, 0, 0.7)) == pytest.approx(-0.1)
    assert depth(walls, (0.53, 0, 0.76), 0.06) == pytest.approx(0.01), "beside and over it: to its edge"
    assert depth(walls, (0, 0, 0.3), 0.05) < 0 and prism_obstacles([]).depth(BALL, RADIUS) == -np.inf


def test_what_someone_is_in_is_not_in_their_way_and_a_wall_without_width_is():
    room, wall = ("room", CORNERS * 3.0), ("wall", np.array([(1.0, y, z) for y in (-1.0, 1.0) for z in (0.0, 2.0)]))
    walls = prism_obstacles([room, wall])
    assert walls.close(np.array([0.5, 0.0, 1.0]), 2.0).owners.tolist() == ["wall"]
    assert walls.close(np.array([0.5, 0.0, 3.5]), 2.0).owners.tolist() == ["room", "wall"]
    assert walls.close(np.array([0.5, 0.0, 1.0]), 0.2).owners.tolist() == [] and depth(prism_obstacles([wall]), (0.98, 0, 1), 0.05) > 0.02


def test_what_is_shut_has_nothing_under_it_unless_a_hand_goes_there():
    walls = prism_obstacles([BOX])
    assert depth(walls.shut(np.array([0.0, 0.0, 1.0]), sideways=False), (0, 0, 0.3)) == pytest.approx(0.3), "out by the long side"
    assert depth(walls.shut(np.array([0.0, 0.0, 1.0]), sideways=False), (0, 0, 0.6)) == pytest.approx(0.12), "or up"
    assert depth(walls.shut(np.array([0.0, 0.0, 1.0]), sideways=True), (0, 0, 0.6)) == pytest.approx(0.3)
    assert depth(walls.shut(np.array([0.0, 0.0, 0.4]), sideways=False), (0, 0, 0.3)) < 0


@settings(deadline=None)
@given(start=place, end=place)
def test_a_ball_gets_where_nothing_is_in_its_way_and_never_into_anything(start, end):
    walls = prism_obstacles([BOX, ("post", CORNERS * [0.05, 0.05, 0.5] + [0.8, 0.0, 0.5])])
    if depth(walls, start, 0.05) > 0:
        return
    found = walls.slid(start, end, BALL, RADIUS)
    way = start + np.linspace(0, 1, 200)[:, None] * (end - start)
    assert depth(walls, found, 0.05) < 2e-3
    if walls.depth(way, np.full(200, 0.05)) <= 0:
        np.testing.assert_allclose(found, end, atol=1e-9)


def test_a_ball_that_is_led_through_a_table_slides_along_its_side_and_over_it():
    walls = prism_obstacles([BOX]).shut(np.array([0.0, 0.0, 0.9]), sideways=False)
    at, end = np.array([0.7, 0.0, 0.6]), np.array([0.2, 0.0, 0.9])
    for u in np.linspace(0, 1, 30):
        at = walls.slid(at, np.array([0.7, 0.0, 0.6]) + u * np.array([-0.5, 0.0, 0.3]), BALL, RADIUS)
        assert depth(walls, at, 0.05) < 2e-3
    np.testing.assert_allclose(at, end)
