"""Furniture: seats, tables, beds and what things are kept in. Who sits looks along x; what is opened is opened from x."""

from typing import Unpack

from scenes.kit.making import KitOptions, block, circle, disc, four, made, orb, part, ring, rod, side, tube, turning
from scenes.look import Look
from scenes.props import Prop

BRASS, STEEL = Look("yellow", "metal"), Look("silver", "metal")


def dining_chair(name: str, width: float = 0.44, seat: float = 0.45, height: float = 0.92, **options: Unpack[KitOptions]) -> Prop:
    """A wooden chair with an upholstered seat and slats in its back."""
    x = y = width / 2 - 0.025
    back = [rod((-x, s * y, 0.0), (-x - 0.06, s * y, height), 0.019) for s in (-1, 1)]
    front = [rod((x, s * y, 0.0), (x, s * y, seat - 0.03), 0.015, 0.021) for s in (-1, 1)]
    high = height - seat
    slats = [block((0.018, 2 * y, 0.06), (-x - 0.062 * (seat + high * s) / height, 0.0, seat + high * s - 0.06))
             for s in (0.45, 0.72, 1.0)]
    rails = [block((2 * x, 0.018, 0.04), (0.0, s * y, seat - 0.09)) for s in (-1, 1)]
    rails += [block((0.018, 2 * y, 0.04), (s * x, 0.0, seat - 0.09)) for s in (-1, 1)]
    return made(name, [
        part("seat", Look("olive", "cloth"), "chair", block((width, width, 0.05), (0.0, 0.0, seat - 0.05), bevel=0.016)),
        part("legs", Look("brown", "wood"), "chair", *back, *front, *slats, *rails)], options, mass=6.0)


def stool(name: str, height: float = 0.46, radius: float = 0.17, **options: Unpack[KitOptions]) -> Prop:
    """A round stool on three legs that lean outwards."""
    spread = [(-0.5, 0.866), (-0.5, -0.866), (1.0, 0.0)]
    legs = [rod((0.95 * radius * a, 0.95 * radius * b, 0.0), (0.6 * radius * a, 0.6 * radius * b, height - 0.03), 0.014, 0.02)
            for a, b in spread]
    return made(name, [part("seat", Look("tan", "wood"), "stool", disc(radius, 0.04, (0.0, 0.0, height - 0.04))),
                       part("legs", Look("charcoal", "metal"), "stool", *legs)], options, mass=3.5)


def bar_stool(name: str, height: float = 0.76, **options: Unpack[KitOptions]) -> Prop:
    """A high stool on one foot, with a ring to rest the feet on."""
    foot = turning((0.21, 0.0), (0.21, 0.012), (0.05, 0.03), (0.026, 0.05), (0.026, height - 0.06))
    rest = [ring(0.15, 0.01, (0.0, 0.0, 0.24)), rod((0.0, -0.15, 0.24), (0.0, 0.15, 0.24), 0.008)]
    return made(name, [part("seat", Look("maroon", "leather"), "stool",
                            turning((0.15, 0.0), (0.18, 0.02), (0.18, 0.06), (0.0, 0.075), on=(0.0, 0.0, height - 0.075),
                                    bevel=0.02)), part("foot", STEEL, "stool", foot, *rest)], options, mass=7.0)


def armchair(name: str, width: float = 0.84, **options: Unpack[KitOptions]) -> Prop:
    """An upholstered armchair."""
    return _upholstered(name, "armchair", "chair", width, 1, Look("teal", "cloth"), options, 26.0)


def sofa(name: str, width: float = 1.9, seats: int = 2, **options: Unpack[KitOptions]) -> Prop:
    """An upholstered sofa with so many seat cushions."""
    return _upholstered(name, "sofa", "sofa", width, seats, Look("navy", "cloth"), options, 45.0)


