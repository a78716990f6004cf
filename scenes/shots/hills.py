"""A ball rolls down a hill, over a rise, and into three posts: the ground is a height field."""

import math

from scenes import Look, Shot, ball, box, camera, cylinder, hold, make_shot, terrain
from sim.errors import check_number

CELL, COLUMNS, ROWS = 0.1, 65, 41


def hills(hill: float = 0.55, rise: float = 0.16, ball_radius: float = 0.15) -> Shot:
    """hill: height of the hill the ball starts from, m. rise: of the rise it must cross, m. ball_radius: m."""
    check_number("hills", "hill", hill, least=0.35, most=0.8, unit="m")
    check_number("hills", "rise", rise, least=0, most=0.4 * hill, unit="m")
    check_number("hills", "ball_radius", ball_radius, least=0.08, most=0.2, unit="m")

    def height(x: float, y: float) -> float:
        return hill * math.exp(-((x + 2.0) / 0.8) ** 2) + rise * math.exp(-((x - 0.1) / 0.5) ** 2) + 0.16 * min(y * y, 1.0)

    def place(i: int, count: int) -> float:
        return (i - (count - 1) / 2) * CELL

    heights = [[height(place(i, COLUMNS), place(j, ROWS)) for i in range(COLUMNS)] for j in range(ROWS)]
    posts = [cylinder(f"post_{i + 1}", 0.09, 0.5, on=(1.45, (i - 1) * 0.24, height(1.45, (i - 1) * 0.24) + 0.012), mass=0.3,
                      look=Look(colour, "wood"), label="pole") for i, colour in enumerate(("white", "yellow", "purple"))]
    props = [
        terrain("ground", heights, CELL, look=Look("green"), label="grass", noun="grass"),
        box("wall", (9.0, 0.2, 1.6), on=(0, 1.6, 0), look=Look("tan", "brick"), label="wall", fixed=True),
        ball("ball", ball_radius, on=(-1.75, 0, height(-1.75, 0) + 0.03), mass=2.0, look=Look("red", "rubber")), *posts,
    ]
    return make_shot("hills", props, look="watercolour", time="dusk", actions=[hold("ball", 0.5, name="wait")],
                     camera=camera.dolly((-0.6, -3.5, 1.55), (0.5, -3.4, 1.4), (0.0, 0, 0.33), 4, lens=29))
