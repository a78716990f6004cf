"""What rests stays at rest, and what is hollow holds things."""

import numpy as np
import pytest
import trimesh

from sim.execution.engine import simulate
from sim.scene.objects import Body, Part
from sim.scene.shapes import Box, Capsule, Compound, Cone, Cup, Cylinder, HeightField, MeshFile, Placed, Sphere
from tests.sim.build import body, floor, scene, turned, velocity


def resting(shape, height, **fields):
    return simulate(scene(floor(), body("thing", shape, position=(0, 0, height), **fields))).positions[:, 1]


@pytest.mark.parametrize("shape, height", [
    (Box(size=(0.2, 0.1, 0.05)), 0.025), (Cylinder(radius=0.05, height=0.2), 0.1), (Cone(radius=0.1, height=0.1), 0.05),
    (Cup(radius=0.04, height=0.09), 0.045), (Cup(radius=0.04, height=0.09, handle=False), 0.045),
    (Compound(pieces=(Placed(shape=Box(size=(0.2, 0.2, 0.02))),
                      Placed(shape=Sphere(radius=0.05), position=(0, 0, 0.06)))), 0.01)])
def test_it_stays_where_it_is_put(shape, height):
    positions = resting(shape, height)
    assert np.abs(positions - positions[0]).max() < 2e-4
    assert np.linalg.norm(positions[-1] - positions[-2]) < 1e-5


def test_a_tower_stands_still_when_nothing_happens():
    boxes = [body(f"b{i}", Box(size=(0.1, 0.1, 0.1)), position=(0, 0, 0.05 + 0.1 * i)) for i in range(8)]
    trajectory = simulate(scene(floor(), *boxes, frames=49))
    assert np.abs(trajectory.positions - trajectory.positions[0]).max() < 5e-4
    assert np.abs(velocity(trajectory, 9)[-10:]).max() < 1e-3


def test_a_ball_dropped_into_a_cup_stays_in_it():
    cup = body("cup", Cup(radius=0.05, height=0.1), position=(0.3, 0, 0.05), mass=0.3)
    marble = body("marble", Sphere(radius=0.015), position=(0.31, 0.005, 0.15), mass=0.02, restitution=0.2)
    trajectory = simulate(scene(floor(), cup, marble, frames=49))
    where = trajectory.positions[-1, 2] - trajectory.positions[-1, 1]
    assert np.hypot(where[0], where[1]) < 0.05 - 0.006 - 0.015 + 0.001
    assert where[2] == pytest.approx(-0.05 + 0.006 + 0.015, abs=0.001)


def test_a_ball_rests_in_a_mesh_bowl_that_moves_and_on_one_that_is_fixed(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    profile = [(0, -0.07), (0.12, -0.07), (0.12, 0.05), (0.1, 0.05), (0.1, -0.05), (0, -0.05)]
    trimesh.creation.revolve(profile, sections=12).export(tmp_path / "bowl.obj")
    for fixed in (True, False):
        bowl = body("bowl", MeshFile(path=str(tmp_path / "bowl.obj")), position=(0, 0, 0.07), fixed=fixed)
        marble = body("marble", Sphere(radius=0.03), position=(0.02, 0, 0.1))
        where = simulate(scene(floor(), bowl, marble, frames=49)).positions[-1, 2]
        assert np.hypot(where[0], where[1]) < 0.07
        assert where[2] == pytest.approx(0.02 + 0.03, abs=0.004)


def test_a_ball_rolls_into_the_hollow_of_a_height_field():
    x = np.linspace(-1, 1, 21)
    heights = tuple(tuple(row) for row in (0.2 * (x[None] ** 2 + 2 * x[:, None] ** 2)).tolist())
    ground = body("ground", HeightField(heights=heights, cell=0.1), fixed=True, position=(1, 2, 0.5))
    ball = body("ball", Sphere(radius=0.1), position=(1.5, 2.25, 0.8), rolling_friction=0.01)
    path = simulate(scene(ground, ball, frames=200)).positions[:, 1]
    np.testing.assert_allclose(path[-1, :2], (1, 2), atol=0.15)
    assert 0.59 < path[-1, 2] < 0.62


def test_a_fixed_body_collides_part_by_part():
    wall = Compound(pieces=(Placed(shape=Box(size=(0.1, 1, 0.4)), position=(0, 0, -0.3)),
                            Placed(shape=Box(size=(0.1, 1, 0.4)), position=(0, 0, 0.3))))
    frame = body("wall", wall, fixed=True, position=(1, 0, 1))
    through = body("through", Sphere(radius=0.05), position=(0, 0, 1.0), velocity=(4, 0, 0))
    against = body("against", Sphere(radius=0.05), position=(0, 0, 1.3), velocity=(4, 0, 0))
    ends = simulate(scene(frame, through, against, gravity=(0, 0, 0))).positions[-1]
    assert ends[1, 0] > 2 and ends[2, 0] < 1


def test_a_hammer_balances_about_its_own_centre_of_mass():
    parts = (Part(name="handle", shape=Cylinder(radius=0.02, height=0.4), rotation=turned(0, 90, 0)),
             Part(name="head", shape=Box(size=(0.1, 0.1, 0.1)), position=(0.25, 0, 0)))
    volumes = np.array([np.pi * 0.02 ** 2 * 0.4, 0.1 ** 3])
    centre = volumes @ [0, 0.25] / volumes.sum()
    knife = body("knife", Box(size=(0.02, 0.3, 1.0)), fixed=True, position=(0, 0, -0.5))
    hammer = {"name": "hammer", "parts": parts, "rolling_friction": 0.0, "friction": 1.0, "restitution": 0.0}
    tips = []
    for off in (-0.02, 0.0, 0.02):
        placed = Body(**hammer, position=(-centre + off, 0, 0.02))
        turn = simulate(scene(knife, placed, frames=12)).rotations[-1, 2]
        tips.append(turn[1])
    assert abs(tips[1]) < 0.01 and tips[0] < -0.03 and tips[2] > 0.03


def test_a_capsule_rolls_on_its_side_and_lies_at_its_radius():
    path = resting(Capsule(radius=0.05, height=0.2), 0.05, rotation=turned(90, 0, 0), velocity=(1, 0, 0), spin=(0, 20, 0))
    np.testing.assert_allclose(path[:, 2], 0.05, atol=1e-3)
    assert path[-1, 0] == pytest.approx(1.0, abs=0.02)
