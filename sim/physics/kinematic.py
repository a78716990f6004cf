"""Bodies whose place an action decides: held still, or moved along a path. Nothing can push them."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.geometry.convex import Pose
from sim.math.conventions import Array
from sim.physics.paths import speeds
from sim.physics.physics_scene import PhysicsScene
from sim.scene.action_state import ActionState
from sim.scene.actions import Hold, title

STILL = np.zeros(3)


@dataclass(kw_only=True, eq=False)
class Pin:
    """Where a body is put at each step from `start` on: the poses of its centre at the start of each step; the last one holds ever after.

    owner: the action that put it there, None for a hand. swing: where a body on a pivot stands. seconds: the length of a step.
    """

    handle: tuple[int, int]
    start: int
    path: Pose
    seconds: float
    owner: ActionState | None = None
    swing: list[float] = field(default_factory=list)

    @cached_property
    def speeds(self) -> tuple[Array, Array]:
        """Velocity and spin, (N, 3) each, that lead from one pose to the next; the last are 0."""
        return speeds(self.path, self.seconds)

    def at(self, step: int) -> tuple[Pose, Array, Array]:
        """Pose of the centre at a step, and velocity and spin on the way to the next."""
        i = min(step - self.start, len(self.path.position) - 1)
        return self.pose(step), self.speeds[0][i], self.speeds[1][i]

    def pose(self, step: int) -> Pose:
        """Pose of the centre at a step."""
        i = min(step - self.start, len(self.path.position) - 1)
        return Pose(self.path.position[i], self.path.rotation[i])

    def at_steps(self, step: int, steps: int) -> Array:
        """(N, 3) places of the centre from a step on, for so many."""
        i = min(step - self.start, len(self.path.position) - 1)
        return self.path.position[i:i + steps + 1]


class KinematicBodies:
    """The pins of a scene, by the body's name. out: those that are left out of the stepping, for nothing is near what they hold; they
    are put where they belong at the end of each frame only. changed: to be set to False by who has taken note of what is pinned and out."""

    def __init__(self, physics: PhysicsScene) -> None:
        self.physics, self.world = physics, physics.world
        self.by_name: dict[str, Pin] = {}
        self.out: set[str] = set()
        self.changed = True
        self._now = 0

    def stand(self, name: str) -> Pose:
        """A path that stays where the body is."""
        self.leave_out(name, False)
        here = self.world.pose(self.physics.handle(name))
        return Pose(here.position[None], here.rotation[None])

    def take(self, state: ActionState, step: int, path: Pose) -> None:
        """Pin a body for an action; one that had it pinned gives way."""
        if state.action.target in self.by_name:
            self._give_way(state, step)
        self.pin(state.action.target, step, state, path)

    def drop(self, state: ActionState, step: int) -> None:
        """Release a pinned body at rest for an action; one that had it pinned gives way."""
        self._give_way(state, step)
        self.release(state.action.target)

    def _give_way(self, state: ActionState, step: int) -> None:
        """End the action that has a body pinned: a Hold has done its work, a Move has not."""
        owner = self.by_name[state.action.target].owner
        if owner is not None and owner.running:
            if isinstance(owner.action, Hold):
                owner.done(step)
            else:
                owner.fail(step, f"{title(state.action)} took over")

    def pin(self, name: str, step: int, owner: ActionState | None, path: Pose) -> None:
        """Put a body on a path of its centre from a step on."""
        handle = self.physics.handle(name)
        pin = Pin(handle=handle, start=step, path=path, seconds=self.world.step, owner=owner)
        if self.physics.actors[name].pivot:
            pin.swing = self.world.swing(handle)[0]
        if name not in self.by_name:
            self.world.weigh(handle, heavy=True)
            self.changed = True
        self.by_name[name] = pin
        self._put(pin, step, name in self.out)

    def release(self, name: str, velocity: Array = STILL, spin: Array = STILL) -> None:
        """Leave a body to itself, with this velocity, m/s, and spin, rad/s; one on a pivot at rest."""
        self.leave_out(name, False)
        self.changed = True
        pin = self.by_name.pop(name)
        self.world.weigh(pin.handle, heavy=False)
        if not pin.swing:
            self.world.set_velocity(pin.handle, velocity, spin)

    def leave_out(self, name: str, out: bool) -> None:
        """Leave what a pin holds out of the stepping, or no longer."""
        if out != (name in self.out):
            self.changed = True
            (self.out.add if out else self.out.discard)(name)
            self._put(self.by_name[name], self._now)
            self.world.leave_out(self.by_name[name].handle, out)

    def before(self, step: int) -> None:
        """Send every pinned body towards where it belongs a step later, unmoved by its weight."""
        for pin in (pin for name, pin in self.by_name.items() if name not in self.out):
            at, velocity, spin = pin.at(step)
            if not pin.swing:
                self.world.set_velocity(pin.handle, velocity, spin)
            self.world.weightless(pin.handle, at.position)

    def after(self, step: int, frame_ends: bool) -> None:
        """Put every pinned body exactly where it belongs once `step` steps are done."""
        self._now = step
        for name, pin in self.by_name.items():
            if frame_ends or name not in self.out:
                self._put(pin, step, name in self.out)

    def _put(self, pin: Pin, step: int, rest: bool = False) -> None:
        if pin.swing:
            self.world.set_swing(pin.handle, pin.swing, [0.0] * (3 if len(pin.swing) == 4 else 1))
        elif rest:
            self.world.put(pin.handle, pin.pose(step))
        else:
            self.world.place(pin.handle, *pin.at(step))
