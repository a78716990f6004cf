"""PyBullet behind one class: the only file that imports it. Positions and velocities are those of centres of mass."""

import tempfile
from collections.abc import Collection, Container, Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError
from sim.geometry.convex import Hull, Piece, Pose, pieces, pose, shifted
from sim.geometry.hulls import obj_of
from sim.geometry.tessellate import tessellate
from sim.math.conventions import IDENTITY, quat_inverse, quat_rotate
from sim.physics.quiet import silent
from sim.physics.rigid_bodies import HEAVY, Solid
from sim.scene.objects import Body, Mechanism, Pivot
from sim.scene.shapes import Box, Capsule, Compound, Cylinder, Plane, Shape, Sphere

with silent(2):  # it prints when it was built
    import pybullet

MARGIN = 0.001
"""m that Bullet adds round a hull; hulls are made that much smaller first."""
MOST_PIECES = 16
"""Pieces in one Bullet compound; it drops any more without a word."""
THINGS, FIXED, LIMBS = 1, 2, 64
"""Collision groups: what moves, what does not, and people's limbs. PyBullet lets two collide if either's mask has the other's group."""
SETTINGS = {"deterministicOverlappingPairs": 1, "enableFileCaching": 0, "warmStartingFactor": 0.0, "contactSlop": 0.0,
            "restitutionVelocityThreshold": 0.01, "solverResidualThreshold": 0.0, "numSolverIterations": 100,
            "contactBreakingThreshold": 0.002, "contactERP": 0.01, "erp": 0.1, "minimumSolverIslandSize": 1}
"""Contacts start at 2 mm, not Bullet's 20: its bounce loses the gap that is left. Overlap is undone slowly, 1 % a step, since
it does so by adding speed. What touches nothing else is solved by itself. Measured at 960 steps a second: bounces within 1 % of
the speed, ten stacked boxes off by 0.25 mm and still after 5 s."""


class Touching(NamedTuple):
    """N contact points. things: body and link of a, body and link of b (4, N). places: world points on a and on b, m, and
    the normal on b towards a (3, N, 3). amounts: gaps, m, and impulses, N s (2, N)."""

    things: NDArray[np.int64]
    places: NDArray[np.float64]
    amounts: NDArray[np.float64]


