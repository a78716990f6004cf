"""The kitchen: what is built in, machines, and what one cooks in and eats from."""

from typing import Unpack

from scenes.kit.making import KitOptions, block, circle, curved, disc, four, lump, made, orb, part, ring, rod, side, tube, turning
from scenes.look import Look
from scenes.props import Prop

STEEL, WHITE, BLACK = Look("silver", "metal"), Look("white", "ceramic"), Look("black", "plastic")


def counter(name: str, width: float = 1.2, height: float = 0.9, depth: float = 0.6, **options: Unpack[KitOptions]) -> Prop:
    """A kitchen counter with doors under a stone top."""
    count = max(1, round(width / 0.6))
    leaf = width / count
    fronts = [block((0.02, leaf - 0.006, height - 0.16), (depth / 2 - 0.03, (i + 0.5) * leaf - width / 2, 0.1))
              for i in range(count)]
    pulls = [rod((depth / 2 - 0.005, (i + 0.3) * leaf - width / 2, height - 0.1),
                 (depth / 2 - 0.005, (i + 0.7) * leaf - width / 2, height - 0.1), 0.007) for i in range(count)]
    body = [block((depth - 0.06, width, height - 0.12), (-0.02, 0.0, 0.08)), block((depth - 0.12, width, 0.08), (-0.03, 0.0, 0.0))]
    return made(name, [part("top", Look("charcoal", "stone"), "countertop", block((depth, width, 0.04), (0.0, 0.0, height - 0.04)),
                            noun="counter"), part("doors", Look("white", "plastic"), "cabinet", *body,
                                                  *fronts), part("pulls", STEEL, "cabinet", *pulls,
                                                                 noun="handle")], options, fixed=True)


def sink_counter(name: str, width: float = 1.2, height: float = 0.9, **options: Unpack[KitOptions]) -> Prop:
    """A counter with a basin let into its top, and a tap."""
    depth, basin = 0.6, 0.5
    top = [block((depth, (width - basin) / 2, 0.04), (0.0, s * (width + basin) / 4, height - 0.04)) for s in (-1, 1)]
    top += [block((0.1, basin, 0.04), (s * (depth / 2 - 0.05), 0.0, height - 0.04)) for s in (-1, 1)]
    walls = [block((0.42, 0.012, 0.18), (0.0, s * basin / 2, height - 0.19)) for s in (-1, 1)]
    walls += [block((0.012, basin, 0.18), (s * 0.205, 0.0, height - 0.19)) for s in (-1, 1)]
    walls += [block((0.42, basin, 0.012), (0.0, 0.0, height - 0.2))]
    z = height
    tap = [rod((-0.25, 0.0, z), (-0.25, 0.0, z + 0.05), 0.022), tube((-0.25, 0.0, z), (-0.25, 0.0, z + 0.24), (-0.21, 0.0, z + 0.3),
                                                                     (-0.13, 0.0, z + 0.3), (-0.09, 0.0, z + 0.24), radius=0.011),
           rod((-0.25, 0.02, z + 0.05), (-0.22, 0.09, z + 0.08), 0.007)]
    fronts = [block((0.02, width / 2 - 0.006, height - 0.3), (depth / 2 - 0.03, s * width / 4, 0.1)) for s in (-1, 1)]
    body = [block((depth - 0.06, width, height - 0.3), (-0.02, 0.0, 0.08)), block((depth - 0.12, width, 0.08), (-0.03, 0.0, 0.0)),
            block((0.02, width, 0.18), (depth / 2 - 0.035, 0.0,
                                        height - 0.22)), block((0.02, width, 0.18),
                                                               (0.03 - depth / 2, 0.0,
                                                                height - 0.22)), *(block((depth - 0.06, 0.02, 0.18),
                                                                                         (-0.02, s * (width / 2 - 0.01),
                                                                                          height - 0.22)) for s in (-1, 1))]
    return made(name, [part("top", Look("charcoal", "stone"), "countertop", *top, noun="counter"),
                       part("basin", STEEL, "sink", *walls, *tap,
                            noun="bowl"), part("doors", Look("white", "plastic"), "cabinet", *body, *fronts)], options, fixed=True)


