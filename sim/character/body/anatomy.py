"""What people who act need to know of their bodies, measured on them: where eyes, mouth, palms and soles are, how thick limbs are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.body import dressed
from sim.character.body.bones import BONES, TALL, number
from sim.character.body.cutting import BodyMesh, body_mesh
from sim.character.body.data import body_data
from sim.character.body.garments import garment_spec
from sim.character.body.physique import physique
from sim.character.body.skeleton import Skeleton, skeleton, skin_weights
from sim.character.body.spheres import Spheres, filled
from sim.math.conventions import Array, frozen
from sim.scene.figure import Figure

FACE_GRID = 0.003
"""m between places at which it is known how far a face is ahead."""
APART, LEAST_OUT = 0.01, 0.1
"""m between hanging arms and what is beside them; rad by which they hang out at least."""
BULGE = 0.007
"""m by which the flesh round a palm stands out beyond its middle."""
TYPICAL = (4, 96)
"""Percentiles of flesh between which a capsule is fitted."""
SOFT = 0.85
"""Of the flesh under a pelvis that stays when it is sat on."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Front:
    """How far a face is ahead, ahead: (Y, Z) m, FACE_GRID apart from low: (2,), y and z in the head's frame, m; -inf beside it."""

    ahead: NDArray[np.float64]
    low: Array

    def depth(self, points: NDArray[np.float64]) -> float:
        """How far points (N, 3) of the head's frame, m, are behind it at most, m; negative if they are not."""
        cell = np.rint((points[:, 1:] - self.low) / FACE_GRID).astype(int)
        inside = np.asarray(((cell >= 0) & (cell < self.ahead.shape)).all(axis=1))
        y, z = np.where(inside[:, None], cell, 0).T
        return float(np.where(inside, self.ahead[y, z] - points[:, 0], -np.inf).max())


@dataclass(frozen=True, kw_only=True, eq=False)
class Anatomy:
    """offsets: (B, 3) m, each joint in its parent bone's frame, the pelvis's from the ground when they stand straight. size: their height
    against TALL. eyes, mouth, crown: (3,) in the head's frame, m. face: how far the face is ahead. palm: (3,) where the right one touches
    what it holds, in its hand's frame. ball, toe, heel: (3,) under the middle of the sole, in the foot's frame. rump: m from the pelvis
    down to what they sit on. broad: m from their middle to the sides of hips and thighs. skirted: whether cloth hangs round both thighs.
    arms_out: rad by which arms hang out so that hands keep off hips. spheres: that fill the body, clothes included. capsules: (B, 2, 3)
    ends and thick: (B,) radii, m, of one capsule for each bone. seen: the piece that is seen there."""

    offsets: Array
    size: float
    eyes: Array
    mouth: Array
    crown: Array
    face: Front
    palm: Array
    ball: Array
    toe: Array
    heel: Array
    rump: float
    broad: float
    skirted: bool
    arms_out: float
    spheres: Spheres
    capsules: Array
    thick: Array
    seen: tuple[str, ...]


@lru_cache(maxsize=64)
def anatomy(figure: Figure, clothes: tuple[str, ...]) -> Anatomy:
    """That of somebody, dressed. What is worn on the head counts for nothing."""
    bones, data, bare = skeleton(figure), body_data(), physique(figure)
    joints = {str(name): place for name, place in zip(data.bones, bare.joints)}
    head, hand, foot = (_inside(bones, bone) for bone in ("head", "right_hand", "right_foot"))
    lips = bare.vertices[np.unique(data.faces[data.lips & (data.face_group == 0)])]
    skin = body_mesh(bare.vertices, data.faces[data.face_group == 0])
    pieces = dressed(figure, tuple(name for name in clothes if garment_spec(name).panels))
    held = {name: skin_weights(made, bones)[0][:, 0] for name, made in pieces.items()}
    flesh = {bone: _inside(bones, bone)(np.concatenate([made.vertices[held[name] == place] for name, made in pieces.items()]))
             for place, bone in enumerate(BONES)}
    size, sole, spheres = figure.height / TALL, flesh["right_foot"], filled(figure, flesh)
    low = sole[sole[:, 2] < sole[:, 2].min() + 0.01]
    ball = float(max(np.linspace(low[:, 0].min(), low[:, 0].max(), 25), key=lambda x: _width(low, x)))
    bottom = float(sole[:, 2].min())
    offsets = np.array(bones.offsets)
    offsets[0, 2] = -bottom - sum(offsets[number(bone), 2] for bone in ("right_thigh", "right_shin", "right_foot"))
    capsules = [_capsule(flesh[bone]) for bone in BONES]
    return Anatomy(
        offsets=frozen(offsets), size=size, eyes=frozen(head((joints["eye.L"] + joints["eye.R"]) / 2)),
        mouth=frozen(head(lips.mean(axis=0) * [0, 1, 1] + [lips[:, 0].max(), 0, 0])),
        crown=frozen(head(skin.vertices[skin.vertices[:, 2].argmax()])), face=_front(skin, head),
        palm=frozen(_palm(skin, bones, hand, size)),
        ball=frozen([ball, 0.0, bottom]), toe=frozen([low[:, 0].max(), 0.0, bottom]), heel=frozen([low[:, 0].min(), 0.0, bottom]),
        rump=SOFT * float(spheres.of("right_thigh").radii.max() - offsets[number("right_thigh"), 2]),
        broad=max(_broad(offsets, spheres, bone) for bone in ("pelvis", "left_thigh")),
        skirted=any(panel.group == "skirt" for name in clothes for panel in garment_spec(name).panels),
        arms_out=_arms_out(offsets, spheres), spheres=spheres, capsules=frozen([ends for ends, _ in capsules]),
        thick=frozen([radius for _, radius in capsules]), seen=tuple(_outermost(pieces, held, place) for place in range(len(BONES))))


