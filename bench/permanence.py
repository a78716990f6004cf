"""`python -m bench.permanence [STAGES]`: whether what goes out of sight comes back where physics puts it, seen as often as the ledger says,
and painted in its colour. Over the library's shots, painted by the embedded model, and STAGES random stages, unpainted (200 unless
given): bench/permanence.json and a table."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_erosion
from skimage.color import deltaE_ciede2000, rgb2lab

from bench.drawn import stage
from bench.results import write_whole
from bench.zbuffer import box, posed, seen
from neural.config import NeuralConfig
from neural.stylise import stylise
from render.colour import srgb_from_linear
from render.config import RenderConfig
from render.passes import Passes, render
from render.sight import HIDDEN, SMALLER, sight
from scenes.shot import Shot
from scenes.shots import SHOTS
from sim.conventions import Array
from sim.engine import simulate
from sim.story.ledger import Ledger
from sim.story.runs import runs
from studio.measures.shown import Shown

STAGES, PROCESSES = 200, 2
SMALLEST = 10
"""Pixels of the ledger's pictures that an object must have shown before, for its going to be told."""
ERODED = 2
"""px from the rim of a mask to where colours are compared: a painter's edge never lies exactly on it."""
LEAST = 12
"""Pixels; of fewer no colour is told."""
NEAR = 1
"""px by which the box of a mask may be off."""
MOST = 2.0
"""CIEDE2000 by which a colour may be off."""
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Return:
    """name: who goes out of sight. last, back: the frames before and after that. before, after: those of the second before and of the
    second after that show the most of it."""

    name: str
    last: int
    back: int
    before: int
    after: int


def returns(ledger: Ledger) -> list[Return]:
    """All that are hidden or out of the picture for a while, having been in sight before."""
    out, second = [], round(float(ledger.fps))
    for i, name in enumerate(ledger.names):
        pixels, alone = ledger.values["pixels"][:, i], ledger.values["alone"][:, i]
        gone = pixels < np.maximum(HIDDEN * alone, 1)
        stretches = runs(gone)
        for number, (first, back) in enumerate(stretches):
            start = max(first - second, stretches[number - 1][1] if number else 0)
            end = min(back + second, stretches[number + 1][0] if number + 1 < len(stretches) else len(gone))
            if start < first and back < len(gone) and pixels[:first].max() >= SMALLEST:
                out.append(Return(name=name, last=first - 1, back=back, before=start + int(pixels[start:first].argmax()),
                                  after=back + int(pixels[back:end].argmax())))
    return out


