"""Cryptomatte 1.2 (Friedman and Jones, Psyop): for each pixel the ids that cover it and how much of it, most first."""

import json
from collections.abc import Mapping

import mmh3
import numpy as np
from numpy.typing import NDArray


def name_hash(name: str) -> int:
    """The uint32 id of a name: MurmurHash3_32 of its UTF-8, with one bit of the exponent turned where the float would be
    a nan, an infinity or too small to survive a copy."""
    value = mmh3.hash(name.encode(), seed=0, signed=False)
    return value ^ (1 << 23) if (value >> 23) & 255 in (0, 255) else value


def metadata(layer: str, names: Mapping[int, str]) -> dict[str, str]:
    """Header attributes of a Cryptomatte layer, with the ids of all names in it."""
    prefix = f"cryptomatte/{name_hash(layer):08x}"[:len("cryptomatte/") + 7]
    hashes = {name: f"{name_hash(name):08x}" for name in names.values()}
    manifest = json.dumps(hashes, separators=(",", ":"), ensure_ascii=False)
    return {f"{prefix}/name": layer, f"{prefix}/hash": "MurmurHash3_32", f"{prefix}/conversion": "uint32_to_float32",
            f"{prefix}/manifest": manifest}


def channels(layer: str, samples: NDArray[np.int32], names: Mapping[int, str]) -> dict[str, NDArray[np.float32]]:
    """The layer's channels (H, W): `layer`NN.R and .B are ids, .G and .A the share of the pixel that each covers.

    samples: (H, W, K) an id at each of the K samples of a pixel; 0, the background, has no name and no rank.
    There are as many ranks as samples, so that nothing is left out.
    """
    ids, shares = ranks(samples)
    hashes = np.zeros(max([0, *names]) + 1, np.uint32)
    for number, name in names.items():
        hashes[number] = name_hash(name)
    out = {}
    for rank in range(samples.shape[2]):
        first, second = "RG" if rank % 2 == 0 else "BA"
        out[f"{layer}{rank // 2:02d}.{first}"] = hashes[ids[..., rank]].view(np.float32)
        out[f"{layer}{rank // 2:02d}.{second}"] = np.ascontiguousarray(shares[..., rank])
    return out


def ranks(samples: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """(ids, shares), both (H, W, K), of what covers each pixel, most first, of equals the lower id first; 0 beyond."""
    ids, shares = np.zeros_like(samples), np.zeros(samples.shape, np.float32)
    ids[..., 0], shares[..., 0] = samples[..., 0], samples[..., 0] > 0
    mixed = (samples != samples[..., :1]).any(axis=2)  # few pixels are, so that only these are counted
    several = np.sort(samples[mixed], axis=1)
    count = (several[:, :, None] == several[:, None, :]).sum(axis=2)
    again = np.zeros(several.shape, bool)
    again[:, 1:] = several[:, 1:] == several[:, :-1]
    count[again | (several == 0)] = 0
    order = np.argsort(-count, axis=1, kind="stable")
    count = np.take_along_axis(count, order, axis=1)
    ids[mixed] = np.where(count > 0, np.take_along_axis(several, order, axis=1), 0)
    shares[mixed] = count / samples.shape[2]
    return ids, shares


def pixel_samples(fine: NDArray[np.int32], shape: tuple[int, int]) -> NDArray[np.int32]:
    """(H, W, K) of ids on a grid so many times as fine as a picture of this shape (H, W)."""
    height, width = shape
    down, across = fine.shape[0] // height, fine.shape[1] // width
    return fine.reshape(height, down, width, across).swapaxes(1, 2).reshape(height, width, down * across)
