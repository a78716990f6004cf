"""Walking and turning, from one footstep to the next: feet that are down stay where they are, the rest follows from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import BONES, number
from sim.character.motion.footsteps import SIDES, Foot, Footprint, footprint, landings, way_of_foot
from sim.character.motion.gaits import WALK, Gait
from sim.character.planning.terrain import CLIMB, Terrain
from sim.math.conventions import Array
from sim.math.two_bone_ik import bent

SLOPE = 0.07
"""m by which toes and heels are higher than balls at most, where it slopes."""
TURN = np.radians(40.0)
"""rad of a step at most."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Track:
    """What legs and trunk do, frame by frame. root: (N, 3) the pelvis, m, world. turns: (N, B, 3, 3) world_from_bone."""

    root: NDArray[np.float64]
    turns: NDArray[np.float64]


Station = tuple[float, float, float]
"""Where someone stands: x, y, m, and heading, rad."""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A walk from standing at `start` through the stations `steps`, begun at the frame `since`, in a manner. ground: m, of where it
    starts. terrain: what there is to stand on; None: that ground alone."""

    start: Station
    steps: tuple[Station, ...]
    since: int
    ground: float = 0.0
    gait: Gait = WALK
    terrain: Terrain | None = None

    @property
    def end(self) -> Station:
        """Where it leads."""
        return (self.start, *self.steps)[-1]

    def begun(self, seconds: float) -> "Walk":
        """The walk that has only those of the steps for which a foot has left the ground by then."""
        count = max(0, int(np.ceil(seconds / self.gait.seconds - self.gait.both_down)))
        return replace(self, steps=(*self.steps, self.end)[:count])  # the last step brings the feet together


def stations(way: Sequence[Sequence[float] | Array], start: float, end: float | None, size: float,
             gait: Gait = WALK) -> list[Station]:
    """The stations of a walk along straight lines (points x, y, the first being where it starts), turning on the spot where they meet.
    start, end: headings, rad; None: the last line's. size: of who walks, against TALL."""
    out: list[tuple[float, float, float]] = []
    stride, heading = gait.stride * size, start
    points = [np.asarray(p[:2], float) for p in way]
    for a, b in zip(points, points[1:]):
        far = float(np.linalg.norm(b - a))
        if far < 0.02:
            continue
        heading = turned_on_spot(out, a, heading, float(np.arctan2(*(b - a)[::-1])))
        steps = max(1, round(far / stride + 0.3))
        out += [(*(a + (b - a) * (i + 1) / steps), heading) for i in range(steps)]
    turned_on_spot(out, points[-1], heading, heading if end is None else end, 0.0)
    return [(float(x), float(y), float(h)) for x, y, h in out]


def turned_on_spot(out: list, at: Array, heading: float, wanted: float, free: float = TURN / 2) -> float:
    """Append stations that turn on the spot from one heading towards another, rad, to `out`, and return the heading
    that is reached: the one wanted, plus or minus whole turns. free: rad that the next step forward can still make up
    for."""
    change = (wanted - heading + np.pi) % (2 * np.pi) - np.pi
    steps = int(np.ceil(max(abs(change) - free, 0) / TURN - 1e-9))
    whole = steps + (1 if free else 0)
    out += [(*at, heading + change * (i + 1) / whole) for i in range(steps)]
    return heading + change


