"""The faultless painter of a shot, and where there is none."""

import numpy as np
import pytest

from neural.conditioning.region_map import region_map
from neural.config import SD15, NeuralConfig
from neural.style import ObjectStyle, Style
from neural.training.first_looks import first_painted
from render.config import RenderConfig
from render.passes import render
from studio.faultless import faultless, plain
from tests.render.conftest import playground  # noqa: F401  (a fixture)

OBJECTS = {name: ObjectStyle(label="wall", prompt=prompt) for name, prompt in (
    ("floor", "beige wooden floor"), ("wall", "white wall"), ("pillar", "striped pillar"), ("ball", "red ball"), ("box", "green cloth"))}


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=96, height=64, rasteriser="rays"))


def test_it_is_the_look_s_program_at_the_time_and_under_the_sky_that_are_said(passes) -> None:
    style = Style(prompt="watercolour, dusk", objects=OBJECTS | {"sky": ObjectStyle(label="sky", prompt="orange sky")})
    program = faultless(style, NeuralConfig())
    np.testing.assert_array_equal(program(passes[0]), first_painted(passes[0], "watercolour", "dusk", (0.95, 0.48, 0.10)))
    plain_sky = faultless(Style(prompt="watercolour, dusk", objects=OBJECTS), NeuralConfig())
    np.testing.assert_array_equal(plain_sky(passes[0]), first_painted(passes[0], "watercolour", "dusk"))


def test_nothing_says_what_other_models_should_paint() -> None:
    assert faultless(Style(prompt="oil painting, day"), SD15) is None
    assert faultless(Style(prompt="photo, day", resemblance=0.5), NeuralConfig()) is None


def test_words_of_a_pattern_make_a_part_no_longer_plain(passes) -> None:
    said = plain(region_map(passes, Style(objects=OBJECTS)))
    assert {part.object: said[part.id] for part in passes.parts} == {
        "floor": False, "wall": True, "pillar": False, "ball": True, "box": False}
