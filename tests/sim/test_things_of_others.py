"""Mesh files as others make them: what they say is kept, they stand where they are put, and what is odd about them is told."""

import logging
import sys

import numpy as np
import pytest
import trimesh
from PIL import Image
from trimesh.visual.material import PBRMaterial

from render.colour import srgb_from_linear
from render.view import OWN
from scenes import Look, box, camera, make_shot, mesh, plane
from sim.errors import DeclarationError, ResourceError
from sim.execution.engine import simulate
from sim.geometry import mesh_files
from sim.geometry.cut_outs import cut
from sim.geometry.mesh_material import read_picture
from sim.geometry.mesh_reading import read
from sim.geometry.tessellate import tessellate
from sim.scene.parts import part_table
from sim.scene.shapes import MeshFile
from tests.sim.made_meshes import picture, quad, still_life, write_dae, write_obj, write_usd

STILL = camera.static((0, -3, 1), (0, 0, 0.5))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def low(prop) -> float:
    """The lowest point of a thing, m."""
    parts = [prop.thing.position + tessellate(part.shape).vertices for part in prop.thing.parts]
    return float(np.concatenate(parts)[:, 2].min())


def test_there_is_a_part_and_a_look_for_each_material(tmp_path):
    still_life().export(tmp_path / "still.glb")
    thing = mesh("it", str(tmp_path / "still.glb"), fixed=True)
    looks = {finish.path: finish.look for finish in thing.appearances}
    assert set(looks) == {"it.Red_001", "it.card", "it.steel"}
    assert looks["it.Red_001"] == Look((1.0, 0.0, 0.0), "plaster") and looks["it.card"].texture == looks["it.steel"].texture == OWN
    assert (looks["it.steel"].material, looks["it.card"].material) == ("metal", "plastic")
    shot = make_shot("s", [thing], camera=STILL)
    assert [part.path for part in part_table(shot.scene)] == list(looks) and shot.style.objects["it.Red_001"].prompt.startswith("red ")


def test_looks_of_the_script_go_over_those_of_the_file(tmp_path):
    still_life().export(tmp_path / "still.glb")
    thing = mesh("it", str(tmp_path / "still.glb"), look=Look("blue"), looks={"Red.001": Look("green", "wood")})
    assert {finish.path: finish.look for finish in thing.appearances} == {
        "it.Red_001": Look("green", "wood"), "it.card": Look("blue"), "it.steel": Look("blue")}
    with pytest.raises(DeclarationError, match="it: still.glb: unknown material 'stel'. Did you mean 'steel'"):
        mesh("it", str(tmp_path / "still.glb"), looks={"stel": Look()})


def test_what_glows_in_a_file_glows_here_in_the_colour_of_its_light(tmp_path):
    made = {"sign": {"baseColorFactor": (0, 0, 0, 255), "emissiveFactor": (2.0, 1.0, 0.0)},
            "screen": {"baseColorFactor": (10, 10, 10, 255), "emissiveTexture": picture(), "emissiveFactor": (1.0, 1.0, 1.0)},
            "shade": {"baseColorFactor": (0.5, 0.5, 0.5, 1.0), "emissiveFactor": (0.2, 0.1, 0.0)}, "wall": {}}
    scene = trimesh.Scene()
    for at, (name, said) in enumerate(made.items()):
        scene.add_geometry(quad(PBRMaterial(name=name, metallicFactor=0.0, **said)), transform=np.diag((1.0 + at, 1, 1, 1)))
    scene.export(tmp_path / "lit.glb")
    looks = {finish.path.removeprefix("it."): finish.look for finish in mesh("it", str(tmp_path / "lit.glb"), fixed=True).appearances}
    assert looks["sign"].glow == pytest.approx(2.0)
    assert looks["sign"].colour == pytest.approx((1.0, float(srgb_from_linear(0.5)), 0.0), abs=1e-3)
    assert looks["screen"].glow == pytest.approx(1.0) and looks["screen"].texture == OWN
    assert looks["shade"].glow == pytest.approx(0.2, rel=0.02)  # of light: its own colour, 0.5, by that is 0.1, the mean of what is said
    assert looks["wall"].glow == 0


def test_obj_materials_are_read_with_blanks_in_their_names(tmp_path):
    green, printed = sorted(read(str(write_obj(tmp_path))), key=lambda part: part.material.name)
    assert (printed.material.name, green.material.name) == ("printed", "dull green")
    assert printed.material.picture.shape == (64, 64, 4) and green.material.picture is None
    np.testing.assert_allclose(green.material.colour, (0.01, 0.3185, 0.0331), atol=1e-3)  # viewers show Kd as it is, so it is sRGB
    np.testing.assert_allclose(printed.paint.uv[0], [(0, 1), (1, 1), (1, 0)])  # v down


