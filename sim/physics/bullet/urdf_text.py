"""A mechanism as Bullet can read it: only what moves and collides, every mesh where it lies and in a format that it knows."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from sim.geometry import mesh_files
from sim.physics.bullet.client import Client
from sim.physics.link_masses import weigh
from sim.scene.objects import Mechanism
from sim.scene.shapes import Compound, MeshFile, Shape
from sim.scene.urdf import Urdf
from sim.scene.urdf_files import root_of

KNOWN = (".obj", ".stl")
"""Formats that Bullet reads as they are read here."""


def bullet_urdf(client: Client, mechanism: Mechanism, model: Urdf) -> tuple[str, tuple[str, ...]]:
    """The path of a URDF of it, for as long as the client lives, and the links that have no mass."""
    robot = root_of(mechanism.urdf, mechanism.name)
    without = weigh(robot, mechanism, model)
    colliders = dict(model.colliders)
    for link in robot.findall("link"):
        for visual in link.findall("visual"):
            link.remove(visual)
        for collision in link.findall("collision"):
            sphere = collision.find("geometry/sphere")
            if sphere is not None and not float(sphere.get("radius", "1")):
                link.remove(collision)
        for mesh, shape in zip(link.findall("collision/geometry/mesh"), _meshes(colliders.get(link.get("name", "")))):
            path = str(Path(shape.path).absolute())
            mesh.set("filename", path if path.lower().endswith(KNOWN) else client.write(_wavefront(path)))
            mesh.set("scale", " ".join(map(str, shape.scale if isinstance(shape.scale, tuple) else (shape.scale,) * 3)))
    return client.write(ElementTree.tostring(robot, encoding="unicode"), ".urdf"), without


def _meshes(shape: Shape | None) -> list[MeshFile]:
    """Those of a link, in the order of its file."""
    return [piece.shape for piece in shape.pieces if isinstance(piece.shape, MeshFile)] if isinstance(shape, Compound) else []


def _wavefront(path: str) -> str:
    vertices, faces = mesh_files.load_mesh(path)
    corners = [f"v {x!r} {y!r} {z!r}\n" for x, y, z in vertices.tolist()]
    return "".join([*corners, *(f"f {a} {b} {c}\n" for a, b, c in (faces + 1).tolist())])
