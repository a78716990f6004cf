"""What is learnt from anchors: known answers on pictures of one part."""

from dataclasses import replace

import numpy as np
import pytest

from neural.reprojection.anchor import anchor_of
from neural.reprojection.appearance import learn
from neural.reprojection.kernels import LEVELS, STEP
from render.config import RenderConfig
from render.passes import render
from render.surfels import BRIGHTEST
from tests.render.conftest import playground  # noqa: F401  (a fixture)

SHAPE = (40, 60)


@pytest.fixture(scope="module")
def blank(playground):  # noqa: F811
    """A source whose layers are to be replaced: one part, lit by 0.5, no edge near, painted black."""
    frame = render(*playground, RenderConfig(width=64, height=64, rasteriser="rays"))[0]
    grey, black = np.full(SHAPE, 0.5, np.float32), np.zeros((*SHAPE, 3), np.float32)
    return replace(anchor_of(frame, np.zeros((64, 64, 3), np.uint8)), part=np.ones(SHAPE, np.int32), light=grey, clear=200 * grey,
                   gain=np.ones((*SHAPE, 3), np.float32),
                   near=100 * np.ones((*SHAPE, 4), np.float32), inside=np.ones(SHAPE, bool), thick=np.ones(SHAPE, bool), painted=black,
                   inner=black, lit=black, surface=black + np.float32(0.5), trust=np.ones(SHAPE, np.float32))


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
    assert found == pytest.approx([0.4, 0.4, 0.5, 0.5], abs=1e-3)


def test_a_negative_falls_with_the_light(blank):
    light = np.linspace(0.1, 1.0, SHAPE[1], dtype=np.float32)[None].repeat(SHAPE[0], axis=0)
    _, learnt = learn([lit_and_painted(blank, light, 1 - light)], 2)
    steps = np.arange(level(0.1), level(1.0) + 1)
    assert learnt.curve[1, steps, 0] == pytest.approx(1 - steps * BRIGHTEST / (LEVELS - 1), abs=0.02)


def edged(source, painted, light):
    """The left border is an edge, in odd rows half a pixel farther off, and the part goes on to the right."""
    clear = np.arange(SHAPE[1], dtype=np.float32)[None].repeat(SHAPE[0], axis=0)
    near = np.stack([clear, clear, clear + 0.5, clear + 0.5], axis=-1)
    near[1::2] += 0.5
    return replace(lit_and_painted(source, light, painted), clear=clear, near=near, inside=clear >= 5)


