"""The Trajectory: who is where at every frame, what touched what, what was done. Small, and the source of truth."""

import json
from contextlib import nullcontext
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import frozen

SCHEMA = "Trajectory.5"

ARRAYS = ("positions", "rotations", "joints", "bone_positions", "bone_rotations", "faces", "contacts", "levels")

CONTACT = np.dtype([("frame", np.int32), ("a", np.int32), ("b", np.int32), ("position", np.float64, 3),
                    ("normal", np.float64, 3), ("impulse", np.float64)])
"""One contact of two parts in one frame: part ids a < b, mean place (world, m), normal on b towards a, impulse summed over
the frame's steps (N s). Frame f holds what happened on the way from frame f-1 to f."""


@dataclass(frozen=True, kw_only=True)
class PartRef:
    """Which part a part id stands for: `path` is 'object' or 'object.part'; ids count from 1, 0 is the background."""

    id: int
    path: str
    object_id: int
    object: str


@dataclass(frozen=True, kw_only=True)
class ActionRecord:
    """What became of an action: 'done' (with a reason if its `until` ended it), 'running' at the end, 'waiting' (its trigger never
    came), 'failed' or 'not needed' with a reason. start, end: s from the first frame, below 0 in a shot that this one goes on from. What
    never began has, failed or not needed, an end but no start."""

    title: str
    status: str
    start: float | None = None
    end: float | None = None
    reason: str = ""

    @property
    def over_before(self) -> bool:
        """Whether that was in a shot that this one goes on from."""
        return self.end is not None and self.end < 0


HEAD = "head"
"""The `hand` of a Grip of what is on someone's head."""


@dataclass(frozen=True, kw_only=True)
class Grip:
    """A thing in someone's hand, or on their HEAD, from the frame in which it is fixed to it up to the one in which it no longer is; None:
    to the end. hand: 'left', 'right' or HEAD. start: below 0 if that was in a shot that this one goes on from."""

    thing: str
    holder: str
    hand: str
    start: int
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What left a vessel on the way from frame-1 to frame: so many litres into another vessel, or into someone who drank; "": spilt."""

    frame: int
    source: str
    into: str
    litres: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Trajectory:
    """Poses of every part and joint at every frame. Arrays are read-only.

    positions: (T, P, 3) float64, m, world; of part id p+1. rotations: (T, P, 4) float64, unit quaternions xyzw,
    world_from_part; a garment's is that of the pelvis that it hangs on. joints: (T, J) float64, rad or m, named by joint_names as
    'object.joint'. bone_positions: (T, B, 3) m and bone_rotations: (T, B, 4), world_from_bone, those of each person in the order of
    sim.character.body.bones.RIG. faces: (T, N, M) how strong each of the MORPHS of sim.character.body.face is on each person, 0..1.
    contacts: (C,) CONTACT. levels: (T, V) float64, the share of the hollow of each of the `vessels` that is filled, 0..1. flows: in the
    order of time.
    """

    parts: tuple[PartRef, ...]
    positions: NDArray[np.float64]
    rotations: NDArray[np.float64]
    joint_names: tuple[str, ...]
    joints: NDArray[np.float64]
    bone_positions: NDArray[np.float64]
    bone_rotations: NDArray[np.float64]
    faces: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0, 0)))
    contacts: NDArray
    actions: tuple[ActionRecord, ...]
    fps: Fraction
    grips: tuple[Grip, ...] = ()
    vessels: tuple[str, ...] = ()
    levels: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    flows: tuple[Flow, ...] = ()

    def __post_init__(self) -> None:
        for name in ARRAYS:
            object.__setattr__(self, name, frozen(getattr(self, name), CONTACT if name == "contacts" else np.float64))

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return len(self.positions)

    def part_ids(self, name: str) -> tuple[int, ...]:
        """The ids of an object's parts, or of the one part with this path; () for an unknown name."""
        return tuple(p.id for p in self.parts if name in (p.object, p.path))

    def save(self, target: Path | IO[bytes]) -> None:
        """Write an npz file with the same bytes for the same trajectory."""
        table = {"schema": SCHEMA, "fps": str(self.fps), "joint_names": self.joint_names,
                 "parts": [vars(p) for p in self.parts], "actions": [vars(a) for a in self.actions],
                 "grips": [vars(g) for g in self.grips], "vessels": self.vessels, "flows": [vars(f) for f in self.flows]}
        with nullcontext(target) if not isinstance(target, Path) else open(target, "wb") as file:
            np.savez(file, table=np.frombuffer(json.dumps(table, sort_keys=True).encode(), np.uint8),
                     **{name: getattr(self, name) for name in ARRAYS})

    @staticmethod
    def load(path: Path | IO[bytes]) -> "Trajectory":
        """Read what `save` wrote; ValueError for another schema."""
        with np.load(path, allow_pickle=False) as data:
            table = json.loads(data["table"].tobytes())
            if table["schema"] != SCHEMA:
                raise ValueError(f"{path} holds {table['schema']}, this version reads {SCHEMA}")
            return Trajectory(parts=tuple(PartRef(**p) for p in table["parts"]), joint_names=tuple(table["joint_names"]),
                              actions=tuple(ActionRecord(**a) for a in table["actions"]), fps=Fraction(table["fps"]),
                              grips=tuple(Grip(**g) for g in table["grips"]), vessels=tuple(table["vessels"]),
                              flows=tuple(Flow(**f) for f in table["flows"]),
                              **{name: data[name] for name in ARRAYS})
