"""Which takes lie in a folder, and what each says of itself, as far as it can be read."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError, unknown
from studio.manifest import FILE, Manifest, load_manifest


def find_take(out: Path, name: str) -> Path:
    """The folder of a take that is given by its path or by its name in `out`. DeclarationError if it is none."""
    folder = next((path for path in (out / name, Path(name)) if _is_take(path)), None)
    if folder is None:
        known = [path.name for path in takes_in(out)]
        raise unknown("take", name, known, str(out)) if len(known) <= 20 else DeclarationError(
            f"take {name!r}: is none, neither in {str(out)!r} nor as a path. steadycast takes list says which takes there are.")
    return folder.resolve()


def takes_in(out: Path) -> list[Path]:
    """Every take in `out` and in its sweeps and films, by name."""
    inside = [path for parent in (out, *groups_in(out)) for path in _visible(parent)]
    return [path.resolve() for path in inside if _is_take(path)]


def groups_in(out: Path) -> list[Path]:
    """The folders in `out` that takes of sweeps and of films lie in."""
    found = [path for path in _visible(out) if not _is_take(path)]
    sweeps, films = ([path for path in found if path.name.startswith(kind)] for kind in ("sweep-", "film-"))
    return [*sweeps, *(path / "takes" for path in films)]


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*/")) if not path.name.startswith("."))


def _is_take(folder: Path) -> bool:
    return (folder / FILE).is_file() or all((folder / name).is_file() for name in ("report.json", "config.yaml"))


def manifest_of(folder: Path) -> Manifest | None:
    """A take's manifest, or None if it cannot be relied on."""
    try:
        return load_manifest(folder)
    except DeclarationError:
        return None


def parent_of(folder: Path) -> str:
    """The name of the take that a take builds on, or nothing."""
    manifest = manifest_of(folder)
    return manifest.parent.name if manifest and manifest.parent else ""


def report_of(folder: Path) -> Mapping[str, Any]:
    """What report.json says, checked against nothing; empty if it cannot be read."""
    try:
        report = json.loads((folder / "report.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) else {}
