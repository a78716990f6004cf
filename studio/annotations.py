"""What people write beside a take: notes, answers to notes, and what is locked. Each take keeps its own, in notes.json, and what was
written on the takes that it builds on holds for it, too."""

import json
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError
from studio.shelf import manifest_of
from studio.unfinished import whole

FILE = "notes.json"


def lineage(folder: Path) -> list[Path]:
    """A take, the one that it builds on, and so on, as far as they lie beside it."""
    found: list[Path] = []
    current: Path | None = folder.resolve()
    while current is not None and current not in found:
        found.append(current)
        manifest = manifest_of(current)
        parent = manifest.parent if manifest else None
        above = current.parent / parent.name if parent else None
        there = manifest_of(above) if above else None
        current = above if parent and there and there.identity == parent.identity else None
    return found


def annotations(folder: Path) -> dict[str, Any]:
    """A take's own: by kind (notes, answers, closed, locked, unlocked) a list. Raises DeclarationError if the file cannot be read."""
    empty: dict[str, Any] = {"notes": [], "answers": [], "closed": [], "locked": [], "unlocked": []}
    try:
        return {**empty, **json.loads((folder / FILE).read_text())}
    except FileNotFoundError:
        return empty
    except (OSError, ValueError, TypeError):
        raise DeclarationError(f"take {str(folder)!r}: {FILE} cannot be read; mend or remove it.") from None


def annotate(folder: Path, content: dict[str, Any]) -> None:
    """Write a take's own anew."""
    with whole(folder / FILE) as file:
        file.write((json.dumps(content, indent=1) + "\n").encode())
