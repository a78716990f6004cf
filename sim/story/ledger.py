"""The ledger: what is so of each object at each frame, and the questions that can be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError, check_number, unknown
from sim.story.runs import Frames, Pairs, runs

ABOVE, BELOW = "above", "below"
"""Told from heights, if the ledger has them: all of the one is no lower than the top of the other, but for SUNK."""
SUNK = 0.005
"""m that what lies on something may be in it."""
FULLER, EMPTIER = "fuller than", "emptier than"
"""Told of vessels, if the ledger has `full`: more, or less, than this share of its hollow is filled."""
SAYS = "says"
"""The relation of somebody to the words that they say, known where a scene has somebody say any."""
STATES = {"rests on": "resting_on", "touches": "touching", "inside": "inside", "held by": "held_by", "holds": "holds",
          "worn by": "worn_by", "wears": "wears", "hidden": "hidden_by", SAYS: "saying"}
"""How a state at one time calls a relation: the names of those that it holds to, or the words."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """start, end: s, of the first frame in which something is so, and of the first in which it no longer is. by: the objects
    to which it is so, longest first. ends: whether it is over before the shot is."""

    start: float
    end: float
    by: tuple[str, ...]
    ends: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Ledger:
    """What is known of the objects `names` (N) over `frames` (T).

    values: by name (T, N, ...) arrays; those of bools are relations to nothing. pairs: by relation, who it holds between, when.
    Relations are called by words, such as 'rests on'. Methods raise DeclarationError for an unknown object or relation, or a time
    outside the shot; times are s from the first frame.
    """

    names: tuple[str, ...]
    fps: Fraction
    frames: int
    values: Mapping[str, NDArray] = field(repr=False)
    pairs: Mapping[str, Pairs] = field(repr=False)

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations it knows."""
        flags = [name.replace("_", " ") for name, value in self.values.items() if value.dtype == bool]
        return (*self.pairs, *flags, *((ABOVE, BELOW) if "low" in self.values else ()),
                *((FULLER, EMPTIER) if "full" in self.values else ()))

    def at(self, time: float) -> "Moment":
        """All objects at the frame that is shown then."""
        return Moment(ledger=self, frame=self.frame(time))

    def frame(self, time: float) -> int:
        """The frame that is shown at a time."""
        check_number("ledger", "time", time, least=0, most=float(self.frames / self.fps), unit="s")
        return min(int(time * self.fps + 1e-6), self.frames - 1)

    def holds(self, subject: str, relation: str, other: str | float = "") -> Frames:
        """(T,) bool, by frame, whether `subject` stands in this relation to `other`, or to any if that is ""; other is a number for
        'fuller than' and 'emptier than', and words for 'says'."""
        if relation in (FULLER, EMPTIER):
            return self._filled(subject, relation, other)
        for name in (subject, other) if other and relation != SAYS else (subject,):
            if name not in self.names:
                raise unknown("object", name, self.names, "ledger")
        if relation not in self.relations:
            raise unknown("relation", relation, self.relations, "ledger")
        if relation in self.pairs:
            found = [on for (a, b), on in self.pairs[relation].items() if a == subject and other in ("", b)]
            return np.any(found, axis=0) if found else np.zeros(self.frames, bool)
        if relation in (ABOVE, BELOW):
            return self._above(subject, str(other)) if relation == ABOVE else self._above(str(other), subject)
        return self.values[relation.replace(" ", "_")][:, self.names.index(subject)]

    def first(self, subject: str, relation: str, other: str | float = "") -> float | None:
        """When it is first so; None if it never is."""
        frames = np.flatnonzero(self.holds(subject, relation, other))
        return float(frames[0] / self.fps) if len(frames) else None

    def last(self, subject: str, relation: str, other: str | float = "") -> float | None:
        """When it is last so; None if it never is."""
        frames = np.flatnonzero(self.holds(subject, relation, other))
        return float(frames[-1] / self.fps) if len(frames) else None

    def intervals(self, subject: str, relation: str, other: str | float = "") -> tuple[Interval, ...]:
        """The stretches of time in which it is so, and to whom."""
        return tuple(Interval(start=float(a / self.fps), end=float(b / self.fps), by=self._by(subject, relation, other, a, b),
                              ends=b < self.frames) for a, b in runs(self.holds(subject, relation, other)))

    def returns(self, subject: str) -> tuple[float, ...]:
        """When it is seen again after it was hidden."""
        return tuple(interval.end for interval in self.intervals(subject, "hidden") if interval.ends)

    def _by(self, subject: str, relation: str, other: str | float, start: int, end: int) -> tuple[str, ...]:
        counts = {b: int(on[start:end].sum()) for (a, b), on in self.pairs.get(relation, {}).items() if a == subject and other in ("", b)}
        return tuple(sorted((name for name in counts if counts[name] and name), key=lambda name: -counts[name]))

    def _filled(self, subject: str, relation: str, share: str | float) -> Frames:
        if relation not in self.relations:
            raise unknown("relation", relation, self.relations, "ledger")
        full = self.values["full"]
        vessels = [name for name, known in zip(self.names, np.isfinite(full).all(axis=0)) if known]
        if subject not in vessels:
            raise unknown("vessel with a liquid", subject, vessels, "ledger")
        level, least = full[:, self.names.index(subject)], check_number("ledger", relation, share, least=0, most=1)
        return level > least if relation == FULLER else level < least

    def _above(self, a: str, b: str) -> Frames:
        if not a or not b:
            raise DeclarationError(f"ledger: {ABOVE} and {BELOW} need two objects, as in first('cup', 'above', 'floor').")
        return self.values["low"][:, self.names.index(a)] >= self.values["high"][:, self.names.index(b)] - SUNK


@dataclass(frozen=True, kw_only=True, eq=False)
class Moment:
    """All objects at one frame: `moment.cup`, or `moment["cup"]` for a name that is no word of Python's."""

    ledger: Ledger = field(repr=False)
    frame: int

    def __getitem__(self, name: str) -> "State":
        if name not in self.ledger.names:
            raise unknown("object", name, self.ledger.names, "ledger")
        return State(ledger=self.ledger, frame=self.frame, name=name)

    def __getattr__(self, name: str) -> "State":
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """One object at one frame. Each value of the ledger is a property by its name (`position`, `visible`), and each relation
    as STATES calls it (`resting_on`), a tuple of names. held_by has "" for an action."""

    ledger: Ledger = field(repr=False)
    frame: int
    name: str

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        ledger = self.ledger
        states = {state: relation for relation, state in STATES.items() if relation in ledger.pairs}
        if key in states:
            return tuple(b for (a, b), on in ledger.pairs[states[key]].items() if a == self.name and on[self.frame])
        if key not in ledger.values:
            raise unknown("state", key, (*states, *ledger.values), self.name)
        value = ledger.values[key][self.frame, ledger.names.index(self.name)]
        return value if value.ndim else value.item()


def merged(a: Ledger, b: Ledger) -> Ledger:
    """What either knows of the same objects over the same frames."""
    return Ledger(names=a.names, fps=a.fps, frames=a.frames, values={**a.values, **b.values}, pairs={**a.pairs, **b.pairs})
