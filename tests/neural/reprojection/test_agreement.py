"""What anchors agree on: planted blotches of one are taken out, and what all have, and what is fine, is kept."""

from dataclasses import replace

import numpy as np
import pytest

from neural.looks.programs import painted
from neural.reprojection.agreement import agreed
from neural.reprojection.anchor import anchor_of
from neural.reprojection.assemble import assembler_of
from neural.reprojection.views import views_of
from render.config import RenderConfig
from render.passes import render
from studio.measures.ghosts import ghosts
from tests.render.conftest import playground  # noqa: F401  (a fixture)

PARTS = 6


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, RenderConfig(width=192, height=108, rasteriser="rays"))


@pytest.fixture(scope="module")
def source(passes):
    """An anchor that is just what light makes of it."""
    return anchor_of(passes[0], painted(passes[0], "toon", "day"))


@pytest.fixture(scope="module")
def wall(passes, source):
    """Where the wall is that this anchor may be trusted with, by its id."""
    number = next(part.id for part in passes.parts if part.object == "wall")
    return (source.part == number) & (source.trust > 0.9)


@pytest.fixture(scope="module")
def blotch(source, wall):
    """(H, W, 3), about 0.06 at the most, in the middle of the wall and much wider than fine detail."""
    rows, columns = np.indices(wall.shape)
    row, column = np.transpose(np.nonzero(wall))[wall.sum() // 2]
    strength = 0.06 * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 2 / 12**2) * (source.part == source.part[row, column])
    return strength[..., None].repeat(3, axis=2).astype(np.float32)


def strayed(sources, passes):
    return [one.inner - one.lit for one in agreed(sources, views_of(sources, passes.geometry.faces), PARTS)]


def test_a_blotch_of_one_is_taken_out_and_not_handed_to_the_others(passes, source, blotch):
    at = np.unravel_index(blotch.argmax(), blotch.shape)
    for one in strayed([replace(source, inner=source.lit + blotch), source, source], passes):
        assert abs(one[at]) < 0.15 * blotch[at]


def test_what_all_have_stays(passes, source, blotch, wall):
    shared = replace(source, inner=source.lit + blotch)
    for sources in ([shared, shared, shared], [shared]):
        for one in strayed(sources, passes):
            np.testing.assert_allclose(one, blotch, atol=1e-5)


def test_fine_detail_of_one_is_its_own(passes, source, wall):
    grain = (0.05 * wall * np.where(np.indices(wall.shape).sum(axis=0) % 2, 1, -1))[..., None].repeat(3, axis=2).astype(np.float32)
    first, second = strayed([replace(source, inner=source.lit + grain), source], passes)
    inner = wall & (np.abs(first - grain).max(axis=2) < 0.005)
    assert inner.sum() > 0.9 * wall.sum() and np.abs(second[inner]).max() < 0.005


def test_no_ghost_is_left_where_one_anchor_ends_and_another_of_another_tone_begins(passes, source, wall):
    (wall_id,) = np.unique(source.part[wall])
    toned = [np.clip(passes[n].beauty.astype(int) + tone, 0, 255).astype(np.uint8) for n, tone in ((0, -8), (29, 8))]
    made = assembler_of([anchor_of(passes[n], one) for n, one in zip((0, 29), toned)], PARTS, passes.geometry.faces)
    for number in (0, 14, 29):
        picture, _ = made.frame(passes[number].surfels, 108, 192)
        found = ghosts(np.rint(picture * 255).astype(np.uint8), passes[number].beauty, passes[number])
        assert found[wall_id] < 3, number  # of anchors that do not agree, more than 9
