"""Mass, centre and inertia of bodies, against the textbook and against how they move."""

import numpy as np
import pytest

from sim.execution.engine import simulate
from sim.geometry.convex import mass_of, pieces
from sim.geometry.tessellate import tessellate
from sim.math.conventions import matrix_from_quat, quat_from_euler
from sim.physics.rigid_bodies import rigid_body
from sim.scene.actions import Force, Hold
from sim.scene.objects import Body, Part
from sim.scene.shapes import Box, Capsule, Compound, Cone, Cup, Cylinder, Placed, Sphere
from tests.sim.build import ball, body, scene, turned, velocity

DUMBBELL = Compound(pieces=tuple(Placed(shape=Sphere(radius=0.1), position=(x, 0, 0)) for x in (-0.3, 0.3)))


@pytest.mark.parametrize("shape, volume, xx, zz", [
    (Box(size=(1, 2, 3)), 6, 6 * 13 / 12, 6 * 5 / 12),
    (Sphere(radius=2), 32 * np.pi / 3, 0.4 * 4 * 32 * np.pi / 3, 0.4 * 4 * 32 * np.pi / 3),
    (Cylinder(radius=1, height=2), 2 * np.pi, 2 * np.pi * (1 / 4 + 1 / 3), np.pi),
    (Cone(radius=1, height=2), 2 * np.pi / 3, None, np.pi / 5)])
def test_textbook_mass_and_inertia(shape, volume, xx, zz):
    found = mass_of(pieces(shape), density=1.0)
    assert found.mass == pytest.approx(volume, rel=0.004)
    assert found.inertia[2, 2] == pytest.approx(zz, rel=0.01)
    assert xx is None or found.inertia[0, 0] == pytest.approx(xx, rel=1e-9)


@pytest.mark.parametrize("shape", [Capsule(radius=0.3, height=1.0), Cup(radius=0.4, height=1.0, wall=0.1, handle=False),
                                   Cup(radius=0.4, height=0.9, wall=0.06)])
def test_mass_and_inertia_agree_with_the_drawn_triangles(shape):
    mesh, found = tessellate(shape), mass_of(pieces(shape), density=1.0)
    a, b, c = np.moveaxis(mesh.vertices[mesh.faces], 1, 0)
    volume = np.einsum("ij,ij->i", a, np.cross(b, c)) / 6
    centre = (volume @ (a + b + c)) / 4 / volume.sum()
    # second moments of tetrahedra about the origin: V / 20 (sum of squares and of the squared sum)
    total = a + b + c
    second = sum(np.einsum("i,ij,ik->jk", volume / 20, v, v) for v in (a, b, c, total)) - volume.sum() * np.outer(centre, centre)
    assert found.mass == pytest.approx(volume.sum(), rel=0.03)
    np.testing.assert_allclose(found.centre, centre, atol=0.01)
    np.testing.assert_allclose(found.inertia, np.trace(second) * np.eye(3) - second, atol=0.04 * np.trace(second))


@pytest.mark.parametrize("degrees", [(0, 0, 0), (10, 20, 30), (-80, 170, 45), (200, -60, 5)])
def test_principal_axes_give_the_inertia_back_and_are_a_rotation(degrees):
    corner = Compound(pieces=(Placed(shape=Box(size=(1, 0.2, 0.1))), Placed(shape=Box(size=(0.1, 0.8, 0.3)), position=(0.4, 0.5, 0.1))))
    part = Part(name="p", shape=corner, rotation=tuple(quat_from_euler(degrees).tolist()))
    found = rigid_body(Body(name="corner", parts=(part,), mass=3.0))
    turn = matrix_from_quat(found.body_from_centre.rotation)
    whole = mass_of(pieces(corner))
    outer = matrix_from_quat(part.rotation)
    np.testing.assert_allclose(turn @ np.diag(found.inertia) @ turn.T, outer @ whole.inertia @ outer.T * 3 / whole.mass, atol=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1.0)
    moved = mass_of([piece for group in found.parts for piece in group])
    np.testing.assert_allclose(moved.centre, 0, atol=1e-9)


def test_a_torque_turns_a_compound_as_its_own_inertia_says():
    moment = 2 * 1.0 * (0.4 * 0.01 + 0.09)
    couple = tuple(Force(target="bell", force=(0, f, 0), at=(x, 0, 0), duration=1 / 24) for f, x in ((2.0, 0.3), (-2.0, -0.3)))
    trajectory = simulate(scene(body("bell", DUMBBELL, mass=2.0), actions=couple, gravity=(0, 0, 0), frames=13))
    spin = 2 * np.arcsin(trajectory.rotations[12, 0, 2]) / (11.5 / 24)
    assert spin == pytest.approx(2 * 2.0 * 0.3 / 24 / moment, rel=0.01)


def test_a_blow_off_the_centre_turns_a_compound_as_its_own_inertia_says():
    struck = ball(position=(0.3, -0.4, 0), velocity=(0, 2, 0), friction=0.0, restitution=1.0)
    trajectory = simulate(scene(body("bell", DUMBBELL, mass=2.0, restitution=1.0, friction=0.0), struck, gravity=(0, 0, 0)))
    moment = 2 * 1.0 * (0.4 * 0.01 + 0.09)
    impulse = 2 * 2.0 / (1 + 1 / 2 + 0.09 / moment)  # e = 1: twice the closing speed over the sum of inverse masses at the point
    assert velocity(trajectory, 2)[-1, 1] == pytest.approx(2 - impulse, abs=0.02)
    assert velocity(trajectory, 1)[-1, 1] == pytest.approx(impulse / 2, abs=0.02)


def test_a_released_body_has_its_own_mass_again():
    struck = ball("a", position=(-1.5, 0, 0), velocity=(2, 0, 0), restitution=1.0)
    s = scene(struck, ball("b", restitution=1.0), actions=(Hold(target="b", duration=0.3),), gravity=(0, 0, 0))
    assert velocity(simulate(s), 2)[-1, 0] == pytest.approx(2.0, abs=0.03)


def test_a_body_spins_about_its_centre_of_mass_not_its_frame():
    parts = (Part(name="light", shape=Sphere(radius=0.1)), Part(name="heavy", shape=Sphere(radius=0.2), position=(1, 0, 0)))
    trajectory = simulate(scene(Body(name="pin", parts=parts, velocity=(0, 0, 0), spin=(0, 0, 2)), gravity=(0, 0, 0)))
    centre = (trajectory.positions[:, 0] + 8 * trajectory.positions[:, 1]) / 9
    np.testing.assert_allclose(velocity(trajectory, 1)[0], (0, 0, 0), atol=0.1)  # the frame starts at rest, as declared
    np.testing.assert_allclose(np.diff(centre, axis=0) * 24, np.tile((0, 2 * 8 / 9, 0), (24, 1)), atol=1e-6)


def test_a_turned_part_is_a_turned_inertia():
    upright, lying = (mass_of(pieces(Compound(pieces=(Placed(shape=Cylinder(radius=0.1, height=1), rotation=turned(*d)),))))
                      for d in ((0, 0, 0), (0, 90, 0)))
    np.testing.assert_allclose(np.diag(upright.inertia), np.diag(lying.inertia)[::-1], atol=1e-12)
