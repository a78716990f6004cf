"""What stands in streets and yards. Signs and lamps face +x, which is the road."""

from typing import Unpack

from scenes.kit.lamps import BULB
from scenes.kit.making import KitOptions, block, circle, curved, disc, four, lump, made, part, rod, side, tube, turning
from scenes.look import Look
from scenes.props import Prop

IRON, STEEL, GREEN = Look("black", "metal"), Look("silver", "metal"), Look("green", "metal")


def streetlight(name: str, height: float = 4.2, lit: bool = False, **options: Unpack[KitOptions]) -> Prop:
    """A lamp post with a bent arm over +x. lit: it is seen to be on; a lamp(...) there throws the light."""
    post = turning((0.13, 0.0), (0.13, 0.3), (0.07, 0.4), (0.045, height - 0.4))
    arm = tube((0.0, 0.0, height - 0.45), (0.05, 0.0, height - 0.1), (0.4, 0.0, height), (0.9, 0.0, height - 0.02), radius=0.032)
    head = side([(0.7, height - 0.06), (1.3, height - 0.08), (1.25, height + 0.0), (0.8, height + 0.06)], 0.22, bevel=0.03)
    return made(name, [part("post", Look("charcoal", "metal"), "streetlight", post, arm, head, noun="pole"),
                       part("light", BULB if lit else Look("white", "glass"), "light", block((0.4, 0.16, 0.03), (1.03, 0.0, height - 0.1)),
                            noun="lamp")], options, fixed=True)


def lantern(name: str, height: float = 3.0, lit: bool = False, **options: Unpack[KitOptions]) -> Prop:
    """An old street lamp with a lantern. lit: as of streetlight."""
    post = turning((0.16, 0.0), (0.16, 0.08), (0.1, 0.12), (0.09, 0.5), (0.05, 0.6), (0.04, height - 0.5), (0.08, height - 0.46),
                   (0.03, height - 0.42))
    frame = [rod((0.1 * c, 0.1 * s, height - 0.42), (0.16 * c, 0.16 * s, height - 0.08), 0.01) for c, s in circle(6)[:6]]
    roof = turning((0.2, height - 0.08), (0.17, height - 0.05), (0.03, height + 0.06), (0.02, height + 0.12))
    return made(name, [part("post", IRON, "streetlight", post, *frame, roof, noun="pole"),
                       part("light", BULB if lit else Look("beige", "glass"), "light",
                            turning((0.09, height - 0.41), (0.145, height - 0.08)),
                            noun="lamp")], options, fixed=True)


def traffic_light(name: str, height: float = 3.0, **options: Unpack[KitOptions]) -> Prop:
    """Red, amber and green on a pole."""
    lamps = [disc(0.085, 0.02, (0.13, 0.0, height - 0.16 - 0.24 * i), (0.0, 90.0, 0.0)) for i in range(3)]
    hoods = [side([(0.12, z + 0.06), (0.27, z + 0.09), (0.27, z + 0.1), (0.12, z + 0.11)], 0.18, bevel=0.003)
             for z in (height - 0.16 - 0.24 * i for i in range(3))]
    return made(name, [part("case", Look("charcoal", "metal"), "traffic light", block((0.2, 0.26, 0.8), (0.03, 0.0, height - 0.8)),
                            *hoods, turning((0.1, 0.0), (0.1, 0.2), (0.05, 0.25), (0.05, height - 0.78)), noun="pole"),
                       part("red", Look("red", "glass", glow=1.5), "traffic light", lamps[0], noun="lamp"),
                       part("amber", Look("orange", "glass"), "traffic light", lamps[1], noun="lamp"),
                       part("green", Look("green", "glass"), "traffic light", lamps[2], noun="lamp")], options, fixed=True)


def road_sign(name: str, height: float = 2.4, **options: Unpack[KitOptions]) -> Prop:
    """A round sign on a pole."""
    return made(name, [part("board", Look("red", "metal"), "signboard",
                            disc(0.32, 0.02, (0.035, 0.0, height - 0.32), (0.0, 90.0, 0.0)), noun="sign"),
                       part("middle", Look("white", "metal"), "signboard",
                            disc(0.24, 0.006, (0.053, 0.0, height - 0.32), (0.0, 90.0, 0.0)), noun="sign"),
                       part("bar", Look("black", "metal"), "signboard", block((0.004, 0.3, 0.08), (0.0595, 0.0, height - 0.36)),
                            noun="sign"), part("pole", STEEL, "pole", rod((0.0, 0.0, 0.0), (0.0, 0.0, height), 0.03))], options,
                fixed=True)


