"""Where hands are in poses near the floor: on the knees, ahead for balance, on the floor."""

from dataclasses import replace

import numpy as np

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import number, placed
from sim.character.motion.key_poses import SIDES, KeyPose, pose_rows
from sim.math.conventions import cross

BEHIND, OVER = 0.05, 0.085
"""m from the joint of a knee, along the thigh and up, to where a palm rests on it."""


def on_knees(pose: KeyPose, body: Anatomy, sides: tuple[int, ...]) -> KeyPose:
    """The same with hands, 0 the right and 1 the left, on the thighs behind the knees."""
    one = KeyPose(**{name: np.asarray(value)[None] for name, value in vars(pose).items()})
    root, turns = pose_rows(one, body)
    places = placed(body.offsets, root[0], turns[0])
    changed = {name: np.array(getattr(pose, name)) for name in ("wrists", "fingers", "palms", "elbows")}
    for i in sides:
        side, sign = SIDES[i]
        hip, knee = places[number(f"{side}_thigh")], places[number(f"{side}_shin")]
        along = (knee - hip) / np.linalg.norm(knee - hip)
        up = np.array([0.0, 0.0, 1.0]) - along[2] * along
        up = up / max(float(np.linalg.norm(up)), 1e-9)
        y = sign * up
        turn = np.stack([cross(y, -along), y, -along], axis=-1)
        grip = body.palm * np.array([1.0, -sign, 1.0])
        changed["wrists"][i] = knee + body.size * (OVER * up - BEHIND * along) - turn @ grip
        changed["fingers"][i], changed["palms"][i], changed["elbows"][i] = along, -up, [-0.4, 0.6 * sign, -0.5]
    return replace(pose, **changed)


def arms_ahead(pose: KeyPose, body: Anatomy) -> KeyPose:
    """The same with the arms ahead, for balance."""
    beside = np.array([[0.0, sign, 0.0] for _, sign in SIDES])
    return replace(pose, wrists=pose.pelvis + body.size * (0.26 * beside + [0.42, 0.0, 0.2]),
                   elbows=beside - [0.2, 0, 1], fingers=np.tile([1.0, 0.0, -0.2], (2, 1)),
                   palms=np.array([0.3, 0.3, 1.0]) * -beside - [0.0, 0.0, 1.0])


def arms_aside(pose: KeyPose, body: Anatomy) -> KeyPose:
    """The same with the hands over the floor at both sides, on their way from there."""
    beside = np.array([[0.0, sign, 0.0] for _, sign in SIDES])
    return replace(pose, wrists=pose.pelvis + body.size * (0.36 * beside + [0.1, 0.0, 0.16]),
                   elbows=beside - [0.6, 0, 0], fingers=beside * 0.7 + [0.5, 0.0, -0.3], palms=np.tile([0.0, 0.0, -1.0], (2, 1)))


def propped(pose: KeyPose, body: Anatomy) -> KeyPose:
    """The same with the hands flat on the floor behind the pelvis."""
    beside = np.array([[0.0, sign, 0.0] for _, sign in SIDES])
    return replace(pose, wrists=pose.pelvis * [1, 1, 0] + body.size * (0.3 * beside + [-0.16, 0.0, 0.1]),
                   elbows=beside * 0.6 - [1.0, 0.0, 0.0], fingers=beside * 0.8 - [0.6, 0.0, 0.0],
                   palms=np.tile([0.0, 0.0, -1.0], (2, 1)))
