"""Beats: what of a story a camera should see. Who speaks to whom, who does something with another, who takes what, and who goes."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from scenes.directing.staging import Staging
from sim.character.behaviours import SPECS
from sim.scene.act import Act
from sim.story.runs import bridged, runs
from sim.story.words import cues
from sim.trajectory import HEAD, ActionRecord

SPEAKS, DEALS, HANDLES, GOES = "speaks", "deals", "handles", "goes"
"""The kinds of beats: words, something done with another or to one's own face, something taken or poured, a walk."""
LOOKS_ONLY = ("look_at", "walk_to", "carry", "run", "turn_to")
"""Verbs that name another and do nothing with them."""
ALONE = ("drink", "express", "put_on", "take_off", "nod", "shake_head")
"""What somebody does by themselves that is to be seen from near."""
FAST, SLOW_FOR, GONE_FOR = 0.3, 0.4, 0.6
"""m/s from which on someone goes; s of standing still that do not end it; and s that it takes at least to be a walk."""
BEFORE, AFTER = 0.5, 0.8
"""s before and after a hand closes that an insert shows."""


@dataclass(frozen=True, kw_only=True)
class Beat:
    """start, end: s. kind: SPEAKS, DEALS, HANDLES or GOES. who: does it; other: with whom, or ""; thing: what is taken or poured into.
    why: in words."""

    start: float
    end: float
    kind: str
    who: str
    other: str = ""
    thing: str = ""
    why: str


def beats(staging: Staging) -> tuple[Beat, ...]:
    """All of a shot, in the order of time. Whoever speaks to nobody in particular speaks to whom they last had to do with, else to whoever
    is nearest."""
    found = sorted([*_deals(staging), *_words(staging), *_takes(staging), *_walks(staging)], key=lambda beat: (beat.start, beat.end))
    return tuple(beat for beat in found if beat.end > max(beat.start, 0.0))


def _acts(staging: Staging) -> Iterator[tuple[Act, ActionRecord, float, float]]:
    """What people began to do, with when, s, within the shot."""
    for action, record in zip(staging.shot.scene.actions, staging.trajectory.actions):
        if isinstance(action, Act) and record.start is not None:
            yield action, record, max(record.start, 0.0), staging.seconds if record.end is None else record.end


def _others(staging: Staging, act: Act) -> list[str]:
    """The other people whom an act names."""
    values = [getattr(act, each.name) for each in fields(act) if each.name not in ("target", "name")]
    return [value for value in values if isinstance(value, str) and value in staging.people and value != act.target]


def _deals(staging: Staging) -> Iterator[Beat]:
    for act, _, start, end in _acts(staging):
        spec, others = SPECS[type(act)], _others(staging, act)
        if spec.said or spec.word in LOOKS_ONLY:
            continue
        if others or spec.word in ALONE:
            partner = others[0] if others else _partner(staging, act.target, start)
            about = " ".join(filter(None, [spec.done, *others[:1], getattr(act, "thing", None)]))
            yield Beat(start=start, end=end, kind=DEALS, who=act.target, other=partner, why=f"{act.target} {about}")


def _words(staging: Staging) -> Iterator[Beat]:
    for cue in cues(staging.shot.scene, staging.trajectory):
        yield Beat(start=max(cue.start, 0.0), end=cue.end, kind=SPEAKS, who=cue.who, other=_listener(staging, cue.who, cue.start),
                   why=f'{cue.who}: "{cue.text}"')


def _listener(staging: Staging, who: str, time: float) -> str:
    """Whom the words that somebody says at a time are for."""
    return _partner(staging, who, time) or nearest(staging, who, staging.frame(time))


def _partner(staging: Staging, who: str, time: float) -> str:
    """Whom somebody last had to do with, up to a time, if only by a look; "" for nobody."""
    deeds = [(start, act) for act, _, start, _ in _acts(staging)
             if start <= time + 1e-6 and who in (act.target, *_others(staging, act)) and _others(staging, act)]
    if not deeds:
        return ""
    act = max(deeds, key=lambda deed: deed[0])[1]
    return act.target if act.target != who else _others(staging, act)[0]


def nearest(staging: Staging, who: str, frame: int) -> str:
    """Of the others, whoever is nearest; "" for nobody."""
    here = staging.bone(who, "head", [frame])[0]
    far = {name: float(np.linalg.norm(staging.bone(name, "head", [frame])[0] - here)) for name in staging.people if name != who}
    return min(far, key=lambda name: far[name], default="")


def _takes(staging: Staging) -> Iterator[Beat]:
    fps = float(staging.trajectory.fps)
    for grip in staging.trajectory.grips:
        if grip.hand != HEAD and grip.start > 0:
            other = next((each.holder for each in staging.trajectory.grips if each.thing == grip.thing and each.holder != grip.holder
                          and each.end is not None and abs(each.end - grip.start) <= fps / 2), "")
            yield Beat(start=max(grip.start / fps - BEFORE, 0.0), end=min(grip.start / fps + AFTER, staging.seconds), kind=HANDLES,
                       who=grip.holder, other=other, thing=grip.thing,
                       why=f"{grip.holder} takes {grip.thing}{f' from {other}' * bool(other)}")
    for act, _, start, end in _acts(staging):
        pours = SPECS[type(act)].pours
        source, into = pours(act) if pours else ("", "")
        if into and into not in staging.people and SPECS[type(act)].word == "pour":
            yield Beat(start=start, end=end, kind=HANDLES, who=act.target, thing=into, why=f"{act.target} pours {source} into {into}")


def _walks(staging: Staging) -> Iterator[Beat]:
    fps = float(staging.trajectory.fps)
    for who in staging.people:
        way = np.diff(staging.bone(who, "pelvis")[:, :2], axis=0, prepend=staging.bone(who, "pelvis", [0])[:, :2])
        going = bridged(np.linalg.norm(way, axis=1) * fps > FAST, round(SLOW_FOR * fps))
        for start, end in runs(going):
            if end - start >= GONE_FOR * fps:
                yield Beat(start=start / fps, end=end / fps, kind=GOES, who=who, why=f"{who} goes")
