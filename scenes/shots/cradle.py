"""Newton's cradle: the first ball swings in, the last swings out, and back again."""

import math

from scenes import Look, PhysicsMaterial, Prop, Shot, assembly, box, camera, hold, make_shot, piece, pivot, room
from sim.errors import check_number
from sim.math.conventions import Vec3
from sim.scene.shapes import Capsule, Sphere

TOP, LENGTH, SPREAD = 1.25, 0.85, 0.24
"""Height of the rails, depth of the balls below them, and half the distance between the rails, m."""
STEEL = PhysicsMaterial(density=7800, friction=0.0, restitution=1.0)


def cradle(angle: float = 35.0, balls: int = 5, ball_radius: float = 0.1) -> Shot:
    """angle: how far the first ball is lifted, degrees. balls: how many hang there. ball_radius: m."""
    check_number("cradle", "angle", angle, least=15, most=50, unit="degrees")
    check_number("cradle", "balls", balls, least=3, most=6)
    check_number("cradle", "ball_radius", ball_radius, least=0.07, most=0.12, unit="m")
    step = 2 * ball_radius + 0.001
    places: list[Vec3] = [((i - (int(balls) - 1) / 2) * step, 0.0, TOP) for i in range(int(balls))]
    hanging = [_ball(f"ball_{i + 1}", place, ball_radius, angle if i == 0 else 0.0) for i, place in enumerate(places)]
    props = [*room((7, 3, 2.6), floor=Look("tan", "paper"), wall=Look("purple")), *_frame(step * balls / 2 + 0.5), *hanging]
    return make_shot("cradle", props, look="photo", actions=[hold("ball_1", 0.5, name="wait")],
                     pivots=[pivot(f"ball_{i + 1}", place, axis=(0, 1, 0)) for i, place in enumerate(places)],
                     camera=camera.orbit((-0.8, -2.4, 1.05), (0, 0, 0.68), 24, lens=34))


def _ball(name: str, place: Vec3, radius: float, angle: float) -> Prop:
    """A ball on two threads that spread to the rails; its frame is where it hangs from."""
    lean, thread = math.degrees(math.atan2(SPREAD, LENGTH)), math.hypot(SPREAD, LENGTH)
    threads = [piece(side, Capsule(radius=0.008, height=thread), at=(0, sign * SPREAD / 2, -LENGTH / 2), turn=(-sign * lean, 0, 0),
                     look=Look("black", "cloth"), label="pole", noun="pole") for side, sign in (("front", -1), ("back", 1))]
    weight = piece("ball", Sphere(radius=radius), at=(0, 0, -LENGTH), look=Look("silver", "metal"), label="ball")
    return assembly(name, [weight, *threads], at=place, turn=(0, angle, 0), mass=2.0, matter=STEEL)


def _frame(half: float) -> list[Prop]:
    look = Look("maroon", "wood")
    rails = [box(f"rail_{side}", (2 * half, 0.05, 0.05), at=(0, y, TOP + 0.04), look=look, label="pole", fixed=True)
             for side, y in (("front", -SPREAD), ("back", SPREAD))]
    posts = [box(f"post_{side}_{end}", (0.05, 0.05, TOP + 0.065), on=(x, y, 0), look=look, label="pole", fixed=True)
             for side, y in (("front", -SPREAD), ("back", SPREAD)) for end, x in (("left", -half - 0.025), ("right", half + 0.025))]
    return [*rails, *posts]
