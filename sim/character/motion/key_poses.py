"""Poses of the whole body, and the motion from one to the next: what moves between them moves smoothly, what
stays stays.

Places are m in the frame of the station that someone stands at: x ahead, y left, z up, from the ground between
the feet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import scipy

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import BONES, number, placed
from sim.character.motion.arms import wrist
from sim.character.motion.gait import Station, Track, standing
from sim.math.conventions import Array, cross, matrix_about_z, matrix_between
from sim.math.two_bone_ik import bent

SIDES = (("right", -1.0), ("left", 1.0))
SETTING_OUT = 0.3
"""s in which arms get from hanging to where the same places have them: their elbows turn a little."""


@dataclass(frozen=True, kw_only=True, eq=False)
class KeyPose:
    """A pose of the whole body. pelvis: (3,) its place. tilts: (3,) rad forward of pelvis, chest and head, against the
    upright. toes: (2, 3) the tips of the soles, the right one first, and pitches: (2,) rad of the feet, toes down.
    knees, elbows: (2, 3) towards which they point. wrists: (2, 3) places. fingers, palms: (2, 3) the directions of
    fingers, and those that palms look in."""

    pelvis: Array
    tilts: Array
    toes: Array
    pitches: Array
    knees: Array
    wrists: Array
    fingers: Array
    palms: Array
    elbows: Array

    def flat(self) -> Array:
        """All of it in one row."""
        return np.concatenate([np.ravel(getattr(self, field.name)) for field in fields(self)])


def at_ease(body: Anatomy) -> KeyPose:
    """Of who stands at ease."""
    rest = standing((0.0, 0.0, 0.0), 0.0, body)
    places, turns = placed(body.offsets, rest.root[0], rest.turns[0]), rest.turns[0]
    hands = [number(f"{side}_hand") for side, _ in SIDES]
    ahead, out = np.tile([1.0, 0.0, 0.0], (2, 1)), np.array([[0.0, sign, 0.0] for _, sign in SIDES])
    return KeyPose(pelvis=rest.root[0], tilts=np.zeros(3),
                   toes=np.array([places[number(f"{side}_foot")] + body.toe for side, _ in SIDES]), pitches=np.zeros(2),
                   knees=ahead, wrists=places[hands], fingers=-turns[hands][:, :, 2],
                   palms=-out[:, 1:2] * turns[hands][:, :, 1], elbows=0.5 * out - ahead)


def arms_hanging(pose: KeyPose, body: Anatomy, sides: Sequence[int] = (0, 1)) -> KeyPose:
    """The same with some arms, 0 the right and 1 the left, hanging from the shoulders as they do when standing."""
    rest = at_ease(body)
    shoulders = _shoulders(body, pose) - _shoulders(body, rest)
    changed = {name: np.array(getattr(pose, name)) for name in ("wrists", "fingers", "palms", "elbows")}
    for name, values in changed.items():
        for side in sides:
            values[side] = getattr(rest, name)[side] + (shoulders[side] if name == "wrists" else 0.0)
    return replace(pose, **changed)


def keyed_track(keys: Sequence[tuple[float, KeyPose]], body: Anatomy, at: Station, ground: float, fps: float) -> Track:
    """The motion through key poses, each with its time, s, for someone who stands at a station (x, y, heading) with
    soles at a height `ground`, m."""
    times, rows = np.array([time for time, _ in keys]), np.array([pose.flat() for _, pose in keys])
    clock = np.append(np.arange(0.0, times[-1], 1 / fps), times[-1])
    flown, starts = scipy.interpolate.PchipInterpolator(times, rows)(clock), np.cumsum([0, *(getattr(keys[0][1], f.name).size for f in
                                                                           fields(KeyPose))])
    values = {f.name: flown[:, a:b].reshape(-1, *getattr(keys[0][1], f.name).shape)
              for f, a, b in zip(fields(KeyPose), starts, starts[1:])}
    root, turns = pose_rows(KeyPose(**values), body)
    _set_out(turns, standing((0.0, 0.0, 0.0), 0.0, body).turns[0], clock)
    yaw = matrix_about_z(at[2])
    return Track(root=root @ yaw.T + [at[0], at[1], ground], turns=yaw @ turns)


def pose_rows(pose: KeyPose, body: Anatomy) -> tuple[Array, Array]:
    """Pelvis (N, 3) and rotations (N, B, 3, 3) of N poses in one: each field has N rows, in the station's frame."""
    turns = np.tile(np.eye(3), (len(pose.pelvis), len(BONES), 1, 1))
    for bone, tilt in zip(("pelvis", "chest", "head"), np.moveaxis(pose.tilts, -1, 0)):
        turns[:, number(bone)] = _pitch(tilt)
    for i, (side, _) in enumerate(SIDES):
        _leg(pose, body, turns, side, i)
        _arm(pose, body, turns, side, i)
    return pose.pelvis, turns


