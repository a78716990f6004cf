"""What cannot be simulated is refused when it is declared, by name, with what is allowed."""

import pytest

from sim.errors import DeclarationError
from sim.scene.actions import Drive, Drop, Force, Hold, Impulse, Launch, Move, Spin
from sim.scene.objects import Body, Mechanism, Part, Pivot
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Plane, Sphere
from sim.scene.when import After, Crosses, Touch
from tests.sim.build import DOOR, ball, body, cube, floor, scene


def refused(match):
    return pytest.raises(DeclarationError, match=match)


@pytest.mark.parametrize("fields, match", [
    ({"mass": -1.0}, "cup: mass is -1; it must be above 0"), ({"mass": 0.0}, "cup: mass"), ({"mass": float("nan")}, "cup: mass"),
    ({"density": 0.0}, "cup: density"), ({"restitution": 1.2}, "cup: restitution"), ({"friction": -0.1}, "cup: friction"),
    ({"position": (0, 0)}, "cup: position has 2 numbers"), ({"rotation": (0, 0, 0, 2)}, "cup: rotation .* not a unit quaternion"),
    ({"velocity": (0, 0, float("inf"))}, "cup: velocity"), ({"fixed": True, "spin": (0, 0, 1)}, "cup: is fixed but")])
def test_a_body_with_impossible_numbers(fields, match):
    with refused(match):
        body("cup", Box(size=(1, 1, 1)), **fields)


def test_a_body_of_impossible_parts():
    with refused("cup: Box.size.*above 0"):
        body("cup", Box(size=(1, 0, 1)))
    with refused("cup: has no parts"):
        Body(name="cup", parts=())
    with refused("cup: a Plane cannot move; set fixed=True"):
        body("cup", Plane(size=(1, 1)))
    with refused("part name 'a' is used 2 times"):
        Body(name="cup", parts=(Part(name="a", shape=Sphere(radius=1)), Part(name="a", shape=Sphere(radius=1))))
    with refused("name 'my.cup'"):
        body("my.cup", Sphere(radius=1))


@pytest.mark.parametrize("fields, match", [
    ({"fps": 0}, "fps is 0"), ({"frames": 0}, "frames"), ({"substeps": 5}, "at least 240 are needed, so substeps of at least 10"),
    ({"gravity": (0, 0)}, "gravity")])
def test_a_scene_with_an_impossible_clock(fields, match):
    with refused(match):
        scene(ball(), **fields)


def test_two_objects_of_one_name():
    with refused("object name 'ball' is used 2 times"):
        scene(ball(), ball())


@pytest.mark.parametrize("action, match", [
    (Launch(target="bal", velocity=(0, 0, 1)), "unknown object 'bal'. Did you mean 'ball'"),
    (Launch(target="ground", velocity=(0, 0, 1)), "'ground' is fixed, but Launch needs one that is free"),
    (Impulse(target="ground", impulse=(0, 0, 1)), "'ground' is fixed"), (Spin(target="ground", spin=(0, 0, 1)), "'ground' is fixed"),
    (Force(target="ground", force=(0, 0, 1), duration=1.0), "'ground' is fixed"), (Hold(target="ground"), "'ground' is fixed"),
    (Launch(target="bob", velocity=(0, 0, 1)), "'bob' is on a pivot"), (Hold(target="tail"), "'tail' is on a pivot on a moving body"),
    (Drive(target="ball", joint="j", to=0.0, duration=1.0), "'ball' is free, but Drive needs one that is a mechanism"),
    (Hold(target="ball", duration=0.0), "duration"), (Force(target="ball", force=(0, 0, 1), duration=-1.0), "duration"),
    (Move(target="ball", times=(0.0, 1.0), positions=((0, 0, 0),)), "2 times, 1 positions"),
    (Move(target="ball", times=(1.0, 1.0), positions=((0, 0, 0), (0, 0, 1))), "must start at 0 or later and rise"),
    (Move(target="ground", times=(1.0,), positions=((0, 0, 0),)), "'ground' has a part that is a Plane"),
    (Move(target="shelf", times=(1.0,), positions=((0, 0, 0),), stay=False), "'shelf' is fixed, so it cannot be released"),
    (Drop(target="ball", when=After(actions=("never",))), "unknown action 'never'"),
    (Drop(target="ball", when=Touch(a="ball", b="flor")), "unknown object 'flor'"),
    (Drop(target="ball", when=Crosses(target="ball", point=(0, 0, 0), normal=(0, 0, 0))), "normal is"),
    (Drop(target="ball", when=3.0), "when is 3.0"), ("jump", "'jump' is not an action")])
def test_an_action_that_cannot_be_done(action, match):
    ground = body("ground", Plane(size=(1, 1)), fixed=True)
    shelf = body("shelf", Box(size=(1, 1, 1)), fixed=True)
    bob, tail = ball("bob", position=(0, 0, 3)), ball("tail", position=(0, 0, 2))
    pivots = (Pivot(body="bob", anchor=(0, 0, 4)), Pivot(body="tail", anchor=(0, 0, 2.5), to="bob"))
    with refused(match):
        scene(ground, shelf, ball(), bob, tail, pivots=pivots, actions=(action,))


def test_a_ring_of_triggers():
    a = Launch(target="ball", velocity=(0, 0, 1), name="a", when=After(actions=("b",)))
    b = Launch(target="ball", velocity=(0, 0, 1), name="b", when=After(actions=("a",)))
    with refused("a: waits for itself: a -> b -> a"):
        scene(ball(), actions=(a, b))


@pytest.mark.parametrize("pivots, match", [
    ((Pivot(body="bal", anchor=(0, 0, 1)),), "unknown body 'bal'"), ((Pivot(body="ball", anchor=(0, 0, 1), to="x"),), "unknown body 'x'"),
    ((Pivot(body="floor", anchor=(0, 0, 1)),), "floor: it is fixed"),
    ((Pivot(body="ball", anchor=(0, 0, 1)), Pivot(body="ball", anchor=(0, 0, 2))), "used 2 times"),
    ((Pivot(body="ball", anchor=(0, 0, 1), to="cube"), Pivot(body="cube", anchor=(0, 0, 2), to="ball")), "hangs on itself"),
    ((Pivot(body="quick", anchor=(0, 0, 1)),), "quick: swings on a pivot, so it can have a spin")])
def test_a_pivot_that_cannot_hold(pivots, match):
    with refused(match):
        scene(floor(), ball(), cube(), ball("quick", velocity=(1, 0, 0)), pivots=pivots)


def test_a_pivot_without_a_direction():
    with refused("axis is"):
        Pivot(body="ball", anchor=(0, 0, 1), axis=(0, 0, 0))


def test_a_joint_that_is_not_there_or_beyond_its_limits(tmp_path):
    (tmp_path / "door.urdf").write_text(DOOR)
    door = Mechanism(name="door", urdf=str(tmp_path / "door.urdf"))
    for action, match in ((Drive(target="door", joint="hing", to=0.0, duration=1.0), "unknown joint 'hing'. Did you mean 'hinge'"),
                          (Drive(target="door", joint="hinge", to=2.0, duration=1.0), "hinge is 2; it must be .*at most 1.6"),
                          (Drop(target="door"), "'door' is a mechanism")):
        with refused(match):
            Scene(bodies=(), mechanisms=(door,), actions=(action,))
    with refused("door: position of joint hinge is -1"):
        Mechanism(name="door", urdf=str(tmp_path / "door.urdf"), joints=(("hinge", -1.0),))
    with refused("door: URDF file 'none.urdf' does not exist"):
        Mechanism(name="door", urdf="none.urdf")
