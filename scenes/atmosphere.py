"""What the air makes of the sun's light, and the colours of a clear sky, by how high the sun stands."""

import math

import numpy as np

from render.colour import srgb_from_linear
from render.view import Sky, Sun
from sim.math.conventions import Vec3

WAVELENGTHS = (0.61, 0.55, 0.465)
"""um, that stand for red, green and blue."""
TURBIDITY, EXPONENT = 0.04, 1.3
"""Of clear country air: the optical depth of its dust at 1 um, and how that falls with the wavelength (Angstrom, 1929)."""
HOURS: tuple[tuple[float, Vec3, Vec3, float], ...] = (
    (-18.0, (0.03, 0.05, 0.14), (0.1, 0.14, 0.28), 0.3),
    (-6.0, (0.12, 0.14, 0.34), (0.55, 0.4, 0.42), 0.32),
    (0.0, (0.3, 0.32, 0.58), (0.95, 0.62, 0.42), 0.38),
    (6.0, (0.38, 0.45, 0.7), (0.96, 0.76, 0.58), 0.4),
    (20.0, (0.44, 0.57, 0.82), (0.84, 0.86, 0.9), 0.43),
    (40.0, Sky().zenith, Sky().horizon, Sky().strength))
"""By the sun's elevation, degrees: a clear sky's colour at the zenith and at the horizon, and its strength, as a camera is set for each
hour. Chosen by eye, not measured; in between, mixed evenly."""


def sunlight(azimuth: float, elevation: float) -> Sun:
    """The sun through clear air; from overhead its strength is 1. Strength: 0.7 ** (m ** 0.678) of what comes from outside, m being the
    air mass (Meinel and Meinel, Applied Solar Energy, 1976). Colour: of white light through as much air (Rayleigh's scattering after
    Hansen and Travis, 1974) and dust."""
    mass = air_mass(elevation)
    depths = [0.008569 * w ** -4 * (1 + 0.0113 * w ** -2 + 0.00013 * w ** -4) + TURBIDITY * w ** -EXPONENT for w in WAVELENGTHS]
    light = np.exp(-mass * np.array(depths))
    red, green, blue = (round(float(channel), 4) for channel in srgb_from_linear(light / light.max()))
    return Sun(azimuth=azimuth, elevation=elevation, strength=round(0.7 ** (mass ** 0.678 - 1), 4), colour=(red, green, blue))


def air_mass(elevation: float) -> float:
    """How much more air light comes through than from overhead, from degrees above the horizon (Kasten and Young, 1989)."""
    return 1 / (math.sin(math.radians(elevation)) + 0.50572 * (elevation + 6.07995) ** -1.6364)


def clear_sky(elevation: float) -> Sky:
    """The sky when the sun stands so many degrees above the horizon, or below it: see HOURS."""
    heights = [hour[0] for hour in HOURS]

    def mixed(values: list[float]) -> float:
        return round(float(np.interp(elevation, heights, values)), 4)

    def colour(values: list[Vec3]) -> Vec3:
        red, green, blue = (mixed([value[channel] for value in values]) for channel in range(3))
        return red, green, blue

    return Sky(zenith=colour([hour[1] for hour in HOURS]), horizon=colour([hour[2] for hour in HOURS]),
               strength=mixed([hour[3] for hour in HOURS]))
