"""A small set for the tests of the render room: a floor, a wall, a pillar, a moving ball and a turning, thrown box."""

from fractions import Fraction

import numpy as np
import pytest

from render.view import Cut, Key, Rig, Shading, Sun, View
from sim.math.conventions import quat_from_euler
from sim.scene.objects import Body, Part
from sim.scene.parts import part_table
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Cylinder, Plane, Sphere
from sim.trajectory import CONTACT, Trajectory

FRAMES = 30


def body(name, shape, position=(0.0, 0.0, 0.0)):
    return Body(name=name, parts=(Part(name="it", shape=shape),), position=position, fixed=True)


def trajectory_of(scene, positions, rotations):
    return Trajectory(parts=part_table(scene), positions=positions, rotations=rotations, joint_names=(),
                      joints=np.zeros((len(positions), 0)), bone_positions=np.zeros((len(positions), 0, 3)),
                      bone_rotations=np.zeros((len(positions), 0, 4)), contacts=np.zeros(0, CONTACT), actions=(), fps=Fraction(24))


def still(scene, frames=1):
    """The trajectory of a scene of one-part bodies in which nothing moves."""
    rotations = np.array([b.rotation for b in scene.bodies], float)
    positions = np.array([b.position for b in scene.bodies], float)
    return trajectory_of(scene, np.repeat(positions[None], frames, 0), np.repeat(rotations[None], frames, 0))


def looking(position, look_at, focal=35.0, **more):
    return View(cuts=(Cut(time=0.0, rig=Rig(keys=(Key(time=0.0, position=position, look_at=look_at, focal=focal),))),), **more)


@pytest.fixture(scope="session")
def playground():
    """(scene, trajectory, view) of FRAMES frames; the camera goes round."""
    scene = Scene(bodies=(body("floor", Plane(size=(12.0, 12.0))), body("wall", Box(size=(12.0, 0.2, 1.2)), (0.0, 3.0, 0.6)),
                          body("pillar", Cylinder(radius=0.25, height=2.0), (0.0, 0.0, 1.0)),
                          body("ball", Sphere(radius=0.3), (-1.0, 0.8, 0.3)),
                          body("box", Box(size=(0.5, 0.4, 0.6)), (0.9, -0.3, 0.8))), frames=FRAMES)
    base = still(scene, FRAMES)
    positions, rotations = np.array(base.positions), np.array(base.rotations)
    step = np.arange(FRAMES) / FRAMES
    positions[:, 3, 0] += 2.0 * step
    positions[:, 4, 2] += 0.4 * np.sin(np.pi * step)
    rotations[:, 3] = quat_from_euler(np.stack([0 * step, 380 * step, 0 * step], axis=1))
    rotations[:, 4] = quat_from_euler(np.stack([80 * step, 20 + 0 * step, 140 * step], axis=1))
    rig = Rig(keys=(Key(time=0.0, position=(0.4, -4.0, 1.6), look_at=(0.0, 0.3, 0.6)),), orbit=25.0)
    view = View(cuts=(Cut(time=0.0, rig=rig),), lights=(Sun(),), surfaces={
        "floor": Shading(colour=(0.6, 0.45, 0.3), material="wood"), "ball": Shading(colour=(0.8, 0.1, 0.1), material="striped")})
    return scene, trajectory_of(scene, positions, rotations), view
