"""Who is left out of the stepping: loose bodies that lie still, and limbs and held things that are near nothing they could touch."""

import numpy as np
from numpy.typing import NDArray

from sim.character.limbs import CharacterBodies
from sim.math.aabb import Boxes, concatenated
from sim.math.conventions import Array
from sim.physics.bullet.contact_points import bodies
from sim.physics.contacts import SleepingContacts
from sim.physics.kinematic import KinematicBodies
from sim.physics.physics_scene import Handle, PhysicsScene
from sim.scene.parts import part_table
from sim.scene.scene import Scene
from sim.scene.shapes import Plane, Sphere

STILL, TURNED, PATIENCE = 3e-5, 3e-4, 0.15
"""m and rad that a body may move in so many s, and lie still."""
SLOW = 0.02
"""m/s of the surface of a ball that spins on the spot, and lies still."""
NEAR = 0.005
"""m, more than Bullet's contacts reach."""


class Sleeping:
    """A body falls asleep with all that it touches, when all that lies still on nothing that an action or someone moves; it wakes when
    something awake touches it or acts on it. Call `look` before a frame, `rouse` before and `meet` after a step, `settle` after a frame.
    """

    def __init__(self, scene: Scene, physics: PhysicsScene, kinematic: KinematicBodies, limbs: CharacterBodies) -> None:
        self._scene, self._physics, self._world, self._kinematic, self._limbs = scene, physics, physics.world, kinematic, limbs
        self._loose = {name: actor.handle for name, actor in physics.actors.items() if actor.handle and actor.found and not actor.jointed}
        self._names = {handle[0]: name for name, handle in self._loose.items()}
        self._linked = [handle for handle, (name, _, found) in physics.owners.items()
                        if name in physics.machines or found and physics.actors[name].jointed]
        self._reach = {name: _reach(physics, name) for name in physics.actors}
        self._fixed, self._walls = _fixed(physics)
        self._spins = {name: _spins(physics, name) for name in self._loose}
        self._anchors: dict[str, tuple[int, Array]] = {}
        self._boxes: dict[Handle, tuple] = {}  # of those asleep, as in BulletWorld.box
        self.kept = SleepingContacts(np.array(["", *(ref.object for ref in part_table(scene))]))
        self._done, self._numbers = 0, list[int]()

    @property
    def awake(self) -> list[str]:
        """The loose bodies that are stepped."""
        return [name for name, handle in self._loose.items() if handle not in self._world.asleep and name not in self._kinematic.by_name]

    @property
    def quiet(self) -> bool:
        """Whether nothing is stepped."""
        return not self.numbers()

    def numbers(self) -> list[int]:
        """The Bullet bodies that are stepped."""
        if self._kinematic.changed:
            self._count()
        return self._numbers

    def _count(self) -> None:
        self._kinematic.changed = False
        pinned = [self._kinematic.by_name[name].handle[0] for name in self._kinematic.by_name if name not in self._kinematic.out]
        self._numbers = list(dict.fromkeys([*(self._loose[name][0] for name in self.awake), *pinned, *self._limbs.numbers(),
                                            *(number for number, _ in self._linked)]))

    # Before a frame

    def look(self, step: int, watched: set[str]) -> None:
        """See which limbs and pinned bodies come near anything in the coming frame. watched: pinned bodies whose every step counts."""
        self.rouse()
        self._done = 0
        pinned, loose = list(self._kinematic.by_name), [name for name in self._loose if name not in self._kinematic.by_name]
        around = concatenated(self._pinned(step, pinned), self._moving(loose))
        names = [*pinned, *loose, *(self._physics.owners[handle][0] for handle in self._linked)]
        met = around.meet(around)[:len(pinned)] & ~np.eye(len(pinned), len(names), dtype=bool)
        near = met.any(axis=1) | self._meet_fixed(Boxes(around.low[:len(pinned)], around.high[:len(pinned)]))
        for name, way in self._limbs.ways.items():
            meets = way.boxes.grown(NEAR).meet(around) & np.array([(name, thing) not in self._limbs.passing for thing in names], bool)
            self._limbs.show(name, meets.any(axis=1))
            near |= meets.any(axis=0)[:len(pinned)]
        for name, out in zip(pinned, ~near):
            self._kinematic.leave_out(name, bool(out) and name not in watched and not self._physics.actors[name].jointed)
        self._count()

    def _pinned(self, step: int, names: list[str]) -> Boxes:
        """Boxes round where pins take bodies in a frame."""
        paths = [self._kinematic.by_name[name].at_steps(step, self._scene.steps_per_frame) for name in names]
        reach = np.array([self._reach[name] for name in names]).reshape(-1, 1)
        return Boxes(np.reshape([path.min(axis=0) for path in paths], (-1, 3)), np.reshape([path.max(axis=0) for path in paths], (-1, 3))) \
            .grown(reach + NEAR)

    def _moving(self, names: list[str]) -> Boxes:
        """Boxes round loose bodies, larger for those awake by twice as far as the fastest goes in a frame; and so round what is linked."""
        handles = [*(self._loose[name] for name in names), *self._linked]
        corners = np.reshape([self._boxes.get(handle) or self._world.box(handle) for handle in handles], (-1, 2, 3))
        boxes = Boxes(corners[:, 0], corners[:, 1])
        moves = np.array([handle not in self._world.asleep for handle in handles], bool)
        seconds = self._scene.steps_per_frame * self._world.step
        fastest = float(np.linalg.norm(self._scene.gravity)) * seconds
        rates = np.array([self._world.velocity(handle) for handle, awake in zip(handles, moves.tolist()) if awake]).reshape(-1, 2, 3)
        speeds, size = np.linalg.norm(rates, axis=2), np.linalg.norm(boxes.high - boxes.low, axis=1)[moves]
        most = float((speeds[:, 0] + speeds[:, 1] * size).max(initial=fastest))
        return boxes.grown(np.where(moves, 2 * most * seconds, 0.0)[:, None])

    def _meet_fixed(self, boxes: Boxes) -> NDArray[np.bool_]:
        return np.asarray(boxes.meet(self._fixed).any(axis=1))

    # Before and after a step

    def rouse(self) -> None:
        """Wake what something has acted on."""
        if self._world.stirred:
            self._wake([self._names[number] for number, _ in self._world.stirred])
            self._world.stirred.clear()

    def meet(self, points) -> None:
        """Wake what is touched by what is awake. points: the contacts of the bodies that are stepped."""
        self._done += 1
        if self._world.asleep:
            touched = sorted(number for number in bodies(points) if (number, -1) in self._world.asleep)
            if touched:
                self._wake([self._names[number] for number in touched])

    def _wake(self, names: list[str]) -> None:
        """Wake bodies, with all that they touch."""
        a, b = self.kept.owners[self.kept.rows["a"]], self.kept.owners[self.kept.rows["b"]]
        group = set(names)
        while True:
            of = np.isin(a, list(group)) | np.isin(b, list(group))
            found = {name for name in {*a[of].tolist(), *b[of].tolist()} if name in self._loose} | group
            if found == group:
                break
            group = found
        self.kept.wake(of, self._done / self._scene.steps_per_frame)
        for name in sorted(group):
            self._world.asleep.discard(self._loose[name])
            self._boxes.pop(self._loose[name], None)
            self._world.leave_out(self._loose[name], False)
            self._anchors.pop(name, None)
        self._count()

    # After a frame

    def brushing(self) -> list[tuple]:
        """Contact points, as the frame ends, of limbs and what is fixed: people pass through that, and only the touch is told."""
        found: list[tuple] = []
        for name, way in self._limbs.ways.items():
            for bone, wall in zip(*(index.tolist() for index in np.nonzero(way.boxes.meet(self._fixed)))):
                found += self._world.overlap(self._limbs.end(name, bone), self._walls[wall])
        return found

    def settle(self, frame: int, rows: NDArray) -> None:
        """Let fall asleep what has lain still. rows: the CONTACT rows of the frame."""
        awake = self.awake
        moved = {name for name in awake if not self._still(frame, name)}
        if len(moved) == len(awake):
            return
        a, b = self.kept.owners[rows["a"]], self.kept.owners[rows["b"]]
        near, touching, fixed = set(awake), {*a.tolist(), *b.tolist()}, self._physics.still - set(self._kinematic.by_name)
        links = {(x, y) for x, y in zip(a.tolist(), b.tolist()) if x not in fixed and y not in fixed}
        moved |= {name for name in awake if name not in touching}
        moved |= {name for pair in links for name in pair if name not in near and (pair[0] in near or pair[1] in near)}
        while found := {name for pair in links if moved & set(pair) for name in pair if name in near} - moved:
            moved |= found
        self._sleep([name for name in awake if name not in moved], rows, a, b)

    def _sleep(self, names: list[str], rows: NDArray, a: NDArray, b: NDArray) -> None:
        self.kept.keep(rows[np.isin(a, names) | np.isin(b, names)])
        for name in names:
            self._world.asleep.add(self._loose[name])
            self._boxes[self._loose[name]] = self._world.box(self._loose[name])
            self._world.leave_out(self._loose[name], True)

    def _still(self, frame: int, name: str) -> bool:
        """Whether it has been where it is for long enough."""
        now = np.array(self._world.centre(self._loose[name]))
        since, then = self._anchors.get(name, (frame, now))
        if np.abs(now[:3] - then[:3]).max() > STILL or np.abs(now[3:] - then[3:]).max() > self._spins[name] / 2:
            since, then = frame, now
        self._anchors[name] = since, then
        return (frame - since) / float(self._scene.fps) >= PATIENCE


