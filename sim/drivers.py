"""What each kind of action does to the world when it starts, before each step while it runs, and when it ends."""

from collections.abc import Callable

import numpy as np

from sim.actions import Drive, Drop, Force, Hold, Impulse, Launch, Move, Spin, title
from sim.cast import Cast, spin_about_pivot, velocity_at_centre
from sim.conventions import Array, quat_inverse, quat_rotate
from sim.doing import Doing
from sim.paths import path_of
from sim.pins import Pins

REACHED = 0.01
"""rad or m: how near to its aim a joint must be at the end of a Drive."""


class Drivers:
    """Carries out actions. Steps count from 0."""

    def __init__(self, cast: Cast, pins: Pins) -> None:
        self.cast, self.world, self.pins, self.step = cast, cast.world, pins, cast.world.step
        self._drives: dict[tuple[str, str], tuple[Doing, float]] = {}  # by object and joint: the last Drive, and where it began
        self._start: dict[type, Callable[..., None]] = {
            Launch: self._launch, Impulse: self._impulse, Spin: self._spin, Force: self._force, Hold: self._hold, Drop: self._drop,
            Move: self._move, Drive: self._drive}
        self._while: dict[type, Callable[..., None]] = {Force: self._press, Drive: self._steer}
        self._end: dict[type, Callable[..., None]] = {Hold: self._let_go, Move: self._arrive, Drive: self._check}

    def start(self, doing: Doing, step: int) -> None:
        """Begin, and end at once what takes no time. An action whose body is held, so that it cannot be set in motion, fails."""
        doing.status, doing.start = "running", step
        if doing.action.target in self.pins.by_name:
            self.pins.leave_out(doing.action.target, False)
        if isinstance(doing.action, (Launch, Impulse, Spin, Force)) and doing.action.target in self.pins.by_name:
            doing.fail(step, f"{doing.action.target} is held; Drop it first")
            return
        self._start[type(doing.action)](doing.action, doing, step)
        if isinstance(doing.action, (Launch, Impulse, Spin)):
            doing.done(step)

    def before(self, doing: Doing, step: int) -> None:
        """Act on the coming step."""
        if doing.running and type(doing.action) in self._while:
            self._while[type(doing.action)](doing.action, doing, step)

    def after(self, doing: Doing, step: int) -> None:
        """End an action whose time is over once `step` steps are done."""
        if doing.running and doing.end is not None and step >= doing.end:
            doing.done(step)
            if type(doing.action) in self._end:
                self._end[type(doing.action)](doing.action, doing, step)

    def _last(self, doing: Doing, step: int, duration: float) -> None:
        doing.end = step + max(1, round(duration / self.step))

    # Bodies set in motion

    def _launch(self, action: Launch, doing: Doing, step: int) -> None:
        self.world.set_velocity(self.cast.handle(action.target),
                                *velocity_at_centre(self.cast, action.target, action.velocity, action.spin))

    def _spin(self, action: Spin, doing: Doing, step: int) -> None:
        actor, handle = self.cast.actors[action.target], self.cast.handle(action.target)
        if actor.pivot:
            spin_about_pivot(self.cast, actor, action.spin)
        else:
            self.world.set_velocity(handle, self.world.velocity(handle)[0], np.array(action.spin, float))

    def _impulse(self, action: Impulse, doing: Doing, step: int) -> None:
        """On a free body a change of velocity, on a linked one a force of one step."""
        handle, impulse, point = self.cast.handle(action.target), np.array(action.impulse, float), self._point(action)
        if self.cast.actors[action.target].jointed:
            self.world.push(handle, impulse / self.step, point)
            return
        (mass, moments), at, (velocity, spin) = self.world.inertia(handle), self.world.pose(handle), self.world.velocity(handle)
        torque = quat_rotate(quat_inverse(at.rotation), np.cross(point - at.position, impulse))
        self.world.set_velocity(handle, velocity + impulse / mass, spin + quat_rotate(at.rotation, torque / moments))

    def _force(self, action: Force, doing: Doing, step: int) -> None:
        self._last(doing, step, action.duration)

    def _press(self, action: Force, doing: Doing, step: int) -> None:
        self.world.push(self.cast.handle(action.target), np.array(action.force, float), self._point(action))

    def _point(self, action: Impulse | Force) -> Array:
        """The world point at which it acts, m."""
        frame = self.cast.world_from_body(action.target)
        return frame.position + quat_rotate(frame.rotation, action.at)

    # Bodies whose place is decided

    def _hold(self, action: Hold, doing: Doing, step: int) -> None:
        if action.duration is not None:
            self._last(doing, step, action.duration)
        self.pins.take(doing, step, self.pins.stand(action.target))

    def _let_go(self, action: Hold, doing: Doing, step: int) -> None:
        self.pins.release(action.target)

    def _drop(self, action: Drop, doing: Doing, step: int) -> None:
        if action.target not in self.pins.by_name:
            doing.fail(step, f"{action.target} was not held")
            return
        self.pins.drop(doing, step)
        doing.done(step)

    def _move(self, action: Move, doing: Doing, step: int) -> None:
        path = path_of(action, self.cast.world_from_body(action.target), self.step)
        doing.end = step + len(path.position) - 1
        found = self.cast.actors[action.target].found
        assert found is not None
        self.pins.take(doing, step, path.then(found.body_from_centre))
        self.after(doing, step)

    def _arrive(self, action: Move, doing: Doing, step: int) -> None:
        if not action.stay:
            self.pins.release(action.target, *self.pins.by_name[action.target].at(step - 1)[1:])

    # Joints

    def _drive(self, action: Drive, doing: Doing, step: int) -> None:
        machine, joint = self.cast.machines[action.target], (action.target, action.joint)
        if joint in self._drives and self._drives[joint][0].running:
            self._drives[joint][0].fail(step, f"{title(action)} took over the joint")
        self._drives[joint] = doing, self.world.joint(machine.number, machine.joints[action.joint])
        self._last(doing, step, action.duration)

    def stop(self, doing: Doing, step: int) -> None:
        """End a Drive with its joint where it is now."""
        assert isinstance(doing.action, Drive)
        machine = self.cast.machines[doing.action.target]
        joint = machine.number, machine.joints[doing.action.joint]
        self.world.drive(*joint, self.world.joint(*joint), 0.0, doing.action.effort)
        doing.done(step)

    def _steer(self, action: Drive, doing: Doing, step: int) -> None:
        assert doing.start is not None and doing.end is not None
        machine, first = self.cast.machines[action.target], self._drives[action.target, action.joint][1]
        u, length = (step + 1 - doing.start) / (doing.end - doing.start), (doing.end - doing.start) * self.step
        # minimum jerk (Flash & Hogan 1985)
        position = first + (action.to - first) * u ** 3 * (10 - 15 * u + 6 * u * u)
        speed = (action.to - first) * 30 * u * u * (1 - u) ** 2 / length
        self.world.drive(machine.number, machine.joints[action.joint], position, speed, action.effort)

    def _check(self, action: Drive, doing: Doing, step: int) -> None:
        """Hold the joint at its aim from now on, and see whether it is there."""
        machine = self.cast.machines[action.target]
        got = self.world.joint(machine.number, machine.joints[action.joint])
        self.world.drive(machine.number, machine.joints[action.joint], action.to, 0.0, action.effort)
        if abs(got - action.to) > REACHED:
            doing.fail(step, f"{action.joint} is at {got:.3f}, not {action.to:g}: it is blocked, or effort {action.effort:g} is too little")
