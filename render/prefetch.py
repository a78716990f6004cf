"""Frames whose layers are rendered ahead by other processes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from render.frame import Frame
from render.passes import Passes, render
from render.workers import ahead


def prefetch(passes: Passes, layers: Sequence[str], numbers: Sequence[int] | None = None, workers: int | None = None) -> Iterator[Frame]:
    """These frames, or all, in order, with these layers (names of Frame's arrays) made by other processes, one a core."""
    chosen = range(len(passes)) if numbers is None else numbers
    given = passes.scene, passes.trajectory, passes.view, passes.own_config, tuple(layers)
    for number, made in zip(chosen, ahead("render.prefetch:rendered", given, chosen, workers)):
        yield passes[number].with_layers(made)


def rendered(given: tuple, numbers: Sequence[int]) -> Iterator[Mapping[str, Any]]:
    """What a worker does."""
    *ingredients, layers = given
    passes = render(*ingredients)
    for number in numbers:
        frame = passes[number]
        yield {name: getattr(frame, name) for name in layers}
