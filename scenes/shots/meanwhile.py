"""While the camera looks at a window, someone takes the cup from one table and puts it on the other."""

from render.view import Key
from scenes import (
    Look,
    Shot,
    at,
    camera,
    carry,
    cup,
    make_shot,
    out_of_frame,
    pick_up,
    place,
    rests_on,
    room,
    sequence,
    succeeds,
    table,
    window,
)
from scenes.shots.actors import anna
from sim.errors import check_number


def meanwhile(away: float = 9.8) -> Shot:
    """away: s for which the camera looks elsewhere."""
    check_number("meanwhile", "away", away, least=9.4, most=14.0, unit="s")
    props = [
        *room((10.0, 4.4, 2.8), openings=(window("back", 2.9, size=(1.4, 1.1)),), floor=Look("brown", "wood"), wall=Look("beige")),
        table("table", (0.7, 0.6, 0.72), on=(-1.6, 0.3, 0.0), look=Look("white", "wood"), fixed=True),
        table("desk", (0.7, 0.6, 0.78), on=(0.35, 0.3, 0.0), look=Look("maroon", "wood"), label="desk", noun="desk", fixed=True),
        cup("cup", 0.045, 0.13, on=(-1.6, 0.15, 0.72), turn=(0, 0, -70), look=Look("green", "ceramic")),
        anna((-1.5, -0.27, 0.0), 100.0),
    ]
    eye, here, there = (-0.6, -4.0, 1.5), (-0.6, 0.2, 0.85), (3.6, 1.6, 1.4)
    keys = [Key(time=time, position=eye, look_at=aim, focal=32.0) for time, aim in
            ((0.0, here), (0.5, here), (1.3, there), (1.3 + away - 0.8, there), (1.3 + away, here), (4.0 + away, here))]
    actions = sequence(pick_up("anna", "cup", when=1.4, name="take"),
                       carry("anna", "cup", (0.3, -0.38), facing=(0.3, 2.0, 0.0), name="bring"),
                       place("anna", "cup", (0.3, 0.15, 0.78), name="put"))
    return make_shot("meanwhile", props, actions=actions, camera=camera.path(*keys), seconds=round(24 * (3.0 + away)) / 24,
                     claims=[succeeds("put"), at(0.4, rests_on("cup", "table")), at(3.0, out_of_frame("cup")),
                             at(2.5 + away, rests_on("cup", "desk"))])
