"""The hollow of a vessel and what it holds when it is tilted: a cylinder cut by a level plane, in closed form."""

from dataclasses import dataclass

import numpy as np

from sim.math.conventions import Array
from sim.scene.shapes import Cup


@dataclass(frozen=True, kw_only=True)
class Hollow:
    """A cylinder open above. radius, height: m. wall: m of solid round it and under it."""

    radius: float
    height: float
    wall: float

    @property
    def litres(self) -> float:
        """All that it can hold."""
        return 1000 * np.pi * self.radius ** 2 * self.height

    def fits(self, tilt: float) -> float:
        """The share of it, 0..1, that stays in when its axis is so far off upright, rad: what is under the level plane through the
        lowest point of its rim."""
        if tilt >= np.pi / 2:
            return 0.0
        if tilt <= 1e-9:
            return 1.0
        slope = float(np.tan(tilt))
        return min(max(self._under(self.height - self.radius * slope, slope) / (np.pi * self.radius ** 2 * self.height), 0.0), 1.0)

    def brim(self, share: float) -> float:
        """The tilt, rad, at which a surface meets the rim when this share is filled: beyond it, it runs over."""
        if not 0 < share < 1:
            return 0.0 if share >= 1 else np.pi / 2
        low, high = 0.0, np.pi / 2
        while high - low > 1e-12:
            middle = (low + high) / 2
            low, high = (middle, high) if self.fits(middle) > share else (low, middle)
        return low

    def _under(self, height: float, slope: float) -> float:
        """m3 between the floor and the plane z = height + slope x, where that is above it: the integral over x of the depth there
        times the chord 2 sqrt(r2 - x2), from where the plane meets the floor to the wall."""
        r = self.radius
        start = min(max(-height / slope, -r), r)
        root = np.sqrt(r * r - start * start)
        chords = np.pi * r * r / 2 - start * root - r * r * np.arcsin(start / r)
        return float(height * chords + slope * 2 / 3 * root ** 3)


def hollow_of(cup: Cup) -> Hollow:
    """A cup's hollow."""
    return Hollow(radius=cup.radius - cup.wall, height=cup.height - cup.wall, wall=cup.wall)


def tilt_of(up: Array) -> float:
    """How far an axis (3,) is off upright, rad."""
    return float(np.arctan2(np.hypot(up[0], up[1]), up[2]))
