"""Lights, and the ones that go with a time of day. All of them cast shadows."""

import math
from dataclasses import dataclass, replace

from neural.conditioning.vocabulary import TIMES
from render.view import AreaLight, Fog, Lamp, Light, Sky, Sun
from scenes.almanac import Place, standing
from scenes.atmosphere import clear_sky, sunlight
from scenes.look import rgb
from sim.errors import DeclarationError, unknown
from sim.math.conventions import Vec3

WARM: Vec3 = (1.0, 0.93, 0.82)
COOL: Vec3 = (0.82, 0.9, 1.0)


@dataclass(frozen=True, kw_only=True)
class Daylight:
    """The lights and the sky of a time of day, the colour the painter is told the sky has, and the time he is told it is."""

    lights: tuple[Light, ...]
    sky: Sky
    colour: str
    time: str


MOON = Sun(azimuth=225, elevation=40, strength=0.4, colour=(0.62, 0.74, 1.0))
"""When it is full, as a camera is set for it."""
DAYLIGHT = {
    "day": Daylight(lights=(Sun(azimuth=235, elevation=48),), sky=Sky(), colour="blue", time="day"),
    "dusk": Daylight(lights=(Sun(azimuth=205, elevation=17, strength=0.95, colour=(1.0, 0.72, 0.45)),),
                     sky=Sky(zenith=(0.36, 0.33, 0.58), horizon=(0.97, 0.66, 0.45), strength=0.4), colour="orange", time="dusk"),
    "night": Daylight(lights=(MOON,),
                      sky=Sky(zenith=(0.03, 0.05, 0.14), horizon=(0.1, 0.14, 0.28), strength=0.3), colour="navy", time="night"),
    "overcast": Daylight(lights=(Sun(azimuth=235, elevation=60, strength=0.2, colour=(0.95, 0.97, 1.0)),),
                         sky=Sky(zenith=(0.62, 0.66, 0.7), horizon=(0.78, 0.8, 0.82), strength=0.85), colour="silver", time="overcast"),
    "lamplit": Daylight(lights=(Lamp(position=(0.4, -0.6, 2.6), strength=4.5, colour=WARM),),
                        sky=Sky(zenith=(0.03, 0.04, 0.1), horizon=(0.08, 0.1, 0.2), strength=0.22), colour="navy", time="lamplit"),
}
"""Of each time in the vocabulary. The sun by day, the moon by night, and indoors a lamp under the ceiling, over the origin."""
LOW, TWILIGHT = 6.0, -6.0
"""Degrees: with the sun lower than the first it is dusk, or dawn, for the painter; lower than the second, night."""


def daylight(time: str, date: str = "", place: Place = "", *, owner: str = "shot") -> Daylight:
    """The light of a time of day: by name (day, dusk, night, overcast, lamplit), or by the clock, as
    make_shot(..., time=daylight("17:40", "2026-06-21", "Oslo")).

    By the clock, +y is north and +x east. date: year, month, day. place: a city, or latitude and longitude in degrees. The clock is
    the city's; of a place by degrees it is that of its 15 degrees of longitude; '17:40+02:00' says itself. The sun is where it stood, as
    strong and of the colour that clear air makes it, under a clear sky (see scenes.atmosphere). It is night when the sun is more than
    six degrees down: then the moon lights, if it is up, as far as it is lit. Raises DeclarationError for what is not known.
    """
    if isinstance(time, str) and ":" in time:
        return _by_clock(time, date, place, owner)
    if time not in DAYLIGHT:
        raise unknown("time", time, TIMES, owner)
    if date or place:
        raise DeclarationError(f"{owner}: time {time!r} is the same on any date at any place; give a clock's time, such as '17:40'.")
    return DAYLIGHT[time]


def _by_clock(clock: str, date: str, place: Place, owner: str) -> Daylight:
    sun, moon = standing(clock, date, place, owner)
    time = "night" if sun.elevation < TWILIGHT else "dusk" if sun.elevation < LOW else "day"
    lights: tuple[Light, ...] = (sunlight(sun.azimuth, sun.elevation),) if sun.elevation > 0 else ()
    if time == "night" and moon.elevation > 0 and moon.lit > 0.01:
        full = Sun(azimuth=moon.azimuth, elevation=moon.elevation, strength=MOON.strength * moon.lit, colour=MOON.colour)
        lights = (replace(full, strength=round(full.strength, 4)),)
    return Daylight(lights=lights, sky=clear_sky(sun.elevation), colour=DAYLIGHT[time].colour, time=time)


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


def sky(picture: str, *, turn: float = 0.0, strength: float = 1.0) -> Sky:
    """A sky, or a studio, that is an equirectangular picture of light: make_shot(..., environment=sky("studio.hdr", turn=30)). It is seen
    behind everything and lights from all round; its brightest spot, if that is small, is a sun and throws shadows. picture: the path of
    an .hdr or .exr file. turn: degrees that it is turned, anticlockwise seen from above; unturned its middle lies in +y. strength: a factor
    of its light, in which 1 is white. Raises DeclarationError for a file that is no such picture."""
    from render.sky_files import read_sky  # here: it reads, so that a bad file is told of at once
    read_sky(str(picture))
    return Sky(picture=str(picture), turn=turn, strength=strength)


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