def test_vertex_colours_are_tints(tmp_path):
    ball = trimesh.creation.icosphere(subdivisions=1)
    ball.visual.vertex_colors = np.tile([255, 0, 128, 255], (len(ball.vertices), 1))
    ball.export(tmp_path / "ball.ply")
    part, = read(str(tmp_path / "ball.ply"))
    np.testing.assert_allclose(part.paint.flat, (1, 0, 0.2158), atol=1e-3)


def test_a_hole_is_cut_out_where_the_picture_says():
    y, x = np.mgrid[:64, :64] + 0.5
    alpha = np.where(np.hypot(x - 40, y - 24) < 16, 0, 255).astype(np.uint8)
    square = np.array([[(0, 0), (1, 0), (1, 1)], [(0, 0), (1, 1), (0, 1)]], float)
    source, shares = cut(square, alpha, 0.5)
    left = np.einsum("nkc,ncj->nkj", shares, square[source])
    a, b, c = np.moveaxis(left, 1, 0)
    area = np.abs((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]).sum() / 2
    assert area == pytest.approx(1 - np.pi * (16 / 64) ** 2, abs=0.003)
    far = np.hypot(*(left.mean(axis=1) * 64 - (40, 24)).T)
    assert far.min() > 15.5 and shares.min() >= 0
    whole, none = cut(square, np.full((8, 8), 255, np.uint8), 0.5), cut(square, np.zeros((8, 8), np.uint8), 0.5)
    assert len(whole[0]) == 2 and len(none[0]) == 0


def test_a_repeated_picture_is_cut_at_every_repeat():
    alpha = np.zeros((4, 4), np.uint8)
    alpha[:, :2] = 255
    square = np.array([[(0, 0), (3, 0), (3, 3)], [(0, 0), (3, 3), (0, 3)]], float)
    source, shares = cut(square, alpha, 0.5)
    a, b, c = np.moveaxis(np.einsum("nkc,ncj->nkj", shares, square[source]), 1, 0)
    assert np.abs(np.cross(b - a, c - a)).sum() / 2 == pytest.approx(4.5, abs=0.1)


@pytest.mark.parametrize("turn", [(0, 0, 0), (90, 0, 0), (30, 40, 50)])
def test_on_puts_the_lowest_point_there(tmp_path, turn):
    still_life().export(tmp_path / "still.glb")
    thing = mesh("it", str(tmp_path / "still.glb"), on=(1, 2, 0.5), scale=0.3)
    assert low(thing) == pytest.approx(0.5)
    trimesh.creation.box(bounds=((5, 5, 7), (6, 6, 8))).export(tmp_path / "far.stl")
    turned = mesh("it", str(tmp_path / "far.stl"), on=(0, 0, 0), turn=turn, mass=1.0)
    simulate(make_shot("s", [plane("floor"), turned], camera=STILL, seconds=0.1).scene)


def test_an_overlap_is_told_before_the_mesh_is_split(tmp_path, monkeypatch):
    trimesh.creation.icosphere(radius=0.3).export(tmp_path / "b.ply")
    props = [plane("floor"), mesh("stone", str(tmp_path / "b.ply"), at=(0, 0, 0.25))]
    monkeypatch.setattr(mesh_files, "_decompose", None)
    with pytest.raises(DeclarationError, match=r"stone and floor overlap by 50.0 mm .* Move stone by \(.*0.0500\) m"):
        simulate(make_shot("s", props, camera=STILL).scene)
    with pytest.raises(DeclarationError, match="stone and crate overlap by 1"):
        simulate(make_shot("s", [box("crate", (1, 1, 1), at=(0.7, 0, 0)), props[1]], camera=STILL).scene)


@pytest.mark.parametrize("size, words", [(305.0, "b.stl is 305 m wide; units in millimetres? give scale=0.001"),
                                         (0.002, "b.stl is 0.002 m wide; give scale=1000 for 2 m")])
def test_a_size_is_doubted_aloud(tmp_path, caplog, size, words):
    trimesh.creation.box((size, size / 2, size / 2)).export(tmp_path / "b.stl")
    with caplog.at_level(logging.WARNING, "steadycast"):
        mesh("it", str(tmp_path / "b.stl"))
    assert words in caplog.text
    caplog.clear()
    mesh("it", str(tmp_path / "b.stl"), scale=1 / size)
    assert not caplog.text


