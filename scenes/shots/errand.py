"""Someone opens a door, is gone, and comes back with what stood behind the wall."""

from scenes import (
    Look,
    Shot,
    at,
    box,
    by,
    camera,
    carry,
    cup,
    doorway,
    hidden,
    holds,
    make_shot,
    mechanism,
    open_,
    pick_up,
    plane,
    room,
    sequence,
    succeeds,
    walk_to,
)
from scenes.shots.actors import anna
from scenes.shots.assets import asset
from sim.errors import check_number

WALL = 1.5
"""How far the wall with the door stands from the middle of the set, m."""


def errand(cup_height: float = 0.16, stand_height: float = 0.8) -> Shot:
    """cup_height: of what is fetched, stand_height: of what it stands on, behind the wall, m."""
    check_number("errand", "cup_height", cup_height, least=0.12, most=0.2, unit="m")
    check_number("errand", "stand_height", stand_height, least=0.5, most=1.0, unit="m")
    _, wall = room((7.0, 2 * WALL, 2.7), openings=(doorway("back", size=(1.12, 2.15)),), wall=Look("teal"))
    props = [
        plane("floor", (9, 9), look=Look("tan", "wood")), wall,
        mechanism("door", asset("door.urdf"), at=(-0.45, WALL + 0.075, 0), look=Look("white"),
                  links={"panel": Look("maroon", "wood"), "handle": Look("yellow", "metal", "handle")}),
        box("stand", (0.35, 0.35, stand_height), on=(1.2, WALL + 0.55, 0.0), look=Look("grey", "stone"), matter="stone", fixed=True),
        cup("vase", 0.36 * cup_height, cup_height, wall=0.04 * cup_height, on=(1.16, WALL + 0.5, stand_height), handle=False,
            look=Look("orange", "ceramic"), noun="vase", label="vase"),
        anna((0.3, WALL - 1.1, 0.0), 80.0, wears={"jumper": "yellow", "skirt": "charcoal", "boots": "brown"}),
    ]
    actions = sequence(
        walk_to("anna", "door", when=0.2, name="go"), open_("anna", "door", name="open"), walk_to("anna", "vase", name="find"),
        pick_up("anna", "vase", name="take"), carry("anna", "vase", (0.1, WALL - 0.9), facing=(0.1, -4.0, 0.0), name="return"))
    return make_shot("errand", props, actions=actions, seconds=23.0,
                     camera=camera.static((-0.5, -3.0, 1.55), (0.2, 1.0, 0.95), lens=30),
                     claims=[succeeds("return"), at(0.0, hidden("vase", "wall_back")), by(12.0, hidden("anna", "wall_back")),
                             at(23.0, holds("anna", "vase"))])
