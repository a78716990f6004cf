"""What edits cost: `python -m bench.edits [SIZE ...]`, or `make edits`. A take of tea is made, then each edit of it, one after the other
as a user does; each builds on that take alone. Nothing else should run on the machine. Writes bench/edits.json, and leaves what it has
of other sizes."""

import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from render.config import RenderConfig
from scenes.shots import SHOTS
from studio import shoot
from studio.config import ShootConfig
from studio.editing import edit
from studio.take import Take
from studio.video import read_video

RESULTS = Path(__file__).with_name("edits.json")
SIZES = ((384, 216), (1280, 720))
EDITS: dict[str, dict[str, Any]] = {
    "colour of an object": {"cup.look.colour": "green"}, "a garment": {"anna.wardrobe.top.colour": "navy"}, "lens": {"camera.lens": 45},
    "camera": {"camera.position": (0.4, -4.6, 1.6)}, "a light": {"light[0].strength": 0.7}, "an action's time": {"walk.when": 0.6},
    "lens opening": {"camera.f_stop": 2.0}, "fog": {"fog.visibility": 30.0}}


def main() -> None:
    """Measure, and write the results as they come."""
    sizes = [size for size in SIZES if not sys.argv[1:] or f"{size[0]}x{size[1]}" in sys.argv[1:]]
    measured = {f"{width}x{height}" for width, height in sizes}
    rows = [row for row in json.loads(RESULTS.read_text()) if row["size"] not in measured] if RESULTS.exists() else []
    for width, height in sizes:
        with TemporaryDirectory() as place:
            config = ShootConfig(out=place, parent="none", render=RenderConfig(width=width, height=height))
            first, cost = timed(lambda config=config: shoot(SHOTS["tea"](), config))
            evaluations = first.report["denoiser_evaluations"]
            _told(rows, {"size": f"{width}x{height}", "edit": "fresh", **cost, "evaluations": evaluations, "of_fresh": 1.0, "changed": 1.0})
            for name, changes in EDITS.items():
                (take, _), cost = timed(lambda folder=first.folder, changes=changes: edit(folder, changes))
                again = take.report["denoiser_evaluations"]
                _told(rows, {"size": f"{width}x{height}", "edit": name, **cost, "evaluations": again,
                             "of_fresh": round(again / evaluations, 3), "changed": changed(first, take)})


def timed(work: Any) -> tuple[Any, dict[str, float]]:
    """What some work gives, and what it cost: seconds on the clock, and CPU seconds of this process and those that have ended."""
    start, before = time.perf_counter(), _cpu()
    made = work()
    return made, {"wall_s": round(time.perf_counter() - start, 1), "cpu_s": round(_cpu() - before, 1)}


def changed(before: Take, after: Take) -> float:
    """The share of all pixels that differ."""
    pairs = zip(read_video(before.master), read_video(after.master), strict=True)
    return round(float(np.mean([(one != other).any(axis=2).mean() for one, other in pairs])), 4)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _told(rows: list[dict[str, Any]], row: dict[str, Any]) -> None:
    rows.append(row)
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n")
    print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
