"""Standing things on other things: how far a shape reaches below its own frame once it is turned."""

import math

import numpy as np

from sim.geometry.tessellate import tessellate
from sim.math.conventions import Quat, matrix_from_quat, quat_multiply, quat_rotate
from sim.scene.forms import Form
from sim.scene.shapes import Box, Capsule, Compound, Cone, Cup, Cylinder, Shape, Sphere


def shape_depth_below(shape: Shape, rotation: Quat) -> float:
    """Metres from the shape's frame down to its lowest point, turned by this unit quaternion.

    0 for planes, height fields and mesh files, which lie in their frame as they are declared. A cup counts without its handle.
    """
    up = matrix_from_quat(rotation)[2]
    across = math.sqrt(max(0.0, 1 - up[2] ** 2))
    if isinstance(shape, Box):
        return float(np.abs(up) @ shape.size) / 2
    if isinstance(shape, Sphere):
        return shape.radius
    if isinstance(shape, (Cylinder, Cup)):
        return float(abs(up[2])) * shape.height / 2 + across * shape.radius
    if isinstance(shape, Capsule):
        return float(abs(up[2])) * shape.height / 2 + shape.radius
    if isinstance(shape, Cone):
        return float(max(up[2] * shape.height / 2 + across * shape.radius, -up[2] * shape.height / 2))
    if isinstance(shape, Compound):
        return max(shape_depth_below(p.shape, tuple(quat_multiply(rotation, p.rotation))) - float(quat_rotate(rotation, p.position)[2])
                   for p in shape.pieces)
    if isinstance(shape, Form):
        return -float((tessellate(shape).vertices @ up).min())
    return 0.0
