"""Normal maps against planes that lean as they say: by uv, from six sides, from files of every kind."""

from dataclasses import replace

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from render.config import RenderConfig
from render.normal_maps import tangents_of
from render.passes import render
from render.view import OWN, Cut, Key, Rig, Shading, Sky, Sun, View
from scenes import Look, box, camera, make_shot, mesh
from sim.errors import DeclarationError
from sim.geometry.bumps import encoded, from_heights, of_wavefront
from sim.geometry.mesh_reading import read
from sim.math.conventions import quat_from_euler
from sim.scene.scene import Scene
from sim.scene.shapes import Box
from tests.render.conftest import body, looking, still
from tests.sim.made_meshes import QUAD, UV, quad

SIZE = RenderConfig(width=96, height=54, rasteriser="rays")
LEAN = np.radians(30)
RIGHT = np.array([np.sin(LEAN), 0.0, np.cos(LEAN)])
"""What a map says that leans to the right everywhere."""
UP = RIGHT[[1, 0, 2]]
SUN = Sun(azimuth=-70.0, elevation=35.0, colour=(1.0, 1.0, 1.0))


def written(path, way, size: int = 8) -> str:
    Image.fromarray(encoded(np.broadcast_to(way, (size, size, 3)))).save(path)
    return str(path)


def towards(sun: Sun) -> np.ndarray:
    azimuth, elevation = np.radians([sun.azimuth, sun.elevation])
    return np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])


def bent_of(scene: Scene, view: View):
    """The frame, and the mean normal that light sees where the middle of the picture is."""
    frame = render(scene, still(scene), view, SIZE)[0]
    return frame, frame.centres.spread(frame.centres.bent, 0)[27, 48]


SIDES = {(0, 0, 1): ((1, 0, 0), (0, 1, 0)), (0, -1, 0): ((1, 0, 0), (0, 0, 1)), (0, 1, 0): ((-1, 0, 0), (0, 0, 1)),
         (1, 0, 0): ((0, 1, 0), (0, 0, 1)), (-1, 0, 0): ((0, -1, 0), (0, 0, 1))}
"""Of a box's sides, by the way that each faces: right and up in a picture that is laid on."""


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("turn", [0.0, 35.0])
def test_a_side_is_lit_as_a_plane_that_leans(tmp_path, side, turn: float) -> None:
    spun = np.radians(turn)
    world = np.array([[np.cos(spun), -np.sin(spun), 0], [np.sin(spun), np.cos(spun), 0], [0, 0, 1]])
    scene = Scene(bodies=(replace(body("it", Box(size=(1.0, 1.0, 1.0))), rotation=tuple(quat_from_euler((0, 0, turn)))),))
    place = world @ side * 4 + (0.01, 0.01, 0.0)
    for way, name in ((RIGHT, "right"), (UP, "up")):
        right, up = (world @ axis for axis in np.array(SIDES[side], float))
        wanted = way[0] * right + way[1] * up + way[2] * (world @ side)
        view = looking(tuple(place), (0.0, 0.0, 0.0), lights=(SUN,), sky=Sky(strength=0.0),
                       surfaces={"it": Shading(normal=written(tmp_path / f"{name}.png", way))})
        frame, found = bent_of(scene, view)
        assert found == pytest.approx(wanted, abs=0.01)
        assert frame.normal[27, 48] == pytest.approx(world @ side, abs=1e-6)  # which stays that of the triangles
        lit = max(towards(SUN) @ wanted, 0) if towards(SUN) @ (world @ side) > 0 else 0  # what faces away shades itself
        assert frame.light[27, 48] == pytest.approx(np.full(3, lit), abs=0.01)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.2, 2), st.floats(-3.1, 3.1), st.booleans())
def test_tangents_are_the_ways_that_u_and_v_grow(x: float, y: float, scale: float, turn: float, mirrored: bool) -> None:
    corners = np.array([[(0, 0, 0), (1, 0, 0), (x, 1 + abs(y), 0)]], float)
    basis = scale * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) * ((-1, 1) if mirrored else (1, 1))
    along, above = tangents_of(corners, corners[..., :2] @ basis)[0]
    grows = np.linalg.inv(basis.T)  # columns: the ways in the plane that u and v grow along
    for found, wanted in ((along, grows[:, 0]), (above, -grows[:, 1])):
        assert found == pytest.approx([*wanted / np.linalg.norm(wanted), 0], abs=1e-6)


