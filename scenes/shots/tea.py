"""A character walks across a room, picks up a cup, and drinks from it."""

from scenes import (
    Look,
    Shot,
    after,
    always,
    at,
    box,
    camera,
    cup,
    drink,
    emptier,
    fuller,
    make_shot,
    pick_up,
    room,
    table,
    walk_to,
)
from scenes.shots.actors import anna
from sim.errors import check_number
from sim.scene.actions import Action


def tea(height: float = 1.7, table_height: float = 0.74, cup_height: float = 0.12) -> Shot:
    """height: of the one who drinks, table_height, cup_height: m."""
    check_number("tea", "height", height, least=1.4, most=2.0, unit="m")
    check_number("tea", "table_height", table_height, least=0.6, most=0.95, unit="m")
    check_number("tea", "cup_height", cup_height, least=0.08, most=0.2, unit="m")
    props = [
        *room((6.0, 4.4, 2.8), walls=("back", "left"), floor=Look("tan", "wood"), wall=Look("beige")),
        table("table", (1.1, 0.7, table_height), on=(1.2, 0.5, 0.0), look=Look("brown", "wood"), fixed=True),
        box("chest", (0.5, 0.45, 0.5), on=(-0.3, 0.75, 0.0), look=Look("olive", "wood"), label="box", noun="crate", fixed=True),
        cup("cup", 0.36 * cup_height, cup_height, wall=0.04 * cup_height, on=(0.8, 0.42, table_height), turn=(0, 0, -120),
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
