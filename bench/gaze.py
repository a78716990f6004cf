"""`python -m bench.gaze [COUNT]`: people of all ages who stand, sit or walk look at a place, a thing or somebody: how far do their eyes
look beside it, when it is within reach of eyes and head? bench/gaze.json and a table. COUNT: 100 unless given."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from bench.trials import run_trials
from scenes import after, ball, camera, chair, look_at, make_shot, person, plane, sit, walk_to
from scenes.props import Prop
from scenes.shot import Shot
from sim.character.body.bones import RIG, number
from sim.execution.engine import simulate
from sim.math.conventions import Array, Vec3
from sim.scene.act import Act
from sim.trajectory import Trajectory

OFF = 3.0
"""Degrees that eyes may look beside what they look at."""
HEAD, EYES = ((-75, 75), (-35, 40)), ((-35, 35), (-25, 30))
"""Degrees that a head turns against the chest, to the left and down, and eyes against the head."""
SETTLED = 0.8
"""s that something is within reach, and looked at, before eyes must be on it."""
DOING, TARGETS = ("standing", "sitting", "walking"), ("place", "thing", "somebody")
Aim = Vec3 | str


@dataclass(frozen=True, kw_only=True)
class Look:
    """seconds: how long the target was within reach of head and eyes, and looked at, after SETTLED. off: degrees that the worse eye looks
    beside it then, at most; 0 if it never was. at: the s when it does. status: of the look, and of what they do beside it."""

    name: str
    seconds: float
    off: float
    at: float
    statuses: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether eyes were on it all the time."""
        return self.off <= OFF and "failed" not in self.statuses


