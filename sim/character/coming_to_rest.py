"""How an action is gone through, and how it ends before its time: what it has set in motion comes to rest."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.character.motion.posture import UPRIGHT
from sim.character.skills import hands, locomotion
from sim.character.skills.preconditions import check_alone
from sim.character.unable import Unable
from sim.character.verb_spec import LEGS, VerbSpec
from sim.scene.action_state import ActionState

if TYPE_CHECKING:
    from sim.character.controller import CharacterController


def performed(controller: "CharacterController", state: ActionState, spec: VerbSpec) -> Iterator[None]:
    """The steps of an action, up to their end or until it is cut; then, or if it cannot be done, what it still moves comes to rest."""
    me = controller.characters[state.action.target]
    if spec.takes == LEGS:
        check_alone(me)
    steps = spec.steps(controller, me, state.action)
    while not state.cut:
        try:
            next(steps)
        except StopIteration:
            return
        except Unable:
            yield from _rest(controller, state)
            raise
        yield
    steps.close()  # type: ignore[attr-defined]
    yield from _rest(controller, state)


def _rest(controller: "CharacterController", state: ActionState) -> Iterator[None]:
    """Bring to rest what is the action's; things are touched again when hands are away."""
    mine = controller.effectors.of(state)
    ways = [way for effector in mine for way in _ways(controller, *effector)]
    while ways := [way for way in ways if next(way, ways) is None]:
        yield
    for kind, name, *thing in mine:
        me = controller.characters.get(name)
        if kind == "passing" and me and thing[0] not in (me.through, *me.worn, *(held.thing for held in me.held.values())):
            controller.bodies.pass_through(me, thing[0], False)


def _ways(controller: "CharacterController", kind: str, name: str, side: str = "") -> list[Iterator[None]]:
    """Let go of what needs no time, and the ways of what does."""
    if kind == "drive":
        controller.stop_drive(controller.drives[int(name)])
        return []
    me = controller.characters[name]
    together = any(held.together for held in me.held.values())  # they stay as they are, and hold it
    if kind == "back":
        me.bends(0.7, me.stoop if together else UPRIGHT)
    if kind == "legs" and (seconds := locomotion.halt(me)):
        return [me.waits(seconds)]
    if kind == "arm" and not together:
        return [hands.hold_upright(me, side) if side in me.held else hands.back(me, side)]
    return []
