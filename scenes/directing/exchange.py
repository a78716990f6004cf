"""Exchanges: stretches in which one or two people stand, or sit, where they are, and speak or do something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenes.directing.beats import DEALS, FAST, SPEAKS, Beat
from scenes.directing.staging import LOOKS, Staging
from sim.story.runs import Frames, runs

MOVED = 0.3
"""m by which heads may be elsewhere without that being another place."""
SHORT = 0.4
"""s: what is shorter cannot be cut to."""
BESIDE = 0.6
"""s before and after an exchange in which its angles serve, too, if nobody goes."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """who: one, or two in the order of their names. start, end: s, from the first of its beats to the end of the last. beats: those that
    are seen from its angles, cut to when they stand still."""

    who: tuple[str, ...]
    start: float
    end: float
    beats: tuple[Beat, ...]

    def frames(self, staging: Staging) -> list[int]:
        """Some of the frames of its beats."""
        found = sorted({frame for beat in self.beats for frame in staging.moments(beat.start, beat.end)})
        return [found[round(i)] for i in np.linspace(0, len(found) - 1, min(len(found), 2 * LOOKS))]


def exchanges(staging: Staging, beats: Sequence[Beat]) -> tuple[Exchange, ...]:
    """All of a shot; what is said or done on the way is in none."""
    out: list[Exchange] = []
    for beat in (still for each in beats if each.kind in (SPEAKS, DEALS) for still in _still(staging, each)):
        who = tuple(sorted({beat.who, beat.other} - {""}))
        last = next((i for i, each in enumerate(out) if each.who == who and _same_place(staging, each, beat)), None)
        if last is None:
            out.append(Exchange(who=who, start=beat.start, end=beat.end, beats=(beat,)))
        else:
            out[last] = replace(out[last], end=max(out[last].end, beat.end), beats=(*out[last].beats, beat))
    return tuple(out)


def useful(staging: Staging, exchange: Exchange) -> tuple[float, float]:
    """s from when to when its angles serve: from its first beat to its last, and some time round it while nobody of it goes."""
    first, last = staging.frame(exchange.start), staging.frame(exchange.end - 1e-6)
    more, still = round(BESIDE * float(staging.trajectory.fps)), _standing(staging, exchange.who)
    while first > max(staging.frame(exchange.start) - more, 0) and still[first - 1]:
        first -= 1
    while last < min(staging.frame(exchange.end - 1e-6) + more, staging.trajectory.frames - 1) and still[last + 1]:
        last += 1
    return float(first / staging.trajectory.fps), float((last + 1) / staging.trajectory.fps)


def _standing(staging: Staging, who: Sequence[str]) -> Frames:
    """(T,) whether none of them goes."""
    fps = float(staging.trajectory.fps)
    pelvises = [staging.bone(name, "pelvis") for name in who]
    return np.asarray(np.all([np.linalg.norm(np.diff(way, axis=0, prepend=way[:1]), axis=1) * fps < FAST for way in pelvises], axis=0))


def _still(staging: Staging, beat: Beat) -> Iterator[Beat]:
    """The longest part of a beat in which those in it stand still, if it is not too short."""
    fps = float(staging.trajectory.fps)
    still = _standing(staging, [name for name in (beat.who, beat.other) if name])
    first, last = staging.frame(beat.start), staging.frame(beat.end)
    found = max(runs(still[first:last + 1]), key=lambda run: run[1] - run[0], default=(0, 0))
    start, end = max(beat.start, (first + found[0]) / fps), min(beat.end, (first + found[1]) / fps)
    if end - start >= SHORT:
        yield replace(beat, start=start, end=end)


def _same_place(staging: Staging, exchange: Exchange, beat: Beat) -> bool:
    now, then = staging.moments(beat.start, beat.end), staging.moments(exchange.beats[0].start, exchange.beats[0].end)
    return all(np.linalg.norm(np.median(staging.eyes(name, now), axis=0) - np.median(staging.eyes(name, then), axis=0)) < MOVED
               for name in exchange.who)