def park_bench(name: str, length: float = 1.6, **options: Unpack[KitOptions]) -> Prop:
    """A bench of slats on iron feet; who sits looks along x."""
    seat = [block((0.075, length, 0.03), (-0.15 + 0.095 * i, 0.0, 0.42)) for i in range(5)]
    back = [block((0.03, length, 0.075), (-0.215 - 0.03 * i, 0.0, 0.52 + 0.11 * i), (0.0, -12.0, 0.0)) for i in range(3)]
    iron = []
    for s in (-1, 1):
        y = s * (length / 2 - 0.16)
        iron += [block((0.44, 0.045, 0.03), (0.02, y, 0.39)), rod((0.2, y, 0.0), (0.17, y, 0.4), 0.022),
                 rod((-0.22, y, 0.0), (-0.17, y, 0.4), 0.022), rod((-0.19, y, 0.4), (-0.29, y, 0.84), 0.018)]
        iron += [tube((-0.24, y, 0.62), (-0.1, y, 0.64), (0.14, y, 0.63), (0.18, y, 0.41), radius=0.016)]
    return made(name, [part("slats", Look("brown", "wood"), "bench", *seat, *back), part("iron", IRON, "bench", *iron)], options,
                mass=48.0)


def litter_bin(name: str, height: float = 0.9, **options: Unpack[KitOptions]) -> Prop:
    """A bin of slats with a lid on posts."""
    slats = [block((0.02, 0.07, height - 0.26), (0.21 * c, 0.21 * s, 0.06), (0.0, 0.0, 30.0 * i)) for i,
             (c, s) in enumerate(circle(12)[:12])]
    return made(name, [part("slats", GREEN, "ashcan", *slats, noun="barrel"),
                       part("drum", Look("charcoal", "metal"), "ashcan", turning((0.18, 0.0), (0.19, height - 0.2)),
                            *(rod((0.17 * c, 0.17 * s, height - 0.22), (0.17 * c, 0.17 * s, height - 0.05), 0.012) for c,
                              s in circle(4)[:4]), turning((0.23, 0.0), (0.22, 0.03), (0.05, 0.07),
                                                           on=(0.0, 0.0, height - 0.06)), noun="barrel")], options, mass=24.0)


