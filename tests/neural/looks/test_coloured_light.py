"""Light taken apart into strength and tint, and how what is painted answers the tint."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neural.conditioning.light_answers import answer_of
from neural.config import NeuralConfig
from neural.looks.coloured_light import COLOURLESS, LightAnswer, hour_colours
from neural.looks.look_layers import LookLayers
from neural.looks.programs import PROGRAMS, layers, paint_look
from neural.looks.times import TIMES
from neural.style import Style
from render.config import RenderConfig
from render.frame import to_bytes
from render.passes import render
from render.surfels import luminance
from tests.render.conftest import playground  # noqa: F401  (a fixture)

CHANNEL = st.floats(0, 3, width=32)


def told(time):
    return LightAnswer(hour=hour_colours(time))


@given(st.tuples(CHANNEL, CHANNEL, CHANNEL), st.sampled_from(list(TIMES)))
def test_tints_are_bounded_and_give_light_its_colour_again(light, time):
    light = np.array([light], np.float32)
    strength, tint = told(time).split(light)
    assert tint.max() == pytest.approx(1, abs=1e-6) and tint.min() > 0 and 0 <= strength[0] <= 1.25
    if not time and 0 < strength[0] < 1.25:  # but for 0.02 of light, that takes its colour from what is dark
        assert np.abs(strength[:, None] * tint - light).max() < 0.02 * (1 + light.max() / max(luminance(light)[0], 0.02))


@pytest.mark.parametrize("time", TIMES)
def test_light_without_a_colour_or_of_the_hours_own_has_no_tint(time):
    shade, full = hour_colours(time)
    for light in (np.full((5, 3), 0.7), np.full((5, 3), 0.0), 0.05 * np.tile(shade, (5, 1)), 1.1 * np.tile(full, (5, 1))):
        strength, tint = told(time).split(light.astype(np.float32))
        np.testing.assert_allclose(tint, 1, atol=1e-6)
        np.testing.assert_allclose(strength, luminance(light.astype(np.float32)), atol=1e-6)


def test_a_red_lamp_is_red_and_hardly_so_where_there_is_next_to_no_light():
    for share, red in ((1.0, True), (0.002, False)):
        strength, tint = told("").split(share * np.array([[0.8, 0.1, 0.05]], np.float32))
        assert (tint[0, 1] < 0.2) == red and (tint[0, 2] < 0.2) == red
    assert told("").split(np.array([[0.8, 0.1, 0.05]], np.float32))[0] == pytest.approx(0.8, abs=0.06)


@pytest.mark.parametrize("look", PROGRAMS)
@pytest.mark.parametrize("time", ["", "day", "night"])
def test_in_light_without_colour_all_bytes_are_as_without_any_of_this(playground, look, time):  # noqa: F811
    frame = render(*playground, RenderConfig(width=96, height=54, rasteriser="rays"))[8]
    vars(frame)["light"] = np.repeat(luminance(frame.light)[..., None], 3, axis=2)
    shown = layers(frame, time)
    plain = {"albedo": frame.albedo, "plain": frame.plain, "light": luminance(frame.light)[..., None]}
    before = replace(shown, **{name: shown.albedo.new_tensor(layer.transpose(2, 0, 1)[None]) for name, layer in plain.items()})
    one, other = (to_bytes(paint_look(each, look, time).numpy()) for each in (shown, before))
    assert (one != other).mean() < 1e-4  # a rounding in ten thousand


def painted(look, time, light, albedo=(0.6, 0.5, 0.4)):
    """(3,) sRGB of an even surface in such light."""
    strength, tint = told(time).split(np.array([light], np.float32))
    values = {"light": float(strength[0]), "gloss": 0.0, "lines": 0.0, "sky": 0.0}
    values |= dict.fromkeys(("pattern", "stroke", "hatch", "cross", "grain"), 0.5)
    body = layer(np.array(albedo) * tint[0])
    return paint_look(LookLayers(albedo=body, plain=body, **{name: layer([value]) for name, value in values.items()}), look, time).numpy()[
        0, :, 0, 0], tint


def layer(values):
    import torch
    return torch.tensor(np.array(values), dtype=torch.float32).view(1, -1, 1, 1).expand(1, len(values), 4, 4)


@pytest.mark.parametrize("look", ["photo", "clay", "watercolour", "oil", "toon", "papercut"])
def test_paint_from_a_lamps_light_is_near_what_daylight_makes_of_the_surface(look):
    answer = answer_of(Style(prompt=look), NeuralConfig())
    lamp, day = (0.8, 0.35, 0.2), (0.8, 0.8, 0.8)
    (red, tint), (white, _) = painted(look, "", lamp), painted(look, "", day)
    assert red[0] - red[2] > 0.08 + white[0] - white[2]
    moved = red / answer.gain(tint)[0]
    assert np.abs(moved - white).max() < 0.5 * np.abs(red - white).max()


def test_looks_without_colours_are_not_coloured_by_lamps_and_other_painters_not_asked():
    for look in ("ink", "pencil", "noir", "blueprint"):
        assert abs(answer_of(Style(prompt=look), NeuralConfig()).own) < 0.02
    at_dusk = answer_of(Style(prompt="photo, dusk"), NeuralConfig())
    assert at_dusk.hour == hour_colours("dusk") and at_dusk.own > 0.2
    strength, tint = COLOURLESS.split(np.array([[0.8, 0.1, 0.05]], np.float32))
    assert (tint == 1).all() and strength[0] == pytest.approx(0.2452, abs=1e-3)
    assert (COLOURLESS.gain(np.array([[1, 0.1, 0.05]], np.float32)) == 1).all()
