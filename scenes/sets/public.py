"""A corridor, a classroom and a stage."""

from scenes import camera
from scenes.kit import furniture as f
from scenes.kit import household as h
from scenes.kit import screens
from scenes.kit.making import KitOptions, block, disc, made, part, slab
from scenes.kit.openings import curtain, door, stairs
from scenes.kit.plants import potted_plant
from scenes.kit.street import crate
from scenes.lights import lamp, sun
from scenes.look import Look
from scenes.props import Prop, ball, box, cup, plane
from scenes.rooms import window
from scenes.sets.setting import FRONT, Setting, facing, interior


def _ceiling_light(name: str, place: tuple[float, float, float], length: float = 1.2) -> Prop:
    """A strip light under a ceiling; its length along y."""
    options: KitOptions = {"at": place, "fixed": True}
    return made(name, [part("glass", Look("white", "glass", glow=1.2), "light", block((0.2, length, 0.05), (0.0, 0.0, -0.05)), noun="lamp"),
                       part("case", Look("silver", "metal"), "light", block((0.26, length + 0.06, 0.03), (0.0, 0.0, -0.02)),
                            noun="lamp")], options)


def corridor() -> Setting:
    """A long corridor, looked along: doors on both sides and a window at its end. Things to take: book, cup, suitcase."""
    shell = interior((2.6, 12.0, 2.6), ("left", "right", "back"),
                     (window("back", 0.0, sill=0.9, size=(1.3, 1.3)),),
                     floor=Look("beige", "tiled"), wall=Look((0.74, 0.8, 0.8)))
    doors = [door(f"door_{i}", at=(s * 1.26, y, 0.0), turn=facing(0.0 if s > 0 else 180.0),
                  looks={"leaf": Look("teal" if s > 0 else "brown",
                                      "wood")}) for i, (s,
                                                        y) in enumerate(((-1, -2.4), (1, -0.6), (-1, 1.4), (1, 3.4), (-1, 4.6)), 1)]
    on_walls = [h.picture("picture_1", at=(1.299, -2.6, 1.6), turn=facing(180.0)),
                h.picture("picture_2", 0.6, 0.8, at=(-1.299, -0.5,
                                                     1.6)), h.clock("clock",
                                                                    at=(-1.299, 3.0,
                                                                        2.1)), *(_ceiling_light(f"light_{i}", (0.0, y, 2.6)) for i,
                                                                                 y in enumerate((-3.4, -0.2, 3.0), 1))]
    stands = [f.bench("bench", on=(0.98, 1.5, 0.0), length=1.6), h.suitcase("suitcase", on=(0.95, 0.35, 0.0), turn=facing(8.0)),
              h.book("book", on=(0.98, 1.8, 0.45), turn=facing(40.0)),
              cup("cup", 0.042, 0.095, on=(0.98, 1.2, 0.45), look=Look("red", "ceramic")),
              potted_plant("plant", height=0.85, on=(-0.72, 5.3, 0.0)), h.waste_bin("bin", on=(-1.05, 0.25, 0.0))]
    return Setting(props=(*shell, *doors, *on_walls, *stands), camera=camera.static((-0.25, -6.6, 1.6), (0.05, 0.6, 1.15), lens=28),
                   lights=(sun(azimuth=82, elevation=22, strength=0.9),
                           *(lamp((0.0, y, 2.45), strength=1.6) for y in (-3.4, -0.2, 3.0))))


