"""A ball is thrown across a room over a table, and caught."""

from scenes import (
    Look,
    Shot,
    above,
    always,
    at,
    ball,
    box,
    camera,
    catch,
    cup,
    holds,
    look_at,
    make_shot,
    pick_up,
    rests_on,
    room,
    sequence,
    succeeds,
    table,
    throw,
)
from scenes.shots.actors import anna, ben
from sim.errors import check_number
from sim.scene.actions import Action


def toss(distance: float = 3.2, ball_radius: float = 0.07) -> Shot:
    """distance: between the two, ball_radius: m."""
    check_number("toss", "distance", distance, least=2.4, most=4.0, unit="m")
    check_number("toss", "ball_radius", ball_radius, least=0.05, most=0.09, unit="m")
    half = distance / 2
    props = [
        *room((7.0, 4.0, 2.8), floor=Look("tan", "wood"), wall=Look("beige", "brick")),
        table("table", (0.9, 0.6, 0.7), on=(0.0, 0.1, 0.0), look=Look("brown", "wood"), fixed=True),
        cup("cup", 0.05, 0.14, on=(0.1, 0.0, 0.7), turn=(0, 0, -60), look=Look("white", "ceramic")),
        box("stand", (0.3, 0.3, 0.72), on=(-half + 0.45, -0.2, 0.0), look=Look("olive", "wood"), fixed=True),
        ball("ball", ball_radius, on=(-half + 0.45, -0.12, 0.72), mass=0.2, look=Look("red", "rubber")),
        anna((-half, 0.0, 0.0), wears={"T-shirt": "red", "shorts": "navy", "shoes": "white"}),
        ben((half, 0.05, 0.0), 180.0, height=1.78, wears={"T-shirt": "teal", "shorts": "grey", "shoes": "white"}),
    ]
    actions: list[Action] = [
        *sequence(pick_up("anna", "ball", when=0.3, name="take"), throw("anna", "ball", "ben", name="throw")),
        look_at("ben", "ball"), catch("ben", "ball", name="catch")]
    return make_shot("toss", props, actions=actions, seconds=6.0,
                     camera=camera.static((0.0, -4.3, 1.5), (0.0, 0.1, 0.95), lens=30),
                     claims=[succeeds("catch"), always(above("ball", "floor")), always(rests_on("cup", "table")),
                             at(6.0, holds("ben", "ball"))])
