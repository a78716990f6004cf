"""Films, small: one video with chapters and subtitles of takes that build on each other, gone on with after a kill."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from studio.cli import COMMANDS
from studio.shelf import takes_in
from studio.take import open_take
from studio.video import read_video

FILM = """
from scenes import Look, ball, box, camera, continue_from, film, launch, make_shot


def roll(speed: float = 2.0, red: bool = True):
    props = [box("floor", (4, 4, 0.2), at=(0, 0, -0.1), fixed=True, look=Look("grey")),
             ball("ball", 0.15, on=(-1, 0, 0), look=Look("red" if red else "blue"))]
    one = make_shot("one", props, seconds=0.25, fps=8, camera=camera.static((0, -3, 1.5), (0, 0, 0.3)),
                    actions=[launch("ball", (speed, 0, 0), name="throw")])
    two = continue_from(one, "two", seconds=0.375, camera=camera.static((3, -1, 1.5), (0, 0, 0.3)))
    return film("roll", [one, two, continue_from(two, "three", seconds=0.25, camera=camera.static((0, -2, 1), (0, 0, 0.3)))])


def broken():
    whole = roll()
    return film("broken", [*whole.shots[:2], whole.shots[2].with_({"ball.look.colour": "blue", "ball.position": (-0.5, 0, 0.15)})])


def painted_anew():
    whole = roll(0.2)
    return film("painted_anew", [*whole.shots[:2], whole.shots[2].with_({"floor.look.colour": "blue"})])


def shot():
    return roll().shots[0]
"""
SMALL = ("render.width=64", "render.height=48")


@pytest.fixture
def film(here: Path) -> Path:
    (here / "film.py").write_text(FILM)
    return here


def test_a_film_is_one_video_of_takes_that_build_on_each_other(film: Path, run: Callable):
    ran = run("film", "film.py:roll", "hourly_rate=2", *SMALL)
    assert ran.code == 0 and "a finished second, at 2 an hour" in ran.out, ran.err
    folder = film / "takes" / "film-roll-0001"
    facts = json.loads((folder / "film.json").read_text())
    assert facts["done"] and facts["findings"] == [] and [each["first_frame"] for each in facts["shots"]] == [0, 2, 5]
    takes = [open_take(folder / each["take"]) for each in facts["shots"]]
    assert [take.report["parent"] for take in takes] == ["none", "one-0001", "two-0001"]
    pictures = list(read_video(folder / "film.mp4"))
    apart = [picture for take in takes for picture in read_video(take.video)]
    assert len(pictures) == len(apart) == 7 and all(map(np.array_equal, pictures, apart))
    with av.open(str(folder / "film.mp4")) as video:
        chapters = [(each["metadata"]["title"], each["start"] * each["time_base"], each["end"] * each["time_base"])
                    for each in video.chapters()]
        times = [frame.time for frame in video.decode(video=0)]
    assert chapters == [("one", 0, 0.25), ("two", 0.25, 0.625), ("three", 0.625, 0.875)]
    assert times == pytest.approx(np.arange(7) / 8, abs=1e-3)
    assert [path.name for path in takes_in(film / "takes")] == ["one-0001", "three-0001", "two-0001"]
    assert takes[2].report["moved_m"]["ball"] > 0.1  # it rolls on

    identity = [(folder / each["take"] / "manifest.json").read_bytes() for each in facts["shots"]]
    assert run("film", "film.py:roll", *SMALL).code == 0  # again: all is there
    assert [(folder / each["take"] / "manifest.json").read_bytes() for each in facts["shots"]] == identity
    assert run("film", "film.py:roll", "film.red=false", *SMALL).code == 0
    assert (film / "takes" / "film-roll-0002" / "film.mp4").is_file()


def test_what_is_another_colour_in_another_shot_is_seen_when_a_film_is_measured(film: Path, run: Callable):
    larger = ("render.width=128", "render.height=96")
    assert run("film", "film.py:painted_anew", *larger).code == 0
    folder = film / "takes" / "film-painted_anew-0001"
    measured = run("measure", str(folder))
    drift = json.loads((folder / "film.json").read_text())["measures"]["drift_de2000"]
    assert measured.code == 0 and "| ball " in measured.out and set(drift) == {"floor", "ball"}
    assert drift["floor"]["most"] > 10 and drift["ball"]["most"] < 1.5
    (folder / "film.json").write_text('{"done": false}')
    refused = run("measure", str(folder))
    assert refused.code == 2 and "is not finished" in refused.err


def test_a_film_that_was_killed_is_gone_on_with(film: Path, run: Callable):
    command = [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())", "film", "film.py:roll", *SMALL]
    process = subprocess.Popen(command, cwd=film, stderr=subprocess.DEVNULL,
                               env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    folder = film / "takes" / "film-roll-0001"
    while not (folder / "takes" / "one-0001").is_dir() and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.wait()
    first = (folder / "takes" / "one-0001" / "manifest.json").read_bytes()
    assert not json.loads((folder / "film.json").read_text())["done"]
    assert run("film", "film.py:roll", *SMALL).code == 0
    assert (folder / "takes" / "one-0001" / "manifest.json").read_bytes() == first
    assert not (film / "takes" / "film-roll-0002").exists() and len(list(read_video(folder / "film.mp4"))) == 7


def test_what_does_not_go_on_over_a_cut_is_said_or_fails_the_build(film: Path, run: Callable):
    ran = run("film", "film.py:broken", "film.check=error", *SMALL)
    assert ran.code == 2 and not list((film / "takes").glob("film-*"))
    assert "colour: ball is red, then blue" in ran.err and "(two frame 2 | three frame 0)" in ran.err
    assert "props: ball moved by" in ran.err


@pytest.mark.parametrize(("words", "said"), [
    ((), "takes one film"), (("rol",), "visit"), (("film.py:shot",), "must return what film"), (("visit", "film.fulll=1"), "full"),
    (("visit", "seconds=2"), "seconds"), (("visit", "shot=tea"), "film.NAME"), (("visit", "film.check=no"), "warn")])
def test_bad_words_are_refused(film: Path, run: Callable, words: tuple[str, ...], said: str):
    ran = run("film", *words)
    assert ran.code == 2 and said in ran.err


def test_the_library_names_its_films(run: Callable):
    assert "film" in COMMANDS and "film visit" in run("list").out
