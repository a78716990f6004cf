"""Training sets on disk: a shard is a folder of uncompressed .npy files, one a field, that are mapped, not loaded."""

import os
import shutil
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neural.conditioning.vocabulary import SLOTS

WIDTH, HEIGHT = 640, 360
FORM = 14
"""Channels of the form picture."""
SHAPES: dict[str, tuple[tuple[int, ...], type]] = {
    "form": ((HEIGHT, WIDTH, FORM), np.uint8), "region_ids": ((HEIGHT, WIDTH), np.uint8), "sky": ((HEIGHT, WIDTH), np.uint8),
    "tokens": ((SLOTS, 3), np.int16),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Shard:
    """n sets seen in pictures of 640 x 360: what the model is told of each. What it is to paint is made from that.

    form: (n, 360, 640, 14) uint8, control_images.form_picture x 255. region_ids: (n, 360, 640) uint8, the region 0..31 of each pixel;
    0 is the sky. sky: (n, 360, 640) uint8, its share of the pixel x 255.
    tokens: (n, 32, 3) int16, each region's (colour, material, noun) tokens. Token 0 says nothing; unused region_ids are 0 throughout.
    """

    form: NDArray[np.uint8]
    region_ids: NDArray[np.uint8]
    sky: NDArray[np.uint8]
    tokens: NDArray[np.int16]

    def __post_init__(self) -> None:
        for name, (shape, dtype) in SHAPES.items():
            array = getattr(self, name)
            if array.shape != (len(self), *shape) or array.dtype != dtype:
                raise ValueError(f"shard: {name} is {array.dtype} {array.shape}; it must be {np.dtype(dtype)} {('n', *shape)}.")

    def __len__(self) -> int:
        return len(self.form)


def write_shard(folder: Path, name: str, shard: Shard) -> Path:
    """Write `folder`/`name`.shard whole or not at all; an existing one of that name is kept as it is. Returns its path."""
    final = folder / f"{name}.shard"
    folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    for field in fields(shard):
        np.save(temporary / f"{field.name}.npy", getattr(shard, field.name))
    if final.exists():
        shutil.rmtree(temporary)
    else:
        os.rename(temporary, final)
    return final


def read_shard(path: Path) -> Shard:
    """The shard with its arrays mapped read-only."""
    return Shard(**{name: np.load(path / f"{name}.npy", mmap_mode="r") for name in SHAPES})


def shards_in(folder: Path) -> list[Path]:
    """The finished shards of a folder, by name. Those still being written are not seen."""
    return sorted(folder.glob("*.shard"))
