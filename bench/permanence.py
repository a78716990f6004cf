"""`python -m bench.permanence [STAGES]`: whether what goes out of sight comes back where physics puts it, seen as often as the ledger says,
and painted in its colour. Over the library's shots, painted by the embedded model, and STAGES random stages, unpainted (200 unless
given): bench/permanence.json and a table."""

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.colours import compared
from bench.drawn import stage
from bench.results import write_whole
from bench.returns import Return, id_of, placed, recounted, returns
from neural.config import NeuralConfig
from neural.painting.frames import Frames
from neural.stylise import stylise
from render.config import RenderConfig
from render.passes import Passes, render
from render.sight import SMALLER, sight
from scenes.shot import Shot
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from sim.trajectory import ARRAYS, Trajectory
from studio.measures.shown import FrameAsSeen

STAGES, PROCESSES = 200, 2
NEAR = 1
"""px by which the box of a mask may be off."""
MOST, HALF = 2.0, 0.5
"""CIEDE2000 by which a colour may be off, and the least IoU of a mask and of where its colours are found."""
SIZE, PAINTED = RenderConfig(width=384, height=216), RenderConfig(width=768, height=432)
"""Of what is counted only, and of what is painted: at the smaller size, little of a pin or a mug is clear of edges, to be compared."""
Row = dict[str, Any]


def measured(shot: Shot, paint: bool) -> Row:
    """Of one shot, as JSON."""
    trajectory = simulate(shot.scene)
    passes = render(shot.scene, trajectory if paint else _to_the_end(trajectory), shot.view, PAINTED if paint else SIZE)
    ledger = sight(passes)
    found = returns(ledger)
    frames = stylise(passes, shot.style, NeuralConfig(consistency="cast")) if paint and found else None
    return {"shot": shot.name, "frames": passes.frames, "wrong_counts": recounted(passes, ledger),
            "returns": [_row(passes, frames, each) for each in found]}


def _row(passes: Passes, frames: Frames | None, each: Return) -> Row:
    row = {"name": each.name, "gone": each.gone, "back": each.back, "at_return": placed(passes, each.name, each.back, SMALLER),
           "after": placed(passes, each.name, each.after), "compared": [each.before, each.after]}
    if frames is None:
        return row
    before, after = (FrameAsSeen(frames[n], passes[n], passes[n].beauty) for n in (each.before, each.after))
    return row | asdict(compared(before, after, id_of(passes, each.name)))


def _to_the_end(trajectory: Trajectory) -> Trajectory:
    """Up to a second after the last thing that is done."""
    ends = [time for record in trajectory.actions for time in (record.start, record.end) if time is not None]
    frames = slice(0, round((max(ends, default=0.0) + 1) * float(trajectory.fps)))
    return replace(trajectory, **{name: getattr(trajectory, name)[frames] for name in ARRAYS if name != "contacts"})


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
