"""Steps along a way that leads up and down: each foot comes to stand well on what is there."""

from collections.abc import Sequence

import numpy as np

from sim.character.body.anatomy import Anatomy
from sim.character.motion.footsteps import EVEN, footprint
from sim.character.motion.gait import Station, stations, turned_on_spot
from sim.character.motion.gaits import Gait
from sim.character.planning.terrain import CLIMB, Terrain
from sim.math.conventions import Array

SHORTEST, FINE = 0.1, 0.01
"""m of a step at least, and by which steps are tried."""
CARRIED = 0.7, 0.5
"""Share of a sole that something must be under; that which is made do with if there is no better place."""


class NoFooting(Exception):
    """There is no place for the next step. place: (2,) m, where there is none."""

    def __init__(self, place: Array) -> None:
        super().__init__()
        self.place = place


def climbing_stations(way: Sequence[Array], start: float, end: float | None, ground: float, body: Anatomy, terrain: Terrain,
                      gait: Gait) -> list[Station]:
    """The stations of a walk along straight lines (points x, y) over what there is to stand on, from ground at a height, m. start, end:
    headings, rad; None: the last line's. Raises NoFooting."""
    out: list[Station] = []
    heading, levels = start, [ground, ground]
    points = [np.asarray(point[:2], float) for point in way]
    for a, b in zip(points, points[1:]):
        far = float(np.linalg.norm(b - a))
        if far < 0.02:
            continue
        heading = turned_on_spot(out, a, heading, float(np.arctan2(*(b - a)[::-1])))
        along = 0.0
        while far - along > 0.02:
            left = ((out[0][2] if out else heading) > start) == (len(out) % 2 == 0)
            step, level = _step(a, (b - a) / far, along, far, (heading, left), levels, body, terrain, gait)
            levels = [levels[1], level]
            along += step
            out.append((*(a + (b - a) * (along / far)).tolist(), heading))
    return out + stations([points[-1]], heading, heading if end is None else end, body.size)


def _step(a: Array, way: Array, along: float, far: float, facing: tuple[float, bool], levels: Sequence[float], body: Anatomy,
          terrain: Terrain, gait: Gait) -> tuple[float, float]:
    """The next step along a way: how far on its station is, m, and how high the foot stands there, m. It is as near
    to a full stride as the foot finds good footing. facing: the heading, rad, and whether the left foot lands.
    levels: heights, m, at which this foot and the other one stand."""
    left, stride = far - along, gait.stride * body.size
    most = min(left, 1.1 * stride)
    wanted = most if left <= 1.1 * stride else left / np.ceil(left / stride)
    best = dict.fromkeys(CARRIED, (np.inf, 0.0, 0.0))
    for step in [left] if left <= SHORTEST else [*np.arange(SHORTEST, most, FINE).tolist(), most]:
        foot = footprint((*(a + way * (along + step)), facing[0]), 1.0 if facing[1] else -1.0, body, terrain, max(levels) + CLIMB)
        height = float(foot.ball[2])
        if abs(height - levels[1]) <= CLIMB + EVEN and abs(height - levels[0]) <= 2 * CLIMB + EVEN:
            for least in CARRIED:
                if foot.carried >= least:
                    best[least] = min(best[least], (abs(step - wanted) + 0.3 * (1 - foot.carried), step, height))
    for least in CARRIED:
        if np.isfinite(best[least][0]):
            return best[least][1:]
    raise NoFooting(a + way * along)
