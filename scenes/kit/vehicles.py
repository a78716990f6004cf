"""What rolls. Wheels are things of their own ('car_wheel_1', ...) on axles, so that a push or launch("car", ...) sets them turning.

x is forward."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

from scenes.kit.making import KitOptions, block, circle, disc, four, made, part, ring, rod, side, slab, tube, turning
from scenes.look import Look
from scenes.props import AssemblyPart, Prop
from sim.math.conventions import Vec3, quat_from_euler, quat_multiply, quat_rotate
from sim.scene.objects import Body, Pivot

TYRE, GLASS, STEEL, DARK = Look("black", "rubber"), Look("charcoal",
                                                           "glass"), Look("silver", "metal"), Look("charcoal", "plastic")


def car(name: str, colour: str | Vec3 = "red", **options: Unpack[KitOptions]) -> Prop:
    """A hatchback of 4 m."""
    body = [side([(-2.0, 0.62), (2.02, 0.6), (2.04, 0.68), (1.0, 0.9), (-1.9, 0.95), (-2.02, 0.85)], 1.7, bevel=0.05),
            side([(1.72, 0.24), (1.98, 0.26), (2.06, 0.4), (2.04, 0.66), (1.58, 0.66)], 1.68, bevel=0.03),
            side([(-2.06, 0.4), (-1.98, 0.28), (-1.7, 0.24), (-1.54, 0.66), (-2.02, 0.66)], 1.68, bevel=0.03),
            side([(-0.92, 0.24), (0.84, 0.24), (1.0, 0.66), (-1.08, 0.66)], 1.68, bevel=0.03),
            side([(-1.72, 1.34), (0.02, 1.36), (-0.2, 1.44), (-1.5, 1.44)], 1.36, bevel=0.03)]
    posts = [rod((x, s * 0.75, 0.92), (u, s * 0.655, 1.38), 0.035) for s in (-1, 1) for x,
             u in ((0.78, 0.02), (-0.5, -0.6), (-1.82, -1.66))]
    cabin = side([(-1.86, 0.9), (0.86, 0.88), (0.05, 1.38), (-1.7, 1.38)], 1.38, bevel=0.03)
    trim = [block((0.06, 1.5, 0.12), (s * 2.02, 0.0, 0.3)) for s in (-1, 1)] + [block((3.4, 1.3, 0.36), (0.0, 0.0, 0.27))]
    trim += [block((0.1, 0.16, 0.1), (0.68, s * 0.9, 0.93)) for s in (-1, 1)]
    lamps = [block((0.06, 0.34, 0.13), (1.99, s * 0.6, 0.54), (0.0, -14.0, 0.0), bevel=0.02) for s in (-1, 1)]
    rear = [block((0.05, 0.22, 0.2), (-2.0, s * 0.68, 0.66), bevel=0.02) for s in (-1, 1)]
    parts = [part("body", Look(colour, "metal"), "car", *body, *posts), part("windows", GLASS, "car", cabin, noun="glass"),
             part("trim", DARK, "car", *trim), part("lamps", Look("beige", "glass"), "car", *lamps, noun="lamp"),
             part("rear_lamps", Look("maroon", "glass"), "car", *rear, noun="lamp")]
    return rolling(name, parts, [(x, y, 0.31, 0.2) for x, y in four(1.29, 0.755)], options, mass=1100.0)


def van(name: str, colour: str | Vec3 = "white", **options: Unpack[KitOptions]) -> Prop:
    """A delivery van of 5 m."""
    body = [side([(-2.4, 0.5), (1.35, 0.5), (1.35, 2.2), (1.2, 2.3), (-2.35, 2.3), (-2.42, 2.2)], 1.9, bevel=0.06),
            side([(1.2, 0.66), (2.45, 0.66), (2.5, 0.78), (2.34, 1.1), (1.2, 1.4)], 1.9,
                 bevel=0.06), side([(2.1, 0.3), (2.5, 0.34), (2.52, 0.7), (1.98, 0.7)], 1.88,
                                   bevel=0.03), side([(-1.0, 0.28), (1.1, 0.28), (1.25, 0.7), (-1.15, 0.7)],
                                                     1.88), side([(-2.44, 0.32), (-2.02, 0.3), (-1.88, 0.7), (-2.44, 0.7)], 1.88)]
    cabin = side([(1.2, 1.3), (2.02, 1.14), (1.42, 2.12), (1.2, 2.16)], 1.72, bevel=0.04)
    roof = side([(1.1, 2.12), (1.46, 2.1), (1.36, 2.24), (1.1, 2.3)], 1.88, bevel=0.03)
    posts = [rod((2.06, s * 0.9, 1.12), (1.42, s * 0.87, 2.14), 0.035) for s in (-1, 1)]
    trim = [block((4.6, 1.4, 0.3), (0.0, 0.0, 0.34)), block((0.08, 1.9, 0.16), (2.5, 0.0, 0.34)),
            block((0.08, 1.9, 0.16), (-2.44, 0.0, 0.34)), *(block((0.1, 0.14, 0.22), (1.75, s * 1.02, 1.3))
                                                            for s in (-1, 1)), block((0.02, 0.02, 1.6), (-2.43, 0.0, 0.55))]
    lamps = [block((0.05, 0.3, 0.16), (2.46, s * 0.72, 0.74), bevel=0.02) for s in (-1, 1)]
    doors = [block((0.9, 0.012, 1.5), (-0.2, s * 0.952, 0.62), bevel=0.005) for s in (-1, 1)]
    parts = [part("body", Look(colour, "metal"), "van", *body, *posts, roof, *doors, noun="truck"),
             part("windows", GLASS, "van", cabin, noun="glass"), part("trim", DARK, "van", *trim,
                                                                      noun="truck"), part("lamps", Look("beige", "glass"), "van",
                                                                                          *lamps, noun="lamp")]
    return rolling(name, parts, [(x, y, 0.35, 0.22) for x, y in ((1.6, 0.83), (1.6, -0.83), (-1.52, 0.83), (-1.52, -0.83))],
                   options, mass=1900.0)


def truck(name: str, colour: str | Vec3 = "blue", **options: Unpack[KitOptions]) -> Prop:
    """A small lorry with an open bed of boards."""
    cab = [side([(0.95, 0.62), (2.5, 0.62), (2.55, 0.75), (2.5, 1.4), (0.95, 1.4)], 1.9, bevel=0.05),
           side([(0.95, 1.95), (2.1, 1.95), (2.0, 2.05), (1.0, 2.05)], 1.74, bevel=0.04),
           side([(2.15, 0.34), (2.52, 0.38), (2.56, 0.66), (2.02, 0.66)], 1.88, bevel=0.03)]
    posts = [rod((x, s * 0.86, 1.38), (u, s * 0.82, 1.97), 0.04) for s in (-1, 1) for x, u in ((2.42, 2.08), (0.99, 1.0))]
    cabin = side([(1.0, 1.36), (2.44, 1.36), (2.06, 1.97), (1.0, 1.97)], 1.68, bevel=0.03)
    bed = [block((3.3, 1.95, 0.08), (-0.8, 0.0, 0.78)), *(block((3.3, 0.05, 0.4), (-0.8, s * 0.95, 0.84)) for s in (-1, 1)),
           *(block((0.05, 1.9, 0.4), (x, 0.0, 0.84)) for x in (-2.42, 0.82))]
    trim = [block((4.7, 0.8, 0.2), (0.0, 0.0, 0.52)), block((0.08, 1.9, 0.18), (2.55, 0.0, 0.36)),
            block((0.02, 1.2, 0.3), (2.54, 0.0, 0.8)), *(block((0.08, 0.16, 0.3), (2.3, s * 1.02, 1.4)) for s in (-1, 1))]
    lamps = [disc(0.11, 0.05, (2.52, s * 0.72, 0.9), (0.0, 90.0, 0.0)) for s in (-1, 1)]
    parts = [part("cab", Look(colour, "metal"), "truck", *cab, *posts), part("windows", GLASS, "truck", cabin, noun="glass"),
             part("bed", Look("tan", "wood"), "truck", *bed), part("trim", DARK, "truck", *trim),
             part("lamps", Look("beige", "glass"), "truck", *lamps, noun="lamp")]
    return rolling(name, parts, [(x, y, 0.38, 0.24) for x, y in four(1.6, 0.8)], options, mass=2600.0)


def bus(name: str, colour: str | Vec3 = "orange", **options: Unpack[KitOptions]) -> Prop:
    """A city bus of 8 m."""
    body = [side([(-4.0, 0.78), (4.0, 0.78), (4.0, 1.25), (-4.0, 1.25)], 2.3, bevel=0.06),
            side([(-4.0, 2.2), (3.9, 2.2), (3.7, 2.75), (-3.9, 2.75)], 2.3,
                 bevel=0.09), *(side([(a, 0.34), (b, 0.34), (b, 0.82), (a, 0.82)], 2.28, bevel=0.03) for a,
                                b in ((-4.0, -2.75), (-1.65, 1.75), (2.85, 4.02)))]
    posts = [block((0.1, 2.28, 1.0), (x, 0.0, 1.22), bevel=0.02) for x in (-3.9, -2.6, -1.3, 0.0, 1.3, 2.55)]
    windows = side([(-3.95, 1.2), (3.98, 1.2), (3.9, 2.25), (-3.95, 2.25)], 2.2, bevel=0.04)
    trim = [block((7.7, 1.7, 0.45), (0.0, 0.0, 0.36)), *(block((0.06, 2.2, 0.2), (s * 4.01, 0.0, 0.36)) for s in (-1, 1)),
            block((1.1, 0.02, 1.75), (3.2, -1.145, 0.42)), *(block((0.1, 0.12, 0.3), (4.05, s * 1.2, 1.7)) for s in (-1, 1))]
    lamps = [disc(0.12, 0.05, (3.99, s * 0.85, 0.68), (0.0, 90.0, 0.0)) for s in (-1, 1)]
    parts = [part("body", Look(colour, "metal"), "bus", *body, *posts, noun="truck"),
             part("windows", GLASS, "bus", windows, noun="glass"), part("trim", DARK, "bus", *trim,
                                                                        noun="truck"), part("lamps", Look("beige", "glass"), "bus",
                                                                                            *lamps, block((0.04, 1.2, 0.24),
                                                                                                          (3.82, 0.0,
                                                                                                           2.36)), noun="lamp")]
    return rolling(name, parts, [(x, y, 0.46, 0.28) for x, y in ((2.3, 1.0), (2.3, -1.0), (-2.2, 1.0), (-2.2, -1.0))], options,
                   mass=7500.0)


def skateboard(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A skateboard."""
    deck = [block((0.52, 0.2, 0.012), (0.0, 0.0, 0.085)), block((0.15, 0.2, 0.012), (0.322, 0.0, 0.102), (0.0, -14.0, 0.0)),
            block((0.15, 0.2, 0.012), (-0.322, 0.0, 0.102), (0.0, 14.0, 0.0))]
    trucks = [block((0.06, 0.05, 0.045), (s * 0.2, 0.0, 0.042))
              for s in (-1, 1)] + [rod((s * 0.2, -0.07, 0.035), (s * 0.2, 0.07, 0.035), 0.008) for s in (-1, 1)]
    parts = [part("deck", Look("purple", "wood"), "plaything", *deck, noun="board"),
             part("trucks", STEEL, "plaything", *trucks, noun="board")]
    return rolling(name, parts, [(x, y, 0.032, 0.034) for x, y in four(0.2, 0.085)], options, hub=Look("white", "plastic"),
                   tyre=Look("white", "plastic"), mass=2.4)


