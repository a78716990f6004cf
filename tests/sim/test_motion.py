"""Motion against arithmetic: falls, bounces, collisions, friction, rolling, tumbling, swinging."""

import numpy as np
import pytest

from sim.execution.engine import simulate
from sim.math.conventions import matrix_from_quat
from sim.scene.objects import Pivot
from sim.scene.shapes import Box, Cylinder, Plane, Sphere
from tests.sim.build import G, ball, body, cube, floor, scene, turned, velocity


@pytest.mark.parametrize("substeps", [10, 40])
def test_free_fall_is_off_by_no_more_than_semi_implicit_euler(substeps):
    s = scene(ball(position=(0, 0, 10.0)), substeps=substeps)
    fallen = 10 - simulate(s).positions[:, 0, 2]
    t = np.arange(25) / 24
    error = G * t / (24 * substeps) / 2
    np.testing.assert_allclose(fallen, G * t * t / 2 + error, atol=1e-9)
    assert abs(fallen[-1] / (G / 2) - 1) < 0.01


def test_gravity_points_where_the_scene_says():
    moved = simulate(scene(ball(), gravity=(3.0, 0, 0))).positions[-1, 0]
    np.testing.assert_allclose(moved, (1.5, 0, 0), atol=0.005)


@pytest.mark.parametrize("restitution", [0.0, 0.5, 0.8, 1.0])
def test_bounce_leaves_at_the_declared_share_of_the_speed(restitution):
    low, high = 0.1, 0.7
    heights = [simulate(scene(floor(), ball(position=(0, 0, 0.1 + drop), restitution=restitution), frames=240, fps=240, substeps=4))
               .positions[:, 1, 2] - 0.1 for drop in (low, high)]
    for drop, height in zip((low, high), heights):
        hit = int(np.argmin(height[:int(np.sqrt(2 * drop / G) * 240) + 4]))
        rebound = max(0.0, height[hit:hit + int(240 * np.sqrt(2 * drop / G) * restitution) + 2].max())
        assert np.sqrt(rebound / drop) == pytest.approx(restitution, abs=0.025)


@pytest.mark.parametrize("m, restitution", [(1.0, 1.0), (3.0, 1.0), (1.0, 0.0), (2.0, 0.5)])
def test_head_on_collision_keeps_momentum_and_the_declared_share_of_the_closing_speed(m, restitution):
    a = ball("a", position=(-0.5, 0, 0), velocity=(2, 0, 0), mass=m, restitution=restitution, friction=0.0)
    b = ball("b", restitution=1.0)
    trajectory = simulate(scene(a, b, gravity=(0, 0, 0)))
    after_a, after_b = velocity(trajectory, 1)[-1], velocity(trajectory, 2)[-1]
    np.testing.assert_allclose(m * after_a + after_b, (2 * m, 0, 0), atol=1e-6)
    assert after_b[0] - after_a[0] == pytest.approx(2 * restitution, abs=0.025)


def test_contact_tells_who_where_and_the_impulse():
    a = ball("a", position=(-0.5, 0, 0), velocity=(2, 0, 0), mass=3.0, restitution=1.0)
    trajectory = simulate(scene(a, ball("b", restitution=1.0), gravity=(0, 0, 0)))
    contact, = trajectory.contacts
    gained = velocity(trajectory, 2)[-1, 0]
    assert (contact["a"], contact["b"]) == (1, 2)
    assert contact["frame"] == int(np.argmax(velocity(trajectory, 2)[:, 0] > 0)) + 1
    assert contact["impulse"] == pytest.approx(1.0 * gained, rel=1e-6)
    np.testing.assert_allclose(contact["normal"], (-1, 0, 0), atol=1e-6)  # on b towards a
    np.testing.assert_allclose(contact["position"], (-0.1, 0, 0), atol=0.003)


def test_a_body_at_rest_is_carried_by_impulses_of_its_weight():
    contacts = simulate(scene(floor(), cube(position=(0, 0, 0.05), mass=2.0))).contacts
    resting = contacts[contacts["frame"] > 5]
    assert len(resting) == 19
    np.testing.assert_allclose(resting["impulse"], 2 * G / 24, rtol=0.01)
    np.testing.assert_allclose(resting["normal"], np.tile([0, 0, -1.0], (19, 1)), atol=1e-6)


@pytest.mark.parametrize("degrees", [10.0, 20.0, 35.0])
def test_a_block_on_a_slope_slides_as_coulomb_says(degrees):
    mu, a = 0.5, np.radians(degrees)
    slope = body("slope", Plane(size=(9, 9)), fixed=True, friction=1.0, rotation=turned(0, degrees, 0))
    block = body("block", Box(size=(0.2, 0.2, 0.1)), friction=mu, restitution=0.0, rotation=turned(0, degrees, 0),
                 position=(0.05 * np.sin(a), 0, 0.05 * np.cos(a)))
    positions = simulate(scene(slope, block)).positions[:, 1]
    expected = max(0.0, G * (np.sin(a) - mu * np.cos(a))) / 2
    assert np.linalg.norm(positions[-1] - positions[0]) == pytest.approx(expected, rel=0.03, abs=0.001)


