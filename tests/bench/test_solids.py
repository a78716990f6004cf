"""Boxes and pillars read from a scene: distances, depths and crossings against points laid out densely."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.solids import Solid, solids
from scenes import box, camera, cylinder, doorway, make_shot, plane, room, table
from sim.errors import DeclarationError

U = np.linspace(0, 1, 4001)


def scene(*props):
    return make_shot("test", [plane("floor"), *props], camera=camera.static((0, -4, 1), (0, 0, 0))).scene


def solid(x, y, turn, a, b, pillar):
    return Solid(name="s", middle=np.array([x, y, 0.5]), half=np.array([a, a if pillar else b, 0.5]), turn=turn, round=pillar)


spot = st.floats(-2, 2)
some = st.builds(solid, spot, spot, st.floats(-3, 3), st.floats(0.1, 1), st.floats(0.1, 1), st.booleans())


def test_pieces_of_a_turned_table_are_where_they_are():
    found = solids(scene(table("table", (2.0, 1.0, 0.8), on=(1, 2, 0), turn=(0, 0, 90), fixed=True, top=0.04, leg=0.06)))
    assert len(found) == 5 and {s.name for s in found} == {"table"}
    assert found[0].low == pytest.approx(0.76) and found[0].top == pytest.approx(0.8)
    assert found[0].aside(np.array([1.0, 2.9])) == pytest.approx(-0.1) and found[0].aside(np.array([1.6, 2.0])) == pytest.approx(0.1)
    assert sorted(np.round(s.middle[1], 2) for s in found[1:]) == [1.03, 1.03, 2.97, 2.97]


def test_depth_is_to_the_nearest_side():
    one = Solid(name="s", middle=np.array([0, 0, 0.5]), half=np.array([1, 1, 0.5]))
    points = np.array([[0.9, 0, 0.5], [0, 0, 0.98], [1.1, 0, 0.5], [0, 0, 1.1]])
    np.testing.assert_allclose(one.depth(points), [0.1, 0.02, 0, 0], atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(some, spot, spot, spot, spot)
def test_ways_cross_an_outline_where_points_along_them_are_inside(one, ax, ay, bx, by):
    a, b = np.array([ax, ay]), np.array([bx, by])
    assume(np.linalg.norm(b - a) > 0.1)
    off = one.aside(a + U[:, None] * (b - a))
    assume((np.abs(off) < 1e-9).sum() <= 3)  # a way along an edge is neither inside nor outside
    inside = off < 0
    enter, leave = one.crossed(a[None], b[None])
    if inside.sum() > 3:
        np.testing.assert_allclose([enter[0], leave[0]], [U[inside].min(), U[inside].max()], atol=5e-3 + 0.02 / np.linalg.norm(b - a))
    else:
        assert not np.isfinite(enter[0]) or leave[0] - enter[0] < 0.01


@settings(max_examples=40, deadline=None)
@given(some, spot, spot)
def test_the_way_out_is_as_long_as_it_is_said_to_be(one, x, y):
    ring = np.array([x, y]) + abs(one.aside(np.array([x, y]))) * np.stack([np.cos(6.3 * U), np.sin(6.3 * U)], axis=-1)
    assert abs(one.aside(ring)).min() < 2e-3, "the outline is that far away"


def test_walls_are_in_pieces_and_what_is_not_upright_is_refused():
    assert len([s for s in solids(scene(*room((4, 4, 2.5), openings=(doorway("back"),))[1:])) if s.name == "wall_back"]) == 3
    with pytest.raises(DeclarationError, match="log: Cylinder"):
        solids(scene(cylinder("log", 0.1, 1.0, at=(0, 0, 0.1), turn=(90, 0, 0), fixed=True)))
    assert solids(scene(box("free", (1, 1, 1), on=(0, 0, 0)))) == ()
