"""Passes + Style -> Frames: the painted picture, made as it is asked for."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from neural.bank.cache import Work
from neural.bank.look_bank import Entry
from neural.conditioning.region_map import region_map
from neural.conditioning.words import unread_words
from neural.config import NeuralConfig
from neural.reprojection.cast import CastFrames
from neural.reprojection.spliced import SplicedFrames
from neural.style import Style
from render.passes import Passes
from sim.errors import DeclarationError

if TYPE_CHECKING:
    from neural.painting.frames import Frames
    from neural.painting.painter import Painter
    from neural.reprojection.assembling import Base


def stylise(passes: Passes, style: Style, config: NeuralConfig = NeuralConfig(), parent: Sequence[Entry] = (), work: Work = Work(),
            base: "Base | None" = None) -> "Frames":
    """The shot painted in this style, lazily. parent: what `cast` builds on, painted before; base: the pictures made of it, which are
    taken where they are the same. work: where it keeps what it paints until the take is whole.

    Raises DeclarationError if the style names unknown objects, looks or classes, leaves a part without words, or asks for a
    reference picture that the model cannot follow; ResourceError, when something is to be painted, if the model is not there.
    """
    if config.consistency == "cast":
        def frames(style: Style, parent: Sequence[Entry], base: "Base | None") -> CastFrames:
            return CastFrames(passes, style, config, lambda to_paint: painter(to_paint, style, config), parent, work, base)

        return SplicedFrames(passes, style, frames, parent, base) if style.again else frames(style, parent, base)
    if style.again:
        raise DeclarationError(f"{style.again[0].object} is painted again for some frames, which only a cast can be; "
                               f"set neural.consistency=cast, not {config.consistency}.")
    unread_words(style, region_map(passes, style), config)
    from neural.models.loading import load_model
    from neural.painting.frames import PaintedFrames
    return PaintedFrames(passes, style, config, load_model(config))


def painter(passes: Passes, style: Style, config: NeuralConfig = NeuralConfig()) -> "Painter":
    """Who paints frames of these passes. Heavy: it loads the model. Raises as `stylise`."""
    with _uncollected():  # here, because torch and diffusers take seconds, and need not be there to assemble
        from neural.models.loading import load_model
        from neural.painting.painter import Painter
    return Painter(passes, style, region_map(passes, style), config, load_model(config))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's garbage collector: a fifth of the time that large libraries take to import is spent in it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