def walk(way: Walk, body: Anatomy, fps: float) -> Track:
    """The frames from standing at the start through the steps to standing at the last; the first frame is the start."""
    steps, ground, gait, terrain = way.steps, way.ground, way.gait, way.terrain or Terrain(way.ground, ())
    if not steps:
        return standing(way.start, ground, body, terrain)
    lands, places = _landings(way, body, terrain), np.array([way.start, *steps], np.float64)
    times = gait.seconds * np.arange(len(steps) + 2.0)
    clock = np.arange(int(np.ceil(times[-1] * fps)) + 1) / fps
    levels = np.array([foot.ball[2] for _, foot in sorted((row for foot in lands for row in foot[1:]), key=lambda row: row[0])])
    rows = np.column_stack([places, np.concatenate([[ground], levels[:len(steps)]])])
    middles = np.concatenate([rows[:1], (rows[:-1] + rows[1:]) / 2, rows[-1:]])
    path = scipy.interpolate.CubicSpline(times, middles, bc_type="clamped")(np.minimum(clock, times[-1]))
    feet = {side: way_of_foot(lands[i], times, clock, body, terrain, gait) for i, (side, _) in enumerate(SIDES)}
    return _track(path, feet, terrain, body, fps, gait)


def level_at_end(way: Walk, body: Anatomy) -> float:
    """The height of the ground where a walk leads, m."""
    if not way.steps or way.terrain is None:
        return way.ground
    return float(max(foot[-1][1].ball[2] for foot in _landings(way, body, way.terrain)))


def _landings(way: Walk, body: Anatomy, terrain: Terrain) -> list[list[tuple[int, Footprint]]]:
    return landings(np.array([way.start, *way.steps], np.float64), way.steps[0][2] > way.start[2], body, terrain, way.ground)


def standing(at: Station, ground: float, body: Anatomy, terrain: Terrain | None = None) -> Track:
    """One frame of standing at ease."""
    path, terrain = np.array([[*at, ground]]), terrain or Terrain(ground, ())
    feet = {}
    for side, sign in SIDES:
        print_ = footprint(at, sign, body, terrain, ground + CLIMB / 2)
        feet[side] = Foot(print_.ball[None], np.array([print_.yaw]), np.array([print_.pitch]), print_.ball[None, 2])
    return _track(path, feet, terrain, body, 24.0, WALK)


def _beside(path: Array, left: float) -> Array:
    return np.stack([path[:, 0] - left * np.sin(path[:, 2]), path[:, 1] + left * np.cos(path[:, 2]), np.zeros(len(path))], axis=1)


def _ahead(path: Array, far: float) -> Array:
    return far * np.stack([np.cos(path[:, 2]), np.sin(path[:, 2]), np.zeros(len(path))], axis=1)


def _track(path: Array, feet: Mapping[str, Foot], terrain: Terrain, body: Anatomy, fps: float, gait: Gait) -> Track:
    """Pelvis over feet, legs by inverse kinematics, arms and chest that swing against them. path: (N, 4) x, y, heading, height."""
    about = scipy.spatial.transform.Rotation.from_euler
    soles = {side: about("ZY", np.stack([foot.yaw, foot.pitch], axis=1)) for side, foot in feet.items()}
    ankles = {side: _ankles(foot, soles[side], terrain, body) for side, foot in feet.items()}
    yaw, lean = about("z", path[:, 2:3]), gait.lean * _under_way(path, fps)
    elbow = WALK.elbow + (gait.elbow - WALK.elbow) * _under_way(path, fps)
    root = np.column_stack([path[:, :2], _hips(path, ankles, body, fps, gait)])
    apart = ((feet["left"].ball - feet["right"].ball) * _ahead(path, 1.0)).sum(axis=1) / (gait.stride * body.size)
    turns = np.empty((len(path), len(BONES), 3, 3))
    turns[:] = yaw.as_matrix()[:, None]
    pelvis = yaw * about("y", 0.3 * lean[:, None])
    turns[:, 0] = pelvis.as_matrix()
    turns[:, number("chest")] = (yaw * about("ZY", np.stack([0.1 * apart, 0.04 * np.abs(apart) + lean], axis=1))).as_matrix()
    for side, sign in SIDES:
        hip = root + turns[:, 0] @ body.offsets[number(f"{side}_thigh")]
        lengths = -body.offsets[number(f"{side}_shin"), 2], -body.offsets[number(f"{side}_foot"), 2]
        pole = soles[side].apply([1.0, 0.0, 0.0]) * [1, 1, 0] + 0.3 * yaw.apply([1.0, 0, 0])
        turns[:, number(f"{side}_thigh")], turns[:, number(f"{side}_shin")] = bent(hip, ankles[side], lengths, pole, knee=True)
        turns[:, number(f"{side}_foot")] = soles[side].as_matrix()
        _swing(turns, side, sign, sign * gait.swing * apart, yaw, body, elbow)
    return Track(root=root, turns=turns)