def test_outlines_are_black_on_what_is_bright_and_on_what_is_dark(blank):
    light = halves(0.9, 0.9)
    light[:SHAPE[0] // 2] = 0.3
    bare = np.where(light > 0.5, np.float32(0.8), np.float32(0.4))
    source = edged(blank, bare, light)
    line = (source.near < 1).mean(axis=2)  # a black line up to 1 px from the edge
    _, learnt = learn([lit_and_painted(source, light, bare * (1 - line))], 2)
    fade, ink = learnt.fade[1, :, 0], learnt.ink[1, :, 0]
    at = {px: int(px / STEP) for px in (0.0, 0.5, 1.0, 1.5, 3.0)}
    for colour in (0.4, 0.8):
        left = colour * (1 - fade) + ink
        assert left[[at[0.0], at[0.5]]] == pytest.approx(0, abs=0.12)
        assert left[[at[1.0], at[1.5], at[3.0]]] == pytest.approx(colour, abs=0.1)
    assert len(fade) == len(ink) == int(3 / STEP) + 1 and fade[-1] == ink[-1] == 0


def test_what_bleeds_into_a_thin_place_is_not_kept_if_the_part_has_a_thicker_one(blank):
    thick, thin = lit_and_painted(blank, halves(0.4, 0.8), halves(0.3, 0.6)), lit_and_painted(blank, halves(0.4, 0.8), halves(0.9, 0.9))
    thin = replace(thin, inside=np.zeros(SHAPE, bool), thick=np.zeros(SHAPE, bool), clear=np.ones(SHAPE, np.float32))
    (_, mended), _ = learn([thick, thin], 2)
    assert mended.inner[0, [0, -1], 0] == pytest.approx([0.3, 0.6], abs=0.01)
    (alone,), _ = learn([thin], 2)
    assert (alone.inner == thin.painted).all()


def test_light_that_no_anchor_shows_is_answered_as_a_matt_surface_would(blank):
    _, learnt = learn([lit_and_painted(blank, halves(0.8, 0.8), halves(0.6, 0.6))], 2)
    dim, bright = learnt.curve[1, [level(0.2), level(1.2)], 0]
    known = level(0.8)
    assert dim == pytest.approx(0.6 * (level(0.2) / known) ** (1 / 2.2), abs=1e-3)
    assert bright == pytest.approx(0.6 * (level(1.2) / known) ** (1 / 2.2), abs=1e-3) and learnt.curve.max() <= 1


def test_what_is_painted_on_steep_light_is_kept_but_not_beside_the_border_of_a_shadow(blank):
    grain = halves(0.5, 0.5) + np.float32(0.1) * np.sin(np.arange(SHAPE[1], dtype=np.float32))
    ramp = 0.06 * np.minimum(np.arange(SHAPE[1], dtype=np.float32), 20)[None].repeat(SHAPE[0], axis=0)
    for light, lost in ((ramp, []), (halves(0.3, 0.9), list(range(28, 32)))):
        (mended,), _ = learn([lit_and_painted(blank, light, grain)], 2)
        assert list(np.flatnonzero(np.abs(mended.inner[0, :, 0] - grain[0]) > 1e-6)) == lost


def test_what_bleeds_from_beyond_an_edge_is_not_taken_for_ink(blank):
    part = np.where(np.arange(SHAPE[1])[None] < 30, 1, 2).astype(np.int32) * np.ones(SHAPE, np.int32)
    far = np.abs(np.arange(SHAPE[1], dtype=np.float32) - 29.5)[None].repeat(SHAPE[0], axis=0)
    bled = 0.5 * np.maximum(1 - far / 2, 0) * np.where(part == 1, 1, -1)
    painted = np.where(part == 1, 0.3, 0.8) + 0.5 * bled
    near = np.repeat(np.maximum(far - 0.5, 0)[..., None], 4, axis=2)
    source = replace(lit_and_painted(blank, halves(0.5, 0.5), painted.astype(np.float32)), part=part, clear=far, near=near, inside=far > 5)
    _, learnt = learn([source], 3)
    assert np.abs(bled).max() > 0.3 and np.abs(0.3 * learnt.fade[1] - learnt.ink[1]).max() < 0.08
    assert np.abs(0.8 * learnt.fade[2] - learnt.ink[2]).max() < 0.08


def striped(source, painted, light):
    """An edge at the left border of a striped surface, beside which the painter smeared the stripes away."""
    stripes = 0.5 + 0.2 * np.sin(np.arange(SHAPE[0], dtype=np.float32))
    surface = (stripes[:, None, None] * np.ones((*SHAPE, 3))).astype(np.float32)
    source = edged(source, light, light)
    smeared = np.where(source.inside[..., None], painted(surface), np.float32(0.4))
    return replace(source, painted=smeared, inner=smeared, surface=surface)


def test_beside_an_edge_the_pattern_goes_on_as_it_is_painted_away_from_it(blank):
    light = halves(1.0, 1.0)
    for painted in (lambda surface: 0.1 + 0.7 * surface, lambda surface: 0.9 - 0.5 * surface[..., ::-1], lambda surface: 0 * surface + 0.3):
        source = striped(blank, painted, light)
        (mended,), _ = learn([source], 2)
        assert np.abs(mended.inner - painted(source.surface)).max() < 0.01 < np.abs(source.painted - painted(source.surface)).max()


def test_a_thin_place_is_drawn_with_its_own_pattern(blank):
    thick = striped(blank, lambda surface: 0.1 + 0.7 * surface, halves(1.0, 1.0))
    thin = replace(thick, inside=np.zeros(SHAPE, bool), thick=np.zeros(SHAPE, bool), painted=0 * thick.painted, inner=0 * thick.painted,
                   surface=thick.surface[::-1])
    (_, mended), _ = learn([thick, thin], 2)
    assert np.abs(mended.inner - (0.1 + 0.7 * thin.surface)).max() < 0.01
