"""The light pass against arithmetic."""

import numpy as np

from render.colour import linear_from_srgb, srgb_from_linear
from render.config import RenderConfig
from render.passes import render
from render.view import Lamp, Shading, Sky, Sun
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane
from tests.render.conftest import body, looking, still

WHITE = (1.0, 1.0, 1.0)
BLACK = Shading(colour=(0.0, 0.0, 0.0))
"""What gives no light on."""


def picture(*bodies, lights=(), sky=0.0, surfaces=None, camera=((0.0, -3.0, 4.0), (0.0, 0.0, 0.0))):
    scene = Scene(bodies=bodies)
    seen = {each.name: BLACK for each in bodies} | (surfaces or {})
    view = looking(*camera, lights=lights, sky=Sky(zenith=WHITE, horizon=WHITE, strength=sky), surfaces=seen)
    return render(scene, still(scene), view, RenderConfig(width=384, height=216, rasteriser="rays"))[0]


FLOOR = body("floor", Plane(size=(30.0, 30.0)))


def test_sun_on_a_floor_is_the_sine_of_its_height():
    frame = picture(FLOOR, lights=(Sun(azimuth=10.0, elevation=30.0, strength=2.0, colour=WHITE),))
    assert np.allclose(frame.light[frame.part == 1], 2.0 * 0.5, atol=1e-5)


def test_a_lamp_falls_with_the_distance_squared():
    frame = picture(FLOOR, lights=(Lamp(position=(0.0, 0.0, 2.0), strength=3.0, colour=WHITE),))
    below = np.unravel_index(np.argmin(np.nansum(frame.points[..., :2] ** 2, axis=-1) + 100 * (frame.part == 0)), frame.part.shape)
    assert np.allclose(frame.light[below], 3.0 / 4, rtol=1e-3)
    d2 = (frame.points ** 2).sum(axis=-1) - 0 + 4.0
    assert np.allclose(frame.light[..., 0], 3.0 / d2 * 2 / np.sqrt(d2), rtol=2e-3)


def test_an_open_floor_gets_the_whole_sky():
    frame = picture(FLOOR, sky=0.5)
    assert np.allclose(frame.ambient_visibility, 1) and np.allclose(frame.light[frame.part == 1], 0.5, atol=1e-5)


def test_a_corner_is_darker_than_the_open():
    frame = picture(FLOOR, body("wall", Box(size=(8.0, 0.5, 3.0)), (0.0, 1.0, 1.5)), sky=0.5)
    distance = 0.75 - frame.points[..., 1]
    near, away = (frame.part == 1) & (distance < 0.03), (frame.part == 1) & (distance > 1.0)
    assert frame.ambient_visibility[near].mean() < 0.75 and frame.ambient_visibility[away].min() > 0.99


def test_a_shadow_falls_where_the_sun_says():
    # A 1 m cube and a sun at 45 degrees from -x: the shadow on the floor reaches from x = 0.5 to x = 1.5.
    frame = picture(FLOOR, body("box", Box(size=(1.0, 1.0, 1.0)), (0.0, 0.0, 0.5)),
                    lights=(Sun(azimuth=180.0, elevation=45.0, colour=WHITE, size=0.0),), camera=((1.0, -3.0, 5.0), (0.6, 0.0, 0.0)))
    floor, (x, y) = frame.part == 1, np.moveaxis(frame.points[..., :2], -1, 0)
    shadow = floor & (x > 0.53) & (x < 1.47) & (np.abs(y) < 0.47)
    lit = floor & ((x > 1.53) | (np.abs(y) > 0.53))
    assert frame.light[shadow].max() < 1e-6 and np.allclose(frame.light[lit], np.sqrt(0.5), atol=1e-4)


def test_beauty_is_albedo_times_light():
    grey = Shading(colour=(0.5, 0.5, 0.5), material="plaster")
    frame = picture(FLOOR, lights=(Sun(elevation=90.0, strength=0.8, colour=WHITE),), surfaces={"floor": grey})
    expected = srgb_from_linear(linear_from_srgb(0.5) * 0.8) * 255
    assert np.abs(frame.beauty[frame.part == 1].astype(float) - expected).max() <= 0.51


def test_srgb_round_trips():
    grey = np.linspace(0, 1, 256)
    assert np.allclose(srgb_from_linear(linear_from_srgb(grey)), grey, atol=1e-6)