def classroom() -> Setting:
    """Six pupils' desks before a blackboard, and the teacher's. Things to take: book, apple, cup."""
    shell = interior((7.0, 5.6, 2.9), ("back", "left", "right"),
                     (window("left", -1.3, sill=0.95, size=(1.5, 1.5)), window("left", 0.9, sill=0.95, size=(1.5, 1.5))),
                     floor=Look("tan", "wood"), wall=Look((0.9, 0.86, 0.72)))
    rows: list[Prop] = []
    for i, (x, y) in enumerate(((-2.1, -0.2), (0.0, -0.2), (2.1, -0.2), (-2.1, -1.7), (0.0, -1.7), (2.1, -1.7)), 1):
        rows += [f.dining_table(f"table_{i}", length=1.1, width=0.55, height=0.68, on=(x, y, 0.0),
                                looks={"legs": Look("charcoal", "metal")}),
                 f.dining_chair(f"chair_{i}", width=0.38, seat=0.4, height=0.78, on=(x + 0.05 * (i % 3 - 1), y - 0.5, 0.0),
                                turn=facing(90.0 + 6 * (i % 2)), looks={"seat": Look("orange", "wood")})]
    front = [f.desk("desk", on=(-1.7, 1.55, 0.0), turn=facing(90.0)),
             f.dining_chair("teachers_chair", on=(-1.6, 2.25, 0.0), turn=facing(-80.0)), h.globe("globe", on=(-2.1, 1.6, 0.74)),
             h.books("books", 5, on=(-1.25, 1.6, 0.74), turn=facing(90.0)),
             ball("apple", 0.035, on=(-1.6, 1.4, 0.74), mass=0.15, look=Look("red", "plastic"), label="food"),
             h.blackboard("blackboard", width=3.2, at=(0.6, 2.8, 0.95), turn=facing(FRONT)),
             h.clock("clock", at=(0.6, 2.8, 2.55), turn=facing(FRONT)),
             f.bookcase("bookcase", height=1.3, shelves=3, on=(3.05, 2.5, 0.0), turn=facing(FRONT)),
             *(h.books(f"shelf_books_{i}", 13, 0.26, seed=i, on=(3.05, 2.5, z), turn=facing(FRONT)) for i,
               z in enumerate(f.shelf_heights(1.3, 3), 1)), potted_plant("plant", height=0.8, on=(-2.9, 2.2, 0.0)),
             h.picture("map", 1.2, 0.8, at=(3.499, 0.6, 1.7), turn=facing(180.0))]
    small = [h.book("book", on=(0.05, -0.15, 0.68), turn=facing(15.0)),
             h.book("book_2", on=(-2.1, -1.75, 0.68), turn=facing(-20.0),
                    colour=Look("navy", "paper")), h.book("book_3", on=(2.2, -0.25, 0.68), turn=facing(70.0),
                                                           colour=Look("green",
                                                                        "paper")), cup("cup", 0.04, 0.1, on=(-1.95, 1.35, 0.74),
                                                                                       look=Look("blue", "ceramic"))]
    hung = [_ceiling_light(f"light_{i}", (x, 0.2, 2.9), 1.6) for i, x in enumerate((-1.9, 1.5), 1)]
    return Setting(props=(*shell, *rows, *front, *small, *hung), camera=camera.static((0.5, -5.3, 2.0), (0.1, 0.5, 0.95), lens=27),
                   lights=(sun(azimuth=190, elevation=33, strength=1.0), lamp((-1.9, -0.2, 2.7), strength=2.2),
                           lamp((1.5, -0.2, 2.7), strength=2.6)))


