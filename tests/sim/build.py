"""Short ways to declare what the tests simulate."""

import numpy as np

from sim.math.conventions import quat_from_euler
from sim.scene.objects import Body, Part
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane, Shape, Sphere
from sim.trajectory import Trajectory

G = 9.81


def body(name: str, shape: Shape, **fields) -> Body:
    """A body of one part."""
    return Body(name=name, parts=(Part(name="part", shape=shape),), **fields)


def floor(**fields) -> Body:
    """The half-space below z = 0; its friction and restitution of 1 leave those of what lies on it."""
    return body("floor", Plane(size=(10, 10)), fixed=True, **({"friction": 1.0, "restitution": 1.0} | fields))


def ball(name: str = "ball", **fields) -> Body:
    return body(name, Sphere(radius=0.1), **({"mass": 1.0} | fields))


def cube(name: str = "cube", **fields) -> Body:
    return body(name, Box(size=(0.1, 0.1, 0.1)), **fields)


def scene(*bodies: Body, **fields) -> Scene:
    return Scene(bodies=bodies, **({"frames": 25} | fields))


def turned(*degrees: float) -> tuple[float, ...]:
    return tuple(quat_from_euler(degrees).tolist())


def velocity(trajectory: Trajectory, part: int) -> np.ndarray:
    """Velocities (T - 1, 3) of a part between frames, m/s."""
    return np.diff(trajectory.positions[:, part - 1], axis=0) * float(trajectory.fps)


DOOR = """<robot name="door">
  <link name="post"><visual><geometry><box size="0.1 0.1 2"/></geometry></visual>
    <collision><geometry><box size="0.1 0.1 2"/></geometry></collision></link>
  <link name="leaf">
    <inertial><origin xyz="0.4 0 0"/><mass value="5"/><inertia ixx="0.6" iyy="0.8" izz="0.21" ixy="0" ixz="0" iyz="0"/></inertial>
    <visual><origin xyz="0.4 0 0" rpy="0 0 0"/><geometry><box size="0.7 0.04 1.2"/></geometry></visual>
    <collision><origin xyz="0.4 0 0"/><geometry><box size="0.7 0.04 1.2"/></geometry></collision></link>
  <link name="weight"/>
  <joint name="hinge" type="revolute"><parent link="post"/><child link="leaf"/><origin xyz="0 0 0.2"/><axis xyz="0 0 1"/>
    <limit lower="0" upper="1.6" effort="100" velocity="10"/></joint>
  <joint name="screw" type="fixed"><parent link="leaf"/><child link="weight"/><origin xyz="0.7 0 0"/></joint>
</robot>"""
