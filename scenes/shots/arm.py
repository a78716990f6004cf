"""A robot arm sweeps a part off its bench into a bin."""

import math

from scenes import Look, Shot, after, box, camera, drive, make_shot, mechanism, prop, room
from scenes.shots.assets import asset
from sim.errors import check_number
from sim.scene.actions import Action
from sim.scene.shapes import Box, Compound, Placed

REACH = 0.7
"""Of the hand from the arm's axis when it works, m."""
BENCH, EDGE = 0.35, 0.15
"""The bench's height, and where it ends (x), m."""
START = -155.0
"""Where the arm points at first, degrees from +x."""
RAISED = {"shoulder": 0.1, "elbow": 1.4, "wrist": 1.0}
LOWERED = {"shoulder": 0.964, "elbow": 1.479, "wrist": 0.698}
"""Joint angles, rad: the blade upright, its lower edge 5 cm above the bench, REACH away."""


def arm(part_size: float = 0.18, sweep: float = 95.0, sweep_seconds: float = 1.5) -> Shot:
    """part_size: edge of the block it moves, m. sweep: how far it turns, degrees."""
    check_number("arm", "part_size", part_size, least=0.12, most=0.22, unit="m")
    check_number("arm", "sweep", sweep, least=85, most=110, unit="degrees")
    check_number("arm", "sweep_seconds", sweep_seconds, least=1.0, most=2.0, unit="s")
    part = math.radians(START + 8) + (part_size / 2 + 0.06) / REACH
    props = [
        *room((14, 6, 2.8), floor=Look("tan", "paper"), wall=Look("navy")),
        box("bench", (1.2, 1.3, BENCH), on=(EDGE - 0.6, -0.4, 0), look=Look("teal"), label="counter", noun="table", fixed=True),
        mechanism("arm", asset("arm.urdf"), at=(0, 0, BENCH), joints={"turn": math.radians(START), **RAISED}, look=Look("orange", "metal"),
                  links={"base": Look("charcoal", "metal"), "hand": Look("white", "metal")}, label="plaything", noun="arm"),
        box("part", (part_size,) * 3, on=(REACH * math.cos(part), REACH * math.sin(part), BENCH), turn=(0, 0, math.degrees(part)), mass=0.6,
            look=Look("red", "plastic"), noun="block"),
        prop("bin", _bin(0.62, 0.2, 0.02), on=(EDGE + 0.4, -0.6, 0), look=Look("yellow", "plastic"), label="basket", fixed=True),
    ]
    return make_shot("arm", props, look="photo", actions=_programme(math.radians(START + sweep), sweep_seconds),
                     camera=camera.orbit((-0.2, -3.1, 1.75), (-0.05, -0.3, 0.6), 20, lens=36))


def _programme(turn: float, seconds: float) -> list[Action]:
    down = [drive("arm", joint, to, 1.0, effort=200, when=0.3, name=f"{joint}_down") for joint, to in LOWERED.items()]
    up = [drive("arm", joint, to, 0.9, effort=200, when=after("sweep", delay=0.2), name=f"{joint}_up") for joint, to in RAISED.items()]
    return [*down, drive("arm", "turn", turn, seconds, effort=200, when=after("shoulder_down", delay=0.2), name="sweep"), *up]


def _bin(size: float, height: float, wall: float) -> Compound:
    middle, long = (size - wall) / 2, Box(size=(size, wall, height))
    short = Box(size=(wall, size - 2 * wall, height))
    return Compound(pieces=(
        Placed(shape=Box(size=(size, size, wall)), position=(0, 0, (wall - height) / 2)),
        *(Placed(shape=long, position=(0, sign * middle, 0)) for sign in (-1, 1)),
        *(Placed(shape=short, position=(sign * middle, 0, 0)) for sign in (-1, 1))))
