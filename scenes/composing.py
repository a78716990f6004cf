"""How actions go together: one after the other, at the same time, and until something comes.

    sequence(walk_to("anna", "cup"), together(pick_up("anna", "cup"), look_at("anna", "ben")), drink("anna", "cup"))

What these give is a tuple of plain actions, each with a `when`; a shot takes it as it is, as one of its actions or with a star before
it. Actions without a name get one, such as 'WalkTo(anna, cup)'.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenes.actions import trigger
from sim.actions import Action, Lasting, title
from sim.errors import DeclarationError
from sim.when import FAILED, START, After, Trigger

Step = Action | Sequence[Action]
"""An action, or actions that go together: what `sequence` and `together` take and give."""


def sequence(*steps: Step) -> tuple[Action, ...]:
    """One after the other: each step starts when all of the one before it is done. The first one's `when` says when it begins; the
    others have none.

        make_shot(..., actions=sequence(walk_to("anna", "cup", when=1.0), pick_up("anna", "cup"), drink("anna", "cup")))
    """
    groups = _named(steps)
    for i, before in enumerate(groups[:-1]):
        groups[i + 1] = _begin(groups[i + 1], After(actions=_last(before)), "sequence: it starts when the one before it is done")
    return tuple(action for group in groups for action in group)


def together(*steps: Step) -> tuple[Action, ...]:
    """At the same time: all start when the first one does, and what comes next in a sequence waits for all of them.

        together(walk_to("anna", "door", when=touch("ball", "floor")), wave("ben"), sequence(turn_to("cy", "anna"), wave("cy")))
    """
    groups = _named(steps)
    firsts = _firsts(groups[0]) if groups else ()
    return tuple(action for group in [*groups[:1], *(_begin(group, firsts[0].when, "together: it starts with the first")
                                                     for group in groups[1:])] for action in group)


def until(comes: float | Trigger, action: Action) -> Action:
    """The action, ended when a trigger comes (or at a time, s from the first frame), if it is still going on: it is done then. Touches
    count from its start on.

        until(touch("ball", "floor"), play("anna", "dance_a"))
        together(walk_to("anna", "door", name="walk"), until(ended("walk"), look_at("ben", "anna")))
    """
    if not isinstance(action, Action):
        raise DeclarationError(f"until: {action!r} is not one action; put until(...) round each of those that it is to end.")
    if not isinstance(action, Lasting):
        raise DeclarationError(f"{title(action)}: {type(action).__name__} cannot be ended by until; what people do, force and hold can.")
    if action.until is not None:
        raise DeclarationError(f"{title(action)}: has an until already; give it one.")
    return replace(action, until=trigger(action.target, comes))


def flat(*steps: Step) -> tuple[Action, ...]:
    """The actions of a shot, those of groups in their place, and no two with the same made name."""
    return tuple(action for group in _apart(list(map(_group, steps))) for action in group)


def _group(step: Step) -> tuple[Action, ...]:
    group = (step,) if isinstance(step, Action) else tuple(step) if isinstance(step, Sequence) else (step,)
    for action in group:
        if not isinstance(action, Action):
            raise DeclarationError(f"{action!r} is not an action; give actions, such as hold(...), sequence(...) or together(...).")
    return group


def _named(steps: Sequence[Step]) -> list[tuple[Action, ...]]:
    """Each step as the actions that it has, each with a name."""
    groups = [tuple(action if action.name else replace(action, name=_called(action)) for action in _group(step)) for step in steps]
    return _apart([group for group in groups if group])


def _called(action: Action) -> str:
    """The name of an action that has none: its kind, who or what does it, and to what."""
    about = next((value for field in ("thing", "to", "clip", "joint") if isinstance(value := getattr(action, field, None), str)), "")
    return f"{type(action).__name__}({', '.join(filter(None, (action.target, about)))})"


def _apart(groups: Sequence[tuple[Action, ...]]) -> list[tuple[Action, ...]]:
    """The groups with made names that come again numbered, also where others of their group wait for them."""
    out: list[tuple[Action, ...]] = []
    taken: set[str] = set()
    for group in groups:
        new = {action.name: _free(action, taken) for action in group}
        taken |= {*new.values()}
        out.append(tuple(_renamed(action, new) for action in group))
    return out


def _free(action: Action, taken: set[str]) -> str:
    made = _called(action)
    names = (action.name, *(f"{made} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken) if action.name.startswith(made) else action.name


def _renamed(action: Action, new: Mapping[str, str]) -> Action:
    if isinstance(action, Lasting) and action.until is not None:
        action = replace(action, until=_waits(action.until, new))
    return replace(action, name=new[action.name], when=_waits(action.when, new))


def _waits(trigger: Trigger, new: Mapping[str, str]) -> Trigger:
    return replace(trigger, actions=tuple(new.get(name, name) for name in trigger.actions)) if isinstance(trigger, After) else trigger


def _firsts(group: Sequence[Action]) -> tuple[Action, ...]:
    """Those that do not wait for another of the group."""
    names = {action.name for action in group}
    return tuple(action for action in group if not (isinstance(action.when, After) and names & {*action.when.actions}))


def _last(group: Sequence[Action]) -> tuple[str, ...]:
    """The names of those that no other of the group waits for to be done."""
    awaited = {name for action in group if isinstance(action.when, After) and action.when.outcome != FAILED for name in action.when.actions}
    return tuple(action.name for action in group if action.name not in awaited)


def _begin(group: tuple[Action, ...], when: Trigger, why: str) -> tuple[Action, ...]:
    """The group begun by a trigger. Raises DeclarationError if it has one of its own."""
    firsts = _firsts(group)
    for action in firsts:
        if action.when != START:
            raise DeclarationError(f"{action.name}: has a when of its own in a {why}. Leave it out, or take the action out of there.")
    return tuple(replace(action, when=when) if action in firsts else action for action in group)
