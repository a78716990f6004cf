"""Two people meet behind a pillar, and the cup that one takes there leaves with the other."""

from scenes import (
    Look,
    Shot,
    after,
    at,
    by,
    camera,
    carry,
    cup,
    cylinder,
    hand_over,
    hidden,
    holds,
    make_shot,
    pick_up,
    room,
    sequence,
    succeeds,
    table,
    walk_to,
)
from scenes.shots.actors import anna, ben
from sim.errors import check_number


def handover(pillar_radius: float = 0.38, cup_height: float = 0.13) -> Shot:
    """pillar_radius, cup_height: m."""
    check_number("handover", "pillar_radius", pillar_radius, least=0.3, most=0.45, unit="m")
    check_number("handover", "cup_height", cup_height, least=0.1, most=0.16, unit="m")
    props = [
        *room((7.0, 4.4, 2.8), floor=Look("grey", "tiled"), wall=Look("olive")),
        cylinder("pillar", pillar_radius, 2.7, on=(0.0, -0.35, 0.0), look=Look("white", "marble"), matter="stone", fixed=True),
        table("table", (0.6, 0.6, 0.74), on=(-1.75, 0.95, 0.0), look=Look("brown", "wood"), fixed=True),
        cup("cup", 0.36 * cup_height, cup_height, wall=0.04 * cup_height, on=(-1.62, 0.78, 0.74), turn=(0, 0, -90),
            look=Look("red", "ceramic")),
        anna((-1.55, 0.35, 0.0), 75.0, wears={"T-shirt": "purple", "trousers": "charcoal", "shoes": "black"}),
        ben((1.6, 0.5, 0.0), 180.0, wears={"shirt": "blue", "trousers": "grey", "shoes": "brown"}),
    ]
    actions = [
        *sequence(pick_up("anna", "cup", when=0.3, name="take"), carry("anna", "cup", (-0.45, 0.5), facing=(2.0, 0.5, 0.0), name="bring")),
        walk_to("ben", (0.42, 0.5), facing=(-2.0, 0.5, 0.0), when=2.2, name="meet"),
        hand_over("anna", "cup", "ben", when=after("bring", "meet"), name="give"),
        carry("ben", "cup", (1.75, 0.2), facing=(1.75, -3.0, 0.0), when=after("give"), name="leave")]
    return make_shot("handover", props, actions=actions, seconds=14.5, time="overcast",
                     camera=camera.static((0.0, -4.6, 1.5), (0.0, 0.3, 1.0), lens=30),
                     claims=[succeeds("leave"), by(9.5, hidden("cup", "pillar")), by(3.0, holds("anna", "cup")),
                             at(14.5, holds("ben", "cup"))])
