"""The shapes a rigid part can have. Values in metres, centred on the part's own frame unless said; z is a shape's axis."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import DeclarationError, check_number, check_vector, unknown
from sim.math.conventions import IDENTITY, Quat, Vec3
from sim.scene.figure import Figure
from sim.scene.forms import FORM_CHECKS, Form
from sim.scene.wardrobe import REMOVABLE


@dataclass(frozen=True, kw_only=True)
class Box:
    """A cuboid with these full edge lengths."""

    size: Vec3


@dataclass(frozen=True, kw_only=True)
class RoundedBox(Box):
    """A box whose edges are drawn round, with this radius; it collides, weighs and stands as the sharp one."""

    bevel: float


@dataclass(frozen=True, kw_only=True)
class Sphere:
    """A ball."""

    radius: float


@dataclass(frozen=True, kw_only=True)
class Cylinder:
    """A cylinder along z; `height` is its whole length."""

    radius: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Capsule:
    """A cylinder along z with round ends; `height` is the distance between the centres of the ends."""

    radius: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Cone:
    """A cone along z with its tip up; the frame is at half its height."""

    radius: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Cup:
    """A hollow drinking vessel, open at +z, with a handle towards +x if asked; `radius` is the outer one."""

    radius: float
    height: float
    wall: float = 0.006
    handle: bool = True


@dataclass(frozen=True, kw_only=True)
class Plane:
    """The half-space below z = 0, of which a rectangle of this (x, y) size is seen. Only for fixed bodies."""

    size: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class HeightField:
    """Heights (rows along y, columns along x) in metres, `cell` metres apart, centred in x and y. Only for fixed bodies."""

    heights: tuple[tuple[float, ...], ...]
    cell: float


@dataclass(frozen=True, kw_only=True)
class MeshFile:
    """A mesh file, or what it has of one of its materials, by the material's name. glTF is y-up by its specification, DAE and USD say what
    they are, and are turned to z-up; the others are taken as z-up. scale: a factor, or one for each axis; a negative one mirrors."""

    path: str
    scale: float | Vec3 = 1.0
    material: str = ""


@dataclass(frozen=True, kw_only=True)
class Accessory:
    """A hat, cap or glasses, made for somebody's head. The frame is between the eyes of who wears it: x forward, y left, z up."""

    kind: str
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A shape within a Compound, at a pose in the compound's frame. colour: sRGB in 0..1, and texture: the path of a picture, if the file
    that it is from gives it one."""

    shape: "Shape"
    position: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = IDENTITY
    colour: Vec3 | None = None
    texture: str = ""


@dataclass(frozen=True, kw_only=True)
class Compound:
    """Several shapes that are one rigid piece of one look, such as a wall round a window."""

    pieces: tuple[Placed, ...]


Shape = Box | Sphere | Cylinder | Capsule | Cone | Cup | Plane | HeightField | MeshFile | Accessory | Form | Compound
MESH_FORMATS = (".glb", ".gltf", ".obj", ".stl", ".ply", ".dae", ".usd", ".usda", ".usdc", ".usdz")


def is_unbounded(shape: Shape) -> bool:
    """Whether the shape is a surface without a volume (a plane or height field), which only a fixed body can have."""
    return isinstance(shape, (Plane, HeightField))


def check_shape(owner: str, shape: object) -> None:
    """Raise a DeclarationError naming `owner` if the shape cannot be built."""
    if type(shape) not in _CHECKS:
        allowed = ", ".join(kind.__name__ for kind in _CHECKS)
        raise DeclarationError(f"{owner}: shape is {shape!r}; it must be one of {allowed}.")
    _CHECKS[type(shape)](owner, shape)


def _positive(*fields: str) -> Callable[[str, Shape], None]:
    def check(owner: str, shape: Shape) -> None:
        for field in fields:
            check_number(owner, f"{type(shape).__name__}.{field}", getattr(shape, field), above=0, unit="m")
    return check


def _check_size(length: int) -> Callable:
    def check(owner: str, shape: Box | Plane) -> None:
        field = f"{type(shape).__name__}.size"
        for i, edge in enumerate(check_vector(owner, field, shape.size, length)):
            check_number(owner, f"{field}[{i}]", edge, above=0, unit="m")
    return check


def _check_rounded(owner: str, box: RoundedBox) -> None:
    _check_size(3)(owner, box)
    check_number(owner, "RoundedBox.bevel", box.bevel, above=0, most=0.499 * min(box.size), unit="m")


def _check_cup(owner: str, cup: Cup) -> None:
    _positive("radius", "height", "wall")(owner, cup)
    if cup.wall * 2 > min(cup.radius, cup.height):
        raise DeclarationError(f"{owner}: Cup.wall is {cup.wall:g} m; it must be at most half the radius and the height.")


def _check_heights(owner: str, field: HeightField) -> None:
    check_number(owner, "HeightField.cell", field.cell, above=0, unit="m")
    rows = {len(row) for row in field.heights}
    if len(field.heights) < 2 or len(rows) != 1 or min(rows) < 2:
        raise DeclarationError(f"{owner}: HeightField.heights must be at least 2 rows of at least 2 numbers, all rows alike.")
    if not np.isfinite(np.array(field.heights, np.float64)).all():
        raise DeclarationError(f"{owner}: HeightField.heights has a number that is not finite.")


def _check_mesh(owner: str, mesh: MeshFile) -> None:
    if isinstance(mesh.scale, (int, float)):
        check_number(owner, "MeshFile.scale", mesh.scale, above=0)
    elif not all(check_vector(owner, "MeshFile.scale", mesh.scale)):
        raise DeclarationError(f"{owner}: MeshFile.scale is {mesh.scale}; no axis may be scaled to nothing.")
    path = Path(mesh.path)
    if path.suffix.lower() not in MESH_FORMATS:
        raise DeclarationError(f"{owner}: mesh file {mesh.path!r} is not one of {', '.join(MESH_FORMATS)}; convert it first.")
    if not path.is_file():
        raise DeclarationError(f"{owner}: mesh file {mesh.path!r} does not exist (looked in {Path.cwd()}).")


def _check_accessory(owner: str, accessory: Accessory) -> None:
    if accessory.kind not in REMOVABLE:
        raise unknown("accessory", accessory.kind, REMOVABLE, owner)


def _check_compound(owner: str, compound: Compound) -> None:
    if not compound.pieces:
        raise DeclarationError(f"{owner}: Compound.pieces is empty; it must have at least one piece.")
    for piece in compound.pieces:
        check_shape(owner, piece.shape)
        check_vector(owner, "Placed.position", piece.position)
        if is_unbounded(piece.shape) or isinstance(piece.shape, Compound):
            raise DeclarationError(f"{owner}: a {type(piece.shape).__name__} cannot be a piece of a Compound.")


_CHECKS: dict[type, Callable] = {
    **FORM_CHECKS, Box: _check_size(3), RoundedBox: _check_rounded, Sphere: _positive("radius"), Cylinder: _positive("radius", "height"),
    Capsule: _positive("radius", "height"), Cone: _positive("radius", "height"), Cup: _check_cup,
    Plane: _check_size(2), HeightField: _check_heights, MeshFile: _check_mesh, Accessory: _check_accessory,
    Compound: _check_compound,
}
