"""Walking and turning, from one footstep to the next: feet that are down stay where they are, the rest follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.ndimage import gaussian_filter1d, minimum_filter1d
from scipy.spatial.transform import Rotation

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import BONES, number
from sim.math.conventions import Array
from sim.math.two_bone_ik import bent

STRIDE, TURN = 0.56, np.radians(40.0)
"""Of a step, at most: m, for a person of TALL, and rad."""
STEP = 0.5
"""s from one footfall to the next."""
LIFT_OFF = 0.15
"""Of a step's time, that both feet stay down."""
APART = 0.085
"""m from the middle to each foot."""
SIDES = (("right", -1.0), ("left", 1.0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Track:
    """What legs and trunk do, frame by frame. root: (N, 3) the pelvis, m, world. turns: (N, B, 3, 3) world_from_bone."""

    root: NDArray[np.float64]
    turns: NDArray[np.float64]


Station = tuple[float, float, float]
"""Where someone stands: x, y, m, and heading, rad."""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A walk from standing at `start` through the stations `steps`, begun at the frame `since`."""

    start: Station
    steps: tuple[Station, ...]
    since: int

    @property
    def end(self) -> Station:
        """Where it leads."""
        return (self.start, *self.steps)[-1]

    def begun(self, seconds: float) -> "Walk":
        """The walk that has only those of the steps for which a foot has left the ground by then."""
        count = max(0, int(np.ceil(seconds / STEP - LIFT_OFF)))
        return replace(self, steps=(*self.steps, self.end)[:count])  # the last step brings the feet together


def stations(way: Sequence[Sequence[float] | Array], start: float, end: float | None, size: float) -> list[Station]:
    """The stations of a walk along straight lines (points x, y, the first being where it starts), turning on the spot where they meet.
    start, end: headings, rad; None: the last line's. size: of who walks, against TALL."""
    out: list[tuple[float, float, float]] = []
    stride, heading = STRIDE * size, start
    points = [np.asarray(p[:2], float) for p in way]
    for a, b in zip(points, points[1:]):
        far = float(np.linalg.norm(b - a))
        if far < 0.02:
            continue
        heading = _turn(out, a, heading, float(np.arctan2(*(b - a)[::-1])), TURN / 2)
        steps = max(1, round(far / stride + 0.3))
        out += [(*(a + (b - a) * (i + 1) / steps), heading) for i in range(steps)]
    _turn(out, points[-1], heading, heading if end is None else end, 0.0)
    return [(float(x), float(y), float(h)) for x, y, h in out]


def _turn(out: list, at: Array, heading: float, wanted: float, free: float) -> float:
    """Steps on the spot until a heading is reached but for what a step can take with it; the heading wanted, near the one before."""
    change = (wanted - heading + np.pi) % (2 * np.pi) - np.pi
    steps = int(np.ceil(max(abs(change) - free, 0) / TURN - 1e-9))
    whole = steps + (1 if free else 0)
    out += [(*at, heading + change * (i + 1) / whole) for i in range(steps)]
    return heading + change


def walk(start: Station, ground: float, body: Anatomy, steps: Sequence[Station], fps: float) -> Track:
    """The frames from standing at a station through others to standing at the last; the first frame is the start."""
    places = np.array([start, *steps], np.float64)
    if not steps:
        return standing(start, ground, body)
    turning_left = steps[0][2] > start[2]
    times = STEP * np.arange(len(steps) + 2.0)
    clock = np.arange(int(np.ceil(times[-1] * fps)) + 1) / fps
    middles = np.concatenate([places[:1], (places[:-1] + places[1:]) / 2, places[-1:]])
    path = CubicSpline(times, middles, bc_type="clamped")(np.minimum(clock, times[-1]))
    feet = {side: _foot(places, times, clock, i, sign, turning_left, body) for i, (side, sign) in enumerate(SIDES)}
    return _track(path, {side: (ball + [0, 0, ground], yaw, pitch) for side, (ball, yaw, pitch) in feet.items()}, ground, body, fps)


def standing(at: Station, ground: float, body: Anatomy) -> Track:
    """One frame of standing at ease."""
    path = np.array([at])
    feet = {side: (_beside(path, sign * APART * body.size) + np.array([0, 0, ground]) + _ahead(path, body.ball[0]), path[:, 2], np.zeros(1))
            for side, sign in SIDES}
    return _track(path, feet, ground, body, 24.0)


def _foot(places: Array, times: Array, clock: Array, which: int, sign: float, left_first: bool,
          body: Anatomy) -> tuple[Array, Array, Array]:
    """A foot's ball (N, 3) above the ground, yaw and pitch (N,), rad, at each time. It lands at every second station, and at the last."""
    size = body.size
    own = [k for k in range(1, len(places)) if (k % 2 == 1) == (bool(which) == left_first)]
    lands = [(times[k], places[k]) for k in own] + ([] if own and own[-1] == len(places) - 1 else [(times[-1], places[-1])])
    at = _print(places[0], sign, body)
    ball, yaw, pitch = np.tile(at[:3], (len(clock), 1)), np.full(len(clock), at[3]), np.zeros(len(clock))
    for end, place in lands:
        goal, begin = _print(place, sign, body), end - STEP * (1 - LIFT_OFF)
        far = np.linalg.norm(goal[:3] - at[:3])
        share = min(1.0, float(far) / (0.6 * size))
        u = np.clip((clock - begin) / (end - begin), 0, 1)
        smooth = (u ** 3 * (10 - 15 * u + 6 * u * u))[:, None]
        now = clock >= begin
        ball[now] = (at[:3] + smooth * (goal[:3] - at[:3]))[now]
        ball[now, 2] += ((0.03 + 0.06 * share) * size * 16 * (u * (1 - u)) ** 2)[now]
        yaw[now] = (at[3] + smooth[:, 0] * (goal[3] - at[3]))[now]
        heel = np.clip((clock - begin + 0.45 * STEP) / (0.45 * STEP), 0, 1)
        lifted = share * np.radians(38) * np.where(u > 0, np.cos(np.pi * np.minimum(u * 0.75, 0.75)) * (1 - u) ** 0.5, heel ** 2)
        pitch = np.where((clock > begin - 0.45 * STEP) & (u < 1), lifted, np.where(u >= 1, 0.0, pitch))
        at = goal
    return ball, yaw, pitch


def _print(station: Array, sign: float, body: Anatomy) -> Array:
    """x, y, 0 of the ball of a foot that stands at a station, and its yaw."""
    row = station[None]
    return np.array([*(_beside(row, sign * APART * body.size) + _ahead(row, body.ball[0]))[0], station[2]])


def _beside(path: Array, left: float) -> Array:
    return np.stack([path[:, 0] - left * np.sin(path[:, 2]), path[:, 1] + left * np.cos(path[:, 2]), np.zeros(len(path))], axis=1)


def _ahead(path: Array, far: float) -> Array:
    return far * np.stack([np.cos(path[:, 2]), np.sin(path[:, 2]), np.zeros(len(path))], axis=1)


def _track(path: Array, feet: dict[str, tuple[Array, Array, Array]], ground: float, body: Anatomy, fps: float) -> Track:
    """Pelvis over feet, legs by inverse kinematics, arms and chest that swing against them."""
    size, lengths = body.size, body.offsets
    ankles, soles = {}, {}
    for side, (ball, yaw, pitch) in feet.items():
        soles[side] = Rotation.from_euler("ZY", np.stack([yaw, pitch], axis=1))
        ankles[side] = ball - soles[side].apply(np.array(body.ball))
        lowest = np.min([(ankles[side] + soles[side].apply(np.array(end)))[:, 2] for end in (body.toe, body.heel)], axis=0)
        ankles[side] = ankles[side] + np.maximum(ground - lowest, 0.0)[:, None] * [0.0, 0.0, 1.0]
    yaw = Rotation.from_euler("z", path[:, 2:])
    leg = -(lengths[number("left_shin"), 2] + lengths[number("left_foot"), 2])
    hips = {side: _beside(path, sign * abs(lengths[number("left_thigh"), 1])) for side, sign in SIDES}
    reach = [ankles[side][:, 2] + np.sqrt(np.maximum((0.995 * leg) ** 2 - ((ankles[side] - hips[side])[:, :2] ** 2).sum(axis=1), 0))
             for side, _ in SIDES]
    tall = np.minimum(ground + lengths[0, 2] * 0.992, np.min(reach, axis=0))
    wide = max(1, round(0.12 * fps))
    pelvis = gaussian_filter1d(minimum_filter1d(tall, 2 * wide + 1, mode="nearest"), wide / 2, mode="nearest")
    root = np.column_stack([path[:, :2], pelvis])
    apart = ((feet["left"][0] - feet["right"][0]) * _ahead(path, 1.0)).sum(axis=1) / (STRIDE * size)
    turns = np.empty((len(path), len(BONES), 3, 3))
    turns[:] = yaw.as_matrix()[:, None]
    turns[:, number("chest")] = (yaw * Rotation.from_euler("ZY", np.stack([0.1 * apart, 0.04 * np.abs(apart)], axis=1))).as_matrix()
    for side, sign in SIDES:
        hip = root + yaw.as_matrix() @ lengths[number(f"{side}_thigh")]
        thigh, shin = bent(hip, ankles[side], (-lengths[number(f"{side}_shin"), 2], -lengths[number(f"{side}_foot"), 2]),
                           soles[side].apply([1.0, 0.0, 0.0]) * [1, 1, 0] + 0.3 * yaw.apply([1.0, 0, 0]), knee=True)
        turns[:, number(f"{side}_thigh")], turns[:, number(f"{side}_shin")] = thigh, shin
        turns[:, number(f"{side}_foot")] = soles[side].as_matrix()
        swing = sign * 0.42 * apart
        arm = yaw * Rotation.from_euler("XY", np.stack([np.full(len(path), sign * body.arms_out), swing], axis=1))
        fore = arm * Rotation.from_euler("y", (-0.25 - 0.25 * np.maximum(-swing, 0))[:, None])
        turns[:, number(f"{side}_upper_arm")] = arm.as_matrix()
        turns[:, number(f"{side}_forearm")] = turns[:, number(f"{side}_hand")] = fore.as_matrix()
    return Track(root=root, turns=turns)
