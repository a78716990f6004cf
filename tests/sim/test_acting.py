"""Every action and every trigger."""

import numpy as np
import pytest

from sim.execution.engine import simulate
from sim.math.conventions import quat_from_euler, quat_rotate
from sim.scene.actions import Drive, Drop, Force, Hold, Impulse, Launch, Move, Spin
from sim.scene.objects import Mechanism, Pivot
from sim.scene.shapes import Box
from sim.scene.when import After, At, Crosses, Touch
from tests.sim.build import DOOR, G, ball, body, cube, floor, scene, turned, velocity

WEIGHTLESS = {"gravity": (0, 0, 0)}


def record(trajectory, index=0):
    return trajectory.actions[index]


def test_launch_sets_velocity_and_spin_at_its_time():
    launch = Launch(target="ball", velocity=(1, 2, 0), spin=(0, 0, 3), when=At(time=0.5))
    trajectory = simulate(scene(ball(velocity=(0, 0, 9)), actions=(launch,), **WEIGHTLESS))
    np.testing.assert_allclose(trajectory.positions[12, 0], (0, 0, 4.5), atol=1e-9)
    np.testing.assert_allclose(trajectory.positions[-1, 0], (0.5, 1, 4.5), atol=1e-9)
    np.testing.assert_allclose(trajectory.rotations[-1, 0], quat_from_euler((0, 0, np.degrees(1.5))), atol=1e-6)
    assert (record(trajectory).status, record(trajectory).start, record(trajectory).end) == ("done", 0.5, 0.5)


def test_push_gives_the_impulse_and_its_torque():
    push = Impulse(target="cube", impulse=(0, 2, 0), at=(0.05, 0, 0))
    trajectory = simulate(scene(cube(mass=4.0), actions=(push,), frames=3, **WEIGHTLESS))
    np.testing.assert_allclose(trajectory.positions[2, 0], (0, 0.5 / 12, 0), atol=1e-9)
    turn = 0.05 * 2 / (4 * 0.01 / 6) / 12
    np.testing.assert_allclose(trajectory.rotations[2, 0], quat_from_euler((0, 0, np.degrees(turn))), atol=1e-4)


def test_spin_leaves_the_velocity():
    trajectory = simulate(scene(ball(velocity=(1, 0, 0)), actions=(Spin(target="ball", spin=(0, 0, 2.0)),), **WEIGHTLESS))
    np.testing.assert_allclose(trajectory.positions[-1, 0], (1, 0, 0), atol=1e-9)
    np.testing.assert_allclose(trajectory.rotations[-1, 0], quat_from_euler((0, 0, np.degrees(2))), atol=1e-6)


def test_force_accelerates_for_its_duration_only():
    trajectory = simulate(scene(ball(mass=2.0), actions=(Force(target="ball", force=(4, 0, 0), duration=0.5),), **WEIGHTLESS))
    assert velocity(trajectory, 1)[-1, 0] == pytest.approx(1.0, rel=1e-9)
    assert trajectory.positions[-1, 0, 0] == pytest.approx(0.75, rel=0.01)
    assert record(trajectory).end == 0.5


def test_hold_holds_under_weight_and_blows_and_releases_at_rest():
    hit = ball("hit", position=(-0.5, 0, 2), velocity=(3, 0, 0))
    s = scene(ball(position=(0, 0, 2), mass=0.1), hit, actions=(Hold(target="ball", duration=0.5),))
    positions = simulate(s).positions[:, 0]
    np.testing.assert_array_equal(positions[:13], np.tile(positions[0], (13, 1)))
    np.testing.assert_allclose(positions[24], (0, 0, 2 - G * 0.25 / 2), atol=0.005)


def test_hold_until_drop():
    actions = (Hold(target="ball"), Drop(target="ball", when=At(time=0.5)))
    trajectory = simulate(scene(ball(position=(0, 0, 2)), actions=actions))
    assert trajectory.positions[12, 0, 2] == 2 and trajectory.positions[24, 0, 2] == pytest.approx(2 - G * 0.25 / 2, abs=0.005)
    assert [r.status for r in trajectory.actions] == ["done", "done"] and record(trajectory).end == 0.5


def test_a_pendulum_can_be_held_aside_and_dropped():
    s = scene(ball(position=(0.6, 0, 1.2)), pivots=(Pivot(body="ball", anchor=(0, 0, 2)),), frames=49,
              actions=(Hold(target="ball"), Drop(target="ball", when=At(time=0.5))))
    x = simulate(s).positions[:, 0, 0]
    np.testing.assert_allclose(x[:13], 0.6, atol=1e-9)
    assert x.min() == pytest.approx(-0.6, rel=0.02)


