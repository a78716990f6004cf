"""Subtitles: what was said, in pieces that can be read, for a SubRip file and for a track of a video."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from textwrap import wrap

from sim.character.motion.speech import seconds_of
from sim.scene.scene import Scene
from sim.story.words import Cue, cues
from sim.trajectory import Trajectory

WIDTH, LINES = 42, 2
"""Letters in a line and lines at a time, at most, as broadcasters have it."""


@dataclass(frozen=True, kw_only=True)
class Subtitle:
    """start, end: ms from the first frame. text: at most LINES lines of at most WIDTH letters; "": nothing is said."""

    start: int
    end: int
    text: str


def subtitles(scene: Scene, trajectory: Trajectory) -> tuple[Subtitle, ...]:
    """Of all that was really said, in the order of time; those of two who speak at once overlap."""
    found = (each for cue in cues(scene, trajectory) for each in _cut(cue))
    return tuple(sorted(found, key=lambda each: each.start))


def subrip(found: Sequence[Subtitle]) -> str:
    """An .srt file."""
    return "\n".join(f"{number}\n{_clock(each.start)} --> {_clock(each.end)}\n{each.text}\n"
                     for number, each in enumerate(found, 1))


def in_turn(found: Sequence[Subtitle], end: int) -> tuple[Subtitle, ...]:
    """The same for a track that can show but one at a time, without gaps up to `end`, ms: of what is said at once, the
    later stands below."""
    edges = sorted({0, end, *(time for each in found for time in (each.start, each.end) if time < end)})
    return tuple(Subtitle(start=a, end=b, text="\n".join(each.text for each in found if each.start <= a < each.end))
                 for a, b in pairwise(edges))


def _cut(cue: Cue) -> Iterator[Subtitle]:
    """A cue in pieces that can be shown at once, each for its share of the letters; without what was not come to."""
    pieces = _pieces(f"{cue.who}: {cue.text}")
    letters = list(accumulate(map(len, pieces), initial=0))
    long = cue.end - cue.start if cue.whole else max(cue.end - cue.start, seconds_of(cue.text))
    times = [round(1000 * max(min(cue.start + long * said / letters[-1], cue.end), 0.0)) for said in letters]
    for piece, (start, end) in zip(pieces, pairwise(times)):
        if end > start:
            yield Subtitle(start=start, end=end, text=piece)


def _pieces(text: str) -> list[str]:
    """A text in pieces of at most LINES lines, all about as long."""
    count = len(wrap(text, WIDTH))
    most = 1 if count == 1 else LINES * math.ceil(count / LINES)
    least = min(WIDTH, max(map(len, text.split())))  # words are cut only if they are longer than a line
    lines = next(lines for width in range(least, WIDTH + 1) if len(lines := wrap(text, width)) <= most)
    return ["\n".join(lines[i:i + LINES]) for i in range(0, len(lines), LINES)]


def _clock(time: int) -> str:
    seconds, ms = divmod(time, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{ms:03d}"
