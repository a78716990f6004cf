"""Notes: what a pixel shows, found again in the next take however the thing or the camera moved, answered by an edit, and closed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from render.config import RenderConfig
from render.passes import render
from studio.note_places import Spot, pixel_of, spot_at
from studio.notes import notes_of
from studio.remeasure import reopened
from studio.take import open_take
from tests.render.conftest import playground  # noqa: F401  (a fixture)


def test_a_place_on_what_moves_is_found_again_in_every_frame_that_shows_it(playground) -> None:  # noqa: F811
    passes = render(*playground, RenderConfig(width=192, height=108, rasteriser="rays"))
    ball = {part.id for part in passes.parts if part.object == "ball"}
    rows, columns = np.nonzero(np.isin(passes[0].part, list(ball)))
    y, x = int(rows[len(rows) // 2]), int(columns[len(rows) // 2])
    spot = spot_at(passes, 0, x, y)
    assert spot.part.startswith("ball") and pixel_of(passes, 0, spot) == ((x, y), True)
    found = [pixel_of(passes, number, spot) for number in range(passes.frames)]
    for number, (pixel, seen) in enumerate(found):
        if seen:
            assert passes[number].part[pixel[1], pixel[0]] in ball
    assert sum(seen for _, seen in found) > 3 and len({pixel for pixel, _ in found}) > 3
    assert pixel_of(passes, 0, Spot(part="gone.body", place=(0, 0, 0))) == (None, False)


def test_a_note_outlives_takes_is_answered_and_closed(taken: Path, run: Callable) -> None:
    first, second = taken / "takes" / "drop-0001", taken / "takes" / "drop-0002"
    passes = reopened(open_take(first))[2]
    ball = next(part.id for part in passes.parts if part.object == "ball")
    y, x = (int(each[len(each) // 2]) for each in np.nonzero(passes[0].part == ball))
    made = run("note", "takes/drop-0001", "too red, I think", f"at={x},{y}", "frames=0,2")
    assert made.code == 0 and "note 1 on ball" in made.out, made.err
    assert run("note", "takes/drop-0001", "what a sky", "at=1,1").code == 0
    assert "1  open: 'too red, I think', frames 0 to 2 of drop-0001, ball" in run("notes", "takes/drop-0001").out

    answered = run("edit", "takes/drop-0001", "ball.look.colour=orange", "camera.look_at=[0.3, 0, 0.3]", "answers=1")
    assert answered.code == 0, answered.err
    told = run("notes", "takes/drop-0002").out.splitlines()
    assert told[0].startswith("1  answered by drop-0002") and told[1].startswith("2  open") and f"{x},{y}" not in told[0].split("ball")[1]
    pixel = tuple(int(number) for number in told[0].split(" at ")[1].split(" ")[0].split(","))
    assert reopened(open_take(second))[2][0].part[pixel[1], pixel[0]] == ball
    assert run("notes", "takes/drop-0002", "close=1").out.startswith("1  closed")
    assert notes_of(first).state(1) == "open"  # there it is as it was
    assert run("takes", "verify").code == 0
    shutil.rmtree(first)
    assert notes_of(second).notes == ()


@pytest.mark.parametrize("words, said", [
    (("note", "takes/drop-0001", "x"), "as in steadycast note"), (("note", "takes/drop-0001", "x", "at=3"), "2 whole numbers"),
    (("note", "takes/drop-0001", "x", "at=a,b"), "whole numbers"), (("note", "takes/drop-0001", "x", "at=400,3"), "64 by 48"),
    (("note", "takes/drop-0001", "x", "at=3,3", "frames=0,9"), "0 to 2"), (("note", "takes/drop-0001", " ", "at=3,3"), "says nothing"),
    (("notes", "takes/drop-0001", "close=7"), "unknown note"), (("notes", "takes/drop-0009"), "drop-0009"),
    (("edit", "takes/drop-0001", "ball.look.colour=blue", "answers=4"), "unknown note")])
def test_notes_that_cannot_be_made(taken: Path, run: Callable, words: tuple[str, ...], said: str) -> None:
    ran = run(*words)
    assert ran.code == 2 and said in " ".join(ran.err.split()) and "Traceback" not in ran.err
    assert not (taken / "takes" / "drop-0001" / "notes.json").exists() and not (taken / "takes" / "drop-0002").exists()


def test_a_locked_look_is_not_changed_until_it_is_unlocked(taken: Path, run: Callable) -> None:
    assert run("lock", "takes/drop-0001", "ball").out.strip() == "locked in takes/drop-0001: ball"
    for change in ("ball.look.colour=blue", "look=toon", "seed=4"):
        refused = run("edit", "takes/drop-0001", change)
        said = " ".join(refused.err.split())
        assert refused.code == 2 and "ball is locked" in said and "unlock takes/drop-0001 ball" in said, change
    assert run("edit", "takes/drop-0001", "floor.look.colour=green").code == 0  # others may
    assert "ball is locked" in run("edit", "takes/drop-0002", "ball.look.colour=blue").err  # it holds for what builds on it
    assert run("unlock", "takes/drop-0002", "ball").out.strip() == "locked in takes/drop-0002: nothing"
    assert run("edit", "takes/drop-0002", "ball.look.colour=blue").code == 0
    assert run("lock", "takes/drop-0001", "cup").code == 2 and run("unlock", "takes/drop-0001", "floor").code == 2
    assert "locked in takes/drop-0001: ball" in run("lock", "takes/drop-0001").out
