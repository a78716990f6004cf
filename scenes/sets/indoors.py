"""A kitchen, a living room, an office and a café."""

from scenes import camera
from scenes.kit import furniture as f
from scenes.kit import household as h
from scenes.kit import kitchen as k
from scenes.kit import lamps, screens
from scenes.kit.buildings import shop_sign
from scenes.kit.openings import blind, curtain, door
from scenes.kit.plants import flower_pot, hedge, potted_plant, tree
from scenes.lights import lamp, sun
from scenes.look import Look
from scenes.props import Prop, cup
from scenes.rooms import doorway, window
from scenes.sets.setting import FRONT, Setting, facing, interior

COFFEE = Look("brown", "plastic")


def kitchen() -> Setting:
    """A fitted kitchen with a window over the sink, and a table with three chairs. Things to take: cup, kettle, bottle, jar, plate."""
    shell = interior((5.4, 4.2, 2.6), ("back", "left", "right"),
                     (window("back", 0.5, sill=1.2, size=(1.2, 0.95)), window("left", 0.2, sill=0.95, size=(1.3, 1.15))),
                     floor=Look("beige", "tiled"), wall=Look((0.86, 0.88, 0.82)))
    back = 1.79
    fitted = [k.refrigerator("refrigerator", on=(-2.3, 1.74, 0.0), turn=facing(FRONT), fixed=True),
              k.counter("counter", on=(-1.3, back, 0.0), turn=facing(FRONT)),
              k.stove("stove", on=(-0.4, back, 0.0), turn=facing(FRONT)),
              k.sink_counter("sink", on=(0.5, back, 0.0), turn=facing(FRONT)),
              k.counter("counter_2", width=1.5, on=(1.86, back, 0.0), turn=facing(FRONT)),
              k.hood("hood", at=(-0.4, 1.85, 1.62), turn=facing(FRONT)),
              f.cabinet("cupboard", width=1.15, height=0.7, depth=0.36, on=(-1.3, 1.91, 1.55), turn=facing(FRONT)),
              f.cabinet("cupboard_2", width=1.2, height=0.7, depth=0.36, on=(2.0, 1.91, 1.55), turn=facing(FRONT))]
    small = [k.kettle("kettle", on=(-0.53, 1.65, 0.909)), k.stock_pot("pot", on=(-0.26, 1.9, 0.909)),
             k.toaster("toaster", on=(-1.5, 1.85, 0.9), turn=facing(0.0)),
             k.microwave("microwave", on=(2.2, 1.85, 0.9), turn=facing(FRONT)), k.jar("jar", on=(-1.0, 1.9, 0.9)),
             k.cutting_board("board", on=(1.5, 1.75, 0.9), turn=facing(90.0)), flower_pot("flowers", on=(0.84, 2.03, 1.2))]
    table = [f.dining_table("table", on=(0.45, -0.1, 0.0), length=1.5),
             f.dining_chair("chair_1", on=(0.05, 0.62, 0.0), turn=facing(FRONT)),
             f.dining_chair("chair_2", on=(0.9, 0.6, 0.0), turn=facing(-80.0)),
             f.dining_chair("chair_3", on=(1.62, -0.15, 0.0), turn=facing(175.0)), k.fruit_bowl("fruit", on=(0.55, 0.05, 0.75)),
             k.plate("plate", on=(0.05, 0.12, 0.75)), h.bottle("bottle", on=(0.86, -0.22, 0.75)),
             cup("cup", 0.042, 0.095, on=(-0.08, -0.24, 0.75), turn=facing(-60.0), look=Look("yellow", "ceramic"), full=0.6,
                 of=COFFEE)]
    hung = [lamps.pendant("pendant", drop=0.88, at=(0.45, -0.1, 1.72)), h.clock("clock", at=(2.69, 0.4, 1.9), turn=facing(180.0)),
            hedge("hedge", on=(0.5, 5.0, 0.0), turn=facing(90.0), length=5.0, height=1.9, width=1.0)]
    return Setting(props=(*shell, *fitted, *small, *table, *hung),
                   camera=camera.static((0.25, -4.3, 1.6), (0.1, 0.4, 1.05), lens=27),
                   lights=(sun(azimuth=168, elevation=30, strength=1.0), lamp((0.45, -0.3, 1.66), strength=0.9),
                           lamp((-1.1, -1.6, 2.4), strength=3.2)))


