"""Puts bodies into a Bullet world, before it is stepped."""

from collections.abc import Sequence

import numpy as np

from sim.errors import DeclarationError
from sim.geometry.convex import Pose, pose, shifted
from sim.math.conventions import IDENTITY, quat_inverse, quat_rotate
from sim.physics.bullet.colliders import convex_collider, exact_collider, lists
from sim.physics.bullet.urdf_text import bullet_urdf
from sim.physics.bullet.world import BulletWorld
from sim.physics.quiet import silent
from sim.physics.rigid_bodies import RigidBody
from sim.scene.objects import Body, Mechanism, Pivot
from sim.scene.shapes import Shape
from sim.scene.urdf import Urdf


class Builder:
    """Adds bodies to a world and returns their handles, Bullet's (body, link) numbers."""

    def __init__(self, world: BulletWorld) -> None:
        self._world, self._client = world, world.client

    def add_static(self, body: Body, shape: Shape, at: Pose) -> tuple[int, int]:
        """A part that never moves, with its shape exactly as drawn; a Plane is the half-space below it."""
        number = self._client.createMultiBody(0, exact_collider(self._client, shape), -1, *lists(at), useMaximalCoordinates=True)
        self._surface((number, -1), body)
        self._world.leave_out((number, -1), True)
        self._world.only_moving((number, -1))
        return number, -1

    def add_free(self, found: RigidBody) -> tuple[int, int]:
        """A body that moves freely."""
        number = self._client.createMultiBody(found.mass, convex_collider(self._client, found.parts), -1, *lists(found.world_from_centre),
                                              useMaximalCoordinates=True)
        self._client.changeDynamics(number, -1, ccdSweptSphereRadius=0.8 * found.reach)
        self._finish((number, -1), found)
        return number, -1

    def add_linked(self, root: RigidBody | None, links: Sequence[tuple[RigidBody, Pivot, int]]) -> list[tuple[int, int]]:
        """Bodies on pivots as one articulated body, so that they cannot drift apart (Featherstone 2008). `links` says what each
        hangs on: 0 is the root (None: the world), i + 1 is links[i]. Handles of the root, if any, and the links, in order."""
        client = self._client
        base = root.world_from_centre if root else pose()
        above = [base, *(_hung(found, pivot) for found, pivot, _ in links)]
        frames = [above[parent].inverse().then(above[i]) for i, (_, _, parent) in enumerate(links, 1)]
        # its centre of mass lies away from its pivot, where the link's frame is
        centres = [above[i].inverse().then(found.world_from_centre).position for i, (found, _, _) in enumerate(links, 1)]
        shapes = [convex_collider(client, shifted(found.parts, centre)) for (found, _, _), centre in zip(links, centres)]
        number = client.createMultiBody(
            root.mass if root else 0, convex_collider(client, root.parts) if root else -1, -1, *lists(base),
            linkMasses=[found.mass for found, _, _ in links], linkCollisionShapeIndices=shapes,
            linkVisualShapeIndices=[-1] * len(links), linkPositions=[list(map(float, frame.position)) for frame in frames],
            linkOrientations=[list(map(float, frame.rotation)) for frame in frames],
            linkInertialFramePositions=[list(map(float, c)) for c in centres],
            linkInertialFrameOrientations=[list(IDENTITY)] * len(links), linkParentIndices=[parent for _, _, parent in links],
            linkJointTypes=[client.JOINT_SPHERICAL if pivot.axis is None else client.JOINT_REVOLUTE for _, pivot, _ in links],
            linkJointAxis=[_local_axis(above[i], pivot) for i, (_, pivot, _) in enumerate(links, 1)])
        if root:
            self._finish((number, -1), root)
        for i, (found, pivot, _) in enumerate(links):
            self._finish((number, i), found)
            self._loosen(number, i, pivot)
        return [(number, i) for i in range(-1 if root else 0, len(links))]

    def add_mechanism(self, mechanism: Mechanism, passive: dict[str, tuple[float, float]],
                      model: Urdf) -> tuple[int, dict[str, int], dict[str, int]]:
        """A URDF. `passive`: each joint's damping and friction. model: what the file says. Returns its number, and link and joint numbers
        by name."""
        client = self._client
        path, weightless = bullet_urdf(client, mechanism, model)
        number = self._load(mechanism, path)
        infos = [client.getJointInfo(number, i) for i in range(client.getNumJoints(number))]
        links = {client.getBodyInfo(number)[0].decode(): -1} | {info[12].decode(): info[0] for info in infos}
        joints = {info[1].decode(): info[0] for info in infos if info[1].decode() in passive}
        for name, link in links.items():
            client.changeDynamics(number, link, restitution=mechanism.restitution, linearDamping=0, angularDamping=0)
            if link >= 0 and name in weightless:
                client.changeDynamics(number, link, mass=0)  # Bullet takes it to be 1 kg
            elif link >= 0 and not any(client.getDynamicsInfo(number, link)[2]):
                raise DeclarationError(f"{mechanism.name}: link {name} of {mechanism.urdf!r} has no inertia that a real thing can have: "
                                       "each of ixx, iyy, izz must be above 0 and less than the sum of the other two.")
        for name, joint in joints.items():
            damping, friction = passive[name]
            client.changeDynamics(number, joint, jointDamping=damping)
            self._world.start_joint(number, joint, dict(mechanism.joints).get(name, 0.0))
            client.setJointMotorControl2(number, joint, client.VELOCITY_CONTROL, targetVelocity=0, force=friction)
        return number, links, joints

    def _load(self, mechanism: Mechanism, path: str) -> int:
        """The number of a mechanism that stands where it was declared."""
        client = self._client
        try:
            with silent(1):
                number = client.loadURDF(path, useFixedBase=mechanism.fixed,
                                         flags=client.URDF_USE_INERTIA_FROM_FILE | client.URDF_MAINTAIN_LINK_ORDER)
        except client.failure as error:
            raise DeclarationError(f"{mechanism.name}: PyBullet cannot load {mechanism.urdf!r}: {error}. Check the files and "
                                   "inertias that it names.") from None
        inner = client.getDynamicsInfo(number, -1)
        base = pose(mechanism.position, mechanism.rotation).then(pose(inner[3], inner[4]))
        client.resetBasePositionAndOrientation(number, *lists(base))
        return number

    def _finish(self, handle: tuple[int, int], found: RigidBody) -> None:
        self._world.own_mass(handle, found.mass, list(map(float, found.inertia)))
        self._surface(handle, found.body)
        self._client.changeDynamics(*handle, linearDamping=0, angularDamping=0, jointDamping=0,
                                    activationState=self._client.ACTIVATION_STATE_DISABLE_SLEEPING)

    def _surface(self, handle: tuple[int, int], body: Body) -> None:
        self._client.changeDynamics(*handle, lateralFriction=body.friction, restitution=body.restitution,
                                    rollingFriction=body.rolling_friction, spinningFriction=0)

    def _loosen(self, number: int, link: int, pivot: Pivot) -> None:
        """Take away the motor that Bullet gives every joint."""
        client = self._client
        if pivot.axis is None:
            client.setJointMotorControlMultiDof(number, link, client.POSITION_CONTROL, targetPosition=list(IDENTITY),
                                                positionGain=0, velocityGain=0, force=[0, 0, 0])
        else:
            client.setJointMotorControl2(number, link, client.VELOCITY_CONTROL, force=0)


def _hung(found: RigidBody, pivot: Pivot) -> Pose:
    """world_from_link of a link: at its pivot, along its principal axes."""
    return Pose(np.array(pivot.anchor, float), found.world_from_centre.rotation)


def _local_axis(frame: Pose, pivot: Pivot) -> list[float]:
    axis = np.array(pivot.axis or (0.0, 0.0, 1.0), float)
    return list(map(float, quat_rotate(quat_inverse(frame.rotation), axis / np.linalg.norm(axis))))
