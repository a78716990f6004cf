"""Depth of field against many views from points on the lens, motion blur against many moments, and fog and stops by arithmetic."""

from dataclasses import replace

import numpy as np
import pytest

from render.colour import linear_from_srgb
from render.config import RenderConfig
from render.developing import LINEAR, development_of
from render.optics import optics_at
from render.passes import Passes, render
from render.rig import camera_at
from render.view import Cut, Focus, Fog, Key, Rig, Shading, View
from sim.errors import DeclarationError
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Cylinder, Plane, Sphere
from tests.render.conftest import body, still, trajectory_of

WIDTH, HEIGHT = 160, 90
POST, BALL = 4, 5
"""Part ids."""
SET = Scene(bodies=(body("floor", Plane(size=(12.0, 12.0))), body("wall", Box(size=(12.0, 0.2, 3.0)), (0.0, 4.0, 1.5)),
                    body("pillar", Cylinder(radius=0.25, height=2.0), (0.6, 0.6, 1.0)),
                    body("post", Cylinder(radius=0.05, height=2.0), (-0.3, -1.6, 1.0)),
                    body("ball", Sphere(radius=0.3), (-0.2, -0.3, 0.3)),
                    *(body(f"bar_{n}", Box(size=(0.12, 0.1, 2.0)), (0.3 * n - 1.5, 3.5, 1.0)) for n in range(11))), frames=3)
SURFACES = {"floor": Shading(colour=(0.6, 0.45, 0.3)), "wall": Shading(colour=(0.2, 0.3, 0.7)), "post": Shading(colour=(0.1, 0.6, 0.1)),
            "pillar": Shading(colour=(0.9, 0.8, 0.2)), "ball": Shading(colour=(0.8, 0.1, 0.1), material="striped")}
KEY = Key(time=0.0, position=(0.0, -4.0, 1.1), look_at=(0.0, 0.0, 0.5), focal=85.0)


def view_of(*keys: Key, fog: Fog | None = None, **finish) -> View:
    return View(cuts=(Cut(time=0.0, rig=Rig(keys=keys or (KEY,), **finish)),), surfaces=SURFACES, fog=fog)


def passes_of(view: View, moves=None, width: int = WIDTH, height: int = HEIGHT) -> Passes:
    return render(SET, moves or still(SET, 3), view, RenderConfig(width=width, height=height))


def developed(passes: Passes, number: int = 1) -> np.ndarray:
    """(H, W, 3) linear light of the beauty pass, developed."""
    development = development_of(passes)
    assert development is not None
    return LINEAR[development.developed(number, passes[number].beauty)]


def off(picture: np.ndarray, reference: np.ndarray) -> float:
    return float(np.abs(picture - reference).mean() / reference.mean())


@pytest.mark.parametrize("distance", [2.3, 3.9])  # the post, behind which all is soft; and the ball, with the post before it
def test_depth_of_field_is_the_mean_of_the_views_from_all_over_the_lens(distance: float) -> None:
    passes = passes_of(view_of(f_stop=1.4, focus=(Focus(time=0.0, on=distance),)))
    frame, focal = passes[1], 0.085
    radius = focal / 1.4 * distance / (distance - focal) / 2 * frame.camera.focal / distance  # px that infinity moves, seen from the rim
    whole, room = int(radius), int(radius) + 1
    views = []
    for right in range(-whole, whole + 1):
        for up in range(-whole, whole + 1):
            if right ** 2 + up ** 2 <= radius ** 2:  # whole pixels, so that what is in focus comes to lie on itself
                pose = frame.camera.world_from_camera.copy()
                pose[:3, 3] += pose[:3, :2] @ [right, up] * distance / frame.camera.focal
                seen = frame.through(replace(frame.camera, world_from_camera=pose)).beauty
                views.append(np.roll(LINEAR[seen], (-up, right), axis=(0, 1)))
    reference = np.mean(views, axis=0)[room:-room, room:-room]
    picture, sharp = developed(passes)[room:-room, room:-room], LINEAR[frame.beauty][room:-room, room:-room]
    assert len(views) > 20 and off(picture, reference) < min(0.03, off(sharp, reference) / 2)


def moving(step: float, frames: int = 3):
    """The ball rolls and the post goes the other way, evenly."""
    base = still(SET, frames)
    positions = np.array(base.positions)
    positions[:, BALL - 1, 0] += step * np.arange(frames)
    positions[:, POST - 1, 0] -= step * np.arange(frames) / 2
    return trajectory_of(SET, positions, base.rotations)


