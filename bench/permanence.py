"""`python -m bench.permanence [STAGES]`: whether what goes out of sight comes back where physics puts it, seen as often as the ledger says,
and painted in its colour. Over the library's shots, painted by the embedded model, and STAGES random stages, unpainted (200 unless
given): bench/permanence.json and a table."""

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from bench.colours import compared
from bench.drawn import stage
from bench.results import write_whole
from bench.zbuffer import box, posed, seen
from neural.config import NeuralConfig
from neural.frames import Frames
from neural.stylise import stylise
from render.config import RenderConfig
from render.passes import Passes, render
from render.sight import HIDDEN, SMALLER, sight
from scenes.shot import Shot
from scenes.shots import SHOTS
from sim.engine import simulate
from sim.story.ledger import Ledger
from sim.story.runs import runs
from sim.trajectory import ARRAYS, Trajectory
from studio.measures.shown import Shown

STAGES, PROCESSES = 200, 2
SMALLEST = 10
"""Pixels of the ledger's pictures that an object must have shown before, for its going to be told."""
WELL = 0.5
"""Of the most pixels that an object ever has, what it must have to be well to be seen."""
NEAR = 1
"""px by which the box of a mask may be off."""
MOST, HALF = 2.0, 0.5
"""CIEDE2000 by which a colour may be off, and the least IoU of a mask and of where its colours are found."""
SIZE = RenderConfig(width=384, height=216)
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Return:
    """name: who goes out of sight. gone, back: the first frame without it, and the first with it again. before, after: of the last
    second before in which it is well to be seen, and of the first after, the frames that show the most of it."""

    name: str
    gone: int
    back: int
    before: int
    after: int


def returns(ledger: Ledger) -> list[Return]:
    """All that are hidden or out of the picture for a while, having been in sight before: one for each time that an object is gone."""
    out, second = [], round(float(ledger.fps))
    for i, name in enumerate(ledger.names):
        pixels, alone = ledger.values["pixels"][:, i], ledger.values["alone"][:, i]
        well = np.flatnonzero(pixels >= WELL * max(pixels.max(), SMALLEST))
        for gone, back in runs(pixels < np.maximum(HIDDEN * alone, 1)):
            if gone > 0 and back < len(pixels) and pixels[:gone].max() >= SMALLEST:
                before, after = well[well < gone], well[well >= back]
                before = before[before > before[-1] - second] if len(before) else np.array([gone - 1])
                after = after[after < after[0] + second] if len(after) else np.array([back])
                out.append(Return(name=name, gone=gone, back=back, before=int(before[pixels[before].argmax()]),
                                  after=int(after[pixels[after].argmax()])))
    return out


def recounted(passes: Passes, ledger: Ledger) -> int:
    """In how many frames the ledger's pixels of any object are other than those of its id."""
    ids = {name: _id(passes, name) for name in ledger.names}
    wrong = 0
    for number in range(passes.frames):
        frame = passes.sized(number, -(-passes.width // SMALLER), -(-passes.height // SMALLER))
        counts = np.bincount(frame.object.ravel(), minlength=max(ids.values()) + 1)
        found = ledger.values["visible"][number] * np.maximum(ledger.values["alone"][number], 1)
        wrong += any(abs(found[i] - counts[ids[name]]) > 1e-6 for i, name in enumerate(ledger.names))
    return wrong


def placed(passes: Passes, name: str, number: int) -> Row:
    """Whether an object's mask is where the plain rasteriser has it: how far the sides of their boxes are apart, px, and their IoU."""
    frame, wanted = passes[number], _id(passes, name)
    mask = frame.object == wanted
    other = seen(frame.camera, posed(passes.scene, passes.trajectory, number)) == wanted
    one, two = box(mask), box(other)
    off = None if one is None or two is None else int(np.abs(one - two).max())
    return {"frame": number, "off": off, "iou": float((mask & other).sum() / max((mask | other).sum(), 1)), "pixels": int(mask.sum())}


def measured(shot: Shot, paint: bool) -> Row:
    """Of one shot, as JSON."""
    trajectory = simulate(shot.scene)
    passes = render(shot.scene, trajectory if paint else _to_the_end(trajectory), shot.view, SIZE)
    ledger = sight(passes)
    found = returns(ledger)
    frames = stylise(passes, shot.style, NeuralConfig(consistency="cast")) if paint and found else None
    return {"shot": shot.name, "frames": passes.frames, "wrong_counts": recounted(passes, ledger),
            "returns": [_row(passes, frames, each) for each in found]}


def _row(passes: Passes, frames: Frames | None, each: Return) -> Row:
    row = {"name": each.name, "gone": each.gone, "back": each.back, "at_return": placed(passes, each.name, each.back),
           "after": placed(passes, each.name, each.after), "compared": [each.before, each.after]}
    if frames is None:
        return row
    before, after = (Shown(frames[n], passes[n], passes[n].beauty) for n in (each.before, each.after))
    return row | asdict(compared(before, after, _id(passes, each.name)))


def _to_the_end(trajectory: Trajectory) -> Trajectory:
    """Up to a second after the last thing that is done."""
    ends = [time for record in trajectory.actions for time in (record.start, record.end) if time is not None]
    frames = slice(0, round((max(ends, default=0.0) + 1) * float(trajectory.fps)))
    return replace(trajectory, **{name: getattr(trajectory, name)[frames] for name in ARRAYS if name != "contacts"})


def _id(passes: Passes, name: str) -> int:
    return next(part.object_id for part in passes.parts if part.object == name)


def of_library(name: str) -> Row:
    """A shot of the library, painted."""
    return measured(SHOTS[name](), True)


def of_stage(seed: int) -> Row:
    """A random stage, not painted."""
    return measured(stage(seed), False)


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """The numbers that are promised. None where there is nothing to tell."""
    found = [each for row in rows for each in row["returns"]]
    told = {(row["shot"], each["name"], *each["compared"]): each for row in rows for each in row["returns"] if "colour" in each}.values()
    colours, places = ([each[name] for each in told if each[name] is not None] for name in ("colour", "found"))
    return {"shots": len(rows), "frames": sum(row["frames"] for row in rows), "returns": len(found),
            "back_where_physics_has_it": _share(good(each["at_return"]) and good(each["after"]) for each in found),
            "frames_with_wrong_counts": sum(row["wrong_counts"] for row in rows),
            "colours": len(colours), "in_its_colour": _share(value <= MOST for value in colours),
            "worst_colour": max(colours, default=None),
            "places": len(places), "found_where_it_is": _share(value >= HALF for value in places), "worst_place": min(places, default=None)}


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
    told = "".join(f", {name} {found[name]:.2f}" for name in ("colour", "whole", "found") if found.get(name) is not None)
    return (f"{found['name']} gone {found['gone']} to {found['back']}: off {found['at_return']['off']} px, later {found['after']['off']} px"
            f"{told} (frames {found['compared'][0]}, {found['compared'][1]})")


def _share(flags: Iterable[bool]) -> float | None:
    flags = list(flags)
    return sum(flags) / len(flags) if flags else None


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else STAGES
    for key, value in run(Path(__file__).parent / "permanence.json", count).items():
        print(f"{key}: {value}")
