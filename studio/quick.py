"""The measures that every take has: the warp error of one frame against the next and against one a second later."""

import json
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neural.bank.cache import Work
from render.correspondence import correspond
from render.frame import Frame
from render.passes import Passes
from studio.keys import code
from studio.measures.measured import Measures
from studio.measures.warp import inside, warp_error
from studio.video import pictures_of

GAPS = (1, 24)


def measured(passes: Passes, video: Path, work: Work) -> Measures:
    """Of the frames in the middle of the shot. video: the pictures without loss. work: where what is not of the painting is kept."""
    last = len(passes) - 1
    start = max(0, (last - GAPS[-1]) // 2)
    ends = {gap: start + gap for gap in GAPS if start + gap <= last}
    pictures = pictures_of(video, {start, *ends.values()})
    frames = {number: passes[number] for number in pictures}
    values: dict[str, float | str | None] = {}
    for gap in GAPS:
        names = (f"warp_error_{gap}", f"warp_error_all_{gap}", f"warp_error_floor_beauty_{gap}")
        found: list[float | None] = [None] * 3
        if end := ends.get(gap):
            a, b = frames[start], frames[end]
            at, visible = correspond(a, b)
            deep = inside(a, b, at, visible)
            found = [warp_error(pictures[start], pictures[end], at, chosen) for chosen in (deep, visible)]
            floor = partial(_floor, a, b, at, deep)
            found.append(json.loads(work.done("floor", code("studio"), passes.digests[start], passes.digests[end], make=floor)))
        values |= dict(zip(names, found))
    series = {name: [(start, value)] for name, value in values.items() if isinstance(value, float) and np.isfinite(value)}
    return Measures(values=values, series=series)


def _floor(a: Frame, b: Frame, at: NDArray[np.float64], deep: NDArray[np.bool_]) -> bytes:
    return json.dumps(warp_error(a.beauty, b.beauty, at, deep)).encode()
