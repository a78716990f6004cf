"""The objects of a scene as they are declared: rigid bodies and their parts, mechanisms, and pivots that bodies swing about."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import DeclarationError, check_name, check_number, check_unique, check_vector, unknown
from sim.math.conventions import IDENTITY, Quat, Vec3
from sim.scene.shapes import Accessory, Cup, Shape, check_shape, is_unbounded
from sim.scene.urdf import Urdf, read

LIQUID = "liquid"
"""How the part that is a body's liquid is called."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One rigid piece of a body that has a name, and so a look, of its own. The pose is in the body's frame."""

    name: str
    shape: Shape
    position: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = IDENTITY


@dataclass(frozen=True, kw_only=True)
class Body:
    """A rigid thing of one or more parts.

    position, rotation: pose of the body's frame in the world at frame 0, m, xyzw.
    mass: kg, or None for `density` (kg/m3) times the volume (of the convex pieces, for a mesh file). fixed: it stands still
    unless a Move moves it, and nothing pushes it.
    friction: Coulomb coefficient; Bullet multiplies those of the two bodies. restitution: 0..1, multiplied likewise.
    rolling_friction: torque per normal force, m; Bullet adds those of the two bodies, each times the other's friction.
    velocity, spin: of the frame at frame 0, m/s and rad/s, world axes. full: the share of its one Cup's hollow that a liquid fills at
    frame 0, 0..1; None: no liquid ever. The liquid is seen as a part of its own, 'object.liquid'; it has no mass.
    """

    name: str
    parts: tuple[Part, ...]
    position: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = IDENTITY
    mass: float | None = None
    density: float = 500.0
    fixed: bool = False
    friction: float = 0.7
    restitution: float = 0.3
    rolling_friction: float = 0.0
    velocity: Vec3 = (0.0, 0.0, 0.0)
    spin: Vec3 = (0.0, 0.0, 0.0)
    full: float | None = None

    def __post_init__(self) -> None:
        for word in self.name.split(".") if any(isinstance(part.shape, Accessory) for part in self.parts) else [self.name]:
            check_name("object", word)
        check_unique(f"{self.name}: part", [part.name for part in self.parts])
        for part in self.parts:
            check_shape(self.name, part.shape)
            _check_pose(self.name, part.position, part.rotation)
            if is_unbounded(part.shape) and not self.fixed:
                raise DeclarationError(f"{self.name}: a {type(part.shape).__name__} cannot move; set fixed=True.")
        if not self.parts:
            raise DeclarationError(f"{self.name}: has no parts; give it at least one.")
        _check_pose(self.name, self.position, self.rotation)
        if self.mass is not None:
            check_number(self.name, "mass", self.mass, above=0, unit="kg")
        check_number(self.name, "density", self.density, above=0, unit="kg/m3")
        check_number(self.name, "friction", self.friction, least=0)
        check_number(self.name, "restitution", self.restitution, least=0, most=1)
        check_number(self.name, "rolling_friction", self.rolling_friction, least=0, unit="m")
        check_vector(self.name, "velocity", self.velocity)
        check_vector(self.name, "spin", self.spin)
        if self.fixed and any((*self.velocity, *self.spin)):
            raise DeclarationError(f"{self.name}: is fixed but has a velocity or spin; drop one of them.")
        if self.full is not None:
            self._check_liquid(self.full)

    def _check_liquid(self, full: float) -> None:
        check_number(self.name, "full", full, least=0, most=1)
        cups = sum(isinstance(part.shape, Cup) for part in self.parts)
        if cups != 1:
            raise DeclarationError(f"{self.name}: is {full:g} full but has {cups} parts that are a Cup; one is needed.")
        if LIQUID in [part.name for part in self.parts]:
            raise DeclarationError(f"{self.name}: a part is called {LIQUID!r}, the name of what it is {full:g} full of; rename it.")


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """A URDF file: a door, a drawer, a robot arm, a car. Links are its parts. fixed: its base stands fixed in the world. packages: folders
    in which ROS packages that it names are looked for.

    joints: start positions by joint name, rad or m. damping, friction: of every joint that the file gives none, N m s/rad and
    N m (for a slider N s/m and N). restitution: of every link, 0..1. The links' surface friction is the file's <contact>, or 0.5.
    """

    name: str
    urdf: str
    position: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = IDENTITY
    joints: tuple[tuple[str, float], ...] = ()
    damping: float = 0.1
    friction: float = 0.5
    restitution: float = 0.1
    fixed: bool = True
    packages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_name("object", self.name)
        _check_pose(self.name, self.position, self.rotation)
        check_number(self.name, "damping", self.damping, least=0)
        check_number(self.name, "friction", self.friction, least=0)
        check_number(self.name, "restitution", self.restitution, least=0, most=1)
        if not Path(self.urdf).is_file():
            raise DeclarationError(f"{self.name}: URDF file {self.urdf!r} does not exist (looked in {Path.cwd()}).")
        for joint, position in self.joints:
            self.check_joint(self.name, joint, position)

    @property
    def model(self) -> Urdf:
        """What its file says. Raises DeclarationError if that is broken."""
        return read(self.urdf, self.name, self.packages)

    def check_handled(self, owner: str, joint: str, position: float | None) -> None:
        """Raise a DeclarationError if a joint that a hand is to move, "" being the only one, is not told, or as check_joint does."""
        joints = [found.name for found in self.model.joints]
        if not joint and len(joints) != 1:
            raise DeclarationError(f"{owner}: {self.name!r} has {len(joints)} joints ({', '.join(joints)}); say which, as joint='...'.")
        self.check_joint(owner, joint or joints[0], position or 0.0)

    def check_rolls(self, owner: str) -> None:
        """Raise a DeclarationError unless it stands free, on joints that turn without end."""
        if self.fixed:
            raise DeclarationError(f"{owner}: {self.name!r} is fixed; declare it with fixed=False.")
        if not any(joint.kind == "continuous" for joint in self.model.joints):
            raise DeclarationError(f"{owner}: {self.name!r} has no wheels: no joint of {self.urdf!r} is of type 'continuous'.")

    def check_joint(self, owner: str, joint: str, position: float) -> None:
        """Raise a DeclarationError if there is no such joint, or the position, rad or m, is beyond its limits."""
        joints = {found.name: found for found in self.model.joints}
        if joint not in joints:
            raise unknown("joint", joint, joints, owner)
        check_number(owner, f"position of joint {joint}", position, least=joints[joint].lower, most=joints[joint].upper,
                     unit="rad or m")


@dataclass(frozen=True, kw_only=True)
class Pivot:
    """A frictionless joint that a body swings about: a pendulum, a cradle's ball, a chain. Bodies that hang on one another
    pass through each other. Balls of a cradle need a gap, say 0.5 mm: those that touch are all hit at once, and part together.

    anchor: the point it turns about, m, where it is in the world at frame 0. axis: it turns about this world direction only,
    as on two wires; None: about any. to: the body that carries the anchor; "": the world.
    """

    body: str
    anchor: Vec3
    axis: Vec3 | None = None
    to: str = ""

    def __post_init__(self) -> None:
        check_vector(f"pivot of {self.body}", "anchor", self.anchor)
        if self.axis is not None and not any(check_vector(f"pivot of {self.body}", "axis", self.axis)):
            raise DeclarationError(f"pivot of {self.body}: axis is (0, 0, 0); give a direction, or None for any.")


def _check_pose(owner: str, position: Sequence[float], rotation: Sequence[float]) -> None:
    check_vector(owner, "position", position)
    if abs(np.linalg.norm(check_vector(owner, "rotation", rotation, 4)) - 1) > 1e-6:
        raise DeclarationError(f"{owner}: rotation {tuple(rotation)} is not a unit quaternion (x, y, z, w).")
