"""The shading programs: what is known of their pictures without looking at them."""

import colorsys
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import torch

from neural.conditioning import vocabulary
from neural.looks.coloured_light import LightAnswer, hour_colours
from neural.looks.programs import PROGRAMS, TIMES, LookLayers, layers, painted
from neural.looks.programs import paint_look as look_of
from neural.looks.shading import REACH, blurred, encoded, filmed, moved
from render.colour import LUMINANCE
from render.config import RenderConfig
from render.passes import render
from tests.render.conftest import playground  # noqa: F401  (a fixture)

COLOURED = ("photo", "clay", "watercolour", "oil", "toon", "papercut")


def flat(albedo=(0.5, 0.5, 0.5), light=0.9, size=8, **other):
    """A plane surface in even light; other layers by name."""
    marks = dict.fromkeys(("stroke", "hatch", "cross", "grain"), 0.5)
    said = {"gloss": 0.0, "pattern": 0.5, "lines": 0.0, "sky": 0.0, "light": light, **marks, **other}
    colour = torch.tensor(albedo, dtype=torch.float32).view(1, 3, 1, 1).expand(1, 3, size, size)
    return LookLayers(albedo=colour, plain=colour, **{name: torch.full((1, 1, size, size), value) for name, value in said.items()})


def noise(size=72, count=1, seed=0):
    """Layers of all sorts of things."""
    chance, wide = torch.Generator().manual_seed(seed), ("albedo", "plain")
    drawn = {name: torch.rand(count, 3 if name in wide else 1, size, size, generator=chance) for name in LookLayers.__annotations__}
    return LookLayers(**drawn | {"sky": (drawn["sky"] > 0.7).float(), "lines": (drawn["lines"] > 0.9).float()})


def seen(picture):
    """(3,) the mean colour."""
    return picture.mean(dim=(0, 2, 3)).numpy()


def hue(colour):
    return 360 * colorsys.rgb_to_hsv(*map(float, colour))[0]


@pytest.fixture(scope="module")
def frame(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=192, height=108, rasteriser="rays"))[8]


def test_what_the_painter_reads_is_what_there_are_programs_for():
    assert tuple(PROGRAMS) == vocabulary.LOOKS and tuple(TIMES) == ("", *vocabulary.TIMES)


@pytest.mark.parametrize("look", PROGRAMS)
def test_no_program_looks_farther_than_it_may(look):
    one, middle = noise(), (slice(None), slice(None), 36, 36)
    other = {name: layer.clone() for name, layer in vars(one).items()}
    for layer in other.values():
        layer[middle] = 1 - layer[middle]
    differs = (look_of(one, look, "dusk") - look_of(LookLayers(**other), look, "dusk")).abs().amax(dim=1)[0]
    away = (torch.arange(72) - 36).abs()
    far = torch.maximum(away[:, None], away[None, :]) > REACH
    assert differs[far].max() < 1e-6 < differs[36, 36]


@pytest.mark.parametrize("look", PROGRAMS)
def test_pictures_painted_together_are_those_painted_alone(look):
    several = noise(size=40, count=len(TIMES))
    said = torch.tensor([[0.9, 0.5, 0.4], [torch.nan] * 3] * 3)
    together = look_of(several, look, torch.arange(len(TIMES)), said)
    for number, time in enumerate(TIMES):
        alone = LookLayers(**{name: layer[number:number + 1] for name, layer in vars(several).items()})
        torch.testing.assert_close(look_of(alone, look, time, said[number:number + 1])[0], together[number], atol=1e-5, rtol=0)


@pytest.mark.parametrize("look", PROGRAMS)
@pytest.mark.parametrize("time", TIMES)
def test_what_is_darker_is_never_painted_lighter(look, time):
    by_albedo = [seen(look_of(flat(tuple(share * c for c in (0.8, 0.5, 0.3))), look, time)) @ LUMINANCE for share in np.linspace(0, 1, 9)]
    by_light = [seen(look_of(flat(light=float(light)), look, time)) @ LUMINANCE for light in np.linspace(0, 1.25, 9)]
    assert np.diff(by_albedo).min() > -1e-3 and np.diff(by_light).min() > -1e-3


