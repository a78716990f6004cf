"""Who goes out of sight and comes back, and where the camera cuts: known from the geometry alone, before anything is painted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.passes import Passes
from render.rig import cut_number

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
MOST_EVENTS = 4
"""Hidings and cuts each that are measured, those of the largest objects first: each costs two frames rendered again."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Frames before and after. object: the id of what was hidden between them; 0 for a cut between them, which concerns all."""

    object: int
    before: int
    after: int


def events(passes: Passes) -> tuple[Event, ...]:
    """The hidings and cuts that a shot is measured on."""
    numbers = np.unique(np.linspace(0, len(passes) - 1, MOST_FRAMES).astype(int))
    counts = np.array([_counted(passes, int(number)) for number in numbers])
    across = tuple(Event(object=0, before=first - 1, after=first) for first in cuts(passes)[1:])
    return hidings(numbers, counts, float(passes.fps))[:MOST_EVENTS] + across[:MOST_EVENTS]


def cuts(passes: Passes) -> tuple[int, ...]:
    """The first frame of each camera cut that the shot comes to."""
    of_frame = [cut_number(passes.view, passes.trajectory, number) for number in range(len(passes))]
    return tuple(int(first) for first in np.unique(of_frame, return_index=True)[1])


def hidings(numbers: NDArray[np.int64], counts: NDArray[np.int64], fps: float) -> tuple[Event, ...]:
    """One for each time that an object is seen, hidden for LONG frames and seen again, largest objects first. numbers: (frames,)
    counts: (frames, objects + 1) pixels by id, 0 the background. Of the frames within a second, those that show most of it."""
    most = counts.max(axis=0)
    order = [int(i) for i in np.argsort(-most, kind="stable") if i > 0 and most[i] >= SMALLEST]
    return tuple(event for i in order for event in _of_one(i, numbers, counts[:, i], fps))


def _of_one(number: int, numbers: NDArray[np.int64], count: NDArray[np.int64], fps: float) -> list[Event]:
    seen, hidden = np.flatnonzero(count > BACK * count.max()), count < HIDDEN * count.max()
    out = []
    for i, j in zip(seen[:-1], seen[1:]):
        if _longest(hidden[i:j], numbers[i:j]) >= LONG:
            before = np.flatnonzero((numbers >= numbers[i] - fps) & (numbers <= numbers[i]))
            after = np.flatnonzero((numbers >= numbers[j]) & (numbers <= numbers[j] + fps))
            out.append(Event(object=number, before=int(numbers[before[count[before].argmax()]]),
                             after=int(numbers[after[count[after].argmax()]])))
    return out


def _longest(hidden: NDArray[np.bool_], numbers: NDArray[np.int64]) -> int:
    """Frames of the longest run; frames between those counted are as the one before them."""
    runs = np.split(np.arange(len(hidden)), np.flatnonzero(np.diff(hidden.astype(int))) + 1)
    lengths = [int(numbers[run[-1]] - numbers[run[0]]) + 1 for run in runs if len(run) and hidden[run[0]]]
    return max(lengths, default=0)


def _counted(passes: Passes, number: int) -> NDArray[np.int64]:
    small = passes.sized(number, -(-passes.width // SMALLER), -(-passes.height // SMALLER))
    return np.bincount(small.object.ravel(), minlength=max(part.object_id for part in passes.parts) + 1)
