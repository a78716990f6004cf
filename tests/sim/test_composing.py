"""Actions that wait for others, are ended by them, and what their failures mean."""

import pytest

from sim.errors import DeclarationError
from sim.execution.engine import simulate
from sim.scene.actions import Action, Drop, Force, Hold, Launch
from sim.scene.shapes import Box
from sim.scene.when import CUT, DONE, ENDED, FAILED, After, At, Crosses, Touch, Trigger
from sim.trajectory import ActionRecord, Trajectory
from tests.sim.build import G, ball, body, cube, floor, scene

FREE = {"gravity": (0.0, 0.0, 0.0)}


def wait(name: str, seconds: float, **fields: object) -> Hold:
    """An action that takes so long, and is done."""
    return Hold(target=name, duration=seconds, name=name, **fields)  # type: ignore[arg-type]


def fail(name: str, time: float) -> Drop:
    """An action that fails at a time."""
    return Drop(target=name, when=At(time=time), name=name)


def go(when: Trigger, **fields: object) -> Launch:
    return Launch(target="go", velocity=(1, 0, 0), when=when, name="go", **fields)  # type: ignore[arg-type]


def records(*actions: Action) -> tuple[ActionRecord, ...]:
    """What becomes of actions on balls of the names that they use."""
    return stopped(*actions, on_failure="carry on").actions


def become(*actions: Action) -> ActionRecord:
    """What becomes of the last of them."""
    return records(*actions)[-1]


def stopped(*actions: Action, **fields: object) -> Trajectory:
    """The same, all of it, where a failure stops the scene."""
    balls = [ball(name, position=(0, i, 0)) for i, name in enumerate(sorted({action.target for action in actions}))]
    return simulate(scene(*balls, actions=actions, **{"on_failure": "stop", "frames": 30, **FREE, **fields}))


@pytest.mark.parametrize("trigger, status, start", [
    (After(actions=("a", "b")), "done", 0.5), (After(actions=("a", "b"), delay=0.1), "done", 0.6),
    (After(actions=("a", "x")), "failed", None), (After(actions=("x",), outcome=FAILED), "done", 0.3),
    (After(actions=("x", "y"), outcome=FAILED), "done", 0.4), (After(actions=("a",), outcome=FAILED), "not needed", None),
    (After(actions=("x", "a"), outcome=FAILED), "not needed", None), (After(actions=("x", "b"), outcome=ENDED), "done", 0.5),
    (After(actions=("a",), outcome=ENDED, delay=0.2), "done", 0.4)])
def test_what_waits_for_several_starts_when_the_last_has_come_to_it(trigger: Trigger, status: str, start: float | None):
    found = become(wait("a", 0.2), wait("b", 0.5), fail("x", 0.3), fail("y", 0.4), go(trigger))
    assert found.status == status and found.start == pytest.approx(start, abs=2e-3)


def test_what_can_no_longer_come_is_told_with_its_time():
    found = become(wait("a", 0.2), go(After(actions=("a",), outcome=FAILED)))
    assert (found.reason, found.start) == ("waited for a to fail, which was done", None) and found.end == pytest.approx(0.2, abs=2e-3)
    spare = Launch(target="b", velocity=(1, 0, 0), when=After(actions=("a",), outcome=FAILED), name="spare")
    then = become(wait("a", 0.2), spare, go(After(actions=("spare",))))
    assert (then.status, then.reason) == ("not needed", "waited for spare, which was not needed")
    assert become(wait("a", 0.2), spare, go(After(actions=("spare", "a"), outcome=ENDED))).start == pytest.approx(0.2, abs=3e-3)
    lost = Launch(target="b", velocity=(1, 0, 0), when=After(actions=("x",)), name="lost")
    assert become(fail("x", 0.1), lost, go(After(actions=("lost",), outcome=FAILED))).start == pytest.approx(0.1, abs=3e-3)


def test_a_first_try_a_second_and_carrying_on():
    """The second try comes only where the first fails, and what carries on comes either way."""
    for first, starts in ((wait("a", 0.2), [0.0, None, 0.2]), (fail("a", 0.2), [0.2, 0.2, 0.5])):
        again = wait("b", 0.3, when=After(actions=("a",), outcome=FAILED))
        on = go(After(actions=("a", "b"), outcome=ENDED))
        assert [record.start for record in records(first, again, on)] == [s if s is None else pytest.approx(s, abs=3e-3) for s in starts]


@pytest.mark.parametrize("until, end", [
    (At(time=0.25), 0.25), (After(actions=("b",)), 0.4), (After(actions=("x",), outcome=FAILED, delay=0.05), 0.15),
    (After(actions=("x",)), 0.8), (None, 0.8)])
def test_until_ends_a_force(until: Trigger | None, end: float):
    push = Force(target="p", force=(2.0, 0, 0), duration=0.8, until=until, name="push")
    acted = stopped(wait("b", 0.4), fail("x", 0.1), push, on_failure="carry on")
    record = acted.actions[-1]
    assert record.status == "done" and record.end == pytest.approx(end, abs=3e-3) and (record.reason == CUT) == (end < 0.8)
    speed = (acted.positions[-1, 1, 0] - acted.positions[-2, 1, 0]) * 24
    assert speed == pytest.approx(2.0 * end, rel=0.01)


