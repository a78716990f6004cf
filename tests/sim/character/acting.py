"""What tests of people's verbs share: a scene with someone in it, acted out, and what became of it."""

import numpy as np

from scenes import camera, cup, make_shot, person, plane, table
from sim.character.body.bones import BONES, RIG, number
from sim.execution.engine import simulate

CAMERA = camera.static((0, -4, 1.5), (0, 0, 1))


def act(*actions, seconds=4.0, props=(), on=(0.0, 0.0, 0.0), turn=0.0):
    """A person at the origin, facing +x, and a cup on a table before them unless other props are given."""
    things = props or (table("table", (0.8, 0.8, 0.72), on=(0.75, 0, 0), fixed=True),
                       cup("cup", 0.04, 0.12, on=(0.45, -0.1, 0.72), turn=(0, 0, -90), wall=0.005))
    shot = make_shot("test", [plane("floor"), *things, person("anna", on=on, turn=turn)], actions=actions, camera=CAMERA, seconds=seconds)
    return simulate(shot.scene)


def bone(trajectory, name, who=0):
    return trajectory.bone_positions[:, who * len(RIG) + number(name)]


def part(trajectory, name):
    return trajectory.positions[:, trajectory.part_ids(name)[0] - 1]


def outcome(trajectory):
    return {record.title: (record.status, record.reason) for record in trajectory.actions}


def facing(trajectory, who=0):
    x, y, z, w = trajectory.bone_rotations[:, who * len(RIG)].T
    return np.degrees(np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)))


def end(trajectory, name):
    """The frame with which an action ends."""
    return round(next(record.end for record in trajectory.actions if record.title == name) * float(trajectory.fps))


def fastest(trajectory):
    """rad/s of the fastest joint, against the bone before it in the table or the world."""
    from scipy.spatial.transform import Rotation
    acting = np.concatenate([np.arange(who, who + len(BONES)) for who in range(0, trajectory.bone_rotations.shape[1], len(RIG))])
    rotations = trajectory.bone_rotations[:, acting]
    turns = Rotation.from_quat(rotations.reshape(-1, 4)).as_matrix().reshape(*rotations.shape[:2], 3, 3)
    step = Rotation.from_matrix((turns[:-1].swapaxes(-1, -2) @ turns[1:]).reshape(-1, 3, 3)).magnitude()
    return float(step.max() * float(trajectory.fps))
