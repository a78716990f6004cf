"""The painted shot at the price of a few frames: anchors are painted, and every frame, theirs too, is assembled from them."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from neural.assemble import Assembler
from neural.atlas import Atlas
from neural.coverage import Cover, cover
from neural.frames import Frames
from neural.ownership import owned
from neural.sources import sources_of
from neural.views import Views, centres_of
from render.surface import Surface


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
        frames, size = [self._passes[number] for number in self.anchors], self._config.batch
        pictures = [picture for i in range(0, len(frames), size) for picture in self.paint(frames[i:i + size])]
        slot_of_part = self._casting.slot_of_part
        sources, learnt = sources_of(frames, pictures, slot_of_part)
        views = Views(sources, self._passes.geometry.faces)
        atlas = Atlas(views, sources, owned([centres_of(frame) for frame in frames], sources, views))
        return Assembler(atlas, learnt, slot_of_part)

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
