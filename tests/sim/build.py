"""Short ways to declare what the tests simulate."""

import numpy as np

from sim.conventions import quat_from_euler
from sim.scene import Body, Part, Scene
from sim.shapes import Box, Plane, Shape, Sphere
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
