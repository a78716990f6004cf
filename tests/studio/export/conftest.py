"""A small shot to deliver: a floor, a box with a lid that slides and a ball that rolls, a still camera, then after a cut one that moves."""

from fractions import Fraction

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from render.view import Cut, Key, Rig, Shading, View
from sim.math.conventions import quat_from_euler
from sim.scene.objects import Body, Part
from sim.scene.parts import part_table
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane, Sphere
from sim.trajectory import CONTACT, Trajectory

FRAMES, CUT = 6, 3
"""The cut lies between frames 2 and 3."""
BALL = 4
"""Part id."""
FPS = Fraction(24000, 1001)
STEP = np.array([0.1, 0.0, 0.05])
"""m that the box moves each frame."""


def body(name, *parts):
    return Body(name=name, parts=parts, fixed=True)


@pytest.fixture(scope="session")
def shot():
    return make_shot()


def make_shot():
    """Passes of FRAMES frames, 96x54."""
    lid = Part(name="lid", shape=Box(size=(0.3, 0.3, 0.15)), position=(0.0, 0.0, 0.475))
    scene = Scene(bodies=(body("floor", Part(name="it", shape=Plane(size=(6.0, 6.0)))),
                          body("box", Part(name="chest", shape=Box(size=(0.8, 0.5, 0.8))), lid),
                          body("red-ball", Part(name="it", shape=Sphere(radius=0.3)))), frames=FRAMES, fps=FPS)
    positions, rotations = np.zeros((FRAMES, 4, 3)), np.tile([0.0, 0.0, 0.0, 1.0], (FRAMES, 4, 1))
    step = np.arange(FRAMES)[:, None]
    positions[:, 1] = [-0.2, 0.0, 0.9] + step * STEP
    positions[:, 2] = positions[:, 1] + lid.position
    positions[:, BALL - 1] = [-1.3, 0.4, 0.3] + step * [0.2, 0.0, 0.0]
    rotations[:, BALL - 1] = quat_from_euler(step * [0.0, 38.0, 0.0])
    trajectory = Trajectory(parts=part_table(scene), positions=positions, rotations=rotations, joint_names=(),
                            joints=np.zeros((FRAMES, 0)), bone_positions=np.zeros((FRAMES, 0, 3)),
                            bone_rotations=np.zeros((FRAMES, 0, 4)), contacts=np.zeros(0, CONTACT), actions=(), fps=FPS)
    still = Rig(keys=(Key(time=0.0, position=(0.0, -4.0, 1.0), look_at=(0.0, 0.0, 1.0), focal=30.0),))
    moves = Rig(keys=(Key(time=0.0, position=(1.0, -3.0, 1.6), look_at=(0.0, 0.3, 0.6), focal=28.0),
                      Key(time=0.3, position=(2.0, -3.0, 1.2), look_at=(0.0, 0.3, 0.8), focal=40.0)))
    view = View(cuts=(Cut(time=0.0, rig=still), Cut(time=float(CUT / FPS), rig=moves)),
                surfaces={"box": Shading(colour=(0.8, 0.2, 0.1))})
    return render(scene, trajectory, view, RenderConfig(width=96, height=54, rasteriser="rays"))


@pytest.fixture(scope="session")
def pictures():
    """(FRAMES, 54, 96, 3) uint8: as if painted."""
    return np.random.default_rng(0).integers(0, 256, (FRAMES, 54, 96, 3), np.uint8)
