"""All that happens to the objects of a scene, in the order of time."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from sim.character.behaviours import SPECS
from sim.math.conventions import Array, quat_inverse, quat_multiply, quat_rotate
from sim.scene import when
from sim.scene.act import Act
from sim.scene.actions import Action, Drive, DriveTo, Drop, Force, Hold, Impulse, Launch, Move, Spin, title
from sim.scene.scene import Scene
from sim.story.event import BEGUN, FAILED, FELL, LET_GO, RELEASED, RESTED, SAID, STARTED, STOPPED, TAKEN, TOPPLED, Event
from sim.story.flows import flows
from sim.story.meetings import Meeting
from sim.story.motion import Motion
from sim.story.runs import Frames, Pair, Pairs, bridged, runs
from sim.story.strikes import strikes
from sim.story.words import words_of
from sim.trajectory import HEAD, ActionRecord, Trajectory

MOVING = 0.05
"""m/s: what no point of which exceeds it is at rest."""
PAUSE = 0.25
"""s: a shorter stop, as at the end of a swing, is none."""
DROP = 0.05
"""m, or its own height if that is less, by which a thing must come down to have fallen."""
FALLS = 1e-4
"""m a frame by which what falls comes down."""
TILT, LOWER = 45.0, 0.9
"""Degrees off upright, and the share of the height of its centre above its lowest point, of what has toppled."""
DONE = {Launch: "was launched", Impulse: "was pushed", Spin: "was spun", Force: "was pressed", Hold: "was held", Drop: RELEASED,
        Move: "was moved", Drive: "was driven", DriveTo: "drove", **{act: SAID if spec.said else spec.done for act, spec in SPECS.items()}}


def events(scene: Scene, trajectory: Trajectory, motion: Motion, found: Mapping[Pair, Meeting], held: Pairs,
           worn: Pairs) -> tuple[Event, ...]:
    """Everything that happens, by frame; what is done comes before what follows from it. That a hat goes with who wears it is none."""
    def event(frame: int, name: str, kind: str) -> Event:
        return Event(frame=frame, time=frame / float(trajectory.fps), object=name, kind=kind)

    out = [*_deeds(scene, trajectory), *flows(scene, trajectory), *strikes(scene, trajectory, motion, found)]
    hung = {pivot.body for pivot in scene.pivots}
    for i, name in enumerate(motion.names):
        on_head = np.any([np.zeros(trajectory.frames, bool), *(on for (subject, _), on in worn.items() if subject == name)], axis=0)
        free = ~np.any([on_head, *(m.touching for pair, m in found.items() if name in pair),
                        *(on for (subject, _), on in held.items() if subject == name)], axis=0)
        spells = [spell for spell in moves(motion, name, float(trajectory.fps)) if not on_head[spell[0]:spell[1]].all()]
        falls = _falls(free, motion.centre[:, i, 2], motion.high[0, i] - motion.low[0, i]) \
            if np.isfinite(motion.mass[i]) and name not in hung and scene.gravity[2] < 0 else []
        out += [event(start, name, STARTED) for start, _ in spells]
        out += [event(end, name, RESTED) for _, end in spells if end < trajectory.frames]
        out += [event(start, name, FELL) for start in falls]
        out += [event(frame, name, TOPPLED) for frame in _topples(motion, i, spells, falls)]
    return tuple(sorted(out, key=lambda event: event.frame))


def moves(motion: Motion, name: str, fps: float) -> list[tuple[int, int]]:
    """The stretches of frames in which an object moves: the first of each, and the first after it."""
    return runs(bridged(motion.speed[:, motion.names.index(name)] > MOVING, round(PAUSE * fps)))


def _falls(free: Frames, height: Array, size: float) -> list[int]:
    """Where it begins to come down, in each stretch in which nothing touches or holds it and it comes down far enough."""
    least, down = min(DROP, size), np.diff(height, prepend=height[:1]) < -FALLS
    return [start + int(np.argmax(down[start:end])) for start, end in runs(free)
            if height[max(start - 1, 0)] - height[min(end, len(height) - 1)] >= least]


def _topples(motion: Motion, i: int, spells: list[tuple[int, int]], falls: list[int]) -> list[int]:
    """The first frame of each move in which it goes from upright to lying down without having fallen."""
    turned = quat_multiply(motion.rotation[:, i], quat_inverse(motion.rotation[0, i]))
    tilt = np.degrees(np.arccos(np.clip(quat_rotate(turned, np.array([0.0, 0.0, 1.0]))[:, 2], -1, 1)))
    height = motion.centre[:, i, 2] - motion.low[:, i]
    lying = (tilt > TILT) & (height < LOWER * height[0])
    firsts = [start + int(np.argmax(lying[start:end])) for start, end in spells if lying[start:end].any() and not lying[start]]
    return [frame for frame, (start, _) in ((f, next(s for s in spells if s[0] <= f < s[1])) for f in firsts)
            if np.isfinite(motion.mass[i]) and not any(start <= fall <= frame for fall in falls)]


def _deeds(scene: Scene, trajectory: Trajectory) -> Iterator[Event]:
    """What the actions did, and when those that hold something let it go; without what shots before did."""
    for body in () if scene.earlier else scene.bodies:
        if any((*body.velocity, *body.spin)):
            yield Event(frame=0, time=0.0, object=body.name, kind=BEGUN)
    yield from dict.fromkeys(_grips(scene, trajectory))  # both hands at a time are one event
    for action, record in zip(scene.actions, trajectory.actions):
        if record.start is not None:
            words = words_of(action)
            if record.start >= 0 and (record.status != when.FAILED or words or isinstance(action, (Move, Drive, DriveTo))):
                yield replace(_deed(action, DONE[type(action)], record.start, trajectory), words=words)
            if record.end is not None and record.end >= 0:
                yield from _ends(action, record, record.end, trajectory)


def _grips(scene: Scene, trajectory: Trajectory) -> Iterator[Event]:
    """Things that hands took or let go."""
    grips = [grip for grip in trajectory.grips if grip.hand != HEAD]
    for kind, does, frames in ((TAKEN, "taken", [grip.start for grip in grips]), (LET_GO, "let go", [grip.end for grip in grips])):
        for grip, frame in zip(grips, frames):
            if frame is not None and frame >= 0:
                people = {other.holder for other, when_ in zip(grips, frames) if (other.thing, when_) == (grip.thing, frame)}
                yield Event(frame=frame, time=frame / float(trajectory.fps), object=grip.thing, kind=kind, by=grip.holder,
                            action=_whose(scene, trajectory, grip.thing, people, frame, does))


def _ends(action: Action, record: ActionRecord, time: float, trajectory: Trajectory) -> Iterator[Event]:
    """What the end of an action is seen as."""
    if _lets_go(action, record):
        yield _deed(action, RELEASED, time, trajectory)
    if isinstance(action, Act) and record.reason == when.CUT:
        yield _deed(action, STOPPED, time, trajectory)
    if record.status == when.FAILED:
        yield replace(_deed(action, FAILED, time, trajectory), reason=record.reason)


def _whose(scene: Scene, trajectory: Trajectory, thing: str, people: set[str], frame: int, kind: str) -> str:
    """The action by which a thing was taken or let go by people at a frame."""
    found = [action for action, record in zip(scene.actions, trajectory.actions) if isinstance(action, Act) and record.start is not None
             and SPECS[type(action)].grips == kind and action.target in people and getattr(action, "thing", "") == thing
             and record.start * trajectory.fps <= frame + 1e-6]
    return title(found[-1]) if found else ""


def _deed(action: Action, kind: str, time: float, trajectory: Trajectory) -> Event:
    frame = min(int(time * trajectory.fps + 1e-6) + 1, trajectory.frames - 1) if time > 0 else 0
    return Event(frame=frame, time=time, object=action.target, kind=kind, action=title(action))


def _lets_go(action: Action, record: ActionRecord) -> bool:
    """Whether the object is free at the end: a Hold may end by another action, which says what becomes of it."""
    over = isinstance(action, Hold) and (action.duration is not None or record.reason == when.CUT)
    return record.status == when.DONE and (over or isinstance(action, Move) and not action.stay)
