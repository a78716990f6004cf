"""What anchored noise is made with, compiled by Numba: tables of cells by their hashes, and normal numbers from hashes.

Normal numbers are by Box and Muller (1958), in single precision and plain arithmetic: no library's logarithm or sine is called, so that
loops over them are done several at a time, and come out the same wherever they run.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Whole = NDArray[np.int32]
Array = NDArray[np.float32]
Nodes = tuple[Words, Whole, Whole]
"""Of cells of one level: the hashes of their charts, their columns and their rows."""
_STEP, _MIX, _MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_compiled = njit(cache=True, error_model="numpy")
_uncounted = njit(cache=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload]
_inline = njit(inline="always", error_model="numpy")


@_compiled
def owned_cells(cells: Whole, roots: Words, factor: int) -> tuple[Whole, Whole]:
    """The cells that are seen, each once: one of its samples, by its row x width + column, and the latent pixel that shows most of it, the
    first of equals. cells: (h factor, w factor, 4), as from render.cells. roots: a hash for each chart."""
    height, width = cells.shape[0] // factor, cells.shape[1] // factor
    most = height * width * factor * factor
    table, codes = _table(most), np.empty(most, np.uint64)
    sample, owner, best, now, count = (np.empty(most, np.int32), np.empty(most, np.int32), np.zeros(most, np.int32),
                                       np.empty(most, np.int32), np.empty(most, np.int32))
    found = 0
    for pixel in range(height * width):  # one latent pixel after the other, so that a count for each cell is enough
        top, left = pixel // width * factor, pixel % width * factor
        for k in range(factor * factor):
            row, column = top + k // factor, left + k % factor
            code = _name(roots[cells[row, column, 0]], cells[row, column, 1], cells[row, column, 2], cells[row, column, 3])
            at = _place(table, codes, code)
            if table[at] < 0:
                table[at], codes[found], sample[found], now[found] = found, code, row * cells.shape[1] + column, -1
                found += 1
            cell = table[at]
            count[cell] = count[cell] + 1 if now[cell] == pixel else 1
            now[cell] = pixel
            if count[cell] > best[cell]:
                best[cell], owner[cell] = count[cell], pixel
    return sample[:found].copy(), owner[:found].copy()


@_compiled
def parents(level: int, below: Nodes, more: Nodes) -> tuple[Words, Words, Whole, Whole, Whole]:
    """Hash, root, column and row of some distinct cells of a level (`more`: their roots, columns and rows) and, after them, of the
    others that are parents of distinct cells of the next, `below`; and (M, 4) which of these are the children of each, -1 for none."""
    root, column, row = below
    some, most = len(more[0]), len(more[0]) + len(root)
    table, codes = _table(most), np.empty(most, np.uint64)
    up, across, along = np.empty(most, np.uint64), np.empty(most, np.int32), np.empty(most, np.int32)
    kids = np.full((most, 4), -1, np.int32)
    found = 0
    for i in range(most):
        j = i - some
        own, x, y = (more[0][i], more[1][i], more[2][i]) if j < 0 else (root[j], column[j] >> 1, row[j] >> 1)
        code = _name(own, level, x, y)
        at = _place(table, codes, code)
        if table[at] < 0:
            table[at], codes[found], up[found], across[found], along[found] = found, code, own, x, y
            found += 1
        if j >= 0:
            kids[table[at], 2 * (row[j] & 1) + (column[j] & 1)] = j
    return codes[:found].copy(), up[:found].copy(), across[:found].copy(), along[:found].copy(), kids[:found].copy()


@_compiled
def descend(cells: tuple[Words, Whole, Whole], values: Array, total: Array, kept: int) -> Array:
    """(kept, C) what the first so many children have of noise; and what children have is added to the latent pixels that own them.

    A child has half of its parent's value (M, C) and half of each of three N(0, 1) of the parent's, by its hash (M,), with the signs of
    the Haar wavelets: so siblings are independent N(0, 1), and their sum is twice the parent's. cells: the parents' hashes
    (M,) and children (M, 4), and the owners (N,) of the first children; the others have none. total: (pixels, C)."""
    (codes, kids, owner), channels = cells, values.shape[1]
    out, scratch, drawn = np.empty((kept, channels), np.float32), _scratch(3 * channels), np.empty(channels, np.float32)
    fresh, half = np.empty(2 * len(scratch[0]), np.float32), np.float32(0.5)
    for i in range(len(codes)):
        if kids[i].max() < 0:
            continue
        _fill(fresh, scratch, codes[i])
        for k in range(4):
            child = kids[i, k]
            if child < 0:
                continue
            right, above = np.float32(1 - 2 * (k & 1)), np.float32(1 - 2 * (k >> 1))
            both = right * above
            for c in range(channels):
                drawn[c] = (values[i, c] + right * fresh[c] + above * fresh[channels + c] + both * fresh[2 * channels + c]) * half
            if child < kept:
                out[child] = drawn
            if child < len(owner):
                total[owner[child]] += drawn
    return out


@_compiled
def normals(codes: Words, count: int) -> Array:
    """(N, count) independent N(0, 1) from seeds (N,), each seed's own whatever stands beside it."""
    out, scratch = np.empty((len(codes), count), np.float32), _scratch(count)
    one = np.empty(2 * len(scratch[0]), np.float32)
    for i in range(len(codes)):
        _fill(one, scratch, codes[i])
        out[i] = one[:count]
    return out


