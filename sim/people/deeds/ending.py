"""How a deed is gone through, and how it ends before its time: what it has set in motion comes to rest."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.doing import Doing
from sim.people import legs
from sim.people.deeds import hands
from sim.people.performer import Unable

if TYPE_CHECKING:
    from sim.people.troupe import Troupe

About = dict[tuple[str, ...], object]
"""By limb, what it is about; None: nothing but the gait's. Also who passes through what, and the joints that hands drive."""


def performed(troupe: "Troupe", doing: Doing, deed: Iterator[None]) -> Iterator[None]:
    """A deed, up to its end or until it is cut; then, or if it cannot be done, what it still moves comes to rest."""
    own: About = {}
    while not doing.cut:
        before = _about(troupe)
        try:
            next(deed)
        except StopIteration:
            return
        except Unable:
            yield from _rest(troupe, own | _new(before, _about(troupe)))
            raise
        own |= _new(before, _about(troupe))
        yield
    deed.close()  # type: ignore[attr-defined]
    yield from _rest(troupe, own)


def _about(troupe: "Troupe") -> About:
    out: About = {("drive", str(i)): drive for i, drive in enumerate(troupe.drives)}
    out |= {("passing", *pair): True for pair in troupe.bodies.passing}
    for name, me in troupe.performers.items():
        out |= {("arm", name, side): arm.goal for side, arm in me.arms.items()}
        out["legs", name], out["back", name] = me.track, me.stooping
    return out


def _new(before: About, after: About) -> About:
    return {limb: what for limb, what in after.items() if what is not before.get(limb)}


def _rest(troupe: "Troupe", own: About) -> Iterator[None]:
    """Bring to rest what a deed has set in motion and nothing else has since; things are touched again when hands are away."""
    now = _about(troupe)
    mine = [limb for limb, what in own.items() if what is not None and now.get(limb) is what]
    ways = [way for limb in mine for way in _ways(troupe, *limb)]
    while ways := [way for way in ways if next(way, ways) is None]:
        yield
    for kind, name, *thing in mine:
        me = troupe.performers.get(name)
        if kind == "passing" and me and thing[0] not in (me.through, *(held.thing for held in me.held.values())):
            troupe.bodies.pass_through(me, thing[0], False)


def _ways(troupe: "Troupe", kind: str, name: str, side: str = "") -> list[Iterator[None]]:
    """Let go of what needs no time, and the ways of what does."""
    if kind == "drive":
        troupe.stop_drive(troupe.drives[int(name)])
        return []
    me = troupe.performers[name]
    if kind == "back":
        me.bends(0.7)
    if kind == "legs" and (seconds := legs.halt(me)):
        return [me.waits(seconds)]
    if kind == "arm":
        return [hands.carry(me, side) if side in me.held else hands.back(me, side)]
    return []
