"""Feet: where they stand, on whatever is there, and how they get from one place to the next."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.anatomy import Anatomy
from sim.character.motion.gaits import Gait
from sim.character.planning.terrain import CLIMB, Terrain
from sim.math.conventions import Array

APART = 0.085
"""m from the middle to each foot, of someone of TALL."""
SIDES = (("right", -1.0), ("left", 1.0))
ALONG = np.linspace(0.0, 1.0, 7)
"""Places along a sole, from heel to toe, at which it is looked what is under it."""
EVEN = 0.008
"""m off a straight line within which what is under a sole is a slope."""
RISES = 0.15
"""s from the start of a walk in which a heel gets as high as that of who walks already."""
OVER = 0.02
"""m that soles keep over what they step over."""


class Footprint(NamedTuple):
    """Where a foot stands. ball: (3,) m, under its ball. yaw, pitch: rad; pitched down, its toes are lower than its heel. carried: share
    of the sole that something is under; 0 if its ball is not, or if it is in something."""

    ball: Array
    yaw: float
    pitch: float
    carried: float


class Foot(NamedTuple):
    """A foot's way. ball: (N, 3) m, under its ball. yaw, pitch: (N,) rad. sole: (N,) m, the height of what it stands on."""

    ball: Array
    yaw: Array
    pitch: Array
    sole: Array


def footprint(station: Sequence[float] | Array, sign: float, body: Anatomy, terrain: Terrain, limit: float) -> Footprint:
    """How a foot stands of someone who stands at a station (x, y, heading): on the highest thing under it that is no
    higher than a limit, m. sign: 1 for the left foot, -1 for the right."""
    x, y, heading = (float(v) for v in station[:3])
    ahead, left = np.array([np.cos(heading), np.sin(heading)]), np.array([-np.sin(heading), np.cos(heading)])
    ankle, along = np.array([x, y]) + sign * APART * body.size * left, body.heel[0] + ALONG * (body.toe[0] - body.heel[0])
    points = ankle + along[:, None] * ahead
    heights = terrain.under(points, limit) if terrain.ledges else np.full(len(along), terrain.ground)
    blocked = terrain.blocks(points, float(heights.max()), limit)
    slope, base = np.polyfit(along, heights, 1) if np.ptp(heights) > 1e-6 else (0.0, float(heights[0]))
    if np.abs(heights - base - slope * along).max() < EVEN:
        z, pitch, carried = base + slope * body.ball[0], float(-np.arctan(slope)), 1.0
    else:
        z, pitch = float(heights.max()), 0.0
        ball = float(terrain.under((ankle + body.ball[0] * ahead)[None], limit)[0])  # on which it rolls when its heel rises
        carried = float((heights > z - EVEN).mean()) if ball > z - EVEN else 0.0
    return Footprint(np.array([*(ankle + body.ball[0] * ahead), z]), heading, pitch, 0.0 if blocked else carried)


def landings(places: Array, left_first: bool, body: Anatomy, terrain: Terrain, ground: float) -> list[list[tuple[int, Footprint]]]:
    """The footprints of the right foot and of the left one, each with the number of the place at which the foot
    lands. places: (N, 3) stations on the way; feet land at them in turn, and both at the last. The first footprint of
    each foot is where it stands at the start, on ground at a height, m."""
    now = [footprint(places[0], sign, body, terrain, ground + EVEN) for _, sign in SIDES]
    out: list[list[tuple[int, Footprint]]] = [[(0, foot)] for foot in now]
    last = len(places) - 1
    steps = [(k, int((k % 2 == 1) == left_first)) for k in range(1, last + 1)]
    if steps:
        steps.append((last + 1, 1 - steps[-1][1]))
    for k, which in steps:
        limit = max(foot.ball[2] for foot in now) + CLIMB
        now[which] = footprint(places[min(k, last)], SIDES[which][1], body, terrain, limit)
        out[which].append((k, now[which]))
    return out


