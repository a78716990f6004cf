"""Motion capture that ships with PyBullet: DeepMimic's clips (Peng et al., 2018), of its humanoid, read by joint name."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import BONES, number
from sim.errors import unknown
from sim.math.conventions import Array, frozen, quat_between, quat_from_euler

HIPS = 0.8814
"""How high the humanoid's pelvis is when it stands straight, in the clips' units."""
PREFIX = "humanoid3d_"
COLUMNS = (("chest", 4), ("head", 4), ("right_thigh", 4), ("right_shin", 1), ("right_foot", 4), ("right_upper_arm", 4),
           ("right_forearm", 1), ("left_thigh", 4), ("left_shin", 1), ("left_foot", 4), ("left_upper_arm", 4), ("left_forearm", 1))
"""Of a row, after its duration and the pelvis's place and turn: quaternions wxyz, and hinge angles about the file's z."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Clip:
    """times: (N,) s from 0. root: (N, 3) the pelvis's place, in units of its height when it stands straight, from where the first row has
    it on the ground. turns: (N, B, 4) as in sim.character.body.bones.posed. loops: whether it goes on from the start."""

    times: NDArray[np.float64]
    root: NDArray[np.float64]
    turns: NDArray[np.float64]
    loops: bool

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self.times[-1])

    def at(self, time: float) -> tuple[Array, Array]:
        """The pelvis's place (3,) and the turns (B, 4) at a time, s; a loop goes on, other clips stay at their end."""
        rounds, time = divmod(time, self.seconds) if self.loops else (0.0, min(max(time, 0.0), self.seconds))
        i = int(np.clip(np.searchsorted(self.times, time, side="right") - 1, 0, len(self.times) - 2))
        u = (time - self.times[i]) / (self.times[i + 1] - self.times[i])
        travelled = rounds * (self.root[-1] - self.root[0]) * [1, 1, 0]
        return (1 - u) * self.root[i] + u * self.root[i + 1] + travelled, quat_between(self.turns[i], self.turns[i + 1], u)


@cache
def _folder() -> Path:
    import pybullet_data  # here: scenes that were acted are rendered where there is no PyBullet

    return Path(pybullet_data.getDataPath()) / "data" / "motions"


def clip_names() -> tuple[str, ...]:
    """The clips there are."""
    return tuple(sorted(path.stem.removeprefix(PREFIX) for path in _folder().glob(f"{PREFIX}*.txt")))


@lru_cache(maxsize=32)
def clip(name: str, owner: str = "clip") -> Clip:
    """The clip of this name; a DeclarationError naming `owner` if there is none."""
    if name not in clip_names():
        raise unknown("clip", name, clip_names(), owner)
    data = json.loads((_folder() / f"{PREFIX}{name}.txt").read_text())
    rows = np.array(data["Frames"], np.float64)
    turns = np.zeros((len(rows), len(BONES), 4))
    turns[..., 3] = 1
    turns[:, 0] = _quaternions(rows[:, 4:8])
    column = 8
    for bone, width in COLUMNS:
        cells = rows[:, column:column + width]
        turns[:, number(bone)] = _quaternions(cells) if width == 4 else _hinge(cells[:, 0])
        column += width
    root = _z_up(rows[:, 1:4]) / HIPS
    times = np.concatenate([[0.0], np.cumsum(rows[:-1, 0])])
    return Clip(times=frozen(times), root=frozen(root - root[0] * [1, 1, 0]), turns=frozen(turns), loops=data["Loop"] == "wrap")


def _quaternions(wxyz: NDArray) -> Array:
    out = _z_up(np.roll(wxyz, -1, axis=-1))
    return out / np.linalg.norm(out, axis=-1, keepdims=True)


def _hinge(angle: NDArray) -> Array:
    return quat_from_euler(np.degrees(np.stack([np.zeros_like(angle), -angle, np.zeros_like(angle)], axis=-1)))


def _z_up(vector: NDArray) -> Array:
    """Vectors (..., 3), or quaternions xyzw (..., 4), of the humanoid's files (y up, z right) in a person's axes."""
    vector = np.asarray(vector, np.float64)
    return np.concatenate([vector[..., :1], -vector[..., 2:3], vector[..., 1:2], vector[..., 3:]], axis=-1)