def stove(name: str, height: float = 0.9, **options: Unpack[KitOptions]) -> Prop:
    """A stove with four hobs, knobs, and an oven door with a window."""
    hobs = [disc(r, 0.008, (x, y, height)) for (x, y), r in zip(four(0.13, 0.14), (0.09, 0.075, 0.075, 0.09))]
    knobs = [turning((0.02, 0.0), (0.017, 0.025), on=(0.3, -0.2 + 0.1 * i, height - 0.07), turn=(0.0, 90.0, 0.0)) for i in range(5)]
    door = [block((0.03, 0.56, 0.5), (0.295, 0.0, 0.2))]
    bar = [tube((0.31, -0.24, 0.63), (0.35, -0.24, 0.63), (0.35, 0.24, 0.63), (0.31, 0.24, 0.63), radius=0.009)]
    return made(name, [part("body", Look("silver", "metal"), "stove", block((0.6, 0.6, height - 0.06), (0.0, 0.0, 0.06)), *door,
                            block((0.5, 0.56, 0.06), (-0.02, 0.0, 0.0)), block((0.03, 0.6, 0.08), (-0.285, 0.0, height)),
                            noun="machine"), part("glass", Look("black", "glass"), "oven",
                                                  block((0.012, 0.42, 0.26), (0.308, 0.0, 0.3)), *hobs, noun="machine"),
                       part("knobs", BLACK, "stove", *knobs, *bar, noun="handle")], options, fixed=True)


def hood(name: str, width: float = 0.6, **options: Unpack[KitOptions]) -> Prop:
    """A hood to hang over a stove, its back at x = -0.25."""
    skirt = side([(-0.25, 0.0), (0.25, 0.0), (0.25, 0.05), (0.02, 0.22), (-0.25, 0.22)], width)
    return made(name, [part("hood", STEEL, "hood", skirt, block((0.26, 0.24, 0.6), (-0.12, 0.0, 0.21)), noun="machine"),
                       part("keys", BLACK, "hood", *(disc(0.01, 0.006, (0.249, -0.06 + 0.04 * i, 0.025), (0.0, 90.0, 0.0))
                                                     for i in range(4)), noun="machine")], options, fixed=True)


def refrigerator(name: str, height: float = 1.8, **options: Unpack[KitOptions]) -> Prop:
    """A refrigerator with a freezer above."""
    split = height * 0.68
    doors = [block((0.06, 0.6, split - 0.06), (0.29, 0.0, 0.05), bevel=0.015),
             block((0.06, 0.6, height - split - 0.01), (0.29, 0.0, split), bevel=0.015)]
    bars = [tube((0.31, 0.24, a), (0.355, 0.24, a), (0.355, 0.24, b), (0.31, 0.24, b), radius=0.011)
            for a, b in ((split - 0.5, split - 0.08), (split + 0.07, height - 0.12))]
    return made(name, [part("doors", Look("white", "metal"), "refrigerator", *doors, noun="machine"),
                       part("body", Look("silver", "metal"), "refrigerator", block((0.56, 0.6, height - 0.03), (-0.02, 0.0, 0.03)),
                            block((0.5, 0.56, 0.03)), noun="machine"), part("bars", STEEL, "refrigerator", *bars, noun="handle")],
                options, mass=65.0)