def test_motion_blur_is_the_mean_of_the_moments_while_the_shutter_is_open() -> None:
    moments = 24
    passes = passes_of(view_of(shutter=180.0), moving(0.2))
    many = passes_of(view_of(), moving(0.2 / moments / 2, 6 * moments))  # twice as many: half of them are while the shutter is open
    middle = 2 * moments
    open_ = [LINEAR[many[middle + n].beauty] for n in range(-moments // 2, moments // 2 + 1)]
    reference, sharp = np.mean(open_, axis=0), LINEAR[passes[1].beauty]
    assert off(developed(passes), reference) < min(0.03, off(sharp, reference) / 3)


def test_the_circle_of_confusion_is_that_of_a_thin_lens() -> None:
    passes = passes_of(view_of(replace(KEY, focal=50.0), f_stop=2.0, focus=(Focus(time=0.0, on=2.0),)), width=360)
    optics = optics_at(passes.view, passes.trajectory, 0, passes[0].camera)
    assert 2 * optics.spread * optics.sharp / 10 == pytest.approx(50 ** 2 / (2 * (2000 - 50)))  # mm on the sensor, of infinity; 10 px a mm
    assert 1 / optics.sharp == pytest.approx(2.0)


def test_focus_is_found_by_name_point_and_distance_and_pulled_between_them() -> None:
    moves = still(SET, 49)
    keys = tuple(Focus(time=time, on=on) for time, on in ((0.0, "ball"), (1.0, (0.0, 4.0, 1.1)), (2.0, 1.5)))

    def focus(frame: int, *focus: Focus) -> float:
        view = view_of(replace(KEY, look_at=(0.0, 0.0, 1.1)), f_stop=2.0, focus=focus)
        return 1 / optics_at(view, moves, frame, camera_at(view, moves, frame, WIDTH, HEIGHT)).sharp

    assert [focus(frame, *keys) for frame in (0, 24, 48)] == pytest.approx([3.7, 8.0, 1.5])
    assert focus(12, *keys) == pytest.approx(2 / (1 / 3.7 + 1 / 8)) and focus(0) == pytest.approx(4.0)  # of none, what is looked at
    assert focus(0, Focus(time=0.0, on=0.01)) == pytest.approx(2 * 0.085)  # as near as things are as large as life


def test_what_is_sharp_stays_as_it_is_and_nothing_behind_bleeds_over_it() -> None:
    passes = passes_of(view_of(f_stop=1.4, focus=(Focus(time=0.0, on=2.4),)))
    frame = passes[1]
    post = frame.part == POST
    inside = post & np.roll(post, 1, axis=1) & np.roll(post, -1, axis=1)
    development = development_of(passes)
    assert development is not None and inside.sum() > 100
    picture = development.developed(1, frame.beauty)
    assert (np.abs(picture.astype(int) - frame.beauty)[inside] <= 1).all() and (picture != frame.beauty)[frame.part == 2].mean() > 0.2


def test_at_the_distance_of_visibility_two_per_cent_are_left() -> None:
    fog = Fog(visibility=7.9, colour=(1.0, 0.5, 0.25))
    passes = passes_of(view_of(replace(KEY, look_at=(0.0, 0.0, 1.1)), fog=fog))
    wall = passes[1].part[20, 87] == 2  # between two bars
    before, after, air = LINEAR[passes[1].beauty[20, 87]], developed(passes)[20, 87], linear_from_srgb(fog.colour)
    assert wall and after == pytest.approx(0.02 * before + 0.98 * air, abs=0.005)


def test_a_stop_is_twice_the_light() -> None:
    passes = passes_of(view_of(exposure=1.0))
    grey = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    development = development_of(passes)
    assert development is not None
    assert LINEAR[development.developed(0, grey)] == pytest.approx(2 * LINEAR[grey], rel=0.01)
    assert (development.developed(0, grey + 165) == 255).all()


def test_nothing_asked_for_is_nothing_done_and_no_byte_is_lost() -> None:
    assert development_of(passes_of(view_of())) is None
    every = np.resize(np.arange(256, dtype=np.uint8), (HEIGHT, WIDTH, 3))
    development = development_of(passes_of(view_of(exposure=1e-9)))
    assert development is not None and np.array_equal(development.developed(0, every), every)


def test_pictures_depend_on_what_is_done_to_them_and_frames_do_not() -> None:
    plain = passes_of(view_of())
    views = [view_of(f_stop=2.0), view_of(f_stop=2.8), view_of(shutter=180.0), view_of(exposure=0.5), view_of(fog=Fog(visibility=40.0))]
    passes = [replace(plain, view=view) for view in views]
    assert all(each.lit_digests == plain.lit_digests and each.digests == plain.digests and each.view.bare == plain.view for each in passes)
    developments = [development_of(each) for each in passes]
    assert len({each.digests for each in developments if each}) == len(views)


@pytest.mark.parametrize(("finish", "message"), [
    ({"f_stop": 0.5}, "f_stop is 0.5; it must be at least 0.7 and at most 64"), ({"f_stop": 90.0}, "f_stop is 90"),
    ({"focus": (Focus(time=0.0, on="ball"),)}, "give f_stop"), ({"shutter": 400.0}, "shutter is 400; it must be at least 0"),
    ({"exposure": float("nan")}, "exposure is nan"),
    ({"f_stop": 2.0, "focus": (Focus(time=0.0, on=-1.0),)}, "focus is -1; it must be above 0"),
    ({"f_stop": 2.0, "focus": (Focus(time=1.0, on=1.0), Focus(time=1.0, on=2.0))}, "rising times"),
    ({"fog": Fog(visibility=0.0)}, "visibility is 0"), ({"fog": Fog(visibility=5.0, colour=(2.0, 0.0, 0.0))}, "colour is 2")])
def test_a_lens_that_cannot_be_is_refused(finish: dict, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        view_of(**finish)


def test_focus_on_what_is_not_there_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(DeclarationError, match="unknown object or part to focus on 'bal'. Did you mean 'ball'"):
        passes_of(view_of(f_stop=2.0, focus=(Focus(time=0.0, on="bal"),)))
