"""Drawing random crops from a folder of shards, more of which may come while training runs."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from neural.training.format import SIZE, Shard, read_shard, shards_in
from sim.errors import DeclarationError

_IMAGES = ("picture", "form", "region_ids")
_TABLES = ("classes", "tokens", "scene_tokens")


class Pictures:
    """The pictures of all finished shards of a folder. Raises DeclarationError if there are none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shards: dict[Path, Shard] = {}
        self.look_again()
        if not self._shards:
            raise DeclarationError(f"training data: no shards in {folder}; make them with `steadycast train --make-data`.")

    def __len__(self) -> int:
        return sum(len(shard) for shard in self._shards.values())

    def look_again(self) -> None:
        """Take in shards that were finished since."""
        self._shards |= {path: read_shard(path) for path in shards_in(self._folder) if path not in self._shards}

    def some(self, count: int) -> Iterator[np.ndarray]:
        """About `count` whole pictures (256, 256, 3) uint8, evenly from all shards."""
        step = max(1, len(self) // count)
        for shard in self._shards.values():
            yield from shard.picture[::step]

    def draw(self, count: int, size: int, generator: torch.Generator) -> dict[str, torch.Tensor]:
        """A batch of random crops of `size` px, half of them flipped: the shard's fields, pictures (N, size, size, ...)."""
        crops = [self._crop(size, generator) for _ in range(count)]
        return {name: torch.from_numpy(np.stack([crop[name] for crop in crops])) for name in crops[0]}

    def _crop(self, size: int, generator: torch.Generator) -> dict[str, np.ndarray]:
        which = int(torch.randint(len(self), (1,), generator=generator))
        x, y = torch.randint(SIZE - size + 1, (2,), generator=generator).tolist()
        flip = -1 if torch.rand(1, generator=generator) < 0.5 else 1
        shard, index = self._find(which)
        images = {name: getattr(shard, name)[index, y:y + size, x:x + size][:, ::flip] for name in _IMAGES}
        return images | {name: getattr(shard, name)[index] for name in _TABLES}

    def _find(self, which: int) -> tuple[Shard, int]:
        for shard in self._shards.values():
            if which < len(shard):
                return shard, which
            which -= len(shard)
        raise IndexError(which)
