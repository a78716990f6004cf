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


class Pins:
    """The pins of a scene, by the body's name."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.world = cast, cast.world
        self.by_name: dict[str, Pin] = {}

    def stand(self, name: str) -> Pose:
        """A path that stays where the body is."""
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
        self.by_name[name] = pin
        self._put(pin, step)

    def release(self, name: str, velocity: Array = STILL, spin: Array = STILL) -> None:
        """Leave a body to itself, with this velocity, m/s, and spin, rad/s; one on a pivot at rest."""
        pin = self.by_name.pop(name)
        self.world.weigh(pin.handle, heavy=False)
        if not pin.swing:
            self.world.set_velocity(pin.handle, velocity, spin)

    def before(self, step: int) -> None:
        """Send every pinned body towards where it belongs a step later, unmoved by its weight."""
        for pin in self.by_name.values():
            at, velocity, spin = pin.at(step)
            if not pin.swing:
                self.world.set_velocity(pin.handle, velocity, spin)
            self.world.weightless(pin.handle, at.position)

    def after(self, step: int) -> None:
        """Put every pinned body exactly where it belongs once `step` steps are done."""
        for pin in self.by_name.values():
            self._put(pin, step)

    def _put(self, pin: Pin, step: int) -> None:
        if pin.swing:
            self.world.set_swing(pin.handle, pin.swing, [0.0] * (3 if len(pin.swing) == 4 else 1))
        else:
            self.world.place(pin.handle, *pin.at(step))