def living_room() -> Setting:
    """A sofa, an armchair and a low table before a window. Things to take: cup, book, phone."""
    shell = interior((6.2, 4.6, 2.7), ("back", "left", "right"),
                     (window("back", 0.35, sill=0.75, size=(1.9, 1.45)), window("right", 0.9, sill=0.75, size=(1.4, 1.45))),
                     floor=Look("brown", "wood"), wall=Look((0.72, 0.78, 0.76)))
    seats = [f.sofa("sofa", on=(0.35, 1.3, 0.0), turn=facing(FRONT)),
             f.armchair("armchair", on=(2.05, 0.35, 0.0), turn=facing(205.0),
                        looks={"body": Look("orange", "cloth"), "cushions": Look("orange", "cloth")}),
             f.coffee_table("table", on=(0.35, 0.05, 0.014), turn=facing(90.0)),
             f.rug("rug", length=2.1, width=1.7, on=(0.35, -0.02, 0.0), look=Look("teal", "cloth")),
             f.cushion("cushion", on=(0.75, 1.06, 0.441), turn=facing(14.0))]
    shelves = f.shelf_heights()
    stored = [f.bookcase("bookcase", on=(-2.2, 2.12, 0.0), turn=facing(FRONT)),
              *(h.books(f"books_{i}", 9 + 3 * (i % 3), seed=i, on=(-2.36 + 0.13 * (i % 3), 2.1, z), turn=facing(FRONT)) for i,
                z in enumerate(shelves[1:], 1)), h.vase("vase", on=(-2.2, 2.12,
                                                                    1.9)), f.cabinet("cabinet", width=1.3, height=0.5, depth=0.4,
                                                                                     on=(-2.85, 0.3,
                                                                                         0.0)), screens.television("television",
                                                                                                             on=(-2.85, 0.3, 0.5))]
    lit = [lamps.floor_lamp("floor_lamp", on=(-1.3, 1.75, 0.0)), f.side_table("side_table", on=(1.62, 1.55, 0.0)),
           lamps.table_lamp("table_lamp", on=(1.62, 1.55, 0.52))]
    more = [h.picture("picture", at=(-1.15, 2.29, 1.6), turn=facing(FRONT)),
            curtain("curtain_1", width=0.5, height=2.05, at=(-0.85, 2.2, 0.25), turn=facing(FRONT)),
            curtain("curtain_2", width=0.5, height=2.05, at=(1.55, 2.2, 0.25), turn=facing(FRONT)),
            potted_plant("plant", height=0.95, on=(2.45, 1.65, 0.0)),
            cup("cup", 0.042, 0.095, on=(0.1, -0.05, 0.414), look=Look("red", "ceramic"), full=0.5, of=COFFEE),
            h.book("book", on=(0.65, 0.1, 0.414), turn=facing(30.0)),
            screens.phone("phone", on=(0.4, -0.12, 0.414), turn=facing(75.0)), tree("tree", on=(1.6, 8.0, -0.5), height=6.0),
            hedge("hedge", on=(0.3, 5.4, 0.0), turn=facing(90.0), length=6.0, height=0.9)]
    return Setting(props=(*shell, *seats, *stored, *lit, *more), camera=camera.static((0.0, -4.5, 1.5), (0.15, 0.5, 0.9), lens=27),
                   lights=(sun(azimuth=62, elevation=34, strength=1.0), lamp((-1.3, 1.6, 1.5), strength=1.0),
                           lamp((1.62, 1.4, 1.05), strength=0.5), lamp((-0.6, -1.9, 2.5), strength=3.4)))


def office() -> Setting:
    """Two desks with screens, and a window with blinds. Things to take: cup, phone, book, laptop."""
    shell = interior((6.0, 4.4, 2.7), ("back", "left", "right"),
                     (window("back", -0.8, sill=0.95, size=(2.2, 1.3)), doorway("right", 0.6)),
                     floor=Look("grey", "cloth"), wall=Look((0.82, 0.84, 0.86)))
    desks: list[Prop] = []
    for i, x in enumerate((-1.35, 0.9), 1):
        desks += [f.desk(f"desk_{i}", on=(x, 0.75, 0.0), turn=facing(FRONT)),
                  f.swivel_chair(f"chair_{i}", on=(x + 0.12, -0.05 - 0.12 * i, 0.0), turn=facing(90.0 + 24.0 * (i - 1)),
                                 looks={"seat": Look("navy" if i == 1 else "maroon", "cloth")}),
                  screens.monitor(f"monitor_{i}", on=(x + 0.05, 0.92, 0.74), turn=facing(FRONT + 6.0)),
                  screens.keyboard(f"keyboard_{i}", on=(x + 0.05, 0.58, 0.74), turn=facing(FRONT))]
    on_them = [lamps.desk_lamp("desk_lamp", on=(-1.88, 0.9, 0.74), turn=facing(-40.0)),
               screens.telephone("telephone", on=(1.45, 0.85, 0.74), turn=facing(FRONT)),
               cup("cup", 0.042, 0.095, on=(-0.85, 0.62, 0.74), look=Look("orange", "ceramic"), full=0.7, of=COFFEE),
               h.book("book", on=(0.42, 0.6, 0.74), turn=facing(12.0)),
               screens.phone("phone", on=(1.3, 0.56, 0.74), turn=facing(80.0)),
               screens.laptop("laptop", on=(2.45, 1.75, 0.85), turn=facing(FRONT - 20.0))]
    rest = [f.bookcase("bookcase", on=(1.15, 2.02, 0.0), turn=facing(FRONT)),
            *(h.books(f"files_{i}", 11, 0.28, seed=i + 4, on=(1.12, 2.02, z), turn=facing(FRONT)) for i,
              z in enumerate(f.shelf_heights()[1:4], 1)), f.cabinet("cabinet", width=0.9, height=0.85, on=(2.35, 1.95, 0.0),
                                                                    turn=facing(FRONT)),
            potted_plant("plant", height=1.1, on=(-2.25, 1.5, 0.0)), h.waste_bin("bin", on=(-0.35, 0.55, 0.0)),
            h.clock("clock", at=(-2.99, 0.3, 1.95)), blind("blind", width=2.16, height=0.85, at=(-0.8, 2.17, 1.38),
                                                           turn=facing(FRONT)),
            h.picture("chart", width=1.1, height=0.7, at=(-2.99, -0.9, 1.55)), door("door", at=(3.07, -0.6, 0.0), ajar=-35.0)]
    return Setting(props=(*shell, *desks, *on_them, *rest), camera=camera.static((0.2, -4.4, 1.75), (-0.05, 0.4, 0.95), lens=27),
                   lights=(sun(azimuth=62, elevation=36, strength=0.9), lamp((-1.2, -0.6, 2.6), strength=2.4),
                           lamp((1.4, -0.8, 2.6), strength=2.4)))


