"""A street by day, an alley by night and a roof at dusk. Houses stand at the back and look to the camera."""

from scenes import camera
from scenes.kit import buildings as b
from scenes.kit import street as s
from scenes.kit.household import bottle
from scenes.kit.making import KitOptions, block, four, made, part, rod
from scenes.kit.openings import door, railing
from scenes.kit.plants import potted_plant, tree
from scenes.kit.vehicles import bicycle, car, van
from scenes.lights import DAYLIGHT, lamp
from scenes.look import Look
from scenes.props import Prop, ball, box, plane
from scenes.sets.setting import FRONT, Setting, facing

KERB = 0.13


def street() -> Setting:
    """A street with a pavement, shops, a crossing, a parked car and a van that rolls. Things to take: carton, ball."""
    ground = [plane("road", (60, 60), look=Look("charcoal", "concrete"), label="road", noun="road", matter="stone"),
              box("pavement", (40.0, 4.0, KERB), on=(0.0, 3.6, 0.0), look=Look("silver", "tiled"), label="sidewalk", noun="ground",
                  matter="stone", fixed=True), box("kerb", (40.0, 0.18, KERB + 0.01), on=(0.0, 1.58, 0.0),
                                                   look=Look("grey", "stone"), label="sidewalk", noun="step", matter="stone",
                                                   fixed=True), _stripes("crossing", (1.9, -1.35, 0.0), 6)]
    looks = (Look((0.62, 0.3, 0.22), "brick"), Look((0.85, 0.76, 0.6), "plaster"), Look((0.45, 0.52, 0.55), "brick"),
             Look((0.76, 0.55, 0.4), "brick"))
    houses = [b.facade(f"house_{i}", 6.0, 8.0 + (i % 2), 3 if i % 2 else 2, 3, on=(x, 5.6, KERB), turn=facing(FRONT),
                       look=looks[i - 1], looks={"door": Look(("green", "navy", "maroon", "teal")[i - 1],
                                                              "plastic")}) for i, x in enumerate((-9.2, -3.1, 3.0, 9.1), 1)]
    shops = [b.awning("awning", 2.6, at=(-3.1, 5.5, 2.95), turn=facing(FRONT)),
             b.shop_sign("sign", 2.2, at=(-3.1, 5.58, 3.35),
                         turn=facing(FRONT)), b.awning("awning_2", 2.4, at=(3.0, 5.5, 2.95), turn=facing(FRONT),
                                                       look=Look("teal", "cloth"))]
    stands = [s.streetlight("streetlight", on=(-1.1, 2.0, KERB), turn=facing(FRONT)),
              s.traffic_light("traffic_light", on=(3.9, 1.95, KERB), turn=facing(FRONT)), tree("tree", 5.2, on=(-5.6, 2.6, KERB)),
              tree("tree_2", 4.6, 3, on=(6.6, 2.7, KERB)), s.park_bench("bench", on=(-2.9, 3.1, KERB), turn=facing(FRONT)),
              s.litter_bin("litter_bin", on=(-1.7, 2.9, KERB)), s.hydrant("hydrant", on=(0.6, 2.2, KERB), turn=facing(FRONT)),
              s.letter_box("letter_box", on=(1.1, 3.9, KERB), turn=facing(FRONT)),
              *(s.bollard(f"bollard_{i}", on=(4.6 + 0.8 * i, 1.95, KERB)) for i in range(3)),
              bicycle("bicycle", on=(4.6, 4.6, KERB), turn=facing(8.0)),
              s.carton("carton", (0.2, 0.15, 0.14), on=(-0.3, 4.6, KERB), turn=facing(25.0)),
              potted_plant("plant", height=0.8, on=(-5.0, 4.9, KERB))]
    road = [car("car", "red", on=(-3.6, 0.35, 0.0)), van("van", "white", on=(8.4, -2.6, 0.0), turn=facing(180.0)),
            *(s.traffic_cone(f"cone_{i}", on=(-2.6 + 0.7 * i, -1.2 + 0.16 * (i % 2), 0.0))
              for i in (1, 2)), ball("ball", 0.11, on=(0.2, 2.4, KERB), mass=0.4, look=Look("orange", "rubber"))]
    return Setting(props=(*ground, *houses, *shops, *stands, *road),
                   camera=camera.static((0.4, -8.2, 1.9), (0.1, 2.2, 1.7), lens=28))


def _stripes(name: str, on: tuple[float, float, float], count: int) -> Prop:
    """A crossing: white bars along x, one behind the other in y."""
    options: KitOptions = {"on": on, "fixed": True}
    return made(name, [part("bars", Look("white", "plaster"), "road",
                            *(block((0.5, 4.4, 0.004), (0.95 * (i - count / 2 + 0.5), 0.0, 0.0), bevel=0.001)
                              for i in range(count)))], options)


