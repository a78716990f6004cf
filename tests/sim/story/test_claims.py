"""Claims: each kind holds and fails where it should, and waits for its half of the ledger."""

from fractions import Fraction

import numpy as np
import pytest

from sim.errors import DeclarationError
from sim.story.claims import (
    above,
    always,
    at,
    broken,
    by,
    check_claims,
    check_story,
    emptier,
    fuller,
    hidden,
    never,
    out_of_frame,
    rests_on,
    touches,
)
from sim.story.ledger import Ledger

RESTS = np.array([0, 0, 1, 1, 0], bool)
LEDGER = Ledger(names=("cup", "table"), fps=Fraction(2), frames=5, values={"low": np.array([[1.0, 0]] * 4 + [[0.3, 0]]),
                                                                        "high": np.array([[1.2, 0.5]] * 5),
                                                                        "full": np.array([[x, np.nan] for x in (0.8, 0.8, 0.5, 0.2, 0)])},
                pairs={"rests on": {("cup", "table"): RESTS}, "touches": {}})


@pytest.mark.parametrize("claim, frame", [
    (always(above("cup", "table")), 4), (never(above("cup", "table")), 0), (never(touches("cup", "table")), None),
    (always(rests_on("cup")), 0), (never(rests_on("cup", "table")), 2), (by(1.0, rests_on("cup", "table")), None),
    (by(0.5, rests_on("cup", "table")), 1), (by(2.4, rests_on("cup")), None), (at(1.7, rests_on("cup")), None),
    (at(2.0, rests_on("cup")), 4), (at(0.0, rests_on("cup")), 0),
    (always(fuller("cup", than=0.3)), 3), (at(2.0, emptier("cup", than=0.01)), None), (at(0.0, emptier("cup", than=0.8)), 0),
    (by(1.0, emptier("cup", than=0.6)), None), (never(fuller("cup", than=0.7)), 0)])
def test_a_claim_fails_at_the_frame_that_shows_it(claim, frame):
    assert broken(claim, LEDGER) == frame


def test_a_failed_claim_names_frame_and_object_and_others_wait():
    check_story("shot", (never(hidden("cup")), always(above("table", "table")) and never(out_of_frame("cup"))), LEDGER)
    with pytest.raises(DeclarationError, match=r"shot: the claim 'always: cup above table' fails for cup at frame 4 \(2.00 s\)"):
        check_story("shot", (never(hidden("cup")), always(above("cup", "table"))), LEDGER)


@pytest.mark.parametrize("claim, words", [
    (never(touches("cub", "table")), "unknown object 'cub'.*'cup'"), (by(9, touches("cup", "table")), "time is 9.*at most 2.5"),
    (touches("cup", "table"), "is not a claim.*always"), (always(fuller("table", than=0.5)), "unknown vessel with a liquid 'table'"),
    (always(emptier("cup", than=1.5)), "than is 1.5")])
def test_a_claim_that_cannot_be_meant_is_refused(claim, words):
    with pytest.raises(DeclarationError, match=words):
        check_claims("shot", (claim,), LEDGER.names, ("cup",), 2.5)
