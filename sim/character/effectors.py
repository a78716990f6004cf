"""Who moves what: each verb takes the effectors that it sets in motion, and gives them back at rest."""

from typing import Any

Effector = tuple[str, ...]
"""('arm', who, side), ('legs', who), ('back', who); ('passing', who, thing): that they pass through each other; ('drive', number): a joint
that a hand moves."""


class Effectors:
    """Which action has which limb. now: the action that is being carried out; what is taken meanwhile belongs to it."""

    def __init__(self) -> None:
        self.now: Any = None
        self._owners: dict[Effector, Any] = {}

    def take(self, *effector: str) -> None:
        """Let it be that of the action that is being gone on with; whose it was has lost it."""
        if self.now is not None:
            self._owners[effector] = self.now

    def free(self, *effector: str) -> None:
        """Let it be nobody's."""
        self._owners.pop(effector, None)

    def of(self, owner: object) -> list[Effector]:
        """Those that are an action's, in the order in which they were taken."""
        return [effector for effector, whose in self._owners.items() if whose is owner]
