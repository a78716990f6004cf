"""A take measured again gives the same numbers; what no longer fits is refused, and nothing is touched."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.studio.test_shoot import FILM, SMALL


@pytest.fixture
def take(here: Path, run: Callable) -> Path:
    (here / "film.py").write_text(FILM)
    ran = run("shoot", *SMALL, "shot.height=0.02")
    assert ran.code == 0, ran.err
    return here / "takes" / "drop-0001"


def test_a_take_is_measured_again_to_the_same_numbers_and_bad_ones_are_refused(take: Path, run: Callable) -> None:
    before = {path.name: path.read_bytes() for path in take.iterdir()}
    ran = run("measure", str(take))
    assert ran.code == 0, ran.err
    assert "warp_error_1" in ran.out and "report.html" in ran.out
    after = {path.name: path.read_bytes() for path in take.iterdir()}
    assert json.loads(after["report.json"]) == json.loads(before["report.json"])
    assert {name: data for name, data in after.items() if name != "report.html"} == {n: d for n, d in before.items() if n != "report.html"}

    for spoil, words in ((lambda: (take.parents[1] / "film.py").write_text(FILM.replace('"far"', '"near"')), "has changed since"),
                         (lambda: (take / "painted.mkv").unlink(), "has no painted.mkv")):
        spoil()
        ran = run("measure", str(take))
        assert ran.code == 2 and words in ran.err and "drop-0001" in ran.err and "Traceback" not in ran.err
        assert (take / "report.json").read_bytes() == before["report.json"]


def test_what_is_no_take_is_refused(here: Path, run: Callable) -> None:
    for words in (("nowhere",), (), ("a", "b")):
        ran = run("measure", *words)
        assert ran.code == 2 and "take" in ran.err and "Traceback" not in ran.err