def microwave(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A microwave oven."""
    keys = [block((0.008, 0.022, 0.014), (0.182, -0.2 + 0.03 * (i % 3), 0.06 + 0.026 * (i // 3))) for i in range(9)]
    return made(name, [part("body", Look("silver", "metal"), "microwave", block((0.36, 0.5, 0.28), (0.0, 0.0, 0.01), bevel=0.012),
                            *(disc(0.015, 0.012, (x, y, 0.0)) for x, y in four(0.14, 0.2)), noun="machine"),
                       part("door", Look("black", "glass"), "microwave", block((0.012, 0.34, 0.22), (0.18, 0.06, 0.04)),
                            noun="machine"), part("keys", Look("white", "plastic"), "microwave", *keys,
                                                  block((0.006, 0.09, 0.03), (0.181, -0.17, 0.22)), noun="machine")], options,
                mass=12.0)


def toaster(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A toaster with two slots and a lever."""
    slots = [block((0.13, 0.03, 0.004), (0.0, s * 0.035, 0.186)) for s in (-1, 1)]
    return made(name, [part("body", STEEL, "kitchen island", block((0.26, 0.16, 0.175), (0.0, 0.0, 0.012), bevel=0.03),
                            noun="machine"), part("slots", BLACK, "kitchen island", *slots, block((0.2, 0.13, 0.02)),
                                                  block((0.02, 0.04, 0.02),
                                                        (0.135, 0.0, 0.12)), noun="machine")], options, mass=1.8, label="oven")


def kettle(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A kettle with a spout, and a handle over its lid."""
    body = turning(*curved((0.085, 0.0), (0.093, 0.02), (0.09, 0.09), (0.07, 0.15), (0.05, 0.17)), bevel=0.006)
    grip = tube((-0.075, 0.0, 0.14), (-0.08, 0.0, 0.21), (-0.045, 0.0, 0.25), (0.045, 0.0, 0.25), (0.08, 0.0, 0.21),
                (0.075, 0.0, 0.14), radius=0.009)
    return made(name, [part("body", Look("red", "metal"), "pot", body, rod((0.07, 0.0, 0.08), (0.15, 0.0, 0.165), 0.022, 0.012)),
                       part("handle", BLACK, "pot", grip, turning((0.045, 0.168), (0.04, 0.18), (0.012, 0.184), (0.012, 0.2)),
                            noun="handle")], options, mass=1.1)


def saucepan(name: str, radius: float = 0.1, height: float = 0.1, **options: Unpack[KitOptions]) -> Prop:
    """A pan with one long handle along x."""
    return made(name, [part("pan", STEEL, "pot", turning((radius, 0.0), (radius, height), wall=0.004, bevel=0.002)),
                       part("handle", BLACK, "pot", rod((radius - 0.003, 0.0, height - 0.02), (radius + 0.18, 0.0, height + 0.005),
                                                        0.008, 0.011), noun="handle")], options, mass=0.9)


def stock_pot(name: str, radius: float = 0.14, height: float = 0.2, **options: Unpack[KitOptions]) -> Prop:
    """A large pot with its lid on."""
    ears = [tube((s * (radius - 0.01), -0.04, height - 0.05), (s * (radius + 0.035), -0.03, height - 0.045),
                 (s * (radius + 0.035), 0.03, height - 0.045), (s * (radius - 0.01), 0.04,
                                                                height - 0.05), radius=0.007) for s in (-1, 1)]
    lid = turning((radius + 0.004, 0.0), (radius + 0.004, 0.008), (radius * 0.6, 0.024), (0.014, 0.03), (0.012, 0.045),
                  (0.022, 0.05), (0.02, 0.065), on=(0.0, 0.0, height))
    return made(name, [part("pot", Look("orange", "metal"), "pot", turning((radius, 0.0), (radius, height)), *ears),
                       part("lid", Look("orange", "metal"), "pot", lid)], options, mass=3.2)


def plate(name: str, radius: float = 0.13, **options: Unpack[KitOptions]) -> Prop:
    """A dinner plate with a raised rim."""
    return made(name, [part("plate", WHITE, "plate", turning((radius * 0.6, 0.0), (radius * 0.66, 0.005), (radius, 0.022),
                                                             wall=0.006, bevel=0.002))], options, mass=0.55)


def bowl(name: str, radius: float = 0.09, **options: Unpack[KitOptions]) -> Prop:
    """A bowl."""
    curve = [(radius * a, radius * b) for a, b in ((0.45, 0.0), (0.5, 0.05), (0.72, 0.16), (0.9, 0.36), (1.0, 0.65))]
    return made(name, [part("bowl", Look("teal", "ceramic"), "pot", turning(*curved(*curve), wall=0.005, bevel=0.002),
                            noun="bowl")], options, mass=0.4)


def mug(name: str, radius: float = 0.042, height: float = 0.095, **options: Unpack[KitOptions]) -> Prop:
    """A mug with a handle along x. To drink from or pour into, take cup(...), which has this shape."""
    ear = tube((radius - 0.002, 0.0, height * 0.8), (radius + 0.022, 0.0, height * 0.76), (radius + 0.03, 0.0, height * 0.5),
               (radius + 0.02, 0.0, height * 0.27), (radius - 0.002, 0.0, height * 0.22), radius=0.005)
    return made(name, [part("mug", Look("yellow", "ceramic"), "pot",
                            turning((radius, 0.0), (radius, height), wall=0.004, bevel=0.002), ear, noun="cup")], options, mass=0.3)


def wine_glass(name: str, height: float = 0.2, **options: Unpack[KitOptions]) -> Prop:
    """A glass on a stem."""
    cup = [(0.022, 0.0), (0.036, 0.02), (0.041, 0.045), (0.038, height - 0.1)]
    return made(name, [part("glass", Look("silver", "glass"), "glass",
                            turning((0.034, 0.0), (0.03, 0.004), (0.004, 0.012), (0.004, 0.09),
                                    (0.012, 0.1)), turning(*curved(*cup), on=(0.0, 0.0, 0.099), wall=0.0025,
                                                           bevel=0.001))], options, mass=0.16, matter="glass")


def tumbler(name: str, radius: float = 0.036, height: float = 0.11, **options: Unpack[KitOptions]) -> Prop:
    """A drinking glass."""
    return made(name, [part("glass", Look("turquoise", "glass"), "glass",
                            turning((radius * 0.85, 0.0), (radius, height), wall=0.003,
                                    bevel=0.001))], options, mass=0.25, matter="glass")


def teapot(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A round teapot."""
    body = turning(*curved((0.05, 0.0), (0.062, 0.008), (0.087, 0.04), (0.09, 0.07), (0.075, 0.108), (0.03, 0.136)), (0.012, 0.142),
                   (0.011, 0.15), (0.017, 0.156), (0.012, 0.17))
    ear = tube((-0.075, 0.0, 0.11), (-0.125, 0.0, 0.11), (-0.14, 0.0, 0.075), (-0.115, 0.0, 0.04), (-0.08, 0.0, 0.035),
               radius=0.008)
    spout = [rod((0.07, 0.0, 0.055), (0.12, 0.0, 0.085), 0.022, 0.015), rod((0.117, 0.0, 0.08), (0.15, 0.0, 0.13), 0.015, 0.01)]
    return made(name, [part("pot", Look("blue", "ceramic"), "pot", body, ear, *spout)], options, mass=0.9)


def jar(name: str, radius: float = 0.045, height: float = 0.14, **options: Unpack[KitOptions]) -> Prop:
    """A jar with a screw lid and what is in it."""
    return made(name, [part("jar", Look("orange", "glass"), "bottle",
                            turning((radius, 0.0), (radius, height * 0.8),
                                    (radius * 0.8,
                                     height * 0.88)), noun="glass"), part("lid", Look("red", "metal"), "bottle",
                                                                          disc(radius * 0.9, height * 0.14,
                                                                               (0.0, 0.0,
                                                                                height * 0.86)), noun="glass")], options, mass=0.5)


def cutting_board(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A board, a loaf on it, and a knife."""
    return made(name, [part("board", Look("tan", "wood"), "tray", block((0.24, 0.38, 0.02)), noun="board"),
                       part("loaf", Look("brown", "plaster"), "food", lump((0.13, 0.24, 0.11), (0.0, 0.04, 0.067), 0.05, 4),
                            noun="block"), part("blade", STEEL, "tray", block((0.03, 0.15, 0.002), (0.095, -0.03, 0.02)),
                                                noun="handle"), part("grip", BLACK, "tray",
                                                                     block((0.024, 0.1, 0.014),
                                                                           (0.09, -0.14, 0.02)), noun="handle")], options, mass=1.6)


def fruit_bowl(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A bowl of apples and oranges."""
    spots = [(0.075 * c, 0.075 * s, 0.085) for c, s in circle(5)[:5]]
    return made(name, [part("bowl", Look("tan", "wood"), "pot",
                            turning((0.07, 0.0), (0.075, 0.01), (0.13, 0.05), (0.155, 0.09), wall=0.006), noun="bowl"),
                       part("apples", Look("red", "plastic"), "food", *(orb(0.04, spots[i], 0.92) for i in (0, 2, 3)),
                            noun="ball"), part("oranges", Look("orange", "plastic"), "food", orb(0.041, spots[1]),
                                               orb(0.041, spots[4]), orb(0.041, (0.0, 0.0, 0.13)), noun="ball")], options, mass=1.7)


def kitchen_island(name: str, length: float = 1.5, width: float = 0.8, height: float = 0.92, **options: Unpack[KitOptions]) -> Prop:
    """A block to work at from all sides, its length along y."""
    boards = [block((0.014, 0.16, height - 0.16), (s * (width / 2 - 0.07), (i - 3) * (length - 0.3) / 6, 0.08), bevel=0.003)
              for i in range(7) for s in (-1, 1)]
    return made(name, [part("top", Look("white", "marble"), "kitchen island",
                            block((width, length, 0.05), (0.0, 0.0, height - 0.05)), noun="counter"),
                       part("body", Look("teal", "plastic"), "kitchen island", block((width - 0.16, length - 0.14, height - 0.05)),
                            *boards, noun="counter"), part("rail", STEEL, "kitchen island",
                                                           tube((0.1, length / 2 - 0.07, 0.72), (0.1, length / 2 - 0.02, 0.72),
                                                                (-0.1, length / 2 - 0.02, 0.72), (-0.1, length / 2 - 0.07, 0.72),
                                                                radius=0.008), noun="handle")], options, fixed=True)


def tray(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A tray with a rim and two grips."""
    rims = [block((0.32, 0.012, 0.04), (0.0, s * 0.22, 0.0))
            for s in (-1, 1)] + [block((0.012, 0.45, 0.04), (s * 0.16, 0.0, 0.0)) for s in (-1, 1)]
    grips = [tube((-0.05, s * 0.22, 0.035), (-0.04, s * 0.235, 0.065), (0.04, s * 0.235, 0.065), (0.05, s * 0.22, 0.035),
                  radius=0.006) for s in (-1, 1)]
    return made(name, [part("tray", Look("black", "wood"), "tray", block((0.32, 0.44, 0.008)), *rims),
                       part("grips", STEEL, "tray", *grips, noun="handle")], options, mass=0.9)


def pan_rack(name: str, **options: Unpack[KitOptions]) -> Prop:
    """Pans on hooks under a rail, its back at x = 0, to be put at a wall with at=."""
    pans = [turning((0.07 + 0.02 * i, 0.0), (0.075 + 0.02 * i, 0.03), on=(0.03, -0.28 + 0.28 * i, -0.3), turn=(0.0, 90.0, 0.0))
            for i in range(3)]
    arms = [rod((0.03, -0.28 + 0.28 * i, -0.25 + 0.02 * i), (0.03, -0.28 + 0.28 * i, -0.02), 0.006) for i in range(3)]
    return made(name, [part("rail", STEEL, "shelf", rod((0.03, -0.45, 0.0), (0.03, 0.45, 0.0), 0.008),
                            rod((0.0, -0.4, 0.0), (0.03, -0.4, 0.0),
                                0.007), rod((0.0, 0.4, 0.0), (0.03, 0.4, 0.0),
                                            0.007), *arms, noun="handle"), part("pans", Look("charcoal", "metal"), "pot", *pans,
                                                                                ring(0.02, 0.004, (0.03, 0.4, -0.03),
                                                                                     (90.0, 0.0, 0.0)))], options, fixed=True)


KITCHEN = (counter, sink_counter, stove, hood, refrigerator, microwave, toaster, kettle, saucepan, stock_pot, plate, bowl, mug,
           wine_glass, tumbler, teapot, jar, cutting_board, fruit_bowl, kitchen_island, tray, pan_rack)