@pytest.mark.parametrize("shape, share", [(Sphere(radius=0.1), 5 / 7), (Cylinder(radius=0.1, height=0.3), 2 / 3)])
def test_solid_round_things_roll_down_as_their_inertia_says(shape, share):
    a = np.radians(10)
    slope = body("slope", Plane(size=(9, 9)), fixed=True, friction=1.0, rotation=turned(0, 10, 0))
    roller = body("roller", shape, friction=1.0, restitution=0.0, rotation=turned(90, 0, 0),
                  position=(0.1 * np.sin(a), 0, 0.1 * np.cos(a)))
    positions = simulate(scene(slope, roller)).positions[:, 1]
    assert np.linalg.norm(positions[-1] - positions[0]) == pytest.approx(share * G * np.sin(a) / 2, rel=0.01)


def test_rolling_friction_slows_a_ball_down():
    roll = {"position": (0, 0, 0.1), "velocity": (1.0, 0, 0), "spin": (0, 10.0, 0), "friction": 1.0}
    free = simulate(scene(floor(), ball(**roll), frames=49))
    slowed = simulate(scene(floor(), ball(**roll, rolling_friction=0.005), frames=49))
    assert velocity(free, 2)[-1, 0] == pytest.approx(1.0, abs=0.01)
    # torque mu_r N against a rolling ball: a = mu_r g / (r (1 + 2/5))
    assert 1 - velocity(slowed, 2)[-1, 0] == pytest.approx(0.005 * G / 0.1 / 1.4 * 2, rel=0.1)


def test_a_tumbling_body_keeps_its_angular_momentum():
    size = np.array([0.4, 0.2, 0.1])
    moments = 2.0 * (size @ size - size * size) / 12
    s = scene(body("brick", Box(size=tuple(size)), mass=2.0, spin=(5, 0.5, 0.2)), gravity=(0, 0, 0), fps=240, frames=240)
    turns = matrix_from_quat(simulate(s).rotations[:, 0])
    step = turns[1:] @ turns[:-1].transpose(0, 2, 1)
    spin = 120 * np.stack([step[:, 2, 1] - step[:, 1, 2], step[:, 0, 2] - step[:, 2, 0], step[:, 1, 0] - step[:, 0, 1]], -1)
    momentum = np.einsum("tij,j,tkj,tk->ti", turns[1:], moments, turns[1:], spin)
    assert np.linalg.norm(momentum - momentum[0], axis=1).max() < 0.02 * np.linalg.norm(momentum[0])


@pytest.mark.parametrize("axis", [None, (0, 1, 0)])
@pytest.mark.parametrize("degrees", [5.0, 60.0])
def test_pendulum_has_the_period_of_the_textbook(axis, degrees):
    a, length, radius = np.radians(degrees), 0.5, 0.1
    bob = ball(position=(length * np.sin(a), 0, 1 - length * np.cos(a)))
    s = scene(bob, pivots=(Pivot(body="ball", anchor=(0, 0, 1), axis=axis),), frames=240, fps=60)
    trajectory = simulate(s)
    x = trajectory.positions[:, 0, 0]
    at = np.flatnonzero((x[1:] < 0) & (x[:-1] >= 0))
    crossings = (at + x[at] / (x[at] - x[at + 1])) / 60
    k = np.sin(a / 2)
    small = 2 * np.pi * np.sqrt((length ** 2 + 0.4 * radius ** 2) / (G * length))
    expected = small * (1 + k ** 2 / 4 + 9 * k ** 4 / 64 + 25 * k ** 6 / 256)
    assert np.diff(crossings).mean() == pytest.approx(expected, rel=0.002)
    np.testing.assert_allclose(np.linalg.norm(trajectory.positions[:, 0] - (0, 0, 1), axis=1), length, atol=1e-9)
    assert x[-90:].max() == pytest.approx(x[0], rel=0.01)


def test_cradle_passes_one_ball_on():
    x = 0.2005 * np.arange(4)
    starts = [(x0 - (np.sin(0.45) if i == 0 else 0), 0, 1 - (np.cos(0.45) if i == 0 else 1)) for i, x0 in enumerate(x)]
    balls = [ball(f"b{i}", position=p, restitution=1.0, friction=0.0) for i, p in enumerate(starts)]
    pivots = [Pivot(body=b.name, anchor=(x0, 0, 1), axis=(0, 1, 0)) for b, x0 in zip(balls, x)]
    out = simulate(scene(*balls, pivots=tuple(pivots), frames=30)).positions[:, :, 0] - x
    assert out[:, 3].max() == pytest.approx(np.sin(0.45), rel=0.02)
    assert np.abs(out[:, 1:3]).max() < 0.005
    assert abs(out[int(np.argmax(out[:, 3])), 0]) < 0.005


def test_a_chain_on_a_free_body_stays_together_and_keeps_its_momentum():
    rod = Box(size=(0.5, 0.06, 0.05))
    a, b = body("a", rod, mass=1.0, velocity=(0, 0.5, 0)), body("b", rod, mass=0.5, position=(0.45, 0, 0.2), rotation=turned(0, 90, 0))
    s = scene(a, b, pivots=(Pivot(body="b", anchor=(0.25, 0, 0), to="a"),), gravity=(0, 0, 0))
    trajectory = simulate(s)
    turns = matrix_from_quat(trajectory.rotations)
    on_a = trajectory.positions[:, 0] + turns[:, 0] @ np.array([0.25, 0, 0])
    on_b = trajectory.positions[:, 1] + turns[:, 1] @ (turns[0, 1].T @ (np.array([0.25, 0, 0]) - b.position))
    np.testing.assert_allclose(on_a, on_b, atol=1e-9)
    momentum = velocity(trajectory, 1) + 0.5 * velocity(trajectory, 2)
    np.testing.assert_allclose(momentum, np.tile(momentum[0], (24, 1)), atol=2e-3)
