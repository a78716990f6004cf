"""`python -m bench.holds [COUNT]`: random holds: things of many shapes are picked up by people of all ages; do thumb and fingers touch
them, and are none in them? bench/holds.json and a table. COUNT: 100 unless given."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from bench.trials import run_trials
from render.skinning import blended
from scenes import Prop, ball, box, camera, capsule, cup, cylinder, make_shot, person, pick_up, plane, table
from scenes.shot import Shot
from sim.character.body.bones import FINGERS, RIG, number
from sim.character.body.skin import rest_pose, skins
from sim.execution.engine import simulate
from sim.geometry.convex import Pose, distance, pieces, pose

TOUCH, DEEP = 0.004, 0.003
"""m from a thing within which a finger touches it, and that it may be in it."""
TOP = 0.7
"""m, of the table."""


@dataclass(frozen=True, kw_only=True)
class HoldResult:
    """gaps: m from each finger's skin, thumb first, to the thing; negative in it."""

    name: str
    status: str
    reason: str
    gaps: tuple[float, ...]

    @property
    def passes(self) -> bool:
        """Whether it was taken, thumb and two fingers touch it, and none is in it."""
        near = [gap <= TOUCH for gap in self.gaps]
        return self.status == "done" and near[0] and sum(near[1:]) >= 2 and min(self.gaps) >= -DEEP


def stage(seed: int) -> Shot:
    """Someone before a table with a thing on it."""
    random = np.random.default_rng([17, seed])
    age = float(random.choice([8, 12, 25, 45, 75]))
    who = person("anna", age=age, gender=float(random.random()))
    height = who.thing.height  # type: ignore[union-attr]
    top = TOP * height / 1.7
    at = (0.42 * height / 1.7, float(random.uniform(-0.25, 0.05)) * height / 1.7, top)
    wide, tall = float(random.uniform(0.025, 0.045)), float(random.uniform(0.08, 0.16))
    turn = (0.0, 0.0, float(random.uniform(-180, 180)))
    kinds: dict[str, Prop] = {
        "box": box("thing", (2 * wide, 1.6 * wide, tall), on=at, turn=turn), "ball": ball("thing", 1.2 * wide, on=at),
        "cup": cup("thing", wide, tall, on=at, turn=turn, handle=bool(random.random() < 0.5)),
        "cylinder": cylinder("thing", wide, tall, on=at), "capsule": capsule("thing", wide, tall, on=at)}
    kind = str(random.choice(list(kinds)))
    return make_shot(f"{kind}_{seed}", [plane("floor"), table("table", (0.8, 1.0, top), on=(0.4 + 0.25 * height / 1.7, 0, 0), fixed=True),
                                        kinds[kind], who], seconds=3.5, camera=camera.static((0, -3, 1.5), (0, 0, 1)),
                     actions=[pick_up("anna", "thing", when=0.1, name="take")])


def held(shot: Shot) -> HoldResult:
    """How a thing is held at the end."""
    scene, acted = shot.scene, simulate(shot.scene)
    record = acted.actions[0]
    if record.status != "done":
        return HoldResult(name=shot.name, status=record.status, reason=record.reason, gaps=(np.inf,) * 5)
    who, thing = scene.people[0], next(body for body in scene.bodies if body.name == "thing")
    part = acted.part_ids("thing")[0] - 1
    made = skins(who.figure, who.hair, who.clothes)["skin"]
    bones = Pose(acted.bone_positions[-1, :len(RIG)], acted.bone_rotations[-1, :len(RIG)])
    turn, shift = blended(bones.then(rest_pose(who.figure).inverse()), made.bones, made.weights)
    skin = (turn @ made.vertices[..., None])[..., 0] + shift
    inside = Rotation.from_quat(acted.rotations[-1, part]).inv().apply(skin - acted.positions[-1, part])
    solid, side = pieces(thing.parts[0].shape, pose()), acted.grips[0].hand
    fingers = [inside[_of(made.bones, side, finger)] for finger in FINGERS]
    return HoldResult(name=shot.name, status="done", reason="",
                gaps=tuple(float(min(distance(piece, finger).min() for piece in solid)) for finger in fingers))


def _of(bones: NDArray[np.int32], side: str, finger: str) -> NDArray[np.bool_]:
    return np.isin(bones[:, 0], [number(f"{side}_{finger}_{joint}") for joint in (1, 2, 3)])


def summary(rows: Sequence[HoldResult]) -> dict[str, Any]:
    """The numbers that are promised, and those that do not pass."""
    taken = [row for row in rows if row.status == "done"]
    thumbs = [abs(row.gaps[0]) for row in taken]
    return {"holds": len(rows), "pass": sum(row.passes for row in rows), "taken": len(taken),
            "farthest_thumb_mm": _mm(max(thumbs, default=0.0)), "deepest_mm": _mm(max((-min(row.gaps) for row in taken), default=0.0)),
            "fingers_that_touch": round(float(np.mean([sum(gap <= TOUCH for gap in row.gaps) for row in taken])), 2) if taken else 0.0,
            "failed": [{"name": row.name, "status": row.status, "reason": row.reason,
                        "gaps_mm": [_mm(gap) for gap in row.gaps] if row.status == "done" else []} for row in rows if not row.passes]}


def _mm(metres: float) -> float:
    return round(1000 * metres, 1)


def main(count: int = 100) -> None:
    """Print those that do not pass, and keep how all fared, as they come."""
    run_trials(lambda seed: held(stage(seed)), summary, "holds", count)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
