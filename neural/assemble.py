"""A frame put together from anchors: each place takes its surface's colour in one hop from the best anchor that shows it."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
import torch
from numpy.typing import NDArray

from neural.sources import CELL, LEVELS, STEP, Learnt, Source
from render.surface import BRIGHTEST, Surface

NEAR = 0.02
"""Share of the depth by which a place may miss the surface seen in an anchor and still be that surface."""
BLOCK = 2
"""px; the best anchor is chosen for blocks of so many by so many."""
CONTRAST = 6.0
"""How much an anchor in which the place was lit otherwise is passed over: by 1 / (1 + CONTRAST x the difference of light)."""


class Assembler:
    """Puts frames of one shot together. slot_of_part: (parts + 1,). faces: (F, 3), the corners of each triangle."""

    def __init__(self, sources: Sequence[Source], learnt: Learnt, slot_of_part: NDArray, faces: NDArray[np.int32]) -> None:
        self._anchors = [_Anchor(source) for source in sources]
        self._faces, self._slots = torch.from_numpy(faces).long(), torch.from_numpy(slot_of_part).long()
        self._curve, self._profile = torch.from_numpy(learnt.curve), torch.from_numpy(learnt.profile)

    def frame(self, surface: Surface, height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(H, W, 3) sRGB in 0..1, and (H, W) the share of each pixel that some anchor shows."""
        places = {field.name: torch.from_numpy(getattr(surface, field.name)) for field in fields(surface)}
        places["corners"] = self._faces[places["triangle"].clamp(min=0).long()]
        colour, light, found = self._taken(places, self._order(places, height, width))
        slot = self._slots[places["part"].long()]
        now = _between(self._curve, slot, places["light"] * ((LEVELS - 1) / BRIGHTEST))
        colour = torch.where(found[:, None], colour + now - _between(self._curve, slot, light * ((LEVELS - 1) / BRIGHTEST)), now)
        edged = torch.nonzero(places["clear"] < CELL)[:, 0]
        colour[edged] += _between(self._profile, slot[edged], places["clear"][edged] / STEP)
        pixel = places["pixel"].long()
        whole = torch.cat([colour.clamp(0, 1), found.float()[:, None], torch.ones(len(pixel), 1)], dim=1)
        red, green, blue, share, count = (torch.bincount(pixel, layer, height * width) for layer in whole.unbind(dim=1))
        means = (torch.stack([red, green, blue, share], dim=1) / count[:, None]).float().reshape(height, width, 4).numpy()
        return means[..., :3], means[..., 3]

    def _order(self, places: dict[str, torch.Tensor], height: int, width: int) -> torch.Tensor:
        """(S, N) the anchors for each place, best first, judged at one place a block."""
        row, column = places["pixel"] // width, places["pixel"] % width
        across = -(-width // BLOCK)
        block = (row // BLOCK * across + column // BLOCK).long()
        numbers = torch.arange(len(block))
        one = torch.zeros(across * -(-height // BLOCK), dtype=torch.long).scatter_reduce_(0, block, numbers, "amax")
        here = {name: tensor[one] for name, tensor in places.items()}
        scores = torch.stack([anchor.score(here) for anchor in self._anchors])
        return scores.argsort(dim=0, descending=True, stable=True)[:, block]

    def _taken(self, places: dict[str, torch.Tensor], order: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Colours (N, 3), the light (N,) they were painted in, and whether there are any (N,), from the first anchor that has them."""
        count = order.shape[1]
        values, found = torch.zeros(count, 4), torch.zeros(count, dtype=torch.bool)
        for rank in order:
            left = torch.nonzero(~found)[:, 0]
            for i, anchor in enumerate(self._anchors):
                wanted = left[rank[left] == i]
                if len(wanted):
                    value, weight = anchor.bilinear({name: tensor[wanted] for name, tensor in places.items()})
                    has = wanted[weight > 0]
                    values[has], found[has] = value[weight > 0], True
        return values[:, :3], values[:, 3], found


def _between(table: torch.Tensor, slot: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    """(N, 3) rows `slot` of a table (S, M, 3), between columns as `at` (N,) says."""
    low = at.long().clamp(0, table.shape[1] - 2)
    return torch.lerp(table[slot, low], table[slot, low + 1], (at - low)[:, None].clamp(0, 1))


class _Anchor:
    """A source's layers as flat tensors."""

    def __init__(self, source: Source) -> None:
        self.height, self.width = source.part.shape
        self.camera, self.vertices = source.camera, torch.from_numpy(source.vertices)
        self.part, self.depth, self.light, self.trust, self.fineness = (
            torch.from_numpy(layer.ravel()) for layer in (source.part, source.depth, source.light, source.trust, source.fineness))
        self.values = torch.from_numpy(np.concatenate([source.inner, source.light[..., None]], axis=-1).reshape(-1, 4))

    def score(self, places: dict[str, torch.Tensor]) -> torch.Tensor:
        """(N,) how well this anchor shows each place; -1 if it does not."""
        x, y, depth, inside = self._seen(places)
        index = y.long().clamp(0, self.height - 1) * self.width + x.long().clamp(0, self.width - 1)
        there = inside & self._same(index, places["part"], depth)
        # Only what the anchor shows counts, not the frame that asks: a place that keeps its anchor does not flicker.
        finer = torch.exp2(self.fineness[index])
        alike = 1 / (1 + CONTRAST * (self.light[index] - places["light"]).abs())
        return torch.where(there, self.trust[index] * finer * alike, -1.0)

    def bilinear(self, places: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        """(N, 4) colour and light at the places, from those of the four pixels round each that show the same surface, and their
        weight (N,); 0 where none does."""
        x, y, depth, inside = self._seen(places)
        column, row = (x - 0.5).floor(), (y - 0.5).floor()
        right, down = x - 0.5 - column, y - 0.5 - row
        total, weight = torch.zeros(len(depth), 4), torch.zeros(len(depth))
        for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
            index = (row.long() + dy).clamp(0, self.height - 1) * self.width + (column.long() + dx).clamp(0, self.width - 1)
            w = (right if dx else 1 - right) * (down if dy else 1 - down) * (inside & self._same(index, places["part"], depth))
            total += self.values[index] * w[:, None]
            weight += w
        return total / weight.clamp(min=1e-6)[:, None], torch.where(weight > 1e-3, weight, 0.0)

    def _seen(self, places: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """x, y px and depth, m, of the same surface here, the sky's by direction, and whether that is within the picture."""
        camera = self.camera
        way = torch.einsum("nci,nc->ni", self.vertices[places["corners"]], places["barycentrics"])
        way = torch.where((places["triangle"] < 0)[:, None], places["direction"], way - _single(camera.position))
        local = way @ _single(camera.world_from_camera[:3, :3])
        depth = -local[:, 2]
        scale = camera.focal / depth.clamp(min=1e-6)
        x, y = local[:, 0] * scale + camera.width / 2, camera.height / 2 - local[:, 1] * scale
        return x, y, depth, (depth > 1e-6) & (x >= 0) & (x < camera.width) & (y >= 0) & (y < camera.height)

    def _same(self, index: torch.Tensor, part: torch.Tensor, depth: torch.Tensor) -> torch.Tensor:
        """Whether the pixels show the same part, no nearer and no farther."""
        return (self.part[index] == part) & ((part == 0) | ((self.depth[index] - depth).abs() <= NEAR * depth))


def _single(array: NDArray) -> torch.Tensor:
    return torch.from_numpy(np.asarray(array, np.float32))
