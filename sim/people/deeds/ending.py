"""How a deed is gone through, and how it ends before its time: what it has set in motion comes to rest."""

from collections.abc import Iterator

from sim.doing import Doing
from sim.people import legs
from sim.people.deeds.hands import lower
from sim.people.performer import Performer, Unable

About = dict[str, object]
"""What each part of someone is about; None: nothing of a deed's."""


def performed(doing: Doing, me: Performer, deed: Iterator[None]) -> Iterator[None]:
    """A deed, up to its end or until it is cut; then, and where it cannot be done, what it still moves comes to rest."""
    own: About = {}
    while not doing.cut:
        before = _about(me)
        try:
            next(deed)
        except StopIteration:
            return
        except Unable:
            _rest(me, own | _new(before, _about(me)))
            raise
        own |= _new(before, _about(me))
        yield
    deed.close()  # type: ignore[attr-defined]
    if seconds := _rest(me, own):
        yield from me.waits(seconds)


def _about(me: Performer) -> About:
    return {"legs": me.track, "back": me.stooping, **{side: arm.goal for side, arm in me.arms.items()}}


def _new(before: About, after: About) -> About:
    return {part: what for part, what in after.items() if what is not before[part]}


def _rest(me: Performer, own: About) -> float:
    """Bring to rest what a deed has set in motion and nothing else has since; the s that it takes."""
    mine = {part for part, what in _about(me).items() if what is not None and what is own.get(part)}
    if "back" in mine:
        me.bends(0.7)
    seconds = [lower(me, side) for side in me.arms if side in mine] + [legs.halt(me)] * ("legs" in mine)
    return max(seconds, default=0.0)
