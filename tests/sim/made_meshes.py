"""Mesh files made by hand for the tests, with what files from others have: several materials and nodes, pictures, cut-outs, colours."""

from pathlib import Path

import numpy as np
import trimesh
from PIL import Image
from trimesh.transformations import rotation_matrix, translation_matrix
from trimesh.visual.material import PBRMaterial
from trimesh.visual.texture import TextureVisuals

QUAD = np.array([[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]])
UV = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)


def picture(size: int = 64) -> Image.Image:
    """Four quarters, each its own colour ramp, so that no turn or flip of it is the same."""
    y, x = np.mgrid[:size, :size] / (size - 1)
    out = np.zeros((size, size, 3))
    out[..., 0], out[..., 1], out[..., 2] = 0.2 + 0.8 * x, 0.2 + 0.8 * y, np.where((x < 0.5) == (y < 0.5), 0.9, 0.1)
    return Image.fromarray((out * 255).astype(np.uint8))


def holed(size: int = 64) -> Image.Image:
    """The same with a round hole, off the middle."""
    image = picture(size).convert("RGBA")
    y, x = np.mgrid[:size, :size] / (size - 1)
    image.putalpha(Image.fromarray(np.where(np.hypot(x - 0.4, y - 0.6) < 0.25, 0, 255).astype(np.uint8)))
    return image


def quad(material: PBRMaterial, repeats: float = 1.0) -> trimesh.Trimesh:
    """A square of 1 m that faces +z, its picture upright."""
    return trimesh.Trimesh(QUAD, [[0, 1, 2], [0, 2, 3]], visual=TextureVisuals(uv=UV * repeats, material=material), process=False)


def box(material: PBRMaterial, size: float = 0.6) -> trimesh.Trimesh:
    """A box whose six sides each show the whole picture."""
    sides = [rotation_matrix(np.pi / 2 * i, (0, 1, 0)) for i in range(4)]
    sides += [rotation_matrix(np.pi / 2 * i, (1, 0, 0)) for i in (1, 3)]
    square = QUAD + (0, 0, 0.5)
    corners = np.concatenate([size * trimesh.transform_points(square, side) for side in sides])
    faces = np.concatenate([np.array([[0, 1, 2], [0, 2, 3]]) + 4 * i for i in range(6)])
    return trimesh.Trimesh(corners, faces, visual=TextureVisuals(uv=np.tile(UV, (6, 1)), material=material), process=False)


def still_life() -> trimesh.Scene:
    """y up: a red wall, before it a card with a hole, a box with a picture, and another, mirrored and turned, of the same material."""
    scene = trimesh.Scene()
    red = PBRMaterial(name="Red.001", baseColorFactor=(255, 0, 0, 255), metallicFactor=0.0, roughnessFactor=0.9)
    card = PBRMaterial(name="card", baseColorTexture=holed(), alphaMode="MASK", alphaCutoff=0.5, roughnessFactor=0.5, metallicFactor=0.0)
    boxes = PBRMaterial(name="steel", baseColorTexture=picture(), metallicFactor=1.0, roughnessFactor=0.3)
    scene.add_geometry(quad(red), geom_name="wall", transform=translation_matrix((0, 1, -0.5)) @ np.diag((4, 2, 1, 1)))
    scene.add_geometry(quad(card), geom_name="card", transform=translation_matrix((-0.6, 0.9, 0.2)))
    scene.add_geometry(box(boxes), geom_name="box", transform=translation_matrix((0.5, 0.4, 0.3)) @ rotation_matrix(0.5, (0, 1, 0)))
    scene.add_geometry(box(boxes), geom_name="other", transform=translation_matrix((1.2, 1.2, 0)) @ np.diag((-1, 1.5, 1, 1)))
    return scene


def write_obj(folder: Path) -> Path:
    """A square of two materials, one with a picture and one of a colour, z up: it stands, and is seen from -y."""
    picture().save(folder / "four parts.png")
    (folder / "card.mtl").write_text("newmtl printed\nKd 1 1 1\nmap_Kd four parts.png\nnewmtl dull green\nKd 0.1 0.6 0.2\n")
    (folder / "card.obj").write_text(
        "mtllib card.mtl\nv -1 0 0\nv 0 0 0\nv 0 0 1\nv -1 0 1\nv 1 0 0\nv 1 0 1\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"
        "usemtl printed\nf 1/1 2/2 3/3 4/4\nusemtl dull green\nf 2/1 5/2 6/3 3/4\n")
    return folder / "card.obj"


