"""What if: a scene with some declarations changed."""

import pytest

from sim.errors import DeclarationError
from sim.scene.actions import Impulse, Launch
from sim.scene.fork import fork
from sim.scene.objects import Pivot
from sim.scene.person import Person
from tests.sim.build import ball, cube, scene

WORLD = scene(ball(position=(0, 0, 1)), cube("left-1"), cube("bob", position=(0, 1, 1)), pivots=(Pivot(body="bob", anchor=(0, 1, 2)),),
              people=(Person(name="anna", position=(9, 0, 0)),),
              actions=(Launch(target="ball", velocity=(1, 0, 0)), Impulse(target="left-1", impulse=(1, 0, 0), name="shove")))


def test_only_what_is_named_is_changed():
    new = fork(WORLD, {"ball": {"mass": 5.0, "friction": 0.1}, "left-1.position": (3, 0, 0), "shove.impulse": (0, 0, 2),
                       "anna": {"height": 1.5, "position": (8, 0, 0)}, "Launch(ball)": {"velocity": (2, 0, 0)},
                       "Pivot(bob)": {"axis": (0, 1, 0)}})
    assert (new.bodies[0].mass, new.bodies[0].friction, new.bodies[0].position) == (5.0, 0.1, (0, 0, 1))
    assert (new.people[0].height, new.people[0].position, new.people[0].weight) == (1.5, (8, 0, 0), 0.5)
    assert new.bodies[1].position == (3, 0, 0) and new.bodies[2] == WORLD.bodies[2]
    assert (new.actions[0].velocity, new.actions[1].impulse, new.pivots[0].axis) == ((2, 0, 0), (0, 0, 2), (0, 1, 0))
    assert fork(WORLD, {}) == WORLD


@pytest.mark.parametrize("changes, words", [
    ({"bal": {"mass": 1.0}}, "unknown object or action 'bal'.*'ball'"), ({"ball": {"mas": 1.0}}, "ball: unknown field 'mas'.*'mass'"),
    ({"anna.height": 9.0}, "anna: height is 9"), ({"anna.ages": 9}, "anna: unknown field 'ages'.*'age'"),
    ({"anna.hair": "mohawk"}, "anna: unknown hair 'mohawk'.*bob"),
    ({"ball.name": "cube"}, "ball: unknown field 'name'"), ({"ball": 5.0}, "ball is 5.0; give its fields"),
    ({"ball.mass": -1.0}, "ball: mass is -1"), ({"shove.target": "ball"}, "shove: unknown field 'target'")])
def test_what_there_is_not_is_refused_by_name(changes, words):
    with pytest.raises(DeclarationError, match=words):
        fork(WORLD, changes)


def test_two_actions_of_one_title_need_names():
    twice = scene(ball(), actions=(Launch(target="ball", velocity=(1, 0, 0)),) * 2)
    with pytest.raises(DeclarationError, match=r"2 declarations are called 'Launch\(ball\)'"):
        fork(twice, {"Launch(ball)": {"velocity": (2, 0, 0)}})
