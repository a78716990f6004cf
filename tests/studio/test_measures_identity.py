"""Reappearance and drift: known colour differences, light divided out, and who is taken to have been hidden."""

from types import SimpleNamespace

import numpy as np
import pytest
from skimage.color import lab2rgb

from render.colour import linear_from_srgb, srgb_from_linear
from studio.measures.hiding import Hiding, hidings
from studio.measures.identity import mean_difference, point_difference, well_seen
from studio.measures.shown import FrameAsSeen

SHAPE = (20, 30)
ROWS, COLUMNS = np.indices(SHAPE)
HERE, EVERYWHERE = np.stack([COLUMNS + 0.5, ROWS + 0.5], axis=-1), np.ones(SHAPE, bool)


def shown(colour, light=0.6) -> FrameAsSeen:
    """colour: sRGB 0..1, one or (H, W, 3)."""
    picture = np.round(255 * np.broadcast_to(colour, (*SHAPE, 3))).astype(np.uint8)
    irradiance = np.repeat(np.broadcast_to(light, SHAPE)[..., None], 3, axis=2).astype(np.float32)
    return FrameAsSeen(picture, SimpleNamespace(light=irradiance, edges=np.zeros(SHAPE, np.float32)), picture)


def grey(lightness: float) -> np.ndarray:
    return lab2rgb(np.array([lightness, 0.0, 0.0]))


@pytest.mark.parametrize("measure", [point_difference, mean_difference])
def test_greys_differ_by_the_formula(measure) -> None:
    # CIEDE2000 between greys is dL / S_L, S_L = 1 + 0.015 m^2 / sqrt(20 + m^2), m the mean lightness - 50 (Sharma et al. 2005).
    m = 65 - 50
    expected = 10 / (1 + 0.015 * m**2 / np.sqrt(20 + m**2))
    assert measure(shown(grey(60)), shown(grey(70)), HERE, EVERYWHERE) == pytest.approx(expected, abs=0.2)
    assert measure(shown(grey(60)), shown(grey(60)), HERE, EVERYWHERE) == 0
    assert measure(shown(grey(60)), shown(grey(70)), HERE, ~EVERYWHERE) is None


@pytest.mark.parametrize("measure", [point_difference, mean_difference])
def test_light_is_divided_out_and_frozen_light_is_not_rewarded(measure) -> None:
    albedo = linear_from_srgb([0.7, 0.4, 0.3])
    dim, bright = (shown(srgb_from_linear(albedo * light), light) for light in (0.60, 0.72))
    frozen = shown(srgb_from_linear(albedo * 0.60), 0.72)
    assert measure(dim, bright, HERE, EVERYWHERE) < 0.3
    assert measure(dim, frozen, HERE, EVERYWHERE) > 3


def test_texture_that_slides_is_a_difference_of_points_but_not_of_means() -> None:
    checks = np.where(((ROWS + COLUMNS) % 2 == 0)[..., None], 0.4, 0.7)
    a, b = shown(checks), shown(np.roll(checks, 1, axis=1))
    assert point_difference(a, b, HERE, EVERYWHERE) > 10 and mean_difference(a, b, HERE, EVERYWHERE) < 0.1


def test_the_same_points_are_compared_where_they_have_gone() -> None:
    colours = np.random.default_rng(0).random((*SHAPE, 3))
    moved, chosen = np.roll(colours, 4, axis=1), COLUMNS < 20
    assert point_difference(shown(colours), shown(moved), HERE + [4, 0], chosen) == pytest.approx(0, abs=1e-6)
    assert point_difference(shown(colours), shown(moved), HERE, chosen) > 10


def test_who_hides_long_enough_and_comes_back_is_an_event() -> None:
    count = np.full((60, 5), 0)
    count[:, 1] = 100
    count[:, 2] = [100] * 20 + [40] * 5 + [5] * 6 + [30] * 4 + [80] * 25
    count[:, 3] = [200] * 20 + [0] * 2 + [200] * 38  # too short
    count[:, 4] = [300] * 20 + [0] * 40  # does not come back
    (found,) = hidings(np.arange(60), count, 4.0)
    assert found == Hiding(object=2, before=(15, 16, 17, 18, 19), after=(35, 36, 37, 38, 39))
    assert hidings(np.arange(60), count // 20, 4.0) == ()  # too small for hiding to be told
    assert hidings(np.arange(0, 600, 10), count, 4.0)[0].object == 3  # the same counts, ten frames apart: 11 frames hidden


def test_an_object_is_well_seen_from_half_its_most_on() -> None:
    assert well_seen(np.array([[10, 0, 5], [49, 0, 9], [50, 0, 3], [100, 0, 1]])).tolist() == [2, 0, 0]