def _upholstered(name: str, label: str, noun: str, width: float, seats: int, look, options: KitOptions, mass: float) -> Prop:
    deep, arm, inner = 0.84, 0.16, width - 0.32
    each = inner / seats
    middles = [(i + 0.5) * each - inner / 2 for i in range(seats)]
    body = [block((deep - 0.04, width - 0.04, 0.2), (0.0, 0.0, 0.1), bevel=0.02),
            block((0.18, width, 0.68), (0.09 - deep / 2, 0.0, 0.12), (0.0, -5.0, 0.0), bevel=0.06)]
    body += [block((deep, arm, 0.5), (0.0, s * (width - arm) / 2, 0.1), bevel=0.055) for s in (-1, 1)]
    soft = [block((deep - 0.2, each - 0.006, 0.15), (0.1, y, 0.29), bevel=0.045) for y in middles]
    soft += [block((0.16, each - 0.01, 0.42), (0.25 - deep / 2, y, 0.42), (0.0, -10.0, 0.0), bevel=0.06) for y in middles]
    feet = [rod((x, y, 0.0), (x, y, 0.11), 0.02, 0.028) for x, y in four(deep / 2 - 0.07, width / 2 - 0.07)]
    return made(name, [part("body", look, label, *body, noun=noun), part("cushions", look, "cushion", *soft),
                       part("feet", Look("brown", "wood"), label, *feet, noun=noun)], options, mass=mass, matter="cloth")


def swivel_chair(name: str, seat: float = 0.48, **options: Unpack[KitOptions]) -> Prop:
    """An office chair on a star of five feet."""
    hub = [rod((0.0, 0.0, 0.1), (0.0, 0.0, seat - 0.05), 0.03)]
    star = [rod((0.0, 0.0, 0.12), (0.29 * c, 0.29 * s, 0.075), 0.024, 0.016) for c, s in circle(5)[:5]]
    castors = [turning((0.012, -0.025), (0.03, -0.02), (0.03, 0.02), (0.012, 0.025), on=(0.29 * c, 0.29 * s, 0.03),
                       turn=(90.0, 0.0, 0.0)) for c, s in circle(5)[:5]]
    arms = [tube((-0.08, s * 0.24, seat), (-0.08, s * 0.3, seat + 0.02), (-0.08, s * 0.3, seat + 0.2), (0.15, s * 0.3, seat + 0.2),
                 radius=0.015) for s in (-1, 1)]
    spine = [tube((-0.12, 0.0, seat - 0.03), (-0.26, 0.0, seat - 0.02), (-0.3, 0.0, seat + 0.3), radius=0.02)]
    soft = [block((0.46, 0.48, 0.08), (0.0, 0.0, seat - 0.04), bevel=0.035),
            block((0.07, 0.44, 0.52), (-0.26, 0.0, seat + 0.12), (0.0, -6.0, 0.0), bevel=0.032)]
    return made(name, [part("seat", Look("charcoal", "cloth"), "swivel chair", *soft, noun="chair"),
                       part("frame", Look("black", "plastic"), "swivel chair", *hub, *star, *castors, *arms, *spine,
                            noun="chair")], options, mass=13.0)


def bench(name: str, length: float = 1.5, height: float = 0.45, **options: Unpack[KitOptions]) -> Prop:
    """A plain bench of two boards."""
    boards = [block((0.17, length, 0.035), (s * 0.09, 0.0, height - 0.035)) for s in (-1, 1)]
    ends = [block((0.32, 0.05, height - 0.035), (0.0, s * (length / 2 - 0.2), 0.0)) for s in (-1, 1)]
    return made(name, [part("seat", Look("tan", "wood"), "bench", *boards),
                       part("legs", Look("brown", "wood"), "bench", *ends, block((0.03, length - 0.4, 0.07), (0.0, 0.0, 0.15)))],
                options, mass=16.0)


