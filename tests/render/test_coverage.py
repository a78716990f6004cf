"""Pixels that triangles cover are those whose rays meet them."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.camera import Camera, look_at_matrix
from render.planes import planes_of
from render.raster_cpu import stamped
from render.rays import Tree
from sim.geometry.tessellate import tessellate
from sim.scene.shapes import Box, Sphere


def camera(position, width=64, height=36):
    return Camera(world_from_camera=look_at_matrix(position, (0.0, 0.0, 0.0)), focal=60.0, width=width, height=height)


def covered(view, vertices, faces):
    geometry = SimpleNamespace(faces=np.asarray(faces, np.int32))
    posed = SimpleNamespace(geometry=geometry, planes=lambda camera: planes_of(np.asarray(vertices, float), geometry.faces, camera))
    return stamped(posed, view, np.zeros(len(faces), np.int64), 1)[0]


def by_rays(view, vertices, faces):
    ways = view.rays(view.pixel_centres()).astype(np.float32)
    met = Tree((vertices - view.position).astype(np.float32), np.asarray(faces, np.int32)).blocked(np.zeros_like(ways), ways)
    return met.reshape(view.height, view.width)


@pytest.mark.parametrize("shape", [Box(size=(1.0, 2.0, 0.5)), Sphere(radius=0.7)])
@pytest.mark.parametrize("place", [(0, -4, 1), (3, 0.5, 2), (0, -0.9, 0.1), (12, 1, 0)])
def test_a_solid_covers_what_rays_meet(shape, place):
    mesh, view = tessellate(shape), camera(place)
    found, true = covered(view, mesh.vertices, mesh.faces), by_rays(view, mesh.vertices, mesh.faces)
    assert (found != true).mean() < 2e-3 and true.any()


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.floats(-3, 3)] * 3), min_size=3, max_size=3, unique=True))
def test_a_triangle_that_is_partly_behind_the_camera_is_cut_there(corners):
    vertices, faces, view = np.array(corners), np.array([(0, 1, 2)]), camera((0.5, -1.0, 0.2))
    normal = np.cross(vertices[1] - vertices[0], vertices[2] - vertices[0])
    edges = np.linalg.norm(vertices - np.roll(vertices, 1, axis=0), axis=1)
    if edges.min() < 0.05 or np.linalg.norm(normal) < 0.02 or abs(normal @ (view.position - vertices[0])) < 0.05 * np.linalg.norm(normal):
        return  # seen from its edge
    found, true = covered(view, vertices, faces), by_rays(view, vertices, faces)
    assert (found != true).sum() <= 0.02 * true.sum() + 3


def test_behind_the_camera_there_is_nothing():
    mesh, view = tessellate(Box(size=(1.0, 1.0, 1.0))), camera((0.0, -4.0, 0.0))
    assert not covered(view, mesh.vertices + [0.0, -8.0, 0.0], mesh.faces).any() and not covered(view, mesh.vertices, mesh.faces[:0]).any()