def test_move_goes_through_its_keys_and_ends_at_the_last():
    keys = {"times": (0.25, 0.75), "positions": ((0, 0, 1), (1, 0, 1)), "angles": ((0, 0, 0), (0, 0, 90))}
    trajectory = simulate(scene(cube(), actions=(Move(target="cube", **keys),)))
    np.testing.assert_allclose(trajectory.positions[6, 0], (0, 0, 1), atol=1e-9)
    np.testing.assert_allclose(trajectory.positions[18, 0], (1, 0, 1), atol=1e-12)
    np.testing.assert_array_equal(trajectory.positions[18:, 0], np.tile(trajectory.positions[18, 0], (7, 1)))
    np.testing.assert_allclose(trajectory.rotations[12, 0], turned(0, 0, 45), atol=1e-9)
    np.testing.assert_allclose(trajectory.rotations[24, 0], turned(0, 0, 90), atol=1e-9)


def test_move_releases_with_its_last_velocity_unless_it_stays():
    move = Move(target="ball", times=(0, 0.5), positions=((0, 0, 0), (1, 0, 0)), stay=False)
    trajectory = simulate(scene(ball(), actions=(move,), **WEIGHTLESS))
    np.testing.assert_allclose(trajectory.positions[-1, 0], (2, 0, 0), atol=1e-6)


@pytest.mark.parametrize("fixed", [True, False])
def test_move_pushes_what_is_in_its_way_with_a_real_impulse(fixed):
    wall = body("wall", Box(size=(0.1, 1, 1)), fixed=fixed, restitution=1.0)
    move = Move(target="wall", times=(0, 1.0), positions=((0, 0, 0), (0.5, 0, 0)))
    trajectory = simulate(scene(wall, ball(position=(0.3, 0, 0), restitution=1.0, mass=2.0), actions=(move,), **WEIGHTLESS))
    assert velocity(trajectory, 2)[-1, 0] == pytest.approx(1.0, abs=0.01)  # twice the wall's, as off a wall
    assert trajectory.contacts["impulse"].sum() == pytest.approx(2.0, rel=0.01)
    np.testing.assert_allclose(trajectory.positions[-1, 0], (0.5, 0, 0), atol=1e-12)


def test_a_fixed_body_waits_unmoved_for_its_move():
    shelf = body("shelf", Box(size=(1, 1, 0.1)), fixed=True)
    lift = Move(target="shelf", times=(0.0, 0.5), positions=((0, 0, 0), (0, 0, 0.2)), when=At(time=0.5))
    trajectory = simulate(scene(shelf, cube(position=(0, 0, 0.1), restitution=0.0), actions=(lift,)))
    np.testing.assert_array_equal(trajectory.positions[:13, 0], np.zeros((13, 3)))
    assert trajectory.positions[12, 1, 2] == pytest.approx(0.1, abs=1e-3)
    assert trajectory.positions[24, 1, 2] == pytest.approx(0.3, abs=2e-3)


def test_touch_after_and_crosses_set_off_actions():
    actions = (
        Launch(target="b", velocity=(0, 0, 5), when=Touch(a="a", b="wall", delay=0.1), name="jump"),
        Launch(target="c", velocity=(0, 1, 0), when=After(actions=("jump",), delay=0.1)),
        Launch(target="d", velocity=(0, 1, 0), when=Crosses(target="a", point=(0.3, 0, 0), normal=(1, 0, 0))),
        Launch(target="d", velocity=(0, 9, 0), when=Crosses(target="a", point=(0.3, 0, 0), normal=(-1, 0, 0))),
    )
    wall = body("wall", Box(size=(0.1, 1, 1)), fixed=True, position=(0.65, 0, 0))
    others = [ball(name, position=(0, 5, i)) for i, name in enumerate("bcd")]
    trajectory = simulate(scene(ball("a", velocity=(1, 0, 0), restitution=0.0), wall, *others, actions=actions, **WEIGHTLESS))
    starts = [r.start for r in trajectory.actions]
    np.testing.assert_allclose(starts[:3], (0.6, 0.7, 0.3), atol=2e-3)
    assert starts[3] is None and [r.status for r in trajectory.actions] == ["done", "done", "done", "waiting"]
    np.testing.assert_allclose(trajectory.positions[-1, 4], (0, 5.7, 2), atol=3e-3)


def test_triggers_keep_time_finer_than_a_frame():
    s = scene(ball(), actions=(Launch(target="ball", velocity=(1, 0, 0), when=At(time=0.51)),), **WEIGHTLESS)
    assert simulate(s).positions[-1, 0, 0] == pytest.approx(0.49, abs=1.5e-3)


