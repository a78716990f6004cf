"""Where vertices are: compiled loops that turn and shift them."""

import numpy as np

from render.planes import compiled


@compiled
def rigid(rest, part, turns, shifts, count):
    """The turns (V, 3, 3) and places (V, 3) of the first `count` vertices, each as its part's; those of the others are
    left open."""
    turn, vertices = np.empty((len(rest), 3, 3)), np.empty((len(rest), 3))
    for i in range(count):
        turn[i] = turns[part[i] - 1]
        _place(turn[i], rest[i], shifts[part[i] - 1], vertices[i])
    return turn, vertices


@compiled
def bend_vertices(rest, turn, vertices, turns, shifts):
    """Fills in the last vertices of both, which are at places (S, 3) at rest."""
    first = len(vertices) - len(turns)
    turn[first:] = turns
    for i in range(len(turns)):
        _place(turns[i], rest[i], shifts[i], vertices[first + i])


@compiled
def _place(turn, rest, shift, out):
    for j in range(3):
        out[j] = turn[j, 0] * rest[0] + turn[j, 1] * rest[1] + turn[j, 2] * rest[2] + shift[j]


@compiled
def boxes_of(vertices, vertex_part, parts):
    """(B, 2, 3) least and greatest corner of these parts (B,)."""
    out, row = np.empty((len(parts), 2, 3)), np.full(vertex_part.max() + 1, -1)
    out[:, 0], out[:, 1] = np.inf, -np.inf
    row[parts] = np.arange(len(parts))
    for i in range(len(vertices)):
        b = row[vertex_part[i]]
        if b >= 0:
            for k in range(3):
                out[b, 0, k], out[b, 1, k] = min(out[b, 0, k], vertices[i, k]), max(out[b, 1, k], vertices[i, k])
    return out
