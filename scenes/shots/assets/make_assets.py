"""Writes the mesh of this folder: `python scenes/shots/assets/make_assets.py`. The bowl is a surface of revolution (z up, m)."""

import math
from collections.abc import Sequence
from pathlib import Path

SIDES = 20
BOWL = [(0.0, 0.0), (0.2, 0.0), (0.18, 0.05), (0.32, 0.16), (0.42, 0.36), (0.39, 0.36), (0.28, 0.18), (0.14, 0.1), (0.0, 0.09)]
"""Radius and height, m, from the axis outwards, up, and back to the axis."""


def revolve(profile: Sequence[tuple[float, float]]) -> str:
    """OBJ text of a closed profile turned about z."""
    rings = profile[1:-1]
    vertices = [(0.0, 0.0, profile[0][1])]
    for radius, height in rings:
        vertices += [(radius * math.cos(a), radius * math.sin(a), height) for a in (2 * math.pi * k / SIDES for k in range(SIDES))]
    vertices.append((0.0, 0.0, profile[-1][1]))
    at = lambda ring, k: 2 + ring * SIDES + k % SIDES  # noqa: E731
    faces = []
    for k in range(SIDES):
        faces.append((1, at(0, k + 1), at(0, k)))
        for ring in range(len(rings) - 1):
            a, b, c, d = at(ring, k), at(ring, k + 1), at(ring + 1, k + 1), at(ring + 1, k)
            faces += [(a, b, c), (a, c, d)]
        faces.append((len(vertices), at(len(rings) - 1, k), at(len(rings) - 1, k + 1)))
    return "".join([*(f"v {x:.5f} {y:.5f} {z:.5f}\n" for x, y, z in vertices), *(f"f {a} {b} {c}\n" for a, b, c in faces)])


if __name__ == "__main__":
    Path(__file__).with_name("bowl.obj").write_text(revolve(BOWL))
