"""What frames are assembled from: painted entries and which part each serves; and assemblers of it, or of as much as is needed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neural.bank.look_bank import Entry
from neural.looks.coloured_light import LightAnswer
from neural.reprojection.assemble import Assembler, assembler_of
from render.geometry import Geometry
from render.surfels import Surfels

Looked = tuple[NDArray[np.int32], Surfels]
"""The pixels (N,) of a frame, row x width + column, that are wanted, and all surfels that they are assembled from."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Served:
    """All entries that a cast is assembled from, in the order of their painting, and the parts that each serves. keys: of the shot's
    parts, by part id. answer: the painter's to coloured light."""

    entries: tuple[Entry, ...]
    parts: tuple[frozenset[int], ...]
    keys: tuple[str, ...]
    answer: LightAnswer

    def of(self, part: int) -> tuple[str, ...]:
        """The digests of the entries that a part is served by."""
        return tuple(entry.digest for entry, own in zip(self.entries, self.parts) if part in own)

    def assembler(self, geometry: Geometry, wanted: frozenset[int] | None = None) -> Assembler:
        """What puts frames together; of the wanted parts only, if any are told. Those come out the same to the last bit, since each part
        teaches, and is looked up, for itself."""
        chosen = [own if wanted is None else own & wanted for own in self.parts]
        if wanted is not None and not any(chosen):  # nobody has painted any of them
            return self.assembler(geometry)
        sources = [entry.serve(self.keys, own, geometry) for entry, own in zip(self.entries, chosen) if own]
        return assembler_of(sources, len(self.keys), geometry.faces, self.answer)


class PartAssembler:
    """An assembler of the parts that have been seen so far: few, where only some pixels of each frame are wanted."""

    def __init__(self, served: Served, geometry: Geometry, early: Mapping[object, Looked]) -> None:
        """early: what was looked at before; all that it shows is seen at once."""
        self._served, self._geometry, self._early = served, geometry, [_seen(*looked) for looked in early.values()]
        self._parts: frozenset[int] | None = frozenset()
        self._assembler: Assembler | None = None

    def of(self, pixels: NDArray[np.int32], surfels: Surfels) -> Assembler:
        """One that has all parts that these pixels show."""
        seen = _seen(pixels, surfels)
        if self._assembler is None:
            self._parts = seen.union(*self._early)
            self._assembler = self._served.assembler(self._geometry, self._parts)
        elif self._parts is not None and not seen <= self._parts:
            self._parts = None  # and so it is made twice at most
            self._assembler = self._served.assembler(self._geometry)
        return self._assembler


def _seen(pixels: NDArray[np.int32], surfels: Surfels) -> frozenset[int]:
    """The parts that these pixels show; of no pixels, all that there are."""
    own = surfels.part[np.isin(surfels.pixel, pixels)] if len(pixels) else surfels.part
    return frozenset(np.unique(own).tolist())
