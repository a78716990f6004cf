"""Walking: where it ends, that feet that are down stay down, that nothing jumps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from sim.character.body.anatomy import anatomy
from sim.character.body.bones import number, placed
from sim.character.motion.gait import Walk, stations, walk
from sim.character.motion.gaits import GAITS, LEAST, MOST, WALK, check_speed, paced
from sim.errors import DeclarationError
from sim.scene.figure import Figure
from sim.scene.wardrobe import EVERYDAY

FPS = 24.0


BODIES = [anatomy(figure, EVERYDAY) for figure in (Figure(), Figure(age=8.0, height=1.25), Figure(gender=0.0, height=1.95, weight=0.9))]


def gone(start, ground, body, steps, gait=WALK):
    return walk(Walk(start=start, steps=tuple(steps), since=0, ground=ground, gait=gait), body, FPS)


def places_of(track, body):
    """(N, B, 3) all bones."""
    return np.array([placed(body.offsets, root, turns) for root, turns in zip(track.root, track.turns)])


def balls(track, body):
    """(2, N, 3) the balls of both feet."""
    places = places_of(track, body)
    return np.array([places[:, number(f"{side}_foot")] + track.turns[:, number(f"{side}_foot")] @ body.ball
                     for side in ("left", "right")])


def fastest(track):
    """rad/s, the fastest turn of any joint."""
    local = Rotation.from_matrix((track.turns[:, [0, 9, 10]].swapaxes(-1, -2) @ track.turns[:, [9, 10, 11]]).reshape(-1, 3, 3))
    turns = local.as_matrix().reshape(-1, 3, 3, 3)
    step = Rotation.from_matrix((turns[:-1].swapaxes(-1, -2) @ turns[1:]).reshape(-1, 3, 3))
    return float(step.magnitude().max() * FPS)


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3), st.floats(-3.1, 3.1), st.sampled_from(BODIES))
def test_a_walk_ends_where_it_should_without_a_slide(x, y, start, end, body):
    steps = stations([(0, 0), (x, y)], start, end, body.size)
    track = gone((0.0, 0.0, start), 0.0, body, steps)
    if steps:
        np.testing.assert_allclose(track.root[-1, :2], steps[-1][:2], atol=1e-6)
        facing = track.turns[-1, 0, :2, 0]
        assert facing @ [np.cos(end), np.sin(end)] > 0.999
    for ball in balls(track, body):
        down = ball[:, 2] < 0.004
        moved = np.linalg.norm(np.diff(ball[:, :2], axis=0), axis=1)[down[1:] & down[:-1]]
        assert moved.max(initial=0.0) < 0.005 and ball[:, 2].min() > -0.002
    assert not steps or fastest(track) < 14


def test_legs_reach_their_feet_and_the_pelvis_keeps_its_height():
    track = gone((0.0, 0.0, 0.0), 0.3, BODIES[0], stations([(0, 0), (3, 0)], 0.0, None, 1.0))
    assert track.root[:, 2].min() > 0.3 + 0.8 and track.root[:, 2].max() < 0.3 + BODIES[0].offsets[0, 2]
    assert balls(track, BODIES[0])[..., 2].min() == pytest.approx(0.3, abs=0.002)
    assert len(track.root) == pytest.approx(FPS * WALK.seconds * (round(3 / 0.56 + 0.3) + 1) + 1, abs=1)


def test_arms_swing_against_legs():
    track = gone((0.0, 0.0, 0.0), 0.0, BODIES[0], stations([(0, 0), (3, 0)], 0.0, None, 1.0))
    places = places_of(track, BODIES[0])
    ahead = {bone: places[:, number(bone), 0] - track.root[:, 0] for bone in ("left_foot", "right_hand", "left_hand")}
    middle = slice(20, 50)
    assert np.corrcoef(ahead["left_foot"][middle], ahead["right_hand"][middle])[0, 1] > 0.7
    assert np.corrcoef(ahead["left_foot"][middle], ahead["left_hand"][middle])[0, 1] < -0.7


def test_corners_are_turned_on_the_spot_a_step_at_a_time():
    rows = np.array(stations([(0, 0), (1, 0), (1, 1)], 0.0, None, 1.0))
    assert np.abs(np.diff(rows[:, 2], prepend=0)).max() <= np.radians(61)
    assert len(stations([(0, 0)], 0.0, np.pi, 1.0)) == 5 and not stations([(0, 0)], 0.0, 0.0, 1.0)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(GAITS)), st.floats(LEAST, MOST), st.sampled_from(BODIES))
def test_a_gait_is_gone_at_another_speed_without_a_slide(name, more, body):
    wanted = more * GAITS[name].speed * body.size
    check_speed("go", name, wanted, 1.7 * body.size)
    gait = paced(GAITS[name], wanted, body.size)
    track = gone((0.0, 0.0, 0.0), 0.0, body, stations([(0, 0), (6, 0)], 0.0, None, body.size, gait), gait)
    middle = track.root[len(track.root) // 3:-(len(track.root) // 3)]
    assert 0.85 < np.linalg.norm(middle[-1] - middle[0]) * FPS / (len(middle) - 1) / wanted < 1.1
    for ball in balls(track, body):
        down = ball[:, 2] < 0.004
        assert np.linalg.norm(np.diff(ball[:, :2], axis=0), axis=1)[down[1:] & down[:-1]].max(initial=0.0) < 0.005
    assert fastest(track) < 14


def test_a_speed_is_of_longer_steps_as_of_quicker_ones_and_beyond_legs_refused():
    slow = paced(WALK, 0.81 * WALK.speed, 1.0)
    assert slow.stride == pytest.approx(0.9 * WALK.stride) and slow.seconds == pytest.approx(WALK.seconds / 0.9)
    assert paced(WALK, None, 1.0) is WALK
    check_speed("go", "walk", None, 1.7)
    with pytest.raises(DeclarationError, match=r"go: speed is 1.6 m/s; legs of someone 1.7 m tall walk at 0.67 to 1.34 m/s.*gait='hurry'"):
        check_speed("go", "walk", 1.6, 1.7)
    with pytest.raises(DeclarationError, match="No gait is so slow or so fast"):
        check_speed("go", "run", 9.0, 1.7)
