"""Ambient light: the sky's, and that which what stands still gives on, against very many paths."""

import numpy as np

from render.colour import linear_from_srgb
from render.config import RenderConfig
from render.light import GROUND
from render.passes import render
from render.view import Shading, Sky, Sun
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane
from tests.render.conftest import body, looking, still, trajectory_of
from tests.render.slow_light import Paths

WHITE = (1.0, 1.0, 1.0)
SUN = Sun(azimuth=250.0, elevation=50.0, size=0.0, colour=WHITE)
SKY = Sky(zenith=WHITE, horizon=WHITE, strength=0.4)
ROOM = (body("floor", Plane(size=(5.0, 5.0))), body("back", Box(size=(5.0, 0.1, 2.5)), (0.0, 2.0, 1.25)),
        body("side", Box(size=(0.1, 5.0, 2.5)), (-2.0, 0.0, 1.25)), body("box", Box(size=(0.7, 0.7, 0.7)), (0.3, 0.8, 0.35)))
COLOURS = {"floor": Shading(colour=(0.8, 0.8, 0.8)), "back": Shading(colour=(0.9, 0.25, 0.2)), "side": Shading(colour=(0.85, 0.85, 0.85)),
           "box": Shading(colour=(0.3, 0.8, 0.3))}


def passes_of(bodies=ROOM, moving=(), sky=SKY, lights=(SUN,), frames=1):
    scene = Scene(bodies=bodies, frames=frames)
    base = still(scene, frames)
    positions = np.array(base.positions)
    for number in moving:
        positions[:, number, 0] += 0.02 * np.arange(frames)
    view = looking((1.8, -3.6, 1.7), (-0.2, 0.6, 0.6), lights=lights, sky=sky, surfaces={b.name: COLOURS[b.name] for b in bodies})
    return render(scene, trajectory_of(scene, positions, base.rotations), view, RenderConfig(width=128, height=72))


def test_light_with_bounces_is_that_of_very_many_paths():
    passes = passes_of()
    frame = passes[0]
    rows, columns = (each[::11] for each in np.nonzero(frame.part))
    points, normals = frame.points[rows, columns], frame.normal[rows, columns].astype(float)
    paths = Paths(passes, SUN, SKY.strength * np.ones(3), SKY.strength * GROUND)
    slow = np.mean([paths.light(points, normals) for _ in range(800)], axis=0)
    fast = frame.centre_light[rows, columns]
    apart = np.abs(fast - slow).mean(axis=1) / slow.mean(axis=1)
    assert apart.mean() < 0.03 and np.abs(fast.mean(axis=0) / slow.mean(axis=0) - 1).max() < 0.02


def test_a_red_wall_reddens_the_floor_before_it():
    frame, away = passes_of()[0], passes_of(tuple(b for b in ROOM if b.name != "back"))[0]

    def redness(frame):
        near = (frame.part == 1) & (frame.points[..., 1] > 1.2) & (frame.points[..., 0] > 0.8)
        red, green, _ = frame.centre_light[near].mean(axis=0)
        return red / green
    assert redness(away) < 1.02 and redness(frame) > 1.04


def test_a_closed_room_is_dark_whatever_the_sky():
    # Walls all round and above, far bigger than the grid's step: no light of the sky gets in.
    walls = [body("floor", Plane(size=(20.0, 20.0)))]
    sides = (((9, 0.2, 4), (0, 4, 2)), ((9, 0.2, 4), (0, -4, 2)), ((0.2, 9, 4), (4, 0, 2)), ((0.2, 9, 4), (-4, 0, 2)),
             ((9, 9, 0.2), (0, 0, 4)))
    for i, (size, at) in enumerate(sides):
        walls.append(body(f"wall_{i}", Box(size=tuple(map(float, size))), tuple(map(float, at))))
    scene = Scene(bodies=tuple(walls))
    view = looking((0.5, -3.0, 1.7), (0.0, 3.0, 1.0), lights=(), sky=SKY)
    frame = render(scene, still(scene), view, RenderConfig(width=64, height=36))[0]
    assert frame.centre_light[frame.part > 0].max() < 0.02


def test_on_what_stands_still_bounces_stay_as_they_are_while_others_move():
    passes = passes_of(moving=(3,), frames=3, lights=())
    first, last = passes[0], passes[2]
    far = (first.part == 2) & (last.part == 2) & (first.points[..., 0] > 1.3)
    assert far.sum() > 50 and np.array_equal(first.centre_light[far], last.centre_light[far])
    order = passes_of(moving=(3,), frames=3, lights=())
    assert np.array_equal(order[2].light, last.light) and np.array_equal(order[0].light, first.light)


def test_the_sky_alone_lights_an_open_floor_as_much_as_it_is_strong():
    scene = Scene(bodies=(body("floor", Plane(size=(30.0, 30.0))),))
    sky = Sky(strength=0.5)
    view = looking((0.0, -3.0, 4.0), (0.0, 0.0, 0.0), lights=(), sky=sky)
    frame = render(scene, still(scene), view, RenderConfig(width=64, height=36))[0]
    mean = linear_from_srgb(sky.zenith) + linear_from_srgb(sky.horizon)
    assert np.allclose(frame.centre_light[frame.part == 1], 0.5 * mean / mean.max(), atol=1e-4)


def test_corners_that_are_known_shoot_no_rays(playground):
    probes = render(*playground, RenderConfig(width=64, height=36))[0].world.probes
    places, up = np.array([[0.3, 0.2, 0.1], [0.4, 0.1, 0.2]], np.float32), np.array([[0, 0, 1], [0, 0, 1]], np.float32)
    first = probes.light(places, up)
    probes._reflected = None  # whoever shoots a ray asks it what that meets
    assert np.array_equal(probes.light(places, up), first) and first.min() > 0
