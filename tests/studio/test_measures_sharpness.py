"""Sharpness: known answers."""

import numpy as np
import pytest

from studio.measures.sharpness import sharpness_ratio, steepness

EVERYWHERE = np.ones((20, 30), bool)


def ramp(slope: int) -> np.ndarray:
    """A picture that gets brighter by so many levels a px to the right."""
    return np.repeat((np.arange(30) * slope)[None, :, None], 20, axis=0).repeat(3, axis=2).astype(np.uint8)


def test_a_ramp_is_as_steep_as_it_is() -> None:
    assert steepness(ramp(4), EVERYWHERE) == pytest.approx(4 / 255)
    assert steepness(ramp(4), ~EVERYWHERE) is None


def test_half_as_steep_is_half_as_sharp() -> None:
    assert sharpness_ratio([ramp(2)], [ramp(4)], [EVERYWHERE]) == pytest.approx(0.5)
    assert sharpness_ratio([ramp(2), ramp(8)], [ramp(4), ramp(4)], [EVERYWHERE, EVERYWHERE]) == pytest.approx(10 / 8)
    assert sharpness_ratio([ramp(2)], [ramp(0)], [EVERYWHERE]) is None and sharpness_ratio([ramp(2)], [ramp(4)], [~EVERYWHERE]) is None


def test_only_what_is_chosen_counts() -> None:
    left = np.arange(30)[None] < np.full((20, 1), 14)
    half = ramp(4)
    half[:, 15:] = half[:, 15:16]
    assert steepness(half, left) == pytest.approx(4 / 255) and steepness(half, np.roll(left, 16, axis=1)) == pytest.approx(0)
