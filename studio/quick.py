"""The measures that every take has: the warp error of one frame against the next and against one a second later.

Which places are compared, and the light on them, are kept: they are the same whatever the shot is made of, and however it is painted."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neural.bank.arrays import packed, unpacked
from neural.bank.cache import Work
from render.correspondence import correspond
from render.frame import Frame
from render.mixed import spread_out
from render.passes import Passes
from studio.keys import code
from studio.measures.measured import Measures
from studio.measures.warp import comparable, warp_error
from studio.video import pictures_of

GAPS = (1, 24)
SEEN = "centres", "edges", "light", "beauty"
"""What is asked of frames that are compared."""
Arrays = dict[str, NDArray]


class Compared(NamedTuple):
    """What of one frame is compared with another. at: (H, W, 2) x, y px in the other of each pixel centre. visible: (H, W) where it is seen
    there; deep: where that is away from edges, in the same light."""

    at: NDArray[np.float64]
    visible: NDArray[np.bool_]
    deep: NDArray[np.bool_]


def quick_measures(passes: Passes, video: Path, work: Work) -> Measures:
    """Of the frames in the middle of the shot. video: the pictures without loss. work: where what is not of the painting is kept."""
    last = len(passes) - 1
    start = max(0, (last - GAPS[-1]) // 2)
    ends = {gap: start + gap for gap in GAPS if start + gap <= last}
    pictures, known = pictures_of(video, {start, *ends.values()}), _Known(passes, start, work)
    values: dict[str, float | str | None] = {}
    for gap in GAPS:
        names = (f"warp_error_{gap}", f"warp_error_all_{gap}", f"warp_error_floor_beauty_{gap}")
        found: list[float | None] = [None] * 3
        if gap in ends:
            one = known.compared(ends[gap])
            found = [warp_error(pictures[start], pictures[ends[gap]], one.at, chosen) for chosen in (one.deep, one.visible)]
            found.append(known.floor(ends[gap], one))
        values |= dict(zip(names, found))
    series = {name: [(start, value)] for name, value in values.items() if isinstance(value, float) and np.isfinite(value)}
    return Measures(values=values, series=series)


class _Known:
    """What is known of frames without their painting. start: the frame that others are compared with."""

    def __init__(self, passes: Passes, start: int, work: Work) -> None:
        self._passes, self._start, self._work = passes, start, work
        self._frames: dict[int, Frame] = {}

    def compared(self, end: int) -> Compared:
        """What of the first frame is compared with another."""
        digests = (self._passes.lit_digests[number] for number in (self._start, end))
        return _compared(unpacked(self._work.done("compared", code("studio"), *digests, make=lambda: _looked_at(*self._both(end, SEEN)))))

    def floor(self, end: int, one: Compared) -> float | None:
        """The warp error of their beauty passes."""
        def made() -> bytes:
            first, last = (frame.beauty for frame in self._both(end, ("beauty",)))
            return json.dumps(warp_error(first, last, one.at, one.deep)).encode()
        digests = (self._passes.digests[number] for number in (self._start, end))
        return json.loads(self._work.done("floor", code("studio"), *digests, make=made))

    def _both(self, end: int, layers: Sequence[str]) -> tuple[Frame, Frame]:
        for number in {self._start, end} - self._frames.keys():
            self._frames[number] = self._lit(number, layers)
        return self._frames[self._start], self._frames[end]

    def _lit(self, number: int, layers: Sequence[str]) -> Frame:
        """A frame with these layers, and without what they were made from: a third of a gigabyte at 1280x720."""
        frame = self._passes[number]
        kept = self._work.done("light", self._passes.lit_digests[number], make=lambda: packed(light_arrays(frame)))
        frame = frame.holding({"fine_light": light_from(unpacked(kept))})
        return replace(frame).holding({name: getattr(frame, name) for name in layers})


def light_arrays(frame: Frame) -> Arrays:
    """A frame's light as arrays to be kept: that of all pixel centres, and of finer places where it is another."""
    other = (frame.fine_light != spread_out(frame.centre_light)).any(axis=-1)
    return {"centres": frame.centre_light, "other": np.packbits(other), "fine": frame.fine_light[other]}


def light_from(arrays: Arrays) -> NDArray[np.float32]:
    """The light (2H, 2W, 3) again, to the bit."""
    out = spread_out(arrays["centres"])
    out[np.unpackbits(arrays["other"], count=out[..., 0].size).reshape(out.shape[:2]).astype(bool)] = arrays["fine"]
    return out


def _looked_at(a: Frame, b: Frame) -> bytes:
    """What of them is compared, as a file. How far pixels move is rounded to float32: to a millionth of a pixel."""
    at, visible = correspond(a, b)
    moved = (at - _centres(visible))[visible].astype(np.float32)
    masks = {"visible": visible, "deep": comparable(a, b, at, visible)}
    return packed({"moved": moved, "size": np.array(visible.shape), **{name: np.packbits(mask) for name, mask in masks.items()}})


def _compared(arrays: Arrays) -> Compared:
    height, width = map(int, arrays["size"])
    visible, deep = (np.unpackbits(arrays[name], count=height * width).reshape(height, width).astype(bool) for name in ("visible", "deep"))
    at = _centres(visible)
    at[visible] += arrays["moved"]
    return Compared(at, visible, deep)


def _centres(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows, columns = np.indices(mask.shape)
    return np.stack([columns + 0.5, rows + 0.5], axis=-1)
