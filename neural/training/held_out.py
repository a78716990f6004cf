"""Sets that no training picture came from, painted by the model beside what the shading programs make of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neural.config import NeuralConfig
from neural.style import ObjectStyle, Style
from neural.stylise import stylise
from neural.training.looks import PROGRAMS, TIMES, layers, paint
from neural.training.make_data import drawn_set
from neural.training.maker import Words
from neural.training.sets import RandomSet
from neural.vocabulary import COLOURS
from render.frame import Frame
from render.passes import Passes

SEED = 2 ** 31
"""Training pictures are drawn from seeds below this."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Pair:
    """Two (H, W, 3) uint8 sRGB pictures of one set in one look: the shading program's, and the model's."""

    look: str
    time: str
    program: NDArray[np.uint8]
    painted: NDArray[np.uint8]

    @property
    def distance(self) -> float:
        """Mean square difference, colours in -1..1."""
        return float((((self.program.astype(float) - self.painted) / 127.5) ** 2).mean())


def held_out(count: int, config: NeuralConfig = NeuralConfig(consistency="fixed")) -> list[Pair]:
    """`count` held-out sets, through the looks in turn, by the same road as a shot whose every frame is painted."""
    pairs = []
    for number in range(count):
        drawn, passes = drawn_set(np.random.default_rng([SEED, number]))
        look, time = list(PROGRAMS)[number % len(PROGRAMS)], list(TIMES)[number // len(PROGRAMS) % len(TIMES)]
        painted = stylise(passes, style_of(drawn, passes, f"{look}, {time}"), config)[0]
        pairs.append(Pair(look=look, time=time, painted=painted, program=_program(drawn, passes[0], look, time)))
    return pairs


def style_of(drawn: RandomSet, passes: Passes, prompt: str) -> Style:
    """What a user would have written to get such a set."""
    objects = {part.path: _said(drawn.words[part.path]) for part in passes.parts}
    return Style(prompt=prompt, objects={**objects, "sky": _said(drawn.sky)})


def _said(words: Words) -> ObjectStyle:
    return ObjectStyle(label=words.label, prompt=" ".join(filter(None, (words.colour, words.material, words.noun))))


def _program(drawn: RandomSet, frame: Frame, look: str, time: str) -> NDArray[np.uint8]:
    return paint(layers(frame), look, time, COLOURS.get(drawn.sky.colour))


def sheet(pairs: list[Pair], columns: int = 5) -> Image.Image:
    """Two rows for each row of sets: the shading programs' pictures, and below them the model's."""
    rows = []
    for start in range(0, len(pairs), columns):
        some = pairs[start:start + columns]
        rows += [np.hstack([pair.program for pair in some]), np.hstack([pair.painted for pair in some])]
    return Image.fromarray(np.vstack(rows))
