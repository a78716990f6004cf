"""No host is looked up, by our libraries either: the command line with sockets that tell and refuse, and no variable set."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from neural.models.hub import hub
from tests.studio.test_shoot import FILM, SMALL

TELLTALE = """
import os, socket, traceback


def refuse(kind):
    def call(*arguments, **named):
        if getattr(arguments[0], "family", None) != socket.AF_UNIX:
            with open(os.environ["TOLD"], "a") as file:
                file.write(f"{kind} {arguments} {''.join(traceback.format_stack(limit=12))}")
            raise OSError(101, "Network is unreachable")
        return own[kind](*arguments, **named)
    return call


own = {"connect": socket.socket.connect, "connect_ex": socket.socket.connect_ex, "sendto": socket.socket.sendto}
for kind in own:
    setattr(socket.socket, kind, refuse(kind))
for kind in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
    setattr(socket, kind, refuse(kind))
"""
COMMANDS = f"""
import contextlib, io, json, sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from studio.cli import main
for words in sys.argv[1:]:
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        code = main(json.loads(words))
    print("ended", json.dumps([code, said.getvalue()]), flush=True)
"""
"""Several commands of ours in one process, which is quicker; each writes how it ended and what it said of it."""


@pytest.fixture
def alone(tmp_path: Path):
    """Runs Python in an empty folder, as somebody who has set nothing and fetched nothing: what it did, and what it told of hosts."""
    for name, text in (("net/sitecustomize.py", TELLTALE), ("work/film.py", FILM), ("home/.keep", "")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    told, work = tmp_path / "told", tmp_path / "work"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_", "DIFFUSERS_", "HUGGING"))}
    path = f"{tmp_path / 'net'}{os.pathsep}{Path(__file__).parents[2]}"
    environment = kept | {"PYTHONPATH": path, "TOLD": str(told), "HOME": str(tmp_path / "home")}

    def call(code: str, *words: str) -> tuple[subprocess.CompletedProcess, str]:
        ran = subprocess.run([sys.executable, "-c", code, *words], cwd=work, env=environment, capture_output=True, text=True)
        return ran, told.read_text() if told.exists() else ""
    return call


def test_the_telltale_tells(alone) -> None:
    ran, told = alone("import urllib.request; urllib.request.urlopen('https://example.invalid')")
    assert ran.returncode == 1 and "example.invalid" in told


def test_shooting_measuring_and_looking_for_a_model_look_up_no_host(alone) -> None:
    asked = (("shoot", *SMALL, "shot.height=0.02"), 0), (("measure", "takes/drop-0001"), 0), (("shoot", *SMALL, "neural=sd15"), 2), \
        (("doctor",), 0)
    ran, told = alone(COMMANDS, *(json.dumps(words) for words, _ in asked))
    assert (ran.returncode, told) == (0, ""), (ran.stderr, told)
    for (words, code), (ended, said) in zip(asked, endings(ran), strict=True):
        assert ended == code, (words, said)
    ran, told = alone(COMMANDS, json.dumps(("shoot", *SMALL, "neural=sd15", "neural.download=true")))
    (code, said), = endings(ran)
    assert code == 2 and "huggingface.co" in told and "Traceback" not in said + ran.stderr


def endings(ran: subprocess.CompletedProcess) -> list[tuple[int, str]]:
    """(exit code, what was said) of each of COMMANDS."""
    return [tuple(json.loads(line.removeprefix("ended "))) for line in ran.stdout.splitlines() if line.startswith("ended ")]


def test_who_closed_the_hub_keeps_it_closed_and_who_did_not_has_it_open_again(monkeypatch) -> None:
    from huggingface_hub import constants
    for closed in (False, True):
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", closed)
        for fetch in (False, True):
            with hub(fetch):
                assert constants.HF_HUB_OFFLINE is (closed or not fetch)
            assert constants.HF_HUB_OFFLINE is closed
