"""Acts out a scene: `simulate` gives its Trajectory. The same scene gives the same bytes: each run builds its own
Bullet world, in the same order."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import RIG
from sim.character.controller import CharacterController
from sim.errors import SimulationError
from sim.execution.scheduler import Scheduler
from sim.math.conventions import Array
from sim.physics.assembly import assemble
from sim.physics.bullet.world import BulletWorld
from sim.physics.contacts import Contacts
from sim.physics.liquids import Liquids
from sim.physics.overlaps import check_apart, check_roughly
from sim.physics.physics_scene import PhysicsScene
from sim.scene.failures import STOP, stopping
from sim.scene.parts import part_table
from sim.scene.scene import Scene
from sim.trajectory import Trajectory

Progress = Callable[[int, int], None]
EDGE = 1000.0
"""m from the origin, where the world ends."""


def simulate(scene: Scene, progress: Progress | None = None) -> Trajectory:
    """Act a scene out in PyBullet. Frame f is the state at time f / fps; frame 0 is the start. Where a failure stops the scene, the
    frame after it is the last.

    Steps are of 1 / (fps x steps_per_frame) s, semi-implicit Euler: a free fall is off by g t step / 2. Raises DeclarationError
    before anything moves if two objects overlap by more than 2 mm or a file cannot be read, SimulationError if a body's pose is
    not a number or it gets farther than 1000 m from the origin. `progress` is called with (frames done, frames in all).
    """
    check_roughly(scene)
    step = 1.0 / float(scene.fps * scene.steps_per_frame)
    with BulletWorld(step=step, gravity=scene.gravity) as world:
        physics = assemble(scene, world)
        scheduler = Scheduler(scene, physics)
        check_apart(physics)
        record = _Record(physics=physics, controller=scheduler.controller, liquids=scheduler.liquids,
                         touching=Contacts(physics, scheduler.rest.kept))
        scheduler.begin(0)
        steps = scene.steps_per_frame
        for frame in range(scene.frames):
            if frame:
                _act(scheduler, record, (frame - 1) * steps, frame * steps)
            scheduler.rest.settle(frame, record.keep(frame))
            if progress:
                progress(frame + 1, scene.frames)
            if scene.on_failure == STOP and stopping(scene.actions, scheduler.records()):
                break
        return _trajectory(scene, record, scheduler)


def _act(scheduler: Scheduler, record: "_Record", first: int, last: int) -> None:
    """From one frame to the next, step by step unless nothing happens."""
    for step in range(first, last):
        scheduler.begin(step)
        scheduler.before(step)
        quiet = step == first and scheduler.quiet(step + 1, last, record.touching.touched)
        if not quiet:
            scheduler.world.advance()
            scheduler.rest.meet(record.touching.gather(scheduler.rest.numbers(), scheduler.immovable))
        end = last if quiet else step + 1
        if end == last:
            record.touching.add(scheduler.rest.brushing(), scheduler.immovable)
        scheduler.after(end, record.touching.touched)
        if quiet:
            return


@dataclass(kw_only=True, eq=False)
class _Record:
    """What has been seen so far: poses, joints, contacts and levels of each frame."""

    physics: PhysicsScene
    controller: CharacterController
    liquids: Liquids
    touching: Contacts
    bones: list[tuple[Array, Array]] = field(default_factory=list)
    faces: list[Array] = field(default_factory=list)
    positions: list[Array] = field(default_factory=list)
    rotations: list[Array] = field(default_factory=list)
    joints: list[list[float]] = field(default_factory=list)
    contacts: list[NDArray] = field(default_factory=list)
    levels: list[list[float]] = field(default_factory=list)

    def keep(self, frame: int) -> NDArray:
        """End a frame; gives its contacts."""
        positions, rotations = self.physics.poses()
        self._check(frame, positions)
        self.liquids.settle(frame)
        self.levels.append(self.liquids.levels())
        surfaces = self.liquids.poses()
        bones = self.controller.poses()
        self.bones.append(bones)
        self.faces.append(self.controller.faces())
        hips = np.repeat(np.arange(0, len(bones[0]), len(RIG)), [len(me.person.pieces) for me in self.controller.characters.values()])
        positions, rotations = (np.concatenate(rows) for rows in ((positions, surfaces[0], bones[0][hips]),
                                                                  (rotations, surfaces[1], bones[1][hips])))
        self.positions.append(positions)
        self.rotations.append(rotations)
        self.joints.append(self.physics.joints())
        self.contacts.append(self.touching.end_frame(frame))
        return self.contacts[-1]

    def _check(self, frame: int, positions: Array) -> None:
        lost = ~(np.abs(positions).max(axis=1) <= EDGE)
        if lost.any():
            which, where = int(np.argmax(lost)), positions[int(np.argmax(lost))]
            name = next(n for n in self._names() if which < self._names()[n])
            what = "its pose is not a number" if not np.isfinite(where).all() else \
                f"it is at ({where[0]:.0f}, {where[1]:.0f}, {where[2]:.0f}) m; the world ends {EDGE:.0f} m from the origin"
            raise SimulationError(f"{name} left the world at frame {frame}: {what}. Give it a floor, or less speed.")

    def _names(self) -> dict[str, int]:
        sizes = {name: len(actor.body.parts) for name, actor in self.physics.actors.items()}
        sizes |= {name: len(machine.links) for name, machine in self.physics.machines.items()}
        return dict(zip(sizes, np.cumsum(list(sizes.values())).tolist()))


def _trajectory(scene: Scene, record: _Record, scheduler: Scheduler) -> Trajectory:
    names = record.physics.joint_names()
    return Trajectory(parts=part_table(scene), positions=np.array(record.positions), rotations=np.array(record.rotations),
                      joint_names=names, joints=np.array(record.joints).reshape(len(record.joints), len(names)),
                      bone_positions=np.array([p for p, _ in record.bones]), bone_rotations=np.array([q for _, q in record.bones]),
                      faces=np.array(record.faces),
                      contacts=np.concatenate(record.contacts), actions=scheduler.records(), fps=scene.fps,
                      grips=tuple(scheduler.controller.grips), vessels=tuple(scheduler.liquids.vessels),
                      flows=tuple(scheduler.liquids.flows),
                      levels=np.array(record.levels).reshape(len(record.levels), len(scheduler.liquids.vessels)))