def dining_table(name: str, length: float = 1.6, width: float = 0.85, height: float = 0.75, **options: Unpack[KitOptions]) -> Prop:
    """A wooden table with legs that taper; its length is along x."""
    x, y = length / 2 - 0.08, width / 2 - 0.08
    legs = [rod((sx, sy, 0.0), (sx, sy, height - 0.04), 0.024, 0.034) for sx, sy in four(x, y)]
    rails = [block((2 * x, 0.022, 0.08), (0.0, s * y, height - 0.12)) for s in (-1, 1)]
    rails += [block((0.022, 2 * y, 0.08), (s * x, 0.0, height - 0.12)) for s in (-1, 1)]
    return made(name, [part("top", Look("tan", "wood"), "table",
                            block((length, width, 0.04), (0.0, 0.0, height - 0.04),
                                  bevel=0.008)), part("legs", Look("brown", "wood"), "table", *legs, *rails)], options, mass=28.0)


def round_table(name: str, radius: float = 0.4, height: float = 0.74, **options: Unpack[KitOptions]) -> Prop:
    """A table with a round top on one foot."""
    foot = turning((0.24 + radius / 8, 0.0), (0.24 + radius / 8, 0.015), (0.06, 0.05), (0.035, 0.08), (0.035, height - 0.08),
                   (0.12, height - 0.03))
    return made(name, [part("top", Look("white", "marble"), "table", disc(radius, 0.03, (0.0, 0.0, height - 0.03))),
                       part("foot", Look("charcoal", "metal"), "table", foot)], options, mass=22.0)


def coffee_table(name: str, length: float = 1.05, width: float = 0.6, height: float = 0.4, **options: Unpack[KitOptions]) -> Prop:
    """A low table with a shelf under its top; its length is along y."""
    x, y = width / 2 - 0.05, length / 2 - 0.05
    return made(name, [part("top", Look("brown", "wood"), "coffee table",
                            block((width, length, 0.035), (0.0, 0.0, height - 0.035), bevel=0.01), noun="table"),
                       part("legs", Look("black", "metal"), "coffee table",
                            *(block((0.03, 0.03, height - 0.035), (a, b, 0.0)) for a, b in four(x, y)),
                            block((width - 0.07, length - 0.07, 0.018), (0.0, 0.0, 0.12)), noun="table")], options, mass=14.0)


def side_table(name: str, height: float = 0.52, **options: Unpack[KitOptions]) -> Prop:
    """A small round table on three legs."""
    legs = [rod((0.19 * c, 0.19 * s, 0.0), (0.1 * c, 0.1 * s, height - 0.02), 0.012, 0.017) for c, s in circle(3)[:3]]
    return made(name, [part("top", Look("tan", "wood"), "table", disc(0.23, 0.025, (0.0, 0.0, height - 0.025))),
                       part("legs", Look("tan", "wood"), "table", *legs)], options, mass=4.0)


def desk(name: str, length: float = 1.4, depth: float = 0.7, height: float = 0.74, **options: Unpack[KitOptions]) -> Prop:
    """A desk with drawers on its right; who works at it sits at +x."""
    y, low = length / 2, height - 0.035
    drawers = [block((0.02, 0.37, 0.17), (depth / 2 - 0.045, -y + 0.22, 0.08 + 0.2 * i)) for i in range(3)]
    pulls = [rod((depth / 2 - 0.02, -y + 0.16, 0.17 + 0.2 * i), (depth / 2 - 0.02, -y + 0.28, 0.17 + 0.2 * i), 0.007)
             for i in range(3)]
    frame = [block((depth - 0.1, 0.4, low - 0.05), (-0.005, -y + 0.22, 0.05)),
             block((depth - 0.16, 0.36, 0.06), (-0.02, -y + 0.22,
                                                0.0)), block((depth - 0.1, 0.035, low),
                                                             (0.0, y - 0.05,
                                                              0.0)), block((0.02, length - 0.1, 0.3),
                                                                           (-depth / 2 + 0.08, 0.0, low - 0.3))]
    return made(name, [part("top", Look("tan", "wood"), "desk", block((depth, length, 0.035), (0.0, 0.0, low), bevel=0.008)),
                       part("frame", Look("white", "plastic"), "desk", *frame,
                            *drawers), part("pulls", STEEL, "desk", *pulls, noun="handle")], options, mass=38.0)


