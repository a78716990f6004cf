"""Batches to learn from: what the model is told of random crops, and the pictures that the looks make of them."""

from collections.abc import Iterator

import numpy as np
import torch
from torch.nn.functional import avg_pool2d

from neural.conditioning.vocabulary import COLOURS, TOKENS, token_id
from neural.looks.look_layers import LookLayers
from neural.looks.programs import PROGRAMS, TIMES, paint_look, show
from neural.looks.shading import REACH, decoded
from neural.models.autoencoder import PATCH
from neural.training.format import SLOTS
from neural.training.pictures import Pictures
from render.materials import MATERIALS
from render.surfels import BRIGHTEST

LOOKS = ("photo", *PROGRAMS)
"""The looks of a batch, in order; photo twice, being asked for most."""
Batch = dict[str, torch.Tensor]


class Batches:
    """Draws batches. On a GPU all of it can be recorded as a CUDA graph: nothing is read back, and shapes are always the same."""

    def __init__(self, pictures: Pictures, device: torch.device) -> None:
        self._pictures, self._device = pictures, device
        self._gloss = torch.tensor([MATERIALS[word].gloss if word in MATERIALS else 0.0 for word in TOKENS], device=device)
        self._colours = torch.tensor([COLOURS.get(word, (np.nan,) * 3) for word in TOKENS], dtype=torch.float32, device=device)
        self._looks = torch.tensor([token_id(look) for look in LOOKS], device=device)
        self._times = torch.tensor([token_id(time) for time in TIMES], device=device)

    def draw(self, each: int, height: int, width: int) -> Batch:
        """`each` crops of every one of LOOKS, each at a random time of day. picture: (N, 3, h, w) sRGB in -1..1, what is to be painted.
        form: (N, CHANNELS, h, w), shares: (N, 32, h/4, w/4), both in 0..1. tokens: (N, 32, 3).
        scene_tokens: (N, 2), look and time."""
        drawn = self._pictures.draw(each * len(LOOKS), height, width, REACH)
        times = torch.randint(len(TIMES), (each * len(LOOKS),), device=self._device)
        tokens = drawn["tokens"].long()
        gloss = _of_region(self._gloss[tokens[:, :, 1]][..., None], drawn["region_ids"].long())
        layers, said = _layers(drawn, gloss), self._colours[tokens[:, 0, 0]]
        done = [(paint_look(own, look, when, sky), show(own, look, when, sky)) for look, own, when, sky
                in self._each(layers, times, said, each)]
        picture, control = (torch.cat(parts)[..., REACH:-REACH, REACH:-REACH] for parts in zip(*done))
        regions = drawn["region_ids"][:, REACH:-REACH, REACH:-REACH].long()
        return {"picture": picture * 2 - 1, "form": control.contiguous(memory_format=torch.channels_last),
                "shares": avg_pool2d((regions[:, None] == torch.arange(SLOTS, device=self._device)[:, None, None]).float(), PATCH),
                "tokens": tokens, "scene_tokens": torch.stack([self._looks.repeat_interleave(each), self._times[times]], dim=1)}

    def _each(self, layers: dict[str, torch.Tensor], times: torch.Tensor, said: torch.Tensor,
              each: int) -> Iterator[tuple[str, LookLayers, torch.Tensor, torch.Tensor]]:
        for at, look in enumerate(LOOKS):
            own = slice(at * each, (at + 1) * each)
            yield look, LookLayers(**{name: layer[own] for name, layer in layers.items()}), times[own], said[own]

    def some(self, count: int, size: int) -> Iterator[np.ndarray]:
        """About `count` painted crops (size, size, 3) uint8 sRGB, in all looks."""
        for _ in range(-(-count // len(LOOKS))):
            pictures = self.draw(1, size, size)["picture"] * 127.5 + 127.5
            yield from pictures.round().byte().permute(0, 2, 3, 1).cpu().numpy()


def _layers(drawn: Batch, gloss: torch.Tensor) -> dict[str, torch.Tensor]:
    """LookLayers' fields of the stored form pictures."""
    form = drawn["form"].permute(0, 3, 1, 2).contiguous() / 255
    _, lines, light, pattern, stroke, hatch, cross, grain = form[:, :8].split(1, dim=1)
    return {"albedo": decoded(form[:, 8:11]), "plain": decoded(form[:, 11:14]), "light": light * BRIGHTEST, "gloss": gloss,
            "pattern": pattern, "lines": lines, "sky": drawn["sky"][:, None] / 255, "stroke": stroke, "hatch": hatch,
            "cross": cross, "grain": grain}


def _of_region(values: torch.Tensor, regions: torch.Tensor) -> torch.Tensor:
    """(N, C, h, w) of each pixel's region: values (N, S, C), regions (N, h, w)."""
    pictures = torch.arange(len(regions), device=regions.device)[:, None, None]
    return values[pictures, regions].permute(0, 3, 1, 2)
