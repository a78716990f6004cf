"""How much of a light that is not a point each surface sees: rays to places on it.

What is seen of a light changes along lines, the outlines of what is in the way. So first a few rays go to the light's rim; where they
disagree, the light is swept along chords across the outline, and where along a chord it is crossed is found by halving. That is as
smooth as hundreds of rays strewn over the light, and the same for the same place in every frame."""

import numpy as np
from numpy.typing import NDArray

from render.embree import is_blocked, ray_room
from render.planes import compiled
from render.rays import Tree

Single = NDArray[np.float32]
SUN, LAMP, PANEL = range(3)
"""Shapes: a disc far away, a disc that always faces the surface, a rectangle."""
SMOOTH, QUICK = (8, 6, 4, 4), (6, 4, 3, 2)
"""Rays to the rim; chords; rays along each; halvings: for places that stand alone, and for those four of which make a pixel."""
NARROW, NARROW_RAYS = 0.02, 3
"""Tangent of half a sun's width; rays to the rim of one that is narrower, past which nothing fits unseen that anybody would see."""
Form = tuple[int, float, NDArray[np.float64], NDArray[np.float64]]
"""Of a light: its shape; the sun's tangent of half its width, or a lamp's radius, m; and half the sides (3,) of a panel, m."""


def shares(starts: Single, ways: Single, normals: Single, form: Form, trees: tuple[Tree, ...], care: tuple[int, int, int, int]) -> Single:
    """(N,) how much of a light is seen past one or two trees, 0..1, each place on it weighed by what it would give. starts: (N, 3)
    relative to the trees' origin. ways: (N, 3) to its middle. normals: (N, 3) of the surfaces."""
    handles = [tree.handle for tree in trees if tree.handle]
    first, second = (*handles, 0, 0)[:2]
    reach = reaches(ways, form[1]) if form[0] == LAMP else np.full(len(starts), 1e30 if form[0] == SUN else 0.999, np.float32)
    if not handles:
        return np.ones(len(starts), np.float32)
    chords = _chords(care[1], form[0] == PANEL)
    around = NARROW_RAYS if form[0] == SUN and form[1] < NARROW else care[0]
    return _shares((first, second, *ray_room()), reach, starts, ways, normals, form, chords, (around, *care[1:]))


def reaches(ways: NDArray, radius: float) -> Single:
    """(N,) the share of ways (N, 3) to the middle of a lamp that is outside of it, a little more than which can have shadows."""
    return np.maximum(1 - np.float32(1.02 * radius) / np.linalg.norm(ways, axis=1), np.float32(1e-3)).astype(np.float32)


def _chords(count: int, square: bool) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Where chords across the light are, -1..1, half their lengths and their weights: Gauss and Legendre's, or on a disc Gauss and
    Chebyshev's of the second kind (Abramowitz and Stegun, 25.4.30 and 25.4.40)."""
    if square:
        places, weights = np.polynomial.legendre.leggauss(count)
        return places, np.ones(count), weights
    angle = np.arange(1, count + 1) * np.pi / (count + 1)
    return np.cos(angle), np.sin(angle), np.sin(angle) ** 2


@compiled
def _shares(trees, reach, starts, ways, normals, form, chords, care):
    out = np.empty(len(starts), np.float32)
    for i in range(len(starts)):
        u, v = _sides(ways[i], form)
        scene = (trees[0], trees[1], trees[2], trees[3], reach[i])
        east, north, seen, asked = 0.0, 0.0, 0, 0
        for k in range(care[0] + 1):
            angle = (k + 0.5) * 2 * np.pi / care[0]
            x, y = np.cos(angle), np.sin(angle)
            if form[0] == PANEL:
                longer = max(abs(x), abs(y))
                x, y = x / longer, y / longer
            x, y = (x, y) if k < care[0] else (0.0, 0.0)
            way = _way(ways[i], u, v, x, y)
            if _weight(way, normals[i], u, v, form[0]) > 0:
                free = not is_blocked(scene, starts[i], way)
                east, north = east + (x if free else -x), north + (y if free else -y)
                asked, seen = asked + 1, seen + free
        if seen == 0 or seen == asked:
            out[i] = 1.0 if asked == seen else 0.0
            continue
        length = np.sqrt(east * east + north * north)
        east, north = (east / length, north / length) if length > 1e-6 else (1.0, 0.0)
        if form[0] == PANEL:
            east, north = (1.0, 0.0) if abs(east) >= abs(north) else (0.0, 1.0)
        out[i] = _swept(scene, starts[i], ways[i], normals[i], (u, v, form[0], east, north), chords, care)
    return out


@compiled
def _swept(scene, start, middle, normal, light, chords, care):
    """How much is seen of a light, along chords in the direction in which it changes."""
    u, v, shape, east, north = light
    places, halves, weights = chords
    lit, whole = 0.0, 0.0
    for j in range(len(places)):
        step = 2 * halves[j] / (care[2] - 1)
        before = False
        for k in range(care[2]):
            x = -halves[j] + k * step
            free = not is_blocked(scene, start, _at(middle, light, x, places[j]))
            if k > 0:
                weight = weights[j] * _weight(_at(middle, light, x - step / 2, places[j]), normal, u, v, shape)
                share = 1.0 if free else 0.0
                if free != before:
                    low, high = 0.0, 1.0
                    for _ in range(care[3]):
                        half = (low + high) / 2
                        if (not is_blocked(scene, start, _at(middle, light, x - step * (1 - half), places[j]))) == before:
                            low = half
                        else:
                            high = half
                    half = (low + high) / 2
                    share = half if before else 1 - half
                lit, whole = lit + weight * share, whole + weight
            before = free
    return lit / whole if whole > 0 else 1.0


@compiled
def _sides(way, form):
    """The vectors from the middle of a light to the middles of two sides of it, or of its rim."""
    shape, radius, u, v = form
    if shape == PANEL:
        return (u[0], u[1], u[2]), (v[0], v[1], v[2])
    x, y, z = float(way[0]), float(way[1]), float(way[2])
    length = max(np.sqrt(x * x + y * y + z * z), 1e-9)
    x, y, z = x / length, y / length, z / length
    a, b, c = (y, -x, 0.0) if abs(z) < 0.9 else (0.0, z, -y)
    size = radius / np.sqrt(a * a + b * b + c * c)
    a, b, c = a * size, b * size, c * size
    return (a, b, c), (y * c - z * b, z * a - x * c, x * b - y * a)


@compiled
def _way(middle, u, v, x, y):
    return (middle[0] + x * u[0] + y * v[0], middle[1] + x * u[1] + y * v[1], middle[2] + x * u[2] + y * v[2])


@compiled
def _at(middle, light, x, y):
    u, v, _, east, north = light
    return _way(middle, u, v, x * east - y * north, x * north + y * east)


@compiled
def _weight(way, normal, u, v, shape):
    """What a place on the light gives, but for a factor: with the cosines at both ends and the distance."""
    x, y, z = way
    square = x * x + y * y + z * z
    cosine = max(normal[0] * x + normal[1] * y + normal[2] * z, 0.0)
    if shape != PANEL:
        return cosine / np.sqrt(square)
    across = x * (u[1] * v[2] - u[2] * v[1]) + y * (u[2] * v[0] - u[0] * v[2]) + z * (u[0] * v[1] - u[1] * v[0])
    return cosine * abs(across) / (square * square)
