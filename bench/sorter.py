"""Which look a picture is in, told by one layer over statistics that has seen the shading programs' pictures only: statistics of the
picture, and of what EfficientNet-Lite0 (trained on ImageNet by others) makes of it at each of its scales."""

from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import avg_pool2d, cross_entropy, pad

from neural.looks.programs import PROGRAMS
from neural.looks.shading import grey
from neural.training.batches import LOOKS, Batches
from neural.training.format import shards_in
from neural.training.make_data import make_data
from neural.training.pictures import Pictures
from studio.encoders import lite0
from studio.training import furnishings

SHARDS, ROOM = 2, 160
"""Shards that are made where there are none, and views that are looked at."""
DRAWS, CROP = 120, (224, 320)
"""Times that a crop is drawn in every look, and its height and width, px."""
SCALES, SHARES = 5, (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
STEPS, RATE, DECAY = 400, 1e-2, 0.1
FARTHEST = 6.0
"""Deviations from the mean at which a statistic is cut: paintings may lie farther out than any program's picture."""
CPU = torch.device("cpu")


@cache
def network() -> torch.nn.Module:
    """The encoder, one for all."""
    return lite0().to(memory_format=torch.channels_last)


@torch.no_grad()
def statistics(pictures: torch.Tensor) -> torch.Tensor:
    """(N, F) of pictures (N, 3, H, W) in -1..1."""
    return torch.cat([_of_bands(pictures), _of_features(pictures)], dim=1)


def _of_bands(pictures: torch.Tensor) -> torch.Tensor:
    """How much brightness and colour vary at each scale, how lopsidedly and how rarely, and how bright and how colourful they are."""
    bright = grey(pictures)
    planes = torch.cat([bright, pictures[:, :1] - bright, pictures[:, 2:] - bright], dim=1)
    colourful = planes[:, 1:].norm(dim=1, keepdim=True)
    shares = torch.cat([planes, colourful], dim=1).flatten(2).quantile(torch.tensor(SHARES), dim=2).permute(1, 2, 0).flatten(1)
    rows, level = [shares], planes
    for _ in range(SCALES):
        band = (level - avg_pool2d(pad(level, (1, 1, 1, 1), mode="replicate"), 3, 1)).flatten(2)
        spread = band.std(dim=2) + 1e-3
        third, fourth = ((band / spread[..., None]) ** power for power in (3, 4))
        rows += [spread.log(), band.abs().mean(dim=2).add(1e-3).log(), third.mean(dim=2).asinh(), fourth.mean(dim=2).add(1).log()]
        level = avg_pool2d(level, 2)
    return torch.cat(rows, dim=1)


def _of_features(pictures: torch.Tensor) -> torch.Tensor:
    """Mean and spread of each channel after the stem and each of the first five blocks."""
    net = network()
    levels = [net.get_submodule("bn1")(net.get_submodule("conv_stem")(pictures))]
    for block in list(net.get_submodule("blocks").children())[:5]:
        levels.append(block(levels[-1]))
    return torch.cat([found for level in levels for found in (level.mean(dim=(2, 3)), level.std(dim=(2, 3)))], dim=1)


class Sorter:
    """Tells looks by statistics; taught by examples of them (N, F) and which of PROGRAMS each is of, (N,)."""

    def __init__(self, examples: torch.Tensor, right: torch.Tensor) -> None:
        self._mean, self._spread = examples.mean(dim=0), examples.std(dim=0) + 1e-3
        with torch.random.fork_rng():
            torch.manual_seed(0)
            self._net = torch.nn.Linear(examples.shape[1], len(PROGRAMS))
        optimiser = torch.optim.AdamW(self._net.parameters(), RATE, weight_decay=DECAY)
        for _ in range(STEPS):
            optimiser.zero_grad()
            cross_entropy(self._told(examples), right).backward()
            optimiser.step()

    def _told(self, examples: torch.Tensor) -> torch.Tensor:
        return self._net(((examples - self._mean) / self._spread).clamp(-FARTHEST, FARTHEST))

    def looks(self, pictures: torch.Tensor) -> list[str]:
        """The look of each picture (N, 3, H, W) in -1..1."""
        with torch.no_grad():
            return [list(PROGRAMS)[place] for place in self._told(statistics(pictures)).argmax(dim=1).tolist()]

    def look(self, picture: NDArray[np.uint8]) -> str:
        """The look of a picture (H, W, 3) sRGB."""
        return self.looks(torch.from_numpy(picture.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None])[0]


def taught(folder: Path, draws: int = DRAWS) -> Sorter:
    """A sorter that has seen crops of the training sets in a folder, in all looks and at all times. Where there are no sets, some are
    made."""
    if not shards_in(folder):
        make_data(folder, SHARDS, kit=furnishings())
    torch.manual_seed(0)
    batches = Batches(Pictures(folder, CPU, ROOM), CPU)
    examples = torch.cat([statistics(batches.draw(1, *CROP)["picture"]) for _ in range(draws)])
    return Sorter(examples, torch.tensor([list(PROGRAMS).index(look) for look in LOOKS]).repeat(draws))
