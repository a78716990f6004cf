"""Where the sun and the moon stand, by astral: at a clock's time, on a date, at a place."""

import math
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta, timezone, tzinfo
from datetime import time as Clock

from sim.errors import DeclarationError, check_number

Place = str | tuple[float, float]
"""A city by its name, or latitude and longitude, degrees north and east."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Of a light in the sky. azimuth: degrees from +x, east, towards +y, north, as Sun has it; elevation: degrees above the horizon, as it
    is seen through the air; lit: how much of its disc is, 0..1."""

    azimuth: float
    elevation: float
    lit: float = 1.0


def standing(clock: str, date: str, place: Place, owner: str) -> tuple[Standing, Standing]:
    """Of the sun and of the moon. clock: '17:40', of the city's own time zone, or of 15 degrees of longitude where a place is given by
    them; or '17:40+02:00', so many hours before Greenwich. date: '2026-06-21'. Raises DeclarationError, naming the owner."""
    from astral import Observer, moon, sun  # here: it is asked only by the clock

    latitude, longitude, zone = _place(place, owner)
    at = _moment(clock, date, zone, owner)
    observer = Observer(latitude, longitude)
    high, low = float(sun.elevation(observer, at)), float(moon.elevation(observer, at))
    lit = (1 - math.cos(2 * math.pi * moon.phase(at.date()) / 28)) / 2  # astral's moon is new at 0 and full at 14
    return (Standing(azimuth=_turned(sun.azimuth(observer, at)), elevation=round(high, 3)),
            Standing(azimuth=_turned(moon.azimuth(observer, at)), elevation=round(low, 3), lit=round(lit, 3)))


def _turned(compass: float) -> float:
    """From degrees clockwise from north."""
    return round((90 - float(compass)) % 360, 3)


def _moment(clock: str, date: str, zone: tzinfo, owner: str) -> datetime:
    try:
        at = Clock.fromisoformat(clock)
    except (TypeError, ValueError):
        raise DeclarationError(f"{owner}: time is {clock!r}; give hours and minutes, such as '07:40' or '17:40+02:00'.") from None
    try:
        return datetime.combine(Date.fromisoformat(date), at, at.tzinfo or zone)
    except (TypeError, ValueError):
        raise DeclarationError(f"{owner}: date is {date!r}; by the clock, daylight needs one, such as '2026-06-21'.") from None


def _place(place: Place, owner: str) -> tuple[float, float, tzinfo]:
    if isinstance(place, str) and place:
        return _city(place, owner)
    if not isinstance(place, (tuple, list)) or len(place) != 2:
        raise DeclarationError(f"{owner}: place is {place!r}; by the clock, daylight needs one: a city, such as 'Oslo', or latitude and "
                               "longitude, such as (59.9, 10.8).")
    latitude, longitude = place
    check_number(owner, "latitude", latitude, least=-90, most=90, unit="degrees")
    check_number(owner, "longitude", longitude, least=-180, most=180, unit="degrees")
    return float(latitude), float(longitude), timezone(timedelta(hours=round(longitude / 15)))


def _city(name: str, owner: str) -> tuple[float, float, tzinfo]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from astral import LocationInfo
    from astral.geocoder import database, lookup
    try:
        found = lookup(name, database())
    except (KeyError, ValueError):
        found = None
    if not isinstance(found, LocationInfo):
        raise DeclarationError(f"{owner}: place {name!r} is none of the cities that are known here, capitals above all; give its "
                               "latitude and longitude, such as (59.9, 10.8).")
    try:
        return found.latitude, found.longitude, ZoneInfo(found.timezone)
    except ZoneInfoNotFoundError:
        raise DeclarationError(f"{owner}: this machine has no time zones to look up {found.timezone}; give the time as '17:40+02:00', or "
                               "pip install tzdata.") from None
