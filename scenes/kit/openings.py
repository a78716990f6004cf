"""Windows, doors and stairs, and what keeps people in or out. Frames have their outside at +x."""

import math
from dataclasses import replace
from typing import Unpack

from scenes.kit.making import KitOptions, block, disc, made, orb, part, rod, slab, tube, turning
from scenes.look import Look
from scenes.props import Prop
from sim.math.conventions import quat_from_euler, quat_multiply
from sim.scene.shapes import Placed

BRASS, STEEL, WHITE = Look("yellow", "metal"), Look("silver", "metal"), Look("white", "plastic")


def window_frame(name: str, width: float = 1.2, height: float = 1.0, panes: tuple[int, int] = (2, 2), depth: float = 0.09,
                 **options: Unpack[KitOptions]) -> Prop:
    """A frame with so many panes across and up, open to the light; its sill sticks out to -x, which is indoors."""
    across, up = panes
    rim = [block((depth, 0.06, height), (0.0, s * (width - 0.06) / 2, 0.0)) for s in (-1, 1)]
    rim += [block((depth, width, 0.06), (0.0, 0.0, z)) for z in (0.0, height - 0.06)]
    bars = [block((0.035, 0.028, height - 0.08), (0.0, width * (i / across - 0.5), 0.04)) for i in range(1, across)]
    bars += [block((0.035, width - 0.08, 0.028), (0.0, 0.0, height * i / up - 0.014)) for i in range(1, up)]
    sill = block((0.2, width + 0.1, 0.03), (-0.12, 0.0, -0.03))
    return made(name, [part("frame", WHITE, "window", *rim, *bars), part("sill", Look("white", "stone"), "window", sill),
                       part("latch", BRASS, "window", block((0.03, 0.025, 0.09), (-0.03, 0.0, height * 0.4)),
                            noun="handle")], options, fixed=True)


def door(name: str, width: float = 0.9, height: float = 2.05, ajar: float = 0.0, **options: Unpack[KitOptions]) -> Prop:
    """A panelled door in its frame, open by so many degrees. One that people open is mechanism(...), a URDF file."""
    frame = [block((0.14, 0.07, height + 0.07), (0.0, s * (width + 0.07) / 2, 0.0))
             for s in (-1, 1)] + [block((0.14, width + 0.14, 0.07), (0.0, 0.0, height))]
    leaf = [_hung(block((0.04, width - 0.006, height - 0.012), (0.0, 0.0, 0.006)), width, ajar)]
    leaf += [_hung(block((0.056, width * 0.34, height * h), (0.0, s * width * 0.22, height * z), bevel=0.008), width, ajar)
             for s in (-1, 1) for z, h in ((0.1, 0.36), (0.54, 0.38))]
    knobs = [_hung(orb(0.028, (s * 0.065, -width * 0.42, height * 0.49)), width, ajar) for s in (-1, 1)]
    knobs += [_hung(rod((-0.06, -width * 0.42, height * 0.49), (0.06, -width * 0.42, height * 0.49), 0.012), width, ajar)]
    return made(name, [part("leaf", Look("teal", "plastic"), "door", *leaf), part("frame", WHITE, "door", *frame),
                       part("knobs", BRASS, "door", *knobs, noun="handle")], options, fixed=True)


def _hung(piece: Placed, width: float, ajar: float) -> Placed:
    """A piece turned about the hinge at +y."""
    x, y, z = piece.position
    a, y = math.radians(ajar), y - width / 2
    turn = quat_multiply(quat_from_euler((0.0, 0.0, ajar)), piece.rotation).tolist()
    return replace(piece, position=(x * math.cos(a) - y * math.sin(a), x * math.sin(a) + y * math.cos(a) + width / 2, z),
                   rotation=tuple(turn))