def test_the_log_says_what_became_of_each_action():
    actions = (Hold(target="ball", when=At(time=0.5)), Impulse(target="ball", impulse=(1, 0, 0), when=At(time=0.6), name="shove"),
               Spin(target="ball", spin=(1, 0, 0), when=After(actions=("shove",))), Drop(target="ball"),
               Launch(target="ball", velocity=(1, 0, 0), when=At(time=99.0)))
    records = simulate(scene(ball(), actions=actions, **WEIGHTLESS)).actions
    assert [r.status for r in records] == ["running", "failed", "failed", "failed", "waiting"]
    assert "held" in records[1].reason and "shove" in records[2].reason and "was not held" in records[3].reason
    assert [r.end for r in records] == [None, 0.6, 0.6, 0.0, None]


def door(tmp_path, **fields):
    (tmp_path / "door.urdf").write_text(DOOR)
    return Mechanism(name="door", urdf=str(tmp_path / "door.urdf"), **({"position": (0, 0, 1)} | fields))


def test_drive_opens_a_door_smoothly(tmp_path):
    drive = Drive(target="door", joint="hinge", to=1.2, duration=0.75)
    trajectory = simulate(scene(mechanisms=(door(tmp_path),), actions=(drive,)))
    assert trajectory.joint_names == ("door.hinge",) and [p.path for p in trajectory.parts] == ["door.post", "door.leaf"]
    u = np.arange(19) / 18
    np.testing.assert_allclose(trajectory.joints[:19, 0], 1.2 * u ** 3 * (10 - 15 * u + 6 * u * u), atol=0.01)
    assert record(trajectory).status == "done" and trajectory.joints[-1, 0] == pytest.approx(1.2, abs=0.005)
    np.testing.assert_allclose(trajectory.positions[-1, 1], (0, 0, 1.2), atol=1e-6)  # the link's frame, at its hinge
    np.testing.assert_allclose(quat_rotate(trajectory.rotations[-1, 1], (1, 0, 0)), (np.cos(1.2), np.sin(1.2), 0), atol=0.005)


def test_a_blocked_drive_fails_and_says_why(tmp_path):
    stop = body("stop", Box(size=(0.1, 0.1, 1)), fixed=True, position=(0.5, 0.3, 1.2))
    drive = Drive(target="door", joint="hinge", to=1.5, duration=0.5)
    trajectory = simulate(scene(stop, mechanisms=(door(tmp_path),), actions=(drive,)))
    assert trajectory.joints[-1, 0] < 0.7
    assert record(trajectory).status == "failed" and "blocked" in record(trajectory).reason
    hits = trajectory.contacts[-1]
    assert (hits["a"], hits["b"]) == (1, 3)


def test_a_door_starts_where_it_is_put_and_friction_stops_it(tmp_path):
    kick = ball(position=(-0.2, 0.6, 1.2), velocity=(3, 0, 0), mass=0.5)
    trajectory = simulate(scene(kick, mechanisms=(door(tmp_path, joints=(("hinge", 1.5),), friction=2.0),)))
    assert trajectory.joints[0, 0] == 1.5 and 0.2 < trajectory.joints[-1, 0] < 1.45
    assert abs(trajectory.joints[-1, 0] - trajectory.joints[-2, 0]) < 1e-3


@pytest.mark.parametrize("damping", [0.0, 2.0])
def test_damping_slows_a_door_as_an_exponential(tmp_path, damping):
    kick = ball(position=(-0.2, 0.6, 1.2), velocity=(3, 0, 0), mass=0.5)
    swing = door(tmp_path, joints=(("hinge", 1.5),), friction=0.0, damping=damping)
    speed = np.diff(simulate(scene(kick, mechanisms=(swing,))).joints[:, 0]) * 24
    moment = 0.21 + 5 * 0.4 ** 2
    assert speed[4] < -0.2 and speed[20] / speed[4] == pytest.approx(np.exp(-damping * (16 / 24) / moment), rel=0.05)


def test_a_floor_is_not_touched_by_what_hangs_above_it():
    spin = Spin(target="ball", spin=(1, 0, 0), when=Touch(a="ball", b="floor"))
    s = scene(floor(), ball(position=(0, 0, 2)), actions=(Hold(target="ball"), spin))
    assert simulate(s).actions[1].status == "waiting"


def test_between_two_that_nothing_can_push_there_is_contact_but_no_impulse():
    move = Move(target="cube", times=(0.0, 1.0), positions=((0, 0, 0.05), (0, 0, 0.04)))
    contacts = simulate(scene(floor(), cube(position=(0, 0, 0.05)), actions=(move,))).contacts
    assert len(contacts) > 0 and not contacts["impulse"].any()
