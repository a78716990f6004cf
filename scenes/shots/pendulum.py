"""A pendulum swings into a tower of blocks."""

from scenes import Look, Shot, assembly, box, camera, hold, make_shot, piece, pivot, room
from sim.errors import check_number
from sim.scene.shapes import Capsule, Sphere

COLOURS = ("red", "yellow", "turquoise", "white")
PIVOT = (0.0, 0.0, 1.95)
LENGTH = 1.4
"""From the pivot to the middle of the bob, m."""


def pendulum(angle: float = 55.0, bob_radius: float = 0.17, bob_mass: float = 4.0, blocks: int = 7) -> Shot:
    """angle: from which it is let go, degrees off the plumb line. bob_radius: m. bob_mass: kg. blocks: in the tower."""
    check_number("pendulum", "angle", angle, least=25, most=85, unit="degrees")
    check_number("pendulum", "bob_radius", bob_radius, least=0.1, most=0.22, unit="m")
    check_number("pendulum", "bob_mass", bob_mass, least=1, most=30, unit="kg")
    check_number("pendulum", "blocks", blocks, least=4, most=8)
    edge = 0.21
    x = bob_radius + edge / 2 + 0.03
    tower = [box(f"block_{i + 1}", (edge, 0.3, edge), on=(x, 0, i * edge), mass=1.0, look=Look(COLOURS[i % 4], "wood"), noun="block")
             for i in range(int(blocks))]
    swing = assembly("pendulum", [
        piece("rod", Capsule(radius=0.018, height=LENGTH), at=(0, 0, -LENGTH / 2), look=Look("tan", "wood"), label="pole"),
        piece("bob", Sphere(radius=bob_radius), at=(0, 0, -LENGTH), look=Look("charcoal", "metal"), label="ball")],
        at=PIVOT, turn=(0, angle, 0), mass=bob_mass, matter="steel")
    props = [*room((8, 2.4, 3.2), floor=Look("beige", "wood"), wall=Look("olive")),
             box("beam", (0.12, 1.3, 0.12), at=(0, 0.6, PIVOT[2] + 0.08), look=Look("brown", "wood"), label="pole", fixed=True),
             swing, *tower]
    return make_shot("pendulum", props, look="photo", pivots=[pivot("pendulum", PIVOT, axis=(0, 1, 0))],
                     actions=[hold("pendulum", 0.6, name="wait")],
                     camera=camera.static((0.9, -3.3, 1.3), (0.2, 0, 0.95), lens=30))
