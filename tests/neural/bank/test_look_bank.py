"""The look bank: what was painted once is not painted again, whoever asks; and another look for one thing changes that thing alone."""

import random
from dataclasses import replace

import numpy as np
import pytest

from neural.bank.cache import Work
from neural.bank.look_bank import Entry
from neural.config import NeuralConfig
from neural.reprojection.assembling import Base
from neural.style import ObjectStyle, Style
from neural.stylise import stylise
from render.config import RenderConfig
from render.passes import render
from render.view import Cut
from sim.scene.scene import Scene
from sim.scene.shapes import Box
from tests.render.conftest import body, playground, trajectory_of  # noqa: F401  (a fixture)

SMALL = RenderConfig(width=192, height=108, rasteriser="rays")
WORDS = {"floor": ("floor", "tan wood floor"), "wall": ("wall", "teal wall"), "pillar": ("column", "white marble pillar"),
         "ball": ("ball", "red rubber ball"), "box": ("box", "blue box"), "stone": ("box", "grey stone")}
YELLOW = ObjectStyle(label="box", prompt="yellow box")
LAST = 29
NOTHING_KEPT = Work()


@pytest.fixture(scope="module")
def passes(playground):  # noqa: F811
    return render(*playground, SMALL)


def style(passes, **changes):
    said = {p.object: ObjectStyle(label=WORDS[p.object][0], prompt=WORDS[p.object][1]) for p in passes.parts}
    return Style(prompt="toon, day", objects=said | changes)


def shoot(passes, parent=(), work=NOTHING_KEPT, base=None, **changes):
    """The frames, and one picture of them."""
    frames = stylise(passes, style(passes, **changes), NeuralConfig(), parent, work, base=base)
    return frames, frames[LAST]


class Shelf:
    """A cache in memory, that stops who puts more than so many contents in it."""

    def __init__(self, kept=(), room=None):
        self.kept, self.room = dict(kept), room

    def get(self, key):
        return self.kept.get(key)

    def put(self, key, content, kind):
        if len(self.kept) == self.room:
            raise KeyboardInterrupt
        self.kept[key] = content


@pytest.fixture(scope="module")
def shelf():
    """What the first shooting keeps on its way."""
    return Shelf()


@pytest.fixture(scope="module")
def first(passes, shelf):
    """(frames, picture) of a first shooting."""
    return shoot(passes, work=Work(cache=shelf))


def test_a_second_shooting_paints_nothing_and_comes_out_the_same_to_the_byte(passes, first):
    first, picture = first
    again, same = shoot(passes, first.served.entries)
    assert first.evaluations == len(first.anchors) + len(first.close_ups) > 1
    assert (again.evaluations, again.anchors, again.close_ups) == (0, (), ())
    assert (same == picture).all() and (shoot(passes)[1] == picture).all()
    assert again.plan.given == pytest.approx(first.plan.covered, abs=1e-3)
    assert len(first.served.entries) == first.evaluations and again.served.entries == first.served.entries


@pytest.fixture(scope="module")
def edited(passes, first):
    """(frames, picture) of the next, with another look for the box."""
    return shoot(passes, first[0].served.entries, box=YELLOW)


def test_another_look_for_one_object_changes_its_pixels_and_no_others(passes, first, edited):
    (first, picture), (frames, edited) = first, edited
    box = next(p.id for p in passes.parts if p.object == "box")
    surface = passes[LAST].surfels
    touched = np.isin(np.arange(picture.shape[0] * picture.shape[1]), surface.pixel[surface.part == box]).reshape(picture.shape[:2])
    changed = (edited != picture).any(axis=2)
    assert changed[touched].mean() > 0.8 and not changed[~touched].any()
    assert frames.plan.opened == {box} and 0 < frames.paintings < first.paintings


def test_another_camera_is_served_what_the_first_has_seen(passes, first):
    first, _ = first
    cut = passes.view.cuts[0]
    key = replace(cut.rig.keys[0], position=(0.0, -4.2, 1.9))
    moved = render(passes.scene, passes.trajectory, replace(passes.view, cuts=(Cut(time=0.0, rig=replace(cut.rig, keys=(key,))),)), SMALL)
    frames, _ = shoot(moved, first.served.entries)
    assert frames.plan.given > 0.9 and len(frames.anchors) < len(first.anchors)


def test_a_thing_more_in_the_set_takes_nothing_from_the_others(passes, first):
    first, picture = first
    scene = Scene(bodies=(body("stone", Box(size=(0.4, 0.4, 0.4)), (2.2, 1.5, 0.2)), *passes.scene.bodies), frames=passes.frames)
    positions = np.concatenate([np.full((passes.frames, 1, 3), (2.2, 1.5, 0.2)), passes.trajectory.positions], axis=1)
    rotations = np.concatenate([np.tile([0.0, 0.0, 0.0, 1.0], (passes.frames, 1, 1)), passes.trajectory.rotations], axis=1)
    more = render(scene, trajectory_of(scene, positions, rotations), passes.view, SMALL)
    frames, with_stone = shoot(more, first.served.entries)
    stone = next(p.id for p in more.parts if p.object == "stone")
    assert stone == 1 and frames.plan.opened == {stone} and len(frames.anchors) < len(first.anchors)
    assert np.median(np.abs(with_stone.astype(int) - picture)) == 0 and (with_stone == picture).all(axis=2).mean() > 0.8


