"""Lamps. All are seen to be on, but throw hardly any light: for that, put lamp((x, y, z)) lights where they are, or give a bulb
more glow, looks={"bulb": Look("white", "glass", glow=600)}. Look("white", "glass") is off."""

from typing import Unpack

from scenes.kit.making import KitOptions, curved, disc, made, orb, part, rod, turning
from scenes.look import Look
from scenes.props import Prop

WARM = (1.0, 0.85, 0.64)
"""Of a bulb's light, sRGB."""
GLOW, SHADE = 3.0, 0.4
"""Of a bulb that is on, and of the cloth shade about it."""
BRASS, STEEL, BLACK = Look("yellow", "metal"), Look("silver", "metal"), Look("black", "plastic")
BULB, CLOTH = Look(WARM, "glass", glow=GLOW), Look("beige", "cloth", glow=SHADE)


def floor_lamp(name: str, height: float = 1.6, **options: Unpack[KitOptions]) -> Prop:
    """A standing lamp with a shade."""
    stand = turning((0.15, 0.0), (0.15, 0.015), (0.03, 0.03), (0.011, 0.06), (0.011, height - 0.22))
    shade = turning((0.22, 0.0), (0.15, 0.28), on=(0.0, 0.0, height - 0.28), wall=0.004, bevel=0.001)
    return made(name, [part("shade", CLOTH, "lamp", shade), part("stand", Look("black", "metal"), "lamp", stand),
                       part("bulb", BULB, "light", orb(0.045, (0.0, 0.0, height - 0.16)),
                            noun="lamp")], options, mass=5.5)


def table_lamp(name: str, height: float = 0.46, **options: Unpack[KitOptions]) -> Prop:
    """A lamp with a ceramic foot."""
    foot = turning(*curved((0.055, 0.0), (0.06, 0.01), (0.09, 0.1), (0.05, 0.2), (0.018, 0.24)), (0.009, 0.26),
                   (0.009, height - 0.14))
    shade = turning((0.15, 0.0), (0.1, 0.19), on=(0.0, 0.0, height - 0.19), wall=0.003, bevel=0.001)
    return made(name, [part("foot", Look("teal", "ceramic"), "lamp", foot), part("shade", CLOTH, "lamp", shade),
                       part("bulb", BULB, "light", orb(0.03, (0.0, 0.0, height - 0.1)), noun="lamp")], options, mass=1.8)


def desk_lamp(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A jointed lamp that shines to +x."""
    arm = [rod((0.0, 0.0, 0.02), (-0.1, 0.0, 0.26), 0.008), rod((-0.1, 0.0, 0.26), (0.12, 0.0, 0.44), 0.008),
           orb(0.016, (-0.1, 0.0, 0.26)), orb(0.016, (0.12, 0.0, 0.44))]
    head = turning((0.075, 0.0), (0.03, 0.1), (0.02, 0.13), on=(0.19, 0.0, 0.35), turn=(0.0, -38.0, 0.0), wall=0.003, bevel=0.001)
    return made(name, [part("head", Look("red", "metal"), "lamp", head,
                            turning((0.1, 0.0), (0.1, 0.024), (0.02, 0.036),
                                    on=(0.03, 0.0, 0.0))), part("arm", STEEL, "lamp", *arm)], options, mass=1.6)


def pendant(name: str, drop: float = 0.9, radius: float = 0.2, **options: Unpack[KitOptions]) -> Prop:
    """A lamp on a cord; at= puts its lower rim there, and its cord goes up from it by `drop`."""
    shade = turning(*curved((radius, 0.0), (0.94 * radius, 0.05), (0.6 * radius, 0.16), (0.16 * radius, 0.2)), bevel=0.002)
    return made(name, [part("shade", Look("orange", "metal"), "lamp", shade),
                       part("cord", BLACK, "lamp", rod((0.0, 0.0, 0.19), (0.0, 0.0, drop), 0.006),
                            disc(0.05, 0.03, (0.0, 0.0, drop - 0.03))), part("bulb", BULB, "light",
                                                                             orb(0.04, (0.0, 0.0, -0.005)), noun="lamp")],
                options, fixed=True)


def candle(name: str, height: float = 0.2, **options: Unpack[KitOptions]) -> Prop:
    """A candle on a stick with a foot."""
    stick = turning((0.05, 0.0), (0.045, 0.012), (0.012, 0.03), (0.01, 0.07), (0.026, 0.085), (0.026, 0.095))
    return made(name, [part("candle", Look("white", "plaster"), "lamp",
                            turning((0.012, 0.0), (0.011, height - 0.09), on=(0.0, 0.0, 0.09))), part("stick", BRASS, "lamp", stick),
                       part("flame", Look((1.0, 0.72, 0.3), glow=GLOW), "lamp",
                            orb(0.008, (0.0, 0.0, height + 0.008)))], options, mass=0.5)


LAMPS = (floor_lamp, table_lamp, desk_lamp, pendant, candle)
