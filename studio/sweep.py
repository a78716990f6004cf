"""A sweep: jobs that shoot into one folder, in whatever processes a launcher has; one table and one contact sheet of what they left."""

import csv
import fcntl
import json
import math
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError, ResourceError, SimulationError, unknown
from studio.config import ShootConfig, store_of
from studio.contact import Row, contact_sheet, sample
from studio.declarations import digest, encoded
from studio.jobs import Job
from studio.parents import AUTO, NONE
from studio.progress import log
from studio.remeasure import remeasure
from studio.report import unfinished
from studio.shelf import takes_in
from studio.shoot import DECLARED, declared, shoot
from studio.table import markdown
from studio.take import Take, free_name, open_take
from studio.unfinished import whole
from studio.video import read_video

ASKED, JOBS, LOCK = "sweep.json", "jobs", "first.lock"
PAUSE, PATIENCE = 0.5, 600.0
"""s between two looks whether the first job is done, and after which a job no longer waits for one that has not begun."""


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What a sweep left: its table, as Markdown; how many takes; and whether every job gave one."""

    table: str
    takes: int
    whole: bool


def sweep_folder(overrides: Sequence[str], given: str = "", out: str = ShootConfig.out) -> Path:
    """Where a sweep goes: the folder that is given; else that of a sweep in `out` that was asked for in the same words and is not
    finished; else OUT/sweep-0001, or the next number that is free."""
    root, asked = Path(out).absolute(), list(overrides)
    left = [folder for folder in sorted(root.glob("sweep-*")) if _asked(folder) == {"overrides": asked, "done": False}]
    folder = Path(given).absolute() if given else left[-1] if left else free_name(root / "sweep")
    (folder / JOBS).mkdir(parents=True, exist_ok=True)
    for file in (folder / JOBS).glob("failed-*.json"):  # they are tried again
        file.unlink()
    _write(folder / ASKED, {"overrides": asked, "done": False})
    return folder


def shoot_in_sweep(declare: Callable[[], Job], settings: Mapping[str, Any], folder: Path, number: int) -> float:
    """Shoot job `number`, asked for by these settings, into the folder, unless it was shot there before. What the job says is its
    objective, nan if it has none or no take was made; an error stands in the table, and the others go on."""
    log.info("job %d: %s", number, ", ".join(f"{name}={value}" for name, value in settings.items()))
    try:
        job = declare()
        file = folder / JOBS / f"{digest('job', encoded(job.shot), encoded(job.config))[:16]}.json"
        before = _read(file)
        row = before["row"] if before and (folder / before["row"]["take"]).is_dir() else _shot(job, folder, number)
    except (DeclarationError, SimulationError, ResourceError) as error:
        log.error("%s", error)
        file, row = folder / JOBS / f"failed-{number}.json", {"error": str(error)}
    _write(file, {"number": number, "settings": settings, "row": row})
    return float(row.get("objective", math.nan))


def _shot(job: Job, folder: Path, number: int) -> dict[str, Any]:
    with _first(folder, number) as first:
        parent = AUTO if number == 0 else NONE if first is None else str(first)
        config = _within(folder, job, parent)
        take = _left_take(folder, declared(job.shot, config)) or shoot(job.shot, config, job.resolved)
    return {"take": take.folder.name, **_objective(job, take), **_result(take)}


def _left_take(folder: Path, asked: bytes) -> Take | None:
    """The take of the same declarations, if one was made and its job killed before it could say so."""
    there = (take for take in takes_in(folder) if (take / DECLARED).is_file() and (take / DECLARED).read_bytes() == asked)
    return next((open_take(take) for take in there), None)


def gather(folder: Path, finished: bool = True) -> Sweep:
    """Write table.md, table.csv and contact.png of what the jobs left. finished: whether all had their turn."""
    found = _left(folder)
    own = varying([job["settings"] for job in found])
    if not found:  # it did not come so far
        if {path.name for path in folder.iterdir()} <= {ASKED, JOBS, "multirun.yaml"}:
            shutil.rmtree(folder)
        return Sweep(table="", takes=0, whole=False)
    rows = [{**values, **job["row"]} for values, job in zip(own, found)]
    takes = [(", ".join(f"{name}={value}" for name, value in values.items()), job["row"]["take"])
             for values, job in zip(own, found) if "take" in job["row"]]
    _write_table(folder, rows)
    if takes:
        _write_sheet(folder, [(caption, open_take(folder / name)) for caption, name in takes])
    done = finished and len(takes) == len(rows)
    _write(folder / ASKED, {**(_asked(folder) or {}), "done": done})
    return Sweep(table=_table(rows), takes=len(takes), whole=done)


def _left(folder: Path) -> list[dict[str, Any]]:
    """What the jobs left, by number; of two of one number, the later."""
    files = sorted((folder / JOBS).glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
    by_number = {job["number"]: job for file in files if (job := _read(file))}
    return [by_number[number] for number in sorted(by_number)]


def varying(settings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each job the settings in which the jobs differ, by name."""
    names = [name for name in (settings[0] if settings else ()) if any(own.get(name) != settings[0][name] for own in settings)]
    return [{name: own.get(name, "") for name in names} for own in settings]