@pytest.mark.parametrize("change", ["look", "model", "light"])
def test_what_changes_all_paints_all_anew(passes, first, change):
    config, view = NeuralConfig(steps=2 if change == "model" else 1), passes.view
    if change == "light":
        view = replace(view, lights=(replace(view.lights[0], azimuth=10.0),))
    said = replace(style(passes), prompt="pencil, day" if change == "look" else "toon, day")
    frames = stylise(render(passes.scene, passes.trajectory, view, SMALL), said, config, first[0].served.entries)
    assert frames.plan.given == 0


def test_a_finish_denoises_every_frame_once_more(passes, first):
    first, picture = first
    frames = stylise(passes, style(passes), NeuralConfig(finish=0.25), first.served.entries)
    finished = frames[LAST]
    assert frames.evaluations == 1 and (finished != picture).any()
    assert np.abs(finished.astype(float) - picture).mean() < 12


def test_entries_that_were_written_and_read_back_serve_the_same_pixels(passes, first, edited):
    for frames, picture, changes in ((*first, {}), (*edited, {"box": YELLOW})):
        read = [Entry(content=bytes(entry.content)) for entry in frames.served.entries]
        assert [one.digest for one in read] == [one.digest for one in frames.served.entries]
        again, same = shoot(passes, read, **changes)
        assert again.evaluations == 0 and (same == picture).all()


def base_of(passes, frames, taken=None):
    """The pictures of a take; `taken` is told the number of each that is asked for."""
    def picture(number):
        if taken is not None:
            taken.append(number)
        return frames[number]
    return Base(frames=passes.lit_digests, parts=frames.part_digests, picture=picture)


def test_an_edit_laid_over_a_take_is_the_same_to_the_bit_as_without_it(passes, first, edited):
    numbers, taken, told = [3, 14, LAST], [], []
    for paints, parent in ((True, first[0]), (False, edited[0])):  # with workers that start while it paints, and without
        entries, base = parent.served.entries, base_of(passes, first[0], taken)
        frames = stylise(passes, style(passes, box=YELLOW), NeuralConfig(), entries, base=base)
        told.clear()
        frames.paint_anchors(lambda *one: told.append(one[:2]))
        taken.clear()
        for picture, number in zip(frames.pictures(numbers), numbers):
            assert (picture == edited[0][number]).all() and (picture != first[0][number]).any()
        assert taken == numbers and len(told) == frames.evaluations and (told != []) == paints


def test_the_same_again_is_taken_from_a_take_as_it_is_wherever_its_frames_are_there(passes, first):
    base = base_of(passes, first[0])
    turned = Base(frames=base.frames[::-1], parts=base.parts, picture=lambda number: base.picture(LAST - number))
    for one in (base, turned):
        again, _ = shoot(passes, first[0].served.entries, base=one)
        assert all((picture == first[0][number]).all() for picture, number in zip(again.pictures([2, LAST]), [2, LAST]))


@pytest.mark.parametrize("change", ["finish", "look", "depends"])
def test_of_a_take_that_differs_in_all_no_pixel_is_taken(passes, first, change):
    config, work = NeuralConfig(finish=0.25 if change == "finish" else 0), Work(depends="other code" if change == "depends" else "")
    said = replace(style(passes), prompt="clay, day" if change == "look" else "toon, day")
    other = stylise(passes, said, config, () if change == "look" else first[0].served.entries, work)
    base = Base(frames=passes.lit_digests, parts=other.part_digests, picture=lambda number: np.zeros_like(first[1]))
    again, _ = shoot(passes, first[0].served.entries, base=base)
    assert (next(iter(again.pictures([LAST]))) == first[1]).all()


def test_who_is_interrupted_and_goes_on_ends_in_the_same_picture_and_repeats_one_painting_at_most(passes, first, shelf):
    first, picture = first
    for room in (0, 1, 3, first.evaluations, first.evaluations + 2):
        cut = Shelf(room=room)
        with pytest.raises(KeyboardInterrupt):
            shoot(passes, work=Work(cache=cut))
        assert cut.kept.items() <= shelf.kept.items() and len(cut.kept) == room
        cut.room = None
        again, same = shoot(passes, work=Work(cache=cut))
        assert (same == picture).all() and again.evaluations == first.evaluations - max(room - 3, 0)  # 3: light, survey, plan
        assert cut.kept == shelf.kept and again.served.entries[-1].digest == first.served.entries[-1].digest


def test_nothing_that_lies_in_the_cache_changes_what_comes_out(passes, first, shelf):
    first, picture = first
    others = Shelf()
    shoot(passes, work=Work(cache=others), box=YELLOW)  # of a take that shares all but the box
    for seed in range(3):
        some = random.Random(seed).sample(sorted(shelf.kept), len(shelf.kept) // 2)
        again, same = shoot(passes, work=Work(cache=Shelf(others.kept | {key: shelf.kept[key] for key in some})))
        assert (same == picture).all() and again.evaluations <= first.evaluations
        assert [one.digest for one in again.served.entries] == [one.digest for one in first.served.entries]
