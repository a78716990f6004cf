"""Ghosts and stains over the library: `python -m bench.ghosts [SHOT ...]`. Each shot in its own look, by the embedded model as it comes.
Writes bench/ghosts.json after each shot: the medians over parts and frames, the worst part of any frame by name, and by how much the
median is more than that of the same frame painted alone."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench.results import write_whole
from neural.conditioning.region_map import region_map
from neural.config import NeuralConfig
from neural.models.loading import load_model
from neural.painting.painter import Painter
from neural.reprojection.cast import CastFrames
from render.config import RenderConfig
from render.frame import Frame
from render.passes import render
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from sim.scene.parts import part_table
from studio.faultless import faultless, plain
from studio.measures.ghosts import Picture, ghosts, stains
from studio.measures.sampling import sampling
from studio.measuring import ALONE

RESULTS = Path(__file__).with_name("ghosts.json")
SIZE = RenderConfig(width=384, height=216)
Fault = Callable[[Picture, Picture, Frame], dict[int, float]]


def shot_row(name: str) -> dict[str, Any]:
    """What one shot of the library has of ghosts, of 255, and stains, CIEDE2000."""
    shot = SHOTS[name]()
    passes, config = render(shot.scene, simulate(shot.scene), shot.view, SIZE), NeuralConfig()
    model = load_model(config)
    frames = CastFrames(passes, shot.style, config, lambda own: Painter(own, shot.style, region_map(own, shot.style), config, model))
    program, names = faultless(shot.style, config, frames.regions), {part.id: part.path for part in part_table(shot.scene)}
    assert program
    numbers = sampling(passes).samples
    painted, right = ({number: of(number) for number in numbers} for of in (frames.__getitem__, lambda n: program(passes[n])))
    alone = {number: frames.painter.paint([passes[number]])[0] for number in _some(numbers)}
    print(f"{name}: {len(frames)} frames, {frames.evaluations} pictures", flush=True)
    return {"frames": list(numbers),
            **_fault("ghost", ghosts, passes, painted, right, alone, names),
            **_fault("stain", partial(stains, plain=plain(frames.regions)), passes, painted, right, alone, names)}


def _some(numbers: tuple[int, ...]) -> list[int]:
    """ALONE of them."""
    return sorted({numbers[int(i)] for i in np.linspace(0, len(numbers) - 1, ALONE)})


def _fault(kind: str, of: Fault, passes: Any, painted: dict, right: dict, alone: dict, names: dict[int, str]) -> dict[str, Any]:
    found = {number: of(painted[number], right[number], passes[number]) for number in painted}
    by_itself = {number: of(alone[number], right[number], passes[number]) for number in alone}
    each = [(value, names.get(part, str(part)), number) for number, row in found.items() for part, value in row.items()]
    value, part, number = max(each, default=(0.0, "", 0))
    more = [median(found[number].values()) - median(row.values()) for number, row in by_itself.items() if row]
    return {kind: round(median([value for value, _, _ in each] or [0.0]), 3), f"{kind}_alone": _middle(by_itself), f"{kind}_added":
            round(max(more, default=0.0), 3), f"{kind}_worst": round(value, 2), f"{kind}_worst_part": part, f"{kind}_worst_frame": number,
            f"{kind}_99": round(float(np.percentile([value for value, _, _ in each] or [0.0], 99)), 2)}


def _middle(rows: dict[int, dict[int, float]]) -> float:
    return round(median([value for row in rows.values() for value in row.values()] or [0.0]), 3)


def main() -> None:
    """Measure, and say it."""
    names = sys.argv[1:] or list(SHOTS)
    rows: dict[str, Any] = {}
    for name in names:
        rows[name] = shot_row(name)
        print(name, {key: value for key, value in rows[name].items() if key != "frames"}, flush=True)
        if not sys.argv[1:]:
            write_whole(RESULTS, {"shots": rows})


if __name__ == "__main__":
    main()
