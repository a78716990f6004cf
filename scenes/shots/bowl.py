"""Balls drop into a bowl, and a heavier ball knocks it off its stand: the bowl is a mesh file, and hollow."""

from scenes import Look, Shot, ball, box, camera, hold, launch, make_shot, mesh, room
from scenes.shots.assets import asset
from sim.errors import check_number

COLOURS = ("red", "yellow", "green", "purple", "orange")
STAND = 0.3
"""Height of the stand, m."""


def bowl(balls: int = 3, ball_radius: float = 0.1, ball_speed: float = 2.6) -> Shot:
    """balls: how many drop in. ball_radius: m. ball_speed: of the one that rolls at the bowl, m/s."""
    check_number("bowl", "balls", balls, least=1, most=5)
    check_number("bowl", "ball_radius", ball_radius, least=0.06, most=0.12, unit="m")
    check_number("bowl", "ball_speed", ball_speed, least=2, most=4, unit="m/s")
    drops = [ball(f"ball_{i + 1}", ball_radius, at=(0.3 + 0.04 * (-1) ** i, 0.02 * i, 0.85 + 2.2 * i * ball_radius), mass=0.4,
                  matter="wood", look=Look(COLOURS[i], "wood")) for i in range(int(balls))]
    props = [
        *room((8, 4, 2.6), floor=Look("tan", "paper"), wall=Look("olive")),
        box("stand", (2.0, 0.8, STAND), on=(-0.3, 0, 0), look=Look("white", "marble"), matter="stone", label="base", fixed=True),
        mesh("bowl", asset("bowl.obj"), on=(0.3, 0, STAND), mass=2, look=Look("turquoise", "ceramic"), label="pot", noun="bowl"),
        ball("roller", 0.17, on=(-1.0, 0, STAND), mass=6, matter="plastic", look=Look("blue", "plastic")), *drops,
    ]
    waits = [hold(f"ball_{i + 1}", 0.4 + 0.4 * i, name=f"drop_{i + 1}") for i in range(int(balls))]
    return make_shot("bowl", props, look="photo", camera=camera.static((0.9, -2.9, 1.35), (0.45, 0, 0.5), lens=33),
                     actions=[*waits, launch("roller", (ball_speed, 0, 0), spin=(0, ball_speed / 0.17, 0), when=2.4)])
