"""A take measured again gives the same numbers; what no longer fits is refused, and nothing is touched."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from neural.config import SD15
from studio.check import check
from studio.declarations import encoded
from studio.manifest import renew
from studio.remeasure import reopened
from studio.take import open_take


@pytest.fixture
def take(taken: Path) -> Path:
    return taken / "takes" / "drop-0001"


def test_a_take_is_measured_again_to_the_same_numbers_and_bad_ones_are_refused(take: Path, run: Callable) -> None:
    shot, measured, again = content_of(take), *(measure(take, run) for _ in range(2))
    assert measured["report.json"] == again["report.json"]
    report, few = json.loads(measured["report.json"]), json.loads(shot["report.json"])
    assert report["measures"].keys() > few["measures"].keys() and report["measured_whole"] and not few["measured_whole"]
    assert report["measures"]["ghost"] > 0 and report["measures"]["stain"] > 0 and b"<td>Ghosts</td>" in again["report.html"]
    assert report | {"measures": 0, "measured_whole": 0} == few | {"measures": 0, "measured_whole": 0}
    renewed = ("report.json", "report.html", "manifest.json")
    assert {name: data for name, data in again.items() if name not in renewed} == {n: d for n, d in shot.items() if n not in renewed}
    assert check(take) == []

    for name in ("painted.mkv", "declared.json", "trajectory.npz", "contact.png", "report.json"):
        for spoiled in (again[name][:-1] + b"?", again[name][:99], b"", None):
            (take / name).unlink() if spoiled is None else (take / name).write_bytes(spoiled)
            ran = run("measure", str(take))
            assert ran.code == 2 and name in ran.err and "drop-0001" in ran.err and "Traceback" not in ran.err
            assert name == "report.json" or (take / "report.json").read_bytes() == again["report.json"]
            (take / name).write_bytes(again[name])


def test_nothing_that_a_take_names_is_run(take: Path, run: Callable) -> None:
    before = measure(take, run)["report.json"]
    (take.parents[1] / "film.py").write_text("raise SystemExit('run')")
    (take / "config.yaml").write_text("shot: {name: film.py:drop, parameters: {}}")
    assert measure(take, run)["report.json"] == before


def test_a_take_of_somebody_elses_fetches_nothing(take: Path) -> None:
    declared = json.loads((take / "declared.json").read_text())
    declared["config"]["neural"] = encoded(replace(SD15, download=True))
    renew(take, {"declared.json": json.dumps(declared).encode()})
    assert reopened(open_take(take))[1].neural == SD15


@pytest.mark.parametrize("declared", ["{", "[]", "null", '{"shot": 1, "config": 2}', '{"shot": {"class": "os.system"}, "config": 0}',
                                      "[" * 10**5])
def test_what_declares_no_shot_is_refused_by_name(take: Path, run: Callable, declared: str) -> None:
    renew(take, {"declared.json": declared.encode()})
    ran = run("measure", str(take))
    assert ran.code == 2 and "drop-0001" in ran.err and "Shoot it again" in " ".join(ran.err.split()) and "Traceback" not in ran.err


def content_of(take: Path) -> dict[str, bytes]:
    return {str(path.relative_to(take)): path.read_bytes() for path in take.rglob("*") if path.is_file()}


def measure(take: Path, run: Callable) -> dict[str, bytes]:
    ran = run("measure", str(take))
    assert ran.code == 0, ran.err
    assert "warp_error_1" in ran.out and "report.html" in ran.out
    return content_of(take)


def test_what_is_no_take_is_refused(here: Path, run: Callable) -> None:
    for words in (("nowhere",), (), ("a", "b")):
        ran = run("measure", *words)
        assert ran.code == 2 and "take" in ran.err and "Traceback" not in ran.err
