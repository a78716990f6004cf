"""One action on its way from waiting to its end, and the triggers that are watched for it."""

import math
from dataclasses import dataclass, field

from sim.scene.actions import Action, until_of
from sim.scene.when import CUT, DONE, FAILED, NOT_NEEDED, RUNNING, WAITING, At, Trigger


@dataclass(kw_only=True, eq=False)
class Watch:
    """A trigger that is watched. due: s at which it comes, infinite until that is known. since: s from which on it is watched, and from
    which an At counts. side: of a Crosses, how far its body was past the plane when last looked at."""

    trigger: Trigger
    since: float = 0.0
    due: float = field(init=False)
    side: float = 0.0

    def __post_init__(self) -> None:
        self.due = self.since + self.trigger.time if isinstance(self.trigger, At) else math.inf


@dataclass(kw_only=True, eq=False)
class ActionState:
    """An action and how far it is: a status of sim.scene.when, and a reason if it failed, is not needed, or was ended by its `until`.

    since: s at which its shot begins. starts, ends: the watches of its `when` and `until`. start: the step at which it starts. end: the
    one at which it is over, or at which what never began came to be failed or not needed.
    """

    action: Action
    since: float = 0.0
    status: str = WAITING
    start: int | None = None
    end: int | None = None
    reason: str = ""
    starts: Watch = field(init=False)
    ends: Watch | None = field(init=False)

    def __post_init__(self) -> None:
        until = until_of(self.action)
        self.starts = Watch(trigger=self.action.when, since=self.since)
        self.ends = None if until is None else Watch(trigger=until, since=self.since)

    @property
    def waiting(self) -> bool:
        """Whether it is yet to start."""
        return self.status == WAITING

    @property
    def running(self) -> bool:
        """Whether it has started and not ended."""
        return self.status == RUNNING

    @property
    def over(self) -> bool:
        """Whether it has ended, or will never start."""
        return self.status in (DONE, FAILED, NOT_NEEDED)

    @property
    def cut(self) -> bool:
        """Whether its `until` has come."""
        return self.reason == CUT

    def done(self, step: int) -> None:
        """It has ended well."""
        self.status, self.end = DONE, step

    def fail(self, step: int, reason: str) -> None:
        """It has ended, or cannot start."""
        self.status, self.end, self.reason = FAILED, step, reason

    def skip(self, step: int, reason: str) -> None:
        """It need not start."""
        self.status, self.end, self.reason = NOT_NEEDED, step, reason
