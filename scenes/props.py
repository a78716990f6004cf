"""Things: each with a name, a shape, a place, what it is made of, a class label and a Look, declared together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack

from scenes.bevels import rounded
from scenes.look import Appearance, Look
from scenes.physics_material import PhysicsMaterial, physics_material_of
from scenes.placing import shape_depth_below
from sim.errors import DeclarationError, check_name, check_number, check_vector, unknown
from sim.math.conventions import IDENTITY, Quat, Vec3, quat_from_euler
from sim.scene.objects import LIQUID, Body, Mechanism, Part, Pivot
from sim.scene.person import Person
from sim.scene.shapes import Box, Capsule, Compound, Cone, Cup, Cylinder, HeightField, Placed, Plane, Shape, Sphere, check_shape

WATER = Look("silver", "plastic")
"""What a liquid looks like of which nothing is said."""


@dataclass(frozen=True, kw_only=True)
class Prop:
    """One thing: what physics knows of it, and how it and its parts look. carried: things of their own that come with it, such as a car's
    wheels; pivots: those that they hang on it by."""

    thing: Body | Mechanism | Person
    appearances: tuple[Appearance, ...]
    carried: tuple["Prop", ...] = ()
    pivots: tuple[Pivot, ...] = ()

    @property
    def name(self) -> str:
        """The name it is called by in actions, cameras and messages."""
        return self.thing.name


class Options(TypedDict, total=False):
    """What every thing can be given.

    at: where its frame (its middle) is, m; or on: the point it stands on, m, whatever its height. turn: degrees about
    x, then y, then z. matter: what it is made of (a name or a PhysicsMaterial); mass: kg, instead of the matter's density.
    label: its ADE20K class. noun: what the painter calls it. fixed: it never moves. velocity, spin: m/s and rad/s at the start.
    """

    at: Vec3
    on: Vec3
    turn: Vec3
    look: Look
    matter: str | PhysicsMaterial
    mass: float
    label: str
    noun: str
    fixed: bool
    velocity: Vec3
    spin: Vec3


@dataclass(frozen=True, kw_only=True)
class AssemblyPart:
    """A part of an `assembly` with a name and look of its own."""

    part: Part
    look: Look
    label: str
    noun: str


def prop(name: str, shape: Shape, **options: Unpack[Options]) -> Prop:
    """A thing of any shape. The functions below are this one with a shape, a label and a matter filled in."""
    check_name("object", name)
    check_shape(name, shape)
    given: dict[str, Any] = checked(name, options)
    look, label, noun = given.get("look", Look()), given.get("label", "box"), given.get("noun", given.get("label", "box"))
    rotation = euler_quat(name, given.get("turn", (0.0, 0.0, 0.0)))
    body = _body(name, (Part(name="body", shape=shape),), placed_at(name, given, shape_depth_below(shape, rotation)), rotation, given)
    return Prop(thing=body, appearances=(Appearance(path=name, look=look, label=label, noun=noun),))


def box(name: str, size: Vec3, **options: Unpack[Options]) -> Prop:
    """A cuboid of these edge lengths, m, its edges a little bevelled."""
    check_shape(name, Box(size=size))
    return prop(name, rounded(size), **with_defaults(options, label="box", matter="wood"))


def ball(name: str, radius: float = 0.1, **options: Unpack[Options]) -> Prop:
    """A ball."""
    return prop(name, Sphere(radius=radius), **with_defaults(options, label="ball", matter="rubber"))


def cylinder(name: str, radius: float, height: float, **options: Unpack[Options]) -> Prop:
    """An upright cylinder; `height` is its whole length, m."""
    return prop(name, Cylinder(radius=radius, height=height), **with_defaults(options, label="column", noun="pillar", matter="wood"))


def capsule(name: str, radius: float, height: float, **options: Unpack[Options]) -> Prop:
    """An upright cylinder with round ends, whose centres are `height` m apart."""
    return prop(name, Capsule(radius=radius, height=height), **with_defaults(options, label="pole", noun="pole", matter="plastic"))


def cone(name: str, radius: float, height: float, **options: Unpack[Options]) -> Prop:
    """A cone, tip up."""
    return prop(name, Cone(radius=radius, height=height), **with_defaults(options, label="plaything", noun="cone", matter="plastic"))


def cup(name: str, radius: float = 0.05, height: float = 0.11, *, wall: float = 0.006, handle: bool = True, full: float | None = None,
        of: Look | None = None, **options: Unpack[Options]) -> Prop:
    """A hollow cup, open above, its handle towards its own +x.

    full: the share of its hollow that a liquid fills at first; 0: none yet, but it can be poured into; None: it never holds any. of:
    what the liquid looks like; without it, clear water.
    """
    shape = Cup(radius=radius, height=height, wall=wall, handle=handle)
    made = prop(name, shape, **with_defaults(options, label="pot", noun="cup", matter="ceramic"))
    if full is None:
        if of is not None:
            raise DeclarationError(f"{name}: says what its liquid looks like but not how full it is; give full=, 0 to 1.")
        return made
    assert isinstance(made.thing, Body)
    liquid = Appearance(path=f"{name}.{LIQUID}", look=WATER if of is None else of, label="water", noun="water")
    return replace(made, thing=replace(made.thing, full=full), appearances=(*made.appearances, liquid))


def plane(name: str, size: tuple[float, float] = (20.0, 20.0), **options: Unpack[Options]) -> Prop:
    """Level ground: solid without end, seen as a rectangle of this size, m. It never moves."""
    return prop(name, Plane(size=size), **with_defaults(options, fixed=True, label="floor", matter="wood"))


def terrain(name: str, heights: Sequence[Sequence[float]], cell: float, **options: Unpack[Options]) -> Prop:
    """A height field: heights in m, rows along y, columns along x, `cell` m apart. It never moves."""
    shape = HeightField(heights=tuple(tuple(float(z) for z in row) for row in heights), cell=cell)
    return prop(name, shape, **with_defaults(options, fixed=True, label="earth", noun="ground", matter="stone"))


def table(name: str, size: Vec3, *, top: float = 0.04, leg: float = 0.06, **options: Unpack[Options]) -> Prop:
    """A table of this outer size, m, with a top and four square legs of these thicknesses. It is one rigid piece."""
    return prop(name, _table(name, size, top, leg), **with_defaults(options, label="table", matter="wood"))


def chair(name: str, size: Vec3 = (0.44, 0.44, 0.9), *, seat: float = 0.45, leg: float = 0.04, **options: Unpack[Options]) -> Prop:
    """A chair of this outer size, m, whose seat is `seat` m high; who sits on it looks along its own +x. It is one rigid piece."""
    return prop(name, _chair(name, size, seat, leg), **with_defaults(options, label="chair", matter="wood"))


def piece(name: str, shape: Shape, *, at: Vec3 = (0.0, 0.0, 0.0), turn: Vec3 = (0.0, 0.0, 0.0), look: Look = Look(),
          label: str = "box", noun: str = "") -> AssemblyPart:
    """A part of an assembly, at a place and turn in the assembly's frame."""
    part = Part(name=name, shape=shape, position=at, rotation=euler_quat(name, turn))
    return AssemblyPart(part=part, look=look, label=label, noun=noun or label)


