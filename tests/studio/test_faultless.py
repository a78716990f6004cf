"""The faultless painter of a shot, and where there is none."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import distance_transform_edt

from neural.conditioning.region_map import region_map
from neural.config import SD15, NeuralConfig
from neural.looks.programs import painted
from neural.style import ObjectStyle, Style
from render.config import RenderConfig
from render.passes import render
from studio.faultless import faultless, plain
from tests.render.conftest import playground  # noqa: F401  (a fixture)

OBJECTS = {name: ObjectStyle(label="wall", prompt=prompt) for name, prompt in (
    ("floor", "beige wooden floor"), ("wall", "white wall"), ("pillar", "striped pillar"), ("ball", "red ball"), ("box", "green cloth"))}


def _faultless(style, passes, config=NeuralConfig()):  # noqa: B008
    return faultless(style, config, region_map(passes, style))


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=96, height=64, rasteriser="rays"))


def test_it_is_the_look_s_program_at_the_time_and_under_the_sky_that_are_said(passes) -> None:
    style = Style(prompt="watercolour, dusk", objects=OBJECTS | {"sky": ObjectStyle(label="sky", prompt="orange sky")})
    program = _faultless(style, passes)
    np.testing.assert_array_equal(program(passes[0]), painted(passes[0], "watercolour", "dusk", (0.95, 0.48, 0.10)))
    plain_sky = _faultless(Style(prompt="watercolour, dusk", objects=OBJECTS), passes)
    np.testing.assert_array_equal(plain_sky(passes[0]), painted(passes[0], "watercolour", "dusk"))


def test_its_marks_are_those_that_the_painter_is_shown(passes) -> None:
    other_wall = OBJECTS | {"wall": replace(OBJECTS["wall"], seed=5)}
    pictures = [_faultless(Style(prompt="ink", seed=seed, objects=objects), passes)(passes[0])
                for seed, objects in ((0, OBJECTS), (0, other_wall), (3, OBJECTS))]
    wall = passes[0].part == next(part.id for part in passes.parts if part.object == "wall")
    inside = passes[0].edges == 0
    assert (pictures[0] != pictures[1])[wall & inside].any() and (pictures[0] != pictures[2])[~wall & inside].any()
    assert np.abs(pictures[0].astype(int) - pictures[1])[distance_transform_edt(~wall) > 16].max() == 0
    regions = region_map(passes, Style(objects=other_wall))
    np.testing.assert_array_equal(pictures[1], painted(passes[0], "ink", "", seeds=regions.seeds))


def test_nothing_says_what_other_models_should_paint(passes) -> None:
    assert _faultless(Style(prompt="oil painting, day", objects=OBJECTS), passes, SD15) is None
    assert _faultless(Style(prompt="photo, day", resemblance=0.5, objects=OBJECTS), passes) is None


def test_words_of_a_pattern_make_a_part_no_longer_plain(passes) -> None:
    said = plain(region_map(passes, Style(objects=OBJECTS)))
    assert {part.object: said[part.id] for part in passes.parts} == {
        "floor": False, "wall": True, "pillar": False, "ball": True, "box": False}
