"""Who owns which surface, and what earlier anchors hand on to later ones: known answers."""

from dataclasses import replace

import numpy as np
import pytest

from neural.bank.look_bank import Entry, entry_of
from neural.looks.programs import painted
from neural.painting.inpaint_context import inpaint_context
from neural.reprojection.anchor import anchor_of
from neural.reprojection.coverage import seen_cells, small
from neural.reprojection.kernels import see
from neural.reprojection.tables import Places, Views
from neural.reprojection.view_selection import owned
from neural.reprojection.views import centres_of, views_of
from render.config import RenderConfig
from render.passes import render
from render.surfels import clearance, luminance
from tests.render.conftest import playground  # noqa: F401  (a fixture)

SMALL = RenderConfig(width=192, height=108, rasteriser="rays")


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, SMALL)


@pytest.fixture(scope="module")
def source(passes):
    return _source(passes, 0)


def _source(passes, number):
    return anchor_of(passes[number], painted(passes[number], "toon", "day"))


def test_of_equals_the_first_owns_all(passes, source):
    sources = [source, source]
    first, second = owned(sources, views_of(sources, passes.geometry.faces))
    assert first.min() > 0.999 and second.max() == 0


def test_a_later_anchor_takes_what_it_shows_twice_as_well(passes, source):
    left = np.arange(source.light.shape[1]) < 96
    for better, takes in ((1.8, False), (2.5, True)):
        bright = replace(source, light=np.where(left, source.light * better, source.light))
        sources = [source, bright]
        _, second = owned(sources, views_of(sources, passes.geometry.faces))
        assert bool(second[:, :60].mean() > 0.9) == takes and second[:, 130:].max() == 0


def test_a_later_anchor_takes_what_it_shows_a_fifth_finer(passes, source):
    left = np.arange(source.light.shape[1]) < 96
    for finer, takes in ((1.1, False), (1.25, True)):
        near = replace(source, fineness=np.where(left, source.fineness + np.float32(np.log2(finer)), source.fineness))
        _, second = owned([source, near], views_of([source, near], passes.geometry.faces))
        assert bool(second[:, :60].mean() > 0.9) == takes and second[:, 130:].max() == 0


def test_each_place_has_owners_that_make_up_one(passes):
    sources = [_source(passes, number) for number in (0, 15, 29)]
    views, shares = views_of(sources, passes.geometry.faces), []
    maps = owned(sources, views)
    places = centres_of(passes[8])
    for number, own in enumerate(maps):
        x, y, shown = see(views, places, number)
        shares.append(np.where(shown, own[y.astype(int).clip(0, 107), x.astype(int).clip(0, 191)], 0))
    total = np.sum(shares, axis=0)
    assert abs(np.median(total) - 1) < 1e-3 and np.mean(np.abs(total - 1) < 0.25) > 0.9


def test_a_place_shown_at_the_very_border_is_in_the_picture():
    corners = np.array([[192.0, 1.0, 1.0], [192.0, 1.0, 1.0], [191.99998, 1.0, 1.0]], np.float32)[None, None]
    views = Views(corners, np.zeros((1, 3, 3), np.float32), np.array([[108, 192]]), np.ones((1, 108, 192), np.int32),
                  np.ones((1, 108, 192), np.float32))
    one = Places(np.ones(1, np.int32), np.zeros(1, np.int32), np.array([[0.5, 0.4999, 0.0001]], np.float32), np.zeros((1, 3), np.float32),
                 np.zeros(1, np.float32))
    x, _, shown = see(views, one, 0)
    assert shown.all() and 191.9999 < x[0] < 192


def test_only_trusted_surface_in_the_same_light_is_handed_on(passes, source):
    frame = passes[4]
    light, gain, clear = luminance(frame.light), np.ones_like(frame.light), clearance(frame.edges)
    found = inpaint_context(centres_of(frame), light, gain, clear, [source], passes.geometry.faces)
    truth = painted(frame, "toon", "day") / 255
    assert 0.1 < found.mask.mean() < 0.9 and clear[found.mask].min() >= 5
    assert np.sqrt(((found.picture - truth)[found.mask] ** 2).mean()) < 0.03
    assert not inpaint_context(centres_of(frame), light + 0.1, gain, clear, [source], passes.geometry.faces).mask.any()


def test_an_anchor_is_read_as_it_was_written(passes, source):
    again = Entry(content=entry_of(source, {1: "key"}, seen_cells(small(passes, 0)), passes.geometry).content).anchor
    assert (again.camera.world_from_camera == source.camera.world_from_camera).all() and again.camera.focal == source.camera.focal
    assert again.zoom == source.zoom
    for name in set(vars(source)) - {"camera", "zoom"}:
        assert getattr(again, name).dtype == getattr(source, name).dtype and (getattr(again, name) == getattr(source, name)).all(), name
