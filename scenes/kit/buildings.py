"""Fronts of houses, what hangs on them, what stands on roofs, and roofs of cloth. Fronts face +x."""

from typing import Unpack

from scenes.kit.making import KitOptions, block, disc, four, made, orb, part, rod, side, slab, tube, turning
from scenes.look import Look
from scenes.props import Prop

STEEL, IRON = Look("silver", "metal"), Look("black", "metal")


def facade(name: str, width: float = 6.0, height: float = 7.0, floors: int = 2, bays: int = 3, depth: float = 1.0,
           **options: Unpack[KitOptions]) -> Prop:
    """The front of a house, which faces +x from x = 0: a door, and windows on every floor."""
    each, bay = height / (floors + 0.25), width / bays
    holes = [((i + 0.5) * bay - width / 2, f * each + 0.32 * each) for f in range(floors)
             for i in range(bays) if (f, i) != (0, bays // 2)]
    wide, high = min(1.2, 0.5 * bay), 0.5 * each
    frames = [block((0.08, wide + 0.16, high + 0.16), (0.02, y, z - 0.08)) for y,
              z in holes] + [block((0.2, wide + 0.3, 0.07), (0.06, y, z - 0.14)) for y, z in holes]
    bars = [block((0.03, 0.05, high), (0.07, y, z)) for y,
            z in holes] + [block((0.03, wide, 0.05), (0.07, y, z + 0.55 * high)) for y, z in holes]
    door = ((bays // 2 + 0.5) * bay - width / 2, 0.0)
    frames += [block((0.12, 1.3, 2.3), (0.02, door[0], 0.0))]
    glass = [block((0.02, wide, high), (0.055, y, z)) for y, z in holes]
    leaf = [block((0.03, 1.05, 2.12), (0.075, door[0], 0.02)), *(block((0.02, 0.36, 0.8), (0.088, door[0] + s * 0.25, z))
                                                                 for s in (-1,
                                                                           1) for z in (0.2, 1.15)), orb(0.035,
                                                                                                         (0.13, door[0] - 0.42,
                                                                                                          1.05))]
    ledges = [block((0.25, width + 0.1, 0.18), (0.02, 0.0, height - 0.18)),
              *(block((0.1, width, 0.12), (0.0, 0.0, f * each - 0.06))
                for f in range(1, floors)), block((0.1, width, 0.35), (0.0, 0.0, 0.0))]
    return made(name, [part("wall", Look("maroon", "brick"), "building", block((depth, width, height), (-depth / 2, 0.0, 0.0))),
                       part("frames", Look("beige", "stone"), "building", *frames, *bars,
                            *ledges), part("glass", Look("navy", "glass"), "window",
                                           *glass), part("door", Look("green", "plastic"), "door", *leaf)], options, fixed=True)


def shop_sign(name: str, width: float = 1.8, **options: Unpack[KitOptions]) -> Prop:
    """A board with three bars of lettering, to be put at a front with at=; its back is at x = 0."""
    bars = [block((0.03, width * w, 0.09), (0.075, width * y, -0.045)) for y, w in ((-0.3, 0.22), (-0.02, 0.26), (0.3, 0.22))]
    return made(name, [part("board", Look("navy", "wood"), "signboard", block((0.06, width, 0.42), (0.03, 0.0, -0.21)),
                            noun="sign"), part("letters", Look("yellow", "metal"), "trade name", *bars,
                                               noun="sign"), part("rim", Look("yellow", "metal"), "signboard",
                                                                  *(block((0.07, width + 0.04, 0.03), (0.035, 0.0, z))
                                                                    for z in (-0.225, 0.195)), noun="sign")], options, fixed=True)


def awning(name: str, width: float = 2.4, depth: float = 1.0, **options: Unpack[KitOptions]) -> Prop:
    """A striped awning, to be put at a front with at=; its back is at x = 0."""
    count = max(4, round(width / 0.3))
    each = width / count
    strips = [side([(0.0, -0.015), (depth, -0.4), (depth, -0.38), (0.0, 0.015)], each - 0.002, (i + 0.5) * each - width / 2, 0.004)
              for i in range(count)]
    flaps = [block((0.012, each - 0.004, 0.16), (depth, (i + 0.5) * each - width / 2, -0.55)) for i in range(count)]
    arms = [rod((0.0, s * (width / 2 - 0.05), -0.6), (depth - 0.03, s * (width / 2 - 0.05), -0.4), 0.012) for s in (-1, 1)]
    return made(name, [part("stripes", Look("red", "cloth"), "awning", *strips[::2], *flaps[::2], noun="curtain"),
                       part("between", Look("white", "cloth"), "awning", *strips[1::2], *flaps[1::2],
                            noun="curtain"), part("arms", STEEL, "awning", *arms, noun="pole")], options, fixed=True)


def air_conditioner(name: str, **options: Unpack[KitOptions]) -> Prop:
    """An outdoor unit with a fan behind a grille."""
    bars = [tube((0.41, -0.32, z), (0.41, 0.12, z), radius=0.006) for z in (0.2 + 0.07 * i for i in range(9))]
    return made(name, [part("case", Look("white", "metal"), "washer", block((0.4, 0.95, 0.75), (0.2, 0.0, 0.1), bevel=0.02),
                            *(block((0.36, 0.08, 0.1), (0.2, s * 0.36, 0.0))
                              for s in (-1, 1)), noun="machine"), part("fan", Look("charcoal", "metal"), "fan",
                                                                       disc(0.28, 0.012, (0.398, -0.1, 0.48),
                                                                            (0.0, 90.0,
                                                                             0.0)), *bars, noun="machine")], options, fixed=True)


def water_tank(name: str, height: float = 3.2, **options: Unpack[KitOptions]) -> Prop:
    """A wooden tank on a roof, on four legs."""
    legs = [rod((x, y, 0.0), (0.85 * x, 0.85 * y, 0.42 * height), 0.05) for x, y in four(0.7, 0.7)]
    tank = turning((0.85, 0.0), (0.85, 0.5 * height), on=(0.0, 0.0, 0.42 * height))
    roof = turning((0.95, 0.0), (0.93, 0.03), (0.0, 0.28), on=(0.0, 0.0, 0.915 * height))
    hoops = [turning((0.862, z), (0.862, z + 0.04), bevel=0.004) for z in (0.5 * height, 0.63 * height, 0.76 * height)]
    return made(name, [part("tank", Look("brown", "wood"), "tank", tank, noun="barrel"),
                       part("iron", IRON, "tank", *legs, *hoops, block((1.5, 1.5, 0.08), (0.0, 0.0, 0.4 * height)),
                            noun="base"), part("roof", Look("charcoal", "metal"), "tank", roof,
                                               noun="barrel")], options, fixed=True)


def tent(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A ridge tent, open at +x."""
    sheet = [(-1.0, -0.7), (1.0, -0.7), (1.0, 0.7), (-1.0, 0.7)]
    sheets = [slab(sheet, 0.02, (0.0, s * 0.38, 0.6), (90.0 + s * 32.0, 0.0, 0.0)) for s in (-1, 1)]
    back = slab([(-0.74, 0.0), (0.74, 0.0), (0.0, 1.19)], 0.02, (-0.97, 0.0, 0.0), (90.0, 0.0, 90.0))
    poles = [rod((s * 0.98, 0.0, 0.0), (s * 0.98, 0.0, 1.26), 0.014)
             for s in (-1, 1)] + [rod((-1.05, 0.0, 1.21), (1.05, 0.0, 1.21), 0.014)]
    return made(name, [part("cloth", Look("orange", "cloth"), "tent", *sheets, back),
                       part("poles", STEEL, "tent", *poles,
                            noun="pole"), part("ground", Look("olive", "plastic"), "tent",
                                               block((1.95, 1.4, 0.015)))], options, fixed=True)


def parasol(name: str, height: float = 2.3, **options: Unpack[KitOptions]) -> Prop:
    """A parasol of eight panels on a foot."""
    panels = [slab([(0.0, 0.0), (1.25, -0.51), (1.25, 0.51)], 0.012, (0.0, 0.0, height), (0.0, 16.0, 45.0 * i)) for i in range(8)]
    pole = [rod((0.0, 0.0, 0.0), (0.0, 0.0, height + 0.06), 0.022), orb(0.04, (0.0, 0.0, height + 0.07)),
            turning((0.28, 0.0), (0.28, 0.05), (0.05, 0.09), (0.04, 0.3))]
    return made(name, [part("panels", Look("red", "cloth"), "canopy", *panels[::2], noun="curtain"),
                       part("between", Look("white", "cloth"), "canopy", *panels[1::2],
                            noun="curtain"), part("pole", Look("white", "metal"), "pole", *pole)], options, mass=24.0)


BUILDINGS = (facade, shop_sign, awning, air_conditioner, water_tank, tent, parasol)
