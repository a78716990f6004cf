"""The cut list: which angle when. Whoever speaks or acts is seen, things when they are taken, and all of it when somebody goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scenes.directing.angle import CLOSE, INSERT, MASTER, OVER, Angle
from scenes.directing.beats import DEALS, GOES, HANDLES, SPEAKS, Beat
from scenes.directing.staging import Staging

SHORTEST, OPENING = 1.2, 1.25
"""s that every cut lasts at least, and for which the master opens a shot."""
LEAD = {SPEAKS: 0.15, DEALS: 0.6}
"""s before somebody speaks, or does something, that it is cut to them."""
RANK = {GOES: 1, DEALS: 2, SPEAKS: 3, HANDLES: 4}
"""Which beat is seen of those at one time."""
ROUND, LARGER = 30.0, 1.3
"""Degrees that the next camera must go round somebody, or times that it must show them larger or smaller."""


@dataclass(frozen=True, kw_only=True)
class Pick:
    """time: s, from which on the angle is seen. why: what happens then."""

    time: float
    angle: Angle
    why: str


def cut_list(staging: Staging, beats: Sequence[Beat], angles: Sequence[Angle]) -> tuple[Pick, ...]:
    """From the first frame to the last, no cut shorter than SHORTEST. Between beats it stays on an angle while that serves. The
    first words of somebody are seen over a shoulder, what comes after from near."""
    chosen, whys = np.zeros(staging.trajectory.frames, int), list[tuple[int, int, str]]()
    ranks = np.zeros(len(chosen), int)
    for beat, start, end, number in _wishes(staging, beats, angles):
        first, last = staging.frame(start), staging.frame(end - 1e-6) + 1
        free = ranks[first:last] <= RANK[beat.kind]
        chosen[first:last][free], ranks[first:last][free] = number, RANK[beat.kind]
        whys.append((-RANK[beat.kind], first, beat.why))
    opening = staging.frame(OPENING)
    chosen[:opening], ranks[:opening] = 0, max(RANK.values())
    _fill(staging, chosen, ranks, angles)
    _lengthen(staging, chosen, angles)
    return tuple(_picks(staging, chosen, whys, angles))


def _wishes(staging: Staging, beats: Sequence[Beat], angles: Sequence[Angle]) -> Iterator[tuple[Beat, float, float, int]]:
    """Beats, from when to when an angle is wanted for each, and its number."""
    heard: set[tuple[str, str]] = set()
    for beat in beats:
        if beat.kind == GOES:
            yield beat, beat.start, beat.end, 0
        elif beat.kind == HANDLES:
            start = max(beat.start, OPENING)
            yield from ((beat, start, max(beat.end, start + SHORTEST), number) for number, angle in enumerate(angles)
                        if angle.size == INSERT and angle.subject == beat.thing and angle.start == beat.start)
        else:
            size = CLOSE if (beat.who, beat.other) in heard or beat.kind == DEALS and not beat.other else OVER
            if beat.kind == SPEAKS:
                heard.add((beat.who, beat.other))
            yield from _single(beat, size, angles)


def _single(beat: Beat, size: str, angles: Sequence[Angle]) -> Iterator[tuple[Beat, float, float, int]]:
    """The angle on who does it that serves, of this size if there is one; without one, or on the way, the master."""
    of_them = [number for number, angle in enumerate(angles) if angle.size in (OVER, CLOSE) and angle.subject == beat.who
               and angle.other == beat.other and min(beat.end, angle.end) - max(beat.start, angle.start) > 0.5 * (beat.end - beat.start)]
    for number in sorted(of_them, key=lambda number: angles[number].size != size)[:1]:
        angle = angles[number]
        yield beat, max(beat.start - LEAD[beat.kind], angle.start), min(beat.end, angle.end), number
        return
    yield beat, beat.start, beat.end, 0


def _fill(staging: Staging, chosen: np.ndarray, ranks: np.ndarray, angles: Sequence[Angle]) -> None:
    """Stay on an angle while it serves, then on the master."""
    for frame in range(1, len(chosen)):
        if not ranks[frame]:
            chosen[frame] = chosen[frame - 1] if _serves(staging, angles[chosen[frame - 1]], frame) else 0


def _serves(staging: Staging, angle: Angle, frame: int) -> bool:
    in_time = angle.start - 1e-6 <= frame / float(staging.trajectory.fps) < angle.end
    return in_time and (angle.subject not in staging.people or angle.in_picture(staging.eyes(angle.subject, [frame])[0], staging.aspect))


def _lengthen(staging: Staging, chosen: np.ndarray, angles: Sequence[Angle]) -> None:
    """Give what is too short, or like what comes before, to a neighbour that serves then, and if none does to the master."""
    least = SHORTEST * float(staging.trajectory.fps) - 1e-6
    for _ in range(len(chosen)):
        found = _stretches(chosen)
        bad = [i for i, (start, end) in enumerate(found) if len(found) > 1 and (end - start < least or i and _alike(
            staging, angles[chosen[start - 1]], angles[chosen[start]], start))]
        if not bad:
            return
        start, end = found[min(bad, key=lambda i: found[i][1] - found[i][0])]
        neighbours = [*chosen[max(start - 1, 0):start], *chosen[end:end + 1]]
        serving = [n for n in neighbours if all(_serves(staging, angles[n], frame) for frame in range(start, end))]
        chosen[start:end] = serving[0] if serving else neighbours[0] if end - start < least and not chosen[start] else 0


def _stretches(chosen: np.ndarray) -> list[tuple[int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(chosen)) + 1).tolist(), len(chosen)]
    return list(zip(edges, edges[1:]))


def _alike(staging: Staging, before: Angle, after: Angle, frame: int) -> bool:
    """Whether a cut between two angles would jump: the same person, from nearly the same side and as large."""
    who = next((angle.subject for angle in (after, before) if angle.subject in staging.people), "")
    if not who or {before.size, after.size} & {INSERT} or {before.subject, after.subject} - {who, ""}:
        return False
    ways = [angle.position - staging.eyes(who, [frame])[0] for angle in (before, after)]
    lengths = [float(np.linalg.norm(way)) for way in ways]
    turn = np.degrees(np.arccos(np.clip(ways[0] @ ways[1] / (lengths[0] * lengths[1]), -1, 1)))
    larger = after.lens / lengths[1] / (before.lens / lengths[0])
    return bool(turn < ROUND and max(larger, 1 / larger) < LARGER)


def _picks(staging: Staging, chosen: np.ndarray, whys: list[tuple[int, int, str]], angles: Sequence[Angle]) -> Iterator[Pick]:
    fps = float(staging.trajectory.fps)
    for start, end in _stretches(chosen):
        angle = angles[chosen[start]]
        said = [why for rank, frame, why in sorted(whys)
                if start <= frame < end and (rank != -RANK[DEALS] if angle.size == MASTER else angle.subject in why)]
        yield Pick(time=round(start / fps, 3), angle=angle, why=said[0] if said else angle.why)
