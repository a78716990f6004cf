"""A marble runs down a zigzag of ramps, drops from each to the next, and knocks over three pins at the foot."""

import math

from scenes import Look, Prop, Shot, ball, box, camera, hold, make_shot, prop, room
from sim.errors import check_number
from sim.math.conventions import quat_from_euler
from sim.scene.shapes import Box, Compound, Placed

WIDTH, DEPTH, GAP = 1.6, 0.24, 0.26


def marble_run(levels: int = 3, slope: float = 13.0, marble_radius: float = 0.09) -> Shot:
    """levels: how many ramps. slope: of the ramps, degrees. marble_radius: m."""
    check_number("marble_run", "levels", levels, least=2, most=4)
    check_number("marble_run", "slope", slope, least=8, most=18, unit="degrees")
    check_number("marble_run", "marble_radius", marble_radius, least=0.06, most=0.1, unit="m")
    rise = 0.16 + WIDTH * math.tan(math.radians(slope))
    top = 0.2 + levels * rise
    side = 1 if levels % 2 else -1
    ramps = [_ramp(level, 0.32 + level * rise, slope, 1 if (levels - level) % 2 else -1) for level in range(levels)]
    start = (-WIDTH / 2 + 0.15, 0, top + 0.12 + marble_radius)
    pins = [box(f"pin_{i + 1}", (0.06, 0.12, 0.28), on=(side * (1.15 + 0.15 * i), 0, 0), mass=0.12, look=Look("orange", "plastic"),
                label="plaything", noun="block") for i in range(3)]
    props = [*room((9, 2.4, 4.0), floor=Look("tan", "paper"), wall=Look("navy")), *_frame(top + 0.3), *ramps, *pins,
             ball("marble", marble_radius, at=start, matter="glass", look=Look("red", "plastic"))]
    return make_shot("marble_run", props, look="photo", actions=[hold("marble", 0.3, name="wait")],
                     camera=camera.pan((0.3 * side, -3.5, 1.2), (0, 0, top - 0.3), (0.75 * side, 0, 0.5), 4.2, lens=36))


def _ramp(level: int, height: float, slope: float, way: int) -> Prop:
    """A gutter that falls towards +x (way 1) or -x, closed to the post at its upper end; `height` is that of its middle."""
    length, tilt = WIDTH - GAP, quat_from_euler((0.0, way * slope, 0.0))
    x, y, z, w = (float(v) for v in tilt)
    floor = Placed(shape=Box(size=(length, DEPTH, 0.03)), rotation=(x, y, z, w))
    rail = Placed(shape=Box(size=(length, 0.02, 0.09)), position=(0, -DEPTH / 2 + 0.01, 0.045), rotation=(x, y, z, w))
    return prop(f"ramp_{level + 1}", Compound(pieces=(floor, rail)), at=(-way * GAP / 2, 0, height), look=Look("yellow", "wood"),
                matter="wood", label="step", noun="ramp", fixed=True)


def _frame(height: float) -> list[Prop]:
    """The board behind the ramps and a post at either side; the last ramp leads out under a post's foot."""
    look = Look("turquoise")
    board = box("board", (WIDTH + 0.12, 0.04, height), on=(0, DEPTH / 2 + 0.02, 0), look=look, label="shelf", noun="board", fixed=True)
    posts = [box(f"post_{name}", (0.06, DEPTH, height - 0.4), on=(side * (WIDTH / 2 + 0.03), 0, 0.4), look=look, label="shelf",
                 noun="board", fixed=True) for name, side in (("left", -1), ("right", 1))]
    return [board, *posts]