def _reach(physics: PhysicsScene, name: str) -> float:
    """m from a body's centre of mass to its farthest point."""
    found = physics.actors[name].found
    if found is None:
        return 0.0
    return max(float(np.linalg.norm(piece.corners, axis=1).max()) for part in found.parts for piece in part)


def _spins(physics: PhysicsScene, name: str) -> float:
    """rad that a body may turn while it lies still. A ball that spins on the spot, for which Bullet has no friction, lies still if it
    is slow."""
    found = physics.actors[name].found
    solids = [piece.solid for part in found.parts for piece in part] if found else []
    return SLOW * PATIENCE / solids[0].radius if len(solids) == 1 and isinstance(solids[0], Sphere) else TURNED


def _fixed(physics: PhysicsScene) -> tuple[Boxes, list[Handle]]:
    """Boxes round what never moves, of level ground all that is below it; and the handles."""
    corners, handles = [], []
    for handle, (name, first, found) in physics.owners.items():
        if found is None and name in physics.actors and physics.actors[name].handle is None:
            corners.append(physics.world.box(handle))
            handles.append(handle)
            body = physics.actors[name].body
            part = body.parts[first - physics.actors[name].first]
            if isinstance(part.shape, Plane) and body.rotation[:2] == part.rotation[:2] == (0.0, 0.0):
                low, (x, y, _) = corners.pop()
                corners.append((low, (x, y, body.position[2] + part.position[2])))
    boxes = np.reshape(corners, (-1, 2, 3))
    return Boxes(boxes[:, 0], boxes[:, 1]), handles
