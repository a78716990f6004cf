"""Standing things on other things: how far a shape reaches below its own frame once it is turned."""

import math

import numpy as np

from sim.geometry.mesh_files import load_mesh
from sim.geometry.tessellate import tessellate
from sim.math.conventions import Quat, matrix_from_quat, quat_multiply, quat_rotate
from sim.scene.forms import Form
from sim.scene.objects import Mechanism
from sim.scene.shapes import Box, Capsule, Compound, Cone, Cup, Cylinder, MeshFile, Shape, Sphere
from sim.scene.urdf_poses import link_poses


def shape_depth_below(shape: Shape, rotation: Quat) -> float:
    """Metres from the shape's frame down to its lowest point, turned by this unit quaternion.

    0 for planes and height fields, which lie in their frame as they are declared. A cup counts without its handle.
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
    if isinstance(shape, MeshFile):
        return -float((load_mesh(shape.path, shape.scale, shape.material)[0] @ up).min())
    return 0.0


def depth_of(mechanism: Mechanism) -> float:
    """Metres from a mechanism's base frame down to its lowest point, turned and with its joints as declared. Of one that is not fixed, that
    of what of it collides: on that it will stand."""
    model = mechanism.model
    poses = link_poses(model, dict(mechanism.joints))
    shapes = model.colliders if model.colliders and not mechanism.fixed else (*model.colliders, *model.links)
    there = [(shape, *poses[link]) for link, shape in shapes if link in poses]
    depths = [shape_depth_below(shape, tuple(quat_multiply(mechanism.rotation, turn))) - float(quat_rotate(mechanism.rotation, place)[2])
              for shape, place, turn in there]
    return max(depths, default=0.0)
