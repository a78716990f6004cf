"""A robot arm sweeps a part to its place."""

import math

from scenes import Look, Shot, after, box, camera, cylinder, drive, make_shot, mechanism, room
from scenes.library.assets import asset
from sim.actions import Action
from sim.errors import check_number

REACH = 0.7
"""Of the hand from the arm's axis when it works, m."""
RAISED = {"shoulder": 0.1, "elbow": 1.4, "wrist": 1.0}
LOWERED = {"shoulder": 0.964, "elbow": 1.479, "wrist": 0.698}
"""Joint angles, rad: the blade upright, its lower edge 5 cm above the floor, REACH away."""


def arm(part_size: float = 0.2, sweep: float = 95.0, sweep_seconds: float = 1.5) -> Shot:
    """part_size: edge of the block it moves, m. sweep: how far it turns, degrees."""
    check_number("arm", "part_size", part_size, least=0.12, most=0.26, unit="m")
    check_number("arm", "sweep", sweep, least=40, most=110, unit="degrees")
    check_number("arm", "sweep_seconds", sweep_seconds, least=0.8, most=3, unit="s")
    start = -155.0
    clear = math.degrees((part_size / 2 + 0.06) / REACH)
    part, goal = math.radians(start + clear + 8), math.radians(start + sweep + clear - 2)
    props = [
        *room((7, 5, 2.8), floor=Look("silver"), wall=Look("navy")),
        cylinder("goal", 0.24, 0.004, on=(REACH * math.cos(goal), REACH * math.sin(goal), 0), look=Look("green", "paper"), label="plate",
                 noun="plate", fixed=True),
        mechanism("arm", asset("arm.urdf"), joints={"turn": math.radians(start), **RAISED}, look=Look("orange", "metal"),
                  links={"base": Look("charcoal", "metal"), "hand": Look("white", "metal")}, label="plaything", noun="arm"),
        box("part", (part_size,) * 3, on=(REACH * math.cos(part), REACH * math.sin(part), 0), turn=(0, 0, math.degrees(part)), mass=0.6,
            look=Look("red", "plastic"), noun="block"),
    ]
    return make_shot("arm", props, look="photo", actions=_programme(math.radians(start + sweep), sweep_seconds),
                     camera=camera.orbit((-0.5, -2.9, 1.35), (0, -0.15, 0.5), 25, lens=35))


def _programme(turn: float, seconds: float) -> list[Action]:
    down = [drive("arm", joint, to, 1.0, effort=200, when=0.3, name=f"{joint}_down") for joint, to in LOWERED.items()]
    up = [drive("arm", joint, to, 0.9, effort=200, when=after("sweep", 0.2), name=f"{joint}_up") for joint, to in RAISED.items()]
    return [*down, drive("arm", "turn", turn, seconds, effort=200, when=after("shoulder_down", 0.2), name="sweep"), *up]
