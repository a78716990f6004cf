"""What if: a Scene declared again with some of its declarations changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from sim.errors import DeclarationError, unknown
from sim.scene.actions import Action, title
from sim.scene.objects import Body, Mechanism, Pivot
from sim.scene.person import Person
from sim.scene.scene import Scene

Declared = TypeVar("Declared", Body, Mechanism, Person, Pivot, Action)
Changes = Mapping[str, Mapping[str, Any]]


def fork(scene: Scene, changes: Mapping[str, Any]) -> Scene:
    """The scene with fields of its declarations changed: objects, people, pivots and actions.

    changes: new values by name and field, {"ball": {"mass": 5.0}}, or dotted, {"ball.mass": 5.0}. Objects and actions go by their
    names, actions without one as messages call them, 'Launch(ball)', pivots as 'Pivot(ball)'. Raises DeclarationError for a name or
    field that there is not, one that two actions share, and what the declarations themselves refuse.
    """
    wanted = _by_name(changes)
    names = [*scene.names, *map(title, scene.actions), *(f"Pivot({pivot.body})" for pivot in scene.pivots)]
    for name in wanted:
        if name not in names:
            raise unknown("object or action", name, names, "with_")
        if names.count(name) > 1:
            raise DeclarationError(f"with_: {names.count(name)} declarations are called {name!r}; give each action a name of its own.")
    return replace(scene, bodies=_changed(scene.bodies, [body.name for body in scene.bodies], wanted),
                   mechanisms=_changed(scene.mechanisms, [mechanism.name for mechanism in scene.mechanisms], wanted),
                   people=_changed(scene.people, [person.name for person in scene.people], wanted),
                   pivots=_changed(scene.pivots, [f"Pivot({pivot.body})" for pivot in scene.pivots], wanted),
                   actions=_changed(scene.actions, list(map(title, scene.actions)), wanted))


def _by_name(changes: Mapping[str, Any]) -> Changes:
    out: dict[str, dict[str, Any]] = {}
    for key, value in changes.items():
        name, _, field = key.rpartition(".")
        if isinstance(value, Mapping):
            out.setdefault(key, {}).update(value)
        elif name:
            out.setdefault(name, {})[field] = value
        else:
            raise DeclarationError(f"with_: {key} is {value!r}; give its fields, as {key}={{'mass': 5.0}}, or one as '{key}.mass'.")
    return out


def _changed(declared: Sequence[Declared], names: Iterable[str], wanted: Changes) -> tuple[Declared, ...]:
    return tuple(_one(each, name, wanted[name]) if name in wanted else each for each, name in zip(declared, names))


def _one(declared: Declared, name: str, values: Mapping[str, Any]) -> Declared:
    known = {field.name for field in fields(declared)} - {"name", "target", "body"}
    for field in values:
        if field not in known:
            raise unknown("field", field, known, name)
    return replace(declared, **values)
