"""Someone sits down at a table and knocks a glass over."""

from scenes import (
    Look,
    Shot,
    at,
    box,
    by,
    camera,
    chair,
    cup,
    emptier,
    make_shot,
    push,
    rests_on,
    room,
    sequence,
    sit,
    succeeds,
    table,
)
from scenes.shots.actors import anna
from sim.errors import check_number


def spill(glass_height: float = 0.15, speed: float = 0.6) -> Shot:
    """glass_height: m. speed: of the hand that knocks it over, m/s."""
    check_number("spill", "glass_height", glass_height, least=0.12, most=0.18, unit="m")
    check_number("spill", "speed", speed, least=0.4, most=0.9, unit="m/s")
    props = [
        *room((6.0, 4.0, 2.8), floor=Look("grey", "tiled"), wall=Look("purple")),
        table("table", (1.1, 0.6, 0.72), on=(0.45, 0.0, 0.0), look=Look("brown", "wood"), fixed=True),
        chair("chair", on=(-0.67, 0.0, 0.0), look=Look("olive", "wood"), mass=6),
        cup("glass", 0.034, glass_height, wall=0.005, handle=False, on=(0.02, -0.08, 0.72), look=Look("turquoise", "ceramic"),
            full=0.7, of=Look("white", "plastic"), label="glass", noun="glass"),
        box("book", (0.16, 0.22, 0.03), on=(0.5, 0.12, 0.72), turn=(0, 0, 20), look=Look("red", "paper"), label="book", noun="book"),
        anna((-1.45, -0.6, 0.0), 30.0, wears={"dress": "orange", "shoes": "maroon"}),
    ]
    actions = sequence(sit("anna", "chair", when=0.2, name="sit"), push("anna", "glass", 0.16, height=0.85, speed=speed, name="knock"))
    return make_shot("spill", props, actions=actions, seconds=11.0, camera=camera.static((0.7, -3.6, 1.45), (-0.15, 0.0, 0.8), lens=32),
                     claims=[succeeds("knock"), by(1.0, rests_on("glass", "table")), at(11.0, rests_on("book", "table")),
                             at(11.0, emptier("glass", than=0.3))])
