"""The painter's words for a whole shot and its sky, and words changed in what is said already."""

import re
from collections.abc import Callable

from neural.conditioning.vocabulary import TIMES, Phrase, parse
from neural.style import ObjectStyle
from sim.errors import DeclarationError

SKY = "sky"
"""The reserved object name that styles the background."""


def with_time(owner: str, look: str, time: str) -> str:
    """The words for a whole picture: a look, and a time of day unless it names one itself. Raises DeclarationError for no words."""
    if not isinstance(look, str) or not look.strip():
        raise DeclarationError(f"{owner}: look is {look!r}; it must be words, such as 'watercolour, dusk'.")
    return look if named_time(look) else ", ".join(filter(None, (look, time)))


def named_time(words: str) -> str:
    """The time of day that these words name, or ''."""
    said = words.lower().replace(",", " ").split()
    return next((time for time in TIMES if time in said), "")


def sky_style(words: str, colour: str) -> ObjectStyle:
    """How the sky is painted: in these words, and in the time's colour unless they name one."""
    said = parse(words)
    return ObjectStyle(label=SKY, prompt=" ".join(filter(None, ("" if said.colour else colour, words, "" if said.noun == SKY else SKY))))


def reworded(prompt: str, kind: Callable[[Phrase], str | None], word: str) -> str:
    """A thing's words with the colour, or the material, that they name put as another, or put in front if they name none.
    kind: what of a phrase is meant."""
    pieces = re.split(r"(\s+)", prompt)
    place = next((at for at, piece in enumerate(pieces) if kind(parse(piece))), None)
    if place is None:
        return f"{word} {prompt}".strip()
    return "".join([*pieces[:place], word, *pieces[place + 1:]])
