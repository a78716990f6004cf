"""Noise that sticks to surfaces: a pure function of surface cells and seeds, white and of unit variance in every frame.

A quadtree of cells is hashed, not stored: z(cell of 1 m) = N(0, 1) by hash; z(child) = (z(parent) +- a +- b +- c) / 2, with three
N(0, 1) of the parent's, by hash, and the signs of the Haar wavelets. So each cell is N(0, 1), siblings are independent, and a parent is
half the sum of its children. A latent pixel is the sum of the cells it owns over the root of their number; a cell has one owner, the latent
pixel that shows most of it, and so no two latent pixels share noise. (The sums are those of integral noise, Chang et al., 2024;
the hashed tree makes them stateless.)
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from neural.painting.normals import children, normals
from render.cells import hashed, part_of

_ALONE, _ROOT = 1 << 40, 1 << 41
"""Keep the noise of latent pixels that own no cell, and of the largest cells, apart from what cells hand down."""


def anchored_noise(cells: NDArray[np.int32], factor: int, channels: int, seed: int, seeds: NDArray[np.int64]) -> NDArray[np.float32]:
    """(C, h, w) float32 of independent N(0, 1) for latent pixels of factor x factor samples.

    cells: (h factor, w factor, 4) as from render.cells. seeds: (parts + 1,) the seed of each part's object; another one gives
    its surface other noise and leaves the rest as it was. The same bytes for any frame, asked for alone or not.
    """
    height, width = (length // factor for length in cells.shape[:2])
    rows, columns = np.mgrid[:cells.shape[0], :cells.shape[1]]
    pixel = (rows // factor * width + columns // factor).ravel()
    chart, level, column, row = cells.reshape(-1, 4).astype(np.int64).T
    root = hashed(hashed(hashed(np.zeros(len(chart), np.uint64), seed), seeds[part_of(cells[..., 0].ravel())]), chart)
    code, first, which = _distinct(_name(root, level, column, row))
    values = _values(root[first], level[first], column[first], row[first], channels)
    owner = _owners(which, pixel, height * width)
    count = np.bincount(owner, minlength=height * width)
    total = csr_array((np.ones(len(code), np.float32), (owner, np.arange(len(code)))), shape=(height * width, len(code))) @ values
    middle = (rows[factor // 2::factor, factor // 2::factor] * cells.shape[1] + columns[factor // 2::factor, factor // 2::factor]).ravel()
    alone = normals(hashed(hashed(code[which[middle]], _ALONE), np.arange(height * width)), channels)
    out = np.where(count[:, None] > 0, total / np.sqrt(np.maximum(count, 1))[:, None], alone)
    return np.ascontiguousarray(out.T.reshape(channels, height, width).astype(np.float32))


def _owners(which: NDArray, pixel: NDArray, pixels: int) -> NDArray:
    """For each cell, by number, the latent pixel with most of its samples; the first of equals."""
    pairs, counts = np.unique(which * pixels + pixel, return_counts=True)
    cell, seen_by = np.divmod(pairs, pixels)
    most = counts == np.maximum.reduceat(counts, _starts(cell))[cell]
    return seen_by[most][_starts(cell[most])]


def _distinct(codes: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """The distinct codes, in order, where one of each is, and which of them each is: np.unique without its stable sort."""
    order = np.argsort(codes)
    starts = _starts(codes[order])
    which = np.empty(len(codes), np.int64)
    which[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(codes)))
    return codes[order[starts]], order[starts], which


def _starts(ordered: NDArray) -> NDArray:
    """Where each new value begins."""
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


def _values(root: NDArray, level: NDArray, column: NDArray, row: NDArray, channels: int) -> NDArray:
    """(N, C) the noise of cells of any levels."""
    out = np.empty((len(root), channels), np.float32)
    for depth in np.unique(level):
        own = level == depth
        out[own] = _tree(root[own], int(depth), column[own], row[own], channels)
    return out


def _tree(root: NDArray, depth: int, column: NDArray, row: NDArray, channels: int) -> NDArray:
    """(N, C) the noise of cells of one level, from that of their parents."""
    if depth == 0:
        return normals(hashed(_name(root, 0, column, row), _ROOT), channels)
    code, first, parent = _distinct(_name(root, depth - 1, column >> 1, row >> 1))
    up = _tree(root[first], depth - 1, column[first] >> 1, row[first] >> 1, channels)
    return children(up, code, parent, column & 1, row & 1)


def _name(root: NDArray, level: NDArray | int, column: NDArray, row: NDArray) -> NDArray:
    return hashed(hashed(hashed(root, level), column), row)
