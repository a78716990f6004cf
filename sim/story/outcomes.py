"""What must become of a shot's actions: the claims about them, and the failures that stop it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.errors import DeclarationError, unknown
from sim.scene.failures import STOP, stopping
from sim.scene.scene import Scene
from sim.scene.when import DONE, FAILED, RUNNING, WAITING
from sim.trajectory import ActionRecord

SAID = {DONE: "succeeds", FAILED: "fails"}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A claim about an action, called as messages call it: it ends with this status, 'done' or 'failed'."""

    action: str
    status: str

    def __str__(self) -> str:
        return f"{self.action} {SAID[self.status]}"


def succeeds(action: str) -> Outcome:
    """The action of this name is done before the shot is over."""
    return Outcome(action=action, status=DONE)


def fails(action: str) -> Outcome:
    """The action of this name fails."""
    return Outcome(action=action, status=FAILED)


def check_outcome(owner: str, claim: Outcome, titles: Sequence[str]) -> None:
    """Raise a DeclarationError for a claim about an action that there is not, or that shares its name."""
    if claim.action not in titles:
        raise unknown("action", claim.action, titles, f"{owner}: {claim}")
    if titles.count(claim.action) > 1:
        raise DeclarationError(f"{owner}: {titles.count(claim.action)} actions are called {claim.action!r}; give each a name of its own.")


def check_outcomes(owner: str, scene: Scene, claims: Iterable[object], records: Sequence[ActionRecord]) -> None:
    """Raise a DeclarationError for a failure that stops the scene, or for the first claim about an action that does not hold."""
    failure = stopping(scene.actions, records) if scene.on_failure == STOP else None
    if failure is not None:
        raise DeclarationError(f"{owner}: {failure.title} {_fate(failure)}. The shot stops at a failure; change it, or let it carry on "
                               f"with on_failure='carry on'.")
    for claim in claims:
        if isinstance(claim, Outcome):
            record = next(record for record in records if record.title == claim.action)
            if record.status != claim.status:
                raise DeclarationError(f"{owner}: the claim '{claim}' fails: it {_fate(record)}. Change the shot, or the claim.")


def _fate(record: ActionRecord) -> str:
    if record.status in (WAITING, RUNNING):
        return {WAITING: "never begins", RUNNING: "is not over when the shot is"}[record.status]
    said = f"is {record.status}" if record.status != FAILED else "failed"
    return f"{said} at {record.end:.2f} s" + (f": {record.reason}" if record.reason else "")
