"""Textures: files look as other programs show them, a user's pictures lie as they should, and nothing glitters far away."""

import numpy as np
import pytest
import trimesh
from PIL import Image

from render.camera import focal_pixels, look_at_matrix
from render.colour import srgb_from_linear
from render.config import RenderConfig
from render.passes import render
from scenes import Look, box, camera, make_shot, mesh, plane
from sim.errors import DeclarationError
from sim.execution.engine import simulate
from tests.sim.made_meshes import picture, still_life, write_obj

SIZE = RenderConfig(width=320, height=240)
WRONG = 3.0
"""of 255: how far albedo may be from pyrender's, on average."""


def frame(*props, position, target, config=SIZE):
    shot = make_shot("it", list(props), camera=camera.static(position, target), seconds=0.05)
    return render(shot.scene, simulate(shot.scene), shot.view, config)[0]


def albedo(seen) -> np.ndarray:
    return srgb_from_linear(seen.albedo) * 255


KEPT: list = []
"""Renderers that are not given back: with one, all others of the process would lose their display."""


def by_pyrender(scene: trimesh.Scene, turn: np.ndarray, position, target, background) -> np.ndarray:
    """The scene as trimesh reads it, by pyrender without light, in the same camera. turn: (4, 4), of the file's axes to ours."""
    gl = pytest.importorskip("render.raster_gl").GlRasteriser  # it chooses how OpenGL is started
    from sim.errors import ResourceError
    try:
        kept = gl()
    except ResourceError as error:
        pytest.skip(str(error))
    KEPT.append(kept)
    import pyrender
    out = pyrender.Scene(bg_color=[*background, 1.0])
    for node in scene.graph.nodes_geometry:
        matrix, name = scene.graph[node]
        out.add(pyrender.Mesh.from_trimesh(scene.geometry[name], smooth=False), pose=turn @ matrix)
    focal = focal_pixels(35, SIZE.width)
    out.add(pyrender.IntrinsicsCamera(focal, focal, SIZE.width / 2, SIZE.height / 2), pose=look_at_matrix(position, target))
    from pyrender.shader_program import ShaderProgramCache
    kept._renderer._renderer._program_cache = ShaderProgramCache()
    kept._renderer.viewport_width, kept._renderer.viewport_height = SIZE.width, SIZE.height
    flags = pyrender.RenderFlags.FLAT | pyrender.RenderFlags.SKIP_CULL_FACES
    return kept._renderer.render(out, flags=flags)[0].astype(float)


