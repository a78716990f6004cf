"""Reads what Steadycast needs of a URDF file: which links are seen and what they look like, which joints move and how far."""

import math
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from sim.errors import DeclarationError
from sim.math.conventions import IDENTITY, Quat, Vec3, quat_from_euler
from sim.scene.shapes import Box, Capsule, Compound, Cylinder, MeshFile, Placed, Shape, Sphere, check_shape

MOVABLE = ("revolute", "continuous", "prismatic")


@dataclass(frozen=True, kw_only=True)
class Joint:
    """A joint that moves: its limits, rad or m (infinite for a continuous one), and the damping and friction the file gives it."""

    name: str
    lower: float
    upper: float
    damping: float | None
    friction: float | None


@dataclass(frozen=True, kw_only=True)
class Urdf:
    """links: the shape of each link that has a visual, in the link's frame, in the file's order. joints: those that move.
    weightless: the links that have no <inertial>."""

    links: tuple[tuple[str, Shape], ...]
    joints: tuple[Joint, ...]
    weightless: tuple[str, ...]


def read(path: str, owner: str) -> Urdf:
    """The links and joints of a URDF file (see wiki.ros.org/urdf/XML); a DeclarationError naming `owner` if it is broken."""
    try:
        robot = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{owner}: URDF file {path!r} cannot be read: {error}.") from None
    if robot.tag != "robot" or robot.find("link") is None:
        raise DeclarationError(f"{owner}: {path!r} is not a URDF file: it needs a <robot> with at least one <link>.")
    reader = _Reader(owner=f"{owner}: URDF file {path!r}", folder=Path(path).parent)
    links = [(reader.name(link), reader.looks(link)) for link in robot.findall("link")]
    weightless = tuple(reader.name(link) for link in robot.findall("link") if link.find("inertial") is None)
    joints = [reader.joint(joint, weightless) for joint in robot.findall("joint") if joint.get("type") != "fixed"]
    return Urdf(links=tuple((name, shape) for name, shape in links if shape is not None), joints=tuple(joints), weightless=weightless)


@dataclass(frozen=True, kw_only=True)
class _Reader:
    owner: str
    folder: Path

    def name(self, element: ElementTree.Element) -> str:
        if not element.get("name"):
            raise DeclarationError(f"{self.owner}: a <{element.tag}> has no name.")
        return element.get("name", "")

    def looks(self, link: ElementTree.Element) -> Shape | None:
        for mesh in link.findall("collision/geometry/mesh"):
            if not Path(self.path_of(f"link {self.name(link)}", mesh)).is_file():
                raise DeclarationError(f"{self.owner}: link {self.name(link)} collides as the mesh {mesh.get('filename')!r}, "
                                       "which does not exist.")
        pieces = tuple(self.placed(link, visual) for visual in link.findall("visual"))
        return Compound(pieces=pieces) if pieces else None

    def placed(self, link: ElementTree.Element, visual: ElementTree.Element) -> Placed:
        origin, where = visual.find("origin"), f"link {self.name(link)}"
        geometry = visual.find("geometry/*")
        if geometry is None:
            raise DeclarationError(f"{self.owner}: {where} has a <visual> without a <geometry>.")
        position, rotation = (0.0, 0.0, 0.0), IDENTITY
        if origin is not None:
            position = self.vector(where, origin, "xyz", "0 0 0")
            rotation = _quat(self.vector(where, origin, "rpy", "0 0 0"))
        return Placed(shape=self.shape(where, geometry), position=position, rotation=rotation)

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
        scale = self.vector(where, geometry, "scale", "1 1 1")
        if len(set(scale)) != 1:
            raise DeclarationError(f"{self.owner}: {where} has a mesh of scale {scale}; scale it the same in x, y and z.")
        return MeshFile(path=self.path_of(where, geometry), scale=scale[0])

    def path_of(self, where: str, mesh: ElementTree.Element) -> str:
        name = mesh.get("filename", "")
        if name.startswith("package:"):
            raise DeclarationError(f"{self.owner}: {where} has the mesh {name!r}; give its path from the URDF file's folder.")
        return str(self.folder / name.removeprefix("file://"))

    def joint(self, joint: ElementTree.Element, weightless: tuple[str, ...]) -> Joint:
        kind, name, limit, dynamics = joint.get("type"), self.name(joint), joint.find("limit"), joint.find("dynamics")
        child = joint.find("child")
        if child is not None and child.get("link") in weightless:
            raise DeclarationError(f"{self.owner}: link {child.get('link')} moves on joint {name} and has no <inertial>; "
                                   "give it a mass and inertia.")
        where, lower, upper = f"joint {name}", -math.inf, math.inf
        if kind not in MOVABLE:
            raise DeclarationError(f"{self.owner}: {where} is of type {kind!r}; it must be fixed or one of {', '.join(MOVABLE)}.")
        if kind != "continuous":
            if limit is None:
                raise DeclarationError(f"{self.owner}: {where} is {kind} and has no <limit>; give it lower and upper.")
            lower, upper = self.number(where, limit, "lower", "0"), self.number(where, limit, "upper", "0")
        return Joint(name=name, lower=lower, upper=upper, damping=self.given(where, dynamics, "damping"),
                     friction=self.given(where, dynamics, "friction"))

    def given(self, where: str, dynamics: ElementTree.Element | None, field: str) -> float | None:
        return None if dynamics is None or dynamics.get(field) is None else self.number(where, dynamics, field)

    def number(self, where: str, element: ElementTree.Element, field: str, default: str = "") -> float:
        return self.numbers(where, element, field, default, 1)[0]

    def vector(self, where: str, element: ElementTree.Element, field: str, default: str = "") -> Vec3:
        x, y, z = self.numbers(where, element, field, default, 3)
        return x, y, z

    def numbers(self, where: str, element: ElementTree.Element, field: str, default: str, length: int) -> list[float]:
        text = element.get(field, default)
        try:
            values = [float(word) for word in text.split()]
        except ValueError:
            values = []
        if len(values) != length or not all(map(math.isfinite, values)):
            raise DeclarationError(f"{self.owner}: {where} has <{element.tag}> {field}={text!r}; it must be {length} numbers.")
        return values


def _quat(rpy: Vec3) -> Quat:
    x, y, z, w = quat_from_euler([math.degrees(angle) for angle in rpy]).tolist()
    return x, y, z, w
