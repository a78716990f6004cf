"""Bodies whose place an action decides: held still, or moved along a path. Nothing can push them."""

from dataclasses import dataclass, field

import numpy as np

from sim.actions import Hold, title
from sim.cast import Cast
from sim.conventions import Array
from sim.doing import Doing
from sim.paths import speeds
from sim.pieces import Pose

STILL = np.zeros(3)


@dataclass(kw_only=True, eq=False)
class Pin:
    """Where a body is put at each step from `start`: poses of its centre at step starts, and the last one ever after.

    speeds: velocity and spin, (N, 3) each, that lead from one to the next; the last are 0. owner: whose doing it is.
    swing: for a body on a pivot, where that stands.
    """

    handle: tuple[int, int]
    start: int
    path: Pose
    speeds: tuple[Array, Array]
    owner: Doing | None = None
    swing: list[float] = field(default_factory=list)

    def at(self, step: int) -> tuple[Pose, Array, Array]:
        """Pose of the centre at a step, and velocity and spin on the way to the next."""
        i = min(step - self.start, len(self.path.position) - 1)
        return Pose(self.path.position[i], self.path.rotation[i]), self.speeds[0][i], self.speeds[1][i]

    def at_steps(self, step: int, steps: int) -> Array:
        """(N, 3) places of the centre from a step on, for so many."""
        i = min(step - self.start, len(self.path.position) - 1)
        return self.path.position[i:i + steps + 1]


class Pins:
    """The pins of a scene, by the body's name. out: those that are left out of the stepping, for nothing is near what they hold; they
    are put where they belong at the end of each frame only. changed: to be set to False by who has taken note of what is pinned and out."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.world = cast, cast.world
        self.by_name: dict[str, Pin] = {}
        self.out: set[str] = set()
        self.changed = True
        self._now = 0

    def stand(self, name: str) -> Pose:
        """A path that stays where the body is."""
        self.leave_out(name, False)
        here = self.world.pose(self.cast.handle(name))
        return Pose(here.position[None], here.rotation[None])

    def take(self, doing: Doing, step: int, path: Pose) -> None:
        """Pin a body for an action; one that had it pinned gives way."""
        if doing.action.target in self.by_name:
            self._give_way(doing, step)
        self.pin(doing.action.target, step, doing, path)

    def drop(self, doing: Doing, step: int) -> None:
        """Release a pinned body at rest for an action; one that had it pinned gives way."""
        self._give_way(doing, step)
        self.release(doing.action.target)

    def _give_way(self, doing: Doing, step: int) -> None:
        """End the action that has a body pinned: a Hold has done its work, a Move has not."""
        owner = self.by_name[doing.action.target].owner
        if owner is not None and owner.running:
            if isinstance(owner.action, Hold):
                owner.done(step)
            else:
                owner.fail(step, f"{title(doing.action)} took over")

    def pin(self, name: str, step: int, owner: Doing | None, path: Pose) -> None:
        """Put a body on a path of its centre from a step on."""
        handle = self.cast.handle(name)
        pin = Pin(handle=handle, start=step, path=path, speeds=speeds(path, self.world.step), owner=owner)
        if self.cast.actors[name].pivot:
            pin.swing = self.world.swing(handle)[0]
        if name not in self.by_name:
            self.world.weigh(handle, heavy=True)
            self.changed = True
        self.by_name[name] = pin
        self._put(pin, step)

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
                self._put(pin, step)

    def _put(self, pin: Pin, step: int) -> None:
        if pin.swing:
            self.world.set_swing(pin.handle, pin.swing, [0.0] * (3 if len(pin.swing) == 4 else 1))
        else:
            self.world.place(pin.handle, *pin.at(step))
