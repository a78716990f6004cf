"""The Bullet world that is stepped: where its bodies are, how they move, and what acts on them. Positions and velocities are those of
centres of mass."""

from collections.abc import Collection, Sequence
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from sim.geometry.convex import Pose, pose
from sim.math.conventions import quat_inverse, quat_rotate
from sim.physics.bullet.client import Client
from sim.physics.bullet.colliders import lists
from sim.physics.rigid_bodies import HEAVY

THINGS, FIXED, LIMBS = 1, 2, 64
"""Collision groups: what moves, what does not, and people's limbs. PyBullet lets two collide if either's mask has the other's group."""


class BulletWorld:
    """One Bullet world, to be used in a `with`; a Builder puts bodies into it. Handles are Bullet's (body, link) numbers; link -1 is the
    base.

    asleep: bodies that are left out of the stepping until something happens to them. stirred: those of them that were acted on.
    """

    def __init__(self, step: float, gravity: Sequence[float]) -> None:
        self.step, self.gravity = step, np.array(gravity, float)
        self._inertia: dict[tuple[int, int], tuple[float, list[float]]] = {}
        self._starts: dict[tuple[int, int], float] = {}
        self.asleep: set[tuple[int, int]] = set()
        self.stirred: list[tuple[int, int]] = []
        self.client = Client(step)
        self.client.setGravity(*map(float, gravity))

    def __enter__(self) -> "BulletWorld":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.client.close()

    def own_mass(self, handle: tuple[int, int], mass: float, inertia: list[float]) -> None:
        """Give a new body its own mass, kg, and principal moments of inertia, kg m2."""
        self._inertia[handle] = mass, inertia
        self.weigh(handle, heavy=False)

    def start_joint(self, number: int, joint: int, position: float) -> None:
        """Put a joint where it starts, rad or m."""
        self._starts[number, joint] = position
        self.client.resetJointState(number, joint, position)

    def ignore(self, a: tuple[int, int], b: tuple[int, int], through: bool = True) -> None:
        """Let two things pass through each other, or no longer."""
        self.client.setCollisionFilterPair(a[0], b[0], a[1], b[1], 0 if through else 1)

    def only_things(self, handle: tuple[int, int], there: bool = True) -> None:
        """Let a body pass through what never moves, and through others of which this was said; if it is not there, through all."""
        self.client.setCollisionFilterGroupMask(*handle, *((LIMBS, THINGS) if there else (0, 0)))

    def only_moving(self, handle: tuple[int, int]) -> None:
        """Let a body that never moves pass through others that do not, and through people's limbs."""
        self.client.setCollisionFilterGroupMask(*handle, FIXED, ~(FIXED | LIMBS))

    def settle(self) -> None:
        """Take one step and go back to the start, at rest: only in a step does Bullet take in the inertia that a body was given."""
        bases = {handle: self.pose(handle) for handle in self._inertia if handle[1] < 0}
        swings = {handle: self.swing(handle) for handle in self._inertia if handle[1] >= 0}
        self.client.setGravity(0, 0, 0)
        self.advance()
        self.client.setGravity(*self.gravity.tolist())
        for handle, at in bases.items():
            self.place(handle, at, np.zeros(3), np.zeros(3))
        for handle, (position, speed) in swings.items():
            self.set_swing(handle, position, [0.0] * len(speed))
        for (number, joint), start in self._starts.items():
            self.client.resetJointState(number, joint, start)

    def advance(self) -> None:
        """One step."""
        self.client.stepSimulation()

    def pose(self, handle: tuple[int, int]) -> Pose:
        """world_from_centre."""
        return pose(*self.numbers(handle))

    def numbers(self, handle: tuple[int, int]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """What `pose` gives as plain numbers, the quaternion as Bullet has it."""
        number, link = handle
        if link < 0:
            return self.client.getBasePositionAndOrientation(number)
        return self.client.getLinkState(number, link, computeForwardKinematics=1)[:2]

    def centre(self, handle: tuple[int, int]) -> tuple[float, ...]:
        """What `pose` gives as seven plain numbers, as the last step left it."""
        number, link = handle
        position, rotation = self.client.getBasePositionAndOrientation(number) if link < 0 else \
            self.client.getLinkState(number, link)[:2]
        return *position, *rotation

    def link_frame(self, handle: tuple[int, int]) -> Pose:
        """world_from_link of a URDF's link, in the file's frame."""
        number, link = handle
        if link < 0:
            inner = self.client.getDynamicsInfo(number, -1)
            return self.pose(handle).then(pose(inner[3], inner[4]).inverse())
        return pose(*self.client.getLinkState(number, link, computeForwardKinematics=1)[4:6])

    def box(self, handle: tuple[int, int]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Lowest and highest corner of the box round a thing, along the world's axes, m; without end for a Plane."""
        return self.client.getAABB(*handle)

    def leave_out(self, handle: tuple[int, int], out: bool) -> None:
        """Leave a body out of the stepping, or no longer. Bullet takes it in for as long as what is not left out comes near its box."""
        self.client.changeDynamics(*handle, activationState=self.client.ACTIVATION_STATE_SLEEP if out else
                   self.client.ACTIVATION_STATE_DISABLE_SLEEPING)

    def _stir(self, handle: tuple[int, int]) -> None:
        if handle in self.asleep:
            self.stirred.append(handle)

    def velocity(self, handle: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Of the centre of mass, m/s, and spin, rad/s."""
        number, link = handle
        if link < 0:
            linear, spin = self.client.getBaseVelocity(number)
        else:
            linear, spin = self.client.getLinkState(number, link, computeLinkVelocity=1, computeForwardKinematics=1)[6:8]
        return np.array(linear), np.array(spin)

    def put(self, handle: tuple[int, int], at: Pose) -> None:
        """Put the base of a body at a pose."""
        self.client.resetBasePositionAndOrientation(handle[0], *lists(at))

    def place(self, handle: tuple[int, int], at: Pose, velocity: NDArray[np.float64], spin: NDArray[np.float64]) -> None:
        """Put the base of a body at a pose, with a velocity, m/s, and spin, rad/s."""
        self.put(handle, at)
        self.set_velocity(handle, velocity, spin)

    def set_velocity(self, handle: tuple[int, int], velocity: NDArray[np.float64], spin: NDArray[np.float64]) -> None:
        """Of the base of a body: its centre's, m/s, and spin, rad/s."""
        self._stir(handle)
        self.client.resetBaseVelocity(handle[0], velocity.tolist(), spin.tolist())

    def swing(self, handle: tuple[int, int]) -> tuple[list[float], list[float]]:
        """Position and velocity of the pivot of a linked body, in Bullet's terms."""
        position, velocity, *_ = self.client.getJointStateMultiDof(*handle)
        return list(position), list(velocity)

    def set_swing(self, handle: tuple[int, int], position: list[float], velocity: list[float]) -> None:
        """Set what `swing` gives."""
        self.client.resetJointStateMultiDof(*handle, position, velocity)

    def set_spin(self, handle: tuple[int, int], spin: NDArray[np.float64], above: NDArray[np.float64],
                 axis: Sequence[float] | None) -> None:
        """Spin a linked body about its pivot: rad/s, world; `above` is the spin of what it hangs on, `axis` the world axis, if one."""
        relative, (position, _) = np.asarray(spin, float) - above, self.swing(handle)
        if axis is not None:
            self.set_swing(handle, position, [float(relative @ np.array(axis) / np.linalg.norm(axis))])
        else:
            turned = self.pose(handle).rotation
            self.set_swing(handle, position, list(map(float, quat_rotate(quat_inverse(turned), relative))))

    def push(self, handle: tuple[int, int], force: NDArray[np.float64], point: NDArray[np.float64]) -> None:
        """A force, N, at a world point, m, during the next step."""
        self._stir(handle)
        self.client.applyExternalForce(*handle, force.tolist(), point.tolist(), self.client.WORLD_FRAME)

    def weightless(self, handle: tuple[int, int], centre: NDArray[np.float64]) -> None:
        """Cancel gravity on a heavy body, whose centre is at this world point, during the next step."""
        self.push(handle, -HEAVY * self.gravity, centre)

    def weigh(self, handle: tuple[int, int], heavy: bool) -> None:
        """Give a body its own mass, or one that nothing can push."""
        self._stir(handle)
        mass, inertia = (HEAVY, [HEAVY] * 3) if heavy else self._inertia[handle]
        self.client.changeDynamics(*handle, mass=mass)
        self.client.changeDynamics(*handle, localInertiaDiagonal=inertia)

    def inertia(self, handle: tuple[int, int]) -> tuple[float, NDArray[np.float64]]:
        """Own mass, kg, and principal moments (3,), kg m2."""
        mass, inertia = self._inertia[handle]
        return mass, np.array(inertia)

    def drive(self, number: int, joint: int, position: float, velocity: float, effort: float) -> None:
        """Steer a joint towards a position, rad or m, and velocity, with at most this effort, N m or N."""
        self.client.setJointMotorControl2(number, joint, self.client.POSITION_CONTROL, targetPosition=position,
                   targetVelocity=velocity, positionGain=0.1, velocityGain=1.0, force=effort)

    def roll(self, number: int, joint: int, rate: float, effort: float) -> None:
        """Turn a joint at a rate, rad/s, with at most this effort, N m."""
        self.client.setJointMotorControl2(number, joint, self.client.VELOCITY_CONTROL, targetVelocity=rate, force=effort)

    def mass(self, number: int) -> float:
        """kg, of all links of a body."""
        return sum(self.client.getDynamicsInfo(number, link)[0] for link in range(-1, self.client.getNumJoints(number)))

    def joint_axis(self, number: int, joint: int) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
        """A world point on a joint's axis, m, its world direction as it is now, and whether it turns, or slides."""
        at, info = self.link_frame((number, joint)), self.client.getJointInfo(number, joint)
        return at.position, quat_rotate(at.rotation, np.array(info[13])), info[2] == self.client.JOINT_REVOLUTE

    def joint(self, number: int, joint: int) -> float:
        """Where a joint is, rad or m."""
        return self.client.getJointState(number, joint)[0]

    def look_for_contacts(self) -> Sequence[tuple]:
        """Contact points as things are now, without a step."""
        self.client.performCollisionDetection()
        return self.client.getContactPoints()

    def contacts(self, numbers: Collection[int]) -> Sequence[tuple]:
        """The contact points of these bodies in the last step, as Bullet gives them: `contact_points` makes arrays of many."""
        if len(numbers) > len(self.asleep):  # most points are theirs, so that one question is less than one for each
            own = set(numbers)
            return [point for point in self.client.getContactPoints() if point[1] in own or point[2] in own]
        found: list[tuple] = []
        seen: set[int] = set()
        for number in numbers:
            points = self.client.getContactPoints(number)
            found += [point for point in points if point[2] not in seen] if seen else points
            seen.add(number)
        return found

    def overlap(self, a: tuple[int, int], b: tuple[int, int]) -> Sequence[tuple]:
        """Contact points of two things that overlap as they are now, though they may pass through each other."""
        return self.client.getClosestPoints(a[0], b[0], 0.0, a[1], b[1])
