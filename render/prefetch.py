"""Frames whose layers are rendered ahead by other processes: what comes out is the same, only sooner."""

from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.frame import Frame
from render.passes import Passes
from render.strokes import marks_name
from render.workers import ahead, worth

Marks = tuple[int, NDArray[np.int64]]
"""The seeds of Frame.marks."""


@singledispatch
def prefetch(passes: Sequence[Frame], layers: Sequence[str], numbers: Sequence[int] | None = None,
             workers: int | None = None, marks: Marks | None = None) -> Iterator[Frame]:
    """These frames, or all, in order, with these layers (names of Frame's arrays), and the marks of these seeds, made
    ahead. Those of Passes are made by other processes, as many as they are worth unless told how many; it raises
    ResourceError if one ends before its work. Any other are taken as they are."""
    return (passes[number] for number in (range(len(passes)) if numbers is None else numbers))


@prefetch.register
def _(passes: Passes, layers: Sequence[str], numbers: Sequence[int] | None = None, workers: int | None = None,
      marks: Marks | None = None) -> Iterator[Frame]:
    chosen = range(len(passes)) if numbers is None else numbers
    count = worth(passes.width * passes.height * len(chosen)) if workers is None else workers
    for number, made in zip(chosen, ahead("render.prefetch:rendered", (passes, tuple(layers), marks), chosen, count)):
        yield passes[number].holding(made)


def rendered(given: tuple[Passes, Sequence[str], Marks | None], numbers: Sequence[int], _: Mapping) -> Iterator[Mapping[str, Any]]:
    """What a worker does."""
    passes, layers, marks = given
    for number in numbers:
        frame = passes[number]
        made = {name: getattr(frame, name) for name in layers}
        yield made | ({} if marks is None else {marks_name(*marks): frame.marks(*marks)})
