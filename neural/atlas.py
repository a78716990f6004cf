"""The painted surface of all anchors, and which of them each place is taken from: one hop, filtered, never across a silhouette."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter
from torch.nn.functional import avg_pool2d, grid_sample

from neural.sources import Source, parts_of
from neural.views import NEAR, PAD, Places, Sight, Views

COARSER = 3
"""Octaves by which a frame may show a surface more coarsely than its anchor and still find it filtered to its own pixels."""
SLIGHT = 0.25
"""Octaves of that which need no filter."""
LONE = 2
"""px round a pixel that must show its surface too, for all of them to be taken together."""
OWNERS = 3
"""Anchors that a place is taken from at most, where the areas of several meet."""
NEAR_BY, SHOWN = 1e-3, 1e-6
"""What an anchor may claim of a place next to what it owns, and of one that it just shows."""
TAPS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
assert PAD % 2**COARSER == 0


class Atlas:
    """owned: for each anchor (H, W) 0..1, how much each of its pixels is what its surface is painted from."""

    def __init__(self, views: Views, sources: Sequence[Source], owned: Sequence[NDArray[np.float32]]) -> None:
        self._views = views
        layers = [np.concatenate([s.inner, s.light[..., None], own[..., None]], axis=-1) for s, own in zip(sources, owned)]
        self._flat = views.sheet(layers).flatten(0, 1)
        self._levels = _levels(views, sources, layers)
        self._fineness, self._whole = (views.sheet(some).ravel() for some in ([s.fineness for s in sources], [*map(_whole, sources)]))
        self._claim = views.sheet([own + NEAR_BY * (maximum_filter(own, 9) > 0) for own in owned]).ravel()

    def owners(self, places: Places) -> torch.Tensor:
        """(up to OWNERS, N) the anchors that own most near each place, most first, -1 for none."""
        claims = torch.stack([self._claimed(places, number) for number in range(len(self._views))])
        best = claims.topk(min(OWNERS, len(claims)), dim=0)
        return torch.where(best.values > 0, best.indices, -1)

    def _claimed(self, places: Places, number: int) -> torch.Tensor:
        sight = self._views.see(places, torch.full((len(places),), number))
        claim = torch.where(sight.shown, self._claim[sight.index] + SHOWN, 0.0)
        for dx, dy in TAPS:  # a place at a silhouette may fall into a pixel whose centre shows something else
            index = self._views.index(sight.anchor, sight.y + (dy - 0.5), sight.x + (dx - 0.5))
            claim = torch.where(sight.inside & (claim == 0) & self._views.same(index, places.part, sight.depth), SHOWN, claim)
        return claim

    def look(self, places: Places, anchor: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(N, 5) colour, light and ownership at the places in their anchors (N,); bicubic where the surface goes on around, else
        bilinear from the pixels that show it; and how much of these there is (N,)."""
        sight = self._views.see(places, anchor)
        values = self._sampled(0, sight, "bicubic")
        self._filter(values, sight, places)
        whole = sight.shown & self._whole[sight.index]
        ragged = torch.nonzero(sight.inside & ~whole)[:, 0]
        weight = whole.float()
        some = (layer[ragged] for layer in (sight.anchor, sight.x, sight.y, sight.depth, places.part))
        values[ragged], weight[ragged] = self._ragged(*some)
        return values, weight

    def _sampled(self, level: int, sight: Sight, mode: str, chosen: torch.Tensor | slice = slice(None)) -> torch.Tensor:
        sheet = self._levels[level]
        down = sight.y[chosen] + self._views.start(sight.anchor[chosen])
        grid = torch.stack([sight.x[chosen] * (2 / (sheet.shape[3] << level)) - 1, down * (2 / (sheet.shape[2] << level)) - 1], dim=1)
        return grid_sample(sheet, grid[None, None], mode=mode, padding_mode="border", align_corners=False)[0, :, 0].T

    def _filter(self, values: torch.Tensor, sight: Sight, places: Places) -> None:
        coarser = (self._fineness[sight.index] - places.fineness).clamp(max=COARSER - 1e-3)
        for level in range(COARSER):
            here = torch.nonzero((coarser > max(level, SLIGHT)) & (coarser <= level + 1))[:, 0]
            if len(here):
                fine = values[here] if level == 0 else self._sampled(level, sight, "bilinear", here)
                share = ((coarser[here] - SLIGHT) / (1 - SLIGHT) if level == 0 else coarser[here] - level)[:, None]
                values[here] = torch.lerp(fine, self._sampled(level + 1, sight, "bilinear", here), share)

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


def _levels(views: Views, sources: Sequence[Source], layers: Sequence[NDArray[np.float32]]) -> list[torch.Tensor]:
    """COARSER + 1 times (1, C, rows, columns): the layers, then filtered within each part to pixels twice as wide, four times, ..."""
    out = []
    for level in range(COARSER + 1):
        filtered = [layer if level == 0 else _blurred(layer, s.part, 0.4 * 2**level) for layer, s in zip(layers, sources)]
        sheet = views.sheet(filtered).permute(2, 0, 1)[None].contiguous()
        out.append(avg_pool2d(sheet, 2**level) if level else sheet)
    return out


def _blurred(layers: NDArray[np.float32], part: NDArray[np.int32], wide: float) -> NDArray[np.float32]:
    out = layers.copy()
    for rows, columns, own in parts_of(part):
        share = np.maximum(gaussian_filter(own.astype(np.float32), wide, mode="nearest"), 1e-6)[..., None]
        inside = np.where(own[..., None], layers[rows, columns], 0)
        out[rows, columns][own] = (gaussian_filter(inside, (wide, wide, 0), mode="nearest") / share)[own]
    return out


def _whole(source: Source) -> NDArray[np.bool_]:
    """(H, W) where all pixels within LONE are of the picture and show the same part, at about one depth."""
    size, depth = 2 * LONE + 1, np.where(source.part > 0, source.depth, 1)
    part = minimum_filter(source.part, size, mode="constant", cval=-1) == maximum_filter(source.part, size)
    return part & (maximum_filter(depth, size) - minimum_filter(depth, size) < (size - 1) * NEAR * depth)