def test_until_releases_what_is_held_at_rest():
    held = Hold(target="ball", until=Crosses(target="cube", point=(0, 0, 1), normal=(0, 0, -1)))
    acted = simulate(scene(ball(position=(0, 0, 9)), cube(position=(3, 0, 1.5)), actions=(held,), frames=20))
    end = acted.actions[0].end
    assert end == pytest.approx((2 * 0.5 / G) ** 0.5, abs=0.005) and acted.actions[0].reason == CUT
    assert 9 - acted.positions[-1, 0, 2] == pytest.approx(G * (19 / 24 - end) ** 2 / 2, abs=0.01)


def test_a_touch_ends_from_the_start_of_the_action_on():
    """A ball that touches the wall once, before the force on another begins, does not end it; at the next touch it does."""
    wall = body("wall", Box(size=(0.1, 4, 4)), position=(0.65, 0, 0), fixed=True, restitution=1.0)
    back = body("back", Box(size=(0.1, 4, 4)), position=(-0.65, 0, 0), fixed=True, restitution=1.0)
    push = Force(target="p", force=(1.0, 0, 0), duration=9.0, when=At(time=0.5), until=Touch(a="b", b="wall"))
    balls = ball("b", velocity=(2, 0, 0), restitution=1.0), ball("p", position=(0, 3, 0))
    acted = simulate(scene(*balls, wall, back, actions=(push,), frames=40, **FREE))
    assert acted.actions[0].end == pytest.approx(0.25 + 2 * 0.5, abs=0.02)


def test_what_is_ended_before_it_starts_takes_no_time():
    found = become(Force(target="go", force=(1, 0, 0), duration=1.0, when=At(time=0.5), until=At(time=0.2)))
    assert (found.status, found.start) == ("done", 0.5) and found.end == pytest.approx(0.5, abs=2e-3)


@pytest.mark.parametrize("actions, words", [
    ((wait("a", 1, when=After(actions=("b",), outcome=FAILED)), wait("b", 1, when=After(actions=("a", "c"))), wait("c", 1)),
     "a: waits for itself: a -> b -> a"),
    ((wait("a", 1, until=After(actions=("b",))), wait("b", 1, when=After(actions=("a",)))),
     "a: is to end with what waits for it: a -> b -> a"),
    ((wait("a", 1, until=After(actions=("a",), outcome=ENDED)),), "a: is to end with what waits for it: a -> a"),
    ((wait("a", 1, until=After(actions=("z",))),), "unknown action 'z'"), ((wait("a", 1, until=3.0),), "until is 3.0; it must be At"),
    ((wait("a", 1, when=After(actions=())),), "waits for no action"),
    ((wait("a", 1, when=After(actions=("a",), outcome="over")),), "unknown outcome 'over'"),
    ((wait("a", 1, until=Touch(a="a", b="zz")),), "unknown object 'zz'")])
def test_triggers_that_cannot_come_are_refused(actions: tuple[Action, ...], words: str):
    with pytest.raises(DeclarationError, match=words):
        scene(*map(ball, sorted({action.target for action in actions})), actions=actions)


def test_two_that_end_each_other_are_a_race_and_no_ring():
    found = become(wait("a", 0.3, until=After(actions=("b",))), wait("b", 0.6, until=After(actions=("a",), outcome=ENDED)))
    assert found.end == pytest.approx(0.3, abs=3e-3) and found.reason == CUT


def test_a_failure_stops_the_scene_if_it_is_declared_to():
    assert stopped(fail("a", 0.5)).frames == 14 and stopped(fail("a", 0.5), on_failure="carry on").frames == 30
    assert stopped(wait("a", 0.5)).frames == 30
    with pytest.raises(DeclarationError, match="on_failure is 'halt'; it must be 'carry on' or 'stop'"):
        stopped(fail("a", 0.5), on_failure="halt")


@pytest.mark.parametrize("outcome, frames", [(FAILED, 30), (ENDED, 30), (DONE, 14)])
def test_a_failure_that_something_else_is_declared_for_does_not_stop_it(outcome: str, frames: int):
    assert stopped(fail("a", 0.5), go(After(actions=("a",), outcome=outcome))).frames == frames
    later = Launch(target="b", velocity=(1, 0, 0), when=After(actions=("a",)))  # fails because the first does
    assert stopped(fail("a", 0.5), go(After(actions=("a",), outcome=outcome)), later).frames == frames


def test_a_trajectory_keeps_what_was_not_needed(tmp_path):
    acted = stopped(wait("a", 0.2), go(After(actions=("a",), outcome=FAILED)))
    acted.save(tmp_path / "t.npz")
    assert Trajectory.load(tmp_path / "t.npz").actions == acted.actions and acted.actions[1].status == "not needed"


def test_a_floor_is_untouched_until_it_is():
    """Held until it is touched by another: what falls on it frees it."""
    held = Hold(target="ball", until=Touch(a="ball", b="cube"))
    acted = simulate(scene(floor(), ball(position=(0, 0, 2)), cube(position=(0, 0, 2.5), mass=5.0), actions=(held,), frames=30))
    assert acted.actions[0].reason == CUT and acted.positions[-1, 1, 2] < 1.5
