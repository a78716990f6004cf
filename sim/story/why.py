"""Why something happened: from an event back through contacts, actions and triggers to where it began."""

from collections.abc import Sequence

from sim.errors import DeclarationError, unknown
from sim.scene.actions import title, until_of
from sim.scene.when import CUT, After, Crosses, Touch
from sim.story.event import (
    BEGUN,
    DRUNK,
    FAILED,
    FELL,
    FILLED,
    PUSHED_BY,
    RELEASED,
    SAID,
    SPILT,
    STARTED,
    STOPPED,
    STRIKES,
    STRUCK,
    TAKEN,
    TOPPLED,
    Event,
)
from sim.story.events import MOVING, PAUSE, moves
from sim.story.story import Story

TELLING = (FELL, TOPPLED, STARTED, STRUCK, STRIKES, SPILT, FILLED, DRUNK)
"""What is asked about if nothing is said: the first of these that happened to the object."""
SMALL = 0.25
"""Share of the strongest strike below which another is no cause."""


def why(story: Story, name: str, kind: str = "") -> tuple[Event, ...]:
    """The chain of events from one back to its roots, the effect first.

    kind: what happened to the object `name`, in an Event's words; of several, the first is asked about. "": the first fall, or
    else toppling, start or strike. Raises DeclarationError if there is no such object, or this did not happen to it.
    """
    chain = [_asked(story, name, kind)]
    while (cause := _cause(story, chain)) and cause not in chain:
        chain.append(cause)
    return tuple(chain)


def chain_text(chain: Sequence[Event]) -> str:
    """A chain in words, one event a line."""
    return "\n<- ".join(map(str, chain))


def _asked(story: Story, name: str, kind: str) -> Event:
    if name not in story.motion.names:
        raise unknown("object", name, story.motion.names, "why")
    own = [event for event in story.events if event.object == name]
    if kind and kind not in {event.kind for event in own}:
        raise unknown("event", kind, {event.kind for event in own}, name)
    found = [event for wanted in ([kind] if kind else TELLING) for event in own if event.kind == wanted]
    if not found:
        raise DeclarationError(f"why: nothing happens to {name}: it is never moved or struck. Ask about another object.")
    return found[0]


def _cause(story: Story, chain: Sequence[Event]) -> Event | None:
    """What made the last event of a chain happen; None if it is a root."""
    last = chain[-1]
    if last.action or last.kind == BEGUN:
        return _trigger(story, last) if last.action else None
    if last.kind in (STRUCK, PUSHED_BY, FILLED):
        return _mover(story, last.by, last.frame, chain)
    return _mover(story, last.object, last.frame, chain)


def _mover(story: Story, name: str, frame: int, chain: Sequence[Event]) -> Event | None:
    """The last thing that set an object in the motion that it has at a frame, or had just before it."""
    start = _start(story, name, frame)
    if any(on[start] for (thing, holder), on in story.ledger.pairs["held by"].items() if thing == name and holder):
        return max((event for event in story.events if (event.object, event.kind) == (name, TAKEN) and event.frame <= start),
                   key=lambda event: event.frame)
    known = {(event.object, event.frame) for event in chain}
    since = start - round(PAUSE * float(story.trajectory.fps))  # what begins gently is seen to move only a while later
    own = [event for event in story.events if event.object == name and since <= event.frame <= frame and event not in chain
           and event.kind not in (STOPPED, FAILED, SAID)]
    struck = [event for event in own if event.kind == STRUCK and (event.by, event.frame) not in known]
    least = SMALL * max((event.impulse for event in struck), default=0.0)
    causes = [event for event in own if event.action or event.kind == BEGUN or event in struck and event.impulse >= least]
    if not causes:
        return _pusher(story, name, start, known)
    last = max(causes, key=lambda event: event.frame)
    same = [event for event in causes if event.kind == STRUCK and event.by == last.by]
    return max(same, key=lambda event: event.impulse) if last.kind == STRUCK else last  # of several strikes by one, the strongest


def _start(story: Story, name: str, frame: int) -> int:
    """The frame in which it began to move as it does, or did just before; that frame itself if it does not."""
    spells = moves(story.motion, name, float(story.trajectory.fps))
    return next((start for start, end in spells if start <= frame <= end), frame)


def _pusher(story: Story, name: str, frame: int, known: set[tuple[str, int]]) -> Event | None:
    """What it was in touch with, and which moved, when it began to move without a strike: its support, or else the fastest."""
    before = max(frame - 1, 0)
    near = {b if a == name else a for (a, b), met in story.meetings.items() if name in (a, b) and met.touching[before:frame + 1].any()}
    speeds = {other: float(story.motion.speed[before:frame + 1, story.motion.names.index(other)].max()) for other in near}
    moved = [other for other in sorted(near) if speeds[other] > MOVING and (other, frame) not in known]
    if not moved:
        return None
    by = max(moved, key=lambda other: (bool(story.ledger.holds(name, "rests on", other)[before]), speeds[other]))
    return Event(frame=frame, time=frame / float(story.trajectory.fps), object=name, kind=PUSHED_BY, by=by)


def _trigger(story: Story, event: Event) -> Event | None:
    """What set an action off, or ended it early; None if it was the clock."""
    action, record = next(pair for pair in zip(story.scene.actions, story.trajectory.actions) if title(pair[0]) == event.action)
    cut = record.reason == CUT and event.kind in (STOPPED, RELEASED)
    when = until_of(action) if cut else action.when
    past = [other for other in story.events if other.frame <= event.frame and other is not event]
    if isinstance(when, After):
        return _awaited(story, when, past)
    if isinstance(when, Touch):
        met = [other for other in past if {other.object, other.by} == {when.a, when.b}]
        since = [other for other in met if not cut or other.time >= (record.start or 0.0)] or met[-1:]  # they may have been in touch before
        return since[0] if since else _mover(story, when.a, event.frame, [event])
    return _mover(story, when.target, event.frame, [event]) if isinstance(when, Crosses) else None


def _awaited(story: Story, after: After, past: Sequence[Event]) -> Event | None:
    """The last event of the last action that was waited for; of one that never began, what that one waited for."""
    pairs = [pair for pair in zip(story.scene.actions, story.trajectory.actions) if title(pair[0]) in after.actions]
    for action, record in sorted(pairs, key=lambda pair: pair[1].end or 0.0, reverse=True):
        if own := [other for other in past if other.action == title(action)]:
            return max(own, key=lambda other: other.time)
        if record.start is None and isinstance(action.when, After):
            return _awaited(story, action.when, past)
    return None
