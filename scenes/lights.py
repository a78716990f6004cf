"""Lights, and the ones that go with a time of day. All of them cast shadows."""

import math
from dataclasses import dataclass

from neural.conditioning.vocabulary import TIMES
from render.view import AreaLight, Fog, Lamp, Light, Sky, Sun
from scenes.look import rgb
from sim.errors import unknown
from sim.math.conventions import Vec3

WARM: Vec3 = (1.0, 0.93, 0.82)
COOL: Vec3 = (0.82, 0.9, 1.0)


@dataclass(frozen=True, kw_only=True)
class Daylight:
    """The lights and the sky of a time of day, and the colour the painter is told the sky has."""

    lights: tuple[Light, ...]
    sky: Sky
    colour: str


DAYLIGHT = {
    "day": Daylight(lights=(Sun(azimuth=235, elevation=48),), sky=Sky(), colour="blue"),
    "dusk": Daylight(lights=(Sun(azimuth=205, elevation=17, strength=0.95, colour=(1.0, 0.72, 0.45)),),
                     sky=Sky(zenith=(0.36, 0.33, 0.58), horizon=(0.97, 0.66, 0.45), strength=0.4), colour="orange"),
    "night": Daylight(lights=(Sun(azimuth=225, elevation=40, strength=0.4, colour=(0.62, 0.74, 1.0)),),
                      sky=Sky(zenith=(0.03, 0.05, 0.14), horizon=(0.1, 0.14, 0.28), strength=0.3), colour="navy"),
    "overcast": Daylight(lights=(Sun(azimuth=235, elevation=60, strength=0.2, colour=(0.95, 0.97, 1.0)),),
                         sky=Sky(zenith=(0.62, 0.66, 0.7), horizon=(0.78, 0.8, 0.82), strength=0.85), colour="silver"),
    "lamplit": Daylight(lights=(Lamp(position=(0.4, -0.6, 2.6), strength=4.5, colour=WARM),),
                        sky=Sky(zenith=(0.03, 0.04, 0.1), horizon=(0.08, 0.1, 0.2), strength=0.22), colour="navy"),
}
"""Of each time in the vocabulary. The sun by day, the moon by night, and indoors a lamp under the ceiling, over the origin."""


def daylight(time: str, owner: str = "shot") -> Daylight:
    """The daylight of a time; DeclarationError for a time that is not in the vocabulary."""
    if time not in DAYLIGHT:
        raise unknown("time", time, TIMES, owner)
    return DAYLIGHT[time]


def sun(azimuth: float = 235.0, elevation: float = 48.0, *, strength: float = 1.0, colour: str | Vec3 = (1.0, 0.97, 0.92),
        size: float = 0.53) -> Sun:
    """Parallel light from `azimuth` degrees (from +x towards +y), `elevation` degrees above the horizon. size: degrees that it is wide: the
    sun's own 0.53, more for hazy light whose shadows are softer, 0 for shadows without a soft border."""
    return Sun(azimuth=azimuth, elevation=elevation, strength=strength, colour=rgb(colour), size=size)


def lamp(at: Vec3, *, strength: float = 5.0, colour: str | Vec3 = WARM, size: float = 0.0) -> Lamp:
    """A round lamp. strength: that of full sun at 1 m; it falls with the distance squared. size: its radius, m: the larger, the softer its
    shadows; 0 for a point."""
    return Lamp(position=at, strength=strength, colour=rgb(colour), size=size)


def area_light(at: Vec3, look_at: Vec3, width: float = 1.0, height: float = 1.0, *, strength: float = 5.0,
               colour: str | Vec3 = "white") -> AreaLight:
    """A bright rectangle that faces `look_at`, itself not seen: a soft box, or daylight in a window. strength: that of full sun at 1 m
    before it, of all of it; it falls with the distance."""
    return AreaLight(position=at, look_at=look_at, width=width, height=height, strength=strength, colour=rgb(colour))


def fog(visibility: float, colour: str | Vec3 = (0.8, 0.84, 0.88)) -> Fog:
    """Fog, even everywhere, or haze, in which things fade with distance: make_shot(..., fog=fog(40)). visibility: m, at which 2 % of the
    contrast is left. It is laid over finished pictures, and nothing is painted again for it."""
    return Fog(visibility=visibility, colour=rgb(colour))


def three_point(subject: Vec3, *, distance: float = 4.0, facing: float = 270.0, strength: float = 1.0) -> tuple[Lamp, Lamp, Lamp]:
    """Key, fill and rim lamps round a subject. facing: degrees from +x towards +y from the subject to the camera.

    strength: of the key at the subject, full sun being 1; the fill has a third of it, the rim, behind, three fifths.
    """
    return (_around(subject, distance, facing - 45, 40, strength, WARM), _around(subject, distance, facing + 50, 20, strength / 3, COOL),
            _around(subject, distance, facing + 160, 50, strength * 0.6, COOL))


def _around(subject: Vec3, distance: float, azimuth: float, elevation: float, strength: float, colour: Vec3) -> Lamp:
    a, e = math.radians(azimuth), math.radians(elevation)
    x, y, z = subject
    place = (x + distance * math.cos(a) * math.cos(e), y + distance * math.sin(a) * math.cos(e), z + distance * math.sin(e))
    return Lamp(position=place, strength=strength * distance ** 2, colour=colour)
