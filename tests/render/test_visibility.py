"""The visibility buffer and what follows from it: known answers, and two rasterisers against each other."""

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from render.raster import RayRasteriser, make_rasteriser
from sim.errors import DeclarationError, ResourceError
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane, Sphere
from tests.render.conftest import body, looking, still


def has_gl():
    try:
        make_rasteriser("gl")
    except ResourceError:
        return False
    return True


needs_gl = pytest.mark.skipif(not has_gl(), reason="no OpenGL here")


@pytest.mark.parametrize("kinds", [
    ("cpu", "rays"), pytest.param(("cpu", "gl"), marks=needs_gl), pytest.param(("gl", "rays"), marks=needs_gl)])
def test_the_rasterisers_agree(playground, kinds):
    one, two = (render(*playground, RenderConfig(rasteriser=kind)) for kind in kinds)
    for number in (0, 12, 29):
        a, b = one[number], two[number]
        same = (a.triangle == b.triangle) | np.isclose(a.depth, b.depth, rtol=0, atol=1e-3)
        assert same.mean() > 0.998 and (a.triangle == b.triangle).mean() > 0.995


def one_box(position=(0.0, 0.0, 0.0), camera=(0.0, -3.0, 0.0)):
    scene = Scene(bodies=(body("box", Box(size=(1.0, 1.0, 1.0)), position),))
    target = tuple(a + b for a, b in zip(camera, (0.0, 3.0, 0.0)))
    return render(scene, still(scene), looking(camera, target, focal=36.0), RenderConfig(width=200, height=100, rasteriser="rays"))


def test_a_box_is_where_it_should_be():
    frame = one_box()[0]
    # Its face is 2.5 m away and 1 m wide: 200 / 2.5 = 80 px, so columns 60 to 140, rows 10 to 90.
    expected = np.zeros((100, 200), bool)
    expected[10:90, 60:140] = True
    assert np.array_equal(frame.part == 1, expected)
    assert np.allclose(frame.depth[expected], 2.5) and np.isinf(frame.depth[~expected]).all()
    assert np.allclose(frame.normal[expected], [0, -1, 0], atol=1e-6) and not frame.normal[~expected].any()
    assert np.allclose(frame.points[50, 100], [0.5 / 80, -0.5, -0.5 / 80])


def test_far_from_the_worlds_middle_nothing_is_lost():
    near, far = one_box()[0], one_box((5000.0, 3000.0, 0.0), (5000.0, 2997.0, 0.0))[0]
    assert np.array_equal(near.part, far.part) and np.allclose(near.depth, far.depth, atol=1e-6)


def test_points_lie_on_their_surfaces():
    scene = Scene(bodies=(body("floor", Plane(size=(20.0, 20.0))), body("ball", Sphere(radius=0.5), (0.0, 0.0, 0.5))))
    frame = render(scene, still(scene), looking((0.0, -4.0, 2.0), (0.0, 0.0, 0.3)), RenderConfig(rasteriser="rays"))[0]
    assert np.abs(frame.points[frame.part == 1][:, 2]).max() < 1e-9
    radius = np.linalg.norm(frame.points[frame.part == 2] - [0, 0, 0.5], axis=1)
    assert radius.max() < 0.5 + 1e-9 and radius.min() > 0.498
    outward = (frame.points[frame.part == 2] - [0, 0, 0.5]) / radius[:, None]
    assert (frame.normal[frame.part == 2] * outward).sum(axis=1).min() > 0.999


def test_edges_run_where_surfaces_part_and_nowhere_else():
    frame = one_box()[0]
    inside = np.zeros((100, 200), bool)
    inside[12:88, 62:138] = True
    border = np.zeros((100, 200), bool)
    border[9:91, 59:141] = True
    assert not frame.edges[inside].any() and not frame.edges[~border].any()
    assert np.allclose(frame.edges[50, 59:61], 0.5)  # one of the two columns of samples each side


def test_a_plane_seen_at_a_flat_angle_has_no_edges():
    scene = Scene(bodies=(body("floor", Plane(size=(200.0, 200.0))),))
    frame = render(scene, still(scene), looking((0.0, -4.0, 0.3), (0.0, 0.0, 0.2)), RenderConfig(rasteriser="rays"))[0]
    horizon = np.flatnonzero(frame.part[:, 0] == 0).max()
    assert frame.edges[horizon:horizon + 2].any() and not frame.edges[horizon + 3:].any()


def test_one_depth_range_holds_for_the_whole_shot(playground):
    scene, trajectory, view = playground
    near, far = render(scene, trajectory, view, RenderConfig(rasteriser="rays")).depth_range
    assert 1.0 < near < far < 12.0


def test_the_same_inputs_give_the_same_bytes(playground):
    scene, trajectory, view = playground
    a, b = (render(scene, trajectory, view, RenderConfig(width=96, height=54))[9] for _ in range(2))
    for name in ("triangle", "depth", "part", "normal", "beauty", "light", "pattern", "edges"):
        assert getattr(a, name).tobytes() == getattr(b, name).tobytes()


@pytest.mark.parametrize("bad", [{"width": 0}, {"width": 101}, {"height": 9000}, {"rasteriser": "gpu"}, {"width": float("nan")}])
def test_a_picture_that_cannot_be_is_refused(bad):
    with pytest.raises(DeclarationError, match="render"):
        RenderConfig(**bad)


def test_rays_need_nothing():
    assert isinstance(make_rasteriser("rays"), RayRasteriser)


def test_a_surface_seen_from_behind_turns_its_normal_to_the_camera():
    scene = Scene(bodies=(body("floor", Plane(size=(4.0, 4.0))),))
    frame = render(scene, still(scene), looking((0.0, -1.0, -2.0), (0.0, 0.0, 0.0)), RenderConfig(rasteriser="rays"))[0]
    assert np.allclose(frame.normal[frame.part == 1], [0, 0, -1])
