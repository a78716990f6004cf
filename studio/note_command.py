"""What `steadycast note` and `steadycast notes` do with the words after them."""

from collections.abc import Sequence
from pathlib import Path

from sim.errors import DeclarationError
from studio.notes import close, note, told
from studio.words import numbers, split


def make_note(words: Sequence[str]) -> str:
    """Make a note, and say what it is on. Raises as studio.notes.note."""
    names, given = split(words)
    if len(names) != 2 or "at" not in given or set(given) - {"at", "frames"}:
        raise DeclarationError("steadycast note: takes a take, the words and where, "
                               "as in steadycast note takes/tea-0001 'too shiny' at=320,180 frames=40,80.")
    x, y = numbers("at", given["at"], 2)
    first_last = numbers("frames", given["frames"], 2) if "frames" in given else None
    made = note(Path(names[0]), names[1], at=(x, y), frames=(first_last[0], first_last[1]) if first_last else None)
    return f"note {made.number} on {made.spot.part}: {made.text}"


def show_notes(words: Sequence[str]) -> str:
    """The notes that hold for a take, after closing some if that is asked for. Raises as studio.notes."""
    names, given = split(words)
    if len(names) != 1 or set(given) - {"close"}:
        raise DeclarationError("steadycast notes: takes a take, and close=NUMBER to close a note.")
    if "close" in given:
        close(Path(names[0]), numbers("close", given["close"]))
    return told(Path(names[0]))
