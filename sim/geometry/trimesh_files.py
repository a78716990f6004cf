"""The formats that trimesh reads: GLB, glTF, OBJ, PLY and STL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sim.geometry.mesh_material import material_of
from sim.geometry.mesh_part import MeshPart, painted
from sim.math.srgb import linear_from_srgb

Y_UP = (".glb", ".gltf")
"""Formats whose specification says that y is up."""


def pieces(path: str) -> Iterator[MeshPart]:
    """The meshes of a file as its scene places them, z up. Raises whatever a broken file leads trimesh to."""
    import trimesh  # here: it takes half a second, and few shots have mesh files

    scene, known, turn = trimesh.load_scene(path), {}, Path(path).suffix.lower() in Y_UP
    for node in scene.graph.nodes_geometry:
        matrix, name = scene.graph[node]
        mesh = cast(Any, scene.geometry[name])
        if not hasattr(mesh, "faces"):
            continue  # lines or points
        given = mesh.visual.material if mesh.visual.kind == "texture" else None
        if id(given) not in known:
            known[id(given)] = material_of(given, Path(path).parent)
        corners = (mesh.vertices @ matrix[:3, :3].T + matrix[:3, 3])[mesh.faces]
        order = [0, 2, 1] if np.linalg.det(matrix[:3, :3]) < 0 else [0, 1, 2]  # mirrored: outside stays outside
        if turn:
            corners = np.stack([corners[..., 0], -corners[..., 2], corners[..., 1]], axis=-1)
        uv, tints = _uv(mesh), _tints(mesh, linear=turn)
        yield painted(corners[:, order], known[id(given)], None if uv is None else uv[:, order],
                      None if tints is None else tints[:, order], mesh.faces[:, order])


def _uv(mesh: Any) -> NDArray | None:
    """(F, 3, 2), v down: trimesh's is up."""
    uv = getattr(mesh.visual, "uv", None)
    if uv is None or len(uv) != len(mesh.vertices):
        return None
    uv = np.nan_to_num(np.asarray(uv, np.float64))
    return np.stack([uv[:, 0], 1 - uv[:, 1]], axis=-1)[mesh.faces]


def _tints(mesh: Any, linear: bool) -> NDArray | None:
    """(F, 3, 3) linear colours of vertices or faces, None without. linear: that is how the file has them, as glTF does."""
    visual = mesh.visual
    if visual.kind == "texture":
        given = visual.vertex_attributes.get("color") if visual.vertex_attributes is not None else None
        if given is None or len(given) != len(mesh.vertices):
            return None
        colours = np.asarray(given)[mesh.faces]
    elif visual.kind == "face":
        colours = np.repeat(np.asarray(visual.face_colors)[:, None], 3, axis=1)
    elif visual.kind == "vertex":
        colours = np.asarray(visual.vertex_colors)[mesh.faces]
    else:
        return None
    if colours.dtype.kind in "ui":
        colours = colours / np.iinfo(colours.dtype).max
    return np.clip(colours[..., :3], 0, 1) if linear else linear_from_srgb(np.clip(colours[..., :3], 0, 1))
