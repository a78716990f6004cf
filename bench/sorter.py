"""Which look a picture is in, told by a small net that has seen the shading programs' pictures only."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy

from neural.training.batches import LOOKS, Batches
from neural.training.format import shards_in
from neural.training.looks import PROGRAMS
from neural.training.make_data import make_data
from neural.training.pictures import Pictures
from studio.training import furnishings

SHARDS, ROOM = 2, 96
"""Shards that are made where there are none, and sets that are looked at."""
STEPS, CROP, RATE = 300, 128, 2e-3
WIDTHS = (3, 24, 48, 64)
CPU = torch.device("cpu")


class Sorter(torch.nn.Module):
    """Convolutions that halve the picture thrice, and what of each look they find, over all places."""

    def __init__(self) -> None:
        super().__init__()
        layers = [layer for a, b in zip(WIDTHS, WIDTHS[1:]) for layer in (torch.nn.Conv2d(a, b, 3, stride=2), torch.nn.ReLU())]
        self._inner, self._last = torch.nn.Sequential(*layers), torch.nn.Linear(2 * WIDTHS[-1], len(PROGRAMS))

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """(N, looks) logits, in the order of PROGRAMS, of pictures (N, 3, H, W) in -1..1."""
        found = self._inner(pictures).flatten(2)
        return self._last(torch.cat([found.mean(dim=2), found.std(dim=2)], dim=1))

    def look(self, picture: NDArray[np.uint8]) -> str:
        """The look of a picture (H, W, 3) sRGB."""
        with torch.no_grad():
            logits = self(torch.from_numpy(picture.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None])
        return list(PROGRAMS)[int(logits.argmax())]


def taught(folder: Path, steps: int = STEPS) -> Sorter:
    """A sorter that has seen crops of the training sets in a folder, in all looks and at all times. Where there are no sets, some are
    made."""
    if not shards_in(folder):
        make_data(folder, SHARDS, kit=furnishings())
    torch.manual_seed(0)
    batches, sorter = Batches(Pictures(folder, CPU, ROOM), CPU), Sorter()
    optimiser, right = torch.optim.AdamW(sorter.parameters(), RATE), torch.tensor([list(PROGRAMS).index(look) for look in LOOKS])
    for _ in range(steps):
        optimiser.zero_grad()
        cross_entropy(sorter(batches.draw(1, CROP, CROP)["picture"]), right).backward()
        optimiser.step()
    return sorter