def hand_cart(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A four-wheeled wooden cart with a handle."""
    bed = [block((0.9, 0.5, 0.03), (0.0, 0.0, 0.26)), *(block((0.9, 0.02, 0.2), (0.0, s * 0.24, 0.28)) for s in (-1, 1)),
           *(block((0.02, 0.46, 0.2), (s * 0.44, 0.0, 0.28)) for s in (-1, 1))]
    iron = [rod((s * 0.3, -0.22, 0.15), (s * 0.3, 0.22, 0.15), 0.014)
            for s in (-1, 1)] + [block((0.06, 0.08, 0.11), (s * 0.3, 0.0, 0.15)) for s in (-1, 1)]
    iron += [tube((0.35, 0.0, 0.22), (0.56, 0.0, 0.26), (0.95, 0.0, 0.75), radius=0.013),
             rod((0.95, -0.09, 0.75), (0.95, 0.09, 0.75), 0.013)]
    parts = [part("bed", Look("red", "wood"), "box", *bed, noun="crate"),
             part("iron", Look("black", "metal"), "box", *iron, noun="handle")]
    return rolling(name, parts, [(x, y, 0.15, 0.05) for x, y in four(0.3, 0.255)], options, hub=Look("white", "plastic"),
                   mass=13.0)


def shopping_trolley(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A wire trolley."""
    wire = [tube((-0.42, -0.2, z), (0.42, -0.16, z), radius=0.004) for z in (0.5, 0.62, 0.74, 0.86)]
    wire += [tube((-0.42, 0.2, z), (0.42, 0.16, z), radius=0.004) for z in (0.5, 0.62, 0.74, 0.86)]
    wire += [rod((-0.42 + 0.14 * i, s * (0.2 - 0.0067 * i), 0.5), (-0.42 + 0.14 * i, s * (0.2 - 0.0067 * i), 0.9), 0.004)
             for i in range(7) for s in (-1, 1)]
    wire += [rod((x, -0.18, z), (x, 0.18, z), 0.004) for x, z in ((0.42, 0.5), (0.42, 0.7), (0.42, 0.9), (-0.42, 0.9))]
    floor = block((0.84, 0.36, 0.006), (0.0, 0.0, 0.49))
    frame = [tube((0.3, s * 0.16, 0.12), (-0.34, s * 0.19, 0.14), (-0.44, s * 0.2, 0.5), (-0.5, s * 0.2, 1.0), radius=0.012)
             for s in (-1, 1)]
    grip = rod((-0.5, -0.24, 1.0), (-0.5, 0.24, 1.0), 0.018)
    parts = [part("basket", STEEL, "basket", *wire, floor, *frame),
             part("grip", Look("red", "plastic"), "basket", grip, noun="handle")]
    return rolling(name, parts, [(x, y, 0.06, 0.03) for x, y in four(0.29, 0.17)], options, mass=17.0)


def wheelbarrow(name: str, **options: Unpack[KitOptions]) -> Prop:
    """A barrow on one wheel and two legs, its grips at -x."""
    pan = [side([(-0.42, 0.36), (0.3, 0.32), (0.34, 0.345), (-0.44, 0.385)], 0.46, bevel=0.006)]
    pan += [block((0.84, 0.012, 0.26), (-0.06, s * 0.27, 0.36), (s * 14.0, 0.0, 0.0)) for s in (-1, 1)]
    pan += [block((0.012, 0.54, 0.28), (0.38, 0.0, 0.33), (0.0, 24.0, 0.0)),
            block((0.012, 0.54, 0.26), (-0.46, 0.0, 0.37), (0.0, -14.0, 0.0))]
    bars = [tube((0.52, s * 0.06, 0.2), (0.2, s * 0.16, 0.32), (-0.4, s * 0.24, 0.36), (-0.98, s * 0.28, 0.56), radius=0.016)
            for s in (-1, 1)]
    bars += [rod((-0.34, s * 0.22, 0.36), (-0.3, s * 0.26, 0.0015), 0.014) for s in (-1, 1)]
    parts = [part("pan", Look("green", "metal"), "box", *pan, noun="tray"),
             part("bars", Look("black", "metal"), "box", *bars, noun="handle")]
    return rolling(name, parts, [(0.52, 0.0, 0.2, 0.08)], options, mass=15.0)


def bicycle(name: str, colour: str | Vec3 = "turquoise", **options: Unpack[KitOptions]) -> Prop:
    """A bicycle on its stand: one rigid thing."""
    hub, head, seat, crank = (-0.5, 0.0, 0.34), (0.36, 0.0, 0.82), (-0.2, 0.0, 0.86), (-0.06, 0.0, 0.29)
    frame = [rod(crank, head, 0.018), rod((-0.165, 0.0, 0.74), (0.35, 0.0, 0.78), 0.016), rod(crank, seat, 0.016),
             rod(crank, hub, 0.01), rod((-0.155, 0.0, 0.72), hub,
                                        0.009), rod((0.33, 0.0, 0.92), (0.5, 0.0, 0.5),
                                                    0.015), rod((0.5, 0.0, 0.5), (0.54, 0.0, 0.34), 0.012)]
    bar = tube((0.24, -0.28, 0.98), (0.33, -0.2, 0.98), (0.36, 0.0, 0.94), (0.33, 0.2, 0.98), (0.24, 0.28, 0.98), radius=0.012)
    tyres = [ring(0.32, 0.019, (x, 0.0, 0.34), (90.0, 0.0, 0.0), 12) for x in (-0.5, 0.54)]
    spokes = [rod((x, 0.0, 0.34), (x + 0.31 * c, 0.0, 0.34 + 0.31 * s), 0.0025) for x in (-0.5, 0.54)
              for c, s in ((1.0, 0.0), (0.5, 0.866), (-0.5, 0.866), (-1.0, 0.0), (-0.5, -0.866), (0.5, -0.866))]
    steel = [*spokes, disc(0.09, 0.008, (-0.06, -0.032, 0.29), (90.0, 0.0, 0.0)),
             rod((-0.06, -0.05, 0.29), (0.06, -0.05, 0.16),
                 0.008), rod((-0.06, 0.05, 0.29), (-0.18, 0.05, 0.42),
                             0.008), *(rod((-0.1, s * 0.02, 0.3), (-0.16, s * 0.17, 0.003), 0.009) for s in (-1, 1))]
    dark = [block((0.26, 0.13, 0.06), (-0.22, 0.0, 0.86), bevel=0.028),
            *(block((0.05, 0.1, 0.02), (x, y, z)) for x, y, z in ((0.06, -0.1, 0.15), (-0.18, 0.1, 0.42))), bar]
    return made(name, [part("frame", Look(colour, "metal"), "bicycle", *frame, noun="machine"),
                       part("tyres", TYRE, "bicycle", *tyres,
                            noun="wheel"), part("spokes", STEEL, "bicycle", *steel,
                                                noun="wheel"), part("saddle", Look("black", "leather"), "bicycle", *dark,
                                                                    noun="machine")], options, mass=13.0, matter="rubber")


def rolling(name: str, parts: Sequence[AssemblyPart], wheels: Sequence[tuple[float, float, float, float]], options: KitOptions, *,
            mass: float, hub: Look = STEEL, tyre: Look = TYRE) -> Prop:
    """A thing on wheels (x, y, radius, width), whose lowest points are at z = 0, as a body and wheels on axles."""
    given: KitOptions = {"mass": mass, "matter": "steel", **options}
    on = given.pop("on", (0.0, 0.0, 0.0)) if "at" not in given else given["at"]
    given["at"] = on
    base = made(name, parts, given)
    assert isinstance(base.thing, Body)
    made_wheels = [_wheel(f"{name}_wheel_{i}", base.thing, where, hub, tyre) for i, where in enumerate(wheels, 1)]
    axis = quat_rotate(base.thing.rotation, (0.0, 1.0, 0.0)).tolist()
    pivots = [Pivot(body=wheel.name, anchor=wheel.thing.position, axis=tuple(axis), to=name)
              for wheel in made_wheels if isinstance(wheel.thing, Body)]
    return replace(base, carried=tuple(made_wheels), pivots=tuple(pivots))


def _wheel(name: str, base: Body, where: tuple[float, float, float, float], hub: Look, tyre: Look) -> Prop:
    x, y, radius, width = where
    rim = radius * 0.62
    rubber = turning((rim, -width / 2), (radius, -width / 2), (radius, width / 2), (rim, width / 2),
                     bevel=min(0.12 * radius, 0.3 * width))
    dish = turning((rim * 0.25, -width * 0.52), (rim, -width * 0.47), (rim, width * 0.47), (rim * 0.25, width * 0.52),
                   bevel=0.05 * rim)
    out = 1.0 if y > 0 else -1.0
    bolts = [slab([(rim * (0.58 * c + 0.13 * a), rim * (0.58 * s + 0.13 * b)) for a, b in circle(6)[:6]], width * 0.06,
                  (0.0, 0.0, -out * width * 0.5), bevel=0.004) for c, s in circle(5)[:5]] if radius > 0.2 else []
    wheel = made(name, [part("tyre", tyre, "base", rubber, noun="wheel"), part("rim", hub, "base", dish, *bolts, noun="wheel")], {},
                 matter="rubber", mass=max(0.1, 200 * radius * radius * width * 3))
    place = (quat_rotate(base.rotation, (x, y, radius)) + base.position).tolist()
    turn = quat_multiply(base.rotation, quat_from_euler((90.0, 0.0, 0.0))).tolist()
    assert isinstance(wheel.thing, Body)
    return replace(wheel, thing=replace(wheel.thing, position=tuple(place), rotation=tuple(turn)))


VEHICLES = (car, van, truck, bus, bicycle, skateboard, hand_cart, shopping_trolley, wheelbarrow)
