"""The look bank: what was painted once is not painted again, whoever asks; and another look for one thing changes that thing alone."""

from dataclasses import replace

import numpy as np
import pytest

from neural.config import NeuralConfig
from neural.style import ObjectStyle, Style
from neural.stylise import stylise
from render.config import RenderConfig
from render.passes import render
from render.view import Cut
from sim.scene import Scene
from sim.shapes import Box
from tests.render.conftest import body, playground, trajectory_of  # noqa: F401  (a fixture)

SMALL = RenderConfig(width=192, height=108, rasteriser="rays")
WORDS = {"floor": ("floor", "tan wood floor"), "wall": ("wall", "teal wall"), "pillar": ("column", "white marble pillar"),
         "ball": ("ball", "red rubber ball"), "box": ("box", "blue box"), "stone": ("box", "grey stone")}
LAST = 29


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, SMALL)


def style(passes, **changes):
    said = {p.object: ObjectStyle(label=WORDS[p.object][0], prompt=WORDS[p.object][1]) for p in passes.parts}
    return Style(prompt="toon, day", objects=said | changes)


def shoot(passes, bank, **changes):
    """The frames, and one picture of them."""
    frames = stylise(passes, style(passes, **changes), NeuralConfig(), bank=bank)
    return frames, frames[LAST]


@pytest.fixture(scope="module")
def banked(passes, tmp_path_factory):
    """(folder, frames, picture) of a first shooting."""
    folder = tmp_path_factory.mktemp("bank")
    return folder, *shoot(passes, folder)


def test_a_second_shooting_paints_nothing_and_comes_out_the_same_to_the_byte(passes, banked):
    folder, first, picture = banked
    again, same = shoot(passes, folder)
    assert first.evaluations == len(first.anchors) + len(first.close_ups) > 1
    assert (again.evaluations, again.anchors, again.close_ups) == (0, (), ())
    assert (same == picture).all() and (shoot(passes, None)[1] == picture).all()
    assert again.cover.given == pytest.approx(first.cover.covered, abs=1e-3)
    assert not list(folder.glob(".*")) and len(list(folder.iterdir())) == first.evaluations


def test_another_look_for_one_object_changes_its_pixels_and_no_others(passes, banked):
    folder, first, picture = banked
    frames, edited = shoot(passes, folder, box=ObjectStyle(label="box", prompt="yellow box"))
    box = next(p.id for p in passes.parts if p.object == "box")
    surface = passes[LAST].surfels
    touched = np.isin(np.arange(picture.shape[0] * picture.shape[1]), surface.pixel[surface.part == box]).reshape(picture.shape[:2])
    changed = (edited != picture).any(axis=2)
    assert changed[touched].mean() > 0.8 and not changed[~touched].any()
    assert frames.cover.opened == {box} and 0 < len(frames.anchors) < len(first.anchors)


def test_another_camera_is_served_what_the_first_has_seen(passes, banked):
    folder, first, _ = banked
    cut = passes.view.cuts[0]
    key = replace(cut.rig.keys[0], position=(0.0, -4.2, 1.9))
    moved = render(passes.scene, passes.trajectory, replace(passes.view, cuts=(Cut(time=0.0, rig=replace(cut.rig, keys=(key,))),)), SMALL)
    frames, _ = shoot(moved, folder)
    assert frames.cover.given > 0.9 and len(frames.anchors) < len(first.anchors)


def test_a_thing_more_in_the_set_takes_nothing_from_the_others(passes, banked):
    folder, first, picture = banked
    scene = Scene(bodies=(body("stone", Box(size=(0.4, 0.4, 0.4)), (2.2, 1.5, 0.2)), *passes.scene.bodies), frames=passes.frames)
    positions = np.concatenate([np.full((passes.frames, 1, 3), (2.2, 1.5, 0.2)), passes.trajectory.positions], axis=1)
    rotations = np.concatenate([np.tile([0.0, 0.0, 0.0, 1.0], (passes.frames, 1, 1)), passes.trajectory.rotations], axis=1)
    more = render(scene, trajectory_of(scene, positions, rotations), passes.view, SMALL)
    frames, with_stone = shoot(more, folder)
    stone = next(p.id for p in more.parts if p.object == "stone")
    assert stone == 1 and frames.cover.opened == {stone} and len(frames.anchors) < len(first.anchors)
    assert np.median(np.abs(with_stone.astype(int) - picture)) == 0 and (with_stone == picture).all(axis=2).mean() > 0.8


@pytest.mark.parametrize("change", ["look", "model", "light"])
def test_what_changes_all_paints_all_anew(passes, banked, change):
    config, view = NeuralConfig(steps=2 if change == "model" else 1), passes.view
    if change == "light":
        view = replace(view, lights=(replace(view.lights[0], azimuth=10.0),))
    said = replace(style(passes), prompt="sketch, day" if change == "look" else "toon, day")
    frames = stylise(render(passes.scene, passes.trajectory, view, SMALL), said, config, bank=banked[0])
    assert frames.cover.given == 0


def test_a_finish_denoises_every_frame_once_more(passes, banked):
    folder, _, picture = banked
    frames = stylise(passes, style(passes), NeuralConfig(finish=0.25), bank=folder)
    finished = frames[LAST]
    assert frames.evaluations == 1 and (finished != picture).any()
    assert np.abs(finished.astype(float) - picture).mean() < 12
