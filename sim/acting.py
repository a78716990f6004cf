"""Acts out a scene's actions, step by step: triggers, what each action does to the world, and what became of it."""

import math
from dataclasses import dataclass

import numpy as np

from sim.actions import Action, After, At, Crosses, Drive, Drop, Force, Hold, Launch, Move, Push, Spin, Touch, title
from sim.cast import Cast, Handle, spin_about_pivot, velocity_at_centre
from sim.conventions import Array, quat_inverse, quat_rotate
from sim.paths import SOON, Pin, path_of, speeds
from sim.pieces import Pose
from sim.scene import Scene
from sim.trajectory import ActionRecord

REACHED = 0.01
"""rad or m: how near to its aim a joint must be at the end of a Drive."""


@dataclass(kw_only=True, eq=False)
class Doing:
    """One action and how far it is: steps at which it started and ended."""

    action: Action
    status: str = "waiting"
    start: int | None = None
    end: int | None = None
    due: float = math.inf
    reason: str = ""
    side: float = 1.0
    aim: tuple[float, float] = (0.0, 0.0)


class Acting:
    """Goes through a scene's actions. Call `begin`, `before`, World.advance and `after` for each step; steps count from 0."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.cast, self.world, self.step = cast, cast.world, cast.world.step
        self.doings = [Doing(action=action) for action in scene.actions]
        self.by_name = {doing.action.name: doing for doing in self.doings if doing.action.name}
        self.pins: dict[str, Pin] = {}
        for name in sorted(scene.moved):
            self._pin(name, 0, None, self._stand(name))
        for doing in self.doings:
            if isinstance(doing.action.when, At):
                doing.due = doing.action.when.time
            if isinstance(doing.action.when, Crosses):
                doing.side = self._side(doing.action.when)

    def begin(self, step: int) -> None:
        """Start the actions whose time has come, in the order in which they are declared."""
        for doing in self.doings:
            if doing.status == "waiting":
                self._await(doing)
            if doing.status == "waiting" and step * self.step >= doing.due - SOON:
                doing.status, doing.start = "running", step
                self._START[type(doing.action)](self, doing, step)

    def before(self, step: int) -> None:
        """Act on the coming step."""
        for pin in self.pins.values():
            self._steer(pin, step)
        for doing in self.doings:
            if doing.status == "running" and isinstance(doing.action, Force):
                self._press(doing.action, np.array(doing.action.force, float))
            if doing.status == "running" and isinstance(doing.action, Drive):
                self._drive(doing, step)

    def after(self, step: int, touching: set[frozenset[str]]) -> None:
        """Take note of where things are once `step` steps are done, and of which objects have touched."""
        for pin in self.pins.values():
            self._put(pin, step)
        for doing in self.doings:
            if doing.status == "running" and doing.end is not None and step >= doing.end:
                self._END.get(type(doing.action), Acting._done)(self, doing, step)
        for doing in self.doings:
            self._sense(doing, step, touching)

    @property
    def immovable(self) -> set[str]:
        """The bodies that nothing can push now, for an action decides where they are."""
        return set(self.pins)

    def records(self) -> tuple[ActionRecord, ...]:
        """What became of each action, in the order in which they are declared."""
        return tuple(ActionRecord(title=title(doing.action), status=doing.status, start=self._time(doing.start),
                                  end=self._time(doing.end) if doing.status in ("done", "failed") else None, reason=doing.reason)
                     for doing in self.doings)

    def _time(self, step: int | None) -> float | None:
        return None if step is None else round(step * self.step, 9)

    # Triggers

    def _await(self, doing: Doing) -> None:
        """Whether what an After waits for has ended."""
        if isinstance(doing.action.when, After):
            other = self.by_name[doing.action.when.action]
            if other.status == "done" and other.end is not None:
                doing.due = other.end * self.step + doing.action.when.delay
            if other.status == "failed":
                doing.status, doing.reason = "failed", f"waited for {title(other.action)}, which failed"

    def _sense(self, doing: Doing, step: int, touching: set[frozenset[str]]) -> None:
        when = doing.action.when
        if doing.due < math.inf:
            return
        if isinstance(when, Touch) and frozenset((when.a, when.b)) in touching:
            doing.due = step * self.step + when.delay
        if isinstance(when, Crosses):
            last, doing.side = doing.side, self._side(when)
            if last < 0 <= doing.side:
                doing.due = step * self.step

    def _side(self, when: Crosses) -> float:
        return float(np.dot(self.cast.world_from_body(when.target).position - np.array(when.point), when.normal))

    # Starting and ending, by kind of action

    def _done(self, doing: Doing, step: int) -> None:
        doing.status, doing.end = "done", step

    def _fail(self, doing: Doing, step: int, reason: str) -> None:
        doing.status, doing.end, doing.reason = "failed", step, reason

    def _last(self, doing: Doing, step: int, duration: float) -> None:
        doing.end = step + max(1, round(duration / self.step))

    def _held(self, doing: Doing, step: int) -> bool:
        """Fail if the target is held, so that nothing can set it in motion."""
        if doing.action.target in self.pins:
            self._fail(doing, step, f"{doing.action.target} is held; Drop it first")
        return doing.status == "failed"

    def _launch(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Launch)
        if not self._held(doing, step):
            self.world.set_velocity(self._handle(action.target),
                                    *velocity_at_centre(self.cast, action.target, action.velocity, action.spin))
            self._done(doing, step)

    def _spin(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Spin)
        if not self._held(doing, step):
            actor = self.cast.actors[action.target]
            if actor.pivot:
                spin_about_pivot(self.cast, actor, action.spin)
            else:
                handle = self._handle(action.target)
                self.world.set_velocity(handle, self.world.velocity(handle)[0], np.array(action.spin, float))
            self._done(doing, step)

    def _push(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Push)
        if not self._held(doing, step):
            self._kick(action)
            self._done(doing, step)

    def _force(self, doing: Doing, step: int) -> None:
        assert isinstance(doing.action, Force)
        if not self._held(doing, step):
            self._last(doing, step, doing.action.duration)

    def _hold(self, doing: Doing, step: int) -> None:
        assert isinstance(doing.action, Hold)
        if doing.action.duration is not None:
            self._last(doing, step, doing.action.duration)
        self._take(doing, step, self._stand(doing.action.target))

    def _drop(self, doing: Doing, step: int) -> None:
        pin = self.pins.get(doing.action.target)
        if pin is None:
            self._fail(doing, step, f"{doing.action.target} was not held")
            return
        self._give_way(pin, doing, step)
        self._release(doing.action.target, np.zeros(3), np.zeros(3))
        self._done(doing, step)

    def _move(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Move)
        path = path_of(action, self.cast.world_from_body(action.target), self.step)
        doing.end = step + len(path.position) - 1
        found = self.cast.actors[action.target].found
        assert found is not None
        self._take(doing, step, path.then(found.body_from_centre))
        if doing.end == step:
            self._moved(doing, step)

    def _start_drive(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Drive)
        machine = self.cast.machines[action.target]
        for other in self.doings:
            if other is not doing and other.status == "running" and isinstance(other.action, Drive) \
                    and (other.action.target, other.action.joint) == (action.target, action.joint):
                self._fail(other, step, f"{title(action)} took over the joint")
        doing.aim = self.world.joint(machine.number, machine.joints[action.joint]), action.to
        self._last(doing, step, action.duration)

    def _release_held(self, doing: Doing, step: int) -> None:
        self._release(doing.action.target, np.zeros(3), np.zeros(3))
        self._done(doing, step)

    def _moved(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Move)
        if not action.stay:
            pin = self.pins[action.target]
            self._release(action.target, *pin.at(step - 1)[1:])
        self._done(doing, step)

    def _driven(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Drive)
        machine = self.cast.machines[action.target]
        got = self.world.joint(machine.number, machine.joints[action.joint])
        self.world.drive(machine.number, machine.joints[action.joint], action.to, 0.0, action.effort)
        self._done(doing, step)
        if abs(got - action.to) > REACHED:
            self._fail(doing, step, f"{action.joint} is at {got:.3f}, not {action.to:g}: it is blocked, or effort {action.effort:g} "
                                    "is too little")

    _START = {Launch: _launch, Push: _push, Spin: _spin, Force: _force, Hold: _hold, Drop: _drop, Move: _move, Drive: _start_drive}
    _END = {Hold: _release_held, Move: _moved, Drive: _driven}

    # Doing

    def _handle(self, name: str) -> Handle:
        handle = self.cast.actors[name].handle
        assert handle is not None
        return handle

    def _stand(self, name: str) -> Pose:
        """A path that stays where the body is."""
        here = self.world.pose(self._handle(name))
        return Pose(here.position[None], here.rotation[None])

    def _take(self, doing: Doing, step: int, path: Pose) -> None:
        """Pin a body for an action; one that had it pinned gives way."""
        if doing.action.target in self.pins:
            self._give_way(self.pins[doing.action.target], doing, step)
        self._pin(doing.action.target, step, doing, path)

    def _give_way(self, pin: Pin, doing: Doing, step: int) -> None:
        """End the action that has a body pinned: a Hold has done its work, a Move has not."""
        if pin.owner is not None and pin.owner.status == "running":
            if isinstance(pin.owner.action, Hold):
                self._done(pin.owner, step)
            else:
                self._fail(pin.owner, step, f"{title(doing.action)} took over")

    def _pin(self, name: str, step: int, owner: Doing | None, path: Pose) -> None:
        handle = self._handle(name)
        pin = Pin(handle=handle, start=step, path=path, speeds=speeds(path, self.step), owner=owner)
        if self.cast.actors[name].pivot:
            pin.swing = self.world.swing(handle)[0]
        if name not in self.pins:
            self.world.weigh(handle, heavy=True)
        self.pins[name] = pin
        self._put(pin, step)

    def _release(self, name: str, velocity: Array, spin: Array) -> None:
        pin = self.pins.pop(name)
        self.world.weigh(pin.handle, heavy=False)
        if not pin.swing:
            self.world.set_velocity(pin.handle, velocity, spin)

    def _put(self, pin: Pin, step: int) -> None:
        """Put a pinned body exactly where it belongs at a step."""
        if pin.swing:
            self.world.set_swing(pin.handle, pin.swing, [0.0] * (3 if len(pin.swing) == 4 else 1))
        else:
            self.world.place(pin.handle, *pin.at(step))

    def _steer(self, pin: Pin, step: int) -> None:
        """Send a pinned body towards where it belongs a step later, unmoved by its weight."""
        at, velocity, spin = pin.at(step)
        if not pin.swing:
            self.world.set_velocity(pin.handle, velocity, spin)
        self.world.weightless(pin.handle, at.position)

    def _press(self, action: Force, force: Array) -> None:
        handle, frame = self._handle(action.target), self.cast.world_from_body(action.target)
        self.world.push(handle, force, frame.position + quat_rotate(frame.rotation, action.at))

    def _kick(self, action: Push) -> None:
        """An impulse: on a free body a change of velocity, on a linked one a force of one step."""
        handle, frame = self._handle(action.target), self.cast.world_from_body(action.target)
        impulse, point = np.array(action.impulse, float), frame.position + quat_rotate(frame.rotation, action.at)
        if self.cast.actors[action.target].jointed:
            self.world.push(handle, impulse / self.step, point)
            return
        (mass, moments), at, (velocity, spin) = self.world.inertia(handle), self.world.pose(handle), self.world.velocity(handle)
        torque = quat_rotate(quat_inverse(at.rotation), np.cross(point - at.position, impulse))
        self.world.set_velocity(handle, velocity + impulse / mass, spin + quat_rotate(at.rotation, torque / moments))

    def _drive(self, doing: Doing, step: int) -> None:
        action = doing.action
        assert isinstance(action, Drive) and doing.start is not None and doing.end is not None
        machine, (first, last) = self.cast.machines[action.target], doing.aim
        u, length = (step + 1 - doing.start) / (doing.end - doing.start), (doing.end - doing.start) * self.step
        # minimum jerk (Flash & Hogan 1985)
        position = first + (last - first) * u ** 3 * (10 - 15 * u + 6 * u * u)
        speed = (last - first) * 30 * u * u * (1 - u) ** 2 / length
        self.world.drive(machine.number, machine.joints[action.joint], position, speed, action.effort)