def _ankles(foot: Foot, sole: "scipy.spatial.transform.Rotation", terrain: Terrain, body: Anatomy) -> Array:
    """(N, 3) of a foot whose stiff sole rolls over its ends and not through what it stands on, m."""
    ankles = foot.ball - sole.apply(np.array(body.ball))
    deepest = np.zeros(len(ankles))
    for end in (body.toe, body.heel):
        points = ankles + sole.apply(np.array(end))
        floor = terrain.under(points[:, :2], foot.sole + SLOPE) if terrain.ledges else terrain.ground
        deepest = np.maximum(deepest, floor - points[:, 2])
    return ankles + deepest[:, None] * [0.0, 0.0, 1.0]


def _hips(path: Array, ankles: Mapping[str, Array], body: Anatomy, fps: float, gait: Gait) -> Array:
    """(N,) the height of the pelvis, m: as high as both legs reach, smoothly."""
    lengths = body.offsets
    leg = -(lengths[number("left_shin"), 2] + lengths[number("left_foot"), 2])
    reach = []
    for side, sign in SIDES:
        hip = _beside(path, sign * abs(lengths[number("left_thigh"), 1]))
        reach.append(ankles[side][:, 2] + np.sqrt(np.maximum((0.995 * leg) ** 2 - ((ankles[side] - hip)[:, :2] ** 2).sum(axis=1), 0)))
    low = gait.sink * body.size * _under_way(path, fps)
    if gait.limp:
        low = low + gait.limp * body.size * np.clip((ankles["left"][:, 2] - ankles["right"][:, 2]) / (0.04 * body.size), 0.0, 1.0)
    tall = np.minimum(path[:, 3] + lengths[0, 2] * 0.992, np.min(reach, axis=0)) - low
    wide = max(1, round(0.12 * fps * min(1.0, gait.seconds / WALK.seconds)))
    lowest = scipy.ndimage.minimum_filter1d(tall, 2 * wide + 1, mode="nearest")
    return np.asarray(scipy.ndimage.gaussian_filter1d(lowest, wide / 2, mode="nearest"))


def _under_way(path: Array, fps: float) -> Array:
    """(N,) from 0 while standing to 1 while going, smoothly."""
    if len(path) < 3:
        return np.zeros(len(path))
    speed = np.linalg.norm(np.gradient(path[:, :2], axis=0), axis=1) * fps
    return np.asarray(scipy.ndimage.gaussian_filter1d(np.clip(speed / 0.3, 0.0, 1.0), 0.1 * fps, mode="nearest")) * np.clip(
        np.minimum(np.arange(len(path)), np.arange(len(path))[::-1]) / (0.3 * fps), 0.0, 1.0)


def _swing(turns: NDArray[np.float64], side: str, sign: float, swing: Array, yaw: "scipy.spatial.transform.Rotation", body: Anatomy,
           elbow: Array) -> None:
    """Hang an arm beside the body that swings by angles (N,), rad, its elbow bent."""
    about = scipy.spatial.transform.Rotation.from_euler
    arm = yaw * about("XY", np.stack([np.full(len(swing), sign * body.arms_out), swing], axis=1))
    fore = arm * about("y", (-elbow - 0.25 * np.maximum(-swing, 0))[:, None])
    turns[:, number(f"{side}_upper_arm")] = arm.as_matrix()
    turns[:, number(f"{side}_forearm")] = turns[:, number(f"{side}_hand")] = fore.as_matrix()
