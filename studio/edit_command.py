"""What `steadycast edit` does with the words after it."""

from collections.abc import Sequence
from pathlib import Path

from sim.errors import DeclarationError
from studio.editing import edit
from studio.take import Take
from studio.words import numbers, split


def edit_take(words: Sequence[str]) -> tuple[Take, str]:
    """The edited take, and how much of the picture is new. Raises as studio.editing.edit."""
    names, changes = split(words)
    answers = numbers("answers", changes.pop("answers")) if "answers" in changes else ()
    if len(names) != 1 or not changes:
        raise DeclarationError("steadycast edit: takes the folder of one take, and what to change in it, as in "
                               "steadycast edit takes/tea-0001 cup.look.colour=green.")
    return edit(Path(names[0]), changes, answers)
