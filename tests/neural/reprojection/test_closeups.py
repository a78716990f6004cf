"""Close-ups: what is too small for a painter is painted larger, once, and served from there."""

from dataclasses import replace

import numpy as np
import pytest

from neural.config import NeuralConfig
from neural.reprojection.closeups import BACKGROUND, SPILT, CloseUp, close_ups, narrowed
from neural.reprojection.coverage import LEAST, cover, seen_cells, small, survey
from neural.style import ObjectStyle, Style
from neural.stylise import stylise
from render.config import RenderConfig
from render.passes import render
from render.view import Shading
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane
from tests.render.conftest import (  # noqa: F401  (a fixture)
    body,
    looking,
    playground,
    still,
)

SMALL = RenderConfig(width=192, height=108, rasteriser="rays")
STYLE = Style(prompt="toon, day", objects={"floor": ObjectStyle(label="floor", prompt="white floor"),
                                           "big": ObjectStyle(label="box", prompt="blue box"),
                                           "tiny": ObjectStyle(label="box", prompt="red box")})


@pytest.fixture(scope="module")
def passes():
    """A box of about 60 px, and one of 7 px that could move and has only the floor about it."""
    tiny = replace(body("tiny", Box(size=(0.12, 0.12, 0.12)), (1.2, 0.0, 0.06)), fixed=False)
    scene = Scene(bodies=(body("floor", Plane(size=(30.0, 30.0))), body("big", Box(size=(1.0, 1.0, 1.0)), (-1.0, 1.0, 0.5)), tiny),
                  frames=3)
    surfaces = {"big": Shading(colour=(0.1, 0.2, 0.8)), "tiny": Shading(colour=(0.8, 0.1, 0.1))}
    view = looking((0.0, -4.0, 2.0), (0.0, 0.0, 0.4), surfaces=surfaces)
    return render(scene, still(scene, 3), view, SMALL)


def test_a_painter_has_room_on_what_is_wide_and_none_on_what_is_small(passes):
    frame = small(passes, 0)
    room = seen_cells(frame)[:, 4].reshape(frame.part.shape).astype(bool)
    assert (frame.part == 3).any() and not room[frame.part == 3].any() and room[frame.part < 3].mean() > 0.95


def test_what_is_small_has_a_close_up_and_what_is_large_has_none(passes):
    seen = survey(passes)
    whole = cover(seen)
    found = close_ups(passes, seen, whole.roomy, whole.opened)
    assert len(found) == 1 and 3 in found[0].parts and 2 not in found[0].parts
    closer = found[0].of(small(passes, found[0].number))
    assert seen_cells(closer)[(closer.part == 3).ravel(), 4].mean() > 0.9
    assert close_ups(passes, seen, np.ones(len(seen.cells), bool), whole.opened) == ()
    assert close_ups(passes, seen, whole.roomy, frozenset({1, 2})) == ()


def test_an_anchor_that_is_there_for_what_is_small_alone_is_painted_closer(passes):
    seen = survey(passes)
    tiny = seen.part == 3
    whole, (cover_of_tiny, near) = cover(seen, ~tiny), narrowed(passes, seen, cover(seen, ~tiny), tiny)
    assert len(whole.anchors) == 1 and cover_of_tiny.anchors == cover_of_tiny.added == ()
    assert [(one.number, one.parts) for one in near] == [(whole.anchors[0], {3})] and near[0].zoom >= 4
    assert near[0].covered == pytest.approx(sum(whole.added), rel=SPILT)
    assert not whole.roomy[tiny].any() and cover_of_tiny.roomy[tiny].mean() > 0.9
    assert close_ups(passes, seen, cover_of_tiny.roomy | ~tiny, whole.opened) == ()


def test_what_is_painted_closer_covers_as_much_with_no_more_pictures(playground):  # noqa: F811
    orbit = render(*playground, SMALL)
    seen, saved = survey(orbit), 0
    for part in (3, 4, 5):
        left = seen.part == part
        whole = cover(seen, ~left)
        rest, near = narrowed(orbit, seen, whole, left)
        dropped = len(whole.anchors) - len(rest.anchors) - len(near)
        assert dropped >= 0 and sum(rest.added) + sum(one.covered for one in near) > sum(whole.added) - LEAST * (dropped + 1)
        saved += dropped
    assert saved > 0


