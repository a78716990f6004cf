"""What is learnt from anchors: known answers on pictures of one part."""

from dataclasses import replace

import numpy as np
import pytest

from neural.learning import learn
from neural.lookup import LEVELS, STEP
from neural.sources import source_of
from render.config import RenderConfig
from render.passes import render
from render.surface import BRIGHTEST
from tests.render.conftest import playground  # noqa: F401  (a fixture)

SHAPE = (40, 60)


@pytest.fixture(scope="module")
def blank(playground):  # noqa: F811
    """A source whose layers are to be replaced: one part, lit by 0.5, no edge near, painted black."""
    frame = render(*playground, RenderConfig(width=64, height=64, rasteriser="rays"))[0]
    grey, black = np.full(SHAPE, 0.5, np.float32), np.zeros((*SHAPE, 3), np.float32)
    return replace(source_of(frame, np.zeros((64, 64, 3), np.uint8)), part=np.ones(SHAPE, np.int32), light=grey, clear=200 * grey,
                   painted=black, inner=black)


def halves(left: float, right: float) -> np.ndarray:
    return np.where(np.arange(SHAPE[1])[None] < SHAPE[1] // 2, np.float32(left), np.float32(right)) * np.ones(SHAPE, np.float32)


def lit_and_painted(source, light, paint):
    painted = np.repeat(paint[..., None], 3, axis=2)
    return replace(source, light=light, painted=painted, inner=painted)


def level(light: float) -> int:
    return round(light * (LEVELS - 1) / BRIGHTEST)


def test_only_what_rises_with_the_light_throughout_is_the_lights_doing(blank):
    # The second anchor was painted darker all over, though its light was stronger.
    sources = [lit_and_painted(blank, halves(0.4, 0.8), halves(0.5, 0.6)), lit_and_painted(blank, halves(0.5, 1.0), halves(0.3, 0.4))]
    _, learnt = learn(sources, 2)
    found = learnt.curve[1, [level(light) for light in (0.4, 0.5, 0.8, 1.0)], 0]
    assert found == pytest.approx([0.4, 0.4, 0.5, 0.5])


def test_a_negative_falls_with_the_light(blank):
    light = np.linspace(0.1, 1.0, SHAPE[1], dtype=np.float32)[None].repeat(SHAPE[0], axis=0)
    _, learnt = learn([lit_and_painted(blank, light, 1 - light)], 2)
    steps = np.arange(level(0.1), level(1.0) + 1)
    assert learnt.curve[1, steps, 0] == pytest.approx(1 - steps * BRIGHTEST / (LEVELS - 1), abs=0.02)


def test_outlines_are_learnt_up_to_three_pixels_from_an_edge(blank):
    clear = np.arange(SHAPE[1], dtype=np.float32)[None].repeat(SHAPE[0], axis=0)
    painted = np.where(clear < 4, np.float32(0.2), np.float32(0.6))
    _, learnt = learn([replace(lit_and_painted(blank, halves(0.5, 0.5), painted), clear=clear)], 2)
    profile = learnt.profile[1, :, 0]
    assert profile[:int(2 / STEP) + 1] == pytest.approx(-0.4, abs=1e-5) and profile[-1] == 0 and len(profile) == int(3 / STEP) + 1
