"""Reads what Steadycast needs of a URDF file: which links are seen and what they look like, which joints move and how far."""

import logging
import math
import os
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.errors import DeclarationError
from sim.math.conventions import IDENTITY, Quat, Vec3, quat_from_euler
from sim.scene.shapes import MESH_FORMATS, Box, Capsule, Compound, Cylinder, MeshFile, Placed, Shape, Sphere, check_shape
from sim.scene.urdf_files import found as found_file
from sim.scene.urdf_files import root_of

log = logging.getLogger("steadycast")
SHAPES = ("box", "sphere", "cylinder", "capsule", "mesh")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
MOVABLE = ("revolute", "continuous", "prismatic")


@dataclass(frozen=True, kw_only=True)
class Joint:
    """A joint. lower, upper: its limits, rad or m (infinite for a continuous one). damping, friction: what the file gives it. position,
    rotation: of its own frame in the parent link's; at 0 the child's frame is there. axis: unit, in that frame."""

    name: str
    kind: str
    parent: str
    child: str
    lower: float = -math.inf
    upper: float = math.inf
    damping: float | None = None
    friction: float | None = None
    position: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = IDENTITY
    axis: Vec3 = (1.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Urdf:
    """links: the shape of each link that has a visual, in the link's frame, in the file's order; colliders: of each that collides.
    joints: those that move; fixed: those that do not. weightless: the links that have no <inertial>. root: the link that hangs on none."""

    links: tuple[tuple[str, Shape], ...]
    colliders: tuple[tuple[str, Shape], ...]
    joints: tuple[Joint, ...]
    fixed: tuple[Joint, ...]
    weightless: tuple[str, ...]
    root: str

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the meshes and pictures that it names."""
        pieces = [piece for _, shape in (*self.links, *self.colliders) if isinstance(shape, Compound) for piece in shape.pieces]
        paths = [piece.shape.path for piece in pieces if isinstance(piece.shape, MeshFile)] + [piece.texture for piece in pieces]
        return tuple(dict.fromkeys(filter(None, paths)))


def read(path: str, owner: str, packages: Sequence[str] = ()) -> Urdf:
    """The links and joints of a URDF file (see wiki.ros.org/urdf/XML); a DeclarationError naming `owner` if it is broken. packages:
    folders in which packages are looked for first."""
    return _read(path, owner, tuple(packages), os.stat(path).st_mtime_ns if os.path.isfile(path) else 0)


@lru_cache(maxsize=64)
def _read(path: str, owner: str, packages: tuple[str, ...], _stamp: int) -> Urdf:
    robot = root_of(path, owner)
    reader = _Reader(owner=f"{owner}: URDF file {path!r}", folder=Path(path).parent, packages=packages, robot=robot)
    links = [(reader.name(link), reader.shape_of(link, "visual")) for link in robot.findall("link")]
    colliders = [(reader.name(link), reader.shape_of(link, "collision")) for link in robot.findall("link")]
    weightless = tuple(reader.name(link) for link in robot.findall("link") if link.find("inertial") is None)
    joints = [reader.joint(joint) for joint in robot.findall("joint")]
    children = {joint.child for joint in joints}
    return Urdf(links=tuple((name, shape) for name, shape in links if shape is not None), weightless=weightless,
                colliders=tuple((name, shape) for name, shape in colliders if shape is not None),
                joints=tuple(joint for joint in joints if joint.kind != "fixed"),
                fixed=tuple(joint for joint in joints if joint.kind == "fixed"),
                root=next((name for name, _ in links if name not in children), links[0][0]))


@dataclass(frozen=True, kw_only=True)
class _Reader:
    owner: str
    folder: Path
    packages: tuple[str, ...]
    robot: ElementTree.Element

    def name(self, element: ElementTree.Element) -> str:
        if not element.get("name"):
            raise DeclarationError(f"{self.owner}: a <{element.tag}> has no name.")
        return element.get("name", "")

    def shape_of(self, link: ElementTree.Element, kind: str) -> Shape | None:
        """All of its <visual>s or <collision>s; None without any."""
        pieces = tuple(self.placed(link, each) for each in link.findall(kind) if not _mark(each))
        return Compound(pieces=pieces) if pieces else None

    def placed(self, link: ElementTree.Element, visual: ElementTree.Element) -> Placed:
        where, geometry = f"link {self.name(link)}", visual.find("geometry/*")
        if geometry is None:
            raise DeclarationError(f"{self.owner}: {where} has a <{visual.tag}> without a <geometry>.")
        position, rotation = self.origin(where, visual)
        colour, texture = self.material(where, visual.find("material"))
        return Placed(shape=self.shape(where, geometry), position=position, rotation=rotation, colour=colour, texture=texture)

    def origin(self, where: str, element: ElementTree.Element) -> tuple[Vec3, Quat]:
        origin = element.find("origin")
        if origin is None:
            return (0.0, 0.0, 0.0), IDENTITY
        return self.place(where, origin, "xyz"), _quat(self.place(where, origin, "rpy"))

    def place(self, where: str, origin: ElementTree.Element, field: str) -> Vec3:
        """Three numbers, the first if there are more; of a text that a program was to fill in, zeros, and that is said."""
        if "$" in (text := origin.get(field, "")):
            log.warning("%s: %s has <origin> %s=%r; taken to be 0", self.owner, where, field, text)
            return 0.0, 0.0, 0.0
        count = max(3, len(NUMBER.findall(text)))
        x, y, z = self.numbers(where, origin, field, "0 0 0", count if text else 3)[:3]
        return x, y, z

    def material(self, where: str, given: ElementTree.Element | None) -> tuple[Vec3 | None, str]:
        """Colour (sRGB) and picture of a <material>, which may stand anywhere in the file under its name."""
        if given is None:
            return None, ""
        named = [each for each in self.robot.iter("material") if given.get("name") and each.get("name") == given.get("name")]
        colour = next((found for each in (given, *named) if (found := each.find("color")) is not None), None)
        picture = next((found for each in (given, *named) if (found := each.find("texture")) is not None), None)
        path = "" if picture is None else str(found_file(picture.get("filename", ""), self.folder, self.packages))
        rgb = None if colour is None else self.numbers(where, colour, "rgba", "1 1 1 1", 4)[:3]
        return None if rgb is None else (_unit(rgb[0]), _unit(rgb[1]), _unit(rgb[2])), path if Path(path).is_file() else ""

    def shape(self, where: str, geometry: ElementTree.Element) -> Shape:
        shape: Shape
        if geometry.tag == "box":
            shape = Box(size=self.vector(where, geometry, "size"))
        elif geometry.tag == "sphere":
            shape = Sphere(radius=self.number(where, geometry, "radius"))
        elif geometry.tag in ("cylinder", "capsule"):
            kind = Cylinder if geometry.tag == "cylinder" else Capsule
            shape = kind(radius=self.number(where, geometry, "radius"), height=self.number(where, geometry, "length"))
        elif geometry.tag == "mesh":
            shape = self.mesh(where, geometry)
        else:
            raise DeclarationError(f"{self.owner}: {where} has a <{geometry.tag}>; "
                                   "it must be a box, cylinder, sphere, capsule or mesh.")
        check_shape(f"{self.owner}: {where}", shape)
        return shape

    def mesh(self, where: str, geometry: ElementTree.Element) -> MeshFile:
        words = geometry.get("scale", "1 1 1").split()
        scale = self.vector(where, geometry, "scale", "1 1 1") if len(words) == 3 else \
            (self.numbers(where, geometry, "scale", "1", len(words)) * 3)[:3]
        name = geometry.get("filename", "")
        path = found_file(name, self.folder, self.packages)
        if not path.is_file() and path.suffix.lower() in MESH_FORMATS:
            hint = " Give the folder that its package lies in, as packages=[...]." if "://" in name else ""
            raise DeclarationError(f"{self.owner}: {where} has the mesh {name!r}, which does not exist (looked for {str(path)!r}).{hint}")
        x, y, z = scale
        return MeshFile(path=str(path), scale=x if x == y == z and x > 0 else (x, y, z))

    def joint(self, joint: ElementTree.Element) -> Joint:
        kind, name, limit, dynamics = joint.get("type"), self.name(joint), joint.find("limit"), joint.find("dynamics")
        where, lower, upper = f"joint {name}", -math.inf, math.inf
        if kind not in (*MOVABLE, "fixed"):
            raise DeclarationError(f"{self.owner}: {where} is of type {kind!r}; it must be fixed or one of {', '.join(MOVABLE)}.")
        if kind not in ("continuous", "fixed"):
            if limit is None:
                raise DeclarationError(f"{self.owner}: {where} is {kind} and has no <limit>; give it lower and upper.")
            lower, upper = self.number(where, limit, "lower", "0"), self.number(where, limit, "upper", "0")
        position, rotation = self.origin(where, joint)
        axis = joint.find("axis")
        along = (1.0, 0.0, 0.0) if axis is None else self.vector(where, axis, "xyz", "1 0 0")
        return Joint(name=name, kind=kind, lower=lower, upper=upper, damping=self.given(where, dynamics, "damping"),
                     friction=self.given(where, dynamics, "friction"), parent=self.end(joint, "parent"), child=self.end(joint, "child"),
                     position=position, rotation=rotation, axis=along)

    def end(self, joint: ElementTree.Element, tag: str) -> str:
        found = joint.find(tag)
        return "" if found is None else found.get("link", "")

    def given(self, where: str, dynamics: ElementTree.Element | None, field: str) -> float | None:
        return None if dynamics is None or dynamics.get(field) is None else self.number(where, dynamics, field)

    def number(self, where: str, element: ElementTree.Element, field: str, default: str = "") -> float:
        return self.numbers(where, element, field, default, 1)[0]

    def vector(self, where: str, element: ElementTree.Element, field: str, default: str = "") -> Vec3:
        x, y, z = self.numbers(where, element, field, default, 3)
        return x, y, z

    def numbers(self, where: str, element: ElementTree.Element, field: str, default: str, length: int) -> list[float]:
        text = element.get(field, default)
        words = [NUMBER.match(word) for word in text.replace(",", " ").split()]
        values = [float(word.group()) for word in words if word] if all(words) else []
        if len(values) != length or not all(map(math.isfinite, values)):
            raise DeclarationError(f"{self.owner}: {where} has <{element.tag}> {field}={text!r}; it must be {length} numbers.")
        return values


def _mark(element: ElementTree.Element) -> bool:
    """Whether it has no size, or collides as what only some programs know."""
    sphere, geometry = element.find("geometry/sphere"), element.find("geometry/*")
    odd = element.tag == "collision" and (geometry is None or geometry.tag not in SHAPES)
    return odd or sphere is not None and sphere.get("radius", "1").strip("0. ") == ""


def _unit(value: float) -> float:
    """A channel of a colour; some files have them in 0..255."""
    return min(max(value / 255 if value > 1 else value, 0.0), 1.0)


def _quat(rpy: Vec3) -> Quat:
    x, y, z, w = quat_from_euler([math.degrees(angle) for angle in rpy]).tolist()
    return x, y, z, w