@_inline
def _table(most):
    """For so many hashes at most: twice as many places, none taken."""
    size = 16
    while size < 2 * most:
        size *= 2
    return np.full(size, -1, np.int32)


@_inline
def _place(table, codes, code):
    """Where in the table a hash is, or may be put."""
    last = np.uint64(len(table) - 1)
    at = code & last
    while table[at] >= 0 and codes[table[at]] != code:
        at = (at + np.uint64(1)) & last
    return at


@_inline
def _name(root, level, column, row):
    return _hashed(_hashed(_hashed(root, level), column), row)


@_inline
def _hashed(state, value):
    """As render.cells.hashed."""
    return _mixed(state + (np.uint64(np.int64(value)) + np.uint64(1)) * _STEP)


@_inline
def _mixed(x):
    """SplitMix64's finaliser (Steele et al., 2014)."""
    x = (x ^ (x >> np.uint64(30))) * _MIX
    x = (x ^ (x >> np.uint64(27))) * _MIX_2
    return x ^ (x >> np.uint64(31))


@_inline
def _scratch(count):
    """What `_fill` works in, for so many numbers: of half as many uniform ones the bits, the fractions and their bits, and the exponents;
    sines and cosines of the rest of an angle, and its quadrant."""
    half = (count + 1) // 2
    uniform, fraction = np.empty(half, np.float32), np.empty(half, np.float32)
    return (uniform, uniform.view(np.int32), fraction, fraction.view(np.int32), np.empty(half, np.float32), np.empty(half, np.float32),
            np.empty(half, np.float32), np.empty(half, np.int32))


@_uncounted
def _fill(out, scratch, code):
    """Into `out` (2 K,) N(0, 1): two from each 64 bits, the one in its first half and the other in its second. Each loop writes
    nothing that it reads by another name, or it would not be done several at a time."""
    uniform, uniform_bits, fraction, fraction_bits, exponent, sine, cosine, quadrant = scratch
    half = len(uniform)
    for k in range(half):
        word = _mixed(code + np.uint64(k + 1) * _STEP)
        uniform[k] = np.float32(word >> np.uint64(32)) * np.float32(2.0**-32) + np.float32(2.0**-33)
        quadrant[k] = np.int32(word)
    for k in range(half):
        fraction_bits[k] = (uniform_bits[k] & np.int32(0x7FFFFF)) | np.int32(0x3F000000)
        exponent[k] = np.float32((uniform_bits[k] >> np.int32(23)) - np.int32(126))
        angle = np.float32((quadrant[k] & np.int32(0x3FFFFFFF)) - np.int32(1 << 29)) * np.float32(np.pi / 2 * 2.0**-30)
        sine[k], cosine[k] = _sine(angle), _cosine(angle)
    for k in range(half):
        radius = np.sqrt(np.float32(-2) * _logarithm(fraction[k], exponent[k]))
        turned = -radius if quadrant[k] < 0 else radius
        odd = (quadrant[k] & np.int32(0x40000000)) != 0
        out[k] = turned * (-sine[k] if odd else cosine[k])
        out[half + k] = turned * (cosine[k] if odd else sine[k])


@_inline
def _logarithm(x, exponent):
    """Natural, of x 2^exponent, x in 0.5..1; to the last digit or so, as the sine and cosine of -pi/4..pi/4 (Moshier's Cephes, 1989)."""
    low = x < np.float32(0.70710678)
    exponent = exponent - np.float32(1) if low else exponent
    x = (x + x if low else x) - np.float32(1)
    z = x * x
    y = np.float32(7.0376836292e-2)
    for term in (-1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1,
                 -2.4999993993e-1, 3.3333331174e-1):
        y = y * x + np.float32(term)
    y = y * x * z + exponent * np.float32(-2.12194440e-4) - np.float32(0.5) * z
    return min(x + y + exponent * np.float32(0.693359375), np.float32(0))


@_inline
def _sine(x):
    z = x * x
    return ((np.float32(-1.9515295891e-4) * z + np.float32(8.3321608736e-3)) * z + np.float32(-1.6666654611e-1)) * z * x + x


@_inline
def _cosine(x):
    z = x * x
    y = (np.float32(2.443315711809948e-5) * z + np.float32(-1.388731625493765e-3)) * z + np.float32(4.166664568298827e-2)
    return y * z * z - np.float32(0.5) * z + np.float32(1)
