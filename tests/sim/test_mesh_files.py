"""Mesh files of every format, and the convex pieces made of them."""

import numpy as np
import pytest
import trimesh

from sim.errors import DeclarationError
from sim.geometry import mesh_files


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize("suffix", ["obj", "stl", "ply"])
def test_z_up_formats_are_taken_as_they_are(tmp_path, suffix):
    trimesh.creation.box(bounds=((0, 0, 0), (1, 2, 3))).export(tmp_path / f"b.{suffix}")
    vertices, faces = mesh_files.load_mesh(str(tmp_path / f"b.{suffix}"), 2.0)
    assert (vertices.shape, vertices.dtype, faces.shape, faces.dtype) == ((8, 3), np.float64, (12, 3), np.int32)
    np.testing.assert_allclose((vertices.min(0), vertices.max(0)), ((0, 0, 0), (2, 4, 6)), atol=1e-6)
    assert not vertices.flags.writeable and not faces.flags.writeable


def test_glb_is_turned_from_y_up_to_z_up_with_its_nodes_in_place(tmp_path):
    file = trimesh.Scene()
    file.add_geometry(trimesh.creation.box(bounds=((0, 0, 0), (1, 2, 3))))
    file.add_geometry(trimesh.creation.box((1, 1, 1)), transform=trimesh.transformations.translation_matrix((10, 0, 0)))
    file.export(tmp_path / "b.glb")
    vertices, faces = mesh_files.load_mesh(str(tmp_path / "b.glb"))
    assert len(vertices) == 16 and len(faces) == 24
    np.testing.assert_allclose((vertices.min(0), vertices.max(0)), ((0, -3, -0.5), (10.5, 0.5, 2)), atol=1e-6)
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    assert np.einsum("ij,ij->", a, np.cross(b, c)) / 6 == pytest.approx(7.0)  # faces still look outwards


@pytest.mark.parametrize("name, text", [("bad.glb", "no mesh"), ("empty.obj", ""), ("bad.ply", "ply\n"), ("bad.stl", "solid\n"),
                                        ("points.obj", "v 0 0 0\nv 1 0 0\n"), ("nan.obj", "v 0 0 nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")])
def test_broken_files_are_refused_by_name(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(DeclarationError, match=name):
        mesh_files.load_mesh(str(tmp_path / name))


def test_a_missing_file_is_refused_by_name():
    with pytest.raises(DeclarationError, match="nowhere.obj"):
        mesh_files.load_mesh("nowhere.obj")


def test_a_file_that_changes_is_read_again(tmp_path):
    path = tmp_path / "b.obj"
    trimesh.creation.box((1, 1, 1)).export(path)
    assert len(mesh_files.load_mesh(str(path))[0]) == 8
    trimesh.creation.icosphere(subdivisions=2).export(path)
    assert len(mesh_files.load_mesh(str(path))[0]) > 8


def test_pieces_fill_the_mesh_and_leave_its_hollow_free(tmp_path, monkeypatch):
    profile = [(0, 0), (1, 0), (1, 1), (0.7, 1), (0.7, 0.2), (0, 0.2)]
    bowl = trimesh.creation.revolve(profile, sections=8)
    bowl.export(tmp_path / "bowl.ply")
    pieces = mesh_files.hulls(str(tmp_path / "bowl.ply"), 0.5)
    solids = [trimesh.convex.convex_hull(corners) for corners in pieces]
    assert len(pieces) > 4
    assert sum(s.volume for s in solids) == pytest.approx(bowl.volume / 8, rel=0.2)
    assert not any(s.contains([(0, 0, 0.3)])[0] for s in solids) and any(s.contains([(0, 0, 0.05)])[0] for s in solids)
    monkeypatch.setattr(mesh_files, "_decompose", None)  # the second time, they come from disk
    again = mesh_files.hulls(str(tmp_path / "bowl.ply"), 0.5)
    assert all(np.array_equal(a, b) for a, b in zip(pieces, again, strict=True))


def test_a_damaged_cache_is_made_again(tmp_path):
    trimesh.creation.box((1, 1, 1)).export(tmp_path / "b.obj")
    first = mesh_files.hulls(str(tmp_path / "b.obj"))
    kept, = mesh_files.cache_folder().glob("*.npz")
    kept.write_bytes(kept.read_bytes()[:50])
    again = mesh_files.hulls(str(tmp_path / "b.obj"))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
