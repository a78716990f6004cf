"""What of a style's words a model reads, told before it is loaded."""

from neural.conditioning.region_map import RegionMap
from neural.conditioning.vocabulary import parse, parse_scene
from neural.config import NeuralConfig
from neural.style import Style
from sim.errors import DeclarationError

MOST = 12
"""Notes that are told; of more, their number."""


def unread_words(style: Style, regions: RegionMap, config: NeuralConfig) -> tuple[str, ...]:
    """What the embedded model leaves out of what is said, a line a word; larger models read all.

    Raises DeclarationError for a look that the embedded model does not know, and for a reference picture without an adapter.
    """
    if not config.adapters:
        for name, own in zip(regions.names, regions.styles):
            if own.reference:
                raise DeclarationError(f"{name}: has reference picture {own.reference!r}, which this model cannot follow; name an "
                                       "IP-Adapter for real weights in neural.adapters, or remove the picture.")
    if config.model != "tiny":
        return ()
    *_, unread = parse_scene(style.prompt)
    notes = _notes("style", unread)
    for name, own in zip(regions.names, regions.styles):
        notes += _notes(name, parse(own.prompt).unread)
    more = len(notes) - MOST
    return tuple([*notes[:MOST], f"and {more} words more that it does not read."] if more > 0 else notes)


def _notes(name: str, unread: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    return [f"{name}: the embedded model does not read {word!r}" + (f" (nearest it knows: {', '.join(near)})." if near else ".")
            for word, near in unread]
