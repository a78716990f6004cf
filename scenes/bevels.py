"""How round the edges of what is declared as a box are drawn."""

from sim.math.conventions import Vec3
from sim.scene.shapes import RoundedBox

SMALLEST, LARGEST, SHARE = 0.001, 0.02, 0.08


def bevel_of(size: Vec3) -> float:
    """A bevel that suits a box of this size, m: a few millimetres, at most 2 cm."""
    return min(max(SHARE * min(size), SMALLEST), LARGEST, 0.45 * min(size))


def rounded(size: Vec3) -> RoundedBox:
    """A box with such edges."""
    return RoundedBox(size=size, bevel=bevel_of(size))
