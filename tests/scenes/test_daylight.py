"""Daylight by the clock: the sun and the moon stand where astronomy says, and light, sky and words follow."""

import pytest

from scenes import ball, camera, daylight, make_shot
from scenes.almanac import standing
from scenes.atmosphere import air_mass, clear_sky, sunlight
from scenes.lights import DAYLIGHT, MOON
from sim.errors import DeclarationError
from studio.editing import parsed


def shot(**more):
    return make_shot("it", [ball("ball", 0.1, at=(0, 0, 1))], camera=camera.static((0, -4, 1), (0, 0, 1)), seconds=0.5, **more)


def test_at_noon_on_midsummer_the_sun_stands_in_the_south_as_high_as_the_tilt_of_the_earth_says() -> None:
    sun, _ = standing("13:02", "2026-06-21", "London", "it")  # summer time, and 2 minutes behind
    assert sun.elevation == pytest.approx(90 - 51.47 + 23.44, abs=0.1) and sun.azimuth == pytest.approx(270, abs=1)  # from -y


def test_at_the_equinox_it_rises_in_the_east_and_sets_in_the_west() -> None:
    for clock, azimuth in (("09:00", 0), ("15:00", 180)):  # +x is east
        sun, _ = standing(clock, "2026-03-20", (0.0, 0.0), "it")
        assert sun.azimuth == pytest.approx(azimuth, abs=2) or sun.azimuth - 360 == pytest.approx(azimuth, abs=2)
        assert sun.elevation == pytest.approx(45, abs=3)


def test_clocks_are_those_of_the_place() -> None:
    oslo = standing("12:00", "2026-01-15", "Oslo", "it")
    assert oslo == standing("12:00+01:00", "2026-01-15", (59.916666666666664, 10.75), "it")
    assert oslo == standing("12:00", "2026-01-15", (59.916666666666664, 10.75), "it")  # 15 degrees are an hour
    assert oslo != standing("12:00", "2026-01-15", (59.916666666666664, 0.0), "it")


@pytest.mark.parametrize("elevation, mass", [(90, 1.0), (30, 1.994), (10, 5.59), (0, 37.92)])
def test_air_mass_is_that_of_kasten_and_youngs_table(elevation: float, mass: float) -> None:
    assert air_mass(elevation) == pytest.approx(mass, rel=3e-3)


def test_a_lower_sun_is_fainter_and_redder() -> None:
    suns = [sunlight(0.0, height) for height in (90, 45, 20, 8, 3, 0.5)]
    assert suns[0].strength == pytest.approx(1, abs=1e-3) and suns[1].strength == pytest.approx(0.91, abs=0.01)
    for high, low in zip(suns, suns[1:]):
        assert low.strength < high.strength and low.colour[0] == 1 and low.colour[1] < high.colour[1] and low.colour[2] < high.colour[2]
    assert suns[1].colour == pytest.approx(DAYLIGHT["day"].lights[0].colour, abs=0.03)  # what was chosen by eye before


def test_by_day_at_dusk_and_at_night_light_sky_and_words_follow() -> None:
    day, dusk, twilight = (daylight(clock, "2026-06-21", "London") for clock in ("12:00", "20:50", "21:40"))
    assert (day.time, dusk.time, twilight.time) == ("day", "dusk", "dusk")
    assert day.lights[0].elevation > 55 and 0 < dusk.lights[0].elevation < 6 and twilight.lights == ()
    assert day.sky == DAYLIGHT["day"].sky and dusk.sky.horizon[2] < 0.6 < day.sky.horizon[2]
    full, new = daylight("00:00", "2026-01-03", "London"), daylight("00:00", "2026-01-18", "London")
    assert full.time == new.time == "night" and full.colour == "navy" and full.sky == new.sky == DAYLIGHT["night"].sky
    assert full.lights[0].colour == MOON.colour and full.lights[0].strength == pytest.approx(MOON.strength, rel=0.1)
    assert full.lights[0].elevation > 50 and new.lights == ()
    assert clear_sky(90.0) == DAYLIGHT["day"].sky


def test_a_shot_is_lit_by_it_and_its_painter_told() -> None:
    late = daylight("20:50", "2026-06-21", "London")
    made = shot(time=late)
    assert made.view.lights == late.lights and made.view.sky == late.sky and made.style.prompt == "photo, dusk"
    assert made.style.objects["sky"].prompt == "orange sky"
    assert shot().with_(parsed(['time=["20:50","2026-06-21",London]'])) == shot().with_({"time": late}) == made
    assert made.with_({"time": "day"}) == shot()


@pytest.mark.parametrize("given, said", [
    (("25:00", "2026-06-21", "Oslo"), "25:00.*such as '07:40'"), (("12:00", "21.6.2026", "Oslo"), "21.6.2026.*2026-06-21"),
    (("12:00", "", "Oslo"), "needs one"),
    (("12:00", "2026-06-21"), "place is ''.*a city"),
    (("12:00", "2026-06-21", "Olso"), "Olso.*latitude"),
    (("12:00", "2026-06-21", (91.0, 0.0)), "latitude"),
    (("day", "2026-06-21", "Oslo"), "same on any date"), (("noonish",), "unknown time")])
def test_what_it_does_not_know_it_asks_for(given, said) -> None:
    with pytest.raises(DeclarationError, match=f"it: .*{said}"):
        daylight(*given, owner="it")
