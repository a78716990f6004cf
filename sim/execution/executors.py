"""What each kind of action does to the world when it starts, before each step while it runs, and when it ends."""

from collections.abc import Callable

import numpy as np

from sim.execution.driving import Driving
from sim.math.conventions import Array, quat_inverse, quat_rotate
from sim.physics.kinematic import KinematicBodies
from sim.physics.paths import path_of
from sim.physics.physics_scene import PhysicsScene, spin_about_pivot, velocity_at_centre
from sim.scene.action_state import ActionState
from sim.scene.actions import Drive, DriveTo, Drop, Force, Hold, Impulse, Launch, Move, Spin, title

REACHED = 0.01
"""rad or m: how near to its aim a joint must be at the end of a Drive."""


class Executors:
    """Carries out actions. Steps count from 0."""

    def __init__(self, physics: PhysicsScene, kinematic: KinematicBodies) -> None:
        self.physics, self.world, self.kinematic, self.step = physics, physics.world, kinematic, physics.world.step
        self._drives: dict[tuple[str, str], tuple[ActionState, float]] = {}  # by object and joint: the last Drive, and where it began
        driving = Driving(physics=physics)
        self._start: dict[type, Callable[..., None]] = {
            Launch: self._launch, Impulse: self._impulse, Spin: self._spin, Force: self._force, Hold: self._hold, Drop: self._drop,
            Move: self._move, Drive: self._drive, DriveTo: driving.start}
        self._while: dict[type, Callable[..., None]] = {Force: self._press, Drive: self._steer, DriveTo: driving.steer}
        self._end: dict[type, Callable[..., None]] = {Hold: self._let_go, Move: self._arrive, Drive: self._check}

    def start(self, state: ActionState, step: int) -> None:
        """Begin, and end at once what takes no time. An action whose body is held, so that it cannot be set in motion, fails."""
        state.status, state.start = "running", step
        if state.action.target in self.kinematic.by_name:
            self.kinematic.leave_out(state.action.target, False)
        if isinstance(state.action, (Launch, Impulse, Spin, Force)) and state.action.target in self.kinematic.by_name:
            state.fail(step, f"{state.action.target} is held {self._by(state.action.target)}; Drop it first")
            return
        self._start[type(state.action)](state.action, state, step)
        if isinstance(state.action, (Launch, Impulse, Spin)):
            state.done(step)

    def before(self, state: ActionState, step: int) -> None:
        """Act on the coming step."""
        if state.running and type(state.action) in self._while:
            self._while[type(state.action)](state.action, state, step)

    def after(self, state: ActionState, step: int) -> None:
        """End an action whose time is over once `step` steps are done."""
        if state.running and state.end is not None and step >= state.end:
            state.done(step)
            if type(state.action) in self._end:
                self._end[type(state.action)](state.action, state, step)

    def _last(self, state: ActionState, step: int, duration: float) -> None:
        state.end = step + max(1, round(duration / self.step))

    # Bodies set in motion

    def _launch(self, action: Launch, state: ActionState, step: int) -> None:
        self.world.set_velocity(self.physics.handle(action.target),
                                *velocity_at_centre(self.physics, action.target, action.velocity, action.spin))

    def _spin(self, action: Spin, state: ActionState, step: int) -> None:
        actor, handle = self.physics.actors[action.target], self.physics.handle(action.target)
        if actor.pivot:
            spin_about_pivot(self.physics, actor, action.spin)
        else:
            self.world.set_velocity(handle, self.world.velocity(handle)[0], np.array(action.spin, float))

    def _impulse(self, action: Impulse, state: ActionState, step: int) -> None:
        """On a free body a change of velocity, on a linked one a force of one step."""
        handle, impulse, point = self.physics.handle(action.target), np.array(action.impulse, float), self._point(action)
        if self.physics.actors[action.target].jointed:
            self.world.push(handle, impulse / self.step, point)
            return
        (mass, moments), at, (velocity, spin) = self.world.inertia(handle), self.world.pose(handle), self.world.velocity(handle)
        torque = quat_rotate(quat_inverse(at.rotation), np.cross(point - at.position, impulse))
        self.world.set_velocity(handle, velocity + impulse / mass, spin + quat_rotate(at.rotation, torque / moments))

    def _force(self, action: Force, state: ActionState, step: int) -> None:
        self._last(state, step, action.duration)

    def _press(self, action: Force, state: ActionState, step: int) -> None:
        self.world.push(self.physics.handle(action.target), np.array(action.force, float), self._point(action))

    def _point(self, action: Impulse | Force) -> Array:
        """The world point at which it acts, m."""
        frame = self.physics.world_from_body(action.target)
        return frame.position + quat_rotate(frame.rotation, action.at)

    # Bodies whose place is decided

    def _hold(self, action: Hold, state: ActionState, step: int) -> None:
        if action.duration is not None:
            self._last(state, step, action.duration)
        self.kinematic.take(state, step, self.kinematic.stand(action.target))

    def _let_go(self, action: Hold, state: ActionState, step: int) -> None:
        self.kinematic.release(action.target)

    def _by(self, name: str) -> str:
        owner = self.kinematic.by_name[name].owner
        return f"by {title(owner.action)}" if owner else "in a hand"

    def _drop(self, action: Drop, state: ActionState, step: int) -> None:
        if action.target not in self.kinematic.by_name:
            state.fail(step, f"{action.target} was not held")
            return
        self.kinematic.drop(state, step)
        state.done(step)

    def _move(self, action: Move, state: ActionState, step: int) -> None:
        path = path_of(action, self.physics.world_from_body(action.target), self.step)
        state.end = step + len(path.position) - 1
        found = self.physics.actors[action.target].found
        assert found is not None
        self.kinematic.take(state, step, path.then(found.body_from_centre))
        self.after(state, step)

    def _arrive(self, action: Move, state: ActionState, step: int) -> None:
        if not action.stay:
            self.kinematic.release(action.target, *self.kinematic.by_name[action.target].at(step - 1)[1:])

    # Joints

    def _drive(self, action: Drive, state: ActionState, step: int) -> None:
        machine, joint = self.physics.machines[action.target], (action.target, action.joint)
        if joint in self._drives and self._drives[joint][0].running:
            self._drives[joint][0].fail(step, f"{title(action)} took over the joint")
        self._drives[joint] = state, self.world.joint(machine.number, machine.joints[action.joint])
        self._last(state, step, action.duration)

    def stop(self, state: ActionState, step: int) -> None:
        """End a Drive with its joint where it is now."""
        assert isinstance(state.action, Drive)
        machine = self.physics.machines[state.action.target]
        joint = machine.number, machine.joints[state.action.joint]
        self.world.drive(*joint, self.world.joint(*joint), 0.0, state.action.effort)
        state.done(step)

    def _steer(self, action: Drive, state: ActionState, step: int) -> None:
        assert state.start is not None and state.end is not None
        machine, first = self.physics.machines[action.target], self._drives[action.target, action.joint][1]
        u, length = (step + 1 - state.start) / (state.end - state.start), (state.end - state.start) * self.step
        # minimum jerk (Flash & Hogan 1985)
        position = first + (action.to - first) * u ** 3 * (10 - 15 * u + 6 * u * u)
        speed = (action.to - first) * 30 * u * u * (1 - u) ** 2 / length
        self.world.drive(machine.number, machine.joints[action.joint], position, speed, action.effort)

    def _check(self, action: Drive, state: ActionState, step: int) -> None:
        """Hold the joint at its aim from now on, and see whether it is there."""
        machine = self.physics.machines[action.target]
        got = self.world.joint(machine.number, machine.joints[action.joint])
        self.world.drive(machine.number, machine.joints[action.joint], action.to, 0.0, action.effort)
        if abs(got - action.to) > REACHED:
            state.fail(step, f"{action.target}'s {action.joint} is at {got:.3f}, not {action.to:g}: "
                             f"it is blocked, or effort {action.effort:g} is too little")
