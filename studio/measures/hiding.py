"""Who goes out of sight and comes back, and where the camera cuts: known from the geometry alone, before anything is painted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.correspondence import correspond
from render.frame import Frame
from render.passes import Passes
from render.rig import cut_number
from render.surfels import luminance

SMALLER = 4
"""Pixels are counted in pictures this many times smaller."""
MOST_FRAMES = 240
"""Frames in which they are counted, evenly spread, so that neither time nor memory grows with the length of the shot."""
HIDDEN, BACK = 0.1, 0.5
"""Shares of an object's greatest count: below the first it is hidden, above the second it is to be seen."""
LONG = 3
"""Frames, at least, for which it is hidden."""
SMALLEST = 10
"""Pixels, of the small pictures, that an object must have at its greatest for its hiding to be told."""
CANDIDATES = 8
"""Frames on either side of a hiding that are looked at, to find the two that share most."""
ALIKE = 0.1
"""Share by which light may differ there: small pictures tell it only roughly."""
MOST_EVENTS = 4
"""Hidings and cuts each that are measured, those of the largest objects first: each costs two frames rendered again."""


@dataclass(frozen=True, kw_only=True)
class Interruption:
    """Frames before and after. object: the id of what was hidden between them; 0 for a cut between them, which concerns all."""

    object: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Hiding:
    """object: its id. before, after: the frames within a second of its hiding and of its return that show it well."""

    object: int
    before: tuple[int, ...]
    after: tuple[int, ...]


def interruptions(passes: Passes) -> tuple[Interruption, ...]:
    """The hidings and cuts that a shot is measured on."""
    numbers = np.unique(np.linspace(0, len(passes) - 1, MOST_FRAMES).astype(int))
    counts = np.array([_counted(_small(passes, int(number))) for number in numbers])
    hidden = tuple(_event(passes, hiding) for hiding in hidings(numbers, counts, float(passes.fps))[:MOST_EVENTS])
    return hidden + tuple(Interruption(object=0, before=first - 1, after=first) for first in cuts(passes)[1:][:MOST_EVENTS])


def cuts(passes: Passes) -> tuple[int, ...]:
    """The first frame of each camera cut that the shot comes to."""
    of_frame = [cut_number(passes.view, passes.trajectory, number) for number in range(len(passes))]
    return tuple(int(first) for first in np.unique(of_frame, return_index=True)[1])


def hidings(numbers: NDArray[np.int64], counts: NDArray[np.int64], fps: float) -> tuple[Hiding, ...]:
    """One for each time that an object is seen, hidden for LONG frames and seen again, largest objects first. numbers: (frames,)
    counts: (frames, objects + 1) pixels by id, 0 the background."""
    most = counts.max(axis=0)
    order = [int(i) for i in np.argsort(-most, kind="stable") if i > 0 and most[i] >= SMALLEST]
    return tuple(hiding for i in order for hiding in _of_one(i, numbers, counts[:, i], fps))


def _of_one(number: int, numbers: NDArray[np.int64], count: NDArray[np.int64], fps: float) -> list[Hiding]:
    seen, hidden = np.flatnonzero(count > BACK * count.max()), count < HIDDEN * count.max()
    gone = [(i, j) for i, j in zip(seen[:-1], seen[1:]) if _longest(hidden[i:j], numbers[i:j]) >= LONG]
    well = numbers[seen]
    return [Hiding(object=number, before=_tuple(well[(well >= numbers[i] - fps) & (well <= numbers[i])]),
                   after=_tuple(well[(well >= numbers[j]) & (well <= numbers[j] + fps)])) for i, j in gone]


def _tuple(numbers: NDArray[np.int64]) -> tuple[int, ...]:
    """At most CANDIDATES of them, evenly spread."""
    some = np.unique(np.linspace(0, len(numbers) - 1, CANDIDATES).astype(int))
    return tuple(int(number) for number in numbers[some])


def _event(passes: Passes, hiding: Hiding) -> Interruption:
    """The frames that share most of its surface in about the same light, as small pictures tell: a rolling ball turns the same side
    to the camera and to the sun only now and then."""
    small = {number: _small(passes, number) for number in hiding.before + hiding.after}
    shared = {(a, b): _shared(small[a], small[b], hiding.object) for a in hiding.before for b in hiding.after}
    before, after = max(shared, key=lambda pair: shared[pair])
    return Interruption(object=hiding.object, before=before, after=after)


def _shared(a: Frame, b: Frame, number: int) -> int:
    at, visible = correspond(a, b)
    chosen = visible & (a.object == number)
    columns, rows = np.floor(at[chosen]).astype(int).T
    light, other = luminance(a.centre_light)[chosen], luminance(b.centre_light)[rows, columns]
    return int((np.abs(light - other) <= ALIKE * np.maximum(light, other)).sum())


def _longest(hidden: NDArray[np.bool_], numbers: NDArray[np.int64]) -> int:
    """Frames of the longest run; frames between those counted are as the one before them."""
    runs = np.split(np.arange(len(hidden)), np.flatnonzero(np.diff(hidden.astype(int))) + 1)
    lengths = [int(numbers[run[-1]] - numbers[run[0]]) + 1 for run in runs if len(run) and hidden[run[0]]]
    return max(lengths, default=0)


def _small(passes: Passes, number: int) -> Frame:
    return passes.small(number, SMALLER)


def _counted(frame: Frame) -> NDArray[np.int64]:
    return np.bincount(frame.object.ravel(), minlength=int(frame.object_ids.max()) + 1)
