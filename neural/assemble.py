"""A frame put together from anchors: the colour that sticks to each surface, in this frame's light and with its own outlines."""

import numpy as np
import torch
from numpy.typing import NDArray

from neural.atlas import Atlas
from neural.learning import LEVELS, STEP, Learnt
from neural.sources import CELL
from neural.views import Places, places_of
from render.surface import BRIGHTEST, Surface

BLOCK = 4
"""px; whom a place is taken from is judged for each part in blocks of so many by so many."""

NEXT_TO = 1.5
"""px from an edge, within which the places of one part in a pixel have one colour, each in its own light."""
ALL, LEAST = 0.98, 1e-4
"""Of ownership: so much is all of a place; and so much has whoever shows a place that nobody owns."""


class Assembler:
    """Puts frames of one shot together."""

    def __init__(self, atlas: Atlas, learnt: Learnt) -> None:
        self._atlas = atlas
        self._curve, self._profile = torch.from_numpy(learnt.curve), torch.from_numpy(learnt.profile)

    def frame(self, surface: Surface, height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(H, W, 3) sRGB in 0..1, and (H, W) the share of each pixel that some anchor shows."""
        places, pixel, clear = places_of(surface), torch.from_numpy(surface.pixel.astype(np.int64)), torch.from_numpy(surface.clear)
        part = places.part
        some, which = self._told_apart(pixel, part, clear)
        taken, found = (values[which] for values in self._taken(places[some], pixel[some], width))
        lost = torch.nonzero(~found)[:, 0]  # whoever stands for them may just be hidden where they are not
        if len(lost):
            taken[lost], found[lost] = self._taken(places[lost], pixel[lost], width)
        lit = _between(self._curve, part, torch.from_numpy(surface.light) * ((LEVELS - 1) / BRIGHTEST))
        carried = taken[:, :3] + lit - _between(self._curve, part, taken[:, 3] * ((LEVELS - 1) / BRIGHTEST))
        colour = torch.where(found[:, None], carried, lit)
        edged = torch.nonzero(clear < CELL)[:, 0]
        colour[edged] += _between(self._profile, part[edged], clear[edged] / STEP)
        whole = torch.cat([colour.clamp(0, 1), found.float()[:, None], torch.ones(len(pixel), 1)], dim=1)
        total = torch.zeros(height * width, 5).index_add_(0, pixel, whole)
        means = (total[:, :4] / total[:, 4:]).reshape(height, width, 4).numpy()
        return means[..., :3], means[..., 3]

    def _told_apart(self, pixel: torch.Tensor, part: torch.Tensor, clear: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Places (M,) that stand for all, and which of them stands for each (N,): next to an edge one for each part in a pixel."""
        edge = clear < NEXT_TO
        which, every = torch.empty(len(pixel), dtype=torch.long), torch.arange(len(pixel))
        alone = every[~edge]
        keys, inverse = (pixel[edge] * len(self._curve) + part[edge]).unique(return_inverse=True)
        first = torch.empty(len(keys), dtype=torch.long)
        first[inverse.flip(0)] = every[edge].flip(0)
        which[~edge], which[edge] = torch.arange(len(alone)), len(alone) + inverse
        return torch.cat([alone, first]), which

    def _taken(self, places: Places, pixel: torch.Tensor, width: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Colour and the light it was painted in (N, 4), and whether any anchor has them (N,)."""
        total, owned = torch.zeros(len(places), 4), torch.zeros(len(places))
        everywhere = torch.arange(len(places))
        self._take(total, owned, places, everywhere, self._owners(places, pixel, width))
        lost = torch.nonzero(owned == 0)[:, 0]
        self._take(total, owned, places, lost, self._atlas.owners(places[lost]))
        return total / owned.clamp(min=1e-9)[:, None], owned > 0

    def _take(self, total: torch.Tensor, owned: torch.Tensor, places: Places, some: torch.Tensor, owners: torch.Tensor) -> None:
        """Add to the totals of some places (M,) what their owners (R, M) show, each by what it owns of them."""
        for rank in owners:
            asked = torch.nonzero((rank >= 0) & (owned[some] < ALL))[:, 0]
            wanted = some[asked]
            values, share = self._atlas.look(places[wanted], rank[asked])
            share = share * (values[:, 4] + LEAST)
            total.index_add_(0, wanted, values[:, :4] * share[:, None])
            owned.index_add_(0, wanted, share)

    def _owners(self, places: Places, pixel: torch.Tensor, width: int) -> torch.Tensor:
        """(OWNERS, N) the anchors that each place is taken from, judged at one place for each part in a block."""
        block = pixel // width // BLOCK * -(-width // BLOCK) + pixel % width // BLOCK
        key = block * len(self._curve) + places.part
        one = torch.full((int(key.max()) + 1,), -1)
        one[key] = torch.arange(len(key))
        used = one[one >= 0]
        one[one >= 0] = torch.arange(len(used))
        return self._atlas.owners(places[used])[:, one[key]]


def _between(table: torch.Tensor, part: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    """(N, 3) rows `part` of a table (P, M, 3), between columns as `at` (N,) says."""
    low = at.long().clamp(0, table.shape[1] - 2)
    first, share = table[part, low], (at - low)[:, None].clamp(0, 1)
    return first + (table[part, low + 1] - first) * share  # not torch.lerp: its last digit depends on the place in the list
