"""What a body does that none can: going through things, sliding on its feet, joints that jump. Measured on a trajectory alone, from the
skin as it is posed for the picture, by plain geometry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from bench.solids import Solid, solids
from render.skinning import blended
from sim.conventions import Array, quat_rotate
from sim.parts import part_shapes, part_table
from sim.people import flesh
from sim.people.person import BUILDS, GARMENTS, Person
from sim.people.skeleton import BONES, PARENTS, number
from sim.people.skin import binding, skin
from sim.pieces import Pose
from sim.scene import Scene
from sim.shapes import Cup
from sim.tessellate import tessellate
from sim.trajectory import Trajectory

EVERY = 4
"""Of the skin's vertices, which are 1 cm or so apart, one in so many is looked at."""
DOWN = 0.005
"""m above its lowest within which a foot is down."""
MOST_DEEP, MOST_SLIDE = 0.01, 0.02
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
    rows = slice(index * len(BONES), (index + 1) * len(BONES))
    bones = Pose(trajectory.bone_positions[:, rows], trajectory.bone_rotations[:, rows])
    still = solids(scene)
    held = [n for grip in trajectory.grips if grip.thing == thing and grip.holder == who
            for n in range(grip.start, trajectory.frames if grip.end is None else grip.end)]
    cup_points = [(n, thing, _cup(scene, trajectory, thing, n)) for n in held]
    moving, ground = list(_moving(person, bones)), person.position[2]
    return Faults(
        walker=_deepest(moving, still), soles=_sunk(moving, ground),
        held=_deepest(cup_points, still),
        body=max((_in_body(person, bones, n, thing, points) for n, _, points in cup_points), key=lambda d: d.metres, default=Depth()),
        slide=max((slide(ball, ground) for ball in _balls(person, bones)), default=0.0),
        joint=fastest(bones.rotation, float(trajectory.fps)),
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


class _Skin:
    """Some of the vertices of someone's skin and clothes, by the bone that holds each most."""

    def __init__(self, person: Person) -> None:
        made = [skin(garment, person.height, person.build) for garment in GARMENTS]
        rest, bones, weights = (np.concatenate([getattr(one, name)[::EVERY] for one in made]) for name in ("vertices", "bones", "weights"))
        main = bones[np.arange(len(bones)), weights.argmax(axis=1)]
        order = np.argsort(main, kind="stable")
        self._rest, self._bones, self._weights = rest[order], bones[order], weights[order]
        self._bone_from_rest = Pose(*binding(person.height)).inverse()
        names, firsts = np.unique(main[order], return_index=True)
        self._pieces = [(BONES[name], slice(a, b)) for name, a, b in zip(names, firsts, [*firsts[1:], len(rest)])]

    def posed(self, bones: Pose) -> list[tuple[str, Array]]:
        """By bone, (N, 3) vertices, m, world."""
        turn, shift = blended(bones.then(self._bone_from_rest), self._bones, self._weights)
        points = (turn @ self._rest[..., None])[..., 0] + shift
        return [(name, points[piece]) for name, piece in self._pieces]


def _moving(person: Person, bones: Pose) -> Iterator[tuple[int, str, Array]]:
    """Frame, bone and (N, 3) its skin, m, world, of each frame in which someone moves."""
    body = _Skin(person)
    for frame in range(len(bones.position)):
        if frame == 0 or np.abs(bones.position[frame] - bones.position[frame - 1]).max() > 1e-5:
            for name, points in body.posed(Pose(bones.position[frame], bones.rotation[frame])):
                yield frame, name, points


def _cup(scene: Scene, trajectory: Trajectory, thing: str, frame: int) -> Array:
    """(N, 3) points on a cup: its mesh's vertices, and rings round it, m, world."""
    part, = (p.id - 1 for p in part_table(scene) if p.object == thing)
    shape = part_shapes(scene)[part]
    assert isinstance(shape, Cup)
    angle, height = np.meshgrid(np.linspace(0, 2 * np.pi, 24, endpoint=False), np.linspace(-0.5, 0.5, 9) * shape.height)
    rings = np.stack([shape.radius * np.cos(angle), shape.radius * np.sin(angle), height], axis=-1).reshape(-1, 3)
    points = np.concatenate([rings, tessellate(shape).vertices])
    return trajectory.positions[frame, part] + quat_rotate(trajectory.rotations[frame, part], points)


def _in_body(person: Person, bones: Pose, frame: int, thing: str, points: Array) -> Depth:
    """How deep points are in someone, but for their hands."""
    size, best = person.height / flesh.REFERENCE, Depth(frame=frame, what=thing)
    trunk = flesh.grown([*flesh.torso(), *flesh.sleeve("right"), *flesh.sleeve("left")], 0.006, BUILDS[person.build])
    for solid in (*flesh.head(), *trunk, *flesh.grown(flesh.legs(), 0.0, BUILDS[person.build])):
        bone = number(solid.bone)
        inside = Rotation.from_quat(bones.rotation[frame, bone]).inv().apply(points - bones.position[frame, bone])
        deep = float(-solid.distance(inside / size).min()) * size
        if deep > best.metres:
            best = Depth(metres=deep, frame=frame, what=thing, where=solid.bone)
    return best


def _balls(person: Person, bones: Pose) -> Iterator[Array]:
    """(T, 3) the ball of each foot, m, world: the middle of the sole where the shoe is widest."""
    made, rest = skin("shoes", person.height, person.build), Pose(*binding(person.height))
    for side in ("right", "left"):
        bone = number(f"{side}_foot")
        mine = made.vertices[(made.bones[np.arange(len(made.bones)), made.weights.argmax(axis=1)] == bone)]
        inside = Rotation.from_quat(rest.rotation[bone]).inv().apply(mine - rest.position[bone])
        along = np.linspace(inside[:, 0].min(), inside[:, 0].max(), 25)
        widths = [np.ptp(inside[np.abs(inside[:, 0] - x) < 0.01, 1]) for x in along]
        ball = np.array([along[int(np.argmax(widths))], float(np.mean(inside[:, 1])), inside[:, 2].min()])
        yield bones.position[:, bone] + quat_rotate(bones.rotation[:, bone], ball)


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
