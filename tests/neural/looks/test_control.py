"""What the embedded model is shown of a frame."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from neural.conditioning.vocabulary import LOOKS
from neural.looks.control import CHANNELS, CHOSEN, WHITE
from neural.looks.programs import layers, paint_look, show, shown
from neural.looks.shading import encoded
from neural.looks.times import TIMES
from render.config import RenderConfig
from render.passes import render
from render.surfels import BRIGHTEST
from tests.neural.looks.test_programs import flat, noise
from tests.render.conftest import playground  # noqa: F401  (a fixture)

LINES, LIGHT, FIRST, COLOURS, SKY, TONE = 0, 1, slice(2, 5), slice(5, 8), 8, 9


def srgb(*linear):
    return encoded(torch.tensor(linear).view(1, 3, 1, 1)).flatten()


def pixel(x, look, time, sky=None):
    return show(x, look, time, sky)[0, :, 4, 4]


def test_every_look_has_its_control_and_says_which_it_is():
    assert tuple(CHOSEN) == LOOKS
    which = torch.stack([pixel(flat(), look, "")[TONE + 1:] for look in LOOKS])
    torch.testing.assert_close(which, torch.eye(len(LOOKS)))


def test_colours_are_lit_by_the_hour_graded_by_it_or_as_they_are():
    x = flat((0.5, 0.25, 0.125), light=1.0)
    dusk = np.multiply((0.5, 0.25, 0.125), TIMES["dusk"].lit) / WHITE
    torch.testing.assert_close(pixel(x, "toon", "dusk")[COLOURS], srgb(*dusk.tolist()))
    torch.testing.assert_close(pixel(x, "ink", "dusk")[COLOURS], srgb(0.5, 0.25, 0.125))
    dim = flat((0.5, 0.25, 0.125), light=0.05)  # below where any of the sun's colour is left
    shade = 0.05 * np.multiply((0.5, 0.25, 0.125), TIMES["dusk"].shaded) / WHITE
    torch.testing.assert_close(pixel(dim, "photo", "dusk")[COLOURS], srgb(*shade.tolist()))


def test_light_is_as_even_as_the_hour_is_and_drawings_are_told_how_dark_it_is():
    assert pixel(flat(light=1.0), "photo", "")[LIGHT] == pytest.approx(1 / BRIGHTEST)
    assert pixel(flat(light=1.0), "photo", "overcast")[LIGHT] == pytest.approx((0.75 + 0.4 * 0.25) / BRIGHTEST)
    assert pixel(flat(light=9.0), "photo", "")[LIGHT] == 1
    assert pixel(flat(), "ink", "night")[TONE] == pytest.approx(TIMES["night"].tone)


def test_layers_are_those_the_look_names():
    x = flat(gloss=0.1, pattern=0.2, grain=0.3, hatch=0.4, cross=0.6, stroke=0.7)
    for look, layers_of in (("photo", [0.1, 0.5, 0.3]), ("pencil", [0.3, 0.4, 0.6]), ("papercut", [0.2, 0.5, 0.3]),
                            ("oil", [0.5, 0.7, 0.3])):
        torch.testing.assert_close(pixel(x, look, "")[FIRST], torch.tensor(layers_of))


def test_the_sky_is_shown_in_the_colour_that_is_said_of_it():
    x = flat(sky=1.0, pattern=1.0)  # the zenith
    said = torch.tensor([[0.9, 0.2, 0.3]])
    for look in LOOKS:
        torch.testing.assert_close(pixel(x, look, "night", said)[COLOURS], said[0])
        assert pixel(x, look, "night", said)[SKY] == 1


@pytest.mark.parametrize("look", LOOKS)
def test_pictures_of_several_hours_are_those_of_each(look):
    several = noise(size=40, count=len(TIMES))
    together = show(several, look, torch.arange(len(TIMES)))
    assert together.shape == (len(TIMES), CHANNELS, 40, 40) and together.min() >= 0 and together.max() <= 1
    for number, time in enumerate(TIMES):
        alone = type(several)(**{name: layer[number:number + 1] for name, layer in vars(several).items()})
        torch.testing.assert_close(show(alone, look, time)[0], together[number], atol=1e-5, rtol=0)


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_painted_that_is_not_shown(look):
    """Else the model would have to guess it."""
    one, other, named = noise(size=40), noise(size=40, seed=1), CHOSEN[look]
    kept = {"light", "lines", *named.layers, "plain" if named.plain else "albedo"}
    both = [replace(x, sky=torch.zeros_like(x.sky)) for x in (one, replace(other, **{n: getattr(one, n) for n in kept if n != "none"}))]
    first, second = (paint_look(x, look, "dusk") for x in both)
    torch.testing.assert_close(first, second)
    assert not torch.equal(first, paint_look(replace(both[0], light=both[0].light.flip(2)), look, "dusk"))


def test_of_a_frame(playground):  # noqa: F811
    frame = render(*playground, RenderConfig(width=96, height=54, rasteriser="rays"))[8]
    picture = shown(frame, "toon", "day")
    assert picture.shape == (54, 96, CHANNELS) and picture.dtype == np.float32
    np.testing.assert_array_equal(picture, show(layers(frame, "day"), "toon", "day")[0].permute(1, 2, 0).numpy())
