"""How actions go together: one after the other, at the same time, and until something comes.

    sequence(walk_to("anna", "cup"), together(pick_up("anna", "cup"), look_at("anna", "ben")), drink("anna", "cup"))

What these give is a tuple of plain actions, each with a `when`; a shot takes it as it is, as one of its actions or with a star before
it. Actions without a name get one, such as 'WalkTo(anna, cup)'.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from scenes.actions import trigger
from sim.errors import DeclarationError
from sim.scene.actions import Action, Lasting, title
from sim.scene.when import FAILED, START, After, Trigger

Step = Action | Sequence[Action]
"""An action, or actions that go together: what `sequence` and `together` take and give."""


def sequence(*steps: Step) -> tuple[Action, ...]:
    """One after the other: each step starts when all of the one before it is done. The first one's `when` says when it begins; the
    others have none.

        make_shot(..., actions=sequence(walk_to("anna", "cup", when=1.0), pick_up("anna", "cup"), drink("anna", "cup")))
    """
    groups = [group for group in _apart(steps) if group]
    for i, before in enumerate(groups[:-1]):
        groups[i + 1] = _begin(groups[i + 1], After(actions=_last(before)), "sequence: it starts when the one before it is done")
    return tuple(action for group in groups for action in group)


def together(*steps: Step) -> tuple[Action, ...]:
    """At the same time: all start when the first one does, and what comes next in a sequence waits for all of them.

        together(walk_to("anna", "door", when=touch("ball", "floor")), wave("ben"), sequence(turn_to("cy", "anna"), wave("cy")))
    """
    groups = [group for group in _apart(steps) if group]
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


def flat(*steps: Step, taken: Collection[str] = ()) -> tuple[Action, ...]:
    """The actions of a shot, those of groups in their place, with no made name that another has or that is taken. What stands alone
    keeps its name, for others may wait for it."""
    alone = {*taken, *(step.name for step in steps if isinstance(step, Action))}
    groups = iter(_apart([step for step in steps if not isinstance(step, Action)], alone))
    return tuple(action for step in steps for action in ([step] if isinstance(step, Action) else next(groups)))


def _group(step: Step) -> tuple[Action, ...]:
    group = tuple(step) if isinstance(step, (tuple, list)) else (step,)
    for action in group:
        if not isinstance(action, Action):
            raise DeclarationError(f"{action!r} is not an action; give actions, such as hold(...), sequence(...) or together(...).")
    return group


def _called(action: Action) -> str:
    """The name that an action gets if it has none: its kind, who or what does it, and to what."""
    about = next((value for field in ("thing", "to", "clip", "joint") if isinstance(value := getattr(action, field, None), str)), "")
    return f"{type(action).__name__}({', '.join(filter(None, (action.target, about)))})"


def _apart(steps: Sequence[Step], taken: Collection[str] = ()) -> list[tuple[Action, ...]]:
    """The actions of each step. Names are made where there are none, and made ones that are taken or come again are numbered, also where
    others of their group wait for them."""
    out, taken = [], {*taken}
    for group in map(_group, steps):
        names = []
        for action in group:
            names.append(_free(action, taken))
            taken.add(names[-1])
        new = {action.name: name for action, name in zip(group, names) if action.name}
        out.append(tuple(_renamed(action, name, new) for action, name in zip(group, names)))
    return out


def _free(action: Action, taken: set[str]) -> str:
    """The action's name, or if that is a made one and taken, or none, the next that is free."""
    made = _called(action)
    if action.name and not action.name.startswith(made):
        return action.name
    numbered = (f"{made} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (action.name or made, *numbered) if name not in taken)


def _renamed(action: Action, name: str, new: Mapping[str, str]) -> Action:
    if isinstance(action, Lasting) and action.until is not None:
        action = replace(action, until=_waits(action.until, new))
    return replace(action, name=name, when=_waits(action.when, new))


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
