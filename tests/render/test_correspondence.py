"""Correspondences against pictures: marks printed on surfaces, found again in another library's renders; visibility by
brute force."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from render.config import RenderConfig
from render.correspondence import correspond
from render.passes import render
from sim.math.conventions import quat_from_euler, transform

marks = pytest.importorskip("tests.render.marks")
SIZE = RenderConfig(width=384, height=216)
LEAST = 3
"""Marks on a part, however little is seen of it; people have many small ones."""
STEEP = 5.0
"""Of a surface that faces the camera by 0.3, it is deeper by 4.5 pixels at most across two by two of them."""
LATER = 1, 24, -1
"""Frames that the first one is compared with."""


@pytest.fixture(scope="session")
def renderer():
    try:
        return marks.pyrender.OffscreenRenderer(16, 16)
    except Exception as error:
        pytest.skip(f"no OpenGL to print marks with: {error}")


def errors(renderer, passes, world, a, others, count=240):
    """Of each of the others, (n,) px between where marks of frame a are found in it, and where the correspondences put them."""
    first = passes[a]
    seen = np.bincount(first.part.ravel(), minlength=len(world.meshes) + 1)[1:]
    shares = np.maximum(np.ceil(count * seen / max(seen.sum(), 1)).astype(int), LEAST)
    marked = world.marks(a, first.camera, shares, np.random.default_rng(0))
    found = found_marks(renderer, world, first, marked)
    return [predicted_errors(first, passes[b], found, found_marks(renderer, world, passes[b], marked)) for b in others]


def found_marks(renderer, world, frame, marked):
    pictures = [world.picture(renderer, frame.number, frame.camera, marked, hidden=hidden) for hidden in (True, False)]
    return marks.centres(*pictures, len(marked))


def predicted_errors(first, second, at_a, at_b):
    places, visible = correspond(first, second)
    both = np.isfinite(at_a).all(axis=1) & np.isfinite(at_b).all(axis=1)
    rows = [at_a[both, 1] - 0.5, at_a[both, 0] - 0.5]
    predicted = np.stack([map_coordinates(places[..., i], rows, order=1) for i in (0, 1)], axis=1)
    alone = 1e-9
    inside = (map_coordinates(visible.astype(float), rows, order=1) > 1 - alone) & np.array(
        [one_surface(first, slice(int(y), int(y) + 2), slice(int(x), int(x) + 2)) for y, x in zip(*rows)], bool)
    return np.linalg.norm(predicted - at_b[both], axis=1)[inside]


def one_surface(frame, *block):
    """Whether these pixels, between which is interpolated, are of one part and none of its folds before another: no surface that marks are
    on is so steep that it is deeper by STEEP pixels from one to the next but one."""
    depth = frame.depth[block]
    return np.ptp(frame.part[block]) == 0 and np.ptp(depth) <= STEEP * depth.min() / frame.camera.focal


def test_marks_are_found_where_the_correspondences_put_them(playground, renderer):
    scene, trajectory, view = playground
    passes, world = render(scene, trajectory, view, SIZE), marks.MarkedWorld(scene, trajectory)
    for b, wrong in zip(LATER, errors(renderer, passes, world, 0, LATER)):
        print(f"0 -> {b}: {len(wrong)} marks, median {np.median(wrong):.4f} px, 99th percentile {np.percentile(wrong, 99):.4f} px")
        assert len(wrong) > 20 and np.median(wrong) <= 0.05 and np.percentile(wrong, 99) <= 0.5


@pytest.mark.parametrize("spoil", ["turned by 0.1 degree", "half a pixel to the side"])
def test_a_wrong_camera_is_found_out(playground, renderer, spoil):
    scene, trajectory, view = playground
    passes, world = render(scene, trajectory, view, SIZE), marks.MarkedWorld(scene, trajectory)
    first, second = passes[0], passes[12]
    marked = world.marks(0, first.camera, 30, np.random.default_rng(0))
    found = [found_marks(renderer, world, frame, marked) for frame in (first, second)]
    right = np.median(predicted_errors(first, second, *found))
    if spoil.startswith("turned"):
        turn = transform((0, 0, 0), quat_from_euler([0, 0.1, 0]))
        second = replace(second, camera=replace(second.camera, world_from_camera=second.camera.world_from_camera @ turn))
        assert right <= 0.05 < np.median(predicted_errors(first, second, *found))
    else:
        assert right <= 0.05 < np.median(predicted_errors(first, second, found[0] + [0.5, 0.0], found[1]))


def brute_force_hidden(camera_position, points, posed, own):
    """(n,) whether any triangle but a point's own cuts the way to it: Moeller and Trumbore (1997), every ray against
    every triangle."""
    v0, v1, v2 = np.moveaxis(posed.vertices[posed.geometry.faces], 1, 0)
    e1, e2, origin = v1 - v0, v2 - v0, camera_position - v0
    q, hidden = np.cross(origin, e1), np.zeros(len(points), bool)
    along = np.einsum("ij,ij->i", e2, q)
    for i, way in enumerate(points - camera_position):
        p = e2 @ np.cross(way, np.eye(3))  # way x e2
        det = np.einsum("ij,ij->i", e1, p)
        det = np.where(np.abs(det) < 1e-14, np.nan, det)
        u, v, t = np.einsum("ij,ij->i", origin, p) / det, q @ way / det, along / det
        cuts = (u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0) & (t < 1 - 1e-3)
        cuts[own[i]] = False
        hidden[i] = cuts.any()
    return hidden


def visibility_agreement(passes, a, b, count=600):
    """Share of sampled pixels of frame a where `correspond` and brute force agree on being seen in frame b."""
    first, second = passes[a], passes[b]
    places, visible = correspond(first, second)
    inside = np.isfinite(places).all(axis=2) & (places >= 0).all(axis=2) & (places < [passes.width, passes.height]).all(axis=2)
    chosen = np.random.default_rng(1).choice(np.flatnonzero(inside & first.centres.hit), count)
    of_hit = (np.cumsum(first.centres.hit.ravel()) - 1)[chosen]
    triangles = first.centres.triangles[of_hit]
    points = second.posed.points(triangles, first.centres.barycentrics[of_hit])
    hidden = brute_force_hidden(second.camera.position, points, second.posed, triangles)
    return (visible.ravel()[chosen] == ~hidden).mean()


def test_visibility_agrees_with_rays_of_another_kind(playground):
    scene, trajectory, view = playground
    passes = render(scene, trajectory, view, replace(SIZE, rasteriser="rays"))
    assert np.mean([visibility_agreement(passes, 0, b) for b in LATER]) >= 0.995


def test_a_frame_corresponds_to_itself(playground):
    scene, trajectory, view = playground
    frame = render(scene, trajectory, view, SIZE)[3]
    places, visible = correspond(frame, frame)
    y, x = np.mgrid[:216, :384] + 0.5
    assert np.allclose(places, np.stack([x, y], axis=-1), atol=1e-6) and visible.mean() > 0.998


def test_forward_and_backward_undo_each_other(playground):
    scene, trajectory, view = playground
    passes = render(scene, trajectory, view, SIZE)
    there, seen = passes.correspond(2, 9)
    back, seen_back = passes.correspond(9, 2)
    at = [there[..., 1][seen] - 0.5, there[..., 0][seen] - 0.5]
    again = np.stack([map_coordinates(back[..., i], at, order=1, mode="nearest") for i in (0, 1)], axis=1)
    y, x = np.nonzero(seen)
    assert np.median(np.linalg.norm(again - np.stack([x, y], axis=1) - 0.5, axis=1)) < 0.01


def test_the_sky_corresponds_by_direction(playground):
    scene, trajectory, view = playground
    passes = render(scene, trajectory, view, SIZE)
    places, visible = passes.correspond(0, 1)
    sky = (passes[0].part == 0) & visible
    there = places[sky]
    assert sky.any() and (passes[1].part[there[:, 1].astype(int), there[:, 0].astype(int)] == 0).mean() > 0.97
