"""Someone comes down a flight of stairs with a box, crosses the floor and goes up a ramp to a landing."""

import math
from collections.abc import Sequence

from render.view import Cut, Key, Light
from scenes import (
    Look,
    Prop,
    Shot,
    above,
    always,
    at,
    box,
    camera,
    carry,
    garment,
    hair,
    holds,
    lamp,
    make_shot,
    never,
    person,
    pick_up,
    place,
    plane,
    rests_on,
    room,
    sequence,
    succeeds,
    sun,
)
from scenes.camera import cut
from sim.errors import check_number

STEPS, TREAD, WIDE, LONG = 5, 0.3, 1.1, 2.2
LEFT, RIGHT = -2.1, 1.4
"""Where the stairs and the ramp end on the floor, m."""


def stairs(rise: float = 0.17, landing: float = 0.45) -> Shot:
    """rise: of each of the five steps, landing: how high the ramp goes, m."""
    check_number("stairs", "rise", rise, least=0.12, most=0.19, unit="m")
    check_number("stairs", "landing", landing, least=0.3, most=0.5, unit="m")
    top, x = STEPS * rise, LEFT - STEPS * TREAD
    _, *walls = room((10.4, 4.6, 3.4), walls=("back", "left", "right"), wall=Look("beige", "brick"))
    props = [
        plane("floor", (16, 14), look=Look("grey", "tiled")), *walls, *_flight(rise), *_ramp(landing),
        box("shelf", (0.4, 0.4, 0.75), on=(x - 0.75, 0.95, top), look=Look("teal"), label="shelf", noun="shelf", fixed=True),
        box("parcel", (0.2, 0.16, 0.16), on=(x - 0.62, 0.85, top + 0.75), mass=1.5, look=Look("orange", "paper")),
        person("nora", on=(x - 0.6, 0.3, top), turn=90.0, age=28, gender="female", height=1.66, skin="brown",
               hair=hair("ponytail", "black"), eyes="dark",
               wardrobe=[garment("T-shirt", "yellow"), garment("trousers", "navy"), garment("boots", "maroon")])]
    goal = (RIGHT + LONG + 1.05, 0.3, landing + 0.7)
    actions = sequence(
        pick_up("nora", "parcel", when=0.2, name="take"), carry("nora", "parcel", (LEFT + 0.7, 0.25, 0.0), name="down"),
        carry("nora", "parcel", (goal[0] - 0.48, 0.3, landing), facing=goal, name="up"), place("nora", "parcel", goal, name="put"))
    return make_shot("stairs", props, seconds=16.5, camera=_cuts(), lights=_lights(), actions=actions,
                     claims=[succeeds("put"), at(0.2, rests_on("parcel", "shelf")), at(0.2, above("nora", "gallery")),
                             at(16.5, above("nora", "landing")), never(above("nora", "bench")),
                             always(above("parcel", "floor")), at(10.0, holds("nora", "parcel")),
                             at(16.5, rests_on("parcel", "bench"))])


def _flight(rise: float) -> list[Prop]:
    """Steps from the left end of the floor up to the place that she comes from."""
    steps = [box(f"step_{i + 1}", (TREAD, WIDE, rise * (i + 1)), on=(LEFT - TREAD * (i + 0.5), 0.3, 0.0), look=Look("tan", "wood"),
                 label="step", noun="step", fixed=True) for i in range(STEPS)]
    gallery = box("gallery", (1.4, 2.0, STEPS * rise), on=(LEFT - STEPS * TREAD - 0.7, 0.6, 0.0), look=Look("brown", "wood"), fixed=True)
    return [*steps, gallery]


def _ramp(high: float) -> list[Prop]:
    """A slope up to a landing, with a bench on it."""
    slope, thick = math.atan2(high, LONG), 0.06
    middle = (RIGHT + LONG / 2 + thick / 2 * math.sin(slope), 0.3, high / 2 - thick / 2 * math.cos(slope))
    ramp = box("ramp", (math.hypot(LONG, high), WIDE, thick), at=middle, turn=(0.0, -math.degrees(slope), 0.0),
               look=Look("silver", "metal"), label="path", noun="ramp", fixed=True)
    landing = box("landing", (1.5, 1.7, high), on=(RIGHT + LONG + 0.75, 0.3, 0.0), look=Look("grey", "stone"), fixed=True)
    bench = box("bench", (0.4, 0.6, 0.7), on=(RIGHT + LONG + 1.15, 0.3, high), look=Look("olive", "wood"), label="table",
                noun="table", fixed=True)
    return [ramp, landing, bench]


def _cuts() -> Sequence[Cut]:
    """From the foot of the stairs; across the floor; and from the landing, back to where all of it is seen."""
    down = camera.static((-0.2, -2.2, 1.0), (-2.7, 0.4, 1.15), lens=30)
    over = camera.track("nora", (0.4, -3.6, 1.2), lens=32)
    landing = (RIGHT + LONG + 0.5, 0.3, 1.2)
    up = camera.path(Key(time=0.0, position=(4.6, -2.9, 1.7), look_at=landing, focal=30.0),
                     Key(time=2.2, position=(4.7, -2.8, 1.7), look_at=landing, focal=30.0),
                     Key(time=5.3, position=(0.9, -6.4, 2.2), look_at=(0.9, 0.3, 1.1), focal=28.0))
    return [cut(0.0, down), cut(6.3, over), cut(11.1, up)]


def _lights() -> tuple[Light, ...]:
    """The sun over the wall that is not there, and a lamp above the landing."""
    return sun(azimuth=265, elevation=42), lamp((RIGHT + LONG, -1.0, 3.0), strength=2.0)
