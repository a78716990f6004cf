"""Bevelled and grown shapes: closed, of the volume that collides, smooth where they are round, and told where they cannot be built."""

import numpy as np
import pytest
import trimesh

from sim.errors import DeclarationError
from sim.geometry.convex import Hull, mass_of, pieces
from sim.geometry.tessellate import TriangleMesh, tessellate, volume
from sim.scene.forms import Lathe, Lump, Prism, Tube, Tuft
from sim.scene.shapes import Box, Compound, Cylinder, Placed, RoundedBox, Shape, check_shape

BALL = Lathe(profile=((0.0, -0.5), *((0.5 * float(np.cos(a)), 0.5 * float(np.sin(a))) for a in np.linspace(-1.4, 1.4, 17)), (0.0, 0.5)))
SOLIDS: list[tuple[Shape, float]] = [
    (RoundedBox(size=(1.0, 2.0, 3.0), bevel=0.01), 0.001), (RoundedBox(size=(0.4, 0.3, 0.2), bevel=0.05), 0.1),
    (Prism(outline=((0.0, 0.0), (2.0, 0.0), (1.0, 1.0), (0.3, 0.8)), height=0.5, bevel=0.01), 0.01),
    (Lathe(profile=((0.3, 0.0), (0.3, 1.0)), bevel=0.002), 0.01), (BALL, 0.01),
    (Lathe(profile=((0.04, 0.0), (0.04, 0.15), (0.015, 0.2), (0.015, 0.28)), bevel=0.001), 0.02),
    (Tube(path=((0.0, 0.0, 0.0), (0.0, 0.0, 1.0)), radius=0.05), 0.05), (Lump(size=(1.0, 1.4, 0.8), rough=0.1, detail=3), 0.1)]


@pytest.mark.parametrize("shape, tolerance", SOLIDS, ids=lambda x: type(x).__name__)
def test_a_form_is_closed_and_weighs_what_is_drawn(shape: Shape, tolerance: float) -> None:
    mesh = tessellate(shape)
    assert trimesh.Trimesh(mesh.vertices, mesh.faces).is_watertight
    assert mass_of(pieces(shape), 1.0).mass == pytest.approx(volume(mesh), rel=tolerance)
    assert np.allclose(np.linalg.norm(mesh.normals, axis=2), 1)
    assert np.einsum("fci,fi->fc", mesh.normals, _flat(mesh)).min() > 0.75


def test_a_rounded_box_keeps_its_flats_flat_and_is_as_large_as_the_sharp_one() -> None:
    shape = RoundedBox(size=(1.0, 0.6, 0.4), bevel=0.02)
    mesh = tessellate(shape)
    assert np.allclose(np.ptp(mesh.vertices, axis=0), shape.size)
    large = np.linalg.norm(np.cross(*_ways(mesh)), axis=1) > 0.05
    assert large.sum() == 12 and np.allclose(mesh.normals[large], _flat(mesh)[large][:, None], atol=1e-9)
    centre = np.abs(mesh.vertices[mesh.faces]) - (np.array(shape.size) / 2 - 0.02)
    round_ = np.linalg.norm(np.maximum(centre, 0), axis=2)
    assert np.allclose(round_, 0.02)


def test_a_rounded_box_collides_as_the_sharp_one() -> None:
    (piece,) = pieces(RoundedBox(size=(1.0, 0.6, 0.4), bevel=0.02))
    assert piece.solid == Box(size=(1.0, 0.6, 0.4)) and len(piece.corners) == 8


def test_a_bevelled_thing_has_as_many_sides_as_a_sharp_one() -> None:
    assert len(set(tessellate(RoundedBox(size=(1.0, 1.0, 1.0), bevel=0.05)).sides.tolist())) == 6
    assert len(set(tessellate(Lathe(profile=((0.3, 0.0), (0.3, 1.0)))).sides.tolist())) == 3
    assert set(tessellate(BALL).sides.tolist()) == {1}
    two = Compound(pieces=tuple(Placed(shape=RoundedBox(size=(1.0, 1.0, 1.0), bevel=0.05), position=(x, 0.0, 0.0)) for x in (0.0, 2.0)))
    assert len(set(tessellate(two).sides.tolist())) == 12 and tessellate(Box(size=(1.0, 1.0, 1.0))).sides.max() == 0


def test_a_straight_stretch_of_a_lathe_rolls_as_a_cylinder() -> None:
    (piece,) = pieces(Lathe(profile=((0.3, -0.1), (0.3, 0.1))))
    assert piece.solid == Cylinder(radius=0.3, height=0.2)


def test_a_hollow_lathe_is_hollow() -> None:
    bowl = Lathe(profile=((0.05, 0.0), (0.12, 0.05), (0.14, 0.1)), wall=0.006)
    parts = pieces(bowl)
    assert all(isinstance(p.solid, (Hull, Cylinder)) for p in parts) and len(parts) > 16
    middle = trimesh.Trimesh(tessellate(bowl).vertices, tessellate(bowl).faces)
    assert not middle.contains([[0.0, 0.0, 0.05]])[0] and middle.contains([[0.0, 0.0, 0.003]])[0]


def test_every_leaf_of_a_tuft_is_closed() -> None:
    mesh = tessellate(Tuft(leaves=7, length=0.5, width=0.06))
    leaves = trimesh.Trimesh(mesh.vertices, mesh.faces).split()
    assert len(leaves) == 7 and all(leaf.is_watertight and leaf.volume > 0 for leaf in leaves)


@pytest.mark.parametrize("shape, says", [
    (RoundedBox(size=(1.0, 1.0, 0.1), bevel=0.06), "bevel"), (Prism(outline=((0, 0), (0, 1), (1, 0)), height=1.0), "counter-clockwise"),
    (Prism(outline=((0, 0), (1, 0), (1, 0.01), (0, 1)), height=1.0, bevel=0.2), "shorter"),
    (Lathe(profile=((0.1, 1.0), (0.1, 0.0))), "never goes down"),
    (Lathe(profile=((0.1, 0.0), (0.1, 1.0)), wall=0.2), "wall"), (Tube(path=((0, 0, 0),), radius=0.1), "two points"),
    (Lump(size=(1.0, 1.0, 1.0), rough=0.9), "rough"), (Tuft(leaves=0, length=1.0, width=0.1), "leaves")])
def test_what_cannot_be_built_is_refused(shape: Shape, says: str) -> None:
    with pytest.raises(DeclarationError, match=says):
        check_shape("it", shape)


def _ways(mesh: TriangleMesh) -> tuple[np.ndarray, np.ndarray]:
    a, b, c = np.moveaxis(mesh.vertices[mesh.faces], 1, 0)
    return b - a, c - a


def _flat(mesh: TriangleMesh) -> np.ndarray:
    flat = np.cross(*_ways(mesh))
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)
