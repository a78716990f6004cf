"""Cut-outs: triangles less what their picture leaves open, so that leaves, wire and lace are seen, shaded and collide as what they are.

Where a picture is solid or open all over a triangle, this is kept or dropped; else it is split in four until its pieces are as
small as the picture's pixels, and those are cut along the line where the picture is as solid as its cutoff."""

import numpy as np
from numpy.typing import NDArray

PIECES = 150_000
"""Pieces at which splitting ends, and those at hand are cut as they are."""
_SPLIT = np.array([[(2, 0, 0), (1, 1, 0), (1, 0, 1)], [(1, 1, 0), (0, 2, 0), (0, 1, 1)], [(1, 0, 1), (0, 1, 1), (0, 0, 2)],
                   [(1, 1, 0), (0, 1, 1), (1, 0, 1)]]) / 2
"""A triangle's four pieces, by the shares of its corners at theirs."""


def cut(uv: NDArray, alpha: NDArray[np.uint8], cutoff: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What is left of triangles whose corners lie at uv (F, 3, 2) in a picture that is so solid, (H, W): of each piece the triangle that
    it is of (N,), and the shares (N, 3, 3) of that one's corners at each of its own."""
    solid = _Solid(alpha, cutoff)
    source, shares = np.arange(len(uv)), np.broadcast_to(np.eye(3), (len(uv), 3, 3)).copy()
    done: list[tuple[NDArray, NDArray]] = []
    while len(source):
        places = np.einsum("nkc,ncj->nkj", shares, uv[source])
        least, most = solid.range(places)
        whole, mixed = least >= 0, (least < 0) & (most >= 0)
        done.append((source[whole], shares[whole]))
        small = mixed & ((solid.extent(places) <= 1) | (mixed.sum() * 4 > PIECES))
        done.append(_clipped(source[small], shares[small], solid.at(places[small])))
        source, shares = source[mixed & ~small], shares[mixed & ~small]
        source, shares = np.repeat(source, 4), np.einsum("skc,ncj->nskj", _SPLIT, shares).reshape(-1, 3, 3)
    return np.concatenate([s for s, _ in done]), np.concatenate([s for _, s in done])


class _Solid:
    """How far a picture is above its cutoff, at places and over them."""

    def __init__(self, alpha: NDArray[np.uint8], cutoff: float) -> None:
        from PIL import Image  # here: few shots have cut-outs
        rows, columns = (1 << int(side - 1).bit_length() for side in alpha.shape)  # so that halves of repeated pictures meet
        even = np.asarray(Image.fromarray(alpha).resize((columns, rows), Image.Resampling.BILINEAR))
        over = even.astype(np.float32) / 255 - cutoff
        self.least, self.most = [over], [over]
        while max(self.least[-1].shape) > 1:
            self.least.append(_halved(self.least[-1], np.minimum))
            self.most.append(_halved(self.most[-1], np.maximum))

    def extent(self, uv: NDArray) -> NDArray:
        """(N,) px that triangles (N, 3, 2) are wide, or high, whichever is more."""
        return (np.ptp(uv, axis=1) * self.least[0].shape[::-1]).max(axis=1)

    def at(self, uv: NDArray) -> NDArray:
        """(...) at places (..., 2), linear between the middles of pixels."""
        over = self.least[0]
        x, y = np.moveaxis(uv * over.shape[::-1] - 0.5, -1, 0)
        left, top = np.floor(x).astype(int), np.floor(y).astype(int)
        a, b = x - left, y - top

        def of(column: NDArray, row: NDArray) -> NDArray:
            return over[row % over.shape[0], column % over.shape[1]]
        return ((1 - b) * ((1 - a) * of(left, top) + a * of(left + 1, top))
                + b * ((1 - a) * of(left, top + 1) + a * of(left + 1, top + 1)))

    def range(self, uv: NDArray) -> tuple[NDArray, NDArray]:
        """(N,) the least and the most anywhere in triangles (N, 3, 2), or a little beyond."""
        low, high = uv.min(axis=1), uv.max(axis=1)
        level = np.ceil(np.log2(np.maximum(self.extent(uv) + 2, 1))).astype(int)
        everything = level >= len(self.least)
        least, most = np.empty(len(uv)), np.empty(len(uv))
        least[everything], most[everything] = self.least[0].min(), self.most[0].max()
        for each in np.unique(level[~everything]):
            some = level == each
            rows, columns = self.least[each].shape
            pixels = np.array(self.least[0].shape[::-1])
            first = np.floor((low[some] * pixels - 0.5) / 2 ** each).astype(int)
            last = np.floor((high[some] * pixels + 0.5) / 2 ** each).astype(int)
            corners = [(y % rows, x % columns) for x in (first[:, 0], last[:, 0]) for y in (first[:, 1], last[:, 1])]
            least[some] = np.min([self.least[each][corner] for corner in corners], axis=0)
            most[some] = np.max([self.most[each][corner] for corner in corners], axis=0)
        return least, most


def _halved(values: NDArray, how: np.ufunc) -> NDArray:
    if values.shape[0] % 2:
        values = np.concatenate([values, values[-1:]])
    if values.shape[1] % 2:
        values = np.concatenate([values, values[:, -1:]], axis=1)
    return how(how(values[::2, ::2], values[1::2, ::2]), how(values[::2, 1::2], values[1::2, 1::2]))


def _clipped(source: NDArray, shares: NDArray, over: NDArray) -> tuple[NDArray, NDArray]:
    """The solid part of triangles whose corners are so much (N, 3) above the cutoff: one triangle or two each."""
    count = (over >= 0).sum(axis=1)
    out = [(source[count == 3], shares[count == 3])]
    for inside in (1, 2):
        some = np.flatnonzero(count == inside)
        odd = ((over[some] >= 0) == (inside == 1)).argmax(axis=1)  # the corner that is alone on its side
        order = (odd[:, None] + np.arange(3)) % 3
        a, b, c = np.moveaxis(shares[some[:, None], order], 1, 0)
        value = over[some[:, None], order]
        ab = a + (value[:, 0] / (value[:, 0] - value[:, 1]))[:, None] * (b - a)
        ac = a + (value[:, 0] / (value[:, 0] - value[:, 2]))[:, None] * (c - a)
        pieces = [(a, ab, ac)] if inside == 1 else [(ab, b, c), (ab, c, ac)]
        out += [(source[some], np.stack(piece, axis=1)) for piece in pieces]
    return np.concatenate([s for s, _ in out]), np.concatenate([s for _, s in out])
