"""The compiled rasteriser: known answers, no cracks, windows, and depths against rays by hand."""

from types import SimpleNamespace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from render.camera import Camera, look_at_matrix
from render.config import RenderConfig
from render.passes import render
from render.planes import planes_of
from render.raster_cpu import CpuRasteriser
from render.window import Window

EYE = Camera(world_from_camera=look_at_matrix((0.0, 0.0, 0.0), (0.0, 1.0, 0.0)), focal=40.0, width=48, height=32)
corner = st.tuples(st.floats(-3, 3), st.floats(-2, 6), st.floats(-3, 3))


def seen(vertices, faces, camera=EYE, window=None):
    vertices, faces = np.array(vertices, float), np.array(faces, np.int32)
    posed = SimpleNamespace(geometry=SimpleNamespace(faces=faces), planes=lambda eye: planes_of(vertices, faces, eye))
    return CpuRasteriser().triangles(posed, camera, window)


def by_hand(vertices, faces, camera):
    """The nearest triangle of each pixel by solving for weights and depth, and how far that is from being decided
    otherwise."""
    rays = camera.rays(camera.pixel_centres())
    best, depth, sure = np.full(len(rays), -1), np.full(len(rays), np.inf), np.full(len(rays), np.inf)
    for number, face in enumerate(faces):
        corners = np.array([vertices[i] for i in face], float) - camera.position
        if abs(np.linalg.det(corners)) < 1e-6:
            return None
        weights = np.linalg.solve(corners.T, rays.T).T
        total = weights.sum(axis=1)
        shares = weights / np.where(np.abs(total) < 1e-9, 1e-9, total)[:, None]
        hit, far = (total > 0) & (shares >= 0).all(axis=1), 1 / np.where(total > 0, total, np.inf)
        sure = np.minimum(sure, np.minimum(np.abs(shares).min(axis=1), np.abs(total)))
        sure = np.where(hit & np.isfinite(depth), np.minimum(sure, np.abs(far - depth)), sure)
        nearer = hit & (far < depth)
        best[nearer], depth[nearer] = number, far[nearer]
    return best.reshape(camera.height, camera.width), sure.reshape(camera.height, camera.width) > 1e-6


def test_a_square_covers_the_pixels_that_it_should():
    # 1 m at 2 m through 40 px: 20 px wide, columns 14 to 34 and rows 6 to 26.
    found = seen([(-0.5, 2, -0.5), (0.5, 2, -0.5), (0.5, 2, 0.5), (-0.5, 2, 0.5)], [(0, 1, 2), (0, 2, 3)])
    expected = np.zeros((32, 48), bool)
    expected[6:26, 14:34] = True
    assert np.array_equal(found >= 0, expected) and (np.unique(found) == [-1, 0, 1]).all()


def test_of_equal_depths_the_first_is_seen():
    square = [(-0.5, 2, -0.5), (0.5, 2, -0.5), (0.5, 2, 0.5)]
    assert set(np.unique(seen(square, [(0, 1, 2), (0, 1, 2)]))) == {-1, 0}


def test_behind_the_camera_there_is_nothing_and_what_reaches_there_is_cut():
    assert (seen([(-9, -1, -9), (9, -1, -9), (0, -1, 9)], [(0, 1, 2)]) == -1).all()
    floor = seen([(-900, -900, -1), (900, -900, -1), (0, 900, -1)], [(0, 1, 2)])
    assert (floor[16:] == 0).all() and (floor[:16] == -1).all()


@settings(deadline=None, max_examples=150)
@given(st.lists(corner, min_size=6, max_size=6, unique=True))
def test_it_is_what_solving_by_hand_gives(corners):
    faces = [(0, 1, 2), (3, 4, 5), (1, 2, 3)]
    wanted = by_hand(corners, faces, EYE)
    if wanted is not None:
        assert np.array_equal(seen(corners, faces)[wanted[1]], wanted[0][wanted[1]])


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)), min_size=25, max_size=25), st.floats(0.5, 50))
def test_triangles_that_share_edges_leave_no_pixel_between_them(moved, far):
    # A grid of squares with its inner corners moved about, each split in two, that fills the picture at any distance.
    x, z = np.meshgrid(np.arange(7) - 3.0, np.arange(7) - 3.0)
    inner = np.zeros((7, 7, 2))
    inner[1:6, 1:6] = np.reshape(moved, (5, 5, 2))
    right, up = (x + inner[..., 0]) * far * 0.25, (z + inner[..., 1]) * far * 0.25
    places = np.stack([right, np.full_like(x, far), up], axis=-1).reshape(-1, 3)
    first = np.add.outer(7 * np.arange(6), np.arange(6)).ravel()
    faces = np.concatenate([np.stack([first, first + a, first + b], axis=1) for a, b in ((1, 8), (8, 7))])
    assert (seen(places, faces) >= 0).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(corner, min_size=12, max_size=12, unique=True), st.integers(0, 40), st.integers(0, 25), st.integers(1, 30),
       st.integers(1, 20))
def test_a_window_is_cut_out_of_the_whole(corners, left, top, width, height):
    faces = np.arange(12).reshape(4, 3)
    window = Window(left, top, min(left + width, 48), min(top + height, 32))
    whole = seen(corners, faces)
    assert np.array_equal(seen(corners, faces, window=window), whole[top:window.bottom, left:window.right])


def test_it_is_the_one_that_is_taken(playground):
    assert render(*playground, RenderConfig()).rasteriser.name == "cpu"
