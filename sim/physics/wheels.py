"""Wheels of a mechanism that stands free: which of its joints roll and which steer, and how fast each must go for a way of the whole."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.geometry.tessellate import tessellate
from sim.math.conventions import Array, quat_inverse, quat_rotate
from sim.scene.urdf import Joint, Urdf
from sim.scene.urdf_poses import link_poses

LEVEL = 0.9
"""How near to level an axle, and to upright a steering axis, must be: a cosine."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Wheel:
    """joint: its name. place: (3,) m, of its axle's middle in the root's frame at first. axis: (3,) unit, there. radius: m. steering: the
    joint that turns it about an upright axis, or "". upward: 1 if that joint's axis points up, else -1."""

    joint: str
    place: Array
    axis: Array
    radius: float
    steering: str = ""
    upward: int = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Undercarriage:
    """The wheels of a mechanism."""

    wheels: tuple[Wheel, ...]

    @cached_property
    def forward(self) -> Array:
        """(3,) unit, in the root's frame: across the axles, towards its +x, or its +y if that is along them."""
        axle = sum((wheel.axis * np.sign(wheel.axis @ self.wheels[0].axis) for wheel in self.wheels), np.zeros(3))
        way = np.cross(axle, (0.0, 0.0, 1.0))
        way /= max(float(np.linalg.norm(way)), 1e-12)
        return way if way[0] > 0.1 or abs(way[0]) <= 0.1 and way[1] > 0 else -way

    @cached_property
    def middle(self) -> Array:
        """(3,) of the wheels that do not steer, about which the whole turns."""
        return np.mean([wheel.place for wheel in self.wheels if not wheel.steering] or [wheel.place for wheel in self.wheels], axis=0)

    def speeds(self, speed: float, turn: float) -> tuple[dict[str, float], dict[str, float]]:
        """rad/s of each rolling joint and rad of each steering one, by name, for a speed, m/s, and a turn to the left, rad/s."""
        rolling, steering = {}, {}
        left = np.cross((0.0, 0.0, 1.0), self.forward)
        for wheel in self.wheels:
            ahead, aside = (wheel.place - self.middle) @ self.forward, (wheel.place - self.middle) @ left
            own = np.array([speed - turn * aside, turn * ahead if wheel.steering else 0.0])
            way = float(np.cross(wheel.axis, (0.0, 0.0, 1.0)) @ self.forward)
            rolling[wheel.joint] = float(np.linalg.norm(own) * np.sign(own[0])) / (wheel.radius * way)
            if wheel.steering:
                steering[wheel.steering] = wheel.upward * float(np.arctan2(own[1], max(own[0], 1e-9)))
        return rolling, steering


def undercarriage(model: Urdf) -> Undercarriage:
    """The wheels of a URDF: joints that turn without end about a level axis, with something that collides on them."""
    poses, colliders = link_poses(model, {}), dict(model.colliders)
    above = {joint.child: joint for joint in (*model.joints, *model.fixed)}
    wheels = []
    for joint in model.joints:
        if joint.kind == "continuous" and joint.child in colliders and joint.child in poses:
            position, rotation = poses[joint.child]
            axis = quat_rotate(rotation, np.array(joint.axis) / np.linalg.norm(joint.axis))
            if abs(axis[2]) < 1 - LEVEL:
                corners = tessellate(colliders[joint.child]).vertices
                own = quat_rotate(quat_inverse(rotation), axis)
                radius = float(np.linalg.norm(corners - np.outer(corners @ own, own), axis=1).max())
                steer = _steering(joint, above, poses)
                upward = 1 if steer is None else int(np.sign(quat_rotate(poses[steer.child][1], steer.axis)[2]))
                wheels.append(Wheel(joint=joint.name, place=position, axis=axis, radius=radius, steering=steer.name if steer else "",
                                    upward=upward))
    return Undercarriage(wheels=tuple(wheels))


def _steering(wheel: Joint, above: dict[str, Joint], poses: dict) -> Joint | None:
    """The joint between a wheel and the root that turns about an upright axis."""
    joint = above.get(wheel.parent)
    while joint is not None:
        if joint.kind == "revolute" and abs(quat_rotate(poses[joint.child][1], np.array(joint.axis))[2]) > LEVEL:
            return joint
        joint = above.get(joint.parent)
    return None
