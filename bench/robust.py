"""Whether what is kept can lie: `python -m bench.robust [threads] [together] [kills] [damages]`. Writes bench/robust.json.

A tiny shot is shot again after each of 200 damages to the store and to takes, after each of 50 kills, four at once on one store, and with
other numbers of threads and processes. What comes out must be the undisturbed bytes, or a refusal in words.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import damages, kills
from bench.tiny import Files, child, config, film, forked, prepare, shot_files, workers
from scenes.shot import Shot

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("robust.json")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
VARIANTS: dict[str, Callable[[], Shot]] = {
    "the same": film, "another camera": partial(film, degrees=2), "other words for one object": partial(film, words="green ball"),
    "another look": partial(film, ball_is="blue")}
ROUNDS = 3


def main(*wanted: str) -> None:
    """Measure, and write the results as they come."""
    for name in THREADS:
        os.environ[name] = "1"  # the children are forked, and a pool of threads is not
    prepare()
    for name, bar in BARS.items():
        if not wanted or name in wanted:
            with TemporaryDirectory(prefix="robust-") as place:
                for found in bar(Path(place)):
                    _note(name, found)


def _damages(place: Path) -> Iterator[dict[str, Any]]:
    """In one child, so that this process stays one that can be forked."""
    (place / "tmp").mkdir()
    rows: list[dict[str, Any]] = []

    def work(say: Callable[[Any], None]) -> None:
        for row in damages.damages(200, place):
            say(row)

    for row in child(work, place / "tmp").said():
        if not isinstance(row, dict):
            raise RuntimeError(f"a child ended early: {row}")
        rows.append(row)
        yield damages.summary(rows) | {"rows": rows}


def _kills(place: Path) -> Iterator[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for row in kills.kills(50, place):
        rows.append(row)
        yield kills.summary(rows) | {"rows": rows}


def _together(place: Path) -> Iterator[dict[str, Any]]:
    """Four variants, each alone in a fresh folder, then all at once in one."""
    (place / "tmp").mkdir()
    alone = {name: forked(partial(_files, make, place / name), place / "tmp") for name, make in VARIANTS.items()}
    found: list[dict[str, Any]] = []
    for number in range(ROUNDS):
        shoots = {name: child(partial(_told, make, place / f"together-{number}"), place / "tmp") for name, make in VARIANTS.items()}
        ended = {name: list(shoot.said())[-1] for name, shoot in shoots.items()}
        left = kills.left_behind(place / f"together-{number}", place / "tmp")
        found.append({name: end == alone[name] or _other(end, alone[name]) for name, end in ended.items()} | {"left behind": left})
        others = sum(one[name] is not True for one in found for name in VARIANTS)
        yield {"shoots at once": len(VARIANTS), "rounds": len(found), "not as alone": others, "same bytes as alone": found}


def _files(make: Callable[[], Shot], out: Path) -> Files:
    workers(0)
    return shot_files(make(), config(out))[0]


def _other(files: Any, wanted: Files) -> list[str]:
    """The files that differ; or how it failed."""
    return sorted({name for name, _ in set(files.items()) ^ set(wanted.items())}) if isinstance(files, dict) else [str(files)]


def _told(make: Callable[[], Shot], out: Path, say: Callable[[Any], None]) -> None:
    say(_files(make, out))


def _threads(place: Path) -> Iterator[dict[str, Any]]:
    """Each in a process of its own, for threads are counted when libraries are loaded. 0 workers: in one process."""
    found: dict[str, Any] = {}
    first = None
    for threads, processes in ((1, 0), (2, 0), (1, 1), (1, 2), (2, 2)):
        environment = os.environ | dict.fromkeys(THREADS, str(threads)) | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-P", "-m", "bench.tiny", str(place / f"{threads}-{processes}"), str(processes)], cwd=ROOT,
                              env=environment, check=True, capture_output=True, text=True)
        files = json.loads(done.stdout.splitlines()[-1])
        first = first or files
        found[f"{threads} threads, {processes} workers"] = files == first or _other(files, first)
        yield {"same bytes as with one thread in one process": found}


BARS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {
    "threads": _threads, "together": _together, "kills": _kills, "damages": _damages}


def _note(name: str, found: dict[str, Any]) -> None:
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(results | {name: found}, indent=1) + "\n")
    print(name, {key: value for key, value in found.items() if key != "rows"}, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
