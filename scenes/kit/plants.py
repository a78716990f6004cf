"""What grows, and what lies about outdoors."""

import math
from typing import Unpack

from scenes.kit.making import KitOptions, block, circle, curved, lump, made, orb, part, rod, tube, tuft, turning
from scenes.look import Look
from scenes.props import Prop
from sim.scene.shapes import Placed

LEAF, DARK_LEAF, BARK = Look("green", "foliage"), Look((0.1, 0.32, 0.16), "foliage"), Look("brown", "bark")
TERRACOTTA, EARTH = Look((0.72, 0.36, 0.22), "ceramic"), Look("brown", "plaster")


def tree(name: str, height: float = 5.0, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A tree with a round crown of leaves."""
    trunk, wide = 0.42 * height, 0.025 * height
    limbs = [tube((0.0, 0.0, trunk * 0.75), (0.09 * height * c, 0.09 * height * s, trunk * 1.15),
                  (0.17 * height * c, 0.17 * height * s, trunk * 1.4), radius=wide * 0.45) for c, s in circle(4)[:4]]
    stem = turning(*curved((wide * 1.7, 0.0), (wide * 1.05, 0.08 * height), (wide * 0.9, trunk), (wide * 0.6, trunk * 1.4)))
    crown = [lump((0.36 * height,) * 2 + (0.3 * height,), (0.16 * height * c, 0.16 * height * s, 0.62 * height
                                                           + 0.03 * height * (i % 2)), 0.2, seed * 7 + i, 3, 2.2) for i,
             (c, s) in enumerate(circle(4)[:4])]
    crown += [lump((0.46 * height, 0.46 * height, 0.4 * height), (0.0, 0.0, 0.78 * height), 0.18, seed * 7 + 6, 3, 2.6)]
    return made(name, [part("leaves", LEAF, "tree", *crown), part("trunk", BARK, "tree", stem, *limbs)], options, fixed=True)


def fir(name: str, height: float = 6.0, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A fir, its boughs in layers."""
    layers = 11
    boughs = [tuft(13, 0.29 * height * (1 - 0.88 * i / layers), 0.062 * height * (1 - 0.62 * i / layers),
                   (0.0, 0.0, height * (0.14 + 0.8 * i / layers)), rise=-8.0 + 5.0 * i, droop=34.0, spread=0.45, seed=seed * 31
                   + i) for i in range(layers)]
    top = tuft(6, 0.12 * height, 0.03 * height, (0.0, 0.0, 0.89 * height), rise=72.0, droop=20.0, seed=seed)
    return made(name, [part("boughs", DARK_LEAF, "tree", *boughs, top),
                       part("trunk", BARK, "tree", rod((0.0, 0.0, 0.0), (0.0, 0.0, 0.93 * height), 0.026 * height,
                                                       0.004 * height))], options, fixed=True)


def palm(name: str, height: float = 4.5, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A palm that leans a little."""
    lean = [(0.12 * height * t * t, 0.0, 0.82 * height * t) for t in (0.0, 0.25, 0.5, 0.75, 1.0)]
    top = lean[-1]
    rings = [rod(_between(lean, t), _between(lean, t + 0.115), 0.035 * height * (1 - 0.35 * t), 0.029 * height * (1 - 0.35 * t))
             for t in (i / 9 for i in range(9))]
    fronds = [tuft(9, 0.46 * height, 0.075 * height, top, rise=52.0, droop=105.0, spread=0.25, seed=seed),
              tuft(7, 0.34 * height, 0.06 * height, top, rise=70.0, droop=70.0, spread=0.25, seed=seed + 1)]
    nuts = [orb(0.02 * height, (top[0] + 0.03 * height * c, top[1] + 0.03 * height * s, top[2] - 0.02 * height)) for c,
            s in circle(4)[:4]]
    return made(name, [part("fronds", LEAF, "palm", *fronds, noun="tree"),
                       part("trunk", Look("tan", "bark"), "palm", *rings,
                            noun="tree"), part("nuts", Look("brown", "bark"), "palm", *nuts, noun="ball")], options, fixed=True)


def _between(points: list, t: float):
    """A place on a path of evenly spaced points, by its share."""
    t = min(t, 1.0) * (len(points) - 1)
    i = min(int(t), len(points) - 2)
    return tuple(a + (t - i) * (b - a) for a, b in zip(points[i], points[i + 1]))


def bush(name: str, width: float = 1.2, height: float = 0.8, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A round bush."""
    around = [lump((0.56 * width, 0.56 * width, 0.8 * height), (0.27 * width * c, 0.27 * width * s, 0.37 * height), 0.2, seed * 5
                   + i, 3, 2.0) for i, (c, s) in enumerate(circle(4)[:4])]
    return made(name, [part("leaves", LEAF, "plant", *around, lump((0.62 * width, 0.62 * width, 0.7 * height),
                                                                   (0.0, 0.0,
                                                                    0.62 * height), 0.18, seed, 3, 2.2))], options, fixed=True)


def hedge(name: str, length: float = 2.4, height: float = 0.9, width: float = 0.6, seed: int = 1,
          **options: Unpack[KitOptions]) -> Prop:
    """A clipped hedge along y."""
    count = max(2, round(length / (0.6 * width)))
    step = (length - width) / (count - 1)
    rounds = [lump((width, 1.5 * width, 0.7 * height), (0.0, i * step - (length - width) / 2, z * height), 0.12, seed + 3 * i
                   + round(9 * z), 2, 1.6) for i in range(count) for z in (0.35, 0.66)]
    return made(name, [part("leaves", DARK_LEAF, "plant", *rounds,
                            block((0.7 * width, length * 0.86, 0.85 * height), (0.0, 0.0, 0.02), bevel=0.1))], options, fixed=True)


def _pot(radius: float, height: float) -> list[Placed]:
    return [turning((0.68 * radius, 0.0), (0.92 * radius, 0.8 * height), bevel=0.006),
            turning((radius, 0.0), (1.02 * radius, 0.22 * height), on=(0.0, 0.0, 0.78 * height), wall=0.1 * radius, bevel=0.005)]


def potted_plant(name: str, height: float = 0.9, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """Long leaves in a pot."""
    pot, r = 0.3 * height, 0.16 * height
    leaves = [tuft(9, 0.62 * height, 0.1 * height, (0.0, 0.0, 0.9 * pot), rise=78.0, droop=75.0, spread=0.4, seed=seed),
              tuft(6, 0.74 * height, 0.09 * height, (0.0, 0.0, 0.9 * pot), rise=84.0, droop=25.0, spread=0.3, seed=seed + 1)]
    return made(name, [part("leaves", LEAF, "plant", *leaves), part("pot", TERRACOTTA, "pot", *_pot(r, pot)),
                       part("earth", EARTH, "earth", turning((0.9 * r, 0.0), (0.9 * r, 0.02), on=(0.0, 0.0, 0.82 * pot)),
                            noun="ground")], options, mass=14.0 * height ** 2)


def flower_pot(name: str, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """Five flowers in a small pot."""
    spots = [(0.05 * c, 0.05 * s, 0.24 + 0.03 * (i % 2)) for i, (c, s) in enumerate(circle(5)[:5])]
    stems = [rod((0.2 * x, 0.2 * y, 0.1), (x, y, z), 0.003) for x, y, z in spots]
    petals = [tuft(8, 0.03, 0.016, spot, rise=35.0, droop=40.0, spread=0.1, seed=seed) for spot in spots]
    return made(name, [part("flowers", Look("pink", "paper"), "flower", *petals, noun="plant"),
                       part("hearts", Look("yellow", "paper"), "flower", *(orb(0.008, spot) for spot in spots),
                            noun="plant"), part("leaves", LEAF, "plant", *stems,
                                                tuft(8, 0.12, 0.025, (0.0, 0.0, 0.11), rise=60.0, droop=70.0,
                                                     seed=seed)), part("pot", TERRACOTTA, "pot",
                                                                       *_pot(0.065, 0.12))], options, mass=0.9)


def cactus(name: str, height: float = 0.5, **options: Unpack[KitOptions]) -> Prop:
    """A cactus with two arms, in a pot."""
    r, base = 0.13 * height, 0.26 * height
    ribs = [tube((r * c, r * s, base * 0.8), (1.12 * r * c, 1.12 * r * s, 0.6 * height), (0.9 * r * c, 0.9 * r * s, 0.94 * height),
                 (0.0, 0.0, height), radius=0.28 * r) for c, s in circle(8)[:8]]
    arms = [tube((0.0, s * r, z * height), (0.0, s * 2.1 * r, (z + 0.02) * height), (0.0, s * 2.4 * r, (z + 0.1) * height),
                 (0.0, s * 2.4 * r, (z + 0.24) * height), radius=0.52 * r) for s, z in ((1, 0.5), (-1, 0.42))]
    ends = [orb(0.52 * r, (0.0, s * 2.4 * r, (z + 0.24) * height)) for s, z in ((1, 0.5), (-1, 0.42))]
    core = turning((r, 0.0), (1.1 * r, 0.36 * height), (0.86 * r, 0.62 * height), (0.3 * r, 0.7 * height),
                   on=(0.0, 0.0, base * 0.8))
    return made(name, [part("cactus", Look((0.3, 0.5, 0.25), "foliage"), "plant", core, *ribs, *arms, *ends),
                       part("pot", TERRACOTTA, "pot", *_pot(0.24 * height, base))], options, mass=5.0 * height)


def grass_tuft(name: str, height: float = 0.35, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A tuft of long grass."""
    return made(name, [part("grass", Look((0.36, 0.52, 0.18), "grass"), "grass",
                            tuft(22, height * 1.15, 0.03 * height + 0.004, rise=80.0, droop=60.0, spread=0.6,
                                 seed=seed))], options, fixed=True)


def fern(name: str, height: float = 0.5, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A fern."""
    return made(name, [part("leaves", DARK_LEAF, "plant", tuft(12, 1.25 * height, 0.22 * height, rise=66.0, droop=95.0, spread=0.35,
                                                               seed=seed),
                            tuft(6, 0.8 * height, 0.14 * height, rise=82.0, droop=60.0, spread=0.4, seed=seed + 1))], options,
                fixed=True)


def rock(name: str, width: float = 0.7, height: float = 0.45, seed: int = 1, **options: Unpack[KitOptions]) -> Prop:
    """A boulder, sunk into the ground by a fifth."""
    return made(name, [part("rock", Look("grey", "stone"), "rock",
                            lump((width, 0.8 * width, 1.25 * height), (0.0, 0.0, 0.42 * height), 0.13, seed, 3,
                                 1.2))], _sunk(options, 0.2 * height), fixed=True, matter="stone")


def _sunk(options: KitOptions, by: float) -> KitOptions:
    if "at" in options:
        return options
    x, y, z = options.get("on", (0.0, 0.0, 0.0))
    return {**options, "on": (x, y, z - by)}


def log(name: str, length: float = 1.8, radius: float = 0.16, **options: Unpack[KitOptions]) -> Prop:
    """A felled log along y."""
    ends = [turning((0.9 * radius, 0.0), (0.9 * radius, 0.012), on=(0.0, s * length / 2 - 0.006, radius), turn=(90.0, 0.0, 0.0))
            for s in (-1, 1)]
    bark = turning(*curved((radius, 0.0), (0.94 * radius, 0.3 * length), (1.02 * radius, 0.7 * length), (0.95 * radius, length)),
                   on=(0.0, length / 2, radius), turn=(90.0, 0.0, 0.0))
    stub = rod((0.0, 0.2 * length, radius * 1.5), (0.12, 0.24 * length, radius * 2.4), 0.3 * radius, 0.24 * radius)
    return made(name, [part("bark", BARK, "tree", bark, stub), part("ends", Look("tan", "wood"), "tree", *ends)], options,
                fixed=True)


def stump(name: str, radius: float = 0.24, height: float = 0.4, **options: Unpack[KitOptions]) -> Prop:
    """A stump with roots, as high as a seat."""
    roots = [rod((0.7 * radius * c, 0.7 * radius * s, 0.3 * height), (1.7 * radius * c, 1.7 * radius * s, 0.03), 0.3 * radius,
                 0.1 * radius) for c, s in ((math.cos(a), math.sin(a)) for a in (0.2, 1.5, 2.6, 4.0, 5.3))]
    return made(name, [part("bark", BARK, "tree", turning(*curved((1.25 * radius, 0.0), (1.03 * radius, 0.25 * height),
                                                                  (radius, 0.97 * height))), *roots),
                       part("top", Look("tan", "wood"), "tree",
                            turning((0.9 * radius, 0.0), (0.88 * radius, 0.05 * height), on=(0.0, 0.0, 0.96 * height)))], options,
                fixed=True)


PLANTS = (tree, fir, palm, bush, hedge, potted_plant, flower_pot, cactus, grass_tuft, fern, rock, log, stump)
