"""Shoots that are killed or stopped by Ctrl-C at random moments, each shot again to its end: is it the same, and what was done twice?"""

import os
import random
import select
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.tiny import Child, Files, Say, child, config, film, shot_files, workers
from studio.manifest import FILE, load_manifest
from studio.shelf import takes_in
from studio.store import Store
from studio.stored import is_key
from studio.takes import collect
from studio.unfinished import NAME

CHUNK = 16
WHEN = ("paint", "", "paint", "assemble")
"""Stages that are killed at a random moment; "": all."""
PROCESSES = 2
GRACE = 10
"""Seconds after which a dead shoot's workers must be gone."""


@dataclass(frozen=True)
class ShootCase:
    """edited: with a recoloured ball, built on a take that is there; else the first. files: the undisturbed take's. said: how often
    it painted and assembled. seconds: how long it took to paint, to assemble, and, "", in all."""

    edited: bool
    start: Path
    files: Files
    said: Mapping[str, int]
    seconds: Mapping[str, float]


def kills(count: int, place: Path) -> Iterator[dict[str, Any]]:
    """One row for each kill."""
    (place / "tmp").mkdir(parents=True)
    (place / "empty").mkdir()
    first = _case(place, False, place / "empty")
    cases = (first, _case(place, True, place / "undisturbed-False"))
    for number in range(count):
        yield _killed(number, cases[number // 8 % 2], place, random.Random(number))


def _shot(edited: bool, out: Path, processes: int, say: Say) -> None:
    workers(processes)
    _watch(say)
    say(("done", shot_files(film(ball_is="blue" if edited else "red"), config(out, "drop-0001" if edited else "none"))[0]))


def _watch(say: Say) -> None:
    """Say what begins: stages, paintings and pictures."""
    from neural.reprojection.cast import CastFrames
    from studio.progress import Stages
    timed, paint, pictures = Stages.timed, CastFrames._paint, CastFrames.pictures

    def told(self: Stages, name: str) -> Any:
        say(name)
        return timed(self, name)

    def painted(self: CastFrames, *what: Any) -> Any:
        say("PAINTED")
        return paint(self, *what)

    def assembled(self: CastFrames, *what: Any) -> Iterator[Any]:
        for picture in pictures(self, *what):
            say("PICTURE")
            yield picture

    patch.object(Stages, "timed", told).start()
    patch.object(CastFrames, "_paint", painted).start()
    patch.object(CastFrames, "pictures", assembled).start()


def _case(place: Path, edited: bool, start: Path) -> ShootCase:
    """Shot without being disturbed."""
    out = place / f"undisturbed-{edited}"
    shutil.copytree(start, out)
    at: dict[str, float] = {}
    said: list[Any] = []
    begun = time.monotonic()
    for what in child(lambda say: _shot(edited, out, PROCESSES, say), place / "tmp").said():
        said.append(what)
        at.setdefault(what if isinstance(what, str) else what[0], time.monotonic() - begun)
    counts = Counter(what for what in said if isinstance(what, str))
    seconds = {"": at["done"], "paint": at["assemble"] - at["paint"], "assemble": at["done"] - at["assemble"]}
    return ShootCase(edited, start, said[-1][1], counts, seconds)


def _killed(number: int, case: ShootCase, place: Path, random: random.Random) -> dict[str, Any]:
    stage, by = WHEN[number % len(WHEN)], signal.SIGINT if number // len(WHEN) % 2 else signal.SIGKILL
    out, temporary = place / f"killed-{number}", place / "tmp"
    for _ in range(5):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(case.start, out)
        running = child(lambda say: _shot(case.edited, out, PROCESSES, say), temporary)
        said = _stopped(running, by, stage, random.uniform(0, case.seconds[stage]))
        if not any(isinstance(what, tuple) and what[0] == "done" for what in said):
            break  # or it was done before the time had come
    alive = _group_lives(running.pid)
    again = list(child(lambda say: _shot(case.edited, out, 0, say), temporary).said())
    left = left_behind(out, temporary)
    done: Counter[str] = Counter(what for what in (*said, *again) if isinstance(what, str))
    row = {"number": number, "by": by.name, "edited": case.edited, "stage": _stage(said),
           "failed": [what for what in said if isinstance(what, tuple) and what[0] == "failed"], "same": again[-1] == ("done", case.files),
           "painted_before": said.count("PAINTED"), "paintings_repeated": done["PAINTED"] - case.said["PAINTED"],
           "pictures_repeated": max(0, done["PICTURE"] - case.said["PICTURE"]), "left_behind": left, "workers_left": alive,
           "collected": collect(out, Store(out / ".store")).splitlines()[0], "damaged": Store(out / ".store").verify()}
    shutil.rmtree(out)
    return row


def _stage(said: Sequence[Any]) -> str:
    return next((what for what in reversed(said) if isinstance(what, str) and what.islower()), "start")


def _stopped(running: Child, by: signal.Signals, stage: str, after: float) -> list[Any]:
    """Kill it so many seconds after a stage began, or it did; all that it said. Ctrl-C reaches the whole group, a kill one process."""
    said: list[Any] = []
    sayings = running.said()
    due = None if stage else time.monotonic() + after
    while due is None or time.monotonic() < due:
        ready, _, _ = select.select([running.pipe], [], [], 60 if due is None else max(0.0, due - time.monotonic()))
        if ready:
            what = next(sayings, None)
            if what is None:
                break
            said.append(what)
            if what == stage:
                due = time.monotonic() + after
    if _ended(running.pid):
        return [*said, *sayings]
    (os.killpg if by == signal.SIGINT else os.kill)(running.pid, by)
    return [*said, *sayings]


def _ended(pid: int) -> bool:
    """Whether a process is no more, or a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def _group_lives(pid: int) -> bool:
    """Whether a dead shoot's workers are still there after a while."""
    end = time.monotonic() + GRACE
    while time.monotonic() < end:
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True


def left_behind(out: Path, temporary: Path) -> list[str]:
    """Files and folders that belong to no take and are no object of the store."""
    known = {folder / name for folder in takes_in(out) for name in (*load_manifest(folder).files, FILE)}
    found = [path for path in out.resolve().rglob("*") if NAME.fullmatch(path.name) or path.is_file()]
    return [str(path) for path in (*found, *temporary.iterdir()) if path not in known and not is_key(path.name)]


def summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the bar asks."""
    return {"kills": len(rows), "by": dict(Counter(row["by"] for row in rows)), "in stage": dict(Counter(row["stage"] for row in rows)),
            "other bytes": sum(not row["same"] for row in rows), "most paintings repeated": max(row["paintings_repeated"] for row in rows),
            "most pictures repeated": max(row["pictures_repeated"] for row in rows), "pictures kept together": CHUNK,
            "something left behind": sum(bool(row["left_behind"] or row["damaged"]) for row in rows),
            "workers that outlived a shoot": sum(row["workers_left"] for row in rows),
            "failed otherwise": sum(bool(row["failed"]) for row in rows)}