def test_all_looks_and_times_can_be_told_apart(frame):
    shown = layers(frame, "")
    pictures = {look: look_of(shown, look, "day") for look in PROGRAMS}
    apart = {pair: float((pictures[pair[0]] - pictures[pair[1]]).abs().mean()) for pair in combinations(PROGRAMS, 2)}
    print(sorted((round(value, 3), *pair) for pair, value in apart.items())[:5])
    assert min(apart.values()) > 0.04
    for look in COLOURED:
        for a, b in combinations(TIMES, 2):
            assert (look_of(shown, look, a) - look_of(shown, look, b)).abs().mean() > 0.005, (look, a, b)


@pytest.mark.parametrize("look", COLOURED)
@pytest.mark.parametrize("albedo", [(0.6, 0.02, 0.02), (0.9, 0.6, 0.03), (0.03, 0.3, 0.05), (0.03, 0.1, 0.6)])
def test_without_a_time_things_keep_their_hue(look, albedo):
    turned = hue(seen(look_of(flat(albedo), look, ""))) - hue(encoded(torch.tensor(albedo).view(1, 3, 1, 1)).flatten())
    assert abs((turned + 180) % 360 - 180) < 20


@pytest.mark.parametrize("look", COLOURED)
def test_times_colour_light_and_shade(look):
    white, shade = ({time: seen(look_of(flat((0.7, 0.7, 0.7), light), look, time)) for time in TIMES} for light in (1.0, 0.15))
    red, green, blue = white[""]
    assert red - blue < 0.09
    assert all(white[time][0] - white[time][2] > 0.1 + red - blue for time in ("dusk", "lamplit"))
    assert shade["dusk"][2] - shade["dusk"][0] > white["dusk"][2] - white["dusk"][0] + 0.15
    assert white["night"].sum() < 0.86 * white["day"].sum() and white["night"][2] > white["night"][0]
    contrast = {time: white[time].sum() - shade[time].sum() for time in TIMES}
    assert contrast["overcast"] < 0.75 * contrast["day"]


@pytest.mark.parametrize("look", ["ink", "pencil", "noir", "blueprint"])
def test_drawings_grow_dark_at_night(look):
    assert seen(look_of(noise(), look, "night")).sum() < 0.97 * seen(look_of(noise(), look, "day")).sum()


def test_ink_leaves_paper_where_it_is_white_and_lit_and_covers_what_is_black():
    lines = torch.rand(1, 1, 32, 32, generator=torch.Generator().manual_seed(1))
    for albedo, low, high in (((0.95, 0.95, 0.95), 0.95, 1.0), ((0.0, 0.0, 0.0), 0.0, 0.1)):
        picture = look_of(replace(flat(albedo, 1.1, size=32), hatch=lines, cross=lines.mT), "ink", "")
        assert low <= picture.min() and picture.max() <= high


def test_hatching_covers_more_of_what_is_darker():
    wave = (torch.arange(60) / 6 % 1 * 2 - 1).abs().expand(1, 1, 60, 60)
    drawn = [look_of(replace(flat((a, a, a), size=60), hatch=wave, cross=wave.mT), "ink", "") for a in (0.6, 0.3, 0.1, 0.04)]
    inked = [1 - float(picture.mean()) for picture in drawn]
    assert np.diff(inked).min() > 0.04


def test_a_blueprint_does_not_care_for_colours_nor_clay_for_patterns():
    one, other = noise(seed=1), noise(seed=2)
    assert (look_of(one, "blueprint", "day") == look_of(replace(one, albedo=other.albedo, plain=other.plain), "blueprint", "day")).all()
    ground = replace(one, sky=torch.zeros_like(one.sky))
    assert (look_of(ground, "clay", "day") == look_of(replace(ground, albedo=other.albedo, pattern=other.pattern), "clay", "day")).all()


