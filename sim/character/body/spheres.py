"""Spheres that fill a body, fingers included: what tells how near its limbs are to things."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import BONES, FINGER_JOINTS, TALL, number
from sim.character.body.hands import Fingers, fingers, hand_pose
from sim.math.conventions import Array, frozen
from sim.scene.figure import Figure

SLICES: Mapping[str, int] = {"pelvis": 4, "chest": 6, "head": 4, "upper_arm": 6, "forearm": 7, "hand": 5, "thigh": 7, "shin": 8, "foot": 5}
"""Into how many slices across each bone's length its flesh is cut."""
FINGER_RADII = (0.0095, 0.0085, 0.0085, 0.008, 0.0075)
"""m, how thick the fingers of someone of TALL are, thumb first."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Spheres:
    """Spheres that fill a body. bones: (N,) the bone that each moves with. middles: (N, 3) m, in that bone's frame. radii: (N,) m."""

    bones: NDArray[np.int32]
    middles: Array
    radii: Array

    def of(self, *names: str) -> "Spheres":
        """Those of some bones."""
        mine = np.isin(self.bones, [number(name) for name in names])
        return Spheres(bones=self.bones[mine], middles=self.middles[mine], radii=self.radii[mine])

    def placed(self, places: NDArray[np.float64], turns: NDArray[np.float64]) -> Array:
        """(N, 3) where they are, m, with bones at places (B, 3), m, and rotations (B, 3, 3)."""
        return places[self.bones] + (turns[self.bones] @ self.middles[..., None])[..., 0]

    def depth(self, points: NDArray[np.float64]) -> float:
        """How deep points (N, 3), in the frame of the one bone that these are of, are in them at most, m; negative if they are not."""
        from sim.math.kernels import deepest  # here: declaring a scene needs no compiler
        return float(deepest(points, np.zeros(len(points)), self.middles, self.radii)[0])

    def below(self, turn: NDArray[np.float64]) -> float:
        """m that the one bone that these are of reaches down from its joint when it is turned so (3, 3)."""
        return float((self.radii - self.middles @ turn[2]).max())


def filled(figure: Figure, flesh: Mapping[str, Array]) -> Spheres:
    """The spheres that fill somebody. flesh: by bone, points (N, 3) of skin and clothes in that bone's frame, m."""
    rows: list[tuple[int, Array, float]] = []
    for bone in BONES:
        rows += [(number(bone), middle, radius) for middle, radius in _across(flesh[bone], SLICES[bone.split("_", 1)[-1]])]
        if bone.endswith("hand"):
            rows += [(number(bone), middle, radius) for middle, radius in _fingers(figure, bone.split("_")[0])]
    numbers, middles, radii = zip(*rows)
    return Spheres(bones=frozen(numbers, np.int32), middles=frozen(np.array(middles)), radii=frozen(np.array(radii)))


def _fingers(figure: Figure, side: str) -> list[tuple[Array, float]]:
    """The spheres of relaxed fingers."""
    mine = fingers(figure, side)
    middles, radii = along_fingers(mine, *mine.bent(hand_pose("relaxed"))), np.repeat(FINGER_RADII, 2 * FINGER_JOINTS)
    return list(zip(middles, (radii * figure.height / TALL).tolist()))


def along_fingers(bones: Fingers, places: Array, turns: Array) -> Array:
    """(N, 3) the middles of a hand's last spheres, two on each bone of its fingers, m, which are bent so: places (5, 3, 3) of the bones,
    m, and rotations (5, 3, 3, 3)."""
    tips = places[:, 2] + (turns[:, 2] @ (0.8 * (bones.places[:, 2] - bones.places[:, 1]))[..., None])[..., 0]
    line = np.concatenate([places, tips[:, None]], axis=1)
    return np.stack([(line[:, :-1] + line[:, 1:]) / 2, line[:, 1:]], axis=2).reshape(-1, 3)


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
