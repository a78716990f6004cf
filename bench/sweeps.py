"""A sweep of twenty jobs, killed five times at random moments and started again each time: `python -m bench.sweeps`. Writes
bench/sweeps.json. What it must leave is one table of twenty, each job's take made once."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("sweeps.json")
JOBS, KILLS, SEED = 20, 5, 18
LATER = 6.0
"""s after a job was done, at most, in which the next is at work, and is killed."""
SCRIPT = """
from scenes import Look, ball, box, camera, launch, make_shot


def drop(speed: int = 1):
    props = [box("floor", (4, 4, 0.2), at=(0, 0, -0.1), fixed=True, look=Look("grey")),
             ball("ball", 0.1, at=(0, 0, 0.12), look=Look("red"))]
    return make_shot("drop", props, camera=camera.static((0, -2.5, 1), (0, 0, 0.2)), actions=[launch("ball", (speed / 10, 0, 0))])
"""
WORDS = ("shoot", "-m", "shot=drop.py:drop", f"shot.speed=range(1,{JOBS + 1})", "fps=8", "seconds=0.25", "render.width=64",
         "render.height=48", "neural.width=64")


def main() -> None:
    """Measure, and write what came out."""
    with TemporaryDirectory(prefix="sweeps-") as place:
        (Path(place) / "drop.py").write_text(SCRIPT)
        found = _killed(Path(place), random.Random(SEED))
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    print(found)


def _killed(place: Path, chance: random.Random) -> dict[str, Any]:
    folder, seen, kills = place / "takes" / "sweep-0001", dict[str, int](), []
    for after in sorted(chance.sample(range(JOBS), KILLS)):
        running = _started(place)
        while running.poll() is None and len(_rows(folder)) < after:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, LATER))
        os.killpg(running.pid, signal.SIGKILL)
        kills.append({"exit": running.wait(), "takes": len(_takes(folder))})
        seen.update(_takes(folder))
    code = _started(place).wait()
    takes = _takes(folder)
    with open(folder / "table.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return {"kills": kills, "exit": code, "sweeps": len(list((place / "takes").glob("sweep-*"))), "rows": len(rows), "takes": len(takes),
            "speeds": sorted(int(row["shot.speed"]) for row in rows) == list(range(1, JOBS + 1)),
            "rows with a take of their own": len({row["take"] for row in rows} & takes.keys()),
            "made before a kill and not the same after": sorted(name for name, made in seen.items() if takes.get(name) != made),
            "left behind": sorted(path.name for path in folder.glob(".*"))}


def _started(place: Path) -> subprocess.Popen:
    command = [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())", *WORDS]
    return subprocess.Popen(command, cwd=place, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            env={**os.environ, "PYTHONPATH": str(ROOT)})


def _rows(folder: Path) -> list[Path]:
    return list((folder / "jobs").glob("*.json"))


def _takes(folder: Path) -> dict[str, int]:
    """When the manifest of each take was written, ns."""
    return {path.parent.name: path.stat().st_mtime_ns for path in folder.glob("drop-*/manifest.json")}


if __name__ == "__main__":
    main()
