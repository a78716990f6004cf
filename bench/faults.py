"""What a body does that none can: going through things, sliding on its feet, joints that jump. Measured on a trajectory alone, from the
skin as it is posed for the picture, by plain geometry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from bench.skins import balls, cup_points, moving
from bench.solids import Solid, solids
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import BONES, PARENTS, RIG
from sim.geometry.convex import Pose
from sim.math.conventions import Array
from sim.scene.person import Person
from sim.scene.scene import Scene
from sim.trajectory import Trajectory

DOWN = 0.005
"""m above its lowest within which a foot is down."""
MOST_DEEP = MOST_SLIDE = 0.01
"""m that pass."""


@dataclass(frozen=True, kw_only=True)
class Depth:
    """metres: the deepest that one thing is in another; 0: never. frame: when. what, where: of which thing, and in which."""

    metres: float = 0.0
    frame: int = 0
    what: str = ""
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Faults:
    """walker: skin and clothes in what stands still; soles: below the ground. held: a cup in hand in what stands still; body: in the one
    who holds it, their hands excepted. slide: the most that a foot moves while it is down, m. joint: the fastest that one turns, rad/s,
    and which. finite: whether all numbers are."""

    walker: Depth
    soles: Depth
    held: Depth
    body: Depth
    slide: float
    joint: tuple[float, str]
    finite: bool


def faults(scene: Scene, trajectory: Trajectory, who: str = "anna", thing: str = "cup") -> Faults:
    """Of a person and a cup."""
    index, person = next((i, p) for i, p in enumerate(scene.people) if p.name == who)
    rows = slice(index * len(RIG), (index + 1) * len(RIG))
    bones = Pose(trajectory.bone_positions[:, rows], trajectory.bone_rotations[:, rows])
    still = solids(scene)
    held = [n for grip in trajectory.grips if grip.thing == thing and grip.holder == who
            for n in range(grip.start, trajectory.frames if grip.end is None else grip.end)]
    cups = [(n, thing, cup_points(scene, trajectory, thing, n)) for n in held]
    bodies, ground = list(moving(person, bones)), person.position[2]
    return Faults(
        walker=_deepest(bodies, still), soles=_sunk(bodies, ground), held=_deepest(cups, still),
        body=max((_in_body(person, bones, n, thing, points) for n, _, points in cups), key=lambda d: d.metres, default=Depth()),
        slide=max((slide(ball, ground) for ball in balls(person, bones)), default=0.0),
        joint=fastest(bones.rotation[:, :len(BONES)], float(trajectory.fps)),
        finite=all(np.isfinite(a).all() for a in (trajectory.positions, trajectory.rotations, bones.position, bones.rotation)))


def _deepest(rows: Iterable[tuple[int, str, Array]], still: Sequence[Solid]) -> Depth:
    """Of points (N, 3), by frame and name, in any of these."""
    best = Depth()
    for frame, what, points in rows:
        low, high = points.min(axis=0), points.max(axis=0)
        for solid in still:
            wide = float(np.hypot(*solid.half[:2]))
            if (high[:2] > solid.middle[:2] - wide).all() and (low[:2] < solid.middle[:2] + wide).all() and solid.low < high[2] \
                    and low[2] < solid.top:
                deep = float(solid.depth(points).max())
                if deep > best.metres:
                    best = Depth(metres=deep, frame=frame, what=what, where=solid.name)
    return best


def _sunk(rows: Iterable[tuple[int, str, Array]], ground: float) -> Depth:
    """Of points (N, 3), by frame and name, below the ground."""
    return max((Depth(metres=max(0.0, ground - float(points[:, 2].min())), frame=frame, what=what, where="floor")
                for frame, what, points in rows), key=lambda depth: depth.metres, default=Depth())


def _in_body(person: Person, bones: Pose, frame: int, thing: str, points: Array) -> Depth:
    """How deep points are in someone, but for their hands."""
    best, body = Depth(frame=frame, what=thing), anatomy(person.figure, person.clothes)
    for bone, name in enumerate(BONES):
        if name.endswith("hand"):
            continue
        inside = Rotation.from_quat(bones.rotation[frame, bone]).inv().apply(points - bones.position[frame, bone])
        deep = body.face.depth(inside) if name == "head" else body.spheres.of(name).depth(inside)
        if deep > best.metres:
            best = Depth(metres=deep, frame=frame, what=thing, where=name)
    return best


def slide(ball: NDArray[np.float64], ground: float = 0.0) -> float:
    """The most that a foot's ball (T, 3), m, moves along the ground while it is down, m. ground: m; it is down within DOWN of its lowest,
    which is at most a DOWN above the ground, or else it never is."""
    lowest = max(float(ball[:, 2].min()), ground)
    down = ball[:, 2] < lowest + DOWN
    runs = np.split(np.arange(len(ball)), np.flatnonzero(np.diff(down)) + 1)
    stood = [ball[run, :2] for run in runs if down[run[0]]]
    return max((float(np.linalg.norm(way[:, None] - way, axis=-1).max()) for way in stood), default=0.0)


def fastest(rotations: NDArray[np.float64], fps: float) -> tuple[float, str]:
    """rad/s of the fastest turn of any bone against the one that it hangs on, and which. rotations: (T, B, 4) world_from_bone."""
    turns = Rotation.from_quat(rotations.reshape(-1, 4)).as_matrix().reshape(*rotations.shape[:2], 3, 3)
    local = turns[:, list(PARENTS[1:])].swapaxes(-1, -2) @ turns[:, 1:]
    steps = (local[:-1].swapaxes(-1, -2) @ local[1:]).reshape(-1, 3, 3)
    speeds = Rotation.from_matrix(steps).magnitude().reshape(len(local) - 1, -1) * fps
    frame, bone = np.unravel_index(int(speeds.argmax()), speeds.shape)
    return float(speeds[frame, bone]), BONES[bone + 1]
