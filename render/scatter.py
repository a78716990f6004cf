"""Spreading pieces of a picture: each over its circle of confusion and along its way while the shutter is open, the near
ones over the far ones.

Depth of field and motion blur are one thing: what a piece of surface leaves in the picture. Pieces are spread layer by
layer, from the nearest to the farthest, as rows of constant colour, of which only both ends are written; sums along the
rows then fill them (Kosloff, Tao and Barsky, Depth of Field Postprocessing for Layered Scenes Using Constant-Time Rectangle
Spreading, 2009, for discs). A pixel that some share of the lens and of the time is covered by near layers is open to
farther ones for the rest alone, so that near blurs over sharp far, and far does not bleed over sharp near."""

import numpy as np

from render.planes import compiled, inlined

POINT = np.float32(0.5641896)
"""px, radius of a disc of one pixel's area: what is smaller and at rest stays in its pixel."""
STEPS = 2048


def _half_discs():
    t = np.linspace(-1, 1, STEPS + 1)
    return ((t * np.sqrt(1 - t * t) + np.arcsin(t)) / 2).astype(np.float32)


AREAS = _half_discs()
"""The integral of the half width of a unit disc, from its middle up to each height from -1 to 1."""


@compiled
def spread(pieces, starts, height, width):
    """(H, W, 3) the picture, and (H, W) the share of each pixel that is covered; the rest is black. pieces: (N, 11) as
    render.pieces makes them, layer by layer; starts: (L+1,) where each layer begins."""
    out, open_ = np.zeros((height, width, 3), np.float32), np.ones((height, width), np.float32)
    ends = np.zeros((height, width + 2, 4), np.float32)
    first, last = np.full(height, width + 1), np.full(height, -1)
    for layer in range(len(starts) - 1):
        for i in range(starts[layer], starts[layer + 1]):
            _leave(pieces[i], ends, first, last)
        for y in range(height):
            if last[y] >= 0:
                _fill(ends[y], first[y], last[y], out[y], open_[y])
                first[y], last[y] = width + 1, -1
    return out, 1 - open_


@inlined
def _leave(piece, ends, first, last):
    """Write what a piece leaves: of the time that the shutter is open, so many equal parts as are no longer than a
    pixel, or than half the disc."""
    x, y, radius, weight = piece[0], piece[1], piece[2], piece[3]
    length = np.hypot(piece[7], piece[8]) + np.hypot(piece[9], piece[10])
    if length < 0.1:
        if radius <= POINT:
            _dot(ends, first, last, int(x), int(y), piece[4], piece[5], piece[6], weight)
        else:
            _disc(ends, first, last, x, y, radius, piece[4], piece[5], piece[6], weight)
        return
    radius = max(radius, POINT)
    count = int(length / max(np.float32(1), radius / 2)) + 1
    for k in range(count):
        at = (2 * k + 1) / np.float32(count) - 1
        dx, dy = (-at * piece[7], -at * piece[8]) if at < 0 else (at * piece[9], at * piece[10])
        _disc(ends, first, last, x + dx, y + dy, radius, piece[4], piece[5], piece[6], weight / count)


@inlined
def _dot(ends, first, last, x, y, red, green, blue, weight):
    row = ends[y]
    row[x, 0] += red * weight
    row[x, 1] += green * weight
    row[x, 2] += blue * weight
    row[x, 3] += weight
    row[x + 1, 0] -= red * weight
    row[x + 1, 1] -= green * weight
    row[x + 1, 2] -= blue * weight
    row[x + 1, 3] -= weight
    first[y], last[y] = min(first[y], x), max(last[y], x)


@inlined
def _disc(ends, first, last, x, y, radius, red, green, blue, weight):
    """A disc of even weight about (x, y): in each row as wide as it is there on average."""
    height, width = ends.shape[0], ends.shape[1] - 2
    share = weight / (np.float32(np.pi) * radius * radius)
    red, green, blue = red * share, green * share, blue * share
    top, bottom = max(int(np.floor(y - radius)), 0), min(int(np.floor(y + radius)), height - 1)
    above = _area((top - y) / radius)
    for row in range(top, bottom + 1):
        below = _area((row + 1 - y) / radius)
        half = radius * radius * (below - above)
        above = below
        left, right = max(x - half, np.float32(0)), min(x + half, np.float32(width))
        if right > left:
            _end(ends[row], left, red, green, blue, share)
            _end(ends[row], right, -red, -green, -blue, -share)
            first[row], last[row] = min(first[row], int(left)), max(last[row], min(int(right), width - 1))


@inlined
def _area(t):
    at = (min(max(t, np.float32(-1)), np.float32(1)) + 1) * np.float32(STEPS / 2)
    i = int(at)
    return AREAS[i] + (at - i) * (AREAS[i + 1] - AREAS[i]) if i < STEPS else AREAS[STEPS]


@inlined
def _end(row, x, red, green, blue, share):
    """From x on there is so much more: of the pixel that x is in, only what is right of it."""
    i = int(x)
    later = x - i
    now = 1 - later
    row[i, 0] += red * now
    row[i, 1] += green * now
    row[i, 2] += blue * now
    row[i, 3] += share * now
    row[i + 1, 0] += red * later
    row[i + 1, 1] += green * later
    row[i + 1, 2] += blue * later
    row[i + 1, 3] += share * later


@inlined
def _fill(ends, first, last, out, open_):
    """Sum up a layer's row, and lay it under what is there; what is written of it is cleared."""
    red, green, blue, cover = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    for x in range(first, last + 1):
        red += ends[x, 0]
        green += ends[x, 1]
        blue += ends[x, 2]
        cover += ends[x, 3]
        if cover > 1e-5 and open_[x] > 0:
            share = min(cover, open_[x])
            open_[x] -= share
            out[x, 0] += red * (share / cover)
            out[x, 1] += green * (share / cover)
            out[x, 2] += blue * (share / cover)
    for x in range(first, min(last + 3, len(ends))):
        for channel in range(4):
            ends[x, channel] = 0
