"""Acts out a scene: `simulate` gives its Trajectory. The same scene gives the same bytes: each run builds its own
Bullet world, in the same order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import RIG
from sim.character.controller import CharacterController
from sim.errors import DeclarationError, SimulationError
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
    before anything moves if two objects overlap by more than 2 mm or a file cannot be read, and if it goes on from a shot that a failure
    stops; SimulationError if a body's pose is not a number or it gets farther than 1000 m from the origin. `progress` is called with
    (frames done, frames in all).
    """
    *before, last = simulated(scene, progress)
    if len(before) < len(scene.earlier):
        failed = stopping(scene.actions, last.actions)
        raise DeclarationError(f"scene: it goes on from a shot that {failed.title if failed else 'a failure'} stops. Change that shot, or "
                               "let it carry on with on_failure='carry on'.")
    return last


def simulated(scene: Scene, progress: Progress | None = None) -> Iterator[Trajectory]:
    """The same, with the shots that it goes on from, each as `simulate` gives it alone, when it is over: all are one simulation. Actions of
    a shot are not known before it begins, so that nothing in a later one changes an earlier one. Where a failure stops one, it is the
    last."""
    check_roughly(scene)
    step, whole = 1.0 / float(scene.fps * scene.steps_per_frame), scene.begins + scene.frames
    with BulletWorld(step=step, gravity=scene.gravity) as world:
        physics = assemble(scene, world)
        scheduler = Scheduler(scene, physics)
        check_apart(physics)
        first, touching = 0, Contacts(physics, scheduler.rest.kept)
        for shot in (*scene.before, scene):
            record = _Record(physics=physics, controller=scheduler.controller, liquids=scheduler.liquids, touching=touching)
            for frame in range(first, first + shot.frames):
                stopped = _go_on(scheduler, record, shot, frame, first)
                if progress:
                    progress(frame + 1, whole)
                if stopped:
                    break
            yield _trajectory(shot, record, scheduler, first)
            if stopped:
                return
            first += shot.frames


def _go_on(scheduler: Scheduler, record: "_Record", shot: Scene, frame: int, first: int) -> bool:
    """One frame more of a shot that begins at frame `first`; whether a failure stops it there."""
    steps = shot.steps_per_frame
    if frame:
        _act(scheduler, record, (frame - 1) * steps, frame * steps)
    if frame == first:
        scheduler.add(shot.actions[len(scheduler.states):], frame * steps)
    if not frame:
        scheduler.begin(0)
    scheduler.rest.settle(frame, record.keep(frame))
    return shot.on_failure == STOP and stopping(shot.actions, scheduler.records()) is not None


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


def _trajectory(scene: Scene, record: _Record, scheduler: Scheduler, first: int) -> Trajectory:
    """What is recorded of a shot that begins at frame `first` of the simulation."""
    names, end = record.physics.joint_names(), first + len(record.positions)
    contacts = np.concatenate(record.contacts)
    contacts["frame"] -= first
    return Trajectory(parts=part_table(scene), positions=np.array(record.positions), rotations=np.array(record.rotations),
                      joint_names=names, joints=np.array(record.joints).reshape(len(record.joints), len(names)),
                      bone_positions=np.array([p for p, _ in record.bones]), bone_rotations=np.array([q for _, q in record.bones]),
                      faces=np.array(record.faces),
                      contacts=contacts, actions=scheduler.records(first * scene.steps_per_frame), fps=scene.fps,
                      grips=tuple(replace(grip, start=grip.start - first, end=None if grip.end is None else grip.end - first)
                                  for grip in scheduler.controller.grips if grip.end is None or grip.end >= first),
                      vessels=tuple(scheduler.liquids.vessels),
                      flows=tuple(replace(flow, frame=flow.frame - first) for flow in scheduler.liquids.flows if first <= flow.frame < end),
                      levels=np.array(record.levels).reshape(len(record.levels), len(scheduler.liquids.vessels)))
