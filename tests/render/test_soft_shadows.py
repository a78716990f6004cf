"""Lights that are not points, against arithmetic and against very many rays."""

from dataclasses import replace

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from render.view import AreaLight, Cut, Lamp, Rig, Shading, Sky, Sun, View
from sim.errors import DeclarationError
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Cylinder, Plane, Sphere
from tests.render.conftest import body, looking, still, trajectory_of
from tests.render.slow_light import direct_light, toward_rectangle, toward_round

WHITE = (1.0, 1.0, 1.0)
BLACK = Shading(colour=(0.0, 0.0, 0.0))
"""What gives no light on."""
THINGS = (body("floor", Plane(size=(12.0, 12.0))), body("board", Box(size=(0.8, 0.6, 0.05)), (0.0, 0.3, 0.8)),
          body("pillar", Cylinder(radius=0.1, height=1.2), (-0.9, 0.2, 0.6)), body("ball", Sphere(radius=0.25), (0.9, 0.1, 0.25)))


def picture(light, things=THINGS, moving=False, width=96):
    scene = Scene(bodies=things, frames=2)
    base = still(scene, 2)
    positions = np.array(base.positions)
    positions[1, 1:, 0] += 1e-9 * moving
    view = looking((0.6, -3.0, 2.2), (0.0, 0.4, 0.3), lights=(light,), sky=Sky(zenith=WHITE, horizon=WHITE, strength=0.0),
                   surfaces={thing.name: BLACK for thing in things})
    size = RenderConfig(width=width, height=width * 9 // 16 // 2 * 2)
    return render(scene, trajectory_of(scene, positions, base.rotations), view, size)[0]


def compared(frame, toward, light, count=400):
    """Mean relative difference from the slow light over lit pixels."""
    seen = frame.part > 0
    normals, rng = frame.normal[seen].astype(float), np.random.default_rng(1)
    slow = direct_light(frame.posed.rays, frame.points[seen], normals, toward, light, rng, count)
    fast, lit = frame.centre_light[seen][:, 0], slow > 0.02 * slow.max()
    return np.mean(np.abs(fast[lit] - slow[lit]) / slow[lit])


@pytest.mark.parametrize("light", [Sun(azimuth=200.0, elevation=40.0, size=6.0, colour=WHITE),
                                   Lamp(position=(-0.5, -0.6, 2.0), size=0.25, colour=WHITE)])
@pytest.mark.parametrize("moving", [False, True])
def test_soft_shadows_are_those_of_very_many_rays(light, moving):
    assert compared(picture(light, moving=moving), toward_round, light) < 0.02


OVERHEAD = AreaLight(position=(0.2, 0.0, 2.0), look_at=(0.2, 0.0, 0.0), width=0.9, height=0.9, colour=WHITE)


@pytest.mark.parametrize("moving", [False, True])
def test_an_area_light_is_that_of_very_many_rays(moving):
    assert compared(picture(OVERHEAD, moving=moving), toward_rectangle, OVERHEAD) < 0.025


def test_an_area_light_is_exact_where_nothing_is_in_the_way():
    # Under the middle of a square of half side a, at height h, the form factor of a quarter is known (Howell, C-11): four of them.
    light = replace(OVERHEAD, position=(0.0, 0.0, 1.0), look_at=(0.0, 0.0, 0.0), width=2.0, height=2.0, strength=1.0)
    frame = picture(light, (body("floor", Plane(size=(12.0, 12.0))),), width=192)
    at = np.unravel_index(np.nanargmin((frame.points[..., :2] ** 2).sum(axis=-1)), frame.part.shape)
    quarter = 2 * (1 / np.sqrt(2) * np.arctan(1 / np.sqrt(2))) / (2 * np.pi)
    assert np.isclose(frame.centre_light[at][0], np.pi * 4 * quarter / 4, rtol=2e-3)
    far = picture(replace(light, position=(0.0, 0.0, 40.0)), (body("floor", Plane(size=(12.0, 12.0))),))
    assert np.isclose(far.centre_light[at[0] // 2, at[1] // 2, 0], 1 / 1600, rtol=0.01)


def test_an_area_light_gives_nothing_behind_it_nor_below_the_horizon():
    back = replace(OVERHEAD, look_at=(0.2, 0.0, 4.0))
    frame = picture(back)
    assert frame.centre_light[frame.part == 1].max() == 0


def test_a_penumbra_is_as_wide_as_the_sun_and_the_distance_say():
    # Under a straight edge 1 m up and a sun 4 degrees wide overhead, half of it is seen on the floor right below the edge.
    things = body("floor", Plane(size=(12.0, 12.0))), body("board", Box(size=(4.0, 4.0, 0.002)), (-2.0, 0.0, 1.001))
    frame = picture(Sun(elevation=90.0, size=4.0, colour=WHITE), things, width=384)
    wide, (x, y, _) = np.tan(np.radians(2.0)), np.moveaxis(frame.points, -1, 0)
    across = np.clip(x / wide, -1, 1)
    share = 0.5 + (across * np.sqrt(1 - across ** 2) + np.arcsin(across)) / np.pi
    floor = (frame.part == 1) & (np.abs(x) < 0.2) & (np.abs(y) < 1.0)
    assert floor.sum() > 500 and np.abs(frame.centre_light[floor, 0] - share[floor]).max() < 0.025


def test_a_point_throws_hard_shadows():
    light = picture(Sun(azimuth=200.0, elevation=40.0, size=0.0, colour=WHITE)).centre_light[..., 0]
    soft = picture(Sun(azimuth=200.0, elevation=40.0, size=6.0, colour=WHITE)).centre_light[..., 0]
    floor = picture(Sun()).part == 1
    between = [((each[floor] > 0.1) & (each[floor] < 0.5)).sum() for each in (light, soft)]  # sunlit it is 0.64
    assert between[0] == 0 and between[1] > 20


@pytest.mark.parametrize("light, said", [(Sun(size=-1.0), "sun: size is -1"), (Sun(size=np.nan), "sun: size is nan"),
                                         (Lamp(position=(0.0, 0.0, 1.0), size=np.inf), "lamp: size is inf"),
                                         (Lamp(position=(0.0, 0.0, 1.0), size=-0.1), "lamp: size is -0.1"),
                                         (replace(OVERHEAD, width=0.0), "area light: width is 0"),
                                         (replace(OVERHEAD, height=np.nan), "area light: height is nan"),
                                         (replace(OVERHEAD, look_at=OVERHEAD.position), "position and look_at are the same point")])
def test_sizes_that_make_no_sense_are_refused(light, said):
    with pytest.raises(DeclarationError, match=said):
        View(cuts=(Cut(time=0.0, rig=Rig(keys=looking((0, -1, 0), (0, 0, 0)).cuts[0].rig.keys)),), lights=(light,))
