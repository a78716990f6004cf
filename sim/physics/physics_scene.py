"""The objects of a scene as they stand in the Bullet world: where each is, and whose each thing in that world is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.geometry.convex import Pose, pose
from sim.math.conventions import IDENTITY, Array
from sim.physics.bullet.world import BulletWorld
from sim.physics.rigid_bodies import RigidBody, part_poses
from sim.scene.objects import Body, Pivot
from sim.scene.shapes import Shape
from sim.scene.urdf import Urdf

Handle = tuple[int, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Actor:
    """A body in the world. handle and found are None if it never moves. above: the handle of what its pivot hangs on.
    jointed: it is on a pivot, or carries one."""

    body: Body
    first: int
    handle: Handle | None = None
    found: RigidBody | None = None
    pivot: Pivot | None = None
    above: Handle | None = None
    jointed: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Machine:
    """A mechanism in the world: what its file says, its Bullet number, the numbers and limits (rad or m) of its joints that move, and the
    name, shape and handle of each link that is a part."""

    name: str
    model: Urdf
    number: int
    joints: dict[str, int]
    limits: dict[str, tuple[float, float]]
    shapes: tuple[tuple[str, Shape], ...]
    links: tuple[Handle, ...]


@dataclass(kw_only=True, eq=False)
class PhysicsScene:
    """All of a scene's objects. owners: the object's name and the parts (first id, RigidBody or None) of every handle."""

    world: BulletWorld
    actors: dict[str, Actor] = field(default_factory=dict)
    machines: dict[str, Machine] = field(default_factory=dict)
    owners: dict[Handle, tuple[str, int, RigidBody | None]] = field(default_factory=dict)
    still: set[str] = field(default_factory=set)

    def world_from_body(self, name: str) -> Pose:
        """Where an object's frame is."""
        actor = self.actors[name]
        if actor.handle is None or actor.found is None:
            return pose(actor.body.position, actor.body.rotation)
        return self.world.pose(actor.handle).then(actor.found.centre_from_body)

    def handle(self, name: str) -> Handle:
        """Of a body that moves."""
        handle = self.actors[name].handle
        assert handle is not None
        return handle

    @cached_property
    def _inner(self) -> Pose:
        """Each part's pose in the frame that `_outer` gives for it."""
        rows = [_in_frame(actor) for actor in self.actors.values()]
        rows += [(np.zeros((1, 3)), np.array([IDENTITY])) for machine in self.machines.values() for _ in machine.links]
        return Pose(np.concatenate([np.zeros((0, 3)), *(p for p, _ in rows)]), np.concatenate([np.zeros((0, 4)), *(q for _, q in rows)]))

    def _outer(self) -> Pose:
        frames: list[tuple[Sequence[float], Sequence[float]]] = []
        for actor in self.actors.values():
            body = actor.body
            frame = self.world.numbers(actor.handle) if actor.handle else (body.position, body.rotation)
            frames += [frame] * len(body.parts)
        links = (self.world.link_frame(link) for machine in self.machines.values() for link in machine.links)
        frames += [(at.position.tolist(), at.rotation.tolist()) for at in links]
        return pose(np.reshape([place for place, _ in frames], (-1, 3)), np.reshape([turn for _, turn in frames], (-1, 4)))

    def poses(self) -> tuple[Array, Array]:
        """world_from_part of every part, in the order of the part table: positions (P, 3) and quaternions (P, 4)."""
        at = self._outer().then(self._inner)
        return at.position, at.rotation / np.linalg.norm(at.rotation, axis=-1, keepdims=True)

    def joint_names(self) -> tuple[str, ...]:
        """'object.joint' of every joint that moves."""
        return tuple(f"{name}.{joint}" for name, machine in self.machines.items() for joint in machine.joints)

    def joints(self) -> list[float]:
        """Where those joints are, rad or m."""
        return [self.world.joint(machine.number, joint) for machine in self.machines.values() for joint in machine.joints.values()]


def velocity_at_centre(physics: PhysicsScene, name: str, velocity: Sequence[float], spin: Sequence[float]) -> tuple[Array, Array]:
    """Velocity and spin of a body's centre of mass for those of its frame."""
    actor = physics.actors[name]
    assert actor.handle is not None
    arm = physics.world.pose(actor.handle).position - physics.world_from_body(name).position
    return np.array(velocity, float) + np.cross(spin, arm), np.array(spin, float)


def spin_about_pivot(physics: PhysicsScene, actor: Actor, spin: Sequence[float]) -> None:
    """Set the spin of a body on a pivot, rad/s, world axes."""
    assert actor.handle is not None and actor.pivot is not None
    above = physics.world.velocity(actor.above)[1] if actor.above else np.zeros(3)
    physics.world.set_spin(actor.handle, np.array(spin, float), above, actor.pivot.axis)


def _in_frame(actor: Actor) -> tuple[Array, Array]:
    """Poses of a body's parts in its principal frame, or in its own if it never moves."""
    return part_poses(actor.body, actor.found.centre_from_body if actor.found else pose())
