"""The training sets in the memory of a device, and random crops of them. More may come while training runs."""

import logging
from pathlib import Path

import numpy as np
import torch

from neural.training.format import HEIGHT, SHAPES, WIDTH, read_shard, shards_in
from sim.errors import DeclarationError

IMAGES = ("form", "region_ids", "sky")
log = logging.getLogger(__name__)


class Pictures:
    """The sets of all finished shards of a folder; the device keeps room for so many. Raises DeclarationError if there are none.

    A draw reads nothing back from the device and always has the same shapes, so that it can be recorded as a CUDA graph.
    """

    def __init__(self, folder: Path, device: torch.device, room: int) -> None:
        self._folder, self._taken, self._full = folder, dict[Path, int](), False
        self._fields = {name: torch.empty(room, *shape, dtype=torch.from_numpy(np.empty(0, dtype)).dtype, device=device)
                        for name, (shape, dtype) in SHAPES.items()}
        self._count = torch.zeros((), device=device)
        self._aside = torch.cuda.Stream(device) if device.type == "cuda" else None
        while self.look_again():
            pass
        if not len(self):
            raise DeclarationError(f"training data: no shards in {folder}; make them with `steadycast train`.")

    def __len__(self) -> int:
        return sum(self._taken.values())

    def look_again(self) -> bool:
        """Take in one shard that was finished since, if there is one and room for it."""
        fresh = next((path for path in shards_in(self._folder) if path not in self._taken), None)
        if fresh is None or self._full:
            return False
        shard, start = read_shard(fresh), len(self)
        self._full = start + len(shard) > len(self._fields["form"])
        if self._full:
            log.warning("training data: no room for more than %d sets", start)
            return False
        with torch.cuda.stream(self._aside):  # beside the steps that are under way; None: nothing special
            for name, field in self._fields.items():
                field[start:start + len(shard)] = torch.from_numpy(np.array(getattr(shard, name)))
        self._taken[fresh] = len(shard)
        self._count.fill_(len(self))  # from here on they are drawn
        return True

    def draw(self, count: int, height: int, width: int, margin: int = 0) -> dict[str, torch.Tensor]:
        """A batch of random crops, half of them flipped, with a margin about each: the shard's fields, images (N, h, w, ...).
        Where a margin leaves the picture, the picture's border goes on."""
        device = self._count.device
        which = torch.minimum(torch.rand(count, device=device) * self._count, self._count - 1).long()
        slack = (HEIGHT - height, WIDTH - width)
        top, left = ((torch.rand(count, 1, device=device) * (length + 1)).long() for length in slack)
        rows, columns = (torch.arange(-margin, size + margin, device=device).expand(count, -1) for size in (height, width))
        columns = torch.where(torch.rand(count, 1, device=device) < 0.5, width - 1 - columns, columns)
        rows, columns = (top + rows).clamp(0, HEIGHT - 1), (left + columns).clamp(0, WIDTH - 1)
        pixels = which[:, None, None], rows[:, :, None], columns[:, None, :]
        return {name: field[pixels] if name in IMAGES else field[which] for name, field in self._fields.items()}
