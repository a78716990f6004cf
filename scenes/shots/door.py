"""A door is pushed open on a stack of crates."""

from scenes import Look, Shot, ball, box, camera, doorway, drive, make_shot, mechanism, plane, room
from scenes.shots.assets import asset
from sim.errors import check_number

WALL = 1.5
"""How far the wall with the door stands from the middle of the set, m."""


def door(angle: float = 80.0, seconds_to_open: float = 1.25, crates: int = 3) -> Shot:
    """angle: how far it is opened, degrees. crates: how many are stacked behind it."""
    check_number("door", "angle", angle, least=30, most=100, unit="degrees")
    check_number("door", "seconds_to_open", seconds_to_open, least=0.5, most=3, unit="s")
    check_number("door", "crates", crates, least=1, most=4)
    _, wall = room((9, 2 * WALL, 2.7), openings=(doorway("back", size=(1.12, 2.15)),), wall=Look("olive"))
    colours = ("orange", "yellow", "red", "tan")
    stack = [box(f"crate_{i + 1}", (0.34, 0.34, 0.34), on=(0.16, WALL - 0.42, 0.34 * i), turn=(0, 0, 8 * i), mass=3,
                 look=Look(colours[i], "wood"), noun="crate") for i in range(int(crates))]
    props = [
        plane("floor", (9, 9), look=Look("beige", "tiled")), wall,
        mechanism("door", asset("door.urdf"), at=(-0.45, WALL + 0.075, 0), look=Look("white"),
                  links={"panel": Look("maroon", "wood"), "handle": Look("yellow", "metal", "handle")}),
        *stack, ball("ball", 0.15, on=(-0.25, WALL - 0.92, 0), mass=2.5, look=Look("blue", "rubber")),
    ]
    to = -angle * 3.14159265 / 180
    return make_shot("door", props, look="photo", actions=[drive("door", "hinge", to, seconds_to_open, effort=150, when=0.6, name="open")],
                     camera=camera.dolly((1.0, -3.2, 1.7), (0.6, -3.1, 1.6), (-0.25, 0.7, 0.62), 4.5, lens=30))
