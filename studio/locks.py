"""Locks: looks that later edits must not change."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from neural.conditioning.vocabulary import parse_scene
from scenes.shot import Shot
from sim.errors import DeclarationError, unknown
from studio.annotations import annotate, annotations, lineage
from studio.remeasure import declared_in
from studio.take import open_take


def locked(folder: Path) -> tuple[str, ...]:
    """The things and parts whose looks are locked in a take, and in those that build on it."""
    found: dict[str, None] = {}
    for one in reversed(lineage(folder)):
        own = annotations(one)
        found = {name: None for name in (*found, *own["locked"]) if name not in own["unlocked"]}
    return tuple(found)


def lock(folder: Path, names: Sequence[str]) -> None:
    """Lock the looks of these. Raises DeclarationError for what has none."""
    known = declared_in(open_take(folder))[0].style.objects
    for name in names:
        if name not in known and not any(path.startswith(f"{name}.") for path in known):
            raise unknown("thing with a look", name, known, str(folder))
    own = annotations(folder)
    annotate(folder, {**own, "locked": sorted({*own["locked"], *names}), "unlocked": sorted({*own["unlocked"]} - {*names})})


def unlock(folder: Path, names: Sequence[str]) -> None:
    """Let the looks of these be changed again. Raises DeclarationError for what is not locked."""
    for name in names:
        if name not in (now := locked(folder)):
            raise unknown("lock", name, now, str(folder))
    own = annotations(folder)
    annotate(folder, {**own, "locked": sorted({*own["locked"]} - {*names}), "unlocked": sorted({*own["unlocked"], *names})})


def check_locks(folder: Path, before: Shot, after: Shot) -> None:
    """Raises DeclarationError if a look that is locked differs between two shots."""
    for name in locked(folder):
        if _look(before, name) != _look(after, name):
            raise DeclarationError(f"{name} is locked, and this edit would change how it looks. Leave that out, or let it be changed: "
                                   f"steadycast unlock {folder} {name}.")


def _look(shot: Shot, name: str) -> list[Any]:
    """What somebody who locks it wants to stay: how it is declared to look, and the look that all is painted in."""
    style, own = shot.style, [path for path in shot.style.objects if path == name or path.startswith(f"{name}.")]
    return [parse_scene(style.prompt)[0], style.seed, style.resemblance,
            *((path, style.objects[path], shot.view.surfaces.get(path)) for path in sorted(own)),
            *(each for each in style.again if each.object in own)]
