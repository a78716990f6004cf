"""The tone curve against its formula, and where it comes: after fog, lens and exposure, in the beauty pass alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.colour import linear_from_srgb, srgb_from_linear
from render.config import RenderConfig
from render.developing import development_of
from render.frame import to_bytes
from render.passes import render
from render.tone import toned
from render.view import Cut, Fog, Shading, Sky, Sun
from sim.scene.scene import Scene
from sim.scene.shapes import Plane
from tests.render.conftest import body, looking, still

FLOOR = Scene(bodies=(body("floor", Plane(size=(30.0, 30.0))),))
WHITE, ORANGE = (1.0, 1.0, 1.0), (0.9, 0.45, 0.1)


def khronos(colour: np.ndarray, mirrored: float = 0.0) -> np.ndarray:
    """PBRNeutralToneMapping as Khronos writes it, of one colour; its toe is 0.04 of what is mirrored."""
    start, desaturation = 0.8 - mirrored, 0.15
    x = colour.min()
    colour = colour - (x - x * x / (4 * mirrored) if x < 2 * mirrored else mirrored)
    peak = colour.max()
    if peak < start:
        return colour
    d = 1 - start
    new = 1 - d * d / (peak + d - start)
    g = 1 - 1 / (desaturation * (peak - new) + 1)
    return colour * new / peak * (1 - g) + new * g


def tone(colour) -> np.ndarray:
    return toned(np.array([[colour]], np.float32))[0, 0]


@given(st.tuples(*[st.floats(0, 200)] * 3))
def test_it_is_khronoss_formula_without_its_toe(colour) -> None:
    assert tone(colour) == pytest.approx(khronos(np.array(colour)), abs=1e-5)


@given(st.tuples(*[st.floats(0, 0.799)] * 3))
def test_what_is_no_brighter_than_its_start_is_kept(colour) -> None:
    assert np.array_equal(tone(colour), np.array(colour, np.float32))


def test_brighter_light_is_brighter_never_cut_and_ends_white() -> None:
    steps = np.linspace(0, 30, 3001)[:, None] * ORANGE
    shown = toned(steps[None].astype(np.float32))[0]
    assert (np.diff(shown.max(axis=1)) > 0).all() and shown.max() < 1 and (np.diff(shown.mean(axis=1)) > 0).all()
    assert np.ptp(tone(np.array(ORANGE) * 1000)) < 0.01


def passes_of(strength: float, exposure: float = 0.0, fog: Fog | None = None):
    view = looking((0.0, -3.0, 4.0), (0.0, 0.0, 0.0), lights=(Sun(elevation=90.0, strength=strength, colour=WHITE),),
                   sky=Sky(strength=0.0), surfaces={"floor": Shading(colour=ORANGE)}, fog=fog)
    view = replace(view, cuts=tuple(Cut(time=0.0, rig=replace(cut.rig, exposure=exposure)) for cut in view.cuts))
    return render(FLOOR, still(FLOOR), view, RenderConfig(width=64, height=36))


def test_in_bright_light_the_beauty_pass_keeps_its_hue_where_clipping_lost_it() -> None:
    linear = linear_from_srgb(ORANGE)
    for strength in (0.5, 0.9, 1.6):
        frame = passes_of(strength)[0]
        assert np.abs(frame.beauty.astype(int) - to_bytes(srgb_from_linear(khronos(linear * strength)))).max() <= 1
        assert frame.light.max() == pytest.approx(strength) and frame.radiance.max() == pytest.approx(strength * linear.max(), rel=1e-4)


def test_exposure_is_light_and_the_curve_comes_after_it() -> None:
    under = development_of(passes_of(2.0, exposure=-1.0))
    over, plain = development_of(passes_of(0.5, exposure=2.0)), passes_of(1.0)[0].beauty
    assert under is not None and over is not None
    assert np.abs(under.beauty(0).astype(int) - plain).max() <= 1  # though the frame itself, at 2, is rolled off
    assert np.abs(over.beauty(0).astype(int) - passes_of(2.0)[0].beauty).max() <= 1
    painted = np.full((36, 64, 3), 200, np.uint8)
    assert (over.developed(0, painted) == 255).all()  # what is painted is made to be displayed, and has no more light


def test_fog_is_laid_over_light_before_the_curve() -> None:
    fog = Fog(visibility=8.0, colour=(0.2, 0.2, 0.2))
    found = development_of(passes_of(4.0, fog=fog))
    assert found is not None
    left = np.exp(-3.912 / 8.0 * 5.0)
    light = linear_from_srgb(ORANGE) * 4 * left + linear_from_srgb(0.2) * (1 - left)
    assert np.abs(found.beauty(0)[18, 32].astype(int) - to_bytes(srgb_from_linear(khronos(light)))).max() <= 2
