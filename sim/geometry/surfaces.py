"""Where a vessel's mouth, the lowest point of its rim and the disc that is seen of its liquid are."""

import numpy as np

from sim.geometry.convex import HERE, Pose, pose
from sim.math.conventions import Array, quat_inverse, quat_rotate
from sim.scene.hollows import tilt_of
from sim.scene.vessels import Vessel

SEEN = 0.001
"""m: what stands less high over the floor is not seen."""


def body_from_mouth(vessel: Vessel) -> Pose:
    """The middle of its mouth, z along its axis, in the body's frame."""
    return _body_from_hollow(vessel).then(pose((0.0, 0.0, vessel.hollow.height)))


def lip(mouth: Pose, radius: float) -> Array:
    """The lowest point (3,) of a circle round a mouth, m, world; of a level one, some point of it."""
    up = quat_rotate(mouth.rotation, (0.0, 0.0, 1.0))
    down = up * up[2] - np.array([0.0, 0.0, 1.0])
    return mouth.position + radius * down / max(float(np.linalg.norm(down)), 1e-12)


def surface(vessel: Vessel, world_from_body: Pose, level: float) -> Pose:
    """Where the disc is when this share is filled: at that height along the axis, as level as it can lie with its edge in the wall,
    above the bottom and below the rim; in the floor if there is nothing to be seen."""
    world_from_hollow = world_from_body.then(_body_from_hollow(vessel))
    return world_from_hollow.then(_lying(vessel, quat_rotate(quat_inverse(world_from_hollow.rotation), (0.0, 0.0, 1.0)), level))


def _body_from_hollow(vessel: Vessel) -> Pose:
    """The middle of its floor, z towards its mouth."""
    up = quat_rotate(vessel.cup.rotation, (0.0, 0.0, 1.0))
    return pose(vessel.cup.position + up * (vessel.hollow.wall - vessel.hollow.height) / 2, vessel.cup.rotation)


def _lying(vessel: Vessel, up: Array, level: float) -> Pose:
    """The disc's pose in the hollow's frame, `up` being upwards there."""
    hollow, edge, thick = vessel.hollow, vessel.disc.radius, vessel.disc.height
    height = level * hollow.height
    if height < SEEN:
        return Pose(np.array([0.0, 0.0, -hollow.wall / 2]), HERE.rotation)
    room = min(height + hollow.wall - thick, hollow.height - height) / edge
    tilt = min(tilt_of(up), float(np.arccos(hollow.radius / edge)), float(np.arcsin(np.clip(room, 0.0, 1.0))))
    axis = np.array([-up[1], up[0]]) / max(float(np.hypot(up[0], up[1])), 1e-12)
    lying = pose((0.0, 0.0, height), (*(axis * np.sin(tilt / 2)), 0.0, np.cos(tilt / 2)))
    return lying.then(pose((0.0, 0.0, -thick / 2)))