def recounted(passes: Passes, ledger: Ledger) -> int:
    """In how many frames the ledger's pixels of any object are other than those of its id."""
    ids = {name: next(part.object_id for part in passes.parts if part.object == name) for name in ledger.names}
    wrong = 0
    for number in range(passes.frames):
        frame = passes.sized(number, -(-passes.width // SMALLER), -(-passes.height // SMALLER))
        counts = np.bincount(frame.object.ravel(), minlength=max(ids.values()) + 1)
        found = ledger.values["visible"][number] * np.maximum(ledger.values["alone"][number], 1)
        wrong += any(abs(found[i] - counts[ids[name]]) > 1e-6 for i, name in enumerate(ledger.names))
    return wrong


def placed(passes: Passes, name: str, number: int) -> Row:
    """Whether an object's mask is where the plain rasteriser has it: how far the sides of their boxes are apart, px, and their IoU."""
    frame, wanted = passes[number], next(part.object_id for part in passes.parts if part.object == name)
    mask = frame.object == wanted
    other = seen(frame.camera, posed(passes.scene, passes.trajectory, number)) == wanted
    one, two = box(mask), box(other)
    off = None if one is None or two is None else int(np.abs(one - two).max())
    return {"frame": number, "off": off, "iou": float((mask & other).sum() / max((mask | other).sum(), 1)), "pixels": int(mask.sum())}


def painted_difference(passes: Passes, frames: Any, found: Return) -> float | None:
    """CIEDE2000 between the object's mean colours before and after, each with its light divided out, in the light of before. None where
    there is too little of it, away from its edges."""
    wanted = next(part.object_id for part in passes.parts if part.object == found.name)
    colours, lights = zip(*(_colour(Shown(frames[n], passes[n], passes[n].beauty), wanted) for n in (found.before, found.after)))
    if any(light is None for light in lights):
        return None
    return float(deltaE_ciede2000(*(rgb2lab(srgb_from_linear(colour * lights[0]).astype(np.float64)) for colour in colours)))


def _colour(shown: Shown, wanted: int) -> tuple[Array, float | None]:
    inner = binary_erosion(shown.frame.object == wanted, iterations=ERODED)
    if inner.sum() < LEAST:
        return np.zeros(3), None
    light = np.maximum(shown.light[inner], 1e-3)
    return (shown.linear[inner] / light[:, None]).mean(axis=0), float(light.mean())


def measured(shot: Shot, paint: bool, config: RenderConfig) -> Row:
    """Of one shot, as JSON."""
    passes = render(shot.scene, simulate(shot.scene), shot.view, config)
    ledger = sight(passes)
    found = returns(ledger)
    frames = stylise(passes, shot.style, NeuralConfig(consistency="cast")) if paint and found else None
    rows = [{"name": r.name, "last": r.last, "back": r.back, "at_return": placed(passes, r.name, r.back), "after": placed(passes, r.name, r.after),
             "de2000": None if frames is None else painted_difference(passes, frames, r), "compared": [r.before, r.after]} for r in found]
    return {"shot": shot.name, "frames": passes.frames, "wrong_counts": recounted(passes, ledger), "returns": rows}


def of_library(name: str) -> Row:
    """A shot of the library, painted."""
    return measured(SHOTS[name](), True, RenderConfig(width=384, height=216))


def of_stage(seed: int) -> Row:
    """A random stage, not painted."""
    return measured(stage(seed), False, RenderConfig(width=384, height=216))


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """The numbers that are promised."""
    found = [r for row in rows for r in row["returns"]]
    told = [r["de2000"] for r in found if r["de2000"] is not None]
    return {"shots": len(rows), "frames": sum(row["frames"] for row in rows), "returns": len(found),
            "back_where_physics_has_it": _share(good(r["at_return"]) and good(r["after"]) for r in found),
            "shots_with_wrong_counts": sum(row["wrong_counts"] > 0 for row in rows),
            "colours_told": len(told), "in_its_colour": _share(value <= MOST for value in told), "worst_colour": max(told, default=None)}


def good(place: Row) -> bool:
    """Whether a mask is where it should be."""
    return place["off"] is not None and place["off"] <= NEAR


def run(path: Path, stages: int) -> dict[str, Any]:
    """All of them, kept as they come."""
    rows: list[Row] = []
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for made in (pool.map(of_library, SHOTS), pool.map(of_stage, range(stages))):
            for row in made:
                rows.append(row)
                print(row["shot"], f"{row['wrong_counts']} frames miscounted", *map(line, row["returns"]), sep="\n    ", flush=True)
                write_whole(path, {"summary": summary(rows), "shots": rows})
    return summary(rows)


def line(found: Row) -> str:
    """One return in one line."""
    de = "" if found["de2000"] is None else f", CIEDE2000 {found['de2000']:.2f} (frames {found['compared'][0]}, {found['compared'][1]})"
    at, after = found["at_return"], found["after"]
    return f"{found['name']} out of sight {found['last'] + 1} to {found['back']}: box off {at['off']} px, later {after['off']} px{de}"


def _share(flags) -> float | None:
    flags = list(flags)
    return sum(flags) / len(flags) if flags else None


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else STAGES
    for key, value in run(Path(__file__).parent / "permanence.json", count).items():
        print(f"{key}: {value}")
