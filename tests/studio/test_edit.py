"""steadycast edit: the next take of a take, and what is said of edits that cannot be made."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.editing import changed_pixels
from studio.manifest import load_manifest
from studio.take import open_take
from studio.video import read_video
from studio.words import numbers, split


def report(take: Path) -> dict:
    return json.loads((take / "report.json").read_text())


def test_edits_make_the_next_take_and_reuse_what_they_do_not_change(taken: Path, run: Callable) -> None:
    (taken / "film.py").unlink()  # what is edited is the take, not the script
    takes = taken / "takes"
    green = run("edit", "takes/drop-0001", "ball.look.colour=green", "ball.look.seed=3")
    assert green.code == 0, green.err
    assert "changed: " in green.out and "the same bits" in green.out and load_manifest(takes / "drop-0002").parent.name == "drop-0001"
    assert report(takes / "drop-0002")["reused"]["trajectory"] and report(takes / "drop-0002")["reused"]["ledger"]
    videos = (list(read_video(takes / name / "painted.mkv")) for name in ("drop-0001", "drop-0002"))
    shares = [float((one != other).any(axis=2).mean()) for one, other in zip(*videos)]
    assert report(takes / "drop-0002")["differing"] == pytest.approx(shares) and min(shares) > 0
    parted = replace(open_take(takes / "drop-0002"), report={**report(takes / "drop-0002"), "differing": []})  # it has to be looked at
    assert f"{sum(shares) / len(shares):.2%}" in changed_pixels(open_take(takes / "drop-0001"), parted) in green.out
    assert "ball.look.colour=green" in (takes / "drop-0002" / "config.yaml").read_text()

    back = run("edit", "takes/drop-0002", "ball.look.colour=red", "ball.look.seed=0")
    assert back.code == 0, back.err
    assert report(takes / "drop-0003")["denoiser_evaluations"] == 0
    assert changed_pixels(open_take(takes / "drop-0001"), open_take(takes / "drop-0003")) == "changed: no pixel"

    heavier = open_take(takes / "drop-0001").edit({"ball.position": (0, 0, 0.5)})
    assert heavier.folder.name == "drop-0004"
    assert not heavier.report["reused"]["trajectory"] and heavier.report["reused"]["pictures"] == 0


@pytest.mark.parametrize("words, said", [
    (("edit",), "takes the folder of one take"), (("edit", "takes/drop-0001"), "what to change"),
    (("edit", "takes/drop-0009", "ball.look.colour=red"), "drop-0009"),
    (("edit", "takes/drop-0001", "bal.look.colour=red"), "unknown thing with a look 'bal'"),
    (("edit", "takes/drop-0001", "ball.look.colour=red"), "nothing would change"),
    (("edit", "takes/drop-0001", "ball.mass=-1"), "mass"),
])
def test_what_cannot_be_edited_is_told_and_leaves_nothing(taken: Path, run: Callable, words, said) -> None:
    before = sorted(path.name for path in taken.glob("takes/*"))
    ran = run(*words)
    assert ran.code == 2 and said in " ".join(ran.err.split()) and "Traceback" not in ran.err
    assert sorted(path.name for path in taken.glob("takes/*")) == before


def test_values_are_read_as_numbers_words_and_lists() -> None:
    words = ["take", "a.b=2.5", "cut[1].at=3", "camera.position=[0, -4, 1.5]", "cup.look.prompt=old, chipped", "anna.hair=bob"]
    assert split(words) == (["take"], {
        "a.b": 2.5, "cut[1].at": 3, "camera.position": (0, -4, 1.5), "cup.look.prompt": "old, chipped", "anna.hair": "bob"})
    assert numbers("at", "3,5") == numbers("at", (3, 5)) == (3, 5) and numbers("close", 3) == (3,)