def bookcase(name: str, width: float = 0.9, height: float = 1.9, shelves: int = 5, depth: float = 0.3,
             **options: Unpack[KitOptions]) -> Prop:
    """An open bookcase; put books(...) on its shelves, which are at shelf_heights(height, shelves)."""
    sides = [block((depth, 0.025, height), (0.0, s * (width - 0.025) / 2, 0.0)) for s in (-1, 1)]
    boards = [block((depth - 0.01, width - 0.05, 0.025), (0.0, 0.0, z - 0.025)) for z in shelf_heights(height, shelves)]
    return made(name, [part("boards", Look("brown", "wood"), "bookcase", *sides, *boards,
                            block((depth, width, 0.025),
                                  (0.0, 0.0,
                                   height - 0.025)), noun="shelf"), part("back", Look("tan", "wood"), "bookcase",
                                                                         block((0.012, width - 0.04, height - 0.02),
                                                                               (0.006 - depth / 2, 0.0,
                                                                                0.01)), noun="shelf")], options, fixed=True)


def shelf_heights(height: float = 1.9, shelves: int = 5) -> list[float]:
    """m above the floor of the upper sides of a bookcase's boards, from the lowest."""
    return [0.09 + i * (height - 0.115) / shelves for i in range(shelves)]


def wall_shelf(name: str, width: float = 0.9, depth: float = 0.22, **options: Unpack[KitOptions]) -> Prop:
    """A board on two brackets; its back is at x = 0, to be put at a wall with at=."""
    arms = [side([(0.0, -0.16), (0.012, -0.16), (depth - 0.04, -0.012), (depth - 0.04, 0.0), (0.0, 0.0)], 0.025,
                 s * (width / 2 - 0.15), 0.003) for s in (-1, 1)]
    return made(name, [part("board", Look("tan", "wood"), "shelf", block((depth, width, 0.03), (depth / 2, 0.0, 0.0))),
                       part("brackets", Look("black", "metal"), "shelf", *arms)], options, fixed=True)


def wardrobe(name: str, width: float = 1.2, height: float = 2.0, depth: float = 0.6, **options: Unpack[KitOptions]) -> Prop:
    """A wardrobe with two doors."""
    return _case(name, "wardrobe", width, height, depth, [(0.5, 0.08, height - 0.08)] * 2, options, "cabinet")


def cabinet(name: str, width: float = 0.9, height: float = 0.85, depth: float = 0.42, **options: Unpack[KitOptions]) -> Prop:
    """A low cabinet with two doors."""
    return _case(name, "cabinet", width, height, depth, [(0.5, 0.08, height - 0.06)] * 2, options, "cabinet")


def _case(name: str, label: str, width: float, height: float, depth: float, doors, options: KitOptions, noun: str) -> Prop:
    leaf = width / len(doors)
    fronts = [block((0.022, leaf - 0.008, high - low), (depth / 2 - 0.011, (i + 0.5) * leaf - width / 2, low))
              for i, (_, low, high) in enumerate(doors)]
    panels = [block((0.012, leaf - 0.16, high - low - 0.16), (depth / 2 + 0.004, (i + 0.5) * leaf - width / 2, low + 0.08))
              for i, (_, low, high) in enumerate(doors)]
    knobs = [orb(0.016, (depth / 2 + 0.025, s * 0.04, height * 0.5)) for s in (-1, 1)]
    body = [block((depth - 0.025, width, height - 0.09), (-0.0125, 0.0, 0.06)),
            block((depth + 0.02, width + 0.04, 0.03), (0.0, 0.0,
                                                       height - 0.03)), block((depth - 0.08, width - 0.06, 0.06),
                                                                              (-0.02, 0.0, 0.0))]
    return made(name, [part("body", Look("beige", "plastic"), label, *body, noun=noun),
                       part("doors", Look("beige", "plastic"), label, *fronts, *panels,
                            noun=noun), part("knobs", BRASS, label, *knobs, noun="handle")], options, fixed=True)


