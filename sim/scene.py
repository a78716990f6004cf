"""What is declared for the simulation: bodies, mechanisms, and the Scene that holds them with its actions and its clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np

from sim import urdf
from sim.actions import FIXED, FREE, LINKED, MECHANISM, PIVOTED, Action, Drive, Move, check_actions, title
from sim.conventions import IDENTITY, Quat, Vec3, rate
from sim.errors import DeclarationError, check_name, check_number, check_unique, check_vector, unknown
from sim.shapes import Shape, check_shape, is_unbounded


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
    velocity, spin: of the frame at frame 0, m/s and rad/s, world axes.
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

    def __post_init__(self) -> None:
        check_name("object", self.name)
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


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """A URDF file with its base fixed in the world: a door, a drawer, a robot arm. Links are its parts.

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

    def check_joint(self, owner: str, joint: str, position: float) -> None:
        """Raise a DeclarationError if there is no such joint, or the position, rad or m, is beyond its limits."""
        joints = {found.name: found for found in urdf.read(self.urdf, self.name).joints}
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


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The world and what is done in it: all that the simulation depends on.

    frames: how many, at `fps` a second (an exact fraction). substeps: physics steps a frame, or None for the fewest that
    give at least 960 a second: bounces are then true to 1 % of the speed. gravity: m/s2, world axes. May be declared with
    fps as a number or '24000/1001'.
    """

    bodies: tuple[Body, ...]
    mechanisms: tuple[Mechanism, ...] = ()
    pivots: tuple[Pivot, ...] = ()
    actions: tuple[Action, ...] = ()
    fps: Fraction = Fraction(24)
    frames: int = 120
    substeps: int | None = None
    gravity: Vec3 = (0.0, 0.0, -9.81)
    seed: int = 0
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "fps", rate(self.fps))
        except (ValueError, TypeError, ZeroDivisionError) as error:
            raise DeclarationError(f"scene: {error}.") from None
        check_number("scene", "frames", self.frames, least=1, most=100_000)
        check_vector("scene", "gravity", self.gravity)
        if self.substeps is not None and self.substeps * self.fps < 240:
            raise DeclarationError(f"scene: substeps is {self.substeps}, {float(self.substeps * self.fps):g} steps a second; "
                                   f"at least 240 are needed, so substeps of at least {-(-240 // self.fps)}.")
        object.__setattr__(self, "names", (*(body.name for body in self.bodies), *(mechanism.name for mechanism in self.mechanisms)))
        check_unique("object", self.names)
        _check_pivots(self)
        check_actions(self.actions, {name: self.kind(name) for name in self.names})
        _check_moves(self)

    @property
    def steps_per_frame(self) -> int:
        """Physics steps a frame; the step is 1 / (fps x this)."""
        return self.substeps or int(-(-960 // self.fps))

    @property
    def moved(self) -> frozenset[str]:
        """The fixed bodies that a Move moves."""
        targets = {action.target for action in self.actions if isinstance(action, Move)}
        return frozenset(body.name for body in self.bodies if body.fixed and body.name in targets)

    def kind(self, name: str) -> str:
        """What an object is, of the kinds that sim.actions tells apart."""
        body = next((body for body in self.bodies if body.name == name), None)
        pivot = next((pivot for pivot in self.pivots if pivot.body == name), None)
        if body is None:
            return MECHANISM
        if pivot is None:
            return FIXED if body.fixed else FREE
        return PIVOTED if not pivot.to or self.kind(pivot.to) == FIXED and pivot.to not in self.moved else LINKED


def _check_pivots(scene: Scene) -> None:
    bodies = {body.name: body for body in scene.bodies}
    onto = {pivot.body: pivot.to for pivot in scene.pivots}
    check_unique("pivot", [pivot.body for pivot in scene.pivots])
    for pivot in scene.pivots:
        for name in (pivot.body, pivot.to) if pivot.to else (pivot.body,):
            if name not in bodies:
                raise unknown("body", name, bodies, f"pivot of {pivot.body}")
        if bodies[pivot.body].fixed:
            raise DeclarationError(f"pivot of {pivot.body}: it is fixed and cannot swing; set fixed=False.")
        if any(bodies[pivot.body].velocity):
            raise DeclarationError(f"{pivot.body}: swings on a pivot, so it can have a spin at frame 0 but no velocity.")
        _check_chain(pivot.body, onto)


def _check_chain(start: str, onto: dict[str, str]) -> None:
    seen, now = [start], onto[start]
    while now in onto:
        if now in seen:
            raise DeclarationError(f"pivot of {start}: hangs on itself: {' on '.join([*seen, now])}. Anchor one of them in the world.")
        seen, now = [*seen, now], onto[now]


def _check_moves(scene: Scene) -> None:
    """What of the actions depends on what the objects look like: joints to drive, and what a moved body collides as."""
    bodies = {body.name: body for body in scene.bodies}
    mechanisms = {mechanism.name: mechanism for mechanism in scene.mechanisms}
    for action in scene.actions:
        if isinstance(action, Drive):
            mechanisms[action.target].check_joint(title(action), action.joint, action.to)
        if isinstance(action, Move) and any(is_unbounded(part.shape) for part in bodies[action.target].parts):
            raise DeclarationError(f"{title(action)}: {action.target!r} has a part that is a Plane or HeightField, which cannot move.")


def _check_pose(owner: str, position: Sequence[float], rotation: Sequence[float]) -> None:
    check_vector(owner, "position", position)
    if abs(np.linalg.norm(check_vector(owner, "rotation", rotation, 4)) - 1) > 1e-6:
        raise DeclarationError(f"{owner}: rotation {tuple(rotation)} is not a unit quaternion (x, y, z, w).")
