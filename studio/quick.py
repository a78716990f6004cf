"""The measures that every take has: the warp error of one frame against the next and against one a second later."""

from pathlib import Path

import numpy as np

from render.correspondence import correspond
from render.passes import Passes
from studio.measures.measured import Measures
from studio.measures.warp import inside, warp_error
from studio.video import pictures_of

GAPS = (1, 24)


def measured(passes: Passes, video: Path) -> Measures:
    """Of the frames in the middle of the shot. video: the pictures without loss."""
    last = len(passes) - 1
    start = max(0, (last - GAPS[-1]) // 2)
    numbers = [start, *(start + gap for gap in GAPS if start + gap <= last)]
    pictures, frames = pictures_of(video, numbers), {number: passes[number] for number in numbers}
    values: dict[str, float | str | None] = {}
    for gap in GAPS:
        end = start + gap
        names = (f"warp_error_{gap}", f"warp_error_all_{gap}", f"warp_error_floor_beauty_{gap}")
        found: list[float | None] = [None] * 3
        if end in frames:
            at, visible = correspond(frames[start], frames[end])
            deep = inside(frames[start], frames[end], at, visible)
            two, beauty = (pictures[start], pictures[end]), (frames[start].beauty, frames[end].beauty)
            found = [warp_error(*two, at, deep), warp_error(*two, at, visible), warp_error(*beauty, at, deep)]
        values |= dict(zip(names, found))
    series = {name: [(start, value)] for name, value in values.items() if isinstance(value, float) and np.isfinite(value)}
    return Measures(values=values, series=series)
