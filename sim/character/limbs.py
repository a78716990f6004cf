"""People's bodies in the Bullet world: a capsule on each bone, moved as their bones move, that pushes things and is pushed by none."""

from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.bones import BONES
from sim.character.character import Character
from sim.geometry.convex import Pose, pose
from sim.math.aabb import Boxes
from sim.math.conventions import Array, turn_between
from sim.physics.bullet.builder import Builder
from sim.physics.physics_scene import Handle, PhysicsScene
from sim.physics.rigid_bodies import rigid_body
from sim.scene.objects import Body, Part
from sim.scene.shapes import Capsule


class Limbs(NamedTuple):
    """Someone's capsules in the world, one on each bone. inner: their poses (B) in their bones' frames. ends: (B, 2, 3) m, in these, and
    radii: (B,) m, of their axes."""

    handles: list[Handle]
    inner: Pose
    ends: Array
    radii: Array


class Way(NamedTuple):
    """Where the bones of one person go in a frame: poses (B) before and after, the ends (B, 2, 3), m, of the limbs'
    axes afterwards, and the box that each limb stays in."""

    start: Pose
    end: Pose
    axes: Array
    boxes: Boxes


class CharacterBodies:
    """The limbs of all people in the physics world, by name. passing: who passes through which thing."""

    def __init__(self, physics: PhysicsScene, characters: dict[str, Character], first_ids: dict[str, int]) -> None:
        self._physics, self._world = physics, physics.world
        self._limbs: dict[str, Limbs] = {}
        self.passing: frozenset[tuple[str, str]] = frozenset()
        self.ways: dict[str, Way] = {}
        self.there: dict[str, NDArray[np.bool_]] = {name: np.ones(len(BONES), bool) for name in characters}
        for name, me in characters.items():
            handles, inner = zip(*(self._limb(me, bone, first_ids[name]) for bone in range(len(BONES))))
            self._limbs[name] = Limbs(list(handles), Pose(np.stack([p for p, _ in inner]), np.stack([q for _, q in inner])),
                                      me.body.capsules, me.body.thick)
            self.send(me, 0)  # where the first frame sets out from

    def _limb(self, me: Character, bone: int, first: int) -> tuple[Handle, Pose]:
        (a, b), radius = me.body.capsules[bone], float(me.body.thick[bone])
        turn, _ = scipy.spatial.transform.Rotation.align_vectors([(b - a) / np.linalg.norm(b - a)], [[0.0, 0.0, 1.0]])
        inner = pose((a + b) / 2, turn.as_quat())
        at = Pose(me.places[bone], me.quaternions[bone]).then(inner)
        shape = Capsule(radius=radius, height=float(np.linalg.norm(b - a)))
        body = Body(name=me.person.name, parts=(Part(name=BONES[bone], shape=shape),), position=tuple(at.position.tolist()),
                    rotation=tuple((at.rotation / np.linalg.norm(at.rotation)).tolist()), friction=0.8, restitution=0.1)
        found = rigid_body(body)
        handle = Builder(self._world).add_free(found)
        self._world.weigh(handle, heavy=True)
        self._world.only_things(handle)
        self._physics.owners[handle] = me.person.name, first + me.person.pieces.index(me.body.seen[bone]), None
        return handle, inner.then(found.body_from_centre)

    def send(self, me: Character, steps: int) -> None:
        """Let someone's limbs go from where they were sent before, if they were, to their pose in so many steps, as far as `show` lets
        them."""
        limbs, end = self._limbs[me.person.name], Pose(me.places, me.quaternions)
        axes = me.places[:, None] + limbs.ends @ me.turns.swapaxes(1, 2)
        last = self.ways.get(me.person.name)
        both = np.concatenate([last.axes if last else axes, axes], axis=1)
        boxes = Boxes(both.min(axis=1), both.max(axis=1)).grown(limbs.radii[:, None])
        self.ways[me.person.name] = Way(last.end if last else end, end, axes, boxes)
        self._steps = steps

    def show(self, name: str, which: NDArray[np.bool_]) -> None:
        """Let those limbs (B,) of someone's be in the world in this frame, and the others not."""
        limbs, way = self._limbs[name], self.ways[name]
        for bone in np.flatnonzero(which != self.there[name]).tolist():
            self._world.only_things(limbs.handles[bone], bool(which[bone]))
            self._world.leave_out(limbs.handles[bone], not which[bone])
        self.there[name] = which
        if not which.any():
            return
        seconds, a, b = self._steps * self._world.step, way.start.then(limbs.inner), way.end.then(limbs.inner)
        falls = self._world.gravity * self._world.step * (self._steps + 1) / 2  # what weight does on the way; it is undone at the next
        velocity, spin = (b.position - a.position) / seconds - falls, turn_between(a.rotation, b.rotation) / seconds
        for i in np.flatnonzero(which).tolist():
            self._world.place(limbs.handles[i], Pose(a.position[i], a.rotation[i]), velocity[i], spin[i])

    def end(self, name: str, bone: int) -> Handle:
        """One of someone's limbs, put where it is at the end of the frame."""
        limbs, way = self._limbs[name], self.ways[name]
        inner = Pose(limbs.inner.position[bone], limbs.inner.rotation[bone])
        self._world.put(limbs.handles[bone], Pose(way.end.position[bone], way.end.rotation[bone]).then(inner))
        return limbs.handles[bone]

    def numbers(self) -> list[int]:
        """The Bullet bodies of the limbs that are in the world."""
        return [limbs.handles[i][0] for name, limbs in self._limbs.items() for i in np.flatnonzero(self.there[name]).tolist()]

    def pass_through(self, me: Character, thing: str, through: bool) -> None:
        """Whether someone's body and a thing pass through each other."""
        self.passing = (self.passing | {(me.person.name, thing)}) if through else self.passing - {(me.person.name, thing)}
        (me.effectors.take if through else me.effectors.free)("passing", me.person.name, thing)
        machine = self._physics.machines.get(thing)
        for other in machine.links if machine else (self._physics.handle(thing),):
            for handle in self._limbs[me.person.name].handles:
                self._world.ignore(handle, other, through)
