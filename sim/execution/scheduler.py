"""Acts out a scene's actions, step by step, and tells what became of each."""

from collections.abc import Sequence

from sim.character.controller import CharacterController
from sim.execution.executors import Executors
from sim.execution.sleeping import Sleeping
from sim.execution.triggers import Touched, Triggers
from sim.physics.kinematic import KinematicBodies
from sim.physics.liquids import Liquids
from sim.physics.paths import SOON
from sim.physics.physics_scene import PhysicsScene
from sim.scene.act import Act
from sim.scene.action_state import ActionState, Watch
from sim.scene.actions import Action, Hold, Move, title
from sim.scene.scene import Scene
from sim.scene.when import CUT
from sim.trajectory import ActionRecord


class Scheduler:
    """Goes through a scene's actions, shot by shot: `add` those of each when it begins. Call `begin`, `before`, BulletWorld.advance and
    `after` for each step; steps count from 0."""

    def __init__(self, scene: Scene, physics: PhysicsScene) -> None:
        self.world, self.step = physics.world, physics.world.step
        self.states: list[ActionState] = []
        self.kinematic = KinematicBodies(physics)
        for name in sorted(scene.moved):
            self.kinematic.pin(name, 0, None, self.kinematic.stand(name))
        self.liquids = Liquids(scene.bodies, physics)
        self.controller, self._frame = CharacterController(scene, physics, self.kinematic, self.liquids), scene.steps_per_frame
        self.triggers, self.executors = Triggers(physics), Executors(physics, self.kinematic)
        self.controller.executors = self.executors
        self.rest = Sleeping(scene, physics, self.kinematic, self.controller.bodies)
        self._news = True

    def add(self, actions: Sequence[Action], step: int) -> None:
        """Take on the actions of a shot that begins at a step."""
        states = [ActionState(action=action, since=step * self.step) for action in actions]
        self.states += states
        self.triggers.add(states)
        self._news = True
        self._sort()

    def begin(self, step: int) -> None:
        """Start and end the actions whose time has come, in the order in which they are declared."""
        news, soon = self._news, step * self.step + SOON
        for state in self._busy:  # these loops are gone through at every step
            news = news or state.over
        due = news
        for watch in self._watches:
            due = due or watch.due <= soon
        if due:
            self._begin(step, news)

    def _begin(self, step: int, news: bool) -> None:
        """The same. news: whether something has ended or begun, which others may wait for."""
        self._news = started = False
        for state in self._open:
            if state.waiting and (news or started or self._news):
                self.triggers.wait(state, step)
                self._news |= state.over
            if state.waiting and self._due(state.starts, step):
                started = True
                if isinstance(state.action, Act):
                    state.status, state.start = "running", step
                    self.controller.start(state, step)
                else:
                    self.executors.start(state, step)
            if state.running and not state.cut and state.ends is not None:
                self.triggers.follow(state.ends)
                if self._due(state.ends, step):
                    self._cut(state, step)
        if started:
            self._sort()
            self._news = True

    def _sort(self) -> None:
        """Find those that may start or be ended early, and what that waits for; and those that act on every step."""
        self._open = [state for state in self.states if state.waiting or state.running and state.ends is not None]
        self._watches = [watch for state in self._open if (watch := state.starts if state.waiting else state.ends)]
        self._busy = [state for state in (*self.states, *self.controller.drives) if state.running and not isinstance(state.action, Act)]

    def _due(self, watch: Watch, step: int) -> bool:
        return step * self.step >= watch.due - SOON

    def _cut(self, state: ActionState, step: int) -> None:
        """End an action early. People come to rest first, which the controller sees to."""
        state.reason = CUT
        if not isinstance(state.action, Act):
            state.end = step
            self.executors.after(state, step)

    def before(self, step: int) -> None:
        """Act on the coming step."""
        if step % self._frame == 0:
            self.controller.frame(step)
            self._sort()
            self._news = True
            self.rest.look(step, self.triggers.watched())
        self.rest.rouse()
        self.kinematic.before(step)
        for state in self._busy:
            self.executors.before(state, step)

    def after(self, step: int, touched: Touched) -> None:
        """Take note of where things are once `step` steps are done, and of which objects touched in the last."""
        self.kinematic.after(step, step % self._frame == 0)
        for state in self._busy:
            self.executors.after(state, step)
        self.triggers.sense(step, touched)

    def quiet(self, step: int, last: int, touched: Touched) -> bool:
        """Whether the steps from one on would show nothing: nothing is stepped, and until the last no action starts, ends or acts."""
        if not self.rest.quiet:
            return False
        for state in self._open:
            if state.waiting:
                self.triggers.wait(state, step)
            watch = state.starts if state.waiting else state.ends
            if state.over or watch is None or self.triggers.near(watch, last, touched):
                return False
        return all(isinstance(state.action, (Hold, Move)) and (state.end is None or state.end >= last) for state in self._busy)

    @property
    def immovable(self) -> frozenset[str]:
        """The bodies that nothing can push now, for an action decides where they are; and people."""
        return frozenset((*self.kinematic.by_name, *self.controller.characters))

    def records(self, since: int = 0) -> tuple[ActionRecord, ...]:
        """What became of each action, in the order in which they are declared. since: the step from which times count."""
        return tuple(ActionRecord(title=title(state.action), status=state.status, start=self._time(state.start, since),
                                  end=self._time(state.end, since) if state.over else None, reason=state.reason)
                     for state in self.states)

    def _time(self, step: int | None, since: int) -> float | None:
        return None if step is None else round((step - since) * self.step, 9)
