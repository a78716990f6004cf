"""The camera looks away while dominoes fall, and looks back: what went on meanwhile has happened."""

from render.view import Key
from scenes import Look, Shot, at, ball, box, by, camera, cup, cylinder, launch, make_shot, out_of_frame, rests_on, room
from sim.errors import check_number


def look_away(dominoes: int = 7, ball_speed: float = 1.6) -> Shot:
    """dominoes: how many fall. ball_speed: of the ball that starts them, m/s."""
    check_number("look_away", "dominoes", dominoes, least=4, most=8)
    check_number("look_away", "ball_speed", ball_speed, least=1.2, most=2.5, unit="m/s")
    count = int(dominoes)
    props = [
        *room((9.0, 4.0, 2.8), floor=Look("tan", "wood"), wall=Look("olive")),
        box("bench", (2.2, 0.6, 0.5), on=(0.0, 0.0, 0.0), look=Look("brown", "wood"), label="bench", noun="bench", fixed=True),
        *(box(f"domino_{i + 1}", (0.04, 0.12, 0.24), on=(-0.45 + 0.16 * i, 0.0, 0.5), mass=0.3, look=Look("white", "plastic"),
              noun="domino", label="plaything") for i in range(count)),
        cup("cup", 0.05, 0.12, on=(-0.45 + 0.16 * (count - 1) + 0.22, 0.0, 0.5), mass=0.2, look=Look("yellow", "ceramic")),
        ball("ball", 0.09, on=(-0.9, 0.0, 0.5), mass=0.8, look=Look("red", "rubber")),
        cylinder("pillar", 0.25, 2.6, on=(3.2, 0.6, 0.0), look=Look("white", "marble"), matter="stone", fixed=True),
    ]
    eye, here, there = (0.1, -3.2, 1.4), (0.1, 0.0, 0.6), (4.6, 0.4, 0.8)
    keys = [Key(time=time, position=eye, look_at=aim, focal=34.0) for time, aim in
            ((0.0, here), (0.6, here), (1.3, there), (3.4, there), (4.2, here), (6.0, here))]
    start = launch("ball", (ball_speed, 0, 0), spin=(0, ball_speed / 0.09, 0), when=0.8, name="push")
    return make_shot("look_away", props, actions=[start], camera=camera.path(*keys), seconds=6.0,
                     claims=[by(1.5, out_of_frame("domino_1")), at(2.0, out_of_frame("cup")), at(0.5, rests_on(f"domino_{count}", "bench")),
                             by(4.0, rests_on("domino_2", "domino_3"))])
