"""Ghosts and stains: planted ones of known strength are found, and what is rightly there is neither."""

from types import SimpleNamespace

import numpy as np
import pytest
from skimage.color import lab2rgb

from render.colour import linear_from_srgb, srgb_from_linear
from studio.measures.ghosts import ghosts, middle, stains, worst

SHAPE = (80, 160)
ROWS, COLUMNS = np.indices(SHAPE)
PLAIN = np.ones(3, bool)
PATCH = (np.abs(ROWS - 40) < 12) & (np.abs(COLUMNS - 40) < 12)


def frame(albedo=0.5) -> SimpleNamespace:
    """Part 1 left, part 2 right, an outline of a pixel on each side between them."""
    edges = np.where((COLUMNS == 79) | (COLUMNS == 80), 1, 0).astype(np.float32)
    return SimpleNamespace(part=np.where(COLUMNS < 80, 1, 2).astype(np.int32), edges=edges,
                           albedo=np.broadcast_to(np.asarray(albedo, np.float32)[..., None], (*SHAPE, 3)))


def grey(lightness) -> np.ndarray:
    colour = lab2rgb(np.stack([np.broadcast_to(lightness, SHAPE), np.zeros(SHAPE), np.zeros(SHAPE)], axis=-1))
    return np.round(255 * colour).astype(np.uint8)


def test_a_planted_ghost_is_found_by_its_strength() -> None:
    right = np.full((*SHAPE, 3), 120, np.uint8)
    found = ghosts(right + np.where(PATCH, 10, 0)[..., None].astype(np.uint8), right, frame())
    share = PATCH.sum() / (80 * 79)
    assert found[1] == pytest.approx(10 * (1 - share), abs=0.4) and found[2] == 0
    red = ghosts(right + (np.where(PATCH, 10, 0)[..., None] * [1, 0, 0]).astype(np.uint8), right, frame())
    assert red[1] == pytest.approx(found[1] / np.sqrt(3), abs=0.1)
    assert middle(found) == pytest.approx(found[1] / 2) and worst(found) == found[1]


def test_what_is_no_ghost_is_none() -> None:
    right = np.round(np.random.default_rng(0).uniform(60, 190, (*SHAPE, 3))).astype(np.uint8)
    assert ghosts(right, right, frame()) == {1: 0, 2: 0}
    tone = np.where(COLUMNS < 80, 7, -20)[..., None]
    assert worst(ghosts((right + tone).astype(np.uint8), right, frame())) < 1e-3  # another tone all over, and of the next part
    grain = np.where((ROWS + COLUMNS) % 2, 6, -6)[..., None]
    assert worst(ghosts((right + grain).astype(np.uint8), right, frame())) < 0.5
    ink = np.where(frame().edges > 0, 60, 0)[..., None]
    assert worst(ghosts((right - ink).astype(np.uint8), right, frame())) == 0


def test_small_parts_and_what_is_all_outline_say_nothing() -> None:
    right, tiny = grey(50), frame()
    tiny.part = np.where((ROWS < 10) & (COLUMNS < 10), 2, 1).astype(np.int32)
    assert set(ghosts(right, right, tiny)) == {1} and set(stains(right, right, tiny, PLAIN)) == {1, 2}
    tiny.edges = np.ones(SHAPE, np.float32)
    assert ghosts(right, right, tiny) == stains(right, right, tiny, PLAIN) == {} and middle({}) is worst({}) is None


def test_a_planted_stain_is_found_by_the_formula() -> None:
    # CIEDE2000 between greys is dL / S_L, S_L = 1 + 0.015 m^2 / sqrt(20 + m^2), m the mean lightness - 50 (Sharma et al. 2005).
    m = 65 - 50
    expected = 10 / (1 + 0.015 * m**2 / np.sqrt(20 + m**2))
    found = stains(grey(np.where(PATCH, 70, 60)), grey(60), frame(), PLAIN)
    assert found[1] == pytest.approx(expected, abs=0.3) and found[2] == 0


def test_light_and_another_colour_all_over_are_no_stains() -> None:
    light = np.linspace(0.5, 1, SHAPE[1])[None, :, None] * np.ones((SHAPE[0], 1, 1))
    lit = linear_from_srgb([0.8, 0.5, 0.4]) * light
    shaded, darker = (np.round(255 * srgb_from_linear(lit * gain)).astype(np.uint8) for gain in (1, 0.9))
    assert stains(shaded, shaded, frame(), PLAIN) == {1: 0, 2: 0}
    assert worst(stains(darker, shaded, frame(), PLAIN)) < 0.7
    flat = np.full_like(shaded, 150)
    assert worst(stains(flat, shaded, frame(), PLAIN)) > 4  # light that is not painted


def test_patterned_surfaces_are_not_asked_for_one_colour() -> None:
    right = grey(60)
    assert set(stains(right, right, frame(np.where(COLUMNS < 80, 0.5, 0.4 + 0.2 * (ROWS % 2))), PLAIN)) == {1}
    assert set(stains(right, right, frame(), np.array([True, False, True]))) == {2}
