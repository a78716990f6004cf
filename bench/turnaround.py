"""What each round of shooting costs, now and at an earlier commit: `python -m bench.turnaround`, or `make turnaround`.

Every row is a command of its own, run as a user runs it, one after the other in one folder; its CPU seconds are those of all its
processes. Nothing else should run on the machine. Writes bench/turnaround.json.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("turnaround.json")
OLD = "ce03593"
SIZES = ((384, 216), (1280, 720))
FILM = '''
from dataclasses import replace
from scenes import camera
from scenes.shots import SHOTS
from render.view import Cut


def tea():
    return SHOTS["tea"]()


def green():
    shot = tea()
    cup = replace(shot.style.objects["cup"], prompt="green ceramic cup")
    return replace(shot, style=replace(shot.style, objects={**shot.style.objects, "cup": cup}))


def nearer():
    shot = tea()
    return replace(shot, view=replace(shot.view, cuts=(Cut(time=0.0, rig=camera.static((0.4, -3.4, 1.5), (0, 0.2, 0.9))),)))
'''
START = "import sys; sys.path.insert(0, {root!r}); from studio import cli; sys.exit(getattr(cli, 'run', cli.main)())"
TWICE = """
import sys, time; sys.path.insert(0, {root!r})
from scenes.shots import SHOTS
from studio import shoot
from studio.config import ShootConfig
from render.config import RenderConfig
config = ShootConfig(out={out!r}, render=RenderConfig(width={width}, height={height}))
shoot(SHOTS["tea"](), config)
start, cpu = time.perf_counter(), time.process_time()
shoot(SHOTS["tea"](), config)
print(time.process_time() - cpu, time.perf_counter() - start)
"""
ROWS = {"fresh": "film.py:tea", "again": "film.py:tea", "words of one object": "film.py:green", "another camera": "film.py:nearer"}


def main(old: str = OLD) -> None:
    """Measure, and write the results as they come."""
    found: dict[str, Any] = {"machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}, "rows": []}
    with TemporaryDirectory() as place:
        former = Path(place) / "old"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(former), old], cwd=ROOT, check=True)
        try:
            for version, root, sizes in ((old, former, SIZES[:1]), ("now", ROOT, SIZES)):
                for size in sizes:
                    _rows(found, version, root, size, Path(place) / f"{version}-{size[0]}")
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(former)], cwd=ROOT, check=True)


def _rows(found: dict[str, Any], version: str, root: Path, size: tuple[int, int], folder: Path) -> None:
    folder.mkdir()
    (folder / "film.py").write_text(FILM)
    for shot in ("tea", "film.py:green"):  # what is compiled once a machine is compiled
        _run([sys.executable, "-P", "-c", START.format(root=str(root)), "shoot", f"shot={shot}", "seconds=0.2", "out=first"], root, folder)
    for row, shot in ROWS.items():
        words = ["shoot", f"shot={shot}", f"render.width={size[0]}", f"render.height={size[1]}"]
        _note(found, version, size, row, spent([sys.executable, "-P", "-c", START.format(root=str(root)), *words], root, folder))
    if version == "now":
        code = TWICE.format(root=str(root), out=str(folder / "takes"), width=size[0], height=size[1])
        _, out = _run([sys.executable, "-P", "-c", code], root, folder)
        cpu, wall = map(float, out.split()[-2:])
        _note(found, version, size, "again, in the same process", {"cpu_s": round(cpu, 2), "wall_s": round(wall, 2)})


def spent(command: Sequence[str], root: Path, folder: Path) -> Mapping[str, float]:
    """CPU seconds of a command and all its processes, and seconds on the clock."""
    start, before = time.perf_counter(), _children()
    _run(command, root, folder)
    return {"cpu_s": round(_children() - before, 1), "wall_s": round(time.perf_counter() - start, 1)}


def _run(command: Sequence[str], root: Path, folder: Path) -> tuple[int, str]:
    done = subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command[4:])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.returncode, done.stdout


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _note(found: dict[str, Any], version: str, size: tuple[int, int], row: str, cost: Mapping[str, float]) -> None:
    found["rows"].append({"version": version, "size": f"{size[0]}x{size[1]}", "work": row, **cost})
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    print(f"{version:8} {size[0]:5}x{size[1]:<5} {row:28} {cost['cpu_s']:8.1f} CPU s {cost['wall_s']:8.1f} s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
