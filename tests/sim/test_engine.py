"""The engine as a whole: the same scene gives the same bytes, and what cannot be simulated is refused by name."""

import re
import subprocess
import sys

import numpy as np
import pytest

from sim.errors import DeclarationError, SimulationError
from sim.execution.engine import simulate
from sim.scene.objects import Body, Part
from sim.scene.shapes import Box, Capsule, Cup, Cylinder, Plane, Sphere
from tests.sim.build import ball, body, cube, floor, scene

PILE = """
from sim.scene.actions import Launch
from sim.execution.engine import simulate
from sim.scene.objects import Body, Part
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Cup, Plane, Sphere
boxes = [Body(name=f"b{i}", parts=(Part(name="p", shape=Box(size=(.1, .1, .1))),), position=(0, 0, .05 + .1 * i)) for i in range(4)]
cup = Body(name="cup", parts=(Part(name="p", shape=Cup(radius=.04, height=.09)),), position=(0, .01, .445))
ground = Body(name="floor", parts=(Part(name="p", shape=Plane(size=(4, 4))),), fixed=True)
ball = Body(name="ball", parts=(Part(name="p", shape=Sphere(radius=.08)),), position=(-1, .01, .2))
scene = Scene(bodies=(ground, *boxes, cup, ball), frames=20, actions=(Launch(target="ball", velocity=(5, 0, 1)),))
trajectory = simulate(scene)
"""
TELL = "import hashlib; print(hashlib.sha256(b''.join(a.tobytes() for a in (trajectory.positions, trajectory.rotations, " \
       "trajectory.contacts))).hexdigest())"


def test_the_same_scene_gives_the_same_bytes_again_and_in_another_process(tmp_path):
    space: dict = {}
    exec(PILE, space)  # noqa: S102  (the text that the other process runs)
    first = space["trajectory"]
    second = simulate(space["scene"])
    for name in ("positions", "rotations", "contacts", "joints"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
    first.save(tmp_path / "a")
    second.save(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    told = subprocess.run([sys.executable, "-c", PILE + TELL], capture_output=True, text=True, check=True).stdout.split()[-1]
    exec(TELL.replace("print(", "here = ("), space)  # noqa: S102
    assert told == space["here"]
    assert np.abs(first.positions[-1, 1:5] - first.positions[0, 1:5]).max() > 0.2, "the tower must have been hit"


def test_progress_counts_frames():
    seen: list[tuple[int, int]] = []
    simulate(scene(ball(), frames=3), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_frame_0_is_the_declared_start_and_rotations_are_unit():
    s = scene(ball(position=(1, 2, 3), rotation=(0.5, 0.5, 0.5, 0.5), spin=(1, 2, 3)))
    trajectory = simulate(s)
    np.testing.assert_allclose(trajectory.positions[0, 0], (1, 2, 3), atol=1e-12)
    np.testing.assert_allclose(trajectory.rotations[0, 0], 0.5, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(trajectory.rotations, axis=-1), 1, atol=1e-12)


def test_parts_keep_their_places_in_a_body_that_tumbles():
    parts = (Part(name="a", shape=Box(size=(0.1, 0.2, 0.3)), position=(0.4, 0, 0)), Part(name="b", shape=Sphere(radius=0.1)))
    trajectory = simulate(scene(Body(name="thing", parts=parts, spin=(1, 2, 3), position=(1, 1, 1))))
    assert [p.path for p in trajectory.parts] == ["thing.a", "thing.b"]
    np.testing.assert_allclose(trajectory.positions[0], [(1.4, 1, 1), (1, 1, 1)], atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(trajectory.positions[:, 0] - trajectory.positions[:, 1], axis=1), 0.4, atol=1e-9)
    assert np.abs(trajectory.rotations[-1, 0] - trajectory.rotations[0, 0]).max() > 0.1


def test_a_contact_is_on_the_part_that_is_touched():
    parts = (Part(name="low", shape=Box(size=(0.2, 0.2, 0.1))), Part(name="high", shape=Cylinder(radius=0.05, height=0.1),
                                                                      position=(0, 0, 0.1)))
    s = scene(floor(), Body(name="thing", parts=parts, position=(0, 0, 0.05)), ball(position=(0, 0, 0.301)), frames=6)
    pairs = {(c["a"], c["b"]) for c in simulate(s).contacts}
    assert pairs == {(1, 2), (3, 4)}


@pytest.mark.parametrize("shape, half", [(Box(size=(0.2, 0.2, 0.2)), 0.1), (Sphere(radius=0.1), 0.1), (Cup(radius=0.04, height=0.1), 0.05),
                                         (Capsule(radius=0.05, height=0.1), 0.1)])
def test_an_overlap_at_the_start_is_refused_with_its_depth_and_a_way_out(shape, half):
    with pytest.raises(DeclarationError, match=r"thing and floor|floor and thing") as caught:
        simulate(scene(floor(), body("thing", shape, position=(0, 0, half - 0.013))))
    assert "13.0 mm" in str(caught.value)
    name, up = re.search(r"Move (\w+) by \(-?0.0000, -?0.0000, (-?0.01\d+)\)", str(caught.value)).groups()
    assert float(up) == pytest.approx(0.013 if name == "thing" else -0.013)
    simulate(scene(floor(), body("thing", shape, position=(0, 0, half - 0.0015)), frames=1))


def test_fixed_bodies_may_overlap():
    simulate(scene(floor(), body("a", Box(size=(1, 1, 1)), fixed=True), body("b", Box(size=(1, 1, 1)), fixed=True), frames=1))


def test_a_body_that_leaves_the_world_is_named():
    with pytest.raises(SimulationError, match="runaway left the world at frame 6.*1000 m"):
        simulate(scene(ball("other", position=(0, 5, 0)), ball("runaway", velocity=(4100, 0, 0)), gravity=(0, 0, 0)))


def test_a_plane_stops_things_beyond_the_rectangle_that_is_seen():
    ground = body("ground", Plane(size=(1, 1)), fixed=True)
    assert simulate(scene(ground, cube(position=(30, 0, 0.05)))).positions[-1, 1, 2] == pytest.approx(0.05, abs=1e-3)


def test_density_gives_the_mass_that_collisions_feel():
    a = ball("a", mass=None, density=700.0, position=(-0.3, 0, 0), velocity=(1, 0, 0), restitution=0.0)
    b = ball("b", mass=2.0, restitution=0.0)
    mass = 700 * 4 / 3 * np.pi * 0.001
    trajectory = simulate(scene(a, b, gravity=(0, 0, 0)))
    assert (trajectory.positions[-1, 1, 0] - trajectory.positions[-2, 1, 0]) * 24 == pytest.approx(mass / (mass + 2), rel=0.015)
