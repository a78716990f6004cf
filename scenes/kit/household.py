"""Books, bottles, clocks and what else stands about in rooms."""

from dataclasses import replace
from math import cos, radians, sin
from typing import Unpack

from scenes.kit.making import KitOptions, block, circle, curved, disc, lump, made, orb, part, ring, rod, side, slab, tube, turning
from scenes.look import Look
from scenes.props import Prop
from sim.math.conventions import Vec3
from sim.scene.shapes import Placed

BRASS, STEEL, BLACK, WHITE = Look("yellow", "metal"), Look("silver",
                                                             "metal"), Look("black", "plastic"), Look("white", "plastic")
SCREEN = Look("navy", "glass")
SPINES = (Look("red", "paper"), Look("teal", "paper"), Look("yellow", "paper"), Look("navy", "paper"), Look("green", "paper"),
          Look("maroon", "paper"))


def book(name: str, size: Vec3 = (0.21, 0.15, 0.03), colour: Look | None = None, **options: Unpack[KitOptions]) -> Prop:
    """A book that lies flat, its spine at -y."""
    x, y, z = size
    covers = [block((x, y, 0.003), (0.0, 0.0, h)) for h in (0.0,
                                                            z - 0.003)] + [block((x, 0.004, z), (0.0, 0.002 - y / 2, 0.0),
                                                                                 bevel=0.0015)]
    return made(name, [part("cover", colour or Look("maroon", "paper"), "book", *covers),
                       part("pages", Look("beige", "paper"), "book",
                            block((x - 0.008, y - 0.006, z - 0.006), (0.0, 0.0, 0.003),
                                  bevel=0.001))], options, mass=650 * x * y * z)


