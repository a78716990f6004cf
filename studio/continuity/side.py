"""One side of a cut: a shot that ends or begins there, who is seen in it, and how they stand and look."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from render.camera import Camera
from render.rig import camera_at
from scenes.shot import Shot
from sim.character.body.bones import RIG, number
from sim.math.conventions import Array, quat_rotate
from sim.scene.act import Act
from sim.trajectory import Trajectory

NEAR = 0.5
"""s at a cut over which eyes and ways are looked at."""
Pair = frozenset[str]
"""The names of two people."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """frame: the last one before the cut, or the first after it, which `opens` says. width, height: px, of the pictures."""

    shot: Shot
    trajectory: Trajectory
    frame: int
    opens: bool
    width: int
    height: int

    @property
    def people(self) -> tuple[str, ...]:
        """The names of all, in the order of the trajectory's bones."""
        return tuple(person.name for person in self.shot.scene.people)

    @property
    def near(self) -> range:
        """The frames at the cut, in the order of time."""
        count = max(2, round(NEAR * self.trajectory.fps))
        last = min(self.frame + count, self.trajectory.frames) - 1 if self.opens else self.frame
        return range(self.frame if self.opens else max(last + 1 - count, 0), last + 1)

    def steps(self, values: Array) -> Array:
        """(2, ...) the rows of two frames on this side of the cut: before it, or after it."""
        return values[self.frame:self.frame + 2] if self.opens else values[max(self.frame - 1, 0):self.frame + 1]

    @cached_property
    def camera(self) -> Camera:
        """Where the picture is taken from."""
        return camera_at(self.shot.view, self.trajectory, self.frame, self.width, self.height)

    @property
    def right(self) -> Array:
        """(3,) the direction in the world that points to the right in the picture."""
        return self.camera.world_from_camera[:3, 0]

    @property
    def lens(self) -> float:
        """mm."""
        return 36.0 * self.camera.focal / self.width

    def bones(self, who: str) -> slice:
        """Those of one person in the trajectory's."""
        first = self.people.index(who) * len(RIG)
        return slice(first, first + len(RIG))

    def at(self, who: str, bone: str = "head", frame: int | None = None) -> Array:
        """(3,) m, where a bone is at the cut, or in another frame."""
        return self.trajectory.bone_positions[self.frame if frame is None else frame, self.bones(who)][number(bone)]

    def gaze(self, who: str) -> Array:
        """(3,) unit, where someone's eyes look, in the middle of the frames at the cut."""
        eyes = [number(f"{side}_eye") for side in ("right", "left")]
        turns = self.trajectory.bone_rotations[list(self.near), self.bones(who)][:, eyes]
        ways = np.median(quat_rotate(turns, np.array([1.0, 0.0, 0.0])), axis=(0, 1))
        return ways / np.linalg.norm(ways)

    def speed(self, who: str) -> Array:
        """(3,) m/s, of someone's pelvis over the frames at the cut."""
        first, last = self.near[0], self.near[-1]
        way = self.at(who, "pelvis", last) - self.at(who, "pelvis", first)
        return way * float(self.trajectory.fps) / max(last - first, 1)

    @cached_property
    def seen(self) -> tuple[str, ...]:
        """The people whose heads are in the picture, what stands before them left aside; who is nearest to its middle comes first."""
        if not self.people:
            return ()
        places, depth = self.camera.project(np.array([self.at(who) for who in self.people]))
        size = np.array([self.width, self.height])
        off = np.abs(places / size - 0.5).max(axis=1)
        return tuple(self.people[i] for i in np.argsort(off) if depth[i] > 0 and off[i] < 0.5)

    @property
    def subject(self) -> str:
        """Of those seen, who faces the camera and is nearest to the middle; "" if nobody does."""
        return next((who for who in self.seen if self._faces(who)), "")

    def _faces(self, who: str) -> bool:
        turn = self.trajectory.bone_rotations[self.frame, self.bones(who)][number("head")]
        return bool(quat_rotate(turn, np.array([1.0, 0.0, 0.0])) @ (self.camera.position - self.at(who)) > 0)

    @cached_property
    def pair(self) -> Pair:
        """The two people between whom something is done that is nearest to the cut: the latest before it, or the first after it. None, of
        a scene with two: these."""
        found = sorted(self._deeds(), key=lambda deed: abs(deed[0]))
        return found[0][1] if found else Pair(self.people) if len(self.people) == 2 else Pair()

    def _deeds(self) -> Iterator[tuple[float, Pair]]:
        """What is done between two people, with the s from the cut to when it begins."""
        end = self.frame / float(self.trajectory.fps)
        for action, record in zip(self.shot.scene.actions, self.trajectory.actions):
            if isinstance(action, Act) and record.start is not None:
                others = {getattr(action, each.name) for each in fields(action) if isinstance(getattr(action, each.name), str)}
                both = Pair({action.target, *(others & {*self.people})})
                if len(both) == 2 and (self.opens or record.start <= end):
                    yield record.start - end, both
