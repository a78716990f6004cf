"""A ball rolls behind a pillar and knocks a cup off a table."""

from scenes import Look, Shot, ball, box, camera, cup, launch, make_shot, room, table
from sim.errors import check_number


def pillar(ball_speed: float = 1.2, ball_radius: float = 0.12, pillar_width: float = 0.28, cup_height: float = 0.26,
           table_height: float = 0.62) -> Shot:
    """ball_speed: m/s. ball_radius, pillar_width, cup_height, table_height: m."""
    check_number("pillar", "ball_speed", ball_speed, least=1, most=4, unit="m/s")
    check_number("pillar", "ball_radius", ball_radius, least=0.05, most=0.14, unit="m")
    check_number("pillar", "pillar_width", pillar_width, least=0.1, most=0.6, unit="m")
    check_number("pillar", "cup_height", cup_height, least=0.12, most=0.3, unit="m")
    check_number("pillar", "table_height", table_height, least=0.3, most=0.8, unit="m")
    props = [
        *room((7.0, 4.0, 2.6), floor=Look("tan", "tiled"), wall=Look("teal")),
        table("table", (1.7, 0.6, table_height), on=(-0.25, 0, 0), top=0.06, leg=0.08, look=Look("brown", "wood"), fixed=True),
        box("pillar", (pillar_width, pillar_width, 2.4), on=(-0.2, -0.32 - pillar_width / 2, 0), look=Look("white", "marble"),
            matter="stone", label="column", noun="pillar", fixed=True),
        ball("ball", ball_radius, on=(-0.95, 0, table_height), mass=1.2, look=Look("red", "rubber")),
        cup("cup", 0.4 * cup_height, cup_height, wall=0.05 * cup_height, on=(0.5, 0, table_height), turn=(0, 0, -60), mass=0.4,
            look=Look("yellow", "ceramic")),
    ]
    return make_shot(
        "pillar", props, look="watercolour", actions=[launch("ball", (ball_speed, 0, 0), spin=(0, ball_speed / ball_radius, 0), when=0.4)],
        camera=camera.dolly((-0.15, -2.7, 1.2), (0.4, -2.55, 1.1), (0.1, 0, 0.55), 4.5, lens=36))
