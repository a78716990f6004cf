"""What a tilted hollow holds: the closed form against depths added up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scene.hollows import Hollow, hollow_of, tilt_of
from sim.scene.shapes import Cup

SIZES = st.builds(Hollow, radius=st.floats(0.01, 0.3), height=st.floats(0.01, 0.5), wall=st.just(0.005))


def added_up(hollow, tilt):
    """The share under the level plane through the lowest point of the rim, chord by chord."""
    angle = np.linspace(0, np.pi, 20001)
    x, slope = hollow.radius * np.cos(angle), np.tan(tilt)
    depth = np.clip(hollow.height - hollow.radius * slope + slope * x, 0, hollow.height)
    return np.trapezoid(depth * 2 * hollow.radius ** 2 * np.sin(angle) ** 2, angle) / (np.pi * hollow.radius ** 2 * hollow.height)


@settings(max_examples=60, deadline=None)
@given(hollow=SIZES, tilt=st.floats(0.001, 1.56))
def test_what_fits_is_what_is_under_the_rim(hollow, tilt):
    assert hollow.fits(tilt) == pytest.approx(added_up(hollow, tilt), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(hollow=SIZES, share=st.floats(0.001, 0.999))
def test_the_brim_is_where_all_of_it_just_fits(hollow, share):
    assert hollow.fits(hollow.brim(share)) == pytest.approx(share, abs=1e-7)


def test_known_answers():
    hollow = Hollow(radius=0.04, height=0.1, wall=0.004)
    assert hollow.litres == pytest.approx(0.50265, abs=1e-5)
    assert (hollow.fits(0.0), hollow.fits(np.pi / 2), hollow.fits(3.0)) == (1.0, 0.0, 0.0)
    assert hollow.fits(np.arctan(0.1 / 0.08)) == pytest.approx(0.5), "from the rim on one side to the floor on the other"
    assert hollow.fits(np.arctan(0.1 / 0.04)) == pytest.approx(2 / (3 * np.pi)), "half the floor dry: Archimedes' hoof, 2/3 r2 h"
    assert (hollow.brim(1.0), hollow.brim(0.0)) == (0.0, np.pi / 2)


def test_the_hollow_of_a_cup_is_within_its_wall():
    hollow = hollow_of(Cup(radius=0.05, height=0.11, wall=0.006))
    assert (hollow.radius, hollow.height) == pytest.approx((0.044, 0.104))
    assert [tilt_of(np.array(up)) for up in ((0, 0, 1.0), (0, 1.0, 0), (0, 0, -1.0))] == pytest.approx([0, np.pi / 2, np.pi])