def books(name: str, count: int = 9, height: float = 0.24, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A row of books on end along y, their spines to +x; one thing."""
    spines: list[list[Placed]] = [[], [], []]
    pages, y = [], 0.0
    for i in range(count):
        wide, high = 0.024 + 0.006 * ((5 * i + seed) % 4), height * (0.78 + 0.055 * ((3 * i + seed) % 5))
        deep, middle = 0.15 + 0.008 * ((2 * i + seed) % 3), y + wide / 2 - 0.0165 * count
        spines[(i * 2 + i // 3 + seed) % 3].append(block((deep, wide - 0.001, high), (0.08 - deep / 2, middle, 0.0), bevel=0.003))
        pages.append(block((deep - 0.012, wide - 0.008, 0.002), (0.076 - deep / 2, middle, high - 0.001), bevel=0.0005))
        y += wide
    looks = [SPINES[(seed + 2 * i) % len(SPINES)] for i in range(3)]
    parts = [part(f"spines_{i + 1}", look, "book", *found) for i, (look, found) in enumerate(zip(looks, spines)) if found]
    return made(name, [*parts, part("pages", Look("beige", "paper"), "book", *pages)], options, mass=0.45 * count)


def bottle(name: str, height: float = 0.3, **options: Unpack[KitOptions]) -> Prop:
    """A wine bottle with its label."""
    body = turning((0.036, 0.0), (0.038, 0.01), *curved((0.038, 0.6 * height), (0.034, 0.66 * height), (0.017, 0.76 * height),
                                                        (0.014, 0.82 * height)), (0.014, 0.93 * height))
    return made(name, [part("glass", Look("green", "glass"), "bottle", body),
                       part("label", Look("beige", "paper"), "bottle",
                            turning((0.0385, 0.22 * height), (0.0385, 0.5 * height),
                                    bevel=0.0005)), part("cap", Look("maroon", "metal"), "bottle",
                                                         turning((0.0155, 0.88 * height), (0.0155, height),
                                                                 bevel=0.001))], options, mass=1.2, matter="glass")


def spray_bottle(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A bottle with a trigger."""
    body = turning(*curved((0.038, 0.0), (0.04, 0.01), (0.04, 0.12), (0.03, 0.15), (0.014, 0.18)))
    head = [side([(-0.03, 0.185), (0.05, 0.2), (0.05, 0.225), (-0.025, 0.225)], 0.026, bevel=0.006),
            disc(0.016, 0.025, (0.0, 0.0, 0.17)), tube((0.035, 0.0, 0.2), (0.045, 0.0, 0.18), (0.03, 0.0, 0.15), radius=0.005)]
    return made(name, [part("bottle", Look("blue", "plastic"), "bottle", body),
                       part("head", Look("white", "plastic"), "bottle", *head)], options, mass=0.6)


def vase(name: str, height: float = 0.28, **options: Unpack[KitOptions]) -> Prop:
    """A vase with a waist."""
    curve = curved((0.3, 0.0), (0.33, 0.02), (0.36, 0.35), (0.2, 0.72), (0.17, 0.85), (0.25, 1.0))
    return made(name, [part("vase", Look("blue", "ceramic"), "vase",
                            turning(*((r * height, z * height) for r, z in curve), wall=0.006, bevel=0.002))], options, mass=1.4)


def clock(name: str, radius: float = 0.16, **options: Unpack[KitOptions]) -> Prop:
    """A wall clock that faces +x, its back at x = 0; at= puts its middle there. It shows ten past ten."""
    face = disc(radius * 0.9, 0.006, (0.022, 0.0, 0.0), (0.0, 90.0, 0.0))
    marks = [disc(0.05 * radius, 0.003, (0.027, radius * 0.76 * c, radius * 0.76 * s), (0.0, 90.0, 0.0)) for c,
             s in circle(12)[:12]]
    hands = [rod((0.031, 0.0, 0.0), (0.031, radius * y, radius * z), 0.03 * radius, 0.015 * radius) for y,
             z in ((-0.6, 0.35), (0.38, 0.24))]
    rim = turning((0.98 * radius, 0.0), (radius, 0.03), (0.9 * radius, 0.031), turn=(0.0, 90.0, 0.0), bevel=0.004)
    return made(name, [part("rim", Look("black", "metal"), "clock", rim, noun="machine"),
                       part("face", Look("white", "paper"), "clock",
                            disc(radius * 0.88, 0.005, (0.029, 0.0, 0.0), (0.0, 90.0, 0.0)), face, noun="sign"),
                       part("hands", Look("black", "metal"), "clock", *(_forward(m, 0.006) for m in (*marks, *hands)),
                            noun="handle")], options, fixed=True)


def _forward(piece: Placed, by: float) -> Placed:
    x, y, z = piece.position
    return replace(piece, position=(x + by, y, z))


def picture(name: str, width: float = 0.8, height: float = 0.6,
            colours: tuple[Look, Look] = (Look("teal", "paper"), Look("orange", "paper")), **options: Unpack[KitOptions]) -> Prop:
    """A framed painting of a hill and a sun, its back at x = 0; at= puts its middle there."""
    bars = [block((0.035, 0.05, height), (0.0175, s * (width - 0.05) / 2, -height / 2))
            for s in (-1, 1)] + [block((0.035, width, 0.05), (0.0175, 0.0, z)) for z in (-height / 2, height / 2 - 0.05)]
    hill = slab([(-0.46 * width, -0.44 * height), (0.46 * width, -0.44 * height), (0.46 * width, -0.1 * height),
                 (0.2 * width, 0.08 * height), (-0.2 * width, -0.02 * height)], 0.003, (0.014, 0.0, 0.0), (90.0, 0.0, 90.0), 0.001)
    return made(name, [part("frame", BRASS, "painting", *bars, noun="board"),
                       part("paper", Look("beige", "paper"), "painting",
                            block((0.012, width - 0.04, height - 0.04), (0.006, 0.0, 0.02 - height / 2)), noun="board"),
                       part("hill", colours[0], "painting", hill, noun="board"),
                       part("sun", colours[1], "painting", disc(0.1 * height, 0.003, (0.0125, 0.18 * width, 0.24 * height),
                                                                (0.0, 90.0, 0.0)), noun="board")], options, fixed=True)


def mirror(name: str, width: float = 0.6, height: float = 1.6, **options: Unpack[KitOptions]) -> Prop:
    """A tall mirror in a frame, its back at x = 0."""
    bars = [block((0.04, 0.06, height), (0.02, s * (width - 0.06) / 2, 0.0))
            for s in (-1, 1)] + [block((0.04, width, 0.06), (0.02, 0.0, z)) for z in (0.0, height - 0.06)]
    return made(name, [part("frame", Look("brown", "wood"), "mirror", *bars, noun="window"),
                       part("glass", Look("silver", "glass"), "mirror",
                            block((0.015, width - 0.08, height - 0.08), (0.012, 0.0, 0.04)), noun="glass")], options, fixed=True)


def basket(name: str, radius: float = 0.2, height: float = 0.24, **options: Unpack[KitOptions]) -> Prop:
    """A wicker basket with two grips."""
    hoops = [ring(radius * (0.82 + 0.18 * z / height) + 0.004, 0.008, (0.0, 0.0, z))
             for z in (height * (i + 0.5) / 6 for i in range(6))]
    grips = [tube((s * radius, -0.06, height), (s * radius * 1.06, -0.03, height + 0.06), (s * radius * 1.06, 0.03, height + 0.06),
                  (s * radius, 0.06, height), radius=0.01) for s in (-1, 1)]
    return made(name, [part("basket", Look("tan", "wood"), "basket", turning((0.82 * radius, 0.0), (radius, height), wall=0.012),
                            *hoops, *grips)], options, mass=0.9)


def waste_bin(name: str, radius: float = 0.14, height: float = 0.32, **options: Unpack[KitOptions]) -> Prop:
    """An office bin."""
    return made(name, [part("bin", Look("charcoal", "metal"), "ashcan",
                            turning((0.8 * radius, 0.0), (radius, height), wall=0.004,
                                    bevel=0.0015), ring(radius, 0.006, (0.0, 0.0, height)), noun="basket")], options, mass=1.2)


def suitcase(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A suitcase that stands, with a grip and corners."""
    bands = [block((0.204, 0.03, 0.45), (0.0, s * 0.17, 0.02), bevel=0.006) for s in (-1, 1)]
    grip = tube((0.0, -0.07, 0.46), (0.0, -0.06, 0.51), (0.0, 0.06, 0.51), (0.0, 0.07, 0.46), radius=0.011)
    feet = [disc(0.014, 0.03, (x, y, 0.0)) for x in (-0.07, 0.07) for y in (-0.25, 0.25)]
    return made(name, [part("case", Look("brown", "leather"), "bag", block((0.2, 0.62, 0.44), (0.0, 0.0, 0.025), bevel=0.02)),
                       part("straps", Look("tan", "leather"), "bag", *bands, grip, *feet)], options, mass=7.0)


def globe(name: str, radius: float = 0.15, **options: Unpack[KitOptions]) -> Prop:
    """A globe on a stand."""
    arc = tube((0.0, 0.35 * radius, 2.42 * radius), (0.0, 1.15 * radius, 1.75 * radius), (0.0, 0.8 * radius, 0.72 * radius),
               (0.0, 0.0, 0.26 * radius), radius=0.05 * radius)
    land = [_at_globe(radius, a, b, s) for a, b, s in ((20.0, 30.0, 0.8), (80.0, 10.0, 0.78), (150.0, 40.0, 0.82),
                                                       (230.0, -10.0, 0.8), (290.0, 35.0, 0.8), (330.0, -35.0, 0.78))]
    return made(name, [part("sea", Look("blue", "paper"), "ball", orb(radius, (0.0, 0.0, 1.4 * radius))),
                       part("land", Look("green", "paper"), "ball",
                            *land), part("stand", Look("brown", "wood"), "base", arc,
                                         turning((0.75 * radius, 0.0), (0.7 * radius, 0.1 * radius),
                                                 (0.12 * radius, 0.3 * radius)))], options, mass=1.5)


def _at_globe(radius: float, east: float, north: float, size: float) -> Placed:
    e, n = radians(east), radians(north)
    away = radius * 0.64
    return lump((size * radius,) * 3, (away * cos(e) * cos(n), away * sin(e) * cos(n), 1.4 * radius + away * sin(n)), 0.1,
                int(east))


def guitar(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A guitar that lies on its back, its neck along x."""
    def waist(x: float, r: float) -> Placed:
        return turning((r, 0.0), (r, 0.09), on=(x, 0.0, 0.0), bevel=0.008)
    neck = [block((0.42, 0.055, 0.022), (0.37, 0.0, 0.075)), block((0.15, 0.075, 0.018), (0.64, 0.0, 0.07))]
    pegs = [disc(0.011, 0.012, (0.6 + 0.035 * i, s * 0.045, 0.073)) for i in range(3) for s in (-1, 1)]
    strings = [rod((-0.14, 0.0065 * (i - 2.5), 0.1), (0.58, 0.006 * (i - 2.5), 0.1), 0.0008) for i in range(6)]
    return made(name, [part("body", Look("orange", "wood"), "plaything", waist(-0.12, 0.19), waist(0.08, 0.14),
                            block((0.2, 0.24, 0.09), (-0.02, 0.0, 0.0), bevel=0.008), noun="toy"),
                       part("neck", Look("brown", "wood"), "plaything", *neck, block((0.02, 0.14, 0.01), (-0.15, 0.0, 0.09)),
                            noun="toy"), part("hole", BLACK, "plaything", disc(0.05, 0.002, (0.04, 0.0, 0.0895)), noun="toy"),
                       part("strings", STEEL, "plaything", *pegs, *strings, noun="toy")], options, mass=2.0)


def blackboard(name: str, width: float = 2.6, height: float = 1.2, **options: Unpack[KitOptions]) -> Prop:
    """A school blackboard with a ledge and some chalk on it, its back at x = 0; at= puts the middle of its lower edge there."""
    lines = [block((0.003, width * w, 0.02), (0.032, width * y, height * z), bevel=0.001) for y, z,
             w in ((-0.2, 0.78, 0.4), (-0.24, 0.66, 0.32), (-0.18, 0.54, 0.44), (0.26, 0.36, 0.22))]
    lines += [ring(0.16, 0.006, (0.031, 0.26 * width, 0.66 * height), (0.0, 90.0, 0.0))]
    rim = [block((0.04, 0.05, height), (0.02, s * (width - 0.05) / 2, 0.0))
           for s in (-1, 1)] + [block((0.04, width, 0.05), (0.02, 0.0, z)) for z in (0.0, height - 0.05)]
    return made(name, [part("board", Look((0.1, 0.22, 0.17), "stone"), "bulletin board",
                            block((0.03, width - 0.04, height - 0.04), (0.015, 0.0, 0.02))),
                       part("rim", Look("tan", "wood"), "bulletin board", *rim, block((0.1, width, 0.025), (0.06, 0.0, -0.025)),
                            noun="board"), part("chalk", Look("white", "plaster"), "bulletin board", *lines,
                                                *(rod((0.08, y, 0.008), (0.08, y + 0.08, 0.008), 0.006) for y in (-0.3, 0.1, 0.5)),
                                                noun="board")], options, fixed=True)


HOUSEHOLD = (book, books, bottle, spray_bottle, vase, clock, picture, mirror, basket, waste_bin, suitcase, globe, guitar,
             blackboard)
