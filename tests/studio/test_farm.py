"""A farm of Ray's real workers, small: the same takes as without, also when a worker is killed."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from render.workers import Alone, Workers
from studio.delivering import chunks
from studio.manifest import load_manifest
from studio.store import Store

FILM = """
from scenes import Look, ball, box, camera, continue_from, film, launch, make_shot


def roll():
    props = [box("floor", (4, 4, 0.2), at=(0, 0, -0.1), fixed=True, look=Look("grey")), ball("ball", 0.15, on=(-1, 0, 0), look=Look("red"))]
    one = make_shot("one", props, seconds=2.5, fps=8, camera=camera.static((0, -3, 1.5), (0, 0, 0.3)), actions=[launch("ball", (2, 0, 0))])
    return film("roll", [one, continue_from(one, "two", seconds=0.5, camera=camera.static((3, -1, 1.5), (0, 0, 0.3)))])


def shot():
    return roll().shots[0]
"""
SMALL = ("render.width=64", "render.height=48", "neural.width=64")


@pytest.fixture
def film(here: Path) -> Path:
    pytest.importorskip("ray").shutdown()  # what a test of Hydra's launcher left
    (here / "film.py").write_text(FILM)
    return here


def squares(base: int, numbers: list[int], _: dict):
    yield from (base + number * number for number in numbers)


def test_who_works_alone_starts_no_others_and_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Alone, "now", True)
    workers = Workers("tests.studio.test_farm:squares", None, [1, 2, 3])
    assert not workers._running and list(workers.results(10, [1, 2, 3])) == [11, 14, 19]


def test_shares_are_all_chunks_once() -> None:
    from scenes.shots import SHOTS
    from studio.config import ShootConfig
    from studio.farming import _shares
    shot = SHOTS["pillar"]()
    whole = len(chunks(shot.scene.frames, 1))
    for workers, shots in ((1, 1), (2, 1), (2, 8), (64, 1)):
        shares = _shares(shot, ShootConfig(), workers, shots)
        assert [number for share in shares for number in share] == list(range(whole))
        assert len(shares) == min(whole, int(np.ceil(4 * workers / shots)))


def test_a_film_by_two_workers_one_of_them_killed_is_the_same_film(film: Path, run: Callable) -> None:
    assert run("film", "film.py:roll", *SMALL).code == 0
    folder = film / "takes" / "film-roll-0001"
    alone, identities = (folder / "film.mp4").read_bytes(), _identities(folder)
    folder.parent.rename(film / "before")

    killed: list[int] = []
    watch = threading.Thread(target=_kill_one, args=(film / "takes" / ".store", killed), daemon=True)
    watch.start()
    ran = run("film", "film.py:roll", "farm=2", *SMALL)
    assert ran.code == 0 and killed, ran.err
    assert (folder / "film.mp4").read_bytes() == alone and _identities(folder) == identities
    made = Store(film / "takes" / ".store").usage()
    assert made == Store(film / "before" / ".store").usage()  # nothing was painted otherwise, or beside it


def _identities(folder: Path) -> list[str]:
    """By which the takes tell that all of their files are the same, and what they build on."""
    return [load_manifest(folder / "takes" / name).identity for name in ("one-0001", "two-0001")]


def _kill_one(store: Path, killed: list[int]) -> None:
    """Kill the worker that paints, as soon as the store has the first painting."""
    while not killed:
        time.sleep(0.02)
        if "anchor" in Store(store).usage():
            killed += _workers()[:1]
            for pid in killed:
                os.kill(pid, signal.SIGKILL)


def _workers() -> list[int]:
    """The workers that are at work, as they name themselves, of the Ray that this process has started: its children's children."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (place / "cmdline").read_bytes().startswith(b"ray::_worked") and _parent(_parent(int(place.name))) == os.getpid():
                found.append(int(place.name))
    return found


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.parametrize(("words", "said"), [
    (("farm=many",), "a number of workers"), (("farm=0",), "a number of workers"), (("farm=2", "store="), "store=FOLDER"),
    (("-m", "farm=2", "shot.ball_speed=1,2"), "hydra/launcher=ray")])
def test_what_no_farm_can_do_is_refused(run: Callable, words: tuple[str, ...], said: str) -> None:
    ran = run("shoot", "shot=pillar", *words)
    assert ran.code == 2 and said in ran.err, ran.err


def test_a_cluster_that_is_not_there_is_told(run: Callable, film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_TMPDIR", str(film))
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    ran = run("film", "film.py:roll", "farm=auto", *SMALL)
    assert ran.code == 2 and "ray start --head" in ran.err


def test_a_cluster_is_shown_the_token_that_lies_in_the_home_folder(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.farm import _token
    monkeypatch.setenv("HOME", str(film))
    for name in ("RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)
    assert _token() == {}
    (film / ".ray").mkdir()
    (film / ".ray" / "auth_token").write_text("a token")
    assert _token() == {"RAY_AUTH_MODE": "token"}