def chest_of_drawers(name: str, width: float = 0.8, height: float = 0.9, rows: int = 4, **options: Unpack[KitOptions]) -> Prop:
    """Drawers above one another."""
    depth, each = 0.45, (height - 0.11) / rows
    fronts = [block((0.022, width - 0.05, each - 0.012), (depth / 2 - 0.005, 0.0, 0.08 + i * each)) for i in range(rows)]
    knobs = [orb(0.015, (depth / 2 + 0.022, s * width * 0.24, 0.08 + (i + 0.5) * each)) for i in range(rows) for s in (-1, 1)]
    body = [block((depth - 0.02, width, height - 0.09), (-0.01, 0.0, 0.06)),
            block((depth + 0.02, width + 0.03, 0.03), (0.0, 0.0, height - 0.03))]
    feet = [rod((a, b, 0.0), (a, b, 0.07), 0.018, 0.026) for a, b in four(depth / 2 - 0.05, width / 2 - 0.05)]
    return made(name, [part("body", Look("brown", "wood"), "chest of drawers", *body, *feet, noun="drawer"),
                       part("drawers", Look("tan", "wood"), "chest of drawers", *fronts, noun="drawer"),
                       part("knobs", BRASS, "chest of drawers", *knobs, noun="handle")], options, mass=40.0)


def bed(name: str, length: float = 2.0, width: float = 1.4, **options: Unpack[KitOptions]) -> Prop:
    """A bed made up; its head is at -x."""
    frame = [block((0.05, width + 0.06, 1.0), (-length / 2 - 0.025, 0.0, 0.0)),
             block((0.04, width + 0.06, 0.42), (length / 2 + 0.02, 0.0, 0.0))]
    frame += [block((length, 0.03, 0.2), (0.0, s * (width / 2 + 0.01), 0.16)) for s in (-1, 1)]
    pillows = [block((0.4, width / 2 - 0.12, 0.14), (0.28 - length / 2, s * width / 4, 0.47), (0.0, -12.0, 0.0), bevel=0.065)
               for s in (-1, 1)]
    quilt = [block((length * 0.66, width + 0.05, 0.11), (length * 0.16, 0.0, 0.43), bevel=0.05)]
    return made(name, [part("frame", Look("brown", "wood"), "bed", *frame),
                       part("mattress", Look("white", "cloth"), "bed",
                            block((length - 0.02, width - 0.02, 0.24), (0.0, 0.0, 0.24),
                                  bevel=0.05)), part("quilt", Look("teal", "cloth"), "blanket", *quilt,
                                                     noun="bed"), part("pillows", Look("beige", "cloth"), "pillow", *pillows,
                                                                       noun="cushion")], options, mass=70.0)


def rug(name: str, length: float = 2.2, width: float = 1.5, **options: Unpack[KitOptions]) -> Prop:
    """A flat rug with a border; its length is along x."""
    return made(name, [part("middle", Look("maroon", "cloth"), "rug",
                            block((length - 0.24, width - 0.24, 0.006),
                                  (0.0, 0.0, 0.008))), part("border", Look("beige", "cloth"), "rug",
                                                            block((length, width, 0.012), (0.0, 0.0, 0.0)))], options, fixed=True)


def cushion(name: str, width: float = 0.42, **options: Unpack[KitOptions]) -> Prop:
    """A sofa cushion that lies flat."""
    return made(name, [part("cushion", Look("orange", "cloth"), "cushion", block((width, width, 0.14), bevel=0.067))], options,
                mass=0.6, matter="cloth")


FURNITURE = (dining_chair, stool, bar_stool, armchair, sofa, swivel_chair, bench, dining_table, round_table, coffee_table,
             side_table, desk, bookcase, wall_shelf, wardrobe, cabinet, chest_of_drawers, bed, rug, cushion)
