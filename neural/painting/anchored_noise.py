"""Noise that sticks to surfaces: a pure function of surface cells and seeds, white and of unit variance in every frame.

A quadtree of cells is hashed, not stored: z(cell of 1 m) = N(0, 1) by hash; z(child) = (z(parent) +- a +- b +- c) / 2, with three
N(0, 1) of the parent's, by hash, and the signs of the Haar wavelets. So each cell is N(0, 1), siblings are independent, and a parent is
half the sum of its children. A latent pixel is the sum of the cells it owns over the root of their number; a cell has one owner, the latent
pixel that shows most of it, and so no two latent pixels share noise. (The sums are those of integral noise, Chang et al., 2024;
the hashed tree makes them stateless.)
"""

import numpy as np
from numpy.typing import NDArray

from neural.painting.noise_kernels import Array, Nodes, Whole, descend, normals, owned_cells, parents
from render.cells import hashed, part_of

_ALONE, _ROOT = 1 << 40, 1 << 41
"""Keep the noise of latent pixels that own no cell, and of the largest cells, apart from what cells hand down."""


def anchored_noise(cells: Whole, factor: int, channels: int, seed: int, seeds: NDArray[np.int64]) -> Array:
    """(C, h, w) float32 of independent N(0, 1) for latent pixels of factor x factor samples.

    cells: (h factor, w factor, 4) as from render.cells. seeds: (parts + 1,) the seed of each part's object; another one
    gives its surface other noise and leaves the rest as it was. The same bytes for any frame, asked for alone or not.
    """
    height, width = (length // factor for length in cells.shape[:2])
    charts = np.arange(cells[..., 0].max() + 1)
    roots = hashed(hashed(hashed(np.zeros(len(charts), np.uint64), seed), seeds[part_of(charts)]), charts)
    sample, owner = owned_cells(cells, roots, factor)
    chart, level, column, row = np.ascontiguousarray(cells.reshape(-1, 4)[sample].T)
    total = np.zeros((height * width, channels), np.float32)
    _add(total, level, (roots[chart], column, row), owner)
    count = np.bincount(owner, minlength=height * width)
    total /= np.sqrt(np.maximum(count, 1), dtype=np.float32)[:, None]
    alone = np.flatnonzero(count == 0)
    chart, *place = cells[factor // 2::factor, factor // 2::factor].reshape(-1, 4)[alone].T
    total[alone] = normals(hashed(hashed(_name(roots[chart], *place), _ALONE), alone), channels)
    return np.ascontiguousarray(total.T).reshape(channels, height, width)


def _add(total: Array, level: Whole, cells: Nodes, owner: Whole) -> None:
    """To what latent pixels have (P, C), the noise of the cells (N,) that they own."""
    seen = [np.flatnonzero(level == depth) for depth in range(level.max() + 1)]
    nodes, tree = _chosen(cells, seen[-1]), []
    for depth in range(len(seen) - 2, -1, -1):  # from the finest up
        codes, root, column, row, kids = parents(depth, nodes, _chosen(cells, seen[depth]))
        nodes = root, column, row
        tree.append((codes, kids, owner[seen[depth + 1]]))
    values = normals(hashed(_name(nodes[0], 0, nodes[1], nodes[2]), _ROOT), total.shape[1])
    np.add.at(total, owner[seen[0]], values[:len(seen[0])])
    for depth in range(len(tree) - 1, -1, -1):  # and down again; what is finest hands nothing on
        values = descend(tree[depth], values, total, len(tree[depth - 1][0]) if depth else 0)


def _chosen(cells: Nodes, some: NDArray) -> Nodes:
    return cells[0][some], cells[1][some], cells[2][some]


def _name(root: NDArray, level: NDArray | int, column: NDArray, row: NDArray) -> NDArray:
    return hashed(hashed(hashed(root, level), column), row)
