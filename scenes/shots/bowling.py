"""A ball rolls down a lane into ten pins."""

from scenes import Look, Prop, Shot, ball, box, camera, cut, launch, make_shot, prop, room, sun, three_point
from sim.errors import check_number
from sim.scene.shapes import Capsule, Compound, Cylinder, Placed

GAP = 0.24
"""Between the pins, m."""
PIN = Compound(pieces=(Placed(shape=Cylinder(radius=0.05, height=0.16), position=(0, 0, -0.08)),
                       Placed(shape=Capsule(radius=0.045, height=0.06), position=(0, 0, 0.02)),
                       Placed(shape=Capsule(radius=0.03, height=0.1), position=(0, 0, 0.12))))


def bowling(ball_speed: float = 3.2, ball_radius: float = 0.16, aim: float = 0.03, rows: int = 4) -> Shot:
    """ball_speed: m/s. ball_radius, aim (how far it runs off the middle of the lane): m. rows: of pins, one more in each."""
    check_number("bowling", "ball_speed", ball_speed, least=1.2, most=5, unit="m/s")
    check_number("bowling", "ball_radius", ball_radius, least=0.1, most=0.2, unit="m")
    check_number("bowling", "aim", aim, least=-0.3, most=0.3, unit="m")
    check_number("bowling", "rows", rows, least=2, most=4)
    pins = [_pin(row, i) for row in range(int(rows)) for i in range(row + 1)]
    props = [*room((9, 5, 2.4), walls=("back", "right"), floor=Look("navy"), wall=Look("turquoise")),
             box("lane", (6.0, 1.3, 0.06), on=(-0.4, 0, 0), look=Look("tan", "wood"), label="floor", fixed=True),
             ball("ball", ball_radius, on=(-1.2, aim, 0.06), mass=7.0, look=Look("purple", "plastic")), *pins]
    return make_shot("bowling", props, look="toon",
                     actions=[launch("ball", (ball_speed, 0, 0), spin=(0, ball_speed / ball_radius, 0), when=0.8)],
                     lights=[sun(elevation=60, strength=0.25), *three_point((0.4, 0, 0.3), distance=3.0, strength=0.8)],
                     camera=[cut(0, camera.handheld(camera.follow("ball", (-2.6, -0.95, 0.95), (-0.6, 0.1, 0.15), lens=30), degrees=0.5)),
                             cut(0.8 + 1.1 / ball_speed, camera.track("pin_1_1", (1.3, -1.6, 0.85), lens=26))])


def _pin(row: int, i: int) -> Prop:
    return prop(f"pin_{row + 1}_{i + 1}", PIN, on=(0.4 + row * GAP * 0.87, (i - row / 2) * GAP, 0.06), mass=0.5, matter="plastic",
                look=Look("white" if row % 2 else "red", "plastic"), label="plaything", noun="toy")
