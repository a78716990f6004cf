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
from sim.story.outcomes import check_outcomes, fails, succeeds
from sim.trajectory import ActionRecord
from tests.sim.build import ball, scene

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
        check_claims("shot", (claim,), LEDGER.names, 2.5, vessels=("cup",))


RECORDS = (ActionRecord(title="go", status="done", start=0.0, end=1.0), ActionRecord(title="take", status="failed", start=1.0, end=2.5,
           reason="it is held"), ActionRecord(title="late", status="waiting"), ActionRecord(title="on", status="running", start=1.0),
           ActionRecord(title="spare", status="not needed", end=1.0, reason="waited for go to fail, which was done"))


@pytest.mark.parametrize("claim, said", [
    (succeeds("go"), ""), (fails("take"), ""), (fails("go"), "the claim 'go fails' fails: it is done at 1.00 s. Change"),
    (succeeds("take"), "the claim 'take succeeds' fails: it failed at 2.50 s: it is held. Change"),
    (succeeds("late"), "it never begins. Change"), (succeeds("on"), "it is not over when the shot is. Change"),
    (succeeds("spare"), "it is not needed at 1.00 s: waited for go to fail, which was done. Change")])
def test_a_claim_about_an_action_holds_or_says_what_became_of_it(claim, said):
    if not said:
        check_outcomes("shot", scene(ball()), (claim, always(above("cup", "table"))), RECORDS)
        check_story("shot", (claim,), LEDGER)
        return
    with pytest.raises(DeclarationError, match=said):
        check_outcomes("shot", scene(ball()), (claim,), RECORDS)


def test_a_failure_that_stops_the_scene_is_told_with_reason_and_time():
    check_outcomes("shot", scene(ball()), (), RECORDS)
    with pytest.raises(DeclarationError, match="shot: take failed at 2.50 s: it is held. The shot stops at a failure.*='carry on'"):
        check_outcomes("shot", scene(ball(), on_failure="stop"), (), RECORDS)


@pytest.mark.parametrize("titles, words", [
    (("goes",), "shot: go succeeds: unknown action 'go'.*'goes'"), (("go", "go"), "2 actions are called 'go'")])
def test_a_claim_about_an_action_names_one(titles, words):
    check_claims("shot", (succeeds("go"),), LEDGER.names, 2.5, ("go", "take"))
    with pytest.raises(DeclarationError, match=words):
        check_claims("shot", (succeeds("go"),), LEDGER.names, 2.5, titles)
