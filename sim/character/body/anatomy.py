"""What people who act need to know of their bodies, measured on them: where eyes, mouth, palms and soles are, how thick limbs are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.character.body.body import dressed
from sim.character.body.cutting import BodyMesh, body_mesh
from sim.character.body.data import body_data
from sim.character.body.figure import Figure, physique
from sim.character.body.skeleton import Skeleton, skeleton, skin_weights
from sim.conventions import Array, frozen
from sim.people.skeleton import BONES, number

SLICES: Mapping[str, int] = {"pelvis": 4, "chest": 6, "head": 4, "upper_arm": 6, "forearm": 7, "hand": 6, "thigh": 7, "shin": 8, "foot": 5}
"""Into how many slices across each bone's length its flesh is cut."""

FINGER_RADII = (0.0095, 0.0085, 0.0085, 0.008, 0.0075)
"""m, how thick the fingers of someone of 1.7 m are, thumb first."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Spheres:
    """Spheres that fill a body. bones: (N,) whose they are; middles: (N, 3) in the bones' frames, m; radii: (N,) m."""

    bones: NDArray[np.int32]
    middles: Array
    radii: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Anatomy:
    """eyes, mouth, crown: (3,) in the head's frame, m. palm: (3,) where the right one touches what it holds, in its hand's frame. ball,
    toe, heel: (3,) under the sole, in the foot's frame. spheres: that fill the body, clothes included."""

    eyes: Array
    mouth: Array
    crown: Array
    palm: Array
    ball: Array
    toe: Array
    heel: Array
    spheres: Spheres


@lru_cache(maxsize=32)
def anatomy(figure: Figure, clothes: tuple[str, ...]) -> Anatomy:
    """That of somebody, dressed."""
    bones, data, bare = skeleton(figure), body_data(), physique(figure)
    joints = {str(name): place for name, place in zip(data.bones, bare.joints)}
    head, hand, foot = (_inside(bones, bone) for bone in ("head", "right_hand", "right_foot"))
    lips = bare.vertices[np.unique(data.faces[data.lips & (data.face_group == 0)])]
    skin = body_mesh(bare.vertices, data.faces[data.face_group == 0])
    seen = _by_bone(dressed(figure, "bald", clothes).values(), bones)
    sole = foot(seen["right_foot"])
    low = sole[sole[:, 2] < sole[:, 2].min() + 0.01]
    ball = float(max(np.linspace(low[:, 0].min(), low[:, 0].max(), 25), key=lambda x: _width(low, x)))
    bottom, middle = float(sole[:, 2].min()), float(low[:, 1].mean())
    mouth = lips.mean(axis=0) * [0, 1, 1] + [lips[:, 0].max(), 0, 0]
    return Anatomy(
        eyes=frozen(head((joints["eye.L"] + joints["eye.R"]) / 2)), mouth=frozen(head(mouth)),
        crown=frozen(head(skin.vertices[skin.vertices[:, 2].argmax()])), palm=frozen(_palm(skin, bones, hand)),
        ball=frozen([ball, middle, bottom]), toe=frozen([low[:, 0].max(), middle, bottom]), heel=frozen([low[:, 0].min(), middle, bottom]),
        spheres=_spheres(seen, bones))


def _inside(bones: Skeleton, bone: str):
    """From places (..., 3) of the model at rest to a bone's frame."""
    place, turn = bones.places[number(bone)], bones.turns[number(bone)]
    return lambda points: (np.asarray(points) - place) @ turn


def _by_bone(pieces: Iterable[BodyMesh], bones: Skeleton) -> dict[str, Array]:
    """By bone, (N, 3) the vertices that it holds most."""
    made = list(pieces)
    vertices, most = np.concatenate([each.vertices for each in made]), np.concatenate([skin_weights(each, bones)[0][:, 0] for each in made])
    return {bone: vertices[most == place] for place, bone in enumerate(BONES)}


def _width(points: Array, ahead: float) -> float:
    """m across a foot, so far ahead in its frame."""
    there = points[np.abs(points[:, 0] - ahead) < 0.012, 1]
    return float(np.ptp(there)) if len(there) else 0.0


def _palm(skin: BodyMesh, bones: Skeleton, hand) -> Array:
    """The middle of the right palm's skin: that which is under the fingers' roots."""
    points = hand(_by_bone([skin], bones)["right_hand"])
    long = -points[:, 2].min()
    middle = points[(np.abs(points[:, 2] + 0.4 * long) < 0.08 * long) & (np.abs(points[:, 0]) < 0.2 * long)]
    return np.array([0.0, float(middle[:, 1].max()), -0.4 * long])


def _spheres(seen: Mapping[str, Array], bones: Skeleton) -> Spheres:
    rows: list[tuple[int, Array, float]] = []
    for bone in BONES:
        points = _inside(bones, bone)(seen[bone])
        rows += [(number(bone), middle, radius) for middle, radius in _across(points, SLICES[bone.split("_", 1)[-1]])]
    numbers, middles, radii = zip(*rows)
    return Spheres(bones=frozen(numbers, np.int32), middles=frozen(np.array(middles)), radii=frozen(np.array(radii)))


def _across(points: Array, count: int) -> list[tuple[Array, float]]:
    """Spheres in each slice of points (N, 3) along z: one as wide as the slice is thin, or several side by side."""
    low, high = points[:, 2].min(), points[:, 2].max()
    step, out = (high - low) / count, []
    for k in range(count):
        mine = points[(points[:, 2] >= low + k * step) & (points[:, 2] <= low + (k + 1) * step)]
        if len(mine) < 4:
            continue
        a, b = mine[:, :2].min(axis=0), mine[:, :2].max(axis=0)
        half, middle = (b - a) / 2, (a + b) / 2
        thin, wide = int(half.argmin()), int(half.argmax())
        radius, spare = float(half[thin]), float(half[wide] - half[thin])
        beside = np.linspace(-spare, spare, 1 + int(np.ceil(2 * spare / max(radius, 0.01)))) if spare > 0.15 * radius else [0.0]
        for aside in beside:
            at = np.array([*middle, low + (k + 0.5) * step])
            at[wide] += aside
            out.append((at, radius))
    return out