def alley() -> Setting:
    """A narrow yard between brick backs at night, lit by a lantern and a lamp over a door. Things to take: carton, bottle."""
    brick = Look((0.4, 0.22, 0.18), "brick")
    ground = [plane("ground", (40, 40), look=Look("charcoal", "tiled"), label="earth", noun="ground", matter="stone")]
    walls = [b.facade("house_left", 11.0, 9.0, 3, 5, on=(-2.5, 1.8, 0.0), look=brick, looks={"door": Look("maroon", "metal")}),
             b.facade("house_right", 11.0, 9.0, 3, 5, on=(2.5, 1.8, 0.0), turn=facing(180.0),
                      look=Look((0.34, 0.28, 0.26), "brick")), box("house_back", (7.4, 0.5, 6.5), on=(0.0, 7.4, 0.0),
                                                                   look=Look((0.42, 0.3, 0.24), "brick"), label="building",
                                                                   noun="building", matter="stone", fixed=True),
             door("door", at=(0.4, 7.1, 0.0), turn=facing(FRONT), looks={"leaf": Look("teal", "metal")}),
             box("step", (1.3, 0.6, 0.15), on=(0.4, 6.78, 0.0), look=Look("grey", "stone"), label="step", noun="step",
                 matter="stone", fixed=True)]
    stands = [s.dumpster("dumpster", on=(-1.75, 3.2, 0.0)), s.wheelie_bin("bin_1", on=(-1.95, 1.35, 0.0), turn=facing(10.0)),
              s.wheelie_bin("bin_2", on=(-1.95, 0.65, 0.0), turn=facing(-6.0), look=Look("navy", "plastic")),
              s.crate("crate", 0.5, on=(1.9, 2.6, 0.0), turn=facing(15.0)),
              s.crate("crate_2", 0.45, on=(1.95, 1.95, 0.0), turn=facing(-10.0)),
              s.crate("crate_3", 0.4, on=(1.9, 2.55, 0.4965), turn=facing(35.0)),
              s.carton("carton", (0.2, 0.15, 0.14), on=(1.85, 0.9, 0.0), turn=facing(30.0)),
              s.carton("carton_2", (0.5, 0.35, 0.3), on=(-1.2, 4.9, 0.0), turn=facing(-20.0)),
              bottle("bottle", on=(1.95, 1.95, 0.446)), s.oil_drum("drum", on=(-1.0, 6.3, 0.0)),
              s.lantern("lantern", lit=True, on=(1.95, 3.5, 0.0)), s.traffic_cone("cone", on=(-0.95, 1.2, 0.0)),
              b.air_conditioner("unit", on=(-2.48, 4.8, 2.6)), _escape("fire_escape", (2.15, 5.4, 0.0))]
    return Setting(props=(*ground, *walls, *stands), time="night",
                   camera=camera.static((-0.15, -4.6, 1.6), (0.1, 3.0, 1.65), lens=27),
                   lights=(*DAYLIGHT["night"].lights, lamp((1.5, 3.2, 2.75), strength=5.5, colour=(1.0, 0.78, 0.5)),
                           lamp((0.4, 6.4, 2.6), strength=3.0, colour=(1.0, 0.85, 0.6)),
                           lamp((-1.2, -2.4, 3.6), strength=3.2, colour=(0.75, 0.85, 1.0))))


def _escape(name: str, on: tuple[float, float, float]) -> Prop:
    """Two landings of a fire escape with a ladder between them, its wall at +x."""
    options: KitOptions = {"on": on, "fixed": True}
    floors = [block((0.75, 2.2, 0.05), (-0.1, 0.0, z)) for z in (2.7, 5.4)]
    rails = [rod((-0.46, -1.1, z + h), (-0.46, 1.1, z + h), 0.018) for z in (2.75, 5.45) for h in (0.5, 0.95)]
    posts = [rod((-0.46, y, z), (-0.46, y, z + 0.95), 0.016) for z in (2.75, 5.45)
             for y in (-1.1, -0.37, 0.37, 1.1)] + [rod((-0.44, y, z), (0.28, y, z - 0.7), 0.02) for z in (2.7, 5.4)
                                                   for y in (-0.9, 0.9)]
    climb = [rod((-0.3, y, 0.0), (-0.3, y, 6.2), 0.016) for y in (-0.95,
                                                                  -0.6)] + [rod((-0.3, -0.95, 0.3 * i), (-0.3, -0.6, 0.3 * i),
                                                                                0.01) for i in range(1, 20)]
    return made(name, [part("iron", Look("black", "metal"), "stairs", *floors, *rails, *posts, *climb, noun="fence")], options)


