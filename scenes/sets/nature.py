"""A forest and a beach."""

from scenes import camera
from scenes.kit import buildings as b
from scenes.kit import plants as p
from scenes.kit import street as s
from scenes.kit.household import basket, bottle, guitar
from scenes.kit.making import KitOptions, block, lump, made, part
from scenes.lights import sun
from scenes.look import Look
from scenes.props import Prop, ball, box, cup, plane
from scenes.sets.setting import FRONT, Setting, facing


def forest() -> Setting:
    """A clearing among firs and other trees, with a tent, a log and a stump to sit on. Things to take: bottle, cup."""
    ground = [plane("ground", (80, 80), look=Look((0.33, 0.4, 0.18), "grass"), label="grass", noun="grass", matter="stone"),
              _mounds("mounds")]
    firs = [p.fir(f"fir_{i}", h, i, on=(x, y, 0.0), turn=facing(37.0 * i)) for i,
            (x, y, h) in enumerate(((-5.6, 4.2, 7.0), (-3.2, 6.6, 8.5), (0.4, 8.4, 9.0), (3.4, 6.4, 8.0), (6.2, 4.4, 7.4),
                                    (-8.6, 7.5, 9.0), (8.8, 8.2, 9.5), (-0.9, 12.5, 10.0)), 1)]
    trees = [p.tree(f"tree_{i}", h, i, on=(x, y, 0.0), turn=facing(71.0 * i)) for i,
             (x, y, h) in enumerate(((-4.4, 1.4, 4.6), (4.9, 1.6, 5.2), (1.9, 10.4, 6.0), (-6.2, 11.0, 7.0), (5.6, 11.6, 7.0)), 1)]
    low = [*(p.fern(f"fern_{i}", h, i, on=(x, y, 0.0)) for i,
             (x, y, h) in enumerate(((-3.2, 2.6, 0.5), (3.6, 3.2, 0.6), (-2.2, 4.9, 0.6), (1.9, 4.8, 0.5), (-3.9, -0.4, 0.45),
                                     (4.0, -0.2, 0.5)), 1)), *(p.grass_tuft(f"grass_{i}", h, i, on=(x, y, 0.0)) for i,
                                                               (x, y,
                                                                h) in enumerate(((-1.6, 2.9, 0.3), (2.6, 0.9, 0.3),
                                                                                 (-2.9, 0.6, 0.35), (0.4, 4.2, 0.35),
                                                                                 (3.1, -1.3, 0.3), (-1.9, -1.5, 0.28),
                                                                                 (1.2, -2.2, 0.25)), 1)),
           *(p.bush(f"bush_{i}", w, 0.65 * w, i, on=(x, y, -0.05)) for i,
             (x, y, w) in enumerate(((-1.4, 6.2, 1.3), (5.0, 6.0, 1.6), (-6.5, 2.6, 1.4)), 1)),
           p.rock("rock", 0.9, 0.55, 2, on=(-2.3, 1.7, 0.0)), p.rock("rock_2", 0.5, 0.3, 5, on=(2.9, 2.1, 0.0)),
           p.log("log", 1.9, 0.19, on=(0.2, 2.6, 0.0), turn=facing(78.0)), p.stump("stump", on=(-1.3, 0.9, 0.0))]
    camp = [b.tent("tent", on=(2.2, 3.4, 0.0), turn=facing(-115.0)), basket("basket", on=(0.9, 1.2, 0.0), turn=facing(20.0)),
            bottle("bottle", on=(-1.3, 0.9, 0.404)), cup("cup", 0.042, 0.095, on=(-1.42, 0.8, 0.404), look=Look("red", "metal")),
            guitar("guitar", on=(-0.3, 1.5, 0.0), turn=facing(-25.0))]
    return Setting(props=(*ground, *firs, *trees, *low, *camp),
                   camera=camera.static((0.2, -5.6, 1.7), (0.0, 2.4, 1.6), lens=28),
                   lights=(sun(azimuth=215, elevation=42),))


def _mounds(name: str) -> Prop:
    """Low swells of the ground behind the clearing."""
    options: KitOptions = {"on": (0.0, 0.0, -1.25), "fixed": True}
    places = ((-9.0, 9.0, 9.0, 2.9), (8.5, 11.0, 10.0, 3.2), (0.0, 17.0, 14.0, 4.0), (-17.0, 14.0, 12.0, 4.4),
              (18.0, 13.0, 12.0, 4.2))
    return made(name, [part("earth", Look((0.3, 0.36, 0.17), "grass"), "hill",
                            *(lump((wide, 0.8 * wide, high), (x, y, 1.25), 0.06, i, 3) for i,
                              (x, y, wide, high) in enumerate(places)), noun="ground")], options)


