"""Several jobs in one folder: their takes, one table, one contact sheet."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError, SimulationError
from studio.config import ShootConfig, store_of
from studio.contact import Row, contact_sheet, sample
from studio.jobs import Job
from studio.parents import AUTO
from studio.progress import log
from studio.report import unfinished
from studio.shoot import shoot
from studio.take import Take, free_name
from studio.video import read_video


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """folder holds the takes, table.md, table.csv and contact.png. table: as Markdown. whole: whether every job gave a take."""

    folder: Path
    table: str
    whole: bool


def shoot_all(jobs: Sequence[Job]) -> Sweep:
    """Shoot each job into one new folder OUT/sweep-0001. A job that cannot be shot has its error in the table and the others
    go on. On Ctrl-C the finished takes stay, with a table and a sheet of them."""
    folder = free_name(Path(jobs[0].config.out).absolute() / "sweep")
    rows: list[dict[str, Any]] = []
    takes: list[tuple[str, Take]] = []
    try:
        for number, (job, values) in enumerate(zip(jobs, varying(jobs)), 1):
            caption = ", ".join(f"{name}={value}" for name, value in values.items())
            log.info("job %d of %d: %s", number, len(jobs), caption)
            row: dict[str, Any] = {**values}
            rows.append(row)
            try:
                take = shoot(job.shot, _within(folder, job, takes[0][1] if takes else None), job.resolved)
            except (DeclarationError, SimulationError) as error:
                row["error"] = str(error)
                log.error("%s", error)
                continue
            takes.append((caption, take))
            row.update(_result(take))
    finally:
        if rows and folder.is_dir():
            _write_table(folder, rows)
        if takes:
            _write_sheet(folder, takes)
    return Sweep(folder=folder, table=_table(rows), whole=len(takes) == len(jobs))


def _within(folder: Path, job: Job, first: Take | None) -> ShootConfig:
    """The job's config in the sweep's folder. What it builds on depends on no order: all takes on the first, unless told otherwise."""
    parent = job.config.parent if first is None or job.config.parent != AUTO else str(first.folder)
    store = store_of(job.config).folder
    return replace(job.config, out=str(folder), store="" if store is None else str(store), parent=parent)


def varying(jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """For each job the settings in which the jobs differ, by name."""
    names = [name for name in jobs[0].settings if any(job.settings[name] != jobs[0].settings[name] for job in jobs)]
    return [{name: job.settings[name] for name in names} for job in jobs]


def _result(take: Take) -> dict[str, Any]:
    facts = take.report
    return {"take": take.folder.name, "story": "; ".join(unfinished(facts["actions"])) or "all done",
            "moved (m)": ", ".join(f"{name} {way:g}" for name, way in facts["moved_m"].items()),
            "evaluations": facts["denoiser_evaluations"], "seconds": round(facts["seconds"]["total"], 1)}


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


def markdown(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table with columns padded to line up, so that it also reads well as plain text."""
    cells = [list(columns), *([str(x).replace("|", "/").replace("\n", " ") for x in row] for row in rows)]
    widths = [max(3, *(len(row[i]) for row in cells)) for i in range(len(columns))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]) + "\n"


def _write_sheet(folder: Path, takes: Sequence[tuple[str, Take]]) -> None:
    rows = []
    for caption, take in takes:
        wanted = sample(take.report["frames"])
        rows.append(Row(caption=caption, pictures=tuple(p for i, p in enumerate(read_video(take.video)) if i in wanted)))
    contact_sheet(rows, cell_width=256).save(folder / "contact.png")
