"""USD files, by usd-core: meshes as the stage places them, m and z up, each with what its preview material says."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import ResourceError
from sim.geometry.mesh_material import MeshMaterial, cutoff_of, glowing, picture_of
from sim.geometry.mesh_part import MeshPart, painted

Y_UP = np.array([(1, 0, 0), (0, 0, -1), (0, 1, 0)], float)


def pieces(path: str) -> Iterator[MeshPart]:
    """The meshes of a stage at its start that are to be seen. Raises ResourceError without usd-core."""
    try:
        from pxr import Usd, UsdGeom
    except ImportError:
        raise ResourceError(f"{path!r} is a USD file, which needs usd-core. Install it (pip install usd-core), or convert the file to "
                            "GLB.") from None
    stage = Usd.Stage.Open(path)
    turn = UsdGeom.GetStageMetersPerUnit(stage) * (Y_UP if UsdGeom.GetStageUpAxis(stage) == "Y" else np.eye(3))
    places, made = UsdGeom.XformCache(Usd.TimeCode.EarliestTime()), {None: MeshMaterial()}
    for prim in Usd.PrimRange(stage.GetPseudoRoot(), Usd.TraverseInstanceProxies()):
        shown = UsdGeom.Imageable(prim)
        if prim.IsA(UsdGeom.Mesh) and shown.ComputeVisibility() != "invisible" and shown.ComputePurpose() in ("default", "render"):
            matrix = np.array(places.GetLocalToWorldTransform(prim)).T  # it multiplies rows
            yield from _mesh(UsdGeom.Mesh(prim), turn @ matrix[:3, :3], turn @ matrix[:3, 3], made)


def _mesh(mesh: Any, turn: NDArray, shift: NDArray, made: dict[Any, MeshMaterial]) -> Iterator[MeshPart]:
    from pxr import Usd, UsdGeom, UsdShade
    at = Usd.TimeCode.EarliestTime()
    points, counts = np.array(mesh.GetPointsAttr().Get(at) or [], float), np.array(mesh.GetFaceVertexCountsAttr().Get(at) or [], int)
    indices = np.array(mesh.GetFaceVertexIndicesAttr().Get(at) or [], int)
    faces, places = _fans(counts)  # of the polygon, and the places in the list of corners
    if not len(faces):
        return
    vertices, primvars = indices[places], UsdGeom.PrimvarsAPI(mesh)
    named = (_primvar(primvars, name, faces, vertices, places) for name in ("st", "UVMap", "st0", "map1"))
    uv = next((found for found in named if found is not None), None)
    tints = _primvar(primvars, "displayColor", faces, vertices, places)
    mirrored = (np.linalg.det(turn) < 0) != (mesh.GetOrientationAttr().Get() == "leftHanded")
    order = [0, 2, 1] if mirrored else [0, 1, 2]
    corners = points[vertices] @ turn.T + shift
    for bound, own in _bound(mesh, len(counts), UsdShade):
        chosen, key = np.flatnonzero(own[faces]), bound.GetPath() if bound else None
        if key not in made:
            made[key] = _material(bound, UsdShade)
        material, some = made[key], (chosen[:, None], order)
        yield painted(corners[some], material, None if uv is None else (uv[..., :2] * (1, -1) + (0, 1))[some],
                      None if tints is None or bound else tints[some], vertices[some])


def _fans(counts: NDArray) -> tuple[NDArray, NDArray]:
    """(F,) the polygon of each triangle and (F, 3) its corners in the list of all corners, each polygon a fan from its first."""
    starts = np.cumsum([0, *counts])
    fans = [(face, start, start + i, start + i + 1) for face, (start, count) in enumerate(zip(starts, counts)) for i in range(1, count - 1)]
    table = np.array(fans, int).reshape(-1, 4)
    return table[:, 0], table[:, 1:]


def _primvar(primvars: Any, name: str, faces: NDArray, vertices: NDArray, places: NDArray) -> NDArray | None:
    """(F, 3, C) the values of a primvar at the corners of triangles."""
    found = primvars.GetPrimvar(name)
    flat = found.ComputeFlattened() if found and found.HasValue() else None
    if flat is None or not len(flat):
        return None
    values = np.array(flat, float).reshape(len(flat), -1)
    which = {"faceVarying": places, "vertex": vertices, "varying": vertices}.get(found.GetInterpolation())
    if which is None:
        which = np.repeat(faces[:, None], 3, axis=1) if found.GetInterpolation() == "uniform" else np.zeros_like(vertices)
    return values[which]


def _bound(mesh: Any, count: int, shade: Any) -> Iterator[tuple[Any, NDArray]]:
    """Each material of a mesh, or None, and which (count,) of its polygons have it."""
    rest = np.ones(count, bool)
    for subset in shade.MaterialBindingAPI(mesh).GetMaterialBindSubsets():
        own = np.zeros(count, bool)
        own[np.array(subset.GetIndicesAttr().Get(), int)] = True
        rest &= ~own
        yield shade.MaterialBindingAPI(subset).ComputeBoundMaterial()[0] or None, own
    if rest.any():
        yield shade.MaterialBindingAPI(mesh).ComputeBoundMaterial()[0] or None, rest


def _material(bound: Any, shade: Any) -> MeshMaterial:
    shader, *_ = bound.ComputeSurfaceSource()
    name = bound.GetPrim().GetName()
    if not shader:
        return MeshMaterial(name=name)
    colour, picture = _input(shader, "diffuseColor", (0.18, 0.18, 0.18)), _picture(shader.GetInput("diffuseColor"), shade)
    threshold = float(_input(shader, "opacityThreshold", 0.0))
    masked = threshold > 0 or bool(shader.GetInput("opacity") and shader.GetInput("opacity").HasConnectedSource())
    opacity = 1.0 if masked else float(_input(shader, "opacity", 1.0))
    own = MeshMaterial(name=name, colour=(1.0, 1.0, 1.0) if picture is not None else tuple(map(float, colour)), picture=picture,
                        cutoff=cutoff_of("MASK" if masked else "OPAQUE", picture, threshold or None), opacity=opacity,
                        roughness=float(_input(shader, "roughness", 0.5)), metal=float(_input(shader, "metallic", 0.0)),
                        bump=_picture(shader.GetInput("normal"), shade))
    light = _picture(shader.GetInput("emissiveColor"), shade)
    return glowing(own, (1.0, 1.0, 1.0) if light is not None else _input(shader, "emissiveColor", (0.0, 0.0, 0.0)), light)


def _input(shader: Any, name: str, default: Any) -> Any:
    given = shader.GetInput(name)
    value = given.Get() if given and not given.HasConnectedSource() else None
    return default if value is None else value


def _picture(given: Any, shade: Any) -> NDArray[np.uint8] | None:
    """That which an input is connected to, also from within a USDZ."""
    from PIL import Image
    from pxr import Ar
    source = given.GetConnectedSources()[0] if given and given.HasConnectedSource() else []
    texture = shade.Shader(source[0].source.GetPrim()) if source else None
    asset = texture.GetInput("file").Get() if texture and texture.GetInput("file") else None
    opened = Ar.GetResolver().OpenAsset(Ar.ResolvedPath(asset.resolvedPath)) if asset and asset.resolvedPath else None
    return None if opened is None else picture_of(Image.open(io.BytesIO(bytes(opened.GetBuffer()))))