def beach() -> Setting:
    """Sand before a calm sea, palms, a parasol and rocks. Things to take: ball, bottle."""
    sand = Look((0.87, 0.76, 0.55), "sand")
    ground = [plane("sand", (120, 120), look=sand, label="sand", noun="sand", matter="stone"),
              box("sea", (160.0, 60.0, 0.03), on=(0.0, 36.5, 0.0), look=Look((0.12, 0.45, 0.55), "water"), label="sea",
                  noun="water", fixed=True), box("surf", (160.0, 0.5, 0.045), on=(0.0, 6.4, 0.0), look=Look("white", "plaster"),
                                                 label="sea", noun="water", fixed=True), _dunes("dunes", sand), _island("island")]
    palms = [p.palm(f"palm_{i}", h, i, on=(x, y, -0.05), turn=facing(a)) for i,
             (x, y, h, a) in enumerate(((-3.9, 4.2, 3.9, -20.0), (-5.4, 3.0, 3.3, 150.0), (5.2, 4.9, 4.2, 190.0)), 1)]
    stands = [b.parasol("parasol", on=(1.7, 2.4, 0.0)), p.rock("rock", 1.3, 0.7, 3, on=(4.4, 5.2, 0.0)),
              p.rock("rock_2", 0.7, 0.4, 7, on=(3.5, 5.6, 0.0)), p.rock("rock_3", 0.5, 0.3, 9, on=(-3.4, 5.0, 0.0)),
              p.log("log", 2.0, 0.17, on=(-1.6, 3.0, 0.0), turn=facing(65.0), looks={"bark": Look("beige", "bark")}),
              *(p.grass_tuft(f"grass_{i}", h, i, on=(x, y, 0.0)) for i,
                (x, y, h) in enumerate(((-3.6, 1.5, 0.5), (-4.6, 0.9, 0.45), (-5.2, 3.1, 0.5), (4.9, 3.2, 0.45), (4.2, 0.5, 0.4)),
                                       1)), p.bush("bush", 1.2, 0.7, 4, on=(-6.1, 3.8, 0.0))]
    loose = [ball("ball", 0.12, on=(0.1, 1.2, 0.0), mass=0.3, look=Look("red", "striped")), basket("basket", on=(2.5, 1.9, 0.0)),
             bottle("bottle", on=(2.4, 2.5, 0.0)), s.crate("crate", 0.42, on=(-0.9, 1.9, 0.0),
                                                           turn=facing(25.0)), guitar("guitar", on=(0.2, 2.5, 0.0),
                                                                                      turn=facing(FRONT + 50)), _towel("towel",
                                                                                                                       (1.3, 1.2,
                                                                                                                        0.0))]
    return Setting(props=(*ground, *palms, *stands, *loose),
                   camera=camera.static((0.2, -5.6, 1.7), (0.0, 3.0, 1.55), lens=28),
                   lights=(sun(azimuth=240, elevation=46),))


def _towel(name: str, on: tuple[float, float, float]) -> Prop:
    options: KitOptions = {"on": on, "fixed": True, "turn": facing(-14.0)}
    return made(name, [part("middle", Look("turquoise", "cloth"), "towel", block((0.8, 1.3, 0.012), (0.0, 0.0, 0.004)),
                            noun="rug"), part("ends", Look("white", "cloth"), "towel",
                                              *(block((0.8, 0.25, 0.014), (0.0, y, 0.003))
                                                for y in (-0.78, 0.78)), noun="rug")], options)


def _dunes(name: str, look: Look) -> Prop:
    options: KitOptions = {"on": (0.0, 0.0, -0.9), "fixed": True}
    places = ((-8.5, 3.5, 7.0, 2.1), (9.0, 4.5, 7.5, 2.2), (-12.0, 0.0, 8.0, 2.4), (12.5, 0.5, 8.0, 2.3))
    return made(name, [part("sand", look, "sand", *(lump((wide, 0.7 * wide, high), (x, y, 0.9), 0.05, i, 3) for i,
                                                    (x, y, wide, high) in enumerate(places)))], options)


def _island(name: str) -> Prop:
    options: KitOptions = {"on": (15.0, 52.0, -7.5), "fixed": True}
    return made(name, [part("rock", Look((0.4, 0.48, 0.42), "stone"), "mountain",
                            lump((26.0, 9.0, 12.0), (0.0, 0.0, 4.0), 0.14, 2,
                                 3), lump((12.0, 7.0, 16.0), (5.0, 0.0, 4.0), 0.16, 5, 3))], options)
