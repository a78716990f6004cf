"""What the failure of an action means for a scene."""

from collections.abc import Sequence

from sim.scene.actions import Action
from sim.scene.when import DONE, FAILED, After
from sim.trajectory import ActionRecord

CARRY_ON, STOP = "carry on", "stop"
"""What may be declared: what waits for it fails, and all else goes on; or the scene ends in the frame after it."""


def stopping(actions: Sequence[Action], records: Sequence[ActionRecord]) -> ActionRecord | None:
    """The first failure that ends a scene that stops at one; None if none does. One that another action waits for, to try something else
    or to carry on, does not, and nor do those that follow from it."""
    caught = {name for action in actions if isinstance(action.when, After) and action.when.outcome != DONE for name in action.when.actions}
    failures = [record for record in records if record.status == FAILED and record.start is not None and record.title not in caught]
    return min(failures, key=lambda record: record.end or 0.0, default=None)
