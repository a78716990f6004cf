"""Compiled loops that look pictures up. seen: the table of edge functions, the triangles (N,) and pixels (N,) of some samples, and their
grid. pictures: texels, levels and meaning, as Mipmaps has them."""

import numpy as np

from render.colour import linear_from_srgb
from render.planes import centre_of, compiled, weights_at

LINEAR = linear_from_srgb(np.arange(256) / 255).astype(np.float32)
TAPS = 8
"""Places along a footprint at most."""
SHARP = 4
"""How suddenly one side of a picture laid on from six sides gives way to the next: a power of the normal."""


@compiled
def by_uv(seen, first, uv, tints, which, pictures):
    """(N, 3) linear colours where the corners of triangles from `first` on lie at uv in their picture, times their tints."""
    table, triangles, pixels, grid = seen
    out = np.empty((len(pixels), 3), np.float32)
    for i in range(len(pixels)):
        t = triangles[i]
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, t, x, y)
        f, total = t - first, a + b + c
        a, b, c = a / total, b / total, c / total
        r, g, h = 1.0, 1.0, 1.0
        if which[f] >= 0:
            u, ux, uy = at_here(table, t, total, a, b, c, uv[f, 0, 0], uv[f, 1, 0], uv[f, 2, 0])
            v, vx, vy = at_here(table, t, total, a, b, c, uv[f, 0, 1], uv[f, 1, 1], uv[f, 2, 1])
            r, g, h = filtered_at(pictures, which[f], u, v, ux, vx, uy, vy)
        out[i, 0] = r * (a * tints[f, 0, 0] + b * tints[f, 1, 0] + c * tints[f, 2, 0])
        out[i, 1] = g * (a * tints[f, 0, 1] + b * tints[f, 1, 1] + c * tints[f, 2, 1])
        out[i, 2] = h * (a * tints[f, 0, 2] + b * tints[f, 1, 2] + c * tints[f, 2, 2])
    return out


@compiled
def from_sides(seen, rest, faces, normals, size, pictures):
    """(N, 3) linear colours of the one picture, so wide and high (2,), m, laid on surfaces at rest from the six sides, upright."""
    table, triangles, pixels, grid = seen
    out = np.empty((len(pixels), 3), np.float32)
    p, px, py, n = np.empty(3), np.empty(3), np.empty(3), np.empty(3)
    for i in range(len(pixels)):
        t = triangles[i]
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, t, x, y)
        total = a + b + c
        a, b, c = a / total, b / total, c / total
        q, r, s = faces[t]
        for j in range(3):
            p[j], px[j], py[j] = at_here(table, t, total, a, b, c, rest[q, j], rest[r, j], rest[s, j])
            n[j] = a * normals[t, 0, j] + b * normals[t, 1, j] + c * normals[t, 2, j]
        red, green, blue, weight = 0.0, 0.0, 0.0, 0.0
        length = n[0] * n[0] + n[1] * n[1] + n[2] * n[2]
        for axis in range(3):
            share = (n[axis] * n[axis] / max(length, 1e-12)) ** SHARP
            if share < 0.01:
                continue
            across, down = (1, 2) if axis == 0 else ((0, 2) if axis == 1 else (0, 1))
            turn = -1.0 if (n[axis] > 0) == (axis == 1) else 1.0  # so that it is not mirrored
            wide, high = turn * size[0], -size[1]
            if axis == 2:
                wide, high = size[0], -size[1] if n[2] > 0 else size[1]
            u, v, w = filtered_at(pictures, 0, p[across] / wide, p[down] / high, px[across] / wide, px[down] / high,
                                py[across] / wide, py[down] / high)
            red, green, blue, weight = red + share * u, green + share * v, blue + share * w, weight + share
        out[i, 0], out[i, 1], out[i, 2] = red / weight, green / weight, blue / weight
    return out


@compiled
def at_here(table, t, total, a, b, c, at_a, at_b, at_c):
    """A value that is linear over a triangle, at a place where its corners' shares are a, b, c; and how fast it changes to the right and
    down in the picture, a pixel."""
    value = a * at_a + b * at_b + c * at_c
    right = (table[t, 0] * (at_a - value) + table[t, 3] * (at_b - value) + table[t, 6] * (at_c - value)) / total
    down = (table[t, 1] * (at_a - value) + table[t, 4] * (at_b - value) + table[t, 7] * (at_c - value)) / total
    return value, right, down


@compiled
def filtered_at(pictures, number, u, v, ux, vx, uy, vy):
    """The mean colour of a footprint about u, v, whose sides are these steps."""
    texels, levels, meaning = pictures
    wide, high = levels[number, 0, 1], levels[number, 0, 2]
    one, two = np.hypot(ux * wide, vx * high), np.hypot(uy * wide, vy * high)
    du, dv, longer, shorter = (ux, vx, one, two) if one > two else (uy, vy, two, one)
    taps = int(min(max(np.ceil(longer / max(shorter, 1.0) - 0.25), 1.0), TAPS))
    level = np.log2(max(longer / taps, shorter, 1.0))
    fine = int(level)
    share, red, green, blue = level - fine, 0.0, 0.0, 0.0
    for k in range(taps):
        step = (k + 0.5) / taps - 0.5
        r, g, b = _bilinear(texels, meaning, levels[number], fine, u + step * du, v + step * dv)
        if share > 0:
            r1, g1, b1 = _bilinear(texels, meaning, levels[number], fine + 1, u + step * du, v + step * dv)
            r, g, b = r + share * (r1 - r), g + share * (g1 - g), b + share * (b1 - b)
        red, green, blue = red + r, green + g, blue + b
    return red / taps, green / taps, blue / taps


@compiled
def _bilinear(texels, meaning, levels, level, u, v):
    """Of a level, or the coarsest there is, repeated without end."""
    while level > 0 and (level >= len(levels) or levels[level, 1] == 0):
        level -= 1
    first, wide, high = levels[level]
    x, y = (u - np.floor(u)) * wide - 0.5, (v - np.floor(v)) * high - 0.5
    left, top = int(np.floor(x)), int(np.floor(y))
    a, b = x - left, y - top
    west, east, north, south = left % wide, (left + 1) % wide, (top % high) * wide + first, ((top + 1) % high) * wide + first
    p, q, r, s = texels[north + west], texels[north + east], texels[south + west], texels[south + east]
    nw, ne, sw, se = (1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b
    return (nw * meaning[p[0]] + ne * meaning[q[0]] + sw * meaning[r[0]] + se * meaning[s[0]],
            nw * meaning[p[1]] + ne * meaning[q[1]] + sw * meaning[r[1]] + se * meaning[s[1]],
            nw * meaning[p[2]] + ne * meaning[q[2]] + sw * meaning[r[2]] + se * meaning[s[2]])
