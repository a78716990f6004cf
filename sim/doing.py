"""One action on its way from waiting to done or failed."""

import math
from dataclasses import dataclass

from sim.actions import Action


@dataclass(kw_only=True, eq=False)
class Doing:
    """An action and how far it is: 'waiting', 'running', 'done' or 'failed' with a reason.

    due: s at which it starts, infinite until its trigger is known to have come. start, end: steps at which it does.
    """

    action: Action
    status: str = "waiting"
    due: float = math.inf
    start: int | None = None
    end: int | None = None
    reason: str = ""

    @property
    def waiting(self) -> bool:
        """Whether it is yet to start."""
        return self.status == "waiting"

    @property
    def running(self) -> bool:
        """Whether it has started and not ended."""
        return self.status == "running"

    def done(self, step: int) -> None:
        """It has ended well."""
        self.status, self.end = "done", step

    def fail(self, step: int | None, reason: str) -> None:
        """It has ended, or cannot start."""
        self.status, self.end, self.reason = "failed", step, reason
