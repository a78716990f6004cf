"""A character walks across a room, picks up a cup, and drinks from it."""

from scenes import (
    Look,
    Prop,
    Shot,
    after,
    always,
    at,
    camera,
    cup,
    drink,
    emptier,
    fuller,
    make_shot,
    pick_up,
    table,
    walk_to,
    window,
)
from scenes.kit.furniture import armchair, bookcase, cabinet, dining_chair, shelf_heights
from scenes.kit.household import books, picture, vase
from scenes.kit.lamps import table_lamp
from scenes.kit.plants import hedge, potted_plant
from scenes.sets.setting import FRONT, facing, interior
from scenes.shots.actors import anna
from sim.errors import check_number
from sim.scene.actions import Action


def tea(height: float = 1.7, table_height: float = 0.74, cup_height: float = 0.12) -> Shot:
    """height: of the one who drinks, table_height, cup_height: m."""
    check_number("tea", "height", height, least=1.4, most=2.0, unit="m")
    check_number("tea", "table_height", table_height, least=0.6, most=0.95, unit="m")
    check_number("tea", "cup_height", cup_height, least=0.08, most=0.2, unit="m")
    props = [
        *interior((6.0, 4.4, 2.95), ("back", "left", "right"), (window("back", -0.95, sill=0.95, size=(1.5, 1.2)),),
                  floor=Look("tan", "wood"), wall=Look((0.74, 0.8, 0.76)), ceiling=False),
        *_furniture(),
        table("table", (1.1, 0.7, table_height), on=(1.2, 0.5, 0.0), look=Look("brown", "wood"), fixed=True),
        cup("cup", 0.36 * cup_height, cup_height, wall=0.04 * cup_height, on=(0.8, 0.42, table_height), turn=(0, 0, -30),
            look=Look("yellow", "ceramic"), full=0.8, of=Look("brown", "plastic")),
        anna((-1.9, -0.2, 0.0), -20.0, height=height),
    ]
    actions: list[Action] = [
        walk_to("anna", "cup", when=0.3, name="walk"),
        pick_up("anna", "cup", when=after("walk", delay=0.1), name="take"),
        drink("anna", "cup", when=after("take", delay=0.2), name="drink")]
    return make_shot("tea", props, actions=actions, seconds=11.0,
                     camera=camera.dolly((-0.6, -4.4, 1.45), (0.3, -3.3, 1.4), (0.1, 0.2, 0.95), 8.0, lens=32),
                     claims=[always(fuller("cup", than=0.3)), at(11.0, emptier("cup", than=0.79))])


def _furniture() -> list[Prop]:
    """What stands and hangs at the walls, out of her way."""
    olive = Look("olive", "cloth")
    return [armchair("armchair", on=(-0.62, 1.3, 0.0), turn=facing(-60.0), looks={"body": olive, "cushions": olive}, fixed=True),
            cabinet("sideboard", width=1.5, height=0.8, on=(1.35, 1.96, 0.0), turn=facing(FRONT)),
            table_lamp("lamp", on=(0.85, 1.96, 0.8), fixed=True), vase("vase", on=(1.85, 1.95, 0.8), fixed=True),
            picture("picture", width=0.9, height=0.65, at=(1.35, 2.19, 1.65), turn=facing(FRONT)),
            potted_plant("plant", height=0.95, on=(2.4, 1.62, 0.0), fixed=True),
            dining_chair("chair", on=(2.1, 0.55, 0.0), turn=facing(180.0), fixed=True),
            bookcase("bookcase", on=(-2.4, 2.03, 0.0), turn=facing(FRONT)),
            *(books(f"books_{i}", 9 + 3 * (i % 3), seed=i, on=(-2.56 + 0.13 * (i % 3), 2.01, z), turn=facing(FRONT), fixed=True)
              for i, z in enumerate(shelf_heights()[1:], 1)),
            hedge("hedge", on=(-0.9, 5.0, 0.0), turn=facing(90.0), length=6.0, height=1.3, fixed=True)]