@contextmanager
def _first(folder: Path, number: int) -> Iterator[Path | None]:
    """The take of the sweep's first job, which all others build on, so that it does not matter in which order they are shot; waited for
    where they are shot at once. None for the first itself, and if it has none."""
    with open(folder / JOBS / LOCK, "a") as lock:
        if number == 0:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield None
            return
        started, began = time.monotonic(), False
        while (first := _first_row(folder)) is None and (began or time.monotonic() < started + PATIENCE):
            time.sleep(PAUSE)
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                began = True
                continue
            fcntl.flock(lock, fcntl.LOCK_UN)
            if began:  # it came to its end, or was killed
                first = _first_row(folder)
                break
        yield folder / first["take"] if first and "take" in first else None


def _first_row(folder: Path) -> dict[str, Any] | None:
    return next((job["row"] for job in _left(folder) if job["number"] == 0), None)


def _within(folder: Path, job: Job, parent: str) -> ShootConfig:
    """The job's config in the sweep's folder. parent: what it builds on, unless the job says it."""
    own, store = job.config.parent, store_of(job.config).folder
    return replace(job.config, out=str(folder), store="" if store is None else str(store), parent=parent if own == AUTO else own)


def _objective(job: Job, take: Take) -> dict[str, float]:
    name = job.config.objective
    if not name:
        return {}
    if name not in take.report["measures"]:
        take = remeasure(take.folder)
    measures = take.report["measures"]
    if name not in measures:
        raise unknown("measure", name, measures, "objective")
    return {"objective": math.nan if measures[name] is None else float(measures[name])}


def _result(take: Take) -> dict[str, Any]:
    facts = take.report
    return {"story": "; ".join(unfinished(facts["actions"])) or "all done",
            "moved (m)": ", ".join(f"{name} {way:g}" for name, way in facts["moved_m"].items()),
            "evaluations": facts["denoiser_evaluations"], "seconds": round(facts["seconds"]["total"], 1),
            **({"price": facts["price"]["whole"]} if facts["price"] else {})}


def _asked(folder: Path) -> dict[str, Any] | None:
    return _read(folder / ASKED)


def _read(file: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _write(file: Path, content: dict[str, Any]) -> None:
    with whole(file) as opened:
        opened.write((json.dumps(content, indent=1, default=str) + "\n").encode())


def _write_table(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    with open(folder / "table.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, _columns(rows), restval="")
        writer.writeheader()
        writer.writerows(rows)
    (folder / "table.md").write_text(_table(rows))


def _columns(rows: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _table(rows: Sequence[dict[str, Any]]) -> str:
    columns = _columns(rows)
    return markdown(columns, [[row.get(name, "") for name in columns] for row in rows])


def _write_sheet(folder: Path, takes: Sequence[tuple[str, Take]]) -> None:
    rows = []
    for caption, take in takes:
        wanted = sample(take.report["frames"])
        rows.append(Row(caption=caption, pictures=tuple(p for i, p in enumerate(read_video(take.video)) if i in wanted)))
    contact_sheet(rows, cell_width=256).save(folder / "contact.png")
