"""Whether actions can be done as declared: to what is there, in numbers that mean something, with triggers that can come."""

from collections.abc import Mapping, Sequence

from sim.errors import DeclarationError, check_number, check_unique, check_vector, unknown
from sim.scene.act import FIXED, FREE, LINKED, MECHANISM, PERSON, PIVOTED, Act, Declared, check_act
from sim.scene.actions import (
    Action,
    Drive,
    DriveTo,
    Drop,
    Force,
    Hold,
    Impulse,
    Launch,
    Move,
    Spin,
    title,
    until_of,
)
from sim.scene.when import DONE, ENDED, FAILED, After, At, Crosses, Touch, Trigger

_CAN: dict[type, tuple[str, ...]] = {
    Launch: (FREE,), Spin: (FREE, PIVOTED), Impulse: (FREE, PIVOTED, LINKED), Force: (FREE, PIVOTED, LINKED),
    Hold: (FREE, PIVOTED), Drop: (FREE, PIVOTED), Move: (FREE, FIXED), Drive: (MECHANISM,),
    DriveTo: (MECHANISM,),
}


def check_actions(actions: Sequence[Action], scene: Declared) -> None:
    """Raise a DeclarationError for an action on an unknown object or one it cannot be done to, a number out of range, or
    triggers that wait in a ring."""
    objects = scene.kinds
    for action in actions:
        if not isinstance(action, Action):
            raise DeclarationError(f"scene: {action!r} is not an action; it must be one of {', '.join(k.__name__ for k in _CAN)}.")
    check_unique("action", [action.name for action in actions if action.name])
    by_name = {action.name: action for action in actions if action.name}
    for action in actions:
        _check_action(action, scene)
        _check_trigger(title(action), "when", action.when, by_name, objects)
        if (until := until_of(action)) is not None:
            _check_trigger(title(action), "until", until, by_name, objects)
    for action in actions:
        _check_ring(action, by_name)


def _check_action(action: Action, scene: Declared) -> None:
    objects = scene.kinds
    owner, can = title(action), (PERSON,) if isinstance(action, Act) else _CAN[type(action)]
    if action.target not in objects:
        raise unknown("object", action.target, objects, owner)
    if objects[action.target] not in can:
        raise DeclarationError(f"{owner}: {action.target!r} {objects[action.target]}, but {type(action).__name__} needs one that "
                               f"{' or '.join(can)}.")
    for field in ("velocity", "spin", "impulse", "force", "at"):
        if hasattr(action, field):
            check_vector(owner, field, getattr(action, field))
    if isinstance(action, (Force, Drive)) or isinstance(action, Hold) and action.duration is not None:
        check_number(owner, "duration", action.duration, above=0, unit="s")
    if isinstance(action, Act):
        check_act(owner, action, scene)
    if isinstance(action, Drive):
        check_number(owner, "to", action.to)
        check_number(owner, "effort", action.effort, above=0)
    if isinstance(action, DriveTo):
        check_vector(owner, "to", action.to, 2)
        check_number(owner, "speed", action.speed, above=0, unit="m/s")
    if isinstance(action, Move):
        _check_keys(owner, action)
        if objects[action.target] == FIXED and not action.stay:
            raise DeclarationError(f"{owner}: {action.target!r} is fixed, so it cannot be released at the end; set stay=True.")


def _check_keys(owner: str, move: Move) -> None:
    if len(move.times) < 1 or len(move.times) != len(move.positions) or len(move.angles) not in (0, len(move.times)):
        raise DeclarationError(f"{owner}: {len(move.times)} times, {len(move.positions)} positions, {len(move.angles)} angles; "
                               "give one position (and one angle, or none at all) per time.")
    if any(b <= a for a, b in zip((-1e-9, *move.times), move.times)):
        raise DeclarationError(f"{owner}: times {move.times} must start at 0 or later and rise.")
    for i, row in enumerate((*move.positions, *move.angles)):
        check_vector(owner, f"key {i}", row)


def _check_trigger(owner: str, field: str, trigger: Trigger, by_name: Mapping[str, Action], objects: Mapping[str, str]) -> None:
    if not isinstance(trigger, Trigger):
        raise DeclarationError(f"{owner}: {field} is {trigger!r}; it must be At, After, Touch or Crosses.")
    if isinstance(trigger, At):
        check_number(owner, "time", trigger.time, least=0, unit="s")
    if isinstance(trigger, (After, Touch)):
        check_number(owner, "delay", trigger.delay, least=0, unit="s")
    if isinstance(trigger, After):
        _check_after(owner, trigger, by_name)
    if isinstance(trigger, Touch):
        for name in (trigger.a, trigger.b):
            if name not in objects:
                raise unknown("object", name, objects, owner)
    if isinstance(trigger, Crosses):
        if trigger.target not in objects:
            raise unknown("object", trigger.target, objects, owner)
        if objects[trigger.target] in (MECHANISM, PERSON):
            raise DeclarationError(f"{owner}: {trigger.target!r} {objects[trigger.target]}; wait for Crosses of a body.")
        check_vector(owner, "point", trigger.point)
        if not any(check_vector(owner, "normal", trigger.normal)):
            raise DeclarationError(f"{owner}: the plane's normal is (0, 0, 0); give a direction.")


def _check_after(owner: str, after: After, by_name: Mapping[str, Action]) -> None:
    if after.outcome not in (DONE, FAILED, ENDED):
        raise unknown("outcome", after.outcome, (DONE, FAILED, ENDED), owner)
    if not after.actions:
        raise DeclarationError(f"{owner}: waits for no action; name at least one.")
    for name in after.actions:
        if name not in by_name:
            raise unknown("action", name, by_name, owner)


def _check_ring(action: Action, by_name: Mapping[str, Action]) -> None:
    """Raise if an action can only start after itself, or its `until` waits for what can only start after it."""
    for trigger, says in ((action.when, "waits for itself"), (until_of(action), "is to end with what waits for it")):
        if isinstance(trigger, After) and (ring := _way(trigger, title(action), by_name, set())):
            raise DeclarationError(f"{title(action)}: {says}: {' -> '.join([title(action), *ring])}. Break the ring.")


def _way(after: After, goal: str, by_name: Mapping[str, Action], seen: set[str]) -> list[str]:
    """The names on the way from an After to the action `goal`, each waiting for the next; [] if it does not come to that."""
    for name in after.actions:
        then = by_name[name].when
        if name == goal:
            return [name]
        if name not in seen and isinstance(then, After):
            seen.add(name)
            if rest := _way(then, goal, by_name, seen):
                return [name, *rest]
    return []