def _inside(bones: Skeleton, bone: str):
    """From places (..., 3) of the model at rest to a bone's frame."""
    place, turn = bones.places[number(bone)], bones.turns[number(bone)]
    return lambda points: (np.asarray(points) - place) @ turn


def _outermost(pieces: Mapping[str, BodyMesh], held: Mapping[str, NDArray[np.int32]], bone: int) -> str:
    """The piece that is seen where a bone is: the last one put on that is nearly as large there as any."""
    there = {name: made.vertices[held[name] == bone] for name, made in pieces.items()}
    sizes = {name: float(np.ptp(points, axis=0).max()) for name, points in there.items() if len(points)}
    return [name for name, size in sizes.items() if size >= 0.6 * max(sizes.values())][-1]


def _broad(offsets: Array, spheres: Spheres, bone: str) -> float:
    """m from the middle to the left side of a bone of the pelvis, of who stands."""
    mine = spheres.of(bone)
    return float((mine.middles[:, 1] + mine.radii).max()) + (0.0 if bone == "pelvis" else float(offsets[number(bone), 1]))


def _arms_out(offsets: Array, spheres: Spheres) -> float:
    """rad, of straight arms beside a straight trunk."""
    shoulder, trunk = offsets[number("chest")] + offsets[number("left_upper_arm")], spheres.of("pelvis", "chest")
    below = trunk.middles + np.where((trunk.bones == number("chest"))[:, None], offsets[number("chest")], 0.0) - shoulder
    hand, arm = (float(np.percentile(spheres.of(f"left_{bone}").radii, 75)) for bone in ("hand", "forearm"))
    low = below[:, 2] < offsets[number("left_forearm"), 2]  # of an elbow
    gaps = below[low, 1] + trunk.radii[low] + np.where(below[low, 2] < 2 * offsets[number("left_forearm"), 2], hand, arm) + APART
    return float(max(LEAST_OUT, np.arctan2(gaps, -below[low, 2]).max(initial=LEAST_OUT)))


def _capsule(points: Array) -> tuple[Array, float]:
    """The ends (2, 3) and radius, m, of a capsule along the longest side of flesh (N, 3)."""
    low, high = np.percentile(points, TYPICAL, axis=0)
    half, middle = (high - low) / 2, (low + high) / 2
    long = int(half.argmax())
    radius = float(np.delete(half, long).min())
    way = np.zeros(3)
    way[long] = max(half[long] - radius, 0.005)
    return np.array([middle + way, middle - way]), radius


def _front(skin: BodyMesh, head) -> Front:
    """Of somebody's face."""
    points = head(skin.vertices)
    tip = points[points[:, 2] > 0, 0].max()
    face = points[(points[:, 2] > 0) & (skin.normals[:, 0] > 0.15) & (points[:, 0] > tip - 0.12)]
    low, high = face[:, 1:].min(axis=0), face[:, 1:].max(axis=0)
    grid = np.stack(np.meshgrid(*(np.arange(a, b, FACE_GRID) for a, b in zip(low, high)), indexing="ij"), axis=-1)
    order = np.argsort(face[:, 0])  # of what is behind one another, such as lips, the foremost
    _, last = np.unique(np.round(face[order, 1:] / FACE_GRID).astype(int)[::-1], axis=0, return_index=True)
    kept = face[order][::-1][last]
    return Front(ahead=frozen(scipy.interpolate.LinearNDInterpolator(kept[:, 1:], kept[:, 0], fill_value=-np.inf)(grid)), low=frozen(low))


def _width(points: Array, ahead: float) -> float:
    """m across a foot, so far ahead in its frame."""
    there = points[np.abs(points[:, 0] - ahead) < 0.012, 1]
    return float(np.ptp(there)) if len(there) else 0.0


def _palm(skin: BodyMesh, bones: Skeleton, hand, size: float) -> Array:
    """The middle of the right palm's skin: that which is under the fingers' roots."""
    points = hand(skin.vertices[skin_weights(skin, bones)[0][:, 0] == number("right_hand")])
    knuckles = hand(bones.places[number("right_middle_1")])[2]
    middle = points[(np.abs(points[:, 2] - 0.8 * knuckles) < 0.015) & (np.abs(points[:, 0]) < 0.25 * abs(knuckles))]
    return np.array([0.0, float(middle[:, 1].max()) + BULGE * size, 0.8 * knuckles])
