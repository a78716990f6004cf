"""Balls drop into a bowl, one after another, and another ball knocks over the vase beside it: both are mesh files."""

from scenes import Look, Shot, ball, box, camera, hold, launch, make_shot, mesh, room
from scenes.library.assets import asset
from sim.errors import check_number

COLOURS = ("red", "yellow", "green", "purple", "orange")


def bowl(balls: int = 3, ball_radius: float = 0.11, ball_speed: float = 2.2) -> Shot:
    """balls: how many drop in. ball_radius: m. ball_speed: of the one that rolls at the vase, m/s."""
    check_number("bowl", "balls", balls, least=1, most=5)
    check_number("bowl", "ball_radius", ball_radius, least=0.06, most=0.12, unit="m")
    check_number("bowl", "ball_speed", ball_speed, least=1, most=4, unit="m/s")
    drops = [ball(f"ball_{i + 1}", ball_radius, at=(-0.35 + 0.05 * (-1) ** i, 0.03 * i, 1.0 + 2.4 * i * ball_radius), mass=0.4,
                  look=Look(COLOURS[i], "rubber")) for i in range(int(balls))]
    props = [
        *room((7, 4, 2.6), floor=Look("tan", "paper"), wall=Look("olive")),
        box("stage", (2.2, 0.9, 0.25), on=(0, 0, 0), look=Look("white", "marble"), matter="stone", label="stage", noun="step", fixed=True),
        mesh("bowl", asset("bowl.obj"), on=(-0.35, 0, 0.25), mass=6, look=Look("turquoise", "ceramic"), label="pot", noun="bowl"),
        mesh("vase", asset("vase.obj"), on=(0.7, 0, 0.25), mass=0.8, look=Look("blue", "ceramic"), label="vase", noun="vase"),
        *drops, ball("roller", 0.13, on=(0.4, -0.35, 0.25), mass=1.5, look=Look("orange", "rubber")),
    ]
    waits = [hold(f"ball_{i + 1}", 0.4 + 0.6 * i, name=f"drop_{i + 1}") for i in range(int(balls))]
    return make_shot("bowl", props, look="photo", actions=[*waits, launch("roller", (0.65 * ball_speed, 0.75 * ball_speed, 0), when=2.6)],
                     camera=camera.static((0.25, -2.6, 1.25), (0.1, 0, 0.55), lens=35))