def test_gloss_shows_in_full_light_only():
    for light, least, most in ((1.2, 0.02, 1.0), (0.4, 0.0, 1e-6)):
        shine = look_of(flat((0.2, 0.1, 0.1), light, gloss=0.8), "photo", "") - look_of(flat((0.2, 0.1, 0.1), light), "photo", "")
        assert least <= shine.min() and shine.max() <= most


def test_the_sky_is_as_rendered_or_as_said_or_the_times_own():
    high = flat((0.3, 0.5, 0.8), sky=1.0, pattern=1.0)
    low = replace(high, pattern=torch.zeros_like(high.pattern))
    said = torch.tensor([[0.9, 0.5, 0.4]])
    for x, time, colour, expected in ((high, "", None, encoded(torch.tensor([[0.3, 0.5, 0.8]]))), (high, "dusk", said, said),
                                      (low, "dusk", said, 0.5 + 0.5 * said), (high, "dusk", said * torch.nan, TIMES["dusk"].sky[0])):
        np.testing.assert_allclose(seen(look_of(x, "photo", time, colour)), np.ravel(expected), atol=1e-4)


def test_outlines_are_dark_on_toon_and_light_on_blueprint():
    middle = torch.zeros(1, 1, 33, 33)
    middle[..., 16] = 1
    for look, sign in (("toon", -1), ("blueprint", 1), ("ink", -1), ("papercut", 1)):
        picture = look_of(replace(flat((0.3, 0.2, 0.1), size=33), lines=middle), look, "").mean(dim=1)[0, 16]
        assert sign * (picture[16] - picture[0]) > 0.15


def test_layers_are_the_frames_own(frame):
    shown = layers(frame, "")
    _, tint = LightAnswer(hour=hour_colours("")).split(frame.light)
    np.testing.assert_array_equal(shown.albedo[0].permute(1, 2, 0).numpy(), frame.albedo * tint)
    np.testing.assert_array_equal(shown.lines[0, 0].numpy(), frame.edges)
    inside, background = frame.edges == 0, shown.sky[0, 0].numpy()
    assert (background[inside] == (frame.part == 0)[inside]).all()
    assert all(layer.shape == (1, 3 if name in ("albedo", "plain") else 1, 108, 192) and layer.dtype == torch.float32
               for name, layer in vars(shown).items())


def test_pictures_for_numpy_are_the_same_in_bytes(frame):
    bytes_ = painted(frame, "toon", "night", (0.9, 0.5, 0.4))
    whole = look_of(layers(frame, "night"), "toon", "night", torch.tensor([[0.9, 0.5, 0.4]]))[0].permute(1, 2, 0).numpy()
    assert bytes_.dtype == np.uint8 and np.abs(bytes_ / 255 - whole).max() <= 0.5 / 255 + 1e-6


def test_blurs_keep_the_sum_and_film_keeps_black_and_grey():
    one = torch.zeros(1, 1, 41, 41)
    one[..., 20, 20] = 1
    assert blurred(one, 3.0).sum() == pytest.approx(1) and blurred(one, 3.0).max() < 0.02
    assert moved(one, 3, -2)[0, 0, 18, 23] == 1 and moved(one, 3, -2).sum() == 1
    with pytest.raises(AssertionError, match="reaches 18 px"):
        blurred(one, 6.0)
    ramp = filmed(torch.linspace(0, 2, 50).view(1, 1, 1, 50).expand(1, 3, 1, 50))
    assert ramp[..., 0].max() < 0.001 and (ramp.amax(dim=1) - ramp.amin(dim=1)).max() < 0.01 and (ramp.diff(dim=3) > 0).all()
