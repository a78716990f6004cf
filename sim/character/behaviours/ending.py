"""How a deed is gone through, and how it ends before its time: what it has set in motion comes to rest."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.character.behaviours import hands
from sim.character.character import Unable
from sim.character.motion import locomotion
from sim.scene.action_state import ActionState

if TYPE_CHECKING:
    from sim.character.controller import CharacterController

About = dict[tuple[str, ...], object]
"""By limb, what it is about; None: nothing but the gait's. Also who passes through what, and the joints that hands drive."""


def performed(controller: "CharacterController", state: ActionState, deed: Iterator[None]) -> Iterator[None]:
    """A deed, up to its end or until it is cut; then, or if it cannot be done, what it still moves comes to rest."""
    own: About = {}
    while not state.cut:
        before = _about(controller)
        try:
            next(deed)
        except StopIteration:
            return
        except Unable:
            yield from _rest(controller, own | _new(before, _about(controller)))
            raise
        own |= _new(before, _about(controller))
        yield
    deed.close()  # type: ignore[attr-defined]
    yield from _rest(controller, own)


def _about(controller: "CharacterController") -> About:
    out: About = {("drive", str(i)): drive for i, drive in enumerate(controller.drives)}
    out |= {("passing", *pair): True for pair in controller.bodies.passing}
    for name, me in controller.characters.items():
        out |= {("arm", name, side): arm.goal for side, arm in me.arms.items()}
        out["legs", name], out["back", name] = me.track, me.stooping
    return out


def _new(before: About, after: About) -> About:
    return {limb: what for limb, what in after.items() if what is not before.get(limb)}


def _rest(controller: "CharacterController", own: About) -> Iterator[None]:
    """Bring to rest what a deed has set in motion and nothing else has since; things are touched again when hands are away."""
    now = _about(controller)
    mine = [limb for limb, what in own.items() if what is not None and now.get(limb) is what]
    ways = [way for limb in mine for way in _ways(controller, *limb)]
    while ways := [way for way in ways if next(way, ways) is None]:
        yield
    for kind, name, *thing in mine:
        me = controller.characters.get(name)
        if kind == "passing" and me and thing[0] not in (me.through, *(held.thing for held in me.held.values())):
            controller.bodies.pass_through(me, thing[0], False)


def _ways(controller: "CharacterController", kind: str, name: str, side: str = "") -> list[Iterator[None]]:
    """Let go of what needs no time, and the ways of what does."""
    if kind == "drive":
        controller.stop_drive(controller.drives[int(name)])
        return []
    me = controller.characters[name]
    if kind == "back":
        me.bends(0.7)
    if kind == "legs" and (seconds := locomotion.halt(me)):
        return [me.waits(seconds)]
    if kind == "arm":
        return [hands.carry(me, side) if side in me.held else hands.back(me, side)]
    return []
