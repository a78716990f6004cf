"""Phones, screens and what is heard."""

from math import cos, radians, sin
from typing import Unpack

from scenes.kit.making import KitOptions, block, disc, made, orb, part, rod, side, slab, tube, turning
from scenes.look import Look
from scenes.props import Prop

STEEL, BLACK, WHITE, DARK = Look("silver", "metal"), Look("black", "plastic"), Look("white", "plastic"), Look("navy", "glass")
SHOWING = Look((0.5, 0.66, 0.9), "glass", glow=0.5)
"""Of a screen that is on."""


def phone(name: str, lit: bool = True, **options: Unpack[KitOptions]) -> Prop:
    """A mobile phone that lies on its back."""
    return made(name, [part("case", BLACK, "base", block((0.148, 0.072, 0.0085), bevel=0.003),
                            block((0.03, 0.028, 0.0015),
                                  (0.05, 0.015, 0.0)), noun="machine"), part("screen", SHOWING if lit else DARK, "screen",
                                                                             block((0.14, 0.066, 0.001), (0.0, 0.0, 0.008),
                                                                                   bevel=0.0004))], options, mass=0.2)


def telephone(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A telephone with a dial and a receiver across."""
    body = side([(-0.1, 0.0), (0.1, 0.0), (0.1, 0.035), (-0.03, 0.1), (-0.1, 0.1)], 0.2, bevel=0.015)
    receiver = [tube((-0.065, -0.11, 0.125), (-0.065, -0.05, 0.15), (-0.065, 0.05, 0.15), (-0.065, 0.11, 0.125), radius=0.015),
                *(disc(0.03, 0.03, (-0.065, s * 0.105, 0.095)) for s in (-1, 1))]
    return made(name, [part("body", Look("red", "plastic"), "base", body, *receiver, noun="machine"),
                       part("dial", Look("white", "plastic"), "base", disc(0.05, 0.008, (0.035, 0.0, 0.066), (0.0, 26.0, 0.0)),
                            noun="machine")], options, mass=1.3)


def laptop(name: str, opening: float = 108.0, lit: bool = True, **options: Unpack[KitOptions]) -> Prop:
    """A laptop, opened by so many degrees towards +x."""
    a = radians(180 - opening)
    up, back = sin(a), -cos(a)
    middle, thick = (-0.11 + back * -0.108, 0.0, 0.014 + up * 0.108), 0.007
    lid = slab([(-0.108, -0.16), (0.108, -0.16), (0.108, 0.16), (-0.108, 0.16)], thick, middle, (0.0, -(180 - opening), 0.0), 0.003)
    screen = slab([(-0.098, -0.15), (0.098, -0.15), (0.098, 0.15), (-0.098, 0.15)], 0.002,
                  (middle[0] + up * 0.0035, 0.0, middle[2] + back * -0.0035 * -1.0), (0.0, -(180 - opening), 0.0), 0.0005)
    keys = [block((0.014, 0.26, 0.003), (-0.07 + 0.019 * i, 0.0, 0.0145), bevel=0.001) for i in range(5)]
    return made(name, [part("case", STEEL, "computer", block((0.22, 0.32, 0.016), bevel=0.005), lid, noun="machine"),
                       part("screen", SHOWING if lit else DARK, "screen", screen), part("keys", BLACK, "computer", *keys,
                                                                      block((0.045, 0.1, 0.001), (0.068, 0.0, 0.0155),
                                                                            bevel=0.0004), noun="machine")], options, mass=1.5)


def monitor(name: str, width: float = 0.6, lit: bool = True, **options: Unpack[KitOptions]) -> Prop:
    """A screen on a foot; it faces +x."""
    high = width * 0.58
    stand = [block((0.2, 0.26, 0.012)), rod((-0.04, 0.0, 0.01), (-0.04, 0.0, 0.2), 0.02),
             block((0.05, 0.14, 0.1), (-0.03, 0.0, 0.12 + high / 2 - 0.05))]
    return made(name, [part("case", BLACK, "monitor", block((0.03, width, high), (0.0, 0.0, 0.12), bevel=0.006), *stand,
                            noun="screen"), part("screen", SHOWING if lit else DARK, "screen",
                                                 block((0.004, width - 0.03, high - 0.04), (0.0145, 0.0, 0.145),
                                                       bevel=0.0008))], options, mass=4.5)


def television(name: str, width: float = 1.2, lit: bool = True, **options: Unpack[KitOptions]) -> Prop:
    """A flat television on two feet; it faces +x."""
    high = width * 0.57
    feet = [tube((0.11, s * width * 0.32, 0.012), (0.0, s * width * 0.3, 0.06), (-0.11, s * width * 0.32, 0.012), radius=0.012)
            for s in (-1, 1)]
    return made(name, [part("case", BLACK, "television", block((0.035, width, high), (0.0, 0.0, 0.05), bevel=0.006),
                            block((0.05, width * 0.5, high * 0.5), (-0.025, 0.0, 0.1), bevel=0.02), *feet, noun="screen"),
                       part("screen", SHOWING if lit else DARK, "television",
                            block((0.004, width - 0.024, high - 0.03), (0.017, 0.0, 0.068),
                                                                  bevel=0.0008), noun="screen")], options, mass=17.0)


def keyboard(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A keyboard, worked from +x."""
    keys = [block((0.016, 0.38 if i < 4 else 0.17, 0.007), (-0.044 + 0.0205 * i, 0.0, 0.013), bevel=0.002) for i in range(5)]
    return made(name, [part("case", Look("charcoal", "plastic"), "computer", block((0.13, 0.43, 0.016), bevel=0.004),
                            noun="machine"), part("keys", WHITE, "computer", *keys, noun="machine")], options, mass=0.6)


def loudspeaker(name: str, height: float = 1.1, **options: Unpack[KitOptions]) -> Prop:
    """A tall loudspeaker; it faces +x."""
    cones = [turning((r, 0.0), (r, 0.014), (0.75 * r, 0.015), (0.3 * r, 0.03), on=(0.2, 0.0, z * height), turn=(0.0, 90.0, 0.0))
             for r, z in ((0.15, 0.27), (0.15, 0.57), (0.07, 0.82))]
    return made(name, [part("case", Look("charcoal", "wood"), "base", block((0.4, 0.45, height), bevel=0.015), noun="box"),
                       part("cones", BLACK, "base", *cones, noun="machine")], options, mass=24.0)


def microphone(name: str, height: float = 1.5, **options: Unpack[KitOptions]) -> Prop:
    """A microphone on a stand, to be spoken into from -x."""
    stand = turning((0.15, 0.0), (0.15, 0.02), (0.03, 0.035), (0.01, 0.05), (0.01, height - 0.1))
    return made(name, [part("stand", BLACK, "pole", stand, rod((0.0, 0.0, height - 0.1), (-0.08, 0.0, height - 0.02), 0.014, 0.02)),
                       part("head", STEEL, "base", orb(0.032, (-0.1, 0.0, height)), noun="machine")], options, mass=4.0)


SCREENS = (phone, telephone, laptop, monitor, television, keyboard, loudspeaker, microphone)
