"""Measuring a shot while it is painted: frames are chosen beforehand, only their pictures are kept, and all measures share them."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from neural.conditioning.region_map import RegionMap
from neural.painting.painter import Painter
from render.passes import Passes
from studio import encoders
from studio.faultless import Program, plain
from studio.measures.light import light_fidelity
from studio.measures.measured import Measures
from studio.measures.rows import Row, control_rows, drift_rows, fault_rows, light_ratios, reappearance_row, warp_rows
from studio.measures.sampling import sampling
from studio.measures.sharpness import sharpness_ratio
from studio.measures.shown import FrameAsSeen, kept
from studio.vbench_meter import VBenchMeter

ALONE = 3
"""Frames painted once more, alone, to compare sharpness, ghosts and stains with."""


class Meter:
    """Takes in the painted frames as they come, and then says how good they are. painter: of pictures of the size that is delivered.
    faultless: gives a frame's picture as it should be; without it, ghosts and stains are not measured."""

    def __init__(self, passes: Passes, regions: RegionMap, painter: Painter, faultless: Program | None = None) -> None:
        self._passes, self._regions, self._painter, self._faultless = passes, regions, painter, faultless
        self._sampling = sampling(passes)
        self._rules = VBenchMeter(passes.fps, encoders.load_encoders())
        self._pictures: dict[int, NDArray[np.uint8]] = {}

    def add(self, number: int, picture: NDArray[np.uint8]) -> None:
        """Keep the picture if it is one of those that are measured, and what VBench's rules need of it."""
        self._rules.add(picture)
        if number in self._sampling.numbers:
            self._pictures[number] = picture

    def measure(self) -> Measures:
        """All measures; light_fidelity_beauty is what albedo x light itself comes to. ALONE frames are painted again, which counts among
        the painter's evaluations."""
        shown = {number: self._shown(number) for number in self._pictures}
        names = {part.object_id: part.object for part in self._passes.parts}
        rows = warp_rows(shown, self._sampling) | control_rows(shown, self._sampling, self._regions.region_of_part)
        rows["reappearance_de2000"] = reappearance_row(shown, self._sampling)
        values: dict[str, float | str | None] = {name: _mean(value for _, value in row) for name, row in rows.items()}
        drifts = drift_rows(shown, self._sampling.samples, names)
        values["drift_de2000"] = _mean(_mean(value for _, value in row) for row in drifts.values())
        values["reappearances"] = float(sum(value is not None for _, value in rows["reappearance_de2000"]))
        values["light_fidelity"] = light_fidelity(*light_ratios(shown, self._sampling))
        beauty = {number: FrameAsSeen(one.frame.beauty, one.frame, one.coded) for number, one in shown.items()}
        values["light_fidelity_beauty"] = light_fidelity(*light_ratios(beauty, self._sampling))
        alone = self._alone()
        some = [shown[number] for number in alone]
        values["sharpness_ratio"] = sharpness_ratio([one.picture for one in some], list(alone.values()), [one.clear for one in some])
        faults = self._faults(shown, alone)
        values |= {name: (_mean if name in ("ghost", "stain") else _most)(value for _, value in row) for name, row in faults.items()}
        rows |= {name: row for name, row in faults.items() if not name.endswith("_added")}
        rows |= {f"drift_de2000 {name}": row for name, row in drifts.items() if row}
        series = {name: [(n, v) for n, v in row if v is not None] for name, row in rows.items()}
        return Measures(values=values | self._rules.scores(), series=series | self._rules.series())

    def _shown(self, number: int) -> FrameAsSeen:
        frame = kept(self._passes[number])
        return FrameAsSeen(self._pictures[number], frame, self._painter.round_trip(frame.beauty))

    def _alone(self) -> dict[int, NDArray[np.uint8]]:
        """ALONE of the samples, by number, each painted by itself."""
        every = self._sampling.samples
        numbers = sorted({every[int(i)] for i in np.linspace(0, len(every) - 1, ALONE)})
        return {number: self._painter.paint([self._passes[number]])[0] for number in numbers}

    def _faults(self, shown: Mapping[int, FrameAsSeen], alone: Mapping[int, NDArray[np.uint8]]) -> dict[str, Row]:
        if self._faultless is None:
            return {}
        right = {number: self._faultless(self._passes[number]) for number in self._sampling.samples}
        return fault_rows(shown, right, alone, plain(self._regions))


def _mean(values: Iterable[float | None]) -> float | None:
    """Of those that there are."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def _most(values: Iterable[float | None]) -> float | None:
    """The most of those that there are."""
    return max((value for value in values if value is not None), default=None)
