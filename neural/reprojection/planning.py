"""What is painted of a shot, decided before anything is: anchors and close-ups, beyond what the entries that it builds on have."""

import dataclasses
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from neural.bank.arrays import packed, unpacked
from neural.bank.cache import Work
from neural.bank.look_bank import Entry, given, serving
from neural.reprojection.closeups import CloseUp, close_ups, narrowed
from neural.reprojection.coverage import Survey, cover, survey, survey_arrays, survey_from
from render.passes import Passes

LOOKED = 24
"""Frames, evenly spread, that are looked at for parts too small to be surveyed."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """anchors: frame numbers, in the order of their painting. added: the share of all frames' pixels that each covers and none before did;
    given: the share that was covered before. opened: the part ids that are painted, for which more than a little was missing; wanted:
    these, and those too small to be surveyed. thin: by object, the share of its own pixels that none covers. close_ups: what is painted
    larger after the anchors."""

    anchors: tuple[int, ...]
    added: tuple[float, ...]
    given: float
    opened: frozenset[int]
    wanted: frozenset[int]
    thin: dict[str, float]
    close_ups: tuple[CloseUp, ...]

    @property
    def covered(self) -> float:
        """The share of all frames' pixels that some painting shows at least half as finely."""
        return self.given + sum(self.added) + sum(one.covered for one in self.close_ups)

    @property
    def paintings(self) -> tuple[CloseUp, ...]:
        """All that is painted, in order; a whole frame is a close-up that is no closer."""
        return (*(CloseUp(number, 1, 0.5, 0.5, self.wanted) for number in self.anchors), *self.close_ups)


class Planner:
    """Plans one shot. passes: of the size that is painted. keys: of its parts. What was planned before is taken from `work`."""

    def __init__(self, passes: Passes, keys: Sequence[str], work: Work) -> None:
        self._passes, self._digests, self._keys, self._work = passes, list(passes.lit_digests), list(keys), work
        self._seen: Survey | None = None

    def survey(self) -> None:
        """Find out what is seen of the shot, which planning takes, whatever the shot builds on."""
        self._survey  # noqa: B018

    def plan(self, parent: Sequence[Entry], there: Collection[int] = ()) -> Plan:
        """What is to be painted beyond these entries, and the parts with the ids that are `there`."""
        what = self._digests, self._keys, [entry.digest for entry in parent], *([sorted(there)] if there else ())
        return _read(self._work.done("plan", *what, make=lambda: _written(self._planned(parent, there))))

    def serving(self, entries: Sequence[Entry]) -> list[frozenset[int]]:
        """For each entry the parts that it serves: see look_bank.serving."""
        what = self._digests, self._keys, [entry.digest for entry in entries]
        found = self._work.done("serving", *what, make=lambda: json.dumps([sorted(own) for own in self._served(entries)]).encode())
        return [frozenset(own) for own in json.loads(found)]

    @property
    def _survey(self) -> Survey:
        if self._seen is None:
            found = self._work.done("survey", self._digests, make=lambda: packed(survey_arrays(survey(self._passes))))
            self._seen = survey_from(unpacked(found))
        return self._seen

    def _served(self, entries: Sequence[Entry]) -> list[frozenset[int]]:
        return serving(self._survey, entries, self._keys)

    def _planned(self, parent: Sequence[Entry], there: Collection[int]) -> Plan:
        seen, whole = self._survey, np.isin(self._survey.part, list(there))
        known = given(seen, parent, self._keys) | whole
        found, near = narrowed(self._passes, seen, cover(seen, known), ~known)
        roomy = given(seen, parent, self._keys, roomy=True) | whole | found.roomy
        had = {key for entry in parent for key in entry.keys.values()} | {self._keys[part] for part in there}
        small = {part for part, key in enumerate(self._keys) if part not in seen.part and key not in had}
        more = showing(self._passes, small, found.anchors)
        return Plan(anchors=(*found.anchors, *more), added=(*found.added, *(0.0 for _ in more)), given=found.given, opened=found.opened,
                    wanted=found.opened | small, thin=found.thin,
                    close_ups=(*near, *close_ups(self._passes, seen, roomy, found.opened)))


def showing(passes: Passes, parts: Collection[int], anchors: Sequence[int]) -> tuple[int, ...]:
    """The fewest of LOOKED frames that show what of these parts no anchor does."""
    wanted = np.array(sorted(parts), int)
    if not len(wanted):
        return ()
    numbers = np.unique(np.linspace(0, len(passes) - 1, LOOKED).astype(int))
    there, here = (np.array([_pixels(passes, int(n))[wanted] for n in some]).reshape(-1, len(wanted)) for some in (anchors, numbers))
    counts, out = here * (there.sum(axis=0) == 0), []
    while counts.any():
        best = int(counts.sum(axis=1).argmax())
        out.append(int(numbers[best]))
        counts = counts * (counts[best] == 0)
    return tuple(out)


def _pixels(passes: Passes, number: int) -> np.ndarray:
    return np.bincount(passes[number].part.ravel(), minlength=len(passes.parts) + 1)


def _written(plan: Plan) -> bytes:
    values = {field.name: getattr(plan, field.name) for field in dataclasses.fields(plan)}
    values["close_ups"] = [[*one[:4], sorted(one.parts), *one[5:]] for one in plan.close_ups]
    return json.dumps(values | {"opened": sorted(plan.opened), "wanted": sorted(plan.wanted)}).encode()


def _read(content: bytes) -> Plan:
    values = json.loads(content)
    close = tuple(CloseUp(number, zoom, x, y, frozenset(parts), *shares) for number, zoom, x, y, parts, *shares in values["close_ups"])
    return Plan(anchors=tuple(values["anchors"]), added=tuple(values["added"]), given=values["given"], opened=frozenset(values["opened"]),
                wanted=frozenset(values["wanted"]), thin=values["thin"], close_ups=close)