def curtain(name: str, width: float = 0.7, height: float = 2.1, **options: Unpack[KitOptions]) -> Prop:
    """A drawn-back curtain in folds on a rod, its rod along y; the folds hang from z = height."""
    count = max(4, round(width / 0.1))
    folds = [turning((0.075, 0.0), (0.066, 0.5 * height), (0.06, height),
                     on=(0.02 * (-1) ** i, (i + 0.5) * width / count - width / 2, 0.02)) for i in range(count)]
    rail = [rod((0.0, -width / 2 - 0.12, height + 0.035), (0.0, width / 2 + 0.12, height + 0.035), 0.014),
            *(orb(0.028, (0.0, s * (width / 2 + 0.13), height + 0.035)) for s in (-1, 1))]
    return made(name, [part("cloth", Look("maroon", "cloth"), "curtain", *folds),
                       part("rod", BRASS, "curtain", *rail, noun="pole")], options, fixed=True)


def blind(name: str, width: float = 1.2, height: float = 1.0, **options: Unpack[KitOptions]) -> Prop:
    """Slats that let light through between them."""
    count = round(height / 0.07)
    slats = [block((0.05, width, 0.004), (0.0, 0.0, 0.03 + i * (height - 0.1) / count), (0.0, 32.0, 0.0)) for i in range(count)]
    cords = [rod((0.0, s * width * 0.36, 0.0), (0.0, s * width * 0.36, height - 0.03), 0.003) for s in (-1, 1)]
    return made(name, [part("slats", Look("beige", "plastic"), "blind", *slats, noun="curtain"),
                       part("head", WHITE, "blind", block((0.06, width, 0.05), (0.0, 0.0, height - 0.05)), *cords,
                            noun="curtain")], options, fixed=True)


def stairs(name: str, steps: int = 6, rise: float = 0.17, tread: float = 0.29, width: float = 1.1,
           **options: Unpack[KitOptions]) -> Prop:
    """A flight up along x, with its foot at x = 0. People walk up it."""
    blocks = [block((tread * (steps - i), width, rise), (tread * (steps + i) / 2, 0.0, i * rise), bevel=0.006)
              for i in range(steps)]
    edges = [block((0.05, width + 0.004, 0.012), (i * tread + 0.028, 0.0, (i + 1) * rise - 0.011), bevel=0.003)
             for i in range(steps)]
    return made(name, [part("steps", Look("beige", "stone"), "stairs", *blocks),
                       part("edges", Look("charcoal", "rubber"), "step", *edges)], options, fixed=True)


def railing(name: str, length: float = 2.0, height: float = 1.0, **options: Unpack[KitOptions]) -> Prop:
    """A steel railing along y."""
    count = max(2, round(length / 0.12))
    bars = [rod((0.0, i * length / count - length / 2, 0.08), (0.0, i * length / count - length / 2, height - 0.02), 0.008)
            for i in range(1, count)]
    posts = [rod((0.0, s * (length / 2 - 0.02), 0.0), (0.0, s * (length / 2 - 0.02), height), 0.022) for s in (-1, 1)]
    rails = [rod((0.0, -length / 2, z), (0.0, length / 2, z), r) for z, r in ((height - 0.024, 0.024), (0.09, 0.014))]
    return made(name, [part("rail", Look("black", "metal"), "railing", *posts, *rails, *bars, noun="fence")], options, fixed=True)


def fence(name: str, length: float = 2.4, height: float = 1.1, **options: Unpack[KitOptions]) -> Prop:
    """Boards with pointed tops between posts, along y."""
    count = round(length / 0.13)
    point = [(-0.05, 0.0), (0.05, 0.0), (0.05, height - 0.16), (0.0, height - 0.09), (-0.05, height - 0.16)]
    boards = [slab(point, 0.02, (0.03, (i + 0.5) * length / count - length / 2, 0.06), (90.0, 0.0, 90.0)) for i in range(count)]
    rails = [block((0.04, length, 0.08), (0.0, 0.0, z)) for z in (0.22, height - 0.38)]
    posts = [block((0.09, 0.09, height), (-0.02, s * (length / 2 - 0.05), 0.0)) for s in (-1, 1)]
    return made(name, [part("boards", Look("white", "plastic"), "fence", *boards),
                       part("rails", Look("white", "plastic"), "fence", *rails, *posts)], options, fixed=True)


