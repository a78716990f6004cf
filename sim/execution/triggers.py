"""When actions start and are ended: each trigger is watched until it tells when it comes."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from sim.physics.paths import SOON
from sim.physics.physics_scene import PhysicsScene
from sim.scene.action_state import ActionState, Watch
from sim.scene.actions import title
from sim.scene.when import DONE, ENDED, FAILED, NOT_NEEDED, After, Crosses, Touch

Touched = Callable[[str, str], bool]
"""Whether two objects touched in the last step."""


class Triggers:
    """The triggers of a scene's actions. Steps count from 0."""

    def __init__(self, physics: PhysicsScene) -> None:
        self.physics, self.step = physics, physics.world.step
        self._by_name: dict[str, ActionState] = {}
        self._sensed: list[tuple[ActionState, Watch]] = []

    def add(self, states: Sequence[ActionState]) -> None:
        """Watch those of these actions, too, from now on."""
        self._by_name |= {state.action.name: state for state in states if state.action.name}
        sensed = [(state, watch) for state in states for watch in (state.starts, state.ends)
                  if watch is not None and isinstance(watch.trigger, (Touch, Crosses))]
        for _, watch in sensed:
            watch.side = self._side(watch.trigger) if isinstance(watch.trigger, Crosses) else 0.0
        self._sensed += sensed

    def wait(self, state: ActionState, step: int) -> None:
        """Whether what an action waits for has come, or can no longer come."""
        self.follow(state.starts)
        if not isinstance(state.starts.trigger, After) or state.starts.due < math.inf:
            return
        wanted, others = state.starts.trigger.outcome, self._others(state.starts.trigger)
        bad = next((other for other in others if wanted == DONE and other.status == FAILED), None)
        moot = next((other for other in others if other.over and wanted not in (other.status, ENDED)), None)
        if bad:
            state.fail(step, f"waited for {title(bad.action)}, which failed")
        elif moot:
            was = "was not needed" if moot.status == NOT_NEEDED else "was done"
            state.skip(step, f"waited for {title(moot.action)}{' to fail' if wanted == FAILED else ''}, which {was}")

    def follow(self, watch: Watch) -> None:
        """Whether the actions that an After waits for have come to the outcome that it waits for."""
        if isinstance(watch.trigger, After) and watch.due == math.inf:
            others, wanted = self._others(watch.trigger), watch.trigger.outcome
            if all(other.over and wanted in (other.status, ENDED) for other in others):
                watch.due = max(watch.since, max(other.end or 0 for other in others) * self.step + watch.trigger.delay)

    def sense(self, step: int, touched: Touched) -> None:
        """Whether what each Touch and Crosses waits for has come, `step` steps being done. What ends an action counts from its start."""
        for state, watch in self._sensed:
            trigger, counts = watch.trigger, watch is state.starts or state.running
            if watch.due < math.inf:
                continue
            if isinstance(trigger, Touch) and counts and touched(trigger.a, trigger.b):
                watch.due = step * self.step + trigger.delay
            if isinstance(trigger, Crosses):
                last, watch.side = watch.side, self._side(trigger)
                if counts and last < 0 <= watch.side:
                    watch.due = step * self.step

    def near(self, watch: Watch, last: int, touched: Touched) -> bool:
        """Whether what a trigger waits for may come up to a step, though nothing begins to touch anything before."""
        self.follow(watch)
        trigger = watch.trigger
        return isinstance(trigger, Crosses) or last * self.step >= watch.due - SOON \
            or watch.due == math.inf and isinstance(trigger, Touch) and touched(trigger.a, trigger.b)

    def watched(self) -> set[str]:
        """The objects whose place is looked at in every step."""
        return {watch.trigger.target for state, watch in self._sensed if isinstance(watch.trigger, Crosses) and not state.over}

    def _others(self, after: After) -> list[ActionState]:
        return [self._by_name[name] for name in after.actions]

    def _side(self, when: Crosses) -> float:
        return float(np.dot(self.physics.world_from_body(when.target).position - np.array(when.point), when.normal))