class World:
    """One Bullet world, to be used in a `with`. Handles are Bullet's (body, link) numbers; link -1 is the base.

    asleep: bodies that are left out of the stepping until something happens to them. stirred: those of them that were acted on.
    """

    def __init__(self, step: float, gravity: Sequence[float]) -> None:
        self.step, self.gravity = step, np.array(gravity, float)
        self._inertia: dict[tuple[int, int], tuple[float, list[float]]] = {}
        self._starts: dict[tuple[int, int], float] = {}
        self.asleep: set[tuple[int, int]] = set()
        self.stirred: list[tuple[int, int]] = []
        self._client = pybullet.connect(pybullet.DIRECT)
        self._folder = tempfile.TemporaryDirectory()
        self._call("setPhysicsEngineParameter", fixedTimeStep=step, **SETTINGS)
        self._call("setGravity", *map(float, gravity))

    def __enter__(self) -> "World":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._call("disconnect")
        self._folder.cleanup()

    def _call(self, name: str, *args: object, **kwargs: object):  # noqa: ANN202  (PyBullet has no types)
        return getattr(pybullet, name)(*args, physicsClientId=self._client, **kwargs)

    # Building

    def add_static(self, body: Body, shape: Shape, at: Pose) -> tuple[int, int]:
        """A part that never moves, with its shape exactly as drawn; a Plane is the half-space below it."""
        if isinstance(shape, Plane):
            collider = self._call("createCollisionShape", pybullet.GEOM_PLANE)
        elif isinstance(shape, (Box, Sphere, Cylinder, Capsule)):
            collider = self._call("createCollisionShape", **_primitive(shape))
        elif isinstance(shape, Compound) and len(shape.pieces) < MOST_PIECES and not any(isinstance(p.solid, Hull) for p in pieces(shape)):
            collider = self._compound([pieces(shape)])
        else:
            mesh = tessellate(shape)
            collider = self._call("createCollisionShape", pybullet.GEOM_MESH, vertices=mesh.vertices.tolist(),
                                  indices=mesh.faces.ravel().tolist(),
                                  flags=pybullet.GEOM_FORCE_CONCAVE_TRIMESH | pybullet.GEOM_CONCAVE_INTERNAL_EDGE)
        number = self._call("createMultiBody", 0, collider, -1, *_lists(at), useMaximalCoordinates=True)
        self._surface((number, -1), body)
        self.leave_out((number, -1), True)
        self._call("setCollisionFilterGroupMask", number, -1, FIXED, ~(FIXED | LIMBS))
        return number, -1

    def add_free(self, found: Solid) -> tuple[int, int]:
        """A body that moves freely."""
        number = self._call("createMultiBody", found.mass, self._compound(found.parts), -1, *_lists(found.world_from_centre),
                            useMaximalCoordinates=True)
        self._call("changeDynamics", number, -1, ccdSweptSphereRadius=0.8 * found.reach)
        self._finish((number, -1), found)
        return number, -1

    def add_linked(self, root: Solid | None, links: Sequence[tuple[Solid, Pivot, int]]) -> list[tuple[int, int]]:
        """Bodies on pivots as one articulated body, so that they cannot drift apart (Featherstone 2008). `links` says what each
        hangs on: 0 is the root (None: the world), i + 1 is links[i]. Handles of the root, if any, and the links, in order."""
        base = root.world_from_centre if root else pose()
        above = [base, *(_hung(found, pivot) for found, pivot, _ in links)]
        frames = [above[parent].inverse().then(above[i]) for i, (_, _, parent) in enumerate(links, 1)]
        # its centre of mass lies away from its pivot, where the link's frame is
        centres = [above[i].inverse().then(found.world_from_centre).position for i, (found, _, _) in enumerate(links, 1)]
        shapes = [self._compound(shifted(found.parts, centre)) for (found, _, _), centre in zip(links, centres)]
        number = self._call(
            "createMultiBody", root.mass if root else 0, self._compound(root.parts) if root else -1, -1, *_lists(base),
            linkMasses=[found.mass for found, _, _ in links], linkCollisionShapeIndices=shapes,
            linkVisualShapeIndices=[-1] * len(links), linkPositions=[list(map(float, frame.position)) for frame in frames],
            linkOrientations=[list(map(float, frame.rotation)) for frame in frames],
            linkInertialFramePositions=[list(map(float, c)) for c in centres],
            linkInertialFrameOrientations=[list(IDENTITY)] * len(links), linkParentIndices=[parent for _, _, parent in links],
            linkJointTypes=[pybullet.JOINT_SPHERICAL if pivot.axis is None else pybullet.JOINT_REVOLUTE for _, pivot, _ in links],
            linkJointAxis=[_local_axis(above[i], pivot) for i, (_, pivot, _) in enumerate(links, 1)])
        if root:
            self._finish((number, -1), root)
        for i, (found, pivot, _) in enumerate(links):
            self._finish((number, i), found)
            self._loosen(number, i, pivot)
        return [(number, i) for i in range(-1 if root else 0, len(links))]

    def add_mechanism(self, mechanism: Mechanism, passive: dict[str, tuple[float, float]],
                      weightless: Sequence[str]) -> tuple[int, dict[str, int], dict[str, int]]:
        """A URDF. `passive`: each joint's damping and friction. `weightless`: links that have no mass, which Bullet would take
        to be 1 kg. Returns its number, and link and joint numbers by name."""
        flags = pybullet.URDF_USE_INERTIA_FROM_FILE | pybullet.URDF_MAINTAIN_LINK_ORDER
        try:
            with silent(1):
                number = self._call("loadURDF", mechanism.urdf, useFixedBase=True, flags=flags)
        except pybullet.error as error:
            raise DeclarationError(f"{mechanism.name}: PyBullet cannot load {mechanism.urdf!r}: {error}. Check the files and "
                                   "inertias that it names.") from None
        inner = self._call("getDynamicsInfo", number, -1)
        base = pose(mechanism.position, mechanism.rotation).then(pose(inner[3], inner[4]))
        self._call("resetBasePositionAndOrientation", number, *_lists(base))
        infos = [self._call("getJointInfo", number, i) for i in range(self._call("getNumJoints", number))]
        links = {self._call("getBodyInfo", number)[0].decode(): -1} | {info[12].decode(): info[0] for info in infos}
        joints = {info[1].decode(): info[0] for info in infos if info[1].decode() in passive}
        for name, link in links.items():
            self._call("changeDynamics", number, link, restitution=mechanism.restitution, linearDamping=0, angularDamping=0)
            if link >= 0 and name in weightless:
                self._call("changeDynamics", number, link, mass=0)
            elif link >= 0 and not any(self._call("getDynamicsInfo", number, link)[2]):
                raise DeclarationError(f"{mechanism.name}: link {name} of {mechanism.urdf!r} has no inertia that a real thing can have: "
                                       "each of ixx, iyy, izz must be above 0 and less than the sum of the other two.")
        for name, joint in joints.items():
            damping, friction = passive[name]
            self._call("changeDynamics", number, joint, jointDamping=damping)
            self._starts[number, joint] = dict(mechanism.joints).get(name, 0.0)
            self._call("resetJointState", number, joint, self._starts[number, joint])
            self._call("setJointMotorControl2", number, joint, pybullet.VELOCITY_CONTROL, targetVelocity=0, force=friction)
        return number, links, joints

    def ignore(self, a: tuple[int, int], b: tuple[int, int], through: bool = True) -> None:
        """Let two things pass through each other, or no longer."""
        self._call("setCollisionFilterPair", a[0], b[0], a[1], b[1], 0 if through else 1)

    def only_things(self, handle: tuple[int, int], there: bool = True) -> None:
        """Let a body pass through what never moves, and through others of which this was said; if it is not there, through all."""
        self._call("setCollisionFilterGroupMask", *handle, *((LIMBS, THINGS) if there else (0, 0)))

    def _finish(self, handle: tuple[int, int], found: Solid) -> None:
        self._inertia[handle] = found.mass, list(map(float, found.inertia))
        self.weigh(handle, heavy=False)
        self._surface(handle, found.body)
        self._call("changeDynamics", *handle, linearDamping=0, angularDamping=0, jointDamping=0,
                   activationState=pybullet.ACTIVATION_STATE_DISABLE_SLEEPING)

    def _surface(self, handle: tuple[int, int], body: Body) -> None:
        self._call("changeDynamics", *handle, lateralFriction=body.friction, restitution=body.restitution,
                   rollingFriction=body.rolling_friction, spinningFriction=0)

    def _loosen(self, number: int, link: int, pivot: Pivot) -> None:
        if pivot.axis is None:
            self._call("setJointMotorControlMultiDof", number, link, pybullet.POSITION_CONTROL, targetPosition=list(IDENTITY),
                       positionGain=0, velocityGain=0, force=[0, 0, 0])
        else:
            self._call("setJointMotorControl2", number, link, pybullet.VELOCITY_CONTROL, force=0)

    def _compound(self, parts: Sequence[Sequence[Piece]]) -> int:
        solids = [piece for part in parts for piece in part]
        native = [piece for piece in solids if not isinstance(piece.solid, Hull)][:MOST_PIECES - 1]
        hulls = [piece.corners for piece in solids if piece not in native]
        shapes = [_primitive(piece.solid) | {"at": _lists(piece.at)} for piece in native if not isinstance(piece.solid, Hull)]
        if hulls:
            shapes.append({"shapeType": pybullet.GEOM_MESH, "fileName": self._write(hulls), "at": _lists(pose())})
        return self._call("createCollisionShapeArray", shapeTypes=[s["shapeType"] for s in shapes],
                          radii=[s.get("radius", 0.0) for s in shapes], lengths=[s.get("height", 0.0) for s in shapes],
                          halfExtents=[s.get("halfExtents", [0.0] * 3) for s in shapes],
                          fileNames=[s.get("fileName", "") for s in shapes], meshScales=[[1, 1, 1]] * len(shapes),
                          collisionFramePositions=[s["at"][0] for s in shapes],
                          collisionFrameOrientations=[s["at"][1] for s in shapes])

    def _write(self, hulls: Sequence[NDArray[np.float64]]) -> str:
        path = Path(self._folder.name) / f"{len(list(Path(self._folder.name).iterdir()))}.obj"
        path.write_text(obj_of(hulls, MARGIN))
        return str(path)

    def settle(self) -> None:
        """Take one step and go back to the start, at rest: only in a step does Bullet take in the inertia that a body was given."""
        bases = {handle: self.pose(handle) for handle in self._inertia if handle[1] < 0}
        swings = {handle: self.swing(handle) for handle in self._inertia if handle[1] >= 0}
        self._call("setGravity", 0, 0, 0)
        self.advance()
        self._call("setGravity", *self.gravity.tolist())
        for handle, at in bases.items():
            self.place(handle, at, np.zeros(3), np.zeros(3))
        for handle, (position, speed) in swings.items():
            self.set_swing(handle, position, [0.0] * len(speed))
        for (number, joint), start in self._starts.items():
            self._call("resetJointState", number, joint, start)

    # Running

    def advance(self) -> None:
        """One step."""
        self._call("stepSimulation")

    def pose(self, handle: tuple[int, int]) -> Pose:
        """world_from_centre."""
        return pose(*self.numbers(handle))

    def numbers(self, handle: tuple[int, int]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """What `pose` gives as plain numbers, the quaternion as Bullet has it."""
        number, link = handle
        if link < 0:
            return self._call("getBasePositionAndOrientation", number)
        return self._call("getLinkState", number, link, computeForwardKinematics=1)[:2]

    def centre(self, handle: tuple[int, int]) -> tuple[float, ...]:
        """What `pose` gives as seven plain numbers, as the last step left it."""
        number, link = handle
        position, rotation = self._call("getBasePositionAndOrientation", number) if link < 0 else \
            self._call("getLinkState", number, link)[:2]
        return *position, *rotation

    def link_frame(self, handle: tuple[int, int]) -> Pose:
        """world_from_link of a URDF's link, in the file's frame."""
        number, link = handle
        if link < 0:
            inner = self._call("getDynamicsInfo", number, -1)
            return self.pose(handle).then(pose(inner[3], inner[4]).inverse())
        return pose(*self._call("getLinkState", number, link, computeForwardKinematics=1)[4:6])

    def box(self, handle: tuple[int, int]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Lowest and highest corner of the box round a thing, along the world's axes, m; without end for a Plane."""
        return self._call("getAABB", *handle)

    def leave_out(self, handle: tuple[int, int], out: bool) -> None:
        """Leave a body out of the stepping, or no longer. Bullet takes it in for as long as what is not left out comes near its box."""
        self._call("changeDynamics", *handle, activationState=pybullet.ACTIVATION_STATE_SLEEP if out else
                   pybullet.ACTIVATION_STATE_DISABLE_SLEEPING)

    def _stir(self, handle: tuple[int, int]) -> None:
        if handle in self.asleep:
            self.stirred.append(handle)

    def velocity(self, handle: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Of the centre of mass, m/s, and spin, rad/s."""
        number, link = handle
        if link < 0:
            linear, spin = self._call("getBaseVelocity", number)
        else:
            linear, spin = self._call("getLinkState", number, link, computeLinkVelocity=1, computeForwardKinematics=1)[6:8]
        return np.array(linear), np.array(spin)

    def put(self, handle: tuple[int, int], at: Pose) -> None:
        """Put the base of a body at a pose."""
        self._call("resetBasePositionAndOrientation", handle[0], *_lists(at))

    def place(self, handle: tuple[int, int], at: Pose, velocity: NDArray[np.float64], spin: NDArray[np.float64]) -> None:
        """Put the base of a body at a pose, with a velocity, m/s, and spin, rad/s."""
        self.put(handle, at)
        self.set_velocity(handle, velocity, spin)

    def set_velocity(self, handle: tuple[int, int], velocity: NDArray[np.float64], spin: NDArray[np.float64]) -> None:
        """Of the base of a body: its centre's, m/s, and spin, rad/s."""
        self._stir(handle)
        self._call("resetBaseVelocity", handle[0], velocity.tolist(), spin.tolist())

    def swing(self, handle: tuple[int, int]) -> tuple[list[float], list[float]]:
        """Position and velocity of the pivot of a linked body, in Bullet's terms."""
        position, velocity, *_ = self._call("getJointStateMultiDof", *handle)
        return list(position), list(velocity)

    def set_swing(self, handle: tuple[int, int], position: list[float], velocity: list[float]) -> None:
        """Set what `swing` gives."""
        self._call("resetJointStateMultiDof", *handle, position, velocity)

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
        self._call("applyExternalForce", *handle, force.tolist(), point.tolist(), pybullet.WORLD_FRAME)

    def weightless(self, handle: tuple[int, int], centre: NDArray[np.float64]) -> None:
        """Cancel gravity on a heavy body, whose centre is at this world point, during the next step."""
        self.push(handle, -HEAVY * self.gravity, centre)

    def weigh(self, handle: tuple[int, int], heavy: bool) -> None:
        """Give a body its own mass, or one that nothing can push."""
        self._stir(handle)
        mass, inertia = (HEAVY, [HEAVY] * 3) if heavy else self._inertia[handle]
        self._call("changeDynamics", *handle, mass=mass)
        self._call("changeDynamics", *handle, localInertiaDiagonal=inertia)

    def inertia(self, handle: tuple[int, int]) -> tuple[float, NDArray[np.float64]]:
        """Own mass, kg, and principal moments (3,), kg m2."""
        mass, inertia = self._inertia[handle]
        return mass, np.array(inertia)

    def drive(self, number: int, joint: int, position: float, velocity: float, effort: float) -> None:
        """Steer a joint towards a position, rad or m, and velocity, with at most this effort, N m or N."""
        self._call("setJointMotorControl2", number, joint, pybullet.POSITION_CONTROL, targetPosition=position,
                   targetVelocity=velocity, positionGain=0.1, velocityGain=1.0, force=effort)

    def joint_axis(self, number: int, joint: int) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
        """A world point on a joint's axis, m, its world direction as it is now, and whether it turns, or slides."""
        at, info = self.link_frame((number, joint)), self._call("getJointInfo", number, joint)
        return at.position, quat_rotate(at.rotation, np.array(info[13])), info[2] == pybullet.JOINT_REVOLUTE

    def joint(self, number: int, joint: int) -> float:
        """Where a joint is, rad or m."""
        return self._call("getJointState", number, joint)[0]

    def look_for_contacts(self) -> Sequence[tuple]:
        """Contact points as things are now, without a step."""
        self._call("performCollisionDetection")
        return self._call("getContactPoints")

    def contacts(self, numbers: Collection[int]) -> Sequence[tuple]:
        """The contact points of these bodies in the last step, as Bullet gives them: `touching` makes arrays of many."""
        if len(numbers) > len(self.asleep):  # most points are theirs, so that one question is less than one for each
            own = set(numbers)
            return [point for point in self._call("getContactPoints") if point[1] in own or point[2] in own]
        found: list[tuple] = []
        seen: set[int] = set()
        for number in numbers:
            points = pybullet.getContactPoints(number, physicsClientId=self._client)
            found += [point for point in points if point[2] not in seen] if seen else points
            seen.add(number)
        return found

    def overlap(self, a: tuple[int, int], b: tuple[int, int]) -> Sequence[tuple]:
        """Contact points of two things that overlap as they are now, though they may pass through each other."""
        return self._call("getClosestPoints", a[0], b[0], 0.0, a[1], b[1])

    def touching(self, found: Sequence[tuple]) -> Touching:
        """Contact points in arrays."""
        n = len(found)
        _, a, b, link_a, link_b, on_a, on_b, normal, gap, force, *_ = zip(*found) if found else [()] * 10
        amounts = np.array([gap, force], np.float64)
        amounts[1] *= self.step
        places = np.fromiter(chain.from_iterable((*on_a, *on_b, *normal)), np.float64, 9 * n).reshape(3, n, 3)
        return Touching(np.array([a, link_a, b, link_b], np.int64), places, amounts)


def bodies(points: Sequence[tuple]) -> set[int]:
    """The numbers of the bodies that contact points are between."""
    return {number for point in points for number in point[1:3]}


def meet(points: Sequence[tuple], some: Container[tuple[int, int]], others: Container[tuple[int, int]]) -> bool:
    """Whether any of contact points has no gap or an impulse and is between one of some things and one of others, by body and link."""
    pairs = (((point[1], point[3]), (point[2], point[4])) for point in points if point[8] <= 0 or point[9] > 0)
    return any(a in some and b in others or b in some and a in others for a, b in pairs)


def _lists(at: Pose) -> tuple[list[float], list[float]]:
    return at.position.tolist(), at.rotation.tolist()


def _primitive(solid: Box | Sphere | Cylinder | Capsule) -> dict:
    if isinstance(solid, Box):
        return {"shapeType": pybullet.GEOM_BOX, "halfExtents": [edge / 2 for edge in solid.size]}
    if isinstance(solid, Sphere):
        return {"shapeType": pybullet.GEOM_SPHERE, "radius": solid.radius}
    kind = pybullet.GEOM_CYLINDER if isinstance(solid, Cylinder) else pybullet.GEOM_CAPSULE
    return {"shapeType": kind, "radius": solid.radius, "height": solid.height}


def _hung(found: Solid, pivot: Pivot) -> Pose:
    """world_from_link of a link: at its pivot, along its principal axes."""
    return Pose(np.array(pivot.anchor, float), found.world_from_centre.rotation)


def _local_axis(frame: Pose, pivot: Pivot) -> list[float]:
    axis = np.array(pivot.axis or (0.0, 0.0, 1.0), float)
    return list(map(float, quat_rotate(quat_inverse(frame.rotation), axis / np.linalg.norm(axis))))
