"""The painted shot at the price of a few frames: anchors are painted, and every frame, theirs too, is assembled from them."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from neural.assemble import Assembler
from neural.atlas import Atlas
from neural.coverage import Cover, cover
from neural.frames import Frames
from neural.known import known
from neural.ownership import owned
from neural.sources import Source, learn, source_of
from neural.views import Places, Views, centres_of
from render.frame import Frame
from render.surface import Surface, clearance, luminance


class CastFrames(Frames):
    """As Frames. The anchors are painted when the first picture is asked for."""

    @cached_property
    def cover(self) -> Cover:
        """Which frames are anchors, and what they cover."""
        return cover(self._passes)

    @property
    def anchors(self) -> tuple[int, ...]:
        """In the order in which they are painted."""
        return self.cover.anchors

    @cached_property
    def _assembler(self) -> Assembler:
        frames = [self._passes[number] for number in self.anchors]
        centres = [centres_of(frame) for frame in frames]
        sources, learnt = learn(self._painted_anchors(frames, centres), len(self._passes.parts) + 1)
        views = Views(sources, self._passes.geometry.faces)
        return Assembler(Atlas(views, sources, owned(centres, sources, views)), learnt)

    def _painted_anchors(self, frames: Sequence[Frame], centres: Sequence[Places]) -> list[Source]:
        """The anchors, painted one after the other, each knowing those before it."""
        sources: list[Source] = []
        for frame, places in zip(frames, centres):
            before = None
            if sources and self._config.steps > 1:  # after a single step there is nothing left to denoise what is held
                before = known(places, luminance(frame.light), clearance(frame.edges), sources, self._passes.geometry.faces)
            sources.append(source_of(frame, self.paint([frame], before)[0]))
        return sources

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
