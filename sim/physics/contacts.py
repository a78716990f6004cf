"""What touches what: contact points gathered step by step as Bullet tells them, and summed up once a frame."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array
from sim.physics.bullet.contact_points import bodies, contact_points, meet
from sim.physics.physics_scene import Handle, PhysicsScene
from sim.physics.rigid_bodies import RigidBody, nearest_part
from sim.trajectory import CONTACT

Whole = NDArray[np.int64]


class SleepingContacts:
    """What sleepers touch, which is the same in every frame. rows: as they were in their last frame awake. broken: of those woken in
    this frame, with the share of the impulse that came before. pairs: the objects that the rows are between. owners: the object's name
    of each part id."""

    def __init__(self, owners: NDArray) -> None:
        self.owners, self.rows, self.broken = owners, np.zeros(0, CONTACT), np.zeros(0, CONTACT)
        self.pairs: frozenset[frozenset[str]] = frozenset()

    def keep(self, rows: NDArray) -> None:
        """Keep the rows of some that fall asleep."""
        self._set(np.concatenate([self.rows, rows]))

    def wake(self, of: NDArray[np.bool_], share: float) -> None:
        """Keep some rows no longer, after that share of a frame."""
        woken = self.rows[of]
        woken["impulse"] *= share
        self.broken = np.concatenate([self.broken, woken])
        self._set(self.rows[~of])

    def _set(self, rows: NDArray) -> None:
        self.rows = rows
        self.pairs = frozenset(map(frozenset, zip(self.owners[rows["a"]].tolist(), self.owners[rows["b"]].tolist())))


class Contacts:
    """The contact points since the last frame. Call `gather` after each step and `end_frame` at each frame."""

    def __init__(self, physics: PhysicsScene, kept: SleepingContacts) -> None:
        self._world, self._still = physics.world, physics.still
        self._names = sorted({name for name, _, _ in physics.owners.values()})
        self._handles = {name: {handle for handle, owner in physics.owners.items() if owner[0] == name} for name in self._names}
        self._rows = _numbered(list(physics.owners))
        self._objects = np.array([self._names.index(name) for name, _, _ in physics.owners.values()])
        self._firsts = np.array([first for _, first, _ in physics.owners.values()])
        self._many = {handle: found for handle, (_, _, found) in physics.owners.items() if found and len(found.parts) > 1}
        self._nearest: dict[Handle, dict[tuple[int, ...], int]] = {handle: {} for handle in self._many}
        self._known: dict[frozenset[str], list[bool]] = {}  # by what nothing could push in a step: of all objects
        self.kept = kept
        self._begin()

    def _begin(self) -> None:
        self._steps: list[Sequence[tuple]] = []
        self._immovable: list[frozenset[str]] = []
        self._centres: dict[Handle, dict[int, tuple[float, ...]]] = {handle: {} for handle in self._many}

    def gather(self, numbers: Collection[int], immovable: frozenset[str]) -> Sequence[tuple]:
        """Take in the points of these bodies in the last step, during which nothing could push these objects; gives the points."""
        found = self._world.contacts(numbers)
        touched = bodies(found) if self._many else set()
        for handle in self._many:
            if handle[0] in touched:
                self._centres[handle][len(self._steps)] = self._world.centre(handle)
        self._steps.append(found)
        self._immovable.append(immovable)
        return found

    def touched(self, a: str, b: str) -> bool:
        """Whether two objects touched in the last step, with an impulse or no gap, or sleep so."""
        last = self._steps[-1] if self._steps else ()
        return frozenset((a, b)) in self.kept.pairs or meet(last, self._handles[a], self._handles[b])

    def add(self, found: Sequence[tuple], immovable: frozenset[str]) -> None:
        """Take in more points of the last step, if there was one since the last frame."""
        if self._steps:
            self._steps[-1] = [*self._steps[-1], *found]
        elif found:
            self._steps.append(found)
            self._immovable.append(immovable)

    def end_frame(self, frame: int) -> NDArray:
        """CONTACT rows of all that was gathered, and of what is kept, by part ids a < b; place and normal are means weighted by impulse
        (if any)."""
        rows = np.concatenate([self._gathered(frame), self.kept.rows])
        rows["frame"] = frame
        self.kept.broken = self.kept.broken[:0]
        return rows[np.lexsort((rows["b"], rows["a"]))]

    def _gathered(self, frame: int) -> NDArray:
        if not self._steps:
            return np.zeros(0, CONTACT)
        things, places, (gap, impulse) = contact_points([point for found in self._steps for point in found], self._world.step)
        step = np.repeat(np.arange(len(self._steps)), [len(found) for found in self._steps])
        rows = self._rows[things[::2], things[1::2] + 1]
        seen = (self._objects[rows[0]] != self._objects[rows[1]]) & ((impulse > 0) | (gap <= 0))
        rows, step, (on_a, on_b, normal) = rows[:, seen], step[seen], places[:, seen]
        point = (on_a + on_b) / 2
        impulse = np.where(self._stuck(rows, step), 0.0, impulse[seen])
        parts = np.array([self._parts(row, step, point) for row in rows])
        self._begin()
        more = self.kept.broken
        return _summed(frame, np.concatenate([parts, [more["a"], more["b"]]], axis=1), np.concatenate([impulse, more["impulse"]]),
                       np.concatenate([point, more["position"]]), np.concatenate([normal, more["normal"]]))

    def _stuck(self, rows: Whole, step: Whole) -> NDArray[np.bool_]:
        """Which points are between two things that nothing could push: there no impulse means anything."""
        for names in set(self._immovable) - self._known.keys():
            self._known[names] = [name in self._still or name in names for name in self._names]
        return np.array([self._known[names] for names in self._immovable])[step, self._objects[rows]].all(axis=0)

    def _parts(self, row: Whole, step: Whole, point: Array) -> Whole:
        """The id of the part that each point is on, (N,); 0 if none is seen."""
        parts = self._firsts[row]
        for handle, found in self._many.items():
            on = row == self._rows[handle[0], handle[1] + 1]
            if on.any():
                centre = np.array([self._centres[handle][i] for i in step[on].tolist()])
                parts[on] += self._nearest_parts(found, self._nearest[handle], _inside(centre, point[on]))
        return parts

    def _nearest_parts(self, found: RigidBody, known: dict[tuple[int, ...], int], inside: Array) -> list[int]:
        """Which part each point (N, 3) of a body's principal frame is nearest to, to the millimetre."""
        keys = [tuple(key) for key in np.rint(inside * 1000).astype(np.int64).tolist()]
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if new:
            known.update(zip(new, nearest_part(found, np.array(new) / 1000).tolist()))
        return [known[key] for key in keys]


