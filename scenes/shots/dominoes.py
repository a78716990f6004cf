"""A ball starts a row of dominoes that goes round a corner."""

import math

from scenes import Look, Prop, Shot, ball, box, camera, launch, make_shot, room
from sim.errors import check_number

COLOURS = ("red", "yellow", "turquoise", "purple")


def dominoes(straight: int = 6, height: float = 0.28, spacing: float = 0.13, corner_radius: float = 0.45, ball_speed: float = 1.2) -> Shot:
    """straight: dominoes before and after the corner. height, spacing (along the row), corner_radius: m. ball_speed: m/s."""
    check_number("dominoes", "straight", straight, least=3, most=14)
    check_number("dominoes", "height", height, least=0.15, most=0.35, unit="m")
    check_number("dominoes", "spacing", spacing, least=0.35 * height, most=0.65 * height, unit="m")
    check_number("dominoes", "corner_radius", corner_radius, least=1.5 * height, most=1.0, unit="m")
    check_number("dominoes", "ball_speed", ball_speed, least=0.6, most=3, unit="m/s")
    bend = corner_radius * math.pi / 2
    count = 2 * int(straight) + math.ceil(bend / spacing)
    first = -straight * spacing
    row = [_domino(i, first + i * spacing, height, corner_radius, bend) for i in range(count)]
    start = first - 0.6
    props = [*room((12.0, 6.0, 2.6), floor=Look("beige"), wall=Look("navy")), *row,
             ball("ball", 0.1, on=(start, 0, 0), mass=1.0, look=Look("orange", "rubber"))]
    return make_shot("dominoes", props, look="toon",
                     actions=[launch("ball", (ball_speed, 0, 0), spin=(0, ball_speed / 0.1, 0), when=0.3)],
                     camera=camera.orbit((-0.9, -3.3, 1.35), (-0.12, -0.35, 0.2), 18, lens=40))


def _domino(i: int, s: float, height: float, radius: float, bend: float) -> Prop:
    """The domino at s metres along the row, which runs in +x, bends to the right from s = 0, and goes on in -y."""
    angle = min(max(s, 0.0), bend) / radius
    x = min(s, 0.0) + radius * math.sin(angle)
    y = -radius * (1 - math.cos(angle)) - max(s - bend, 0.0)
    size = (height * 0.18, height * 0.5, height)
    return box(f"domino_{i + 1}", size, on=(x, y, 0), turn=(0, 0, -math.degrees(angle)), mass=0.1, label="plaything", noun="domino",
               look=Look(COLOURS[i % len(COLOURS)], "plastic"))
