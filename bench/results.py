"""What was measured, a file for each shot and rung, put together to results.json: {"shots": {shot: {rung: {measure: number}}},
"median": {rung: {measure: number}}}. A file with the same key is not made again."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

Measures = Mapping[str, float | str | None]
Results = dict[str, Any]


def key_of(settings: Mapping[str, Any]) -> str:
    """The same for the same settings (JSON), whatever their order."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]


def read_part(folder: Path, shot: str, rung: str, key: str) -> dict[str, float | str | None] | None:
    """What was measured with these settings, or None if that was not, or with others."""
    try:
        part = json.loads(_path(folder, shot, rung).read_text())
    except FileNotFoundError:
        return None
    return part["measures"] if part["key"] == key else None


def write_part(folder: Path, shot: str, rung: str, key: str, measures: Measures) -> None:
    """Keep it. Numbers must be finite: ValueError."""
    write_whole(_path(folder, shot, rung), {"key": key, "measures": dict(measures)})


def together(shots: Mapping[str, Mapping[str, Measures]]) -> Results:
    """The results of all shots, and the medians of the numbers that there are; None where no shot has one. A word (which encoder)
    is the median's if all shots have it."""
    rungs = dict.fromkeys(rung for rows in shots.values() for rung in rows)
    return {"shots": {shot: {rung: dict(row) for rung, row in rows.items()} for shot, rows in shots.items()},
            "median": {rung: _medians([rows[rung] for rows in shots.values() if rung in rows]) for rung in rungs}}


def _medians(rows: list[Measures]) -> dict[str, float | str | None]:
    return {name: _middle([row.get(name) for row in rows]) for name in dict.fromkeys(name for row in rows for name in row)}


def _middle(values: Iterable[float | str | None]) -> float | str | None:
    there = [value for value in values if value is not None]
    words = {value for value in there if isinstance(value, str)}
    if words:
        return words.pop() if len(words) == 1 else None
    return median(value for value in there if not isinstance(value, str)) if there else None


def write_whole(path: Path, content: Mapping[str, Any]) -> None:
    """JSON, all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(content, indent=1, allow_nan=False) + "\n")
    os.replace(unfinished, path)


def _path(folder: Path, shot: str, rung: str) -> Path:
    return folder / shot / f"{rung}.json"