def write_dae(folder: Path, up: str = "Y_UP", metres: str = "0.01") -> Path:
    """A square of a picture and, turned by 90 degrees about its file's y and 2 m along x, one of a colour; in centimetres."""
    picture().save(folder / "four.png")

    def effect(name: str, diffuse: str, params: str = "") -> str:
        return (f'<effect id="{name}-fx"><profile_COMMON>{params}<technique sid="t"><lambert><diffuse>{diffuse}</diffuse></lambert>'
                "</technique></profile_COMMON></effect>")
    params = ('<newparam sid="s"><surface type="2D"><init_from>img</init_from></surface></newparam>'
              '<newparam sid="p"><sampler2D><source>s</source></sampler2D></newparam>')
    effects = effect("printed", '<texture texture="p" texcoord="UV"/>', params) + effect("green", "<color>0.1 0.6 0.2 1</color>")
    materials = "".join(f'<material id="{name}" name="{name}"><instance_effect url="#{name}-fx"/></material>'
                        for name in ("printed", "green"))
    places = "0 0 0 100 0 0 100 100 0 0 100 0"
    mesh = (f'<geometry id="q"><mesh><source id="v"><float_array id="va">{places}</float_array><technique_common><accessor source="#va" '
            'stride="3"/></technique_common></source><source id="t"><float_array id="ta">0 0 1 0 1 1 0 1</float_array><technique_common>'
            '<accessor source="#ta" stride="2"/></technique_common></source><vertices id="vs"><input semantic="POSITION" source="#v"/>'
            '</vertices><polylist material="m" count="1"><input semantic="VERTEX" source="#vs" offset="0"/><input semantic="TEXCOORD" '
            'source="#t" offset="1"/><vcount>4</vcount><p>0 0 1 1 2 2 3 3</p></polylist></mesh></geometry>')

    def node(material: str, steps: str = "") -> str:
        return (f'<node>{steps}<instance_geometry url="#q"><bind_material><technique_common><instance_material symbol="m" '
                f'target="#{material}"/></technique_common></bind_material></instance_geometry></node>')
    nodes = node("printed") + node("green", "<translate>200 0 0</translate><rotate>0 1 0 90</rotate>")
    image = '<library_images><image id="img"><init_from>four.png</init_from></image></library_images>'
    (folder / "q.dae").write_text(
        '<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">'
        f'<asset><unit meter="{metres}"/><up_axis>{up}</up_axis></asset>{image}<library_effects>{effects}</library_effects>'
        f"<library_materials>{materials}</library_materials><library_geometries>{mesh}</library_geometries>"
        f'<library_visual_scenes><visual_scene id="s1">{nodes}</visual_scene></library_visual_scenes>'
        '<scene><instance_visual_scene url="#s1"/></scene></COLLADA>')
    return folder / "q.dae"


def write_usd(folder: Path, packed: bool = False) -> Path:
    """The same by usd-core, in centimetres and y up: the square with a picture beside one of a colour, two materials of one mesh."""
    from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, UsdUtils
    picture().save(folder / "four.png")
    stage = Usd.Stage.CreateNew(str(folder / "q.usda"))
    UsdGeom.SetStageUpAxis(stage, "Y")
    UsdGeom.SetStageMetersPerUnit(stage, 0.01)
    UsdGeom.Xform.Define(stage, "/it").AddTranslateOp().Set(Gf.Vec3d(0, 100, 0))
    mesh = UsdGeom.Mesh.Define(stage, "/it/quad")
    mesh.CreatePointsAttr([(0, 0, 0), (100, 0, 0), (100, 100, 0), (0, 100, 0), (200, 0, 0), (200, 100, 0)])
    mesh.CreateFaceVertexCountsAttr([4, 4])
    mesh.CreateFaceVertexIndicesAttr([0, 1, 2, 3, 1, 4, 5, 2])
    primvar = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("st", Sdf.ValueTypeNames.TexCoord2fArray, "faceVarying")
    primvar.Set([(0, 0), (1, 0), (1, 1), (0, 1)] * 2)

    def material(name: str, colour: tuple[float, ...], file: str = "") -> UsdShade.Material:
        out = UsdShade.Material.Define(stage, f"/{name}")
        shader = UsdShade.Shader.Define(stage, f"/{name}/surface")
        shader.CreateIdAttr("UsdPreviewSurface")
        given = shader.CreateInput("diffuseColor", Sdf.ValueTypeNames.Color3f)
        given.Set(Gf.Vec3f(*colour))
        shader.CreateInput("metallic", Sdf.ValueTypeNames.Float).Set(1.0 if not file else 0.0)
        if file:
            texture = UsdShade.Shader.Define(stage, f"/{name}/texture")
            texture.CreateIdAttr("UsdUVTexture")
            texture.CreateInput("file", Sdf.ValueTypeNames.Asset).Set(file)
            given.ConnectToSource(texture.CreateOutput("rgb", Sdf.ValueTypeNames.Float3))
        out.CreateSurfaceOutput().ConnectToSource(shader.CreateOutput("surface", Sdf.ValueTypeNames.Token))
        return out
    for index, made in enumerate((material("printed", (1, 1, 1), "four.png"), material("green", (0.01, 0.32, 0.03)))):
        subset = UsdGeom.Subset.CreateGeomSubset(mesh, f"s{index}", "face", [index], "materialBind")
        UsdShade.MaterialBindingAPI.Apply(subset.GetPrim()).Bind(made)
    stage.Save()
    if packed:
        UsdUtils.CreateNewUsdzPackage(str(folder / "q.usda"), str(folder / "q.usdz"))
    return folder / ("q.usdz" if packed else "q.usda")