def cafe() -> Setting:
    """A bar with stools, and three small tables. Things to take: cup, glass, plate, bottle_1 to bottle_8."""
    shell = interior((7.0, 5.0, 3.0), ("back", "left", "right"),
                     (window("left", -0.6, sill=0.5, size=(2.4, 2.0)), doorway("right", 1.2)),
                     floor=Look("charcoal", "tiled"), wall=Look((0.55, 0.36, 0.28), "brick"))
    bar = [k.counter("bar", width=3.0, height=1.05, on=(1.35, 1.2, 0.0), turn=facing(FRONT),
                     looks={"doors": Look("teal", "wood"), "top": Look("brown", "wood")}),
           *(f.bar_stool(f"stool_{i}", on=(0.5 + 0.85 * (i - 1), 0.55, 0.0)) for i in (1, 2, 3)),
           f.wall_shelf("shelf", width=2.4, at=(1.35, 2.5, 1.5), turn=facing(FRONT)),
           f.wall_shelf("shelf_2", width=2.4, at=(1.35, 2.5, 1.95), turn=facing(FRONT)),
           *(h.bottle(f"bottle_{i}", on=(0.5 + 0.2 * i, 2.38, 1.53),
                      looks={"glass": Look(("green", "brown", "navy")[i % 3], "ceramic")}) for i in range(1, 9)),
           *(k.tumbler(f"glass_{i}", on=(0.4 + 0.24 * i, 2.38, 1.98)) for i in range(1, 8)), k.tray("tray", on=(2.3, 1.15, 1.05)),
           k.teapot("teapot", on=(0.15, 1.2, 1.05), turn=facing(-60.0))]
    tables: list[Prop] = []
    for i, (x, y) in enumerate(((-2.3, 0.9), (-0.95, -0.25), (-2.45, -1.1)), 1):
        tables += [f.round_table(f"table_{i}", 0.36, on=(x, y, 0.0)),
                   f.dining_chair(f"chair_{2 * i - 1}", on=(x - 0.62, y + 0.06, 0.0),
                                  look=Look("red", "cloth")), f.dining_chair(f"chair_{2 * i}", on=(x + 0.62, y - 0.06, 0.0),
                                                                             turn=facing(180.0), look=Look("red", "cloth"))]
    small = [cup("cup", 0.042, 0.085, on=(-1.08, -0.35, 0.74), look=Look("white", "ceramic"), full=0.7, of=COFFEE),
             k.plate("plate", 0.1, on=(-0.82, -0.12, 0.74)), k.wine_glass("glass", on=(-2.2, 0.98, 0.74)),
             lamps.candle("candle", on=(-2.42, 0.82, 0.74)), flower_pot("flowers", on=(-2.45, -1.1, 0.74))]
    hung = [*(lamps.pendant(f"pendant_{i}", drop=1.1, at=(x, y, 1.9)) for i,
              (x, y) in enumerate(((0.4, 1.2), (1.35, 1.2), (2.3, 1.2), (-0.95, -0.25), (-2.3, 0.9)), 1)),
            shop_sign("menu", width=1.6, at=(1.35, 2.49, 2.55), turn=facing(FRONT)),
            h.picture("picture", at=(-1.9, 2.49, 1.7), turn=facing(FRONT)),
            potted_plant("plant", height=1.2, on=(-2.75, 1.75, 0.0)), door("door", at=(3.57, -1.2, 0.0), ajar=-60.0)]
    return Setting(props=(*shell, *bar, *tables, *small, *hung),
                   camera=camera.static((-0.1, -4.8, 1.65), (-0.1, 0.4, 1.0), lens=27),
                   lights=(sun(azimuth=188, elevation=28, strength=0.9),
                           *(lamp((x, y, 1.84), strength=0.8) for x, y in ((0.4, 1.2), (2.3, 1.2), (-0.95, -0.25), (-2.3, 0.9))),
                           lamp((0.6, -2.2, 2.7), strength=3.2)))
