"""What comes back: who was gone and when, masks against a rasteriser of its own, colours that are the same, tinted or elsewhere."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from bench.colours import Pixels, compared, in_like_light
from bench.permanence import good, measured, summary
from bench.returns import placed, recounted, returns
from bench.zbuffer import box, posed, seen
from render.camera import Camera, look_at_matrix
from render.config import RenderConfig
from render.passes import render
from render.sight import sight
from scenes import Look, ball, camera, make_shot, person, plane
from scenes import box as block
from sim.execution.engine import simulate
from sim.story.ledger import Ledger
from studio.measures.shown import FrameAsSeen

SIZE = RenderConfig(width=192, height=108, rasteriser="rays")


def behind():
    """A red ball that is moved behind a green box and out on its other side."""
    props = [plane("floor", (6, 6), look=Look("tan")), block("wall", (0.5, 0.1, 0.8), on=(0, -0.5, 0), look=Look("green"), fixed=True),
             ball("ball", 0.2, on=(-0.9, 0.5, 0), velocity=(3.0, 0, 0), look=Look("red"), matter="ice")]
    return make_shot("behind", props, seconds=0.75, camera=camera.static((0, -4, 0.8), (0, 0, 0.4), lens=45))


@pytest.fixture(scope="module")
def passes():
    shot = behind()
    return render(shot.scene, simulate(shot.scene), shot.view, SIZE)


@pytest.fixture(scope="module")
def gone(passes):
    found, = returns(sight(passes))
    return found


def ledger(pixels, alone):
    pixels, alone = np.array(pixels)[:, None], np.array(alone)[:, None]
    return Ledger(names=("a",), fps=Fraction(4), frames=len(pixels), pairs={},
                  values={"pixels": pixels, "alone": alone, "visible": pixels / np.maximum(alone, 1)})


def test_who_is_hidden_or_out_of_the_picture_comes_back_once_each_time():
    hidden = returns(ledger([50, 90, 80, 5, 0, 30, 70, 60], [90] * 8))
    assert [(r.gone, r.back, r.before, r.after) for r in hidden] == [(3, 5, 1, 6)], "5 of 90 is hidden; 30 is back, but not yet well seen"
    twice = returns(ledger([90, 0, 60, 0, 70], [90, 0, 90, 0, 90]))
    assert [(r.gone, r.back) for r in twice] == [(1, 2), (3, 4)]
    assert returns(ledger([0, 0, 90, 90], [90] * 4)) == [], "it comes, but not back"
    assert returns(ledger([90, 90, 0, 0], [90] * 4)) == [], "it never comes back"
    assert returns(ledger([4, 0, 4, 4], [4] * 4)) == [], "too small to tell"


def test_a_ball_behind_a_wall_is_gone_and_back_where_it_is(passes, gone):
    assert gone.name == "ball" and 4 <= gone.gone < gone.back <= 12
    for number in (gone.back, gone.after):
        assert good(placed(passes, "ball", number)) and placed(passes, "ball", number)["iou"] > 0.95


def test_a_ball_that_is_painted_elsewhere_than_it_is_is_noticed(passes, gone):
    positions = passes.trajectory.positions.copy()
    positions[:, 2, 0] += 0.06  # the rasteriser is told that it is elsewhere
    moved = replace(passes, trajectory=replace(passes.trajectory, positions=positions))
    frame = passes[gone.after]
    assert not (seen(frame.camera, posed(moved.scene, moved.trajectory, gone.after)) == frame.object).mean() > 0.999
    one, two = box(frame.object == 3), box(seen(frame.camera, posed(moved.scene, moved.trajectory, gone.after)) == 3)
    assert np.abs(one - two).max() >= 2


def test_pixels_are_counted_again(passes):
    told = sight(passes)
    assert recounted(passes, told) == 0
    more = told.values["pixels"] + (np.arange(passes.frames) == 3)[:, None]
    wrong = replace(told, values={**told.values, "visible": more / np.maximum(told.values["alone"], 1)})
    assert recounted(passes, wrong) == 1


def test_the_rasteriser_draws_a_square_and_the_ground_under_the_camera():
    eye = Camera(world_from_camera=look_at_matrix((0, -2, 1), (0, 0, 1)), focal=52.0, width=100, height=60)
    square = np.array([[-0.5, 0, 0.5], [0.5, 0, 0.5], [0.5, 0, 1.5], [-0.5, 0, 1.5]]), np.array([[0, 1, 2], [0, 2, 3]])
    ground = np.array([[-50, -50, 0], [50, -50, 0], [50, 50, 0], [-50, 50, 0.0]]), np.array([[0, 1, 2], [0, 2, 3]])
    ids = seen(eye, {1: [ground], 2: [square]})
    assert box(ids == 2).tolist() == [37, 17, 63, 43] and (ids == 2).sum() == 26 * 26
    assert (ids[-1] == 1).all() and (ids[:17] == 0).all(), "the ground goes on behind the camera"
    assert (ids[34:43, 45:55] == 2).all(), "the square hides it"


def test_people_are_drawn_as_the_id_pass_has_them():
    shot = make_shot("one", [plane("floor"), person("anna")], seconds=0.1, camera=camera.static((0, -3, 1.2), (0, 0, 0.9)))
    frame = render(shot.scene, simulate(shot.scene), shot.view, SIZE)[1]
    other = seen(frame.camera, posed(shot.scene, simulate(shot.scene), 1))
    assert (other == 2).sum() > 500 and (other != frame.object).mean() < 1e-3


def shown(passes, number, change=lambda picture: picture):
    return FrameAsSeen(change(passes[number].beauty.copy()), passes[number], passes[number].beauty)


def test_a_true_picture_keeps_its_colour_and_is_found(passes, gone):
    same = compared(shown(passes, gone.before), shown(passes, gone.after), 3)
    assert same.colour < 1 and same.found > 0.8


def test_another_colour_is_noticed(passes, gone):
    def tinted(picture):
        picture[passes[gone.after].object == 3] = (150, 60, 90)
        return picture
    assert compared(shown(passes, gone.before), shown(passes, gone.after, tinted), 3).colour > 5


def test_an_object_that_is_painted_elsewhere_is_not_found(passes, gone):
    away = compared(shown(passes, gone.before), shown(passes, gone.after, lambda picture: np.roll(picture, 14, axis=1)), 3)
    assert away.found < 0.5


def test_light_is_divided_out_in_like_light():
    albedo, light = np.array([0.5, 0.2, 0.1]), np.linspace(0.3, 0.9, 300)
    toon = np.where(light > 0.6, 1.0, 0.5)  # an answer to light that is no multiple of it
    bright = light > 0.45
    part = np.ones(300, int)
    one = Pixels(albedo * toon[:, None], light, part)
    assert in_like_light(one, Pixels(albedo * toon[bright, None], light[bright], part[bright])) < 0.3
    assert in_like_light(one, Pixels(albedo[::-1] * toon[:, None], light, part)) > 20
    assert in_like_light(one, one._replace(light=light + 2)) is None, "no light in common"
    assert in_like_light(one, one._replace(part=part + 1)) is None, "no part in common"


def test_more_of_one_part_is_no_other_colour():
    light, red, blue = np.full(100, 0.5), np.array([0.5, 0.1, 0.1]), np.array([0.1, 0.1, 0.5])
    one, two = (Pixels(np.where(part[:, None] == 1, red, blue), light, part) for part in (np.arange(100) // 80, np.arange(100) // 20 % 2))
    assert in_like_light(one, two) < 1e-6


def test_a_shot_is_told_in_numbers():
    row = measured(behind(), False)
    assert row["wrong_counts"] == 0 and len(row["returns"]) == 1 and "colour" not in row["returns"][0]
    told = summary([row])
    assert told["back_where_physics_has_it"] == 1 and told["colours"] == 0 and told["in_its_colour"] is None
