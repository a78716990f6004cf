"""COLLADA files: meshes as the scene's nodes place them, m and z up, each with what its material says."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.geometry.dae_materials import Library, floats, library, material_of
from sim.geometry.mesh_material import MeshMaterial
from sim.geometry.mesh_part import MeshPart, painted
from sim.math.srgb import linear_from_srgb

AXES = {"X_UP": [(0, -1, 0), (0, 0, -1), (1, 0, 0)], "Y_UP": [(1, 0, 0), (0, 0, -1), (0, 1, 0)], "Z_UP": [(1, 0, 0), (0, 1, 0), (0, 0, 1)]}
"""Rows of the turn from a file's axes to z up."""


def pieces(path: str) -> Iterator[MeshPart]:
    """The meshes of a file. Raises whatever a broken one leads to."""
    text = Path(path).read_bytes()
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    parts = library(root)
    unit = root.find("asset/unit")
    turn = np.eye(4)
    turn[:3, :3] = np.array(AXES[(root.findtext("asset/up_axis") or "Y_UP").strip()], float) * float("1" if unit is None else
                                                                                                      unit.get("meter", "1"))
    scene = root.find("scene/instance_visual_scene")
    start = parts[scene.get("url", "")[1:]] if scene is not None else root.find("library_visual_scenes/visual_scene")
    made: dict[str, MeshMaterial] = {}
    for node in [] if start is None else start.findall("node"):
        yield from _node(node, turn, parts, Path(path).parent, made)


def _node(node: ElementTree.Element, above: NDArray, parts: Library, folder: Path, made: dict[str, MeshMaterial]) -> Iterator[MeshPart]:
    matrix = above @ _matrix(node)
    for found in [*node.findall("instance_geometry"), *node.findall("instance_controller")]:
        bound = {each.get("symbol", ""): each.get("target", "")[1:] for each in found.iter("instance_material")}
        geometry, bind = _geometry(parts[found.get("url", "")[1:]], parts)
        mesh = geometry.find("mesh")
        for primitive in [] if mesh is None else [each for each in mesh if each.tag in ("triangles", "polylist", "polygons")]:
            name = bound.get(primitive.get("material", ""), primitive.get("material", ""))
            if name not in made:
                made[name] = material_of(name, parts, folder)
            yield from _primitive(primitive, matrix @ bind, parts, made[name])
    for child in node.findall("node"):
        yield from _node(child, matrix, parts, folder, made)
    for child in node.findall("instance_node"):
        yield from _node(parts[child.get("url", "")[1:]], matrix, parts, folder, made)


def _geometry(found: ElementTree.Element, parts: Library) -> tuple[ElementTree.Element, NDArray]:
    """A geometry, or that which a controller bends, as it is bound."""
    skin = found.find("skin")
    if skin is None:
        return found, np.eye(4)
    matrix = floats(skin.findtext("bind_shape_matrix"))
    return parts[skin.get("source", "")[1:]], np.reshape(matrix, (4, 4)) if len(matrix) == 16 else np.eye(4)


def _matrix(node: ElementTree.Element) -> NDArray:
    """(4, 4) all transforms of a node, in their order."""
    out = np.eye(4)
    for step in node:
        values, one = floats(step.text) if step.tag in ("matrix", "translate", "rotate", "scale") else [], np.eye(4)
        if step.tag == "matrix":
            one = np.reshape(values, (4, 4))
        elif step.tag == "translate":
            one[:3, 3] = values
        elif step.tag == "scale":
            one[:3, :3] = np.diag(values)
        elif step.tag == "rotate":
            one[:3, :3] = _turn(np.array(values[:3]), np.radians(values[3]))
        out = out @ one
    return out


def _turn(axis: NDArray, angle: float) -> NDArray:
    """(3, 3) of an axis and an angle, rad (Rodrigues)."""
    x, y, z = axis / max(float(np.linalg.norm(axis)), 1e-12)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def _primitive(primitive: ElementTree.Element, matrix: NDArray, parts: Library, material: MeshMaterial) -> Iterator[MeshPart]:
    inputs = [(each.get("semantic", ""), int(each.get("offset", "0")), each.get("source", "")[1:]) for each in primitive.findall("input")]
    stride, rows = 1 + max(offset for _, offset, _ in inputs), []
    for polygon in primitive.findall("p"):
        rows.append(np.array((polygon.text or "").split(), np.int64).reshape(-1, stride))
    counts = [len(row) for row in rows] if primitive.tag == "polygons" else list(map(int, (primitive.findtext("vcount") or "").split()))
    indices = np.concatenate([np.zeros((0, stride), np.int64), *rows])
    fans = indices.reshape(-1, 3, stride) if primitive.tag == "triangles" else indices[_fans(counts)]
    if not len(fans):
        return
    given = {semantic: _values(parts[source], parts)[fans[..., offset]] for semantic, offset, source in reversed(inputs)}
    corners = given["VERTEX"] @ matrix[:3, :3].T + matrix[:3, 3]
    uv = given["TEXCOORD"][..., :2] * (1, -1) + (0, 1) if "TEXCOORD" in given else None
    tints = linear_from_srgb(np.clip(given["COLOR"][..., :3], 0, 1)) if "COLOR" in given else None
    order = [0, 2, 1] if np.linalg.det(matrix[:3, :3]) < 0 else [0, 1, 2]
    offset = next(offset for semantic, offset, _ in inputs if semantic == "VERTEX")
    yield painted(corners[:, order], material, None if uv is None else uv[:, order], None if tints is None else tints[:, order],
                  fans[..., offset][:, order])


def _fans(counts: list[int]) -> NDArray[np.int64]:
    """(F, 3) triangles of polygons of so many corners, each a fan from its first."""
    starts = np.cumsum([0, *counts])
    fans = [(start, start + i, start + i + 1) for start, count in zip(starts.tolist(), counts) for i in range(1, count - 1)]
    return np.array(fans, np.int64).reshape(-1, 3)


def _values(source: ElementTree.Element, parts: Library) -> NDArray:
    """(N, stride) the numbers of a source; of <vertices>, those of their positions."""
    if source.tag == "vertices":
        inner = next(each for each in source.findall("input") if each.get("semantic") == "POSITION")
        return _values(parts[inner.get("source", "")[1:]], parts)
    accessor = source.find("technique_common/accessor")
    return np.array(floats(source.findtext("float_array"))).reshape(-1, int("3" if accessor is None else accessor.get("stride", "1")))
