"""The pinhole camera and the rigs, by arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.camera import Camera, focal_pixels, look_at_matrix
from render.rig import camera_at, ease
from render.view import Cut, Key, Rig, View
from sim.errors import DeclarationError
from tests.render.conftest import looking

places = st.tuples(*[st.floats(-20, 20)] * 3)


@given(places, places, st.floats(0, 384), st.floats(0, 216), st.floats(0.1, 50))
def test_a_point_on_a_ray_projects_back_to_its_pixel(position, target, x, y, depth):
    if np.linalg.norm(np.subtract(position, target)) < 0.1:
        return
    camera = Camera(world_from_camera=look_at_matrix(position, target), focal=400.0, width=384, height=216)
    pixel, far = camera.project(camera.position + depth * camera.rays([[x, y]]))
    assert np.allclose(pixel, [[x, y]], atol=1e-6) and np.allclose(far, depth)


def test_a_36_mm_lens_sees_as_wide_as_it_is_far():
    camera = Camera(world_from_camera=look_at_matrix((0, 0, 0), (0, 1, 0)), focal=focal_pixels(36.0, 400), width=400, height=200)
    pixel, depth = camera.project([[0.5, 1.0, 0.0], [0.0, 1.0, 0.25]])
    assert np.allclose(pixel, [[400, 100], [200, 0]]) and np.allclose(depth, 1)


def test_what_is_behind_the_camera_has_no_place():
    camera = Camera(world_from_camera=look_at_matrix((0, 0, 0), (0, 1, 0)), focal=100.0, width=40, height=20)
    pixel, depth = camera.project([[0.0, -1.0, 0.0]])
    assert np.isnan(pixel).all() and depth[0] == -1


def test_a_direction_is_a_point_infinitely_far_away():
    camera = Camera(world_from_camera=look_at_matrix((3, 2, 1), (4, 4, 0)), focal=100.0, width=40, height=20)
    far = camera.project(camera.position + 1e9 * camera.rays([[7.0, 5.0]]))[0]
    assert np.allclose(camera.project_directions(camera.rays([[7.0, 5.0]]))[0], far, atol=1e-4)


def test_the_camera_stands_upright():
    pose = look_at_matrix((1, 2, 3), (4, 0, 1))
    assert abs(pose[2, 0]) < 1e-12 and pose[2, 1] > 0
    assert np.allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3)) and np.isclose(np.linalg.det(pose[:3, :3]), 1)


def rig_camera(playground, rig, frame):
    _, trajectory, _ = playground
    return camera_at(View(cuts=(Cut(time=0.0, rig=rig),)), trajectory, frame, 384, 216)


KEY = Key(time=0.0, position=(0.0, -4.0, 1.0), look_at=(0.0, 0.0, 1.0))


def test_an_orbit_keeps_its_distance_and_ends_at_its_angle(playground):
    last = rig_camera(playground, Rig(keys=(KEY,), orbit=90.0), 30)
    assert np.allclose(last.position, [4.0, 0.0, 1.0])
    middle = rig_camera(playground, Rig(keys=(KEY,), orbit=90.0), 15)
    assert np.isclose(np.linalg.norm(middle.position - [0, 0, 1]), 4)


def test_a_dolly_and_a_zoom_go_from_key_to_key(playground):
    other = Key(time=1.0, position=(2.0, -4.0, 1.0), look_at=(2.0, 0.0, 1.0), focal=70.0)
    at = [rig_camera(playground, Rig(keys=(KEY, other)), frame) for frame in (0, 12, 24, 29)]
    assert np.allclose([c.position[0] for c in at], [0, 1, 2, 2])
    assert np.allclose([c.focal for c in at], focal_pixels(1.0, 384) * np.array([35, np.sqrt(35 * 70), 70, 70]))


def test_tracking_keeps_the_object_in_the_middle(playground):
    _, trajectory, _ = playground
    for frame in (0, 20):
        pixel, _ = rig_camera(playground, Rig(keys=(KEY,), track="ball"), frame).project(trajectory.positions[frame, 3:4])
        assert np.allclose(pixel, [[192, 108]])


def test_following_carries_the_camera_along(playground):
    first, later = (rig_camera(playground, Rig(keys=(KEY,), follow="ball"), frame) for frame in (0, 15))
    assert np.allclose(later.position - first.position, [1.0, 0.0, 0.0])


def test_hand_held_sway_is_seeded_and_small(playground):
    a, again, b = (rig_camera(playground, Rig(keys=(KEY,), shake=0.5, seed=seed), 7).world_from_camera for seed in (1, 1, 2))
    plain = rig_camera(playground, Rig(keys=(KEY,)), 7).world_from_camera
    assert np.array_equal(a, again) and not np.array_equal(a, b)
    turn = np.degrees(np.arccos(np.clip((np.trace(plain[:3, :3].T @ a[:3, :3]) - 1) / 2, -1, 1)))
    assert 0 < turn <= 0.5 * 1.5


def test_a_cut_changes_the_camera_at_its_time(playground):
    _, trajectory, _ = playground
    other = Rig(keys=(Key(time=0.0, position=(9.0, 0.0, 1.0), look_at=(0.0, 0.0, 1.0)),))
    view = View(cuts=(Cut(time=0.0, rig=Rig(keys=(KEY,))), Cut(time=0.5, rig=other)))
    x = [camera_at(view, trajectory, frame, 64, 36).position[0] for frame in (11, 12)]
    assert np.allclose(x, [0, 9])


def test_easing_starts_and_ends_at_rest():
    assert ease(-1) == 0 and ease(2) == 1 and ease(0.5) == 0.5
    assert ease(1e-3) < 1e-5 and 1 - ease(1 - 1e-3) < 1e-5


@pytest.mark.parametrize("change", [{"focal": 0.0}, {"focal": float("nan")}, {"look_at": (0.0, -4.0, 1.0)}])
def test_a_camera_that_cannot_be_is_refused(change):
    with pytest.raises(DeclarationError, match="camera"):
        looking(**{"position": (0.0, -4.0, 1.0), "look_at": (0.0, 0.0, 1.0), **change})


def test_a_closer_camera_has_a_pixel_in_its_middle_and_all_about_it_larger():
    whole = Camera(world_from_camera=look_at_matrix((1.0, -4.0, 2.0), (0.2, 0.1, 0.5)), focal=300.0, width=320, height=180)
    closer = whole.closer(100.0, 60.0, 4)
    place = whole.position + 3 * whole.rays([[100.0, 60.0], [101.0, 60.0]])
    pixels, _ = closer.project(place)
    assert pixels[0] == pytest.approx([160, 90]) and pixels[1] - pixels[0] == pytest.approx([4, 0], abs=0.4)
    assert closer.position == pytest.approx(whole.position) and np.linalg.det(closer.world_from_camera[:3, :3]) == pytest.approx(1)
