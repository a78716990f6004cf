"""Motion vectors against sums done by hand."""

from dataclasses import replace

import numpy as np

from render.correspondence import correspond
from render.motion import motion_vectors, neighbour
from sim.math.conventions import quat_from_euler, transform
from tests.studio.export.conftest import BALL, CUT, FRAMES, STEP


def test_a_box_that_slides_across_the_picture_moves_by_focal_length_times_way_over_distance(shot):
    frame = shot[0]
    face = (frame.object == 2) & (np.abs(frame.points[..., 1] + 0.25) < 1e-9)  # the side that faces the camera, 3.75 m away
    assert face.sum() > 100
    by_hand = 30.0 / 36.0 * 96 / 3.75 * np.array([STEP[0], -STEP[2]])  # rows count down
    assert np.abs(motion_vectors(frame, shot[1])[face] - by_hand).max() < 1e-4
    later = (shot[1].object == 2) & (np.abs(shot[1].points[..., 1] + 0.25) < 1e-9)
    assert np.abs(motion_vectors(shot[1], shot[0])[later] + by_hand).max() < 1e-4


def test_under_a_still_camera_what_stands_still_has_none_and_neither_has_the_sky(shot):
    vectors = motion_vectors(shot[0], shot[1])
    assert np.abs(vectors[shot[0].object <= 1]).max() < 1e-4 < np.abs(vectors[shot[0].object == 3]).max()


def test_a_mark_on_the_rolling_ball_moves_as_its_pose_moves_it(shot):
    frame, other = shot[CUT], shot[CUT + 1]
    rows, columns = np.nonzero(frame.object == 3)
    poses = [transform(shot.trajectory.positions[n, BALL - 1], shot.trajectory.rotations[n, BALL - 1]) for n in (CUT, CUT + 1)]
    marks = np.concatenate([frame.points[rows, columns], np.ones((len(rows), 1))], axis=1)
    moved = (poses[1] @ np.linalg.inv(poses[0]) @ marks.T).T[:, :3]
    there, _ = other.camera.project(moved)
    expected = there - np.stack([columns, rows], axis=1) - 0.5
    assert len(rows) > 20 and np.abs(motion_vectors(frame, other)[rows, columns] - expected).max() < 1e-4
    assert np.ptp(expected, axis=0).min() > 0.3  # it rolls: not all of it moves alike


def test_what_leaves_the_picture_or_hides_still_has_a_vector(shot):
    frame, later = shot[0], shot[FRAMES - 1]
    vectors = motion_vectors(frame, later.through(turned(frame.camera, 25)))
    y, x = np.mgrid[:54, :96] + 0.5
    outside = x + vectors[..., 0] > 96
    assert np.isfinite(vectors).all() and outside.mean() > 0.2
    hidden = ~correspond(frame, shot[2])[1] & (frame.object == 1)  # floor that the box or the ball comes before
    assert hidden.any() and np.abs(motion_vectors(frame, shot[2])[hidden]).max() < 1e-4


def test_what_is_behind_the_other_camera_has_none(shot):
    vectors = motion_vectors(shot[0], shot[0].through(turned(shot[0].camera, 180)))
    assert np.isnan(vectors).all()


def test_no_vector_leads_over_a_cut_or_out_of_the_shot(shot):
    pairs = {(n, step): neighbour(shot, n, step) for n in range(FRAMES) for step in (1, -1)}
    none = {pair for pair, other in pairs.items() if other is None}
    assert none == {(0, -1), (CUT - 1, 1), (CUT, -1), (FRAMES - 1, 1)}
    assert all(other.number == n + step for (n, step), other in pairs.items() if other)
    assert np.isnan(motion_vectors(shot[0], None)).all()


def turned(camera, degrees):
    """The camera turned to the left about the upright."""
    turn = transform((0.0, 0.0, 0.0), quat_from_euler([0.0, degrees, 0.0]))
    return replace(camera, world_from_camera=camera.world_from_camera @ turn)
