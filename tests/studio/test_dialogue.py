"""What is said, all the way into a take: its files, its report and its page; and what failed, said before anything is painted."""

import json
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from studio.check import check
from studio.manifest import load_manifest

FILM = """
from scenes import Look, ball, camera, impulse, make_shot, person, plane, say, succeeds, touch


def film(words: str = "Where is my <cup>?", claims: bool = False):
    return make_shot("film", [plane("floor", look=Look("grey")), person("anna", on=(0, 0, 0)), ball("ball", 0.1, on=(1, 0, 0))],
                     camera=camera.static((0, -3, 1.2), (0, 0, 0.9)), seconds=0.5,
                     actions=[say("anna", words, when=0.25, name="ask"), say("anna", "Well?", when=30),
                              impulse("ball", (1, 0, 0), when=touch("anna", "ball"), name="nudge")],
                     claims=[succeeds("nudge")] if claims else [])
"""
SMALL = ("shoot", "shot=film.py:film", "fps=8", "render.width=64", "render.height=48", "neural.consistency=fixed")
FILES = "shot.mp4", "shot.srt"


@pytest.fixture
def film(here: Path) -> Path:
    (here / "film.py").write_text(FILM)
    return here / "takes"


def test_what_is_said_comes_with_the_take_and_again_the_same(film: Path, run: Callable) -> None:
    ran = run(*SMALL)
    assert ran.code == 0, ran.err
    take = film / "film-0001"
    srt = (take / "shot.srt").read_text(encoding="utf-8")
    assert srt == "1\n00:00:00,250 --> 00:00:00,500\nanna: Where is my <cup>?\n" and check(take) == []
    with av.open(str(take / "shot.mp4")) as container:
        assert [bytes(packet)[2:] for packet in container.demux(container.streams.subtitles[0]) if packet.size] == [
            b"", b"anna: Where is my <cup>?"]
    actions = json.loads((take / "report.json").read_text())["actions"]
    assert [action.get("said") for action in actions] == ["Where is my <cup>?", "Well?", None]
    assert 'ask: "Where is my &lt;cup&gt;?"' in (take / "report.html").read_text() and {*FILES} <= {*load_manifest(take).files}

    assert run(*SMALL).code == 0  # of the store
    assert all((film / "film-0002" / name).read_bytes() == (take / name).read_bytes() for name in FILES)
    assert json.loads((film / "film-0002" / "report.json").read_text())["reused"]["videos"]

    (take / "shot.srt").unlink()
    (take / "shot.mp4").write_bytes(b"")
    assert run("takes", "verify", "film-0001").code == 0 and (take / "shot.srt").read_text(encoding="utf-8") == srt
    identity = load_manifest(take).identity
    assert run("measure", str(take)).code == 0 and check(take) == [] and load_manifest(take).identity == identity
    assert "&lt;cup&gt;" in (take / "report.html").read_text()


def test_what_failed_is_said_before_anything_is_painted(film: Path, run: Callable) -> None:
    ran = run(*SMALL, "seconds=0.25")
    assert ran.code == 0 and not (film / "film-0001" / "shot.srt").exists()
    err = " ".join(ran.err.split())
    assert err.count("story: nudge never began") == 1
    assert err.index("story: nudge never began") < err.index("simulate: ") < err.index("paint: ")


def test_a_claim_that_fails_is_said_then_too_and_nothing_is_painted(film: Path, run: Callable) -> None:
    ran = run(*SMALL, "shot.claims=true")
    err = " ".join(ran.err.split())
    assert ran.code == 2 and "the claim 'nudge succeeds' fails: it never begins" in err and "paint" not in err
    assert "story: nudge never began" in err