def way_of_foot(lands: Sequence[tuple[int, Footprint]], times: Array, clock: Array, body: Anatomy, terrain: Terrain, gait: Gait) -> Foot:
    """The way of one foot at each time of a clock (N,), s. lands: where it lands, with the number of the place;
    times: (K,) s at which each place is landed at."""
    at = lands[0][1]
    ball, yaw = np.tile(at.ball, (len(clock), 1)), np.full(len(clock), at.yaw)
    pitch, sole = np.full(len(clock), at.pitch), np.full(len(clock), at.ball[2])
    for k, goal in lands[1:]:
        end = times[k]
        begin = end - gait.seconds * (1 - gait.both_down)
        far = np.linalg.norm(goal.ball - at.ball)
        share = min(1.0, float(far) / (0.6 * body.size))
        u = np.clip((clock - begin) / (end - begin), 0, 1)
        smooth, now = _eased(u, gait), clock >= begin
        ball[now] = (at.ball + smooth[:, None] * (goal.ball - at.ball) * [1, 1, 0])[now]
        rise = goal.ball[2] - at.ball[2]
        early = _eased(np.minimum(1.5 * u, 1.0), gait) if rise > 0 else _eased(np.maximum(1.5 * u - 0.5, 0.0), gait)
        up = (0.03 + 0.06 * share) * body.size * gait.lift * 16 * (u * (1 - u)) ** 2
        ball[now, 2] = (at.ball[2] + early * rise + up)[now]
        yaw[now] = (at.yaw + smooth * (goal.yaw - at.yaw))[now]
        sole[now] = np.where(u < 0.5, at.ball[2], goal.ball[2])[now]
        rolls = gait.seconds * (1 - gait.both_down)
        heel = np.clip((clock - begin + 0.53 * rolls) / (0.53 * rolls), 0, 1)
        lifted = share * gait.roll * np.where(u > 0, np.cos(np.pi * np.minimum(u * 0.75, 0.75)) * (1 - u) ** 0.5, heel ** 2)
        lifted = lifted * np.clip((clock - clock[0]) / RISES, 0, 1) + at.pitch + smooth * (goal.pitch - at.pitch)
        pitch = np.where((clock > begin - 0.53 * rolls) & (u < 1), lifted, np.where(u >= 1, goal.pitch, pitch))
        if terrain.ledges:
            ball[:, 2] += _over(ball, yaw, (clock > begin) & (clock < end), max(at.ball[2], goal.ball[2]), body, terrain)
        at = goal
    return Foot(ball, yaw, pitch, sole)


def _over(ball: Array, yaw: Array, swings: NDArray[np.bool_], limit: float, body: Anatomy, terrain: Terrain) -> Array:
    """(N,) m by which the foot must be lifted higher, frame by frame, to pass over what is under it while it
    swings."""
    ahead = np.stack([np.cos(yaw), np.sin(yaw)], axis=1)
    reach = body.heel[0] - body.ball[0] + ALONG * (body.toe[0] - body.heel[0])
    points = ball[:, None, :2] + reach[:, None] * ahead[:, None]
    high = terrain.under(points[swings].reshape(-1, 2), limit + EVEN).reshape(-1, len(ALONG)).max(axis=1) if swings.any() else np.zeros(0)
    short = np.zeros(len(ball))
    short[swings] = np.maximum(high + OVER - ball[swings, 2], 0.0)
    ends = np.zeros(len(ball))
    ends[swings] = np.sin(np.pi * np.linspace(0, 1, int(swings.sum()))) ** 0.5 if swings.any() else 0.0
    return scipy.ndimage.gaussian_filter1d(scipy.ndimage.maximum_filter1d(short, 3), 1.0) * ends


def _eased(u: Array, gait: Gait) -> Array:
    """From 0 to 1, starting and stopping gently; of who runs, less so, as feet are fast at once."""
    return u * u * (3 - 2 * u) if gait.both_down < 0 else u ** 3 * (10 - 15 * u + 6 * u * u)
