"""Notes on takes: 'cup too shiny', at a pixel of some frames. They point to the surface that is seen there, hold for every take that builds
on theirs, are answered by an edit, and closed. Each take keeps its own, in notes.json."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError, unknown
from studio.note_places import Spot, pixel_of, spot_at
from studio.remeasure import reopened
from studio.shelf import manifest_of
from studio.take import open_take
from studio.unfinished import whole

FILE = "notes.json"


@dataclass(frozen=True, kw_only=True)
class Note:
    """number: from 1, of a take and all that it builds on. take: on which it was made. frames: the first and the last that it is about. at:
    px, x and y from the upper left, in the first. spot: what is seen there."""

    number: int
    take: str
    text: str
    frames: tuple[int, int]
    at: tuple[int, int]
    spot: Spot
    made: str


@dataclass(frozen=True, kw_only=True)
class Notes:
    """Those of a take and of all that it builds on. answered: by number, the takes that answer it; closed: numbers."""

    notes: tuple[Note, ...] = ()
    answered: dict[int, tuple[str, ...]] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()

    def state(self, number: int) -> str:
        """'open', 'answered by tea-0002' or 'closed'."""
        if number in self.closed:
            return "closed"
        return f"answered by {', '.join(self.answered[number])}" if number in self.answered else "open"


def note(folder: Path, text: str, *, at: tuple[int, int], frames: tuple[int, int] | None = None) -> Note:
    """Make a note on a take, at a pixel of its frames from the first to the last (all, if none are given). Raises DeclarationError for a
    frame or pixel that there is not, and for no words."""
    take = open_take(folder)
    if not text.strip():
        raise DeclarationError("note: says nothing; give the words first, as in steadycast note takes/tea-0001 'cup too shiny' at=320,180.")
    first, last = frames or (0, take.report["frames"] - 1)
    if not 0 <= first <= last < take.report["frames"]:
        raise DeclarationError(f"note: frames are {first} to {last}; the take has 0 to {take.report['frames'] - 1}.")
    spot = spot_at(reopened(take)[2], first, *at)
    number = max((each.number for each in notes_of(folder).notes), default=0) + 1
    made = Note(number=number, take=folder.resolve().name, text=text.strip(), frames=(first, last), at=at, spot=spot,
                made=datetime.now(UTC).isoformat(timespec="seconds"))
    own = _read(folder)
    _write(folder, {**own, "notes": [*own["notes"], asdict(made)]})
    return made


def answer(folder: Path, numbers: Sequence[int]) -> None:
    """Say that a take answers these notes. Raises DeclarationError for one that there is not."""
    check_numbers(folder, numbers)
    if not numbers:
        return
    own = _read(folder)
    _write(folder, {**own, "answers": sorted({*own["answers"], *numbers})})


def close(folder: Path, numbers: Sequence[int]) -> None:
    """Close notes: from this take on they are done. Raises DeclarationError for one that there is not."""
    check_numbers(folder, numbers)
    own = _read(folder)
    _write(folder, {**own, "closed": sorted({*own["closed"], *numbers})})


def notes_of(folder: Path) -> Notes:
    """All notes that hold for a take."""
    notes, answered, closed = list[Note](), dict[int, tuple[str, ...]](), set[int]()
    for one in reversed(_line(folder)):
        own = _read(one)
        notes += [_note(each) for each in own["notes"]]
        closed |= set(own["closed"])
        for number in own["answers"]:
            answered[number] = (*answered.get(number, ()), one.name)
    return Notes(notes=tuple(notes), answered=answered, closed=frozenset(closed))


def told(folder: Path) -> str:
    """All notes that hold for a take, a line each: what it is about, where that is in this take's picture, and what became of it."""
    found, take = notes_of(folder), open_take(folder)
    if not found.notes:
        return f"No notes on {folder.resolve().name}. steadycast note TAKE 'words' at=X,Y makes one."
    passes = reopened(take)[2]
    return "\n".join(f"{each.number}  {found.state(each.number)}: {each.text!r}, frames {each.frames[0]} to {each.frames[1]} of "
                     f"{each.take}, {each.spot.part}, {_where(passes, each)}" for each in found.notes)


def _where(passes: Any, each: Note) -> str:
    number = min(each.frames[0], passes.frames - 1)
    pixel, seen = pixel_of(passes, number, each.spot)
    if pixel is None:
        return f"out of the picture in frame {number} now"
    return f"{'at' if seen else 'hidden at'} {pixel[0]},{pixel[1]} in frame {number} now"


def _line(folder: Path) -> list[Path]:
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


def check_numbers(folder: Path, numbers: Sequence[int]) -> None:
    """Raises DeclarationError for a note that does not hold for a take."""
    known = [each.number for each in notes_of(folder).notes]
    for number in numbers:
        if number not in known:
            raise unknown("note", number, map(str, known), str(folder))


def _read(folder: Path) -> dict[str, Any]:
    empty: dict[str, Any] = {"notes": [], "answers": [], "closed": []}
    try:
        return {**empty, **json.loads((folder / FILE).read_text())}
    except FileNotFoundError:
        return empty
    except (OSError, ValueError, TypeError):
        raise DeclarationError(f"take {str(folder)!r}: {FILE} cannot be read; mend or remove it.") from None


def _note(data: dict[str, Any]) -> Note:
    pairs = {name: tuple(data[name]) for name in ("frames", "at")}
    return Note(**{**data, **pairs, "spot": Spot(part=data["spot"]["part"], place=tuple(data["spot"]["place"]))})


def _write(folder: Path, content: dict[str, Any]) -> None:
    with whole(folder / FILE) as file:
        file.write((json.dumps(content, indent=1) + "\n").encode())
