"""A shot acted out, as a director looks at it: who is where, faces which way, and can be seen from where."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenes.shot import Shot
from sim.character.body.bones import RIG, number
from sim.math.conventions import Array, quat_rotate
from sim.trajectory import Trajectory

if TYPE_CHECKING:
    from render.geometry import Geometry
    from render.rays import Rays
    from render.still import Still

LOOKS = 4
"""So many moments of what lasts are looked at."""
SKIN = 0.16
"""m in front of a place within which what lies there is not in the way: it is what is looked at."""
KEPT = 12
"""Moments whose ray trees are kept."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Staging:
    """aspect: width of the picture in its heights."""

    shot: Shot
    trajectory: Trajectory
    aspect: float
    _rays: "OrderedDict[int, Rays]" = field(default_factory=OrderedDict, repr=False)

    @property
    def people(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(person.name for person in self.shot.scene.people)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self.trajectory.frames / self.trajectory.fps)

    def frame(self, time: float) -> int:
        """The frame that is shown at a time, s."""
        return min(max(int(time * self.trajectory.fps + 1e-6), 0), self.trajectory.frames - 1)

    def moments(self, start: float, end: float, count: int = LOOKS) -> list[int]:
        """Some frames spread from one time to another, s."""
        return sorted({*np.linspace(self.frame(start), self.frame(end), count).astype(int).tolist()})

    def bone(self, who: str, bone: str, frames: Iterable[int] | slice = slice(None)) -> Array:
        """(F, 3) m, where a bone is in some frames, or in all."""
        chosen = frames if isinstance(frames, slice) else list(frames)
        return self.trajectory.bone_positions[chosen, self.people.index(who) * len(RIG) + number(bone)]

    def eyes(self, who: str, frames: Iterable[int] | slice = slice(None)) -> Array:
        """(F, 3) m, the place between someone's eyes."""
        chosen = frames if isinstance(frames, slice) else list(frames)
        return (self.bone(who, "right_eye", chosen) + self.bone(who, "left_eye", chosen)) / 2

    def crown(self, who: str) -> float:
        """m from someone's eyes to the top of their hair."""
        height = next(person.height for person in self.shot.scene.people if person.name == who)
        return max(0.08 * height, 0.12)

    def faces(self, who: str, frames: Iterable[int]) -> Array:
        """(3,) unit and level, where somebody's head is turned, in the middle of some frames."""
        turns = self.trajectory.bone_rotations[list(frames), self.people.index(who) * len(RIG) + number("head")]
        way = np.median(quat_rotate(turns, np.array([1.0, 0.0, 0.0])), axis=0) * (1, 1, 0)
        return way / max(float(np.linalg.norm(way)), 1e-9)

    def thing(self, name: str, frames: Iterable[int] | slice = slice(None)) -> Array:
        """(F, 3) m, where a thing is: the middle of its parts."""
        chosen = frames if isinstance(frames, slice) else list(frames)
        return self.trajectory.positions[chosen][:, [i - 1 for i in self.trajectory.part_ids(name)]].mean(axis=1)

    def clear(self, frame: int, camera: Array, points: Array, skin: float = SKIN) -> NDArray[np.bool_]:
        """(N,) whether nothing lies between a camera (3,), or cameras (N, 3), and points (N, 3) at a frame. skin: as SKIN says, m."""
        way = camera - points
        far = np.linalg.norm(way, axis=-1, keepdims=True)
        unit = way / np.maximum(far, 1e-9)
        starts, left = points + skin * unit, np.maximum(far - skin, 1e-6)
        return ~self.rays(frame).blocked(starts, unit * left, 1.0)

    def rays(self, frame: int) -> "Rays":
        """Into all triangles at a frame."""
        if frame not in self._rays:
            self._rays[frame] = self._geometry.pose(self.trajectory, frame, self._still).rays
            if len(self._rays) > KEPT:
                self._rays.popitem(last=False)
        return self._rays[frame]

    @cached_property
    def _geometry(self) -> "Geometry":
        from render.geometry import build_geometry  # here: declaring a shot needs no compiler
        return build_geometry(self.shot.scene)

    @cached_property
    def _still(self) -> "Still":
        from render.still import still_of
        return still_of(self._geometry, self.trajectory)