def _leg(pose: KeyPose, body: Anatomy, turns: Array, side: str, i: int) -> None:
    """Set a leg's rotations so that its foot is where it is to be."""
    thigh, shin, foot = (number(f"{side}_{bone}") for bone in ("thigh", "shin", "foot"))
    turns[:, foot] = _pitch(pose.pitches[:, i])
    ankle = pose.toes[:, i] - turns[:, foot] @ body.toe
    hip = pose.pelvis + turns[:, 0] @ body.offsets[thigh]
    lengths = -float(body.offsets[shin, 2]), -float(body.offsets[foot, 2])
    turns[:, thigh], turns[:, shin] = bent(hip, ankle, lengths, pose.knees[:, i], knee=True)


def _arm(pose: KeyPose, body: Anatomy, turns: Array, side: str, i: int) -> None:
    """Set an arm's rotations so that its hand is where it is to be."""
    upper, fore, hand = (number(f"{side}_{bone}") for bone in ("upper_arm", "forearm", "hand"))
    shoulder = _shoulders(body, pose, turns)[:, i]
    lengths = -float(body.offsets[fore, 2]), -float(body.offsets[hand, 2])
    turns[:, upper], bones = bent(shoulder, pose.wrists[:, i], lengths, pose.elbows[:, i], knee=False)
    for n, (bone, palm) in enumerate(zip(bones, hand_frame(pose.fingers[:, i], pose.palms[:, i], SIDES[i][1]))):
        turns[n, fore], turns[n, hand] = wrist(bone, palm)


def _shoulders(body: Anatomy, pose: KeyPose, turns: Array | None = None) -> Array:
    """(..., 2, 3) where they are."""
    pelvis, chest = (_pitch(pose.tilts[..., i]) for i in (0, 1)) if turns is None else (turns[:, 0], turns[:, 1])
    middle = pose.pelvis + pelvis @ body.offsets[number("chest")]
    return np.stack([middle + chest @ body.offsets[number(f"{side}_upper_arm")] for side, _ in SIDES], axis=-2)


def hand_frame(fingers: Array, palm: Array, sign: float) -> Array:
    """(..., 3, 3) rotation of a hand with its fingers along a direction and the palm as near to another as that lets it
    be. sign: -1 of the right hand, 1 of the left."""
    z = -fingers / np.linalg.norm(fingers, axis=-1, keepdims=True)
    y = -sign * (palm - (palm * z).sum(axis=-1, keepdims=True) * z)
    y = y / np.maximum(np.linalg.norm(y, axis=-1, keepdims=True), 1e-9)
    return np.stack([cross(y, z), y, z], axis=-1)


def _set_out(turns: Array, rest: Array, clock: Array) -> None:
    """Begin from arms that hang at rest: blends rotations (N, B, 3, 3) in place at the start of a motion, at the
    times of a clock (N,), s."""
    u = np.clip(clock / SETTING_OUT, 0.0, 1.0)
    arms = [number(f"{side}_{bone}") for side, _ in SIDES for bone in ("upper_arm", "forearm", "hand")]
    start = np.broadcast_to(rest[arms], (len(clock), len(arms), 3, 3))
    turns[:, arms] = matrix_between(start, turns[:, arms], (u * u * (3 - 2 * u))[:, None])


def _pitch(angle: Array) -> Array:
    """(..., 3, 3) rotations forward, about y, by angles (...), rad."""
    out = np.zeros((*np.shape(angle), 3, 3))
    out[..., 0, 0] = out[..., 2, 2] = np.cos(angle)
    out[..., 0, 2], out[..., 2, 0] = np.sin(angle), -np.sin(angle)
    out[..., 1, 1] = 1.0
    return out