def stage() -> Setting:
    """A theatre's stage, 0.8 m high, with curtains, a painted cloth and steps in front. Things to take: book, ball."""
    high = 0.8
    floor = [plane("floor", (26, 26), look=Look("maroon", "cloth")),
             box("stage", (8.0, 4.4, high), on=(0.0, 1.6, 0.0), look=Look("tan", "wood"), label="stage", noun="floor",
                 fixed=True), box("apron", (8.2, 0.1, high - 0.02), on=(0.0, -0.66, 0.0), look=Look("black", "wood"), label="stage",
                                  noun="board", fixed=True), stairs("steps", 4, 0.2, 0.3, 1.3, on=(-2.5, -1.91, 0.0),
                                                                    turn=facing(90.0))]
    cloth = Look("maroon", "cloth")
    drapes = [*(curtain(f"curtain_{i}", width=1.5, height=3.9, on=(s * 3.55, -0.25, high), turn=facing(FRONT),
                        looks={"cloth": cloth}) for i, s in enumerate((-1, 1), 1)),
              *(curtain(f"leg_{i}", width=1.0, height=3.9, on=(s * 3.7, 1.6, high), turn=facing(FRONT), looks={"cloth": cloth})
                for i, s in enumerate((-1, 1), 1)), box("valance", (8.4, 0.12, 0.7), on=(0.0, -0.36, high + 3.55), look=cloth,
                                                        label="curtain", noun="curtain", fixed=True)]
    cloth_back = [box("backdrop", (8.0, 0.06, 4.2), on=(0.0, 3.85, high), look=Look((0.16, 0.24, 0.5), "cloth"), label="curtain",
                      noun="curtain", fixed=True), _hills("hills", (0.0, 3.81, high)),
                  *(box(name, (0.2, 5.0, 5.4), on=(x, 1.6, 0.0), look=Look("charcoal", "brick"), label="wall", noun="wall",
                        fixed=True) for name, x in (("wall_left", -4.4), ("wall_right", 4.4)))]
    things = [screens.microphone("microphone", on=(0.3, 0.2, high), turn=facing(90.0)), f.stool("stool", on=(1.3, 1.2, high)),
              h.book("book", on=(1.3, 1.2, high + 0.46)), h.guitar("guitar", on=(1.9, 0.55, high), turn=facing(35.0)),
              screens.loudspeaker("speaker_1", on=(-2.6, 0.35, high), turn=facing(FRONT + 12)),
              screens.loudspeaker("speaker_2", on=(2.9, 0.45, high), turn=facing(FRONT - 12)),
              crate("crate", 0.5, on=(-1.6, 2.3, high), turn=facing(20.0)),
              crate("crate_2", 0.4, on=(-2.25, 2.15, high), turn=facing(-12.0)),
              ball("ball", 0.12, on=(-1.0, 1.5, high), mass=0.4, look=Look("yellow", "rubber"))]
    seats = [f.armchair(f"seat_{i}", width=0.8, on=(-2.7 + 1.1 * i, -4.1, 0.0), turn=facing(90.0),
                        looks={"body": cloth, "cushions": cloth}, fixed=True) for i in range(6)]
    return Setting(props=(*floor, *drapes, *cloth_back, *things, *seats), time="night",
                   camera=camera.static((0.3, -7.6, 2.3), (0.0, 1.0, 1.75), lens=30),
                   lights=(lamp((-2.2, -2.4, 5.2), strength=22.0), lamp((2.4, -2.2, 5.2), strength=16.0, colour=(1.0, 0.8, 0.6)),
                           lamp((0.0, 3.0, 4.6), strength=5.0, colour=(0.7, 0.8, 1.0)), lamp((0.0, -6.5, 4.5), strength=3.0)))


def _hills(name: str, on: tuple[float, float, float]) -> Prop:
    """Painted hills and a moon, as flat pieces of scenery."""
    outline = [(-3.9, 0.0), (3.9, 0.0), (3.9, 0.7), (2.6, 1.25), (0.9, 1.45), (-1.2, 1.3), (-3.9, 0.5)]
    near = [(-3.9, 0.0), (3.9, 0.0), (3.9, 0.95), (2.6, 1.0), (-0.6, 0.72), (-3.9, 0.18)]
    options: KitOptions = {"on": on, "fixed": True}
    return made(name, [part("far", Look("teal", "paper"), "hill", slab(outline, 0.02, turn=(90.0, 0.0, 0.0)), noun="mountain"),
                       part("near", Look("green", "paper"), "hill", slab(near, 0.02, (0.0, -0.12, 0.0), (90.0, 0.0, 0.0)),
                            noun="mountain"), part("moon", Look("yellow", "paper"), "painting",
                                                   disc(0.42, 0.02, (1.7, 0.0, 3.0), (90.0, 0.0, 0.0)), noun="ball")], options)
