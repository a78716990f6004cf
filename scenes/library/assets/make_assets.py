"""Writes the meshes of this folder: `python scenes/library/assets/make_assets.py`. Both are surfaces of revolution (z up, m)."""

import math
from collections.abc import Sequence
from pathlib import Path

SIDES = 28
BOWL = [(0.0, 0.0), (0.17, 0.0), (0.19, 0.02), (0.16, 0.05), (0.28, 0.13), (0.37, 0.24), (0.42, 0.36), (0.395, 0.36), (0.34, 0.25),
        (0.25, 0.155), (0.13, 0.09), (0.0, 0.08)]
VASE = [(0.0, 0.0), (0.11, 0.0), (0.13, 0.03), (0.19, 0.14), (0.21, 0.25), (0.17, 0.37), (0.09, 0.46), (0.08, 0.52), (0.13, 0.6),
        (0.11, 0.6), (0.06, 0.52), (0.07, 0.45), (0.0, 0.43)]


def revolve(profile: Sequence[tuple[float, float]]) -> str:
    """OBJ text of a closed profile of (radius, height), from the axis outwards, up, and back to the axis."""
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
    for name, profile in (("bowl", BOWL), ("vase", VASE)):
        Path(__file__).with_name(f"{name}.obj").write_text(revolve(profile))