def assembly(name: str, pieces: Sequence[AssemblyPart], **options: Unpack[Options]) -> Prop:
    """One rigid thing of several pieces, each with its own look. `on` puts its lowest point there."""
    given = checked(name, with_defaults(options, matter="wood"))
    for key in ("look", "label", "noun"):
        if key in given:
            raise DeclarationError(f"{name}: an assembly has no {key} of its own; give it to its pieces.")
    if not pieces or not all(isinstance(p, AssemblyPart) for p in pieces):
        raise DeclarationError(f"{name}: pieces is {pieces!r}; it must be a list of piece(...), at least one.")
    rotation = euler_quat(name, given.get("turn", (0.0, 0.0, 0.0)))
    whole = Compound(pieces=tuple(Placed(shape=p.part.shape, position=p.part.position, rotation=p.part.rotation) for p in pieces))
    body = _body(name, tuple(p.part for p in pieces), placed_at(name, given, shape_depth_below(whole, rotation)), rotation, given)
    paths = [f"{name}.{p.part.name}" for p in pieces] if len(pieces) > 1 else [name]
    looks = tuple(Appearance(path=path, look=p.look, label=p.label, noun=p.noun) for path, p in zip(paths, pieces))
    return Prop(thing=body, appearances=looks)


def pivot(body: str, anchor: Vec3, *, axis: Vec3 | None = None, to: str = "") -> Pivot:
    """Hang a body: it swings about the world point `anchor`, m (about one world direction, or any), carried by `to` or the world."""
    return Pivot(body=body, anchor=anchor, axis=axis, to=to)


