"""What runs cost in money."""

import json

import pytest

from studio.money import Price

SMALL = ("shot=cradle", "seconds=0.25", "fps=8", "render.width=64", "render.height=40", "neural.width=64", "parent=none")


def test_price_is_hours_times_what_an_hour_costs_and_is_shared_among_finished_seconds():
    price = Price(seconds=1800, shown=5.0, hourly_rate=3.0)
    assert (price.whole, price.each) == (1.5, pytest.approx(0.3))
    assert price.words() == "price: 1.50 in all, 0.3 a finished second, at 3 an hour"
    assert Price(seconds=1, shown=4.0, hourly_rate=2.5).words() == "price: 0.000694 in all, 0.000174 a finished second, at 2.5 an hour"


def test_a_take_says_its_price_before_and_after_where_an_hour_has_one(run, here):
    ran = run("shoot", *SMALL, "hourly_rate=36")
    assert ran.code == 0 and "finished second, at 36 an hour" in ran.out
    facts = json.loads((here / "takes" / "cradle-0001" / "report.json").read_text())
    shown = facts["frames"] / 8
    assert facts["price"]["whole"] == pytest.approx(facts["seconds"]["total"] / 100, rel=1e-3)
    assert facts["price"]["finished_second"] == pytest.approx(facts["price"]["whole"] / shown, rel=1e-3)
    ran = run("plan", *SMALL, "hourly_rate=36")
    assert "assembling and measuring: about" in ran.out and "at 36 an hour" in ran.out
    ran = run("shoot", *SMALL)
    assert "an hour" not in ran.out and json.loads((here / "takes" / "cradle-0002" / "report.json").read_text())["price"] is None


def test_a_rate_that_makes_no_sense_is_refused(run, here):
    ran = run("shoot", *SMALL, "hourly_rate=-1")
    assert ran.code == 2 and "hourly_rate is -1" in ran.err and not (here / "takes").exists()
