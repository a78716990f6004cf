"""Eight shots by one process, by one process and its helpers, and by a farm of two workers: `python -m bench.farm`. Writes
bench/farm.json: seconds on the clock, each against one process, and whether the bytes are the same. On a quiet machine with two cores."""

import json
import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("farm.json")
SHOTS = 8
SIZE = ("render.width=384", "render.height=216", "neural.width=384")
SCRIPT = f"""
from math import cos, pi, sin

from scenes import Look, ball, box, camera, continue_from, film, launch, make_shot


def eight(seconds: float = 4):
    props = [box("floor", (6, 6, 0.2), at=(0, 0, -0.1), fixed=True, look=Look("tan", "wood")),
             ball("ball", 0.2, on=(-2, 0, 0), look=Look("red")),
             *(box(f"block_{{n}}", (0.25, 0.25, 0.4), on=(n * 0.7 - 1, 0.5, 0), look=Look("teal", "ceramic")) for n in range(4))]
    views = [camera.static((3.2 * sin(n * pi / 4), -3.2 * cos(n * pi / 4), 1.4), (0, 0, 0.2)) for n in range({SHOTS})]
    shots = [make_shot("shot_1", props, seconds=seconds, fps=12, camera=views[0], actions=[launch("ball", (0.5, 0, 0))])]
    for number, view in enumerate(views[1:], 2):
        shots.append(continue_from(shots[-1], f"shot_{{number}}", seconds=seconds, camera=view))
    return film("eight", shots)
"""
ALONE = "from render.workers import Alone; Alone.now = True; "
WAYS = {"one process": (ALONE, ()), "a farm of two workers": ("", ("farm=2",)), "one process and its helpers": ("", ())}


def main() -> None:
    """Measure, and write the results as they come."""
    found: dict[str, Any] = {"cores": os.cpu_count(), "frames": SHOTS * 48, "size": list(SIZE)}
    with TemporaryDirectory(prefix="farm-") as place:
        (Path(place) / "eight.py").write_text(SCRIPT)
        for number, (way, (first, words)) in enumerate(WAYS.items()):
            out = Path(place) / str(number)
            found[way] = {"load before": round(os.getloadavg()[0], 1), "seconds": _seconds(Path(place), first, (*words, f"out={out}")),
                          "bytes": _bytes(out)}
            found[way]["of one process"] = round(found[way]["seconds"] / found["one process"]["seconds"], 3)
            found[way]["same bytes"] = found[way]["bytes"] == found["one process"]["bytes"]
            RESULTS.write_text(json.dumps(found, indent=1) + "\n")
            print(way, found[way], flush=True)


def _seconds(place: Path, first: str, words: tuple[str, ...]) -> float:
    start = f"{first}import sys; from studio.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "film", "eight.py:eight", *SIZE, *words]
    began = time.perf_counter()
    subprocess.run(command, cwd=place, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return round(time.perf_counter() - began, 1)


def _bytes(out: Path) -> str:
    """A digest of the film, of the takes' masters and of what was painted."""
    folder = out / "film-eight-0001"
    files = [folder / "film.mp4", *sorted(folder.glob("takes/*/painted.mkv")), *sorted(folder.glob("takes/*/surfaces/*"))]
    return sha256("".join(sha256(file.read_bytes()).hexdigest() for file in files).encode()).hexdigest()


if __name__ == "__main__":
    main()