def seen(*props, position=(0.0, -3.0, 0.0)):
    shot = make_shot("it", list(props), camera=camera.static(position, (0, 0, 0)), seconds=0.05, lights=[SUN])
    view = replace(shot.view, sky=Sky(strength=0.0))
    return bent_of(shot.scene, view)


def glb(folder, way, mirrored: bool = False) -> str:
    material = trimesh.visual.material.PBRMaterial(name="tile", normalTexture=Image.open(written(folder / "n.png", way)).convert("RGB"),
                                                   baseColorFactor=(200, 200, 200, 255), metallicFactor=0.0)
    made = quad(material)
    if mirrored:
        made.visual.uv = np.stack([1 - UV[:, 0], UV[:, 1]], axis=-1)
    made.export(path := str(folder / "tile.glb"))
    return path


def obj(folder, line: str) -> str:
    (folder / "tile.mtl").write_text(f"newmtl tile\nKd 0.8 0.8 0.8\n{line}\n")
    places = "".join(f"v {x} {y} {z}\n" for x, y, z in QUAD[:, [0, 2, 1]]) + "".join(f"vt {u} {v}\n" for u, v in UV)
    (folder / "tile.obj").write_text(f"mtllib tile.mtl\n{places}usemtl tile\nf 1/1 2/2 3/3\nf 1/1 3/3 4/4\n")
    return str(folder / "tile.obj")


def usd(folder) -> str:
    (folder / "tile.usda").write_text('''#usda 1.0
(
    upAxis = "Z"
    metersPerUnit = 1
)
def Mesh "tile" (
    prepend apiSchemas = ["MaterialBindingAPI"]
)
{
    int[] faceVertexCounts = [4]
    int[] faceVertexIndices = [0, 1, 2, 3]
    point3f[] points = [(-0.5, 0, -0.5), (0.5, 0, -0.5), (0.5, 0, 0.5), (-0.5, 0, 0.5)]
    texCoord2f[] primvars:st = [(0, 0), (1, 0), (1, 1), (0, 1)] (interpolation = "vertex")
    rel material:binding = </made>
}
def Material "made"
{
    token outputs:surface.connect = </made/shader.outputs:surface>
    def Shader "shader"
    {
        uniform token info:id = "UsdPreviewSurface"
        color3f inputs:diffuseColor = (0.8, 0.8, 0.8)
        normal3f inputs:normal.connect = </made/bump.outputs:rgb>
        token outputs:surface
    }
    def Shader "bump"
    {
        uniform token info:id = "UsdUVTexture"
        asset inputs:file = @n.png@
        float4 inputs:scale = (2, 2, 2, 1)
        float4 inputs:bias = (-1, -1, -1, 0)
        float3 outputs:rgb
    }
}
''')
    return str(folder / "tile.usda")


@pytest.mark.parametrize("kind", ["glb", "mirrored", "norm", "map_Bump", "usd"])
@pytest.mark.parametrize("way", [RIGHT, UP], ids=["right", "up"])
def test_a_files_own_bends_it(tmp_path, kind: str, way: np.ndarray) -> None:
    written(tmp_path / "n.png", way)
    path = {"glb": lambda: glb(tmp_path, way), "mirrored": lambda: glb(tmp_path, way, True), "norm": lambda: obj(tmp_path, "norm n.png"),
            "map_Bump": lambda: obj(tmp_path, "map_Bump -bm 1.0 n.png"), "usd": lambda: usd(tmp_path)}[kind]()
    frame, found = seen(mesh("it", path, at=(0, 0, 0), fixed=True))
    right = -way[0] if kind == "mirrored" else way[0]  # it faces -y, right is +x and up is +z
    assert found == pytest.approx([right, -way[2], way[1]], abs=0.01) and frame.part[27, 48] == 1
    behind = seen(mesh("it", path, at=(0, 0, 0), fixed=True), position=(0.0, 3.0, 0.0))[1]
    assert behind == pytest.approx(-found, abs=0.01)  # the other side of the same dents


