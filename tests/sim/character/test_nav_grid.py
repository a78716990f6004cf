"""Ways round things: short, clear of what stands about, none where there is none."""

import numpy as np
import pytest

from sim.character.planning.nav_grid import NARROW, nav_grid, near, way

WALL = np.array([(1.0, -2.5), (1.2, -2.5), (1.2, 2.5), (1.0, 2.5)])


def goal(floor, place):
    out = np.zeros(floor.clearance.shape, bool)
    out[floor.cell(place)] = True
    return out


def length(corners):
    return float(np.linalg.norm(np.diff(corners, axis=0), axis=1).sum())


def test_nothing_in_the_way_is_a_straight_line():
    floor = nav_grid([], [], [(0, 0), (2, 1)])
    found = way(floor, (0, 0), goal(floor, (2, 1)))
    assert len(found) == 2 and np.allclose(found[-1], (2, 1), atol=0.04)


def test_it_goes_round_a_wall_and_keeps_clear_of_it():
    floor = nav_grid([WALL], [], [(0, 0), (2.2, 0)])
    found = way(floor, (0, 0), goal(floor, (2.2, 0)))
    u = np.linspace(0, 1, 50)[:, None]
    points = np.concatenate([a + u * (b - a) for a, b in zip(found, found[1:])])
    clear = np.array([floor.clearance[floor.cell(p)] for p in points])
    assert clear.min() >= NARROW - 1e-9 and 5.3 < length(found) < 7


def test_no_way_into_a_closed_room():
    sides = [WALL, WALL * [-1, 1], np.array([(-1.2, 2.3), (1.2, 2.3), (1.2, 2.5), (-1.2, 2.5)])]
    floor = nav_grid([*sides, sides[2] * [1, -1]], [], [(0, 0), (2.2, 0)])
    assert way(floor, (0, 0), goal(floor, (2.2, 0))) is None
    assert way(floor, (0, 0), goal(floor, (0.5, 0.5))) is not None


def test_someone_close_to_a_wall_can_leave_it():
    floor = nav_grid([WALL], [], [(0.95, 0), (0, 0)])
    assert way(floor, (0.95, 0), goal(floor, (0, 0))) is not None


@pytest.mark.parametrize("size", [0.02, 0.5])
def test_cells_near_a_thing_are_those_within_reach_of_its_side(size):
    square = np.array([(0, 0), (size, 0), (size, size), (0, size)])
    floor = nav_grid([square], [], [(0, 0)])
    found = np.argwhere(near(floor, [square], 0.4)) * 0.05 + floor.corner
    beyond = np.linalg.norm(np.maximum(np.maximum(-found, found - size), 0), axis=1)
    assert 0.3 < beyond.max() < 0.46


@pytest.mark.parametrize("broad, passes", [(0.2, True), (0.29, False)])
def test_who_is_broad_does_not_get_through_what_is_narrow(broad, passes):
    gap = [WALL - [0.0, 2.75], WALL + [0.0, 2.75]]
    floor = nav_grid(gap, [], [(0, 0), (2.2, 0)], broad)
    found = way(floor, (0, 0), goal(floor, (2.2, 0)))
    assert (found is not None and length(found) < 2.5) == passes
