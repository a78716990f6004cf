"""What liquids do in a story: how full vessels are, and when one runs into another, is drunk from or spilt."""

from collections.abc import Iterator, Sequence

import numpy as np

from sim.character.behaviours import SPECS
from sim.math.conventions import Array
from sim.scene.act import Act
from sim.scene.actions import title
from sim.scene.scene import Scene
from sim.scene.vessels import vessels
from sim.story.event import DRUNK, FILLED, POURED, SPILT, Event
from sim.story.runs import bridged, runs
from sim.trajectory import Trajectory

PAUSE = 0.25
"""s: a flow that stops for less goes on."""
LEAST = 0.005
"""Share of its hollow that a vessel must lose for that to be told."""


def fullness(trajectory: Trajectory, names: Sequence[str]) -> Array:
    """(T, N) the share of each object's hollow that is filled, 0..1; nan for what holds no liquid."""
    out = np.full((trajectory.frames, len(names)), np.nan)
    for i, vessel in enumerate(trajectory.vessels):
        out[:, names.index(vessel)] = trajectory.levels[:, i]
    return out


def flows(scene: Scene, trajectory: Trajectory) -> Iterator[Event]:
    """An event for each vessel that is spilt, drunk from, or runs into another, and one for the other."""
    litres = {vessel.name: vessel.hollow.litres for vessel in vessels(scene.bodies)}
    for source, into in dict.fromkeys((flow.source, flow.into) for flow in trajectory.flows):
        kind = SPILT if not into else POURED if into in trajectory.vessels else DRUNK
        for start in _starts(trajectory, source, into, LEAST * litres[source]):
            action = _whose(scene, trajectory, source, into, start)
            for name, what, by in ((source, kind, into), (into, FILLED, source))[:2 if kind == POURED else 1]:
                yield Event(frame=start, time=start / float(trajectory.fps), object=name, kind=what, by=by, action=action)


def _starts(trajectory: Trajectory, source: str, into: str, least: float) -> list[int]:
    """The first frame of each stretch in which at least so many litres flow."""
    gone = np.zeros(trajectory.frames + 1)
    for flow in trajectory.flows:
        if (flow.source, flow.into) == (source, into):
            gone[flow.frame] += flow.litres
    return [start for start, end in runs(bridged(gone > 0, round(PAUSE * float(trajectory.fps)))) if gone[start:end].sum() >= least]


def _whose(scene: Scene, trajectory: Trajectory, source: str, into: str, frame: int) -> str:
    """The action that did it, if it was one."""
    time = frame / float(trajectory.fps)
    for action, record in zip(scene.actions, trajectory.actions):
        pours = SPECS[type(action)].pours if isinstance(action, Act) else None
        if pours and pours(action) == (source, into) and record.start is not None and record.start <= time + 1e-6 \
                and (record.end is None or time <= record.end + 1e-6):
            return title(action)
    return ""