def wheelie_bin(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A rubbish bin with a lid and two small wheels, which do not turn."""
    body = [side([(-0.2, 0.06), (0.2, 0.0), (0.28, 0.94), (-0.26, 0.94)], 0.5, bevel=0.03),
            block((0.6, 0.56, 0.05), (0.01, 0.0, 0.93))]
    lid = side([(-0.3, 0.98), (0.32, 0.98), (0.28, 1.03), (-0.2, 1.07), (-0.3, 1.04)], 0.56, bevel=0.02)
    wheels = [turning((0.04, -0.025), (0.1, -0.022), (0.1, 0.022), (0.04, 0.025), on=(-0.2, s * 0.26, 0.1), turn=(90.0, 0.0, 0.0))
              for s in (-1, 1)]
    return made(name, [part("body", Look("green", "plastic"), "ashcan", *body, noun="barrel"),
                       part("lid", Look("charcoal", "plastic"), "ashcan", lid,
                            rod((-0.34, -0.22, 0.96), (-0.34, 0.22, 0.96),
                                0.016), noun="barrel"), part("wheels", Look("black", "rubber"), "ashcan", *wheels,
                                                             rod((-0.2, -0.26, 0.1), (-0.2, 0.26, 0.1),
                                                                 0.012), noun="wheel")], options, mass=14.0)


def dumpster(name: str, length: float = 1.8, **options: Unpack[KitOptions]) -> Prop:
    """A steel container for rubbish along y, its lid shut."""
    half = length / 2
    ribs = [block((0.04, 0.06, 0.8), (0.5, y, 0.2), (0.0, 6.0, 0.0)) for y in (-0.6 * half, 0.0, 0.6 * half)]
    body = [side([(-0.45, 0.14), (0.4, 0.14), (0.52, 1.05), (-0.5, 1.15)], length, bevel=0.02), *ribs,
            *(block((0.3, 0.08, 0.1), (0.0, s * (half + 0.02), 0.7)) for s in (-1, 1))]
    lids = [side([(-0.54, 1.16), (0.56, 1.05), (0.56, 1.09), (-0.54, 1.2)], half - 0.02, s * half / 2, 0.01) for s in (-1, 1)]
    feet = [block((0.1, 0.1, 0.15), (x, y, 0.0)) for x, y in four(0.34, half - 0.14)]
    return made(name, [part("body", Look("teal", "metal"), "ashcan", *body, noun="box"),
                       part("lids", Look("charcoal", "plastic"), "ashcan", *lids,
                            noun="box"), part("feet", IRON, "ashcan", *feet, noun="box")], options, mass=160.0)


def hydrant(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A fire hydrant."""
    body = turning((0.16, 0.0), (0.16, 0.04), (0.11, 0.06), (0.1, 0.5), (0.13, 0.52), (0.13, 0.56), (0.11, 0.58), (0.07, 0.67),
                   (0.03, 0.7), (0.03, 0.74))
    arms = [turning((0.055, 0.0), (0.055, 0.1), (0.065, 0.1), (0.065, 0.13), (0.025, 0.135), (0.025, 0.16),
                    on=(0.0, s * 0.07, 0.42), turn=(-90.0 * s, 0.0, 0.0)) for s in (-1, 1)]
    front = turning((0.07, 0.0), (0.07, 0.08), (0.08, 0.08), (0.08, 0.12), (0.03, 0.125), on=(0.07, 0.0, 0.36),
                    turn=(0.0, 90.0, 0.0))
    return made(name, [part("body", Look("red", "metal"), "base", body),
                       part("caps", Look("yellow", "metal"), "base", *arms, front)], options, fixed=True)


def letter_box(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A pillar box with a slot."""
    body = turning((0.24, 0.0), (0.24, 0.1), (0.21, 0.12), (0.21, 1.25), (0.25, 1.28), (0.25, 1.33), (0.18, 1.4), (0.0, 1.44))
    return made(name, [part("body", Look("red", "metal"), "box", body, noun="barrel"),
                       part("slot", Look("black", "metal"), "box", block((0.03, 0.24, 0.03), (0.2, 0.0, 1.1)),
                            noun="sign"), part("plate", Look("white", "metal"), "signboard",
                                               block((0.02, 0.18, 0.14), (0.202, 0.0, 0.86)), noun="sign")], options, fixed=True)


def bollard(name: str, height: float = 0.85, **options: Unpack[KitOptions]) -> Prop:
    """A bollard with a white band."""
    return made(name, [part("post", IRON, "pole", turning((0.09, 0.0), (0.075, 0.05), (0.065, height - 0.16),
                                                          (0.085, height - 0.12), (0.085, height - 0.08), (0.0, height))),
                       part("band", Look("white", "plastic"), "pole",
                            turning((0.071, height - 0.34), (0.07, height - 0.24), bevel=0.002))], options, fixed=True)


def traffic_cone(name: str, height: float = 0.5, **options: Unpack[KitOptions]) -> Prop:
    """A road cone with two bands."""
    def band(low: float, high: float):
        return turning((0.125 - 0.1 * low + 0.0025, low * height), (0.125 - 0.1 * high + 0.0025, high * height), bevel=0.001)
    return made(name, [part("cone", Look("orange", "rubber"), "plaything", block((0.32, 0.32, 0.03)),
                            turning((0.125, 0.02), (0.025, height)), noun="cone"),
                       part("bands", Look("white", "plastic"), "plaything", band(0.35, 0.52), band(0.66, 0.8), noun="cone")],
                options, mass=1.6)


def barrier(name: str, length: float = 1.8, **options: Unpack[KitOptions]) -> Prop:
    """A road barrier along y: a board of red and white on two feet."""
    count = 7
    boards = [block((0.03, length / count - 0.001, 0.22), (0.0, (i + 0.5) * length / count - length / 2, 0.72))
              for i in range(count)]
    feet = [rod((x, s * length * 0.36, 0.0), (0.0, s * length * 0.36, 0.98), 0.02) for s in (-1, 1) for x in (-0.24, 0.24)]
    return made(name, [part("red", Look("red", "plastic"), "fence", *boards[::2]),
                       part("white", Look("white", "plastic"), "fence",
                            *boards[1::2]), part("feet", STEEL, "fence", *feet,
                                                 *(rod((-0.13, s * length * 0.36, 0.45), (0.13, s * length * 0.36, 0.45), 0.012)
                                                   for s in (-1, 1)))], options, mass=12.0)


def crate(name: str, size: float = 0.5, **options: Unpack[KitOptions]) -> Prop:
    """A wooden crate of boards and battens."""
    h = size / 2
    boards = [block((size - 0.05, 0.015, size / 5 - 0.006), (0.0, s * (h - 0.02), i * size / 5 + 0.003)) for i in range(5)
              for s in (-1, 1)]
    boards += [block((0.015, size - 0.05, size / 5 - 0.006), (s * (h - 0.02), 0.0, i * size / 5 + 0.003)) for i in range(5)
               for s in (-1, 1)]
    boards += [block((size - 0.04, size / 5 - 0.006, 0.015), (0.0, (i + 0.5) * size / 5 - h, size - 0.02)) for i in range(5)]
    posts = [block((0.05, 0.05, size), (x, y, 0.0), bevel=0.006) for x, y in four(h - 0.025, h - 0.025)]
    return made(name, [part("boards", Look("tan", "wood"), "box", *boards,
                            block((size - 0.06, size - 0.06, size - 0.04),
                                  (0.0, 0.0, 0.01)), noun="crate"), part("battens", Look("brown", "wood"), "box", *posts,
                                                                         noun="crate")], options, mass=90.0 * size ** 3)


def carton(name: str, size: tuple[float, float, float] = (0.4, 0.3, 0.28), **options: Unpack[KitOptions]) -> Prop:
    """A cardboard box with tape over its lid."""
    x, y, z = size
    return made(name, [part("box", Look("tan", "paper"), "box", block(size, bevel=0.006)),
                       part("tape", Look("brown", "plastic"), "box",
                            block((x + 0.002, 0.05, 0.003), (0.0, 0.0, z - 0.002),
                                  bevel=0.001), *(block((0.003, 0.05, 0.08), (s * x / 2, 0.0, z - 0.08), bevel=0.001)
                                                  for s in (-1, 1)))], options, mass=70.0 * x * y * z, matter="cardboard")


def barrel(name: str, height: float = 0.85, **options: Unpack[KitOptions]) -> Prop:
    """A wooden barrel with hoops."""
    def hoop(low: float, high: float, r: float):
        return turning((r, low * height), (r, high * height), bevel=0.002)
    return made(name, [part("staves", Look("brown", "wood"), "barrel",
                            turning(*((r * height, z * height) for r,
                                      z in curved((0.29, 0.0), (0.345, 0.25), (0.36, 0.5), (0.345, 0.75), (0.29, 1.0))))),
                       part("hoops", Look("charcoal", "metal"), "barrel", hoop(0.02, 0.07, 0.305 * height),
                            hoop(0.26, 0.31, 0.354 * height), hoop(0.69, 0.74, 0.354 * height), hoop(0.93, 0.98, 0.305 * height))],
                options, mass=42.0)


def oil_drum(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A steel drum."""
    return made(name, [part("drum", Look("blue", "metal"), "barrel",
                            turning((0.28, 0.0), (0.29, 0.01), (0.28, 0.03), (0.28, 0.28), (0.292, 0.3), (0.28, 0.32), (0.28, 0.56),
                                    (0.292, 0.58), (0.28, 0.6), (0.28, 0.85), (0.29, 0.87), (0.28, 0.88))),
                       part("bungs", STEEL, "barrel", disc(0.03, 0.02, (0.17, 0.0, 0.87)), disc(0.02, 0.02, (-0.17, 0.05, 0.87)))],
                options, mass=22.0)


def sandbags(name: str, **options: Unpack[KitOptions]) -> Prop:
    """Six sandbags in a heap."""
    rows = [(-0.5, 0.0, 0.08), (0.0, 0.0, 0.08), (0.5, 0.0, 0.08), (-0.25, 0.0, 0.22), (0.25, 0.0, 0.22), (0.0, 0.0, 0.36)]
    return made(name, [part("bags", Look("tan", "cloth"), "bag", *(lump((0.34, 0.52, 0.18), (y, x, z), 0.05, i) for i,
                                                                    (x, y, z) in enumerate(rows)))], options, fixed=True)


STREET = (streetlight, lantern, traffic_light, road_sign, park_bench, litter_bin, wheelie_bin, dumpster, hydrant, letter_box,
          bollard, traffic_cone, barrier, crate, carton, barrel, oil_drum, sandbags)