def test_a_users_map_lies_where_the_files_lies_and_a_look_without_one_is_flat(tmp_path) -> None:
    path, own = glb(tmp_path, RIGHT, True), written(tmp_path / "own.png", UP)
    thing = mesh("it", path, at=(0, 0, 0), fixed=True)
    assert thing.appearances[0].look.normal == OWN
    assert seen(mesh("it", path, at=(0, 0, 0), fixed=True, look=Look("red")))[1] == pytest.approx([0, -1, 0], abs=1e-6)
    assert seen(mesh("it", path, at=(0, 0, 0), fixed=True, look=Look("red", normal=own)))[1] == pytest.approx([0, -UP[2], UP[1]], abs=0.01)


def test_far_away_it_is_as_flat_as_its_mean(tmp_path) -> None:
    stripes = np.where((np.arange(64) // 2 % 2 == 0)[None, :, None], RIGHT, RIGHT * (-1, 1, 1)) * np.ones((64, 1, 1))
    Image.fromarray(encoded(stripes)).save(tmp_path / "n.png")
    scene = Scene(bodies=(body("it", Box(size=(8.0, 8.0, 0.2))),))
    view = View(cuts=(Cut(time=0.0, rig=Rig(keys=(Key(time=0.0, position=(0.0, -0.1, 40.0), look_at=(0.0, 0.0, 0.0), focal=100.0),))),),
                surfaces={"it": Shading(normal=str(tmp_path / "n.png"), scale=0.5)}, lights=(SUN,))
    frame = render(scene, still(scene), view, SIZE)[0]
    assert np.ptp(frame.light[25:30, 46:51], axis=(0, 1)).max() < 0.01 and frame.centres.bent[:, 2].min() > 0.99


def test_heights_lean_away_from_what_is_higher() -> None:
    ramp = np.full((64, 64, 4), 255, np.uint8)
    ramp[..., :3] = (64 + np.abs(np.arange(64) - 32) * 4)[None, :, None]  # higher to the left and to the right
    way = from_heights(ramp)[..., :3] / 127.5 - 1
    assert (way[:, 2:30, 0] > 0).all() and (way[:, 35:62, 0] < 0).all() and np.abs(way[..., 1]).max() < 0.01
    assert way[10, 20, 0] / way[10, 20, 2] == pytest.approx(4 / 255, abs=0.005)
    assert (from_heights(ramp.transpose(1, 0, 2))[5:25, :, 1] < 127).all()  # down, away from the top


def test_names_come_after_options(tmp_path) -> None:
    for words, factor in ((["a b.png"], 1.0), (["-bm", "0.5", "a", "b.png"], 0.5),
                          (["-s", "1", "1", "1", "-clamp", "on", "a", "b.png"], 1.0)):
        assert of_wavefront(words, tmp_path) == (tmp_path / "a b.png", factor)


def test_digests_hold_it_and_it_is_edited_by_path(tmp_path) -> None:
    one, other = (written(tmp_path / f"{name}.png", way) for name, way in (("one", RIGHT), ("other", UP)))
    shot = make_shot("it", [box("box", (1, 1, 1), at=(0, 0, 0), look=Look("red", normal=one))],
                     camera=camera.static((0, -4, 1), (0, 0, 0)), seconds=0.05)
    edited = shot.with_({"box.look.normal": other})
    assert edited.view.surfaces["box"].normal == other and edited.with_({"box.look.normal": one}) == shot
    moves = still(shot.scene)
    assert render(shot.scene, moves, shot.view, SIZE).lit_digests != render(shot.scene, moves, edited.view, SIZE).lit_digests
    with pytest.raises(DeclarationError, match="box: normal 'nowhere.png' does not exist"):
        shot.with_({"box.look.normal": "nowhere.png"})


def test_materials_of_a_file_that_differ_by_their_map_alone_stay_apart(tmp_path) -> None:
    scene = trimesh.Scene()
    for number, way in enumerate((RIGHT, UP)):
        image = Image.open(written(tmp_path / f"{number}.png", way)).convert("RGB")
        scene.add_geometry(quad(trimesh.visual.material.PBRMaterial(name="tile", normalTexture=image)))
    scene.export(path := str(tmp_path / "two.glb"))
    assert [part.material.name for part in read(path)] == ["tile", "tile 2"]
