"""A table is cleared: two cups, one in each hand, and a box go over to a sideboard."""

from scenes import (
    Look,
    Shot,
    above,
    always,
    at,
    box,
    camera,
    carry,
    cup,
    make_shot,
    pick_up,
    place,
    rests_on,
    room,
    sequence,
    succeeds,
    table,
    walk_to,
)
from scenes.shots.actors import anna
from sim.errors import check_number


def clearing(table_height: float = 0.72, board_height: float = 0.85) -> Shot:
    """table_height, board_height: m."""
    check_number("clearing", "table_height", table_height, least=0.6, most=0.85, unit="m")
    check_number("clearing", "board_height", board_height, least=0.7, most=1.0, unit="m")
    props = [
        *room((6.0, 4.0, 2.8), walls=("back", "left"), floor=Look("brown", "wood"), wall=Look("turquoise")),
        table("table", (0.9, 0.7, table_height), on=(0.75, 0.2, 0.0), look=Look("white", "wood"), fixed=True),
        box("sideboard", (0.45, 1.3, board_height), on=(-1.25, 0.35, 0.0), look=Look("maroon", "wood"), label="cabinet", noun="cabinet",
            fixed=True),
        cup("cup", 0.045, 0.11, on=(0.45, 0.05, table_height), turn=(0, 0, -90), look=Look("yellow", "ceramic")),
        cup("mug", 0.045, 0.12, on=(0.45, 0.4, table_height), turn=(0, 0, 90), look=Look("blue", "ceramic")),
        box("tin", (0.09, 0.09, 0.13), on=(0.62, 0.22, table_height), matter="plastic", mass=0.3, look=Look("red", "metal")),
        anna((-0.05, 0.22, 0.0), wears={"T-shirt": "purple", "trousers": "navy", "shoes": "white"}),
    ]
    actions = sequence(
        pick_up("anna", "cup", hand="right", when=0.2, name="cup"), pick_up("anna", "mug", hand="left", name="mug"),
        carry("anna", "cup", (-0.72, 0.3), facing=(-2.0, 0.3, 0.0), name="over"),
        place("anna", "cup", (-1.15, 0.55, board_height), name="down"),
        place("anna", "mug", (-1.15, 0.05, board_height), name="mug down"), walk_to("anna", (0.02, 0.22), facing="tin", name="back"),
        pick_up("anna", "tin", name="tin"), carry("anna", "tin", (-0.72, 0.3), facing=(-2.0, 0.3, 0.0), name="over again"),
        place("anna", "tin", (-1.15, 0.3, board_height), name="tin down"))
    return make_shot("clearing", props, actions=actions, seconds=27.0,
                     camera=camera.static((0.5, -3.9, 1.6), (-0.2, 0.2, 0.85), lens=32),
                     claims=[succeeds("tin down"), *(always(above(thing, "floor")) for thing in ("cup", "mug", "tin")),
                             *(at(27.0, rests_on(thing, "sideboard")) for thing in ("cup", "mug", "tin"))])