def rooftop() -> Setting:
    """A flat roof at dusk with a parapet, a stair house, a water tank, and a skyline behind. Things to take: carton, ball."""
    roof = [plane("far", (400, 400), at=(0.0, 0.0, -24.0), look=Look("charcoal", "stone"), label="road", noun="road"),
            box("roof", (12.0, 9.0, 0.4), on=(0.0, 0.6, -0.4), look=Look("grey", "concrete"), label="floor", noun="floor",
                matter="stone", fixed=True)]
    wall = Look((0.55, 0.35, 0.28), "brick")
    edges = [("parapet_back", (12.0, 0.3, 0.75), (0.0, 4.95, 0.0)), ("parapet_left", (0.3, 8.7, 0.75), (-5.85, 0.45, 0.0)),
             ("parapet_right", (0.3, 8.7, 0.75), (5.85, 0.45, 0.0))]
    roof += [box(name, size, on=place, look=wall, label="wall", noun="wall", matter="stone", fixed=True) for name, size,
             place in edges]
    roof += [box(f"coping_{i}", (x + 0.1, y + 0.1, 0.07), on=(px, py, 0.75), look=Look("beige", "stone"), label="wall", noun="wall",
                 matter="stone", fixed=True) for i, (_, (x, y, _), (px, py, _)) in enumerate(edges, 1)]
    house = [box("stair_house", (2.4, 2.0, 2.5), on=(-3.6, 3.2, 0.0), look=Look((0.78, 0.72, 0.62), "plaster"), label="building",
                 noun="building", matter="stone", fixed=True), box("stair_roof", (2.7, 2.3, 0.12), on=(-3.6, 3.2, 2.5),
                                                                   look=Look("charcoal", "metal"), label="building",
                                                                   noun="building", fixed=True),
             door("door", at=(-3.6, 2.17, 0.0), turn=facing(FRONT), looks={"leaf": Look("maroon", "metal")}),
             b.water_tank("tank", on=(3.6, 3.2, 0.0)), b.air_conditioner("unit_1", on=(0.1, 4.2, 0.0), turn=facing(FRONT)),
             b.air_conditioner("unit_2", on=(1.3, 4.2, 0.0), turn=facing(FRONT)), _mast("mast", (-1.4, 4.0, 0.0)),
             railing("railing", 2.6, on=(4.6, -0.6, 0.0))]
    loose = [s.crate("crate", 0.5, on=(2.1, 1.5, 0.0), turn=facing(20.0)),
             s.carton("carton", (0.25, 0.2, 0.18), on=(2.05, 1.45, 0.4965), turn=facing(-15.0)),
             ball("ball", 0.12, on=(0.9, 1.0, 0.0), mass=0.4, look=Look("orange", "rubber")),
             potted_plant("plant", height=0.9, on=(-1.75, 2.6, 0.0)),
             s.park_bench("bench", on=(-0.4, 3.2, 0.0), turn=facing(FRONT))]
    sizes = ((-19, 22, 7, 13), (-11, 27, 6, 20), (-4, 24, 5, 9), (2.5, 30, 7, 24), (10, 25, 6, 14), (17, 28, 8, 19),
             (-26, 30, 8, 22), (25, 26, 7, 11))
    city = [_tower(f"block_{i}", (x, y, -24.0), w, top + 24.0, i) for i, (x, y, w, top) in enumerate(sizes)]
    return Setting(props=(*roof, *house, *loose, *city),
                   time="dusk",
                   camera=camera.static((0.3, -6.6, 1.9), (0.0, 2.0, 1.75), lens=28))


def _tower(name: str, on: tuple[float, float, float], width: float, height: float, seed: int) -> Prop:
    """A far-off building with rows of windows, some of them lit."""
    options: KitOptions = {"on": on, "fixed": True}
    spots = [(x, z) for z in range(4, int(height) - 1, 3) for x in range(int(width / 1.6))]
    panes = [block((0.9, 0.1, 1.4), (1.6 * (x + 0.5) - 0.8 * int(width / 1.6), -2.5, float(z)), bevel=0.02) for x,
             z in spots if z > 12]
    lit = [i for i in range(len(panes)) if (i * 7 + seed * 3) % 5 == 0]
    wall = Look(((0.45, 0.4, 0.42), (0.55, 0.45, 0.4), (0.38, 0.42, 0.48))[seed % 3], "plaster")
    return made(name, [part("wall", wall, "skyscraper", block((width, 5.0, height)),
                            block((width * 0.5, 2.0, 1.6), (0.0, 0.0, height)), noun="building"),
                       part("windows", Look("navy", "glass"), "window", *(pane for i, pane in enumerate(panes) if i not in lit)),
                       part("lit", Look("yellow", "glass"), "window", *(panes[i] for i in lit))], options)


def _mast(name: str, on: tuple[float, float, float]) -> Prop:
    """An aerial."""
    options: KitOptions = {"on": on, "fixed": True}
    bars = [rod((-0.5 + 0.05 * i, 0.0, 3.0 - 0.35 * i), (0.5 - 0.05 * i, 0.0, 3.0 - 0.35 * i), 0.01) for i in range(4)]
    return made(name, [part("mast", Look("silver", "metal"), "pole", rod((0.0, 0.0, 0.0), (0.0, 0.0, 3.3), 0.025, 0.015), *bars,
                            *(rod((x, y, 0.0), (0.0, 0.0, 1.0), 0.008) for x, y in four(0.35, 0.35)))], options)
