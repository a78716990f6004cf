"""The painted surface of all anchors, and which of them each place is taken from: one hop, filtered, never across a silhouette."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_cdt, maximum_filter, minimum_filter
from torch.nn.functional import avg_pool2d, grid_sample

from neural.sources import Source, blurred
from neural.views import NEAR, Places, Sight, Views

COARSER = 3
"""Octaves by which a frame may show a surface more coarsely than its anchor and still find it filtered to its own pixels."""
ENOUGH = 0.25
"""Octaves of that which need no filter."""
WIDE, SLIGHT = 2.0, 0.01
"""An anchor owns surface near by if its ownership, blurred by so many px, is more than this."""
OWNERS = 3
"""Anchors that a place is taken from at most, where the areas of several meet."""
NEAR_BY, SHOWN = 1e-3, 1e-6
"""What an anchor may claim of a place next to what it owns, and of one that it just shows."""
TAPS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))


class Atlas:
    """owned: for each anchor (H, W) 0..1, how much each of its pixels is what its surface is painted from."""

    def __init__(self, views: Views, sources: Sequence[Source], owned: Sequence[NDArray[np.float32]]) -> None:
        self._views = views
        layers = [np.concatenate([s.inner, s.light[..., None], own[..., None]], axis=-1) for s, own in zip(sources, owned)]
        self._flat = views.sheet(layers).flatten(0, 1)
        self._levels = [_levels(s, layer) for s, layer in zip(sources, layers)]
        around = [_around(source) for source in sources]
        self._fineness, self._around, self._coarsest = (
            views.sheet(some).ravel() for some in ([s.fineness for s in sources], around, [*map(_coarsest, around)]))
        near = [blurred(own[..., None], s.part, WIDE)[..., 0] > SLIGHT for s, own in zip(sources, owned)]
        self._claim = views.sheet([own + np.float32(NEAR_BY) * some for own, some in zip(owned, near)]).ravel()

    def owners(self, places: Places) -> torch.Tensor:
        """(up to OWNERS, N) the anchors that own most near each place, most first, -1 for none. Of those that own nothing the first that
        shows a place is named, if no other owns it."""
        count, every = len(self._views), torch.arange(len(places))
        sight = self._views.see(places[every.repeat(count)], torch.arange(count).repeat_interleave(len(places)))
        claims = self._claims(sight, places.part.repeat(count)).reshape(count, len(places))
        most, numbers = claims.sort(dim=0, descending=True, stable=True)  # of equals the first, however many there are
        owning = most >= NEAR_BY
        owning[0] |= most[0] > 0
        return torch.where(owning, numbers, -1)[:OWNERS]

    def _claims(self, sight: Sight, part: torch.Tensor) -> torch.Tensor:
        claim = torch.where(sight.shown, self._claim[sight.index] + SHOWN, 0.0)
        for dx, dy in TAPS:  # a place at a silhouette may fall into a pixel whose centre shows something else
            missed = torch.nonzero(sight.inside & (claim == 0))[:, 0]
            index = self._views.index(sight.anchor[missed], sight.y[missed] + (dy - 0.5), sight.x[missed] + (dx - 0.5))
            claim[missed] = SHOWN * self._views.same(index, part[missed], sight.depth[missed])
        return claim

    def look(self, places: Places, anchor: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(N, 5) colour, light and ownership at the places in their anchors (N,), and how much of what they are made from shows the
        place (N,): bicubic where its surface goes on around, bilinear next to where it ends, and there from those pixels that show it."""
        sight = self._views.see(places, anchor)
        values, around = self._sampled(0, sight, "bicubic"), torch.where(sight.shown, self._around[sight.index], 0)
        near = torch.nonzero(around == 1)[:, 0]
        values[near] = self._sampled(0, sight, "bilinear", near)
        self._filter(values, sight, places)
        ragged, weight = torch.nonzero(sight.inside & (around == 0))[:, 0], (around > 0).float()
        some = (layer[ragged] for layer in (sight.anchor, sight.x, sight.y, sight.depth, places.part))
        values[ragged], weight[ragged] = self._ragged(*some)
        return values, weight

    def _sampled(self, level: int, sight: Sight, mode: str, chosen: torch.Tensor | None = None) -> torch.Tensor:
        """One anchor at a time: laid on one sheet, what a place gets would depend, in its last digit, on how many anchors there are."""
        anchor, x, y = (layer if chosen is None else layer[chosen] for layer in (sight.anchor, sight.x, sight.y))
        out = torch.empty(len(anchor), self._flat.shape[1])
        for number in anchor.unique().tolist():
            own, picture = torch.nonzero(anchor == number)[:, 0], self._levels[number][level]
            grid = torch.stack([x[own] * (2 / (picture.shape[3] << level)) - 1, y[own] * (2 / (picture.shape[2] << level)) - 1], dim=1)
            out[own] = grid_sample(picture, grid[None, None], mode=mode, padding_mode="border", align_corners=False)[0, :, 0].T
        return out

    def _filter(self, values: torch.Tensor, sight: Sight, places: Places) -> None:
        coarser = (self._fineness[sight.index] - places.fineness).minimum(self._coarsest[sight.index])
        for level in range(COARSER):
            here = torch.nonzero((coarser > max(level, ENOUGH)) & (coarser <= level + 1))[:, 0]
            if len(here):
                fine = values[here] if level == 0 else self._sampled(level, sight, "bilinear", here)
                share = ((coarser[here] - ENOUGH) / (1 - ENOUGH) if level == 0 else coarser[here] - level)[:, None]
                # Not torch.lerp: its last digit depends on the place in the list, and so on what else is in the picture.
                values[here] = fine + (self._sampled(level + 1, sight, "bilinear", here) - fine) * share

    def _ragged(self, anchor: torch.Tensor, x: torch.Tensor, y: torch.Tensor, depth: torch.Tensor,
                part: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        column, row = (x - 0.5).floor(), (y - 0.5).floor()
        right, down = x - 0.5 - column, y - 0.5 - row
        total, weight = torch.zeros(len(x), self._flat.shape[1]), torch.zeros(len(x))
        for dx, dy in TAPS:
            index = self._views.index(anchor, row + dy, column + dx)
            w = (right if dx else 1 - right) * (down if dy else 1 - down) * self._views.same(index, part, depth)
            total += self._flat[index] * w[:, None]
            weight += w
        return total / weight.clamp(min=1e-6)[:, None], torch.where(weight > 1e-3, weight, 0.0)


def _levels(source: Source, layers: NDArray[np.float32]) -> list[torch.Tensor]:
    """COARSER + 1 times (1, C, H / 2^level, W / 2^level): the layers (H, W, C), then filtered within each part to pixels twice as wide,
    four times, ... Sizes are those of the picture made up to a multiple."""
    out = []
    for level in range(COARSER + 1):
        filtered = blurred(layers, source.part, 0.4 * 2**level) if level else layers
        edged = np.pad(filtered, [*((0, -length % 2**COARSER) for length in filtered.shape[:2]), (0, 0)], mode="edge")
        picture = torch.from_numpy(np.ascontiguousarray(edged.transpose(2, 0, 1)))[None]
        out.append(avg_pool2d(picture, 2**level) if level else picture)
    return out


def _around(source: Source) -> NDArray[np.int64]:
    """(H, W) for how many px round a pixel all are of the picture and show the same part, at about one depth: 0, 1 or 2."""
    depth = np.where(source.part > 0, source.depth, 1)

    def alike(size: int) -> NDArray[np.bool_]:
        part = minimum_filter(source.part, size, mode="constant", cval=-1) == maximum_filter(source.part, size)
        return part & (maximum_filter(depth, size) - minimum_filter(depth, size) < (size - 1) * NEAR * depth)

    return np.where(alike(5), 2, np.where(alike(3), 1, 0))


def _coarsest(around: NDArray[np.int64]) -> NDArray[np.float32]:
    """(H, W) octaves of filtering after which a pixel would take in what is not its surface."""
    room = distance_transform_cdt(np.pad(around == 2, 1), "chessboard")[1:-1, 1:-1] + 1.0
    # Bilinear at a level takes in pixels of 2^level px up to 1.5 of them away.
    return np.clip(np.floor(np.log2(room / 1.75)), 0, COARSER).astype(np.float32)
