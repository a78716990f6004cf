"""What is said, by whom and when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import category

import numpy as np

from sim.character.behaviours import SPECS
from sim.scene.act import Act
from sim.scene.actions import Action
from sim.scene.scene import Scene
from sim.scene.when import CUT, DONE
from sim.story.runs import Frames, Pair, Pairs
from sim.trajectory import Trajectory


@dataclass(frozen=True, kw_only=True)
class Cue:
    """start, end: s from the first frame, of the words `text`, in one line, that `who` said; begun in a shot before, start is below 0.
    whole: whether all of them were."""

    start: float
    end: float
    who: str
    text: str
    whole: bool = True


def words_of(action: Action) -> str:
    """The words that an action says, in one line; "" for one that says none."""
    said = SPECS[type(action)].said if isinstance(action, Act) else None
    return one_line(said(action)) if said else ""


def one_line(text: str) -> str:
    """The same text without breaks, control characters and halves of letters, which files cannot hold."""
    return " ".join("".join(" " if category(letter) in ("Cc", "Cs") else letter for letter in text).split())


def cues(scene: Scene, trajectory: Trajectory) -> tuple[Cue, ...]:
    """What was really said, in the order of time. What is cut, by its `until`, by the end of the shot or because the same
    one says something else, ends there; what never began is left out."""
    found = sorted(_begun(scene, trajectory), key=lambda cue: cue.start)
    out = []
    for number, cue in enumerate(found, 1):
        end = next((other.start for other in found[number:] if other.who == cue.who), cue.end)
        out.append(replace(cue, end=min(cue.end, end), whole=cue.whole and cue.end <= end))
    return tuple(cue for cue in out if cue.end > max(cue.start, 0.0))


def says(scene: Scene, trajectory: Trajectory) -> Pairs:
    """By who and the words, in which frames they are said."""
    times = np.arange(trajectory.frames) / float(trajectory.fps)
    out: dict[Pair, Frames] = {}
    for cue in cues(scene, trajectory):
        before = out.get((cue.who, cue.text), np.zeros(trajectory.frames, bool))
        out[cue.who, cue.text] = before | (times >= cue.start) & (times < cue.end)
    return {pair: on for pair, on in out.items() if on.any()}


def _begun(scene: Scene, trajectory: Trajectory) -> Iterator[Cue]:
    over = trajectory.frames / float(trajectory.fps)
    for action, record in zip(scene.actions, trajectory.actions):
        words = words_of(action)
        if words and record.start is not None:
            yield Cue(start=record.start, end=over if record.end is None else record.end, who=action.target,
                      text=words, whole=record.status == DONE and record.reason != CUT)
