"""Warp error: known answers, which pixels count, and which pairs of frames are measured."""

from types import SimpleNamespace

import numpy as np
import pytest

from render.config import RenderConfig
from render.correspondence import correspond
from render.passes import render
from studio.measures.sampling import pairs, samples
from studio.measures.warp import comparable, mean_flow, warp_error, warped
from tests.render.conftest import playground  # noqa: F401  (a fixture)

SHAPE = (20, 30)


def places(x: float = 0.0, y: float = 0.0) -> np.ndarray:
    """Each pixel's centre, moved."""
    rows, columns = np.indices(SHAPE)
    return np.stack([columns + 0.5 + x, rows + 0.5 + y], axis=-1)


def seen(light: float = 0.5, edge_column: int | None = None) -> SimpleNamespace:
    edges = np.zeros(SHAPE, np.float32)
    if edge_column is not None:
        edges[:, edge_column] = 1
    return SimpleNamespace(edges=edges, light=np.full((*SHAPE, 3), light, np.float32))


def test_a_step_of_k_levels_is_its_square() -> None:
    a, everywhere = np.full((*SHAPE, 3), 100, np.uint8), np.ones(SHAPE, bool)
    assert warp_error(a, a + np.uint8(51), places(), everywhere) == pytest.approx(0.04)
    one_channel = a + np.uint8([51, 0, 0])
    assert warp_error(a, one_channel, places(), everywhere) == pytest.approx(0.04 / 3)
    half = np.arange(30)[None] < np.full((20, 1), 15)
    assert warp_error(a, np.where(half[..., None], a, a + np.uint8(51)), places(), half) == 0
    assert warp_error(a, a, places(), ~everywhere) is None


def test_a_picture_that_moved_with_its_surface_has_none() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*SHAPE, 3)).astype(np.uint8)
    within = np.zeros(SHAPE, bool)
    within[:15, :20] = True
    assert warp_error(picture, np.roll(picture, (2, 5), (0, 1)), places(5, 2), within) == 0
    assert warp_error(picture, picture, places(5, 2), within) > 0.1
    ramp = np.repeat(np.repeat(np.arange(30, dtype=np.uint8)[None, :, None] * 8, 20, axis=0), 3, axis=2)
    assert warp_error(ramp + np.uint8(2), ramp, places(0.25), within) == pytest.approx(0, abs=1e-12)


def test_what_is_moved_exactly_differs_by_what_reading_between_pixels_takes_off() -> None:
    for length in (6, 10):
        wave = 120 + 80 * np.cos(2 * np.pi * (np.arange(30) + 0.5) / length)
        picture = np.rint(np.repeat(np.repeat(wave[None, :, None], 20, axis=0), 3, axis=2)).astype(np.uint8)
        within = np.zeros(SHAPE, bool)
        within[:, 6:24] = True
        there = warped(picture, places(0.5), within)
        truth = 120 + 80 * np.cos(2 * np.pi * (np.arange(30) + 1) / length)
        assert np.abs(there[:, 6:24, 0] - truth[6:24]).max() < 1 and not there[:, :6].any()
        taken_off = 80 / 255 * (1 - np.cos(np.pi / length))  # of the amplitude, halfway between two pixels
        assert warp_error(there, picture, places(0.5), within) == pytest.approx(taken_off**2 / 2, rel=0.1)  # to 8 bits


def test_motion_is_how_far_what_is_seen_moves() -> None:
    half = np.arange(30)[None] < np.full((20, 1), 15)
    assert mean_flow(np.where(half[..., None], places(3, 4), np.nan), half) == pytest.approx(5)
    assert mean_flow(places(), ~(half | ~half)) is None


def test_inside_keeps_clear_of_edges_at_both_ends() -> None:
    visible = np.ones(SHAPE, bool)
    deep = comparable(seen(edge_column=4), seen(edge_column=22), places(2), visible)
    # Columns 2 to 6 lie within 2 px of the edge at 4; what lands on 20 to 24 of the other comes from 18 to 22.
    expected = np.ones(SHAPE, bool)
    expected[:, 2:7] = expected[:, 18:23] = False
    assert np.array_equal(deep, expected)
    assert not comparable(seen(), seen(), places(), ~visible).any() and comparable(seen(), seen(), places(), visible).all()


def test_inside_is_in_the_same_light() -> None:
    visible = np.ones(SHAPE, bool)
    assert comparable(seen(0.5), seen(0.51), places(), visible).all()
    assert not comparable(seen(0.5), seen(0.53), places(), visible).any()


def test_what_sticks_to_surfaces_measures_less_than_what_sticks_to_the_screen(playground) -> None:  # noqa: F811
    passes = render(*playground, RenderConfig(width=192, height=108, rasteriser="rays"))
    at, visible = correspond(passes[3], passes[11])
    deep = comparable(passes[3], passes[11], at, visible)
    albedo = [np.round(255 * passes[n].albedo).astype(np.uint8) for n in (3, 11)]
    screen = np.random.default_rng(0).integers(0, 256, albedo[0].shape).astype(np.uint8)
    assert deep.mean() > 0.2 and warp_error(*albedo, at, deep) < 0.02 * warp_error(screen, screen, at, deep)


def test_pairs_are_spread_and_gaps_longer_than_the_shot_are_left_out() -> None:
    assert pairs(121)["24"] == ((0, 24), (32, 56), (64, 88), (96, 120))
    assert pairs(121)["first_last"] == ((0, 120),)
    assert pairs(3) == {"1": ((0, 1), (1, 2)), "8": (), "24": (), "first_last": ((0, 2),)}
    assert not any(pairs(1).values())
    assert samples(121) == (0, 24, 32, 56, 64, 88, 96, 120) and samples(3) == (0, 1, 2) and samples(1) == (0,)
