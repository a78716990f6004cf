"""The measures that every take has: the warp error of one frame against the next and against one a second later."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from neural.bank.cache import Work
from render.correspondence import correspond
from render.frame import Frame
from render.passes import Passes
from studio.keys import code
from studio.measures.measured import Measures
from studio.measures.warp import comparable, warp_error
from studio.video import pictures_of

GAPS = (1, 24)


def quick_measures(passes: Passes, video: Path, work: Work) -> Measures:
    """Of the frames in the middle of the shot. video: the pictures without loss. work: where what is not of the painting is kept."""
    last = len(passes) - 1
    start = max(0, (last - GAPS[-1]) // 2)
    ends = {gap: start + gap for gap in GAPS if start + gap <= last}
    pictures = pictures_of(video, {start, *ends.values()})
    keys = {gap: work.key("floor", code("studio"), passes.digests[start], passes.digests[end]) for gap, end in ends.items()}
    floors = {gap: work.kept(key) for gap, key in keys.items()}
    layers = "centres", "edges", "light", *(["beauty"] if None in floors.values() else [])
    frames = {number: _only(passes[number], layers) for number in pictures}
    values: dict[str, float | str | None] = {}
    for gap in GAPS:
        names = (f"warp_error_{gap}", f"warp_error_all_{gap}", f"warp_error_floor_beauty_{gap}")
        found: list[float | None] = [None] * 3
        if gap in ends:
            a, b, before, after = frames[start], frames[ends[gap]], pictures[start], pictures[ends[gap]]
            at, visible = correspond(a, b)
            deep = comparable(a, b, at, visible)
            floor = floors[gap]
            if floor is None:
                floor = json.dumps(warp_error(a.beauty, b.beauty, at, deep)).encode()
                work.keep(keys[gap], floor, "floor")
            found = [warp_error(before, after, at, deep), warp_error(before, after, at, visible), json.loads(floor)]
        values |= dict(zip(names, found))
    series = {name: [(start, value)] for name, value in values.items() if isinstance(value, float) and np.isfinite(value)}
    return Measures(values=values, series=series)


def _only(frame: Frame, layers: Iterable[str]) -> Frame:
    """The frame with these layers, and without what they were made from: a third of a gigabyte at 1280x720."""
    return replace(frame).holding({name: getattr(frame, name) for name in layers})
