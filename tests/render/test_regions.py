"""Surfels of some pixels alone, and light that is kept from frame to frame: the same bits as all at once and anew."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import maximum_filter

from render import occlusion
from render.config import RenderConfig
from render.passes import render
from render.surfels import Surfels
from render.view import Cut, Key, Lamp, Rig, Sun, View
from tests.render.conftest import FRAMES

LIGHTS = (Sun(), Lamp(position=(1.0, -1.0, 2.5)))
MOVING = Rig(keys=(Key(time=0.0, position=(0.4, -4.0, 1.6), look_at=(0.0, 0.3, 0.6)),), orbit=25.0)
STILL = Rig(keys=MOVING.keys)


def passes(playground, rig=STILL, **size):
    scene, trajectory, _ = playground
    view = View(cuts=(Cut(time=0.0, rig=rig),), lights=LIGHTS)
    return render(scene, trajectory, view, RenderConfig(**{"width": 96, "height": 54} | size))


def alike(a, b):
    return all(getattr(a, f.name).tobytes() == getattr(b, f.name).tobytes() for f in fields(Surfels))


def chosen(surfels, mask):
    own = mask.ravel()[surfels.pixel]
    return Surfels(**{f.name: getattr(surfels, f.name)[own] for f in fields(Surfels)})


@pytest.fixture(scope="module")
def shown(playground):
    return passes(playground)[12]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 95), st.integers(0, 53), st.integers(1, 60), st.integers(1, 40), st.integers(0, 2 ** 32 - 1))
def test_surfels_of_a_mask_are_those_of_the_whole(playground, shown, left, top, width, height, seed):
    mask = np.zeros((54, 96), bool)
    own = mask[top:top + height, left:left + width]
    own[:] = np.random.default_rng(seed).random(own.shape) < 0.6
    assert alike(passes(playground)[12].surfels_of(mask), chosen(shown.surfels, mask))


@pytest.mark.parametrize("rasteriser", ["cpu", "rays"])
@pytest.mark.parametrize("width", [96, 1280])
def test_an_objects_surfels_are_those_of_the_whole(playground, width, rasteriser):
    frame = passes(playground, width=width, height=width * 9 // 16 // 2 * 2, rasteriser=rasteriser)[12]
    mask = frame.object == 4
    assert mask.any() and alike(frame.surfels_of(mask), chosen(frame.surfels, mask))
    assert len(frame.surfels_of(np.zeros_like(mask)).pixel) == 0


@pytest.mark.parametrize("parts", [(1,), (4, 5), (0, 3), (2,)])
@pytest.mark.parametrize("room", [0, 6])
def test_what_is_around_a_part_is_as_in_the_whole(playground, shown, parts, room):
    near = passes(playground)[12].around(parts, room)
    mask = near.showing(parts)
    assert (mask == shown.showing(parts)).all()
    wide = maximum_filter(mask, 2 * room + 1)
    assert alike(near.surfels_of(wide), chosen(shown.surfels, wide))


@pytest.mark.parametrize("rig", [STILL, MOVING])
def test_light_is_the_same_whatever_was_kept_before(playground, rig):
    used = passes(playground, rig)
    for number in (0, 3, 4, 20, 21, 5):
        alone, after = passes(playground, rig)[number], used[number]
        assert alike(alone.surfels, after.surfels) and alone.light.tobytes() == after.light.tobytes()


def test_with_a_still_camera_what_stands_still_is_not_asked_again(playground, monkeypatch):
    used = passes(playground)
    asked = []
    tree = used[0].posed.still.tree
    distances, blocked = tree.distances, tree.blocked
    monkeypatch.setattr(tree, "distances", lambda origins, *more: (asked.append(len(origins)), distances(origins, *more))[1])
    monkeypatch.setattr(tree, "blocked", lambda origins, *more: (asked.append(len(origins)), blocked(origins, *more))[1])
    counts = []
    for number in (0, 1, FRAMES - 1):
        asked.clear()
        assert used[number].surfels
        counts.append(sum(asked))
    assert counts[1] < 0.5 * counts[0] and counts[2] < 0.8 * counts[0]


def test_rays_that_are_not_shot_would_have_met_nothing(playground, monkeypatch):
    frame = passes(playground, MOVING)[7]
    shot = []
    traced = occlusion._traced
    monkeypatch.setattr(occlusion, "_traced", lambda points, *more: (shot.append(len(points)), traced(points, *more))[1])
    sparing, few = frame.ambient_visibility, sum(shot)
    monkeypatch.setattr(occlusion, "_open", lambda points, *rest: np.zeros(len(points), bool))
    assert sparing.tobytes() == passes(playground, MOVING)[7].ambient_visibility.tobytes()
    assert few < 0.8 * (sum(shot) - few)
