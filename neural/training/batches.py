"""Batches to learn from: what the model is told of random crops, and the pictures that the looks make of them."""

from collections.abc import Iterator

import numpy as np
import torch
from torch.nn.functional import avg_pool2d

from neural.conditioning.look_control import places, sky_places
from neural.conditioning.vocabulary import COLOURS, TOKENS, token_id
from neural.models.autoencoder import PATCH
from neural.training.format import SLOTS
from neural.training.look_layers import LookLayers
from neural.training.looks import PROGRAMS, TIMES, paint_look
from neural.training.pictures import Pictures
from neural.training.shading import REACH, decoded
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
        form: (N, 8, h, w), shares: (N, 32, h/4, w/4), both in 0..1. tokens: (N, 32, 3).
        scene_tokens: (N, 2), look and time."""
        drawn = self._pictures.draw(each * len(LOOKS), height, width, REACH)
        times = torch.randint(len(TIMES), (each * len(LOOKS),), device=self._device)
        gloss = _of_region(self._gloss[drawn["tokens"].long()[:, :, 1]][..., None], drawn["region_ids"].long())
        picture = self._painted(drawn, each, times, gloss)[..., REACH:-REACH, REACH:-REACH]
        inner = {name: drawn[name][:, REACH:-REACH, REACH:-REACH] for name in ("form", "region_ids", "sky")}
        regions = inner["region_ids"].long()
        return {"picture": picture * 2 - 1, "form": self._control(inner, gloss[..., REACH:-REACH, REACH:-REACH], each),
                "shares": avg_pool2d((regions[:, None] == torch.arange(SLOTS, device=self._device)[:, None, None]).float(), PATCH),
                "tokens": drawn["tokens"].long(),
                "scene_tokens": torch.stack([self._looks.repeat_interleave(each), self._times[times]], dim=1)}

    def some(self, count: int, size: int) -> Iterator[np.ndarray]:
        """About `count` painted crops (size, size, 3) uint8 sRGB, in all looks."""
        for _ in range(-(-count // len(LOOKS))):
            pictures = self.draw(1, size, size)["picture"] * 127.5 + 127.5
            yield from pictures.round().byte().permute(0, 2, 3, 1).cpu().numpy()

    def _control(self, drawn: Batch, gloss: torch.Tensor, each: int) -> torch.Tensor:
        """(N, 8, h, w) in 0..1: of each picture what its look is painted from."""
        whole = torch.cat([drawn["form"].permute(0, 3, 1, 2) / 255, gloss, torch.full_like(gloss, 0.5)], dim=1)
        own = torch.cat([whole[at * each:(at + 1) * each, places(look)] for at, look in enumerate(LOOKS)])
        out = torch.where(drawn["sky"][:, None] > 127, whole[:, sky_places()], own)
        return out.contiguous(memory_format=torch.channels_last)

    def _painted(self, drawn: Batch, each: int, times: torch.Tensor, gloss: torch.Tensor) -> torch.Tensor:
        tokens, parts = drawn["tokens"].long(), range(0, each * len(LOOKS), each)
        layers, said = _layers(drawn, gloss), self._colours[tokens[:, 0, 0]]
        done = [paint_look(LookLayers(**{name: layer[at:at + each] for name, layer in layers.items()}), look, times[at:at + each],
                      said[at:at + each]) for look, at in zip(LOOKS, parts)]
        return torch.cat(done)


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
