"""Two stories side by side: from where on they part, and what differs after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.errors import DeclarationError
from sim.math.conventions import Array
from sim.story.event import Event
from sim.story.story import Story

APART, TURNED = 1e-3, 0.1
"""m and degrees by which a part of an object must be elsewhere for it to have parted."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How two stories of the same frame rate differ.

    fps: a second. parted: by object, the first frame in which it is elsewhere by more than 1 mm or 0.1 degrees, earliest first.
    only_a, only_b: events that the other has not, or not as often, at whatever time. ends: by object whose last place differs by
    more than 1 mm, the two places of its centre, m, world. lone: the objects that only one of them has.
    """

    fps: float
    parted: Mapping[str, int]
    only_a: tuple[Event, ...]
    only_b: tuple[Event, ...]
    ends: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    lone: tuple[str, ...]

    @property
    def frame(self) -> int | None:
        """The first frame in which they differ; None if they do not."""
        return min(self.parted.values(), default=None)

    def __str__(self) -> str:
        if not self.parted and not self.lone:
            return "the same"
        lines = [f"{name} parts at {frame / self.fps:.2f} s (frame {frame})" for name, frame in self.parted.items()]
        lines += [f"{name} is in one only" for name in self.lone]
        lines += [f"only {which}: {event}" for which, events in (("a", self.only_a), ("b", self.only_b)) for event in events]
        return "\n".join([*lines, *(f"{name} ends at {_place(a)}, not {_place(b)}" for name, (a, b) in self.ends.items())])


def compare(a: Story, b: Story) -> Comparison:
    """How b differs from a, over the frames that both have. Raises DeclarationError if their frame rates differ."""
    if a.trajectory.fps != b.trajectory.fps:
        raise DeclarationError(f"compare: one has {a.trajectory.fps} frames a second, the other {b.trajectory.fps}; give both one rate.")
    shared = [name for name in a.motion.names if name in b.motion.names]
    parted = {name: frame for name in shared if (frame := _parts(a, b, name)) is not None}
    last = min(a.trajectory.frames, b.trajectory.frames) - 1
    places = {name: (_end(a, name, last), _end(b, name, last)) for name in shared}
    return Comparison(fps=float(a.trajectory.fps), parted=dict(sorted(parted.items(), key=lambda item: item[1])),
                      only_a=_extra(a.events, b.events, last), only_b=_extra(b.events, a.events, last),
                      ends={name: pair for name, pair in places.items() if np.linalg.norm(np.subtract(*pair)) > APART},
                      lone=tuple(sorted({*a.motion.names} ^ {*b.motion.names})))


def _parts(a: Story, b: Story, name: str) -> int | None:
    """The first frame in which an object, part by part, is elsewhere."""
    (one, turn), (other, way) = _poses(a, name), _poses(b, name)
    if one.shape[1] != other.shape[1]:
        return 0
    frames = min(len(one), len(other))
    cosine = np.abs((turn[:frames] * way[:frames]).sum(axis=2)).clip(0, 1)
    apart = np.linalg.norm(one[:frames] - other[:frames], axis=2) > APART
    elsewhere = (apart | (2 * np.degrees(np.arccos(cosine)) > TURNED)).any(axis=1)
    return int(np.argmax(elsewhere)) if elsewhere.any() else None


def _poses(story: Story, name: str) -> tuple[Array, Array]:
    index = np.array(story.trajectory.part_ids(name)) - 1
    return story.trajectory.positions[:, index], story.trajectory.rotations[:, index]


def _end(story: Story, name: str, frame: int) -> tuple[float, ...]:
    return tuple(story.motion.centre[frame, story.motion.names.index(name)].tolist())


def _extra(events: Iterable[Event], others: Iterable[Event], last: int) -> tuple[Event, ...]:
    """The events up to a frame that are more than the others have: of those of a kind, the later ones."""
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for event in others:
        counts[_key(event)] += event.frame <= last
    out = []
    for event in events:
        counts[_key(event)] -= 1
        if counts[_key(event)] < 0 and event.frame <= last:
            out.append(event)
    return tuple(out)


def _key(event: Event) -> tuple[str, ...]:
    return event.object, event.kind, event.by, event.action, event.words


def _place(place: tuple[float, ...]) -> str:
    return f"({', '.join(f'{x:.2f}' for x in place)})"
