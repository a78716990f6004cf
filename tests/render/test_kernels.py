"""Compiled loops against the same rules written plainly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from render.cells import ancestors, cell_hashes, hashed
from render.config import RenderConfig
from render.edges import CREASE, JUMP
from render.mixed import SHADOW_BORDER
from render.occlusion import DIRECTIONS, _cosine_directions, _fan, _near
from render.passes import render
from render.rays import _crossing
from render.skinning import blended
from sim.geometry.convex import Pose

long = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1)
unit = long.map(lambda v: np.array(v) / np.linalg.norm(v))


def parted(samples, axis):
    """Between each sample and the next along an axis: whether an edge runs there, by whole pictures."""
    part, normal, depth = (np.moveaxis(grid, axis, 0) for grid in (samples.part, samples.normal, samples.depth))
    crease = ((normal[1:] * normal[:-1]).sum(axis=2) < CREASE) & (part[1:] > 0)
    inverse = 1 / depth.astype(np.float64)
    slope = np.diff(inverse, axis=0)
    before, after = np.concatenate([slope[:1], slope[:-1]]), np.concatenate([slope[1:], slope[-1:]])
    jump = np.minimum(np.abs(slope - before), np.abs(slope - after)) > JUMP * np.maximum(inverse[1:], inverse[:-1])
    return np.moveaxis((part[1:] != part[:-1]) | crease | jump, 0, axis)


@pytest.mark.parametrize("number", [0, 11, 29])
@pytest.mark.parametrize("width", [64, 384])
def test_edges_and_mixed_pixels_are_where_the_rule_says(playground, number, width):
    frame = render(*playground, RenderConfig(width=width, height=width // 16 * 9))[number]
    down, across, wanted = parted(frame.fine, 0), parted(frame.fine, 1), np.zeros(frame.fine.part.shape, bool)
    wanted[:-1] |= down
    wanted[1:] |= down
    wanted[:, :-1] |= across
    wanted[:, 1:] |= across
    assert wanted.any() and np.array_equal(frame.fine_edges > 0, wanted)
    bright, mixed = frame.centre_light.max(axis=2), frame.edges > 0
    steps = [np.abs(np.diff(bright, axis=axis)) > SHADOW_BORDER for axis in (0, 1)]
    for step, low, high in zip(steps, (np.s_[:-1], np.s_[:, :-1]), (np.s_[1:], np.s_[:, 1:])):
        mixed[low] |= step
        mixed[high] |= step
    assert np.array_equal(frame._mixed, mixed)


def test_hashes_are_those_of_splitmix64():
    # The first numbers of the generator with seed 0 (Vigna's reference).
    assert hashed(np.zeros(1, np.uint64), 0)[0] == 0xE220A8397B1DCDAF
    assert hashed(np.zeros(2, np.uint64), [1, 2]).tolist() == [0x6E789E6AA1B965F4, 0x06C45D188009454F]


@settings(deadline=None)
@given(arrays(np.int32, (5, 4), elements=st.integers(-1000, 1000)), st.integers(0, 9))
def test_ancestors_and_names_are_as_written_out(cells, up):
    cells[:, 1] = np.abs(cells[:, 1]) % 12
    found = ancestors(cells, up)
    for cell, above in zip(cells.tolist(), found.tolist()):
        high = min(up, cell[1])
        assert above == [cell[0], cell[1] - high, cell[2] // 2 ** high, cell[3] // 2 ** high]
    state = np.zeros(5, np.uint64)
    for field in cells.T:
        state = hashed(state, field)
    assert np.array_equal(cell_hashes(cells), state)


@settings(deadline=None)
@given(st.tuples(*[st.floats(-2, 2)] * 3), unit, st.tuples(*[st.floats(0, 1)] * 3), st.floats(0.1, 5))
def test_no_ray_that_meets_a_box_is_left_out(corner, way, place, far):
    low = np.array(corner, np.float32)
    high = low + np.float32(0.7)
    start = (low + 0.7 * np.array(place) - far * way).astype(np.float32)[None]
    assert _crossing(start, way.astype(np.float32)[None], low, high, np.float32(1e30))[0]
    assert not _crossing(high[None] + 1, np.abs(way).astype(np.float32)[None], low, high, np.float32(1e30))[0]


@settings(deadline=None)
@given(unit)
def test_rays_fan_out_above_the_surface_dense_as_the_cosine(normal):
    starts, ways = _fan(np.zeros((1, 3), np.float32), normal.astype(np.float32)[None], _cosine_directions(DIRECTIONS))
    assert np.allclose(np.linalg.norm(ways, axis=1), 1, atol=1e-5) and (ways @ normal > 0.1).all() and not starts.any()
    assert np.isclose((ways @ normal).mean(), 2 / 3, atol=0.01)
    assert np.allclose(ways.mean(axis=0), normal * 2 / 3, atol=0.05)


@settings(deadline=None)
@given(st.tuples(*[st.floats(-3, 3)] * 3))
def test_near_is_the_distance_to_a_box(place):
    box = np.array([[[-1.0, -0.5, 0.0], [0.5, 1.0, 2.0]]])
    away = np.linalg.norm(np.maximum(np.maximum(box[0, 0] - place, place - box[0, 1]), 0))
    if abs(away - 0.6) > 1e-5:
        assert _near(np.array([place], np.float32), box, 0.6)[0] == (away < 0.6)


@settings(deadline=None)
@given(st.integers(0, 2 ** 32 - 1))
def test_skin_held_by_one_bone_goes_with_it_and_by_two_turns_half_way(seed):
    rng = np.random.default_rng(seed)
    turn = rng.normal(size=(2, 4))
    turn /= np.linalg.norm(turn, axis=1, keepdims=True)
    bones, held = Pose(rng.normal(size=(2, 3)), turn), np.array([[1, 0, 0, 0]], np.int32)
    turns, shifts = blended(bones, held, np.array([[1.0, 0, 0, 0]]))
    x, y, z, w = turn[1]
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    assert np.allclose(turns[0], np.eye(3) + 2 * w * skew + 2 * skew @ skew)
    assert np.allclose(shifts[0], bones.position[1])
    about = Pose(np.zeros((2, 3)), np.array([[0, 0, 0, 1.0], [0, 0, np.sin(0.4), np.cos(0.4)]]))
    turns, shifts = blended(about, np.array([[0, 1, 0, 0]], np.int32), np.array([[0.5, 0.5, 0, 0]]))
    assert np.allclose(turns[0][:2, :2], [[np.cos(0.4), -np.sin(0.4)], [np.sin(0.4), np.cos(0.4)]])
    assert np.allclose(shifts[0], 0)