def test_an_anchor_that_shows_more_than_a_close_up_can_stays(passes):
    seen = survey(passes)
    whole = cover(seen)
    same, near = narrowed(passes, seen, whole, np.ones(len(seen.cells), bool))
    assert near == () and same.anchors == whole.anchors and (same.roomy == whole.roomy).all()


def test_what_is_fixed_is_worth_fewer_close_ups_than_what_can_move(passes):
    seen = survey(passes)
    whole = cover(seen)
    fixed = replace(passes, scene=replace(passes.scene, bodies=tuple(replace(each, fixed=True) for each in passes.scene.bodies)))
    (loose,) = close_ups(passes, seen, whole.roomy, whole.opened)
    assert loose.added > LEAST > loose.added * BACKGROUND and close_ups(fixed, seen, whole.roomy, whole.opened) == ()


def test_a_close_up_shows_the_middle_of_what_it_is_of_so_many_times_larger(passes):
    frame = passes[0]
    rows, columns = np.nonzero(frame.part == 3)
    closer = CloseUp(0, 4, float(columns.mean() + 0.5) / frame.camera.width, float(rows.mean() + 0.5) / frame.camera.height).of(frame)
    there = np.argwhere(closer.part == 3)
    assert np.abs(there.mean(axis=0) + 0.5 - [54, 96]).max() < 4 and len(there) == pytest.approx(16 * len(rows), rel=0.25)
    assert closer.camera.position == pytest.approx(frame.camera.position) and closer.depth.shape == frame.depth.shape


def test_what_is_small_is_painted_in_its_own_colour(passes):
    frames = stylise(passes, STYLE, NeuralConfig())
    picture, tiny = frames[0].astype(float), passes[0].part == 3
    assert len(frames.close_ups) == 1 and frames.close_ups[0].parts >= {3}
    red = picture[tiny][:, 0] - picture[tiny][:, 1:].max(axis=1)
    alone = frames.painter.paint([passes[0]])[0].astype(float)[tiny]
    print("redder than green and blue by", red.mean(), "painted in its frame by", (alone[:, 0] - alone[:, 1:].max(axis=1)).mean())
    assert red.mean() > 60 and red.mean() > (alone[:, 0] - alone[:, 1:].max(axis=1)).mean() + 15


def test_what_is_too_small_to_be_surveyed_is_painted_anew_with_other_words_too():
    scene = Scene(bodies=(body("floor", Plane(size=(30.0, 30.0))), body("tiny", Box(size=(0.03, 0.03, 0.03)), (0.62, 0.0, 0.015))),
                  frames=2)
    minute, style = render(scene, still(scene, 2), looking((0.0, -4.0, 2.0), (0.0, 0.0, 0.4)), SMALL), {"floor": STYLE.objects["floor"]}
    first, edited = (replace(STYLE, objects=style | {"tiny": ObjectStyle(label="box", prompt=f"{colour} box")})
                     for colour in ("black", "yellow"))
    assert 2 not in survey(minute).part and 0 < (minute[0].part == 2).sum() < 9
    before = stylise(minute, first, NeuralConfig())
    after = stylise(minute, edited, NeuralConfig(), before.served.entries)
    alone = stylise(minute, edited, NeuralConfig())
    shown = minute[0].part == 2
    assert after.evaluations == 0 and len(after.anchors) == 1 and (after[0][shown] != before[0][shown]).any() and after.evaluations == 1
    assert np.abs(after[0][shown].astype(float) - alone[0][shown]).mean() < 12
    assert stylise(minute, edited, NeuralConfig(), (*before.served.entries, *after.served.entries)).anchors == ()


def test_other_words_for_what_is_small_change_its_pixels_and_no_others(passes):
    first = stylise(passes, STYLE, NeuralConfig())
    before = first[0]
    yellow = replace(STYLE, objects=STYLE.objects | {"tiny": ObjectStyle(label="box", prompt="yellow box")})
    edited = stylise(passes, yellow, NeuralConfig(), first.served.entries)
    changed, surface = (edited[0] != before).any(axis=2), passes[0].surfels
    touched = np.isin(np.arange(changed.size), surface.pixel[surface.part == 3]).reshape(changed.shape)
    assert changed[passes[0].part == 3].mean() > 0.8 and not changed[~touched].any()
    assert [one.parts for one in edited.close_ups] == [{3}]
    again = stylise(passes, STYLE, NeuralConfig(), (*first.served.entries, *edited.served.entries))
    assert (again[0] == before).all() and again.evaluations == 0
