"""Sets that no training picture came from, painted by the model beside what the shading programs make of them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neural.conditioning.vocabulary import COLOURS
from neural.config import NeuralConfig
from neural.looks.programs import PROGRAMS, TIMES, painted
from neural.style import ObjectStyle, Style
from neural.stylise import stylise
from neural.training.make_data import drawn_set
from neural.training.maker import RegionWords
from neural.training.sets import SURROUNDINGS
from neural.training.views import Dressed
from render.passes import Passes

SEED = 2 ** 31
"""Training pictures are drawn from seeds below this."""
KINDS = ("around", "thing", "person")
SEEN = 0.03
"""Share of a picture that people must fill where people are wanted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Pair:
    """Two (H, W, 3) uint8 sRGB pictures of one set in one look: the shading program's, and the model's. kinds: (H, W) uint8, what is
    seen in each pixel, as its place in KINDS; floor, walls and sky are around."""

    look: str
    time: str
    program: NDArray[np.uint8]
    painted: NDArray[np.uint8]
    kinds: NDArray[np.uint8]

    @property
    def squares(self) -> NDArray[np.float64]:
        """(H, W) square difference, colours in -1..1, the channels' mean."""
        return (((self.program.astype(float) - self.painted) / 127.5) ** 2).mean(axis=2)


def held_out(count: int, config: NeuralConfig = NeuralConfig(consistency="fixed"), people: bool = False) -> list[Pair]:
    """`count` held-out sets, through the looks and times in turn, by the same road as a shot whose every frame is painted. people:
    only sets in which people fill SEEN of the picture or more, from a seed of their own."""
    pairs: list[Pair] = []
    for drawn, passes in held_out_sets(SEED + people):
        if people and (_kinds(drawn, passes) == KINDS.index("person")).mean() < SEEN:
            continue
        pairs.append(pair_of(drawn, passes, len(pairs), config))
        if len(pairs) == count:
            break
    return pairs


def pair_of(drawn: Dressed, passes: Passes, number: int, config: NeuralConfig) -> Pair:
    """A set in the look and at the time of this number, through all in turn."""
    look, time = list(PROGRAMS)[number % len(PROGRAMS)], list(TIMES)[number % len(TIMES)]
    style = style_of(drawn, passes, ", ".join(filter(None, (look, time))))
    return Pair(look=look, time=time, kinds=_kinds(drawn, passes), painted=stylise(passes, style, config)[0],
                program=painted(passes[0], look, time, COLOURS.get(drawn.sky.colour)))


def distances(pairs: list[Pair]) -> dict[str, float]:
    """The mean square difference of whole pictures ('whole'), and of all pixels of each of KINDS that is seen."""
    squares, kinds = np.array([pair.squares for pair in pairs]), np.array([pair.kinds for pair in pairs])
    of_kind = {name: float(squares[kinds == kind].mean()) for kind, name in enumerate(KINDS) if (kinds == kind).any()}
    return {"whole": float(squares.mean()), **of_kind}


def held_out_sets(seed: int = SEED) -> Iterator[tuple[Dressed, Passes]]:
    """Random sets of a seed that no training picture was drawn from, and their passes of one frame; without end."""
    return (drawn_set(np.random.default_rng([seed, number])) for number in itertools.count())


def _kinds(drawn: Dressed, passes: Passes) -> NDArray[np.uint8]:
    people = [person.name for person in drawn.set.scene.people]
    of_part = [0, *(0 if part.object in SURROUNDINGS else 2 if part.object in people else 1 for part in passes.parts)]
    return np.array(of_part, np.uint8)[passes[0].part]


def style_of(drawn: Dressed, passes: Passes, prompt: str) -> Style:
    """What a user would have written to get such a set."""
    objects = {part.path: _said(drawn.words[part.path]) for part in passes.parts}
    return Style(prompt=prompt, objects={**objects, "sky": _said(drawn.sky)})


def _said(words: RegionWords) -> ObjectStyle:
    return ObjectStyle(label=words.label, prompt=" ".join(filter(None, (words.colour, words.material, words.noun))))


def comparison_sheet(pairs: list[Pair], columns: int = 5) -> Image.Image:
    """Two rows for each row of sets: the shading programs' pictures, and below them the model's."""
    rows = []
    for start in range(0, len(pairs), columns):
        some = pairs[start:start + columns]
        rows += [np.hstack([pair.program for pair in some]), np.hstack([pair.painted for pair in some])]
    return Image.fromarray(np.vstack(rows))