def stage(seed: int) -> tuple[Shot, Aim]:
    """Someone, called anna, who looks at something, and at what: a place (3,), m, "thing" or "ben"."""
    random = np.random.default_rng([18, seed])
    doing, target = DOING[seed % 3], TARGETS[seed // 3 % 3]
    age, gender, turn = float(random.choice([4, 8, 12, 25, 45, 75])), float(random.random()), float(random.uniform(-180, 180))
    ahead = float(np.cos(np.radians(turn))), float(np.sin(np.radians(turn)))
    back = 1.6 if doing == "walking" else 0.0
    who = person("anna", on=(-back * ahead[0], -back * ahead[1], 0.0), turn=turn, age=age, gender=gender)
    props, actions, when = [plane("floor"), who], list[Act](), after("go") if doing == "sitting" else 0.4
    if doing == "walking":
        gait = str(random.choice(["walk", "stroll", "hurry", "sneak", "limp"]))
        actions.append(walk_to("anna", (back * ahead[0], back * ahead[1]), gait=gait, name="go"))
    elif doing == "sitting":
        size = who.thing.height / 1.7  # type: ignore[union-attr]
        props.append(chair("chair", (0.44 * size, 0.44 * size, 0.9 * size), seat=0.45 * size, turn=(0.0, 0.0, turn), fixed=True,
                           on=(-0.6 * ahead[0], -0.6 * ahead[1], 0.0)))
        actions.append(sit("anna", "chair", name="go"))
    aim, more, moves = _target(random, target)
    actions += [*moves, look_at("anna", aim, when=when, name="look")]
    shot = make_shot(f"{doing}-{target}-{seed}", [*props, *more], actions=actions, seconds=8.0 if doing == "sitting" else 5.0,
                     camera=camera.static((0.0, -6.0, 2.0), (0.0, 0.0, 1.0)))
    return shot, aim


def _target(random: np.random.Generator, target: str) -> tuple[Aim, list[Prop], list[Act]]:
    """Somewhere round the middle of the stage: what is looked at, what there is of it, and what it does."""
    away, angle = float(random.uniform(0.6, 4.0)), float(random.uniform(-np.pi, np.pi))
    way = np.array([np.cos(angle), np.sin(angle)])
    x, y = (way * away).tolist()
    if target == "place":
        return (x, y, float(random.uniform(0.05, 2.2))), [], []
    if target == "thing":
        return "thing", [ball("thing", 0.05, at=(x, y, float(random.uniform(0.05, 2.2))), fixed=True)], []
    x, y = (way * max(away, 1.2)).tolist()
    ben = person("ben", on=(x, y, 0.0), turn=float(random.uniform(-180, 180)), age=float(random.choice([8, 25, 45, 75])))
    side = float(random.choice([-1.5, 0.0, 0.0, 1.5]))
    return "ben", [ben], [walk_to("ben", (x - side * float(way[1]), y + side * float(way[0])), when=0.8)] if side else []


def looked(seed: int) -> Look:
    """What becomes of a stage."""
    shot, aim = stage(seed)
    acted = simulate(shot.scene)
    record = acted.actions[-1]
    statuses = tuple(one.status for one in acted.actions)
    aims, fps = _aims(acted, aim), float(acted.fps)
    begun = acted.frames if record.start is None else round(record.start * fps)
    sees = np.array([i >= begun and reached(acted, i, aims[i]) for i in range(acted.frames)])
    settled = _run_lengths(sees) > SETTLED * fps
    off = np.max([_off(acted, f"{side}_eye", aims) for side in ("right", "left")], axis=0)
    worst = int(np.where(settled, off, -1.0).argmax())
    return Look(name=shot.name, seconds=float(settled.sum() / fps), off=float(off[worst]) if settled.any() else 0.0, at=worst / fps,
                statuses=statuses)


def reached(acted: Trajectory, frame: int, aim: Array) -> bool:
    """Whether some turn of the head within its limits has a place (3,) within those of both eyes."""
    chest, head = _turn(acted, "chest", frame), acted.bone_positions[frame, number("head")]
    yaw, pitch = (np.linspace(*span, 1 + (span[1] - span[0]) // 3) for span in HEAD)
    grid = np.stack(np.meshgrid(yaw, pitch), axis=-1).reshape(-1, 2)
    heads = chest * Rotation.from_euler("ZY", grid, degrees=True)
    inside = np.ones(len(grid), bool)
    for side in ("right", "left"):
        own = _turn(acted, "head", frame).inv().apply(acted.bone_positions[frame, number(f"{side}_eye")] - head)
        x, y, z = heads.inv().apply(aim - head - heads.apply(own)).T
        for angle, (least, most) in zip((np.arctan2(y, x), np.arctan2(-z, np.hypot(x, y))), EYES):
            inside &= (np.degrees(angle) >= least) & (np.degrees(angle) <= most)
    return bool(inside.any())


def _turn(acted: Trajectory, bone: str, frame: int) -> Rotation:
    return Rotation.from_quat(acted.bone_rotations[frame, number(bone)])


def _aims(acted: Trajectory, aim: Aim) -> Array:
    """(T, 3) what is looked at: a place, the middle of a thing, or between somebody's eyes."""
    if not isinstance(aim, str):
        return np.broadcast_to(np.array(aim, float), (acted.frames, 3))
    if aim == "thing":
        return np.asarray(acted.positions[:, [part.object for part in acted.parts].index(aim)])
    eyes = [len(RIG) + number(f"{side}_eye") for side in ("right", "left")]
    return np.asarray(acted.bone_positions[:, eyes].mean(axis=1))


def _off(acted: Trajectory, eye: str, aims: Array) -> Array:
    """(T,) degrees between where an eye looks and what it is to look at."""
    way = aims - acted.bone_positions[:, number(eye)]
    ahead = Rotation.from_quat(acted.bone_rotations[:, number(eye)]).apply([1.0, 0.0, 0.0])
    return np.degrees(np.arctan2(np.linalg.norm(np.cross(ahead, way), axis=1), (ahead * way).sum(axis=1)))


def _run_lengths(true: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(T,) for how many frames it has been true, with this one."""
    out, now = np.zeros(len(true), np.int64), 0
    for i, one in enumerate(true.tolist()):
        now = now + 1 if one else 0
        out[i] = now
    return out


def summary(rows: Sequence[Look]) -> dict[str, Any]:
    """The numbers that are promised, and those that do not pass."""
    reach = [row for row in rows if row.seconds > 0]
    return {"looks": len(rows), "within_reach": len(reach), "pass": sum(row.passes for row in rows),
            "worst_degrees": round(max((row.off for row in reach), default=0.0), 2),
            "median_degrees": round(float(np.median([row.off for row in reach])), 2) if reach else 0.0,
            "failed": [{key: round(value, 2) if isinstance(value, float) else value for key, value in asdict(row).items()}
                       for row in rows if not row.passes]}


def main(count: int = 100) -> None:
    """Print those that do not pass, and keep how all fared, as they come."""
    run_trials(looked, summary, "gaze", count)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
