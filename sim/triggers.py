"""When actions start: each trigger is watched until it tells when its action is due."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from sim.actions import title
from sim.cast import Cast
from sim.doing import Doing
from sim.when import After, At, Crosses, Touch

Touched = Callable[[], set[frozenset[str]]]
"""Gives the pairs of objects that touched in the last step."""


class Triggers:
    """The triggers of a scene's actions. Steps count from 0."""

    def __init__(self, cast: Cast, doings: Sequence[Doing]) -> None:
        self.cast, self.step = cast, cast.world.step
        self._by_name = {doing.action.name: doing for doing in doings if doing.action.name}
        self._sides: dict[Doing, float] = {}
        for doing in doings:
            if isinstance(doing.action.when, At):
                doing.due = doing.action.when.time
            if isinstance(doing.action.when, Crosses):
                self._sides[doing] = self._side(doing.action.when)

    def wait(self, doing: Doing) -> None:
        """Whether what an After waits for has ended."""
        if isinstance(doing.action.when, After):
            other = self._by_name[doing.action.when.action]
            if other.status == "done" and other.end is not None:
                doing.due = other.end * self.step + doing.action.when.delay
            if other.status == "failed":
                doing.fail(None, f"waited for {title(other.action)}, which failed")

    def sense(self, doing: Doing, step: int, touched: Touched) -> None:
        """Whether what a Touch or a Crosses waits for has come, `step` steps being done."""
        when = doing.action.when
        if doing.due < math.inf:
            return
        if isinstance(when, Touch) and frozenset((when.a, when.b)) in touched():
            doing.due = step * self.step + when.delay
        if isinstance(when, Crosses):
            last, self._sides[doing] = self._sides[doing], self._side(when)
            if last < 0 <= self._sides[doing]:
                doing.due = step * self.step

    def _side(self, when: Crosses) -> float:
        return float(np.dot(self.cast.world_from_body(when.target).position - np.array(when.point), when.normal))
