"""Light fidelity: one for albedo x light, none for light that stands still."""

from types import SimpleNamespace

import numpy as np
import pytest

from render.colour import srgb_from_linear
from studio.measures.light import light_fidelity, log_ratios
from studio.measures.shown import FrameAsSeen

SHAPE = (40, 60)
ROWS, COLUMNS = np.indices(SHAPE)
HERE, EVERYWHERE = np.stack([COLUMNS + 0.5, ROWS + 0.5], axis=-1), np.ones(SHAPE, bool)
RANDOM = np.random.default_rng(0)
ALBEDO = RANDOM.uniform(0.2, 0.7, (*SHAPE, 3))
DAY = np.full(SHAPE, 0.8)
SHADOW = np.where(COLUMNS < 30, 0.8, 0.8 - 0.5 * (COLUMNS - 29) / 30)


def shown(linear, light) -> FrameAsSeen:
    picture = np.round(255 * srgb_from_linear(linear)).astype(np.uint8)
    return FrameAsSeen(picture, SimpleNamespace(light=np.repeat(light[..., None], 3, axis=2).astype(np.float32),
                                          part=np.ones(SHAPE, np.int32)), picture)


def fidelity(painted_day, painted_shadow, light=SHADOW) -> float | None:
    return light_fidelity(*log_ratios(shown(painted_day, DAY), shown(painted_shadow, light), HERE, EVERYWHERE))


def noise() -> np.ndarray:
    return 0.01 * RANDOM.standard_normal((*SHAPE, 3))


def test_albedo_times_light_follows_it() -> None:
    assert fidelity(ALBEDO * 0.8, ALBEDO * SHADOW[..., None]) > 0.95
    assert fidelity(ALBEDO * 0.8, ALBEDO * (0.8 * SHADOW[..., None]) ** 0.5) > 0.95  # another tone curve


def test_frozen_light_does_not() -> None:
    assert fidelity(ALBEDO * 0.8, ALBEDO * 0.8) == 0
    assert abs(fidelity(ALBEDO * 0.8 + noise(), ALBEDO * 0.8 + noise())) < 0.1
    assert fidelity(ALBEDO * SHADOW[..., None], ALBEDO * 0.8) < -0.9  # the wrong way round


def test_nothing_is_said_where_light_does_not_change() -> None:
    assert fidelity(ALBEDO * 0.8, ALBEDO * 0.8, DAY) is None


def test_no_more_unchanged_points_than_changed_ones_count() -> None:
    changed, same = RANDOM.uniform(-0.5, -0.1, 300), np.zeros(30000)
    painted = np.concatenate([RANDOM.permutation(changed), RANDOM.standard_normal(30000) * 1e-3])
    few = np.concatenate([painted[:300], painted[300:600]])
    assert light_fidelity(np.concatenate([changed, same]), painted) == pytest.approx(
        light_fidelity(np.concatenate([changed, np.zeros(300)]), few), abs=0.05)


def test_the_background_is_left_out() -> None:
    a, b = shown(ALBEDO, DAY), shown(ALBEDO, SHADOW)
    a.frame.part[:, 10:] = 0
    assert len(log_ratios(a, b, HERE, EVERYWHERE)[0]) == 40 * 10
