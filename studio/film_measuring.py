"""A film measured over all its shots: whether each part has the same colour in all of them, whatever the camera, light divided out."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from render.passes import Passes
from sim.errors import DeclarationError
from studio.filming import FACTS, facts_of, write_facts
from studio.measures.rows import drift_rows
from studio.measures.sampling import samples
from studio.measures.shown import FrameAsSeen, kept
from studio.remeasure import reopened
from studio.take import Take, open_take, verified
from studio.video import read_video

MEASURED = "drift_de2000"


def is_film(folder: Path) -> bool:
    """Whether this is the folder of a film."""
    return (folder / FACTS).is_file()


def measure_film(folder: Path) -> dict[str, tuple[float, float]]:
    """By part, the mean and the most of CIEDE2000 between its mean colours where it is first seen well and in all later frames looked at,
    of the surface that both show; see studio.measures.rows.drift_rows. A few frames of each shot are. Also put into film.json.

    Raises DeclarationError and ResourceError that name the film or the take, if it is none, is unfinished or damaged, or if its shots are
    not of one world.
    """
    if not (facts := facts_of(folder)).get("done"):
        raise DeclarationError(f"film {str(folder)!r} is not finished; ask for it again in the same words, and it goes on.")
    shown: dict[int, FrameAsSeen] = {}
    names: dict[int, str] = {}
    numbers = count()
    for shot in facts["shots"]:
        passes, pictures = _taken(open_take(folder / shot["take"]))
        own = {number: part.path for number, part in enumerate(passes.parts, 1)}
        if names and own != names:
            raise DeclarationError(f"film {str(folder)!r}: shot {shot['name']!r} has other things in it than those before; "
                                   "only shots of one world can be held against each other.")
        names = own
        shown |= {next(numbers): FrameAsSeen(picture, kept(passes[number]), picture) for number, picture in pictures}
    drifts = {name: [value for _, value in row if value is not None] for name, row in drift_rows(shown, list(shown), names, "part").items()}
    found = {name: (float(np.mean(values)), float(np.max(values))) for name, values in drifts.items() if values}
    write_facts(folder, {**facts, "measures": {MEASURED: {name: {"mean": mean, "most": most} for name, (mean, most) in found.items()}}})
    return found


def _taken(take: Take) -> tuple[Passes, Iterator[tuple[int, NDArray[np.uint8]]]]:
    """The passes of a take, and the pictures of some of its frames with their numbers."""
    pictures = verified(take, "painted.mkv")
    _, _, passes = reopened(take)
    chosen = samples(len(passes))
    return passes, ((number, picture) for number, picture in enumerate(read_video(pictures)) if number in chosen)