def test_loose_triangles_collide_as_their_hull_and_say_so(tmp_path, caplog):
    random = np.random.default_rng(0)
    corners = random.uniform(-1, 1, (100, 1, 3)) + random.normal(0, 0.1, (100, 3, 3))
    trimesh.Trimesh(corners.reshape(-1, 3), np.arange(300).reshape(-1, 3), process=False).export(tmp_path / "soup.ply")
    with caplog.at_level(logging.WARNING, "steadycast"):
        piece, = mesh_files.hulls(str(tmp_path / "soup.ply"))
    assert "soup.ply: its triangles hang together nowhere" in caplog.text
    np.testing.assert_allclose(np.ptp(piece, axis=0), np.ptp(corners.reshape(-1, 3), axis=0), atol=1e-6)


def test_pieces_of_a_mesh_belong_to_the_material_they_are_made_of(tmp_path):
    scene = trimesh.Scene()
    for name, place, colour in (("seat", (0, 0, 0), (255, 0, 0, 255)), ("back", (0, 2, 0), (0, 255, 0, 255))):
        part = trimesh.creation.box((1, 1, 1))
        part.visual = trimesh.visual.TextureVisuals(material=trimesh.visual.material.PBRMaterial(name=name, baseColorFactor=colour))
        scene.add_geometry(part, transform=trimesh.transformations.translation_matrix(place))
    scene.export(tmp_path / "chair.glb")
    path = str(tmp_path / "chair.glb")
    seat, back = (np.concatenate(mesh_files.hulls(path, 1.0, name)) for name in ("seat", "back"))
    assert seat[:, 2].max() < 0.6 and back[:, 2].min() > 1.4
    assert tessellate(MeshFile(path=path, material="seat")).vertices[:, 2].max() < 0.6


def test_a_texture_is_no_more_than_its_file_needs(tmp_path):
    Image.new("RGB", (5000, 10), (10, 20, 30)).save(tmp_path / "long.png")
    assert read_picture(str(tmp_path / "long.png")).shape == (8, 4096, 4)


@pytest.mark.parametrize("up, box_of_it", [("Y_UP", [(0, 0, 0), (2, 1, 1)]), ("Z_UP", [(0, 0, -1), (2, 1, 0)]),
                                           ("X_UP", [(-1, 0, 0), (0, 1, 2)])])
def test_dae_says_its_unit_and_which_way_is_up(tmp_path, up, box_of_it):
    printed, green = read(str(write_dae(tmp_path, up)))
    corners = np.concatenate([printed.corners, green.corners]).reshape(-1, 3)
    np.testing.assert_allclose([corners.min(axis=0), corners.max(axis=0)], box_of_it, atol=1e-9)
    assert (printed.material.name, green.material.name) == ("printed", "green")
    np.testing.assert_array_equal(printed.material.picture[..., :3], np.asarray(picture()))
    np.testing.assert_allclose(printed.paint.uv[0], [(0, 1), (1, 1), (1, 0)])
    np.testing.assert_allclose(green.material.colour, (0.01, 0.3185, 0.0331), atol=1e-3)


def test_a_picture_of_a_dae_that_is_not_there_is_told(tmp_path, caplog):
    path = write_dae(tmp_path)
    (tmp_path / "four.png").unlink()
    with caplog.at_level(logging.WARNING, "steadycast"):
        read(str(path))
    assert "printed: its picture 'four.png' is not there" in caplog.text


@pytest.mark.parametrize("packed", [False, True])
def test_usd_keeps_units_materials_and_pictures(tmp_path, packed):
    printed, green = read(str(write_usd(tmp_path, packed)))
    np.testing.assert_allclose([printed.corners.min(axis=(0, 1)), green.corners.max(axis=(0, 1))], [(0, 0, 1), (2, 0, 2)], atol=1e-6)
    assert (printed.material.name, green.material.name, green.material.metal) == ("printed", "green", 1.0)
    np.testing.assert_array_equal(printed.material.picture[..., :3], np.asarray(picture()))
    np.testing.assert_allclose(printed.paint.uv[0], [(0, 1), (1, 1), (1, 0)])
    np.testing.assert_allclose(green.paint.flat, (0.01, 0.32, 0.03), atol=1e-6)


def test_without_usd_core_it_is_said_how_to_get_it(tmp_path, monkeypatch):
    path = str(write_usd(tmp_path))
    monkeypatch.setitem(sys.modules, "pxr", None)
    with pytest.raises(ResourceError, match="pip install usd-core"):
        mesh("it", path)
