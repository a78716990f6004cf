"""Claims: what a shot says must be so in its story. Plain declarations, checked against the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import DeclarationError, check_number, unknown
from sim.story.ledger import ABOVE, BELOW, EMPTIER, FULLER, Ledger
from sim.story.outcomes import Outcome, check_outcome


@dataclass(frozen=True, kw_only=True)
class Fact:
    """`subject` stands in a relation of the ledger to `other`, "" for any, or for a relation to nothing; a number, of what is
    told against one."""

    subject: str
    relation: str
    other: str | float = ""

    def __str__(self) -> str:
        return f"{self.subject} {self.relation} {self.other}".strip()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """kind: 'always', 'never', 'by' (at some frame up to `time`, s) or 'at' (in the frame shown at `time`)."""

    kind: str
    fact: Fact
    time: float | None = None

    def __str__(self) -> str:
        return f"{self.kind}{'' if self.time is None else f' {self.time:g} s'}: {self.fact}"


def always(fact: Fact) -> Claim:
    """It is so in every frame."""
    return Claim(kind="always", fact=fact)


def never(fact: Fact) -> Claim:
    """It is so in no frame."""
    return Claim(kind="never", fact=fact)


def by(time: float, fact: Fact) -> Claim:
    """It is so at some time up to this one, s."""
    return Claim(kind="by", fact=fact, time=time)


def at(time: float, fact: Fact) -> Claim:
    """It is so at this time, s."""
    return Claim(kind="at", fact=fact, time=time)


def above(subject: str, other: str) -> Fact:
    """No point of the one is lower than the top of the other, but for 5 mm."""
    return Fact(subject=subject, relation=ABOVE, other=other)


def below(subject: str, other: str) -> Fact:
    """No point of the one is higher than the bottom of the other, but for 5 mm."""
    return Fact(subject=subject, relation=BELOW, other=other)


def rests_on(subject: str, other: str = "") -> Fact:
    """Held up by it, and slow against it."""
    return Fact(subject=subject, relation="rests on", other=other)


def touches(subject: str, other: str = "") -> Fact:
    """In contact with it."""
    return Fact(subject=subject, relation="touches", other=other)


def inside(subject: str, other: str = "") -> Fact:
    """Its centre is in the other's hollow."""
    return Fact(subject=subject, relation="inside", other=other)


def holds(subject: str, other: str = "") -> Fact:
    """Has it in hand."""
    return Fact(subject=subject, relation="holds", other=other)


def wears(subject: str, other: str = "") -> Fact:
    """Has it on the head: wears("anna", "anna.hat")."""
    return Fact(subject=subject, relation="wears", other=other)


def hidden(subject: str, other: str = "") -> Fact:
    """Hardly to be seen, and covered by it."""
    return Fact(subject=subject, relation="hidden", other=other)


def out_of_frame(subject: str) -> Fact:
    """Nowhere in the picture, even if nothing covered it."""
    return Fact(subject=subject, relation="out of frame")


def fuller(subject: str, than: float) -> Fact:
    """More than this share of its hollow is filled, 0..1."""
    return Fact(subject=subject, relation=FULLER, other=than)


def emptier(subject: str, than: float) -> Fact:
    """Less than this share of its hollow is filled, 0..1."""
    return Fact(subject=subject, relation=EMPTIER, other=than)


def check_claims(owner: str, claims: Sequence[Claim | Outcome], names: Iterable[str], seconds: float, titles: Sequence[str] = (),
                 vessels: Sequence[str] = ()) -> None:
    """Raise a DeclarationError for a claim about an unknown object, or action of `titles`, about how full one is that is none of the
    `vessels`, or about a time at which the shot is over."""
    known = tuple(names)
    for claim in claims:
        if isinstance(claim, Outcome):
            check_outcome(owner, claim, titles)
            continue
        if not isinstance(claim, Claim):
            raise DeclarationError(f"{owner}: {claim!r} is not a claim; say always(...), never(...), by(time, ...), at(time, ...), "
                                   "succeeds(...) or fails(...).")
        for name in (claim.fact.subject, claim.fact.other):
            if isinstance(name, str) and name and name not in known:
                raise unknown("object", name, known, f"{owner}: {claim}")
        if claim.fact.relation in (FULLER, EMPTIER):
            check_number(f"{owner}: {claim}", "than", claim.fact.other, least=0, most=1)
            if claim.fact.subject not in vessels:
                raise unknown("vessel with a liquid", claim.fact.subject, vessels, f"{owner}: {claim}")
        if claim.time is not None:
            check_number(f"{owner}: {claim}", "time", claim.time, least=0, most=seconds, unit="s")


def check_story(owner: str, claims: Sequence[Claim | Outcome], ledger: Ledger) -> None:
    """Raise a DeclarationError for the first claim about objects that does not hold, naming frame and object. Claims about relations
    that the ledger does not know wait, for its half is not told yet; those about actions are for check_outcomes."""
    for claim in claims:
        if isinstance(claim, Claim) and claim.fact.relation in ledger.relations and (frame := broken(claim, ledger)) is not None:
            raise DeclarationError(f"{owner}: the claim '{claim}' fails for {claim.fact.subject} at frame {frame} "
                                   f"({float(frame / ledger.fps):.2f} s). Change the shot, or the claim.")


def broken(claim: Claim, ledger: Ledger) -> int | None:
    """The frame in which a claim is seen to fail; None if it holds."""
    so = ledger.holds(claim.fact.subject, claim.fact.relation, claim.fact.other)
    if claim.kind in ("always", "never"):
        wrong = np.flatnonzero(so == (claim.kind == "never"))
        return int(wrong[0]) if len(wrong) else None
    assert claim.time is not None
    frame = ledger.frame(claim.time)
    return None if so[frame] or claim.kind == "by" and so[:frame].any() else frame
