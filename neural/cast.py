"""The painted shot at the price of a few frames: anchors are painted, and every frame, theirs too, is assembled from them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neural.assemble import Assembler
from neural.atlas import Atlas
from neural.bank import Bank, given, serving
from neural.coverage import Cover, Survey, cover, seen_cells, survey
from neural.frames import Frames
from neural.known import known
from neural.learning import learn
from neural.look_keys import look_keys
from neural.ownership import owned
from neural.sources import Source, source_of
from neural.views import Views, centres_of
from render.surface import Surface, clearance, luminance


class CastFrames(Frames):
    """As Frames. What the bank has not is painted when the first picture is asked for, and kept there."""

    def __init__(self, bank: Bank, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._bank = bank

    @cached_property
    def _survey(self) -> Survey:
        return survey(self._passes)

    @cached_property
    def _keys(self) -> list[str]:
        return look_keys(self._passes, self._style, self._casting, self._config)

    @cached_property
    def cover(self) -> Cover:
        """Which frames are anchors, and what they cover beyond what the bank has."""
        return cover(self._survey, given(self._survey, self._bank.entries(self._keys), self._keys))

    @property
    def anchors(self) -> tuple[int, ...]:
        """Those that are painted, in that order."""
        return self.cover.anchors

    @cached_property
    def _assembler(self) -> Assembler:
        self._paint_anchors()
        entries = self._bank.entries(self._keys)
        parts = serving(self._survey, entries, self._keys)
        sources = [e.serve(self._keys, own, self._passes.geometry) for e, own in zip(entries, parts) if own]
        sources, learnt = learn(sources, len(self._keys))
        views = Views(sources, self._passes.geometry.faces)
        return Assembler(Atlas(views, sources, owned(sources, views)), learnt)

    @cached_property
    def _wanted(self) -> frozenset[int]:
        """The parts that anchors are painted for; those too small for the survey, too, if the bank has them not."""
        had = {key for entry in self._bank.entries(self._keys) for key in entry.keys.values()}
        return self.cover.opened | {part for part, key in enumerate(self._keys) if part not in self._survey.part and key not in had}

    def _paint_anchors(self) -> None:
        """Paint the anchors one after the other, each knowing those before it, into the bank."""
        sources: list[Source] = []
        keys = {part: key for part, key in enumerate(self._keys) if part in self._wanted}
        for frame in map(self._passes.__getitem__, self.anchors):
            before = None
            if sources and self._config.steps > 1:  # after a single step there is nothing left to denoise what is held
                before = known(centres_of(frame), luminance(frame.light), clearance(frame.edges), sources, self._passes.geometry.faces)
            sources.append(source_of(frame, self.paint([frame], before)[0]))
            self._bank.add(sources[-1], keys, seen_cells(self._passes, frame.number), self._passes.geometry)

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """One picture (H, W, 3) sRGB alone."""
        return self.assembled(self._passes[number].surface)

    def painted(self) -> Iterator[NDArray[np.uint8]]:
        """The pictures (H, W, 3) sRGB, in order, their surfaces found ahead by other processes."""
        for number, frame in enumerate(self._passes.ahead(("surface",))):
            yield self.assembled(frame.surface)
            if self._progress:
                self._progress(number + 1, len(self))

    def assembled(self, surface: Surface) -> NDArray[np.uint8]:
        """The picture (H, W, 3) sRGB of a frame whose surface is this."""
        picture, _ = self._assembler.frame(surface, self._passes.height, self._passes.width)
        return np.rint(picture * 255).astype(np.uint8)
