"""VBench's rules for a shot whose pictures come one by one: features and differences are kept, pictures are not."""

from collections import deque
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studio.measures import vbench

if TYPE_CHECKING:
    from studio.encoders import Encoder, Encoders


class VBenchMeter:
    """Takes in every frame of a shot, in order, and then says how it does by VBench's rules. It is not split at its cuts."""

    def __init__(self, fps: Fraction, encoders: "Encoders") -> None:
        self._fps, self._encoders, self._stride = fps, encoders, vbench.stride(fps)
        self._features: dict[str, list[NDArray[np.float32]]] = {
            _named("subject_consistency", encoders.subject): [], _named("background_consistency", encoders.background): []}
        self._flicker: list[float] = []  # of each frame and the one before
        self._between: list[float] = []  # of each frame that has two neighbours and what is interpolated from them
        self._slow: list[float] = []
        self._fast: list[float] = []
        self._first: NDArray[np.uint8] | None = None
        self._last: deque[NDArray[np.uint8]] = deque(maxlen=max(2, self._stride))

    def add(self, picture: NDArray[np.uint8]) -> None:
        """The next frame, (H, W, 3) sRGB."""
        for features, encoder in zip(self._features.values(), (self._encoders.subject, self._encoders.background)):
            features.append(encoder.encode(picture))
        if self._first is None:
            self._first = picture
        else:
            self._compare(picture)
        self._last.append(picture)

    def scores(self) -> dict[str, float | str | None]:
        """VBench's dimensions of quality, in 0..1, and what was asked; a dimension whose network is not here is None.

        What is no VBench score has another name: `subject_consistency_NAME` is of the encoder NAME, a stand-in;
        `temporal_flickering_unfiltered` is of a shot that may move. Names that end in `_long` are there from 5 s on and are of VBench-Long
        without its --dev_flag: the mean over clips of 2 s.
        """
        rules = self._over_frames()
        everything = slice(0, self._frames)
        row: dict[str, float | None] = dict.fromkeys(vbench.QUALITY) | {name: rule(everything) for name, rule in rules.items()}
        row |= {"temporal_flickering": row["temporal_flickering_unfiltered"] if self._static else None,
                "dynamic_degree": vbench.dynamic_degree(self._fast, self._side)}
        clips = vbench.clips(self._frames, self._fps) if self._frames / self._fps >= vbench.LONG else []
        long = {f"{name}_long": _mean([rule(clip) for clip in clips]) for name, rule in rules.items()} if clips else {}
        return {**row, **long, "vbench_quality_total": vbench.quality_total(row), "vbench_encoders": self._encoders.description}

    def series(self) -> dict[str, list[tuple[int, float]]]:
        """What the scores are made of, by frame number: likenesses in 0..1, and how far the fastest 5 % of the pixels move, px."""
        rows = {name: list(vbench.consistency(np.stack(features))) for name, features in self._features.items()}
        rows["temporal_flickering_unfiltered"] = [(255 - value) / 255 for value in self._flicker]
        out = {name: [(number, float(value)) for number, value in enumerate(row, 1)] for name, row in rows.items()}
        return out | {"dynamic_degree_motion": [(number * self._stride, value) for number, value in enumerate(self._fast, 1)]}

    @property
    def _frames(self) -> int:
        return len(self._flicker) + (self._first is not None)

    @property
    def _side(self) -> int:
        return min(self._last[-1].shape[:2])

    @property
    def _static(self) -> bool:
        """False also where there is no flow to tell by."""
        if self._first is None or not self._slow:
            return False
        first, last = self._first, self._last[-1]
        ends = self._motion(first, last, vbench.MOST_STATIC) + self._motion(last, first, vbench.MOST_STATIC)
        return vbench.is_static(self._slow, ends, self._side)

    def _compare(self, picture: NDArray[np.uint8]) -> None:
        """With the frames before it."""
        number, before = self._frames, self._last[-1]
        self._flicker.append(vbench.difference(before, picture))
        if self._encoders.interpolate and number > 1:
            self._between.append(vbench.difference(before, self._encoders.interpolate(self._last[-2], picture)))
        self._slow += self._motion(before, picture, vbench.MOST_STATIC)
        if number % self._stride == 0:
            self._fast += self._motion(self._last[-self._stride], picture, vbench.MOST_DYNAMIC)

    def _motion(self, first: NDArray[np.uint8], second: NDArray[np.uint8], share: float) -> list[float]:
        """One length, px; none without a flow."""
        flow = self._encoders.flow(first, second) if self._encoders.flow else None
        return [] if flow is None else [vbench.largest(flow, share)]

    def _over_frames(self) -> dict[str, Callable[[slice], float | None]]:
        """The rules that are means, as functions of the frames that they are to be of."""
        def consistent(features: list[NDArray[np.float32]]) -> Callable[[slice], float | None]:
            return lambda frames: _mean(list(vbench.consistency(np.stack(features[frames]))))
        return {**{name: consistent(features) for name, features in self._features.items()},
                "temporal_flickering_unfiltered": lambda frames: vbench.likeness(self._flicker[frames.start:frames.stop - 1]),
                # Every other frame is left out and interpolated, from the clip's second on; _between begins with the shot's second.
                "motion_smoothness": lambda frames: vbench.likeness(self._between[frames.start:max(0, frames.stop - 2):2])}


def _named(rule: str, encoder: "Encoder") -> str:
    return rule if encoder.vbench else f"{rule}_{encoder.name}"


def _mean(values: list[float | None]) -> float | None:
    """None if there are none, or one of them is None."""
    there = [value for value in values if value is not None]
    return float(sum(there) / len(there)) if there and len(there) == len(values) else None