Y_UP = np.array([[1, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])


@pytest.mark.parametrize("suffix", ["glb", "gltf"])
def test_a_file_looks_as_pyrender_shows_it(tmp_path, suffix):
    path, at = str(tmp_path / f"still.{suffix}"), ((1.2, -4.0, 1.8), (0.2, 0.0, 0.8))
    if suffix == "glb":
        still_life().export(path)
    else:
        for name, content in trimesh.exchange.gltf.export_gltf(still_life()).items():
            (tmp_path / ("still.gltf" if name == "model.gltf" else name)).write_bytes(content)
    seen = frame(mesh("it", path, fixed=True), position=at[0], target=at[1])
    theirs = by_pyrender(trimesh.load_scene(path), Y_UP, *at, (0, 0, 0))
    wrong = np.abs(albedo(seen) - theirs)[seen.part > 0]
    assert (seen.part > 0).mean() > 0.25 and len(np.unique(seen.part)) == 4
    assert wrong.mean() <= WRONG
    lost = np.abs(albedo(frame(mesh("it", path, fixed=True, look=Look("white")), position=at[0], target=at[1])) - theirs)[seen.part > 0]
    assert lost.mean() > 10 * WRONG  # what it would be without


def test_an_obj_looks_as_pyrender_shows_it(tmp_path):
    path, at = str(write_obj(tmp_path)), ((0.3, -2.5, 0.9), (0.0, 0.0, 0.5))
    seen = frame(mesh("it", path, fixed=True), position=at[0], target=at[1])
    wrong = np.abs(albedo(seen) - by_pyrender(trimesh.load_scene(path), np.eye(4), *at, (0, 0, 0)))[seen.part > 0]
    assert (seen.part > 0).mean() > 0.2 and wrong.mean() <= WRONG


def test_colours_of_faces_of_a_ply_are_seen(tmp_path):
    cube, at = trimesh.creation.box((1, 1, 1)), ((1.5, -2.5, 1.2), (0, 0, 0))
    cube.visual.face_colors = np.random.default_rng(1).integers(0, 256, (12, 4)) | (0, 0, 0, 255)
    cube.export(tmp_path / "cube.ply")
    seen = frame(mesh("it", str(tmp_path / "cube.ply"), fixed=True), position=at[0], target=at[1])
    wrong = np.abs(albedo(seen) - by_pyrender(trimesh.load_scene(str(tmp_path / "cube.ply")), np.eye(4), *at, (0, 0, 0)))[seen.part > 0]
    assert (seen.part > 0).mean() > 0.1 and wrong.mean() <= WRONG


def test_a_picture_laid_on_is_upright_unmirrored_and_as_wide_as_asked(tmp_path):
    picture(64).save(tmp_path / "four.png")
    seen = frame(box("it", (1, 1, 1), at=(0.5, 0.5, -0.5), fixed=True, look=Look(texture=str(tmp_path / "four.png"), scale=0.5)),
                 position=(0.5, -4, -0.5), target=(0.5, 0, -0.5))
    rows, columns = np.nonzero(seen.part)
    front = albedo(seen)[rows.min():rows.max() + 1, columns.min():columns.max() + 1]
    side = len(front) // 2
    assert abs(len(front) - len(front[0])) <= 1
    wanted = np.asarray(picture(64).resize((side, side), Image.Resampling.BOX), float)
    wrong = [np.abs(front[i:i + side, j:j + side] - wanted)[3:-3, 3:-3].mean() for i in (0, side) for j in (0, side)]
    assert max(wrong) < 12  # half a pixel off at most; upside down it is 60
    grey = seen.pattern[seen.part > 0]
    assert abs(grey.mean() - 0.5) < 0.06 and grey.std() > 0.05


def test_far_away_a_texture_is_its_mean(tmp_path):
    noise = np.random.default_rng(0).integers(0, 2, (256, 256), np.uint8) * 255
    Image.fromarray(noise).convert("RGB").save(tmp_path / "noise.png")
    seen = frame(plane("it", (400, 400), look=Look(texture=str(tmp_path / "noise.png"), scale=0.5)), position=(0, 0, 30),
                 target=(0, 30, 0))
    ground = seen.albedo[seen.part > 0]
    np.testing.assert_allclose(ground.mean(), (noise / 255).mean(), atol=0.01)
    assert ground.std() < 0.02


def test_pixels_change_with_a_picture_and_surfels_do_not(tmp_path):
    path = tmp_path / "plain.png"
    digests = []
    for colour in ((200, 30, 20), (20, 80, 200)):
        Image.new("RGB", (8, 8), colour).save(path)
        shot = make_shot("it", [box("it", (1, 1, 1), look=Look(texture=str(path)))], seconds=0.1,
                         camera=camera.static((0, -3, 0), (0, 0, 0)))
        passes = render(shot.scene, simulate(shot.scene), shot.view, SIZE)
        digests.append((passes.digests[0], passes.lit_digests[0]))
    assert digests[0][0] != digests[1][0] and digests[0][1] == digests[1][1]


def test_a_texture_that_is_none_is_refused_by_name(tmp_path):
    (tmp_path / "bad.png").write_text("no picture")
    with pytest.raises(DeclarationError, match="bad.png"):
        make_shot("it", [box("it", (1, 1, 1), look=Look(texture=str(tmp_path / "bad.png")))], camera=camera.static((0, -3, 0), (0, 0, 0)))
    with pytest.raises(DeclarationError, match="nowhere.png"):
        make_shot("it", [box("it", (1, 1, 1), look=Look(texture="nowhere.png"))], camera=camera.static((0, -3, 0), (0, 0, 0)))