def _numbered(handles: list[Handle]) -> Whole:
    """Table of the place of each handle in a list, by body and link + 1."""
    table = np.zeros((max(body for body, _ in handles) + 1, max(link for _, link in handles) + 2), np.int64)
    for i, (body, link) in enumerate(handles):
        table[body, link + 1] = i
    return table


def _inside(centre: Array, point: Array) -> Array:
    """World points (N, 3) in the frames of poses (N, 7): position and quaternion."""
    a, b, c, x, y, z, w = centre.T
    px, py, pz = point[:, 0] - a, point[:, 1] - b, point[:, 2] - c
    tx, ty, tz = 2 * (z * py - y * pz), 2 * (x * pz - z * px), 2 * (y * px - x * py)
    return np.stack([px + w * tx + z * ty - y * tz, py + w * ty + x * tz - z * tx, pz + w * tz + y * tx - x * ty], axis=1)


def _summed(frame: int, parts: Whole, impulse: Array, point: Array, normal: Array) -> NDArray:
    """CONTACT rows of N points on parts (2, N): one row for each two parts, in the order of their ids."""
    low, high = parts.min(axis=0), parts.max(axis=0)
    weight = impulse + 1e-12
    turn = np.where(parts[0] < parts[1], weight, -weight)
    values = np.column_stack([impulse, weight, weight[:, None] * point, turn[:, None] * normal])[low > 0]
    pairs, of = np.unique((low << 32 | high)[low > 0], return_inverse=True)
    sums = np.stack([np.bincount(of, column, len(pairs)) for column in values.T], axis=1)  # in the order of the points
    rows = np.zeros(len(pairs), CONTACT)
    rows["frame"], rows["a"], rows["b"], rows["impulse"] = frame, pairs >> 32, pairs & 0xffffffff, sums[:, 0]
    rows["position"] = sums[:, 2:5] / sums[:, 1:2]
    rows["normal"] = np.reshape([row / max(float(np.linalg.norm(row)), 1e-300) for row in sums[:, 5:8]], (-1, 3))
    return rows