def column(name: str, height: float = 2.8, radius: float = 0.18, **options: Unpack[KitOptions]) -> Prop:
    """A round column with a base and a capital."""
    shaft = turning((radius, 0.0), (1.02 * radius, 0.35 * height), (0.86 * radius, height - 0.3), on=(0.0, 0.0, 0.15))
    base = [block((2.8 * radius, 2.8 * radius, 0.08)), turning((1.3 * radius, 0.0), (1.35 * radius, 0.04), (1.1 * radius, 0.08),
                                                               on=(0.0, 0.0, 0.08))]
    top = [turning((0.9 * radius, 0.0), (1.3 * radius, 0.07), on=(0.0, 0.0, height - 0.16)),
           block((2.7 * radius, 2.7 * radius, 0.09), (0.0, 0.0, height - 0.09))]
    return made(name, [part("shaft", Look("white", "marble"), "column", shaft, noun="pillar"),
                       part("ends", Look("beige", "stone"), "column", *base, *top, noun="pillar")], options, fixed=True)


def ladder(name: str, height: float = 1.7, **options: Unpack[KitOptions]) -> Prop:
    """A step ladder, set up."""
    rails = [rod((0.42, s * 0.26, 0.0), (0.0, s * 0.17, height), 0.02)
             for s in (-1, 1)] + [rod((-0.42, s * 0.26, 0.0), (-0.02, s * 0.17, height), 0.016) for s in (-1, 1)]
    count = round(height / 0.27)
    rungs = [block((0.08, 0.5 - 0.16 * z / height, 0.022), (0.42 * (1 - z / height), 0.0, z))
             for z in (height * i / count for i in range(1, count))]
    braces = [rod((-0.29, -0.24, 0.5), (-0.29, 0.24, 0.5), 0.01), *(rod((-0.25, s * 0.225, 0.62), (0.25, s * 0.225, 0.66), 0.007)
                                                                    for s in (-1, 1))]
    return made(name, [part("rails", Look("silver", "metal"), "step", *rails, *braces),
                       part("rungs", Look("silver", "metal"), "step",
                            *rungs), part("top", Look("red", "plastic"), "step",
                                          block((0.2, 0.38, 0.04), (0.0, 0.0, height - 0.02)))], options, mass=6.0)


def sliding_door(name: str, width: float = 1.8, height: float = 2.1, **options: Unpack[KitOptions]) -> Prop:
    """Two tall frames without panes side by side, as of a balcony door, one of them open."""
    half = width / 2
    frames = []
    for x, y in ((0.03, half / 2), (-0.03, half / 2 - 0.12)):
        frames += [block((0.045, 0.06, height - 0.1), (x, y + s * (half / 2 - 0.03), 0.05))
                   for s in (-1, 1)] + [block((0.045, half, 0.07), (x, y, z)) for z in (0.05, height - 0.12)]
    rim = [block((0.14, width, 0.05), (0.0, 0.0, z)) for z in (0.0,
                                                               height - 0.05)] + [block((0.14, 0.05, height),
                                                                                        (0.0, s * (half - 0.025),
                                                                                         0.0)) for s in (-1, 1)]
    return made(name, [part("frames", Look("charcoal", "metal"), "window", *frames),
                       part("rim", Look("charcoal", "metal"), "window",
                            *rim), part("pull", STEEL, "window",
                                        tube((-0.055, 0.0, 0.95), (-0.09, 0.0, 0.97), (-0.09, 0.0, 1.2), (-0.055, 0.0, 1.22),
                                             radius=0.008), disc(0.01, 0.02,
                                                                 (-0.06, 0.0, 1.0)), noun="handle")], options, fixed=True)


OPENINGS = (window_frame, sliding_door, door, curtain, blind, stairs, railing, fence, column, ladder)