def euler_quat(owner: str, degrees: Vec3) -> Quat:
    """The unit quaternion of Euler angles, degrees about the fixed x, then y, then z axis."""
    angles = check_vector(owner, "turn", degrees)
    x, y, z, w = (float(v) for v in quat_from_euler(angles)) if any(angles) else IDENTITY
    return x, y, z, w


def with_defaults(options: Options, **defaults: Any) -> Options:
    """The options with these defaults; a label that the user gives is also the noun, unless he gives one."""
    if "label" in options:
        defaults.pop("noun", None)
    return {**defaults, **options}  # type: ignore[typeddict-item]


def checked(name: str, options: Options) -> dict[str, Any]:
    for key in options:
        if key not in Options.__annotations__:
            raise unknown("option", key, Options.__annotations__, name)
    return dict(options)


def placed_at(name: str, given: dict[str, Any], below: float) -> Vec3:
    if "at" in given and "on" in given:
        raise DeclarationError(f"{name}: has both at= and on=; give the place of its middle (at) or what it stands on (on), not both.")
    x, y, z = check_vector(name, "on" if "on" in given else "at", given.get("on", given.get("at", (0.0, 0.0, 0.0))))
    return (x, y, z + below) if "on" in given else (x, y, z)


def _body(name: str, parts: tuple[Part, ...], position: Vec3, rotation: Quat, given: dict[str, Any]) -> Body:
    stuff = physics_material_of(name, given.get("matter", "wood"))
    rest = {key: given[key] for key in ("mass", "fixed", "velocity", "spin") if key in given}
    return Body(name=name, parts=parts, position=position, rotation=rotation, density=stuff.density, friction=stuff.friction,
                restitution=stuff.restitution, rolling_friction=stuff.rolling_friction, **rest)


def _table(name: str, size: Vec3, top: float, leg: float) -> Compound:
    x, y, z = check_vector(name, "size", size)
    corners = [(sx * (x - leg) / 2, sy * (y - leg) / 2, -top / 2) for sx in (-1, 1) for sy in (-1, 1)]
    legs = [Placed(shape=rounded((leg, leg, z - top)), position=corner) for corner in corners]
    return Compound(pieces=(Placed(shape=rounded((x, y, top)), position=(0.0, 0.0, (z - top) / 2)), *legs))


def _chair(name: str, size: Vec3, seat: float, leg: float) -> Compound:
    x, y, z = check_vector(name, "size", size)
    check_number(name, "seat", seat, above=leg, most=z - leg, unit="m")
    legs = [Placed(shape=rounded((leg, leg, seat - leg)), position=(sx * (x - leg) / 2, sy * (y - leg) / 2, (seat - leg - z) / 2))
            for sx in (-1, 1) for sy in (-1, 1)]
    back = Placed(shape=rounded((leg, y, z - seat)), position=((leg - x) / 2, 0.0, seat / 2))
    return Compound(pieces=(Placed(shape=rounded((x, y, leg)), position=(0.0, 0.0, seat - (leg + z) / 2)), back, *legs))
