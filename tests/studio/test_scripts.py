"""A user's script while it runs: one that hangs is told of and can be stopped, and what lies beside it stands in for nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio import scripts
from tests.studio.test_bad_input import FILM, SMALL

WAITS = """
import logging, threading
told = threading.Event()
ear = logging.Handler()
ear.emit = lambda record: told.set() if "at line" in record.getMessage() else None
logging.getLogger().addHandler(ear)  # after the one that writes to the screen
assert told.wait(60), "nothing was said"
logging.getLogger().removeHandler(ear)
"""


@pytest.mark.parametrize(("body", "line"), [(WAITS + "def scene(): return film()", 20),
                                            ("def scene():" + WAITS.replace("\n", "\n    ") + "\n    return film()", 20)])
def test_it_is_said_where_a_slow_script_is(run: Callable, here: Path, monkeypatch, body: str, line: int) -> None:
    (here / "film.py").write_text(FILM + "\n" + body + "\n")
    monkeypatch.setattr(scripts, "SLOW", 0.01)
    ran = run("describe", *SMALL, "shot=film.py:scene")
    assert ran.code == 0, ran.err
    assert f"still running film.py, now at line {line}; Ctrl-C stops it." in " ".join(ran.err.split())


def test_nothing_is_said_of_a_quick_script(run: Callable, here: Path, monkeypatch) -> None:
    (here / "film.py").write_text(FILM + "\ndef scene(): return film()\n")
    monkeypatch.setattr(scripts, "SLOW", 600.0)
    assert "still" not in run("describe", *SMALL, "shot=film.py:scene").err


def test_ctrl_c_stops_a_script_that_hangs(here: Path) -> None:
    (here / "film.py").write_text("import threading\nprint('here', flush=True)\nthreading.Event().wait()\n")
    command = [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())", "describe", "shot=film.py:scene"]
    with subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:  # ignored in a background job
        assert process.stdout and process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, "") and "stopped" in err and "Traceback" not in err


def test_neighbours_are_found_while_a_script_runs_and_not_after(run: Callable, here: Path) -> None:
    (here / "cast.py").write_text("NAME = 'film'")
    (here / "later.py").write_text("NAME = 'film'")
    (here / "film.py").write_text(FILM + "\nfrom cast import NAME\n\ndef scene():\n    import later\n    return film()\n")
    before, interrupted = list(sys.path), signal.getsignal(signal.SIGINT)
    assert run("describe", *SMALL, "shot=film.py:scene").code == 0
    assert sys.path == before and signal.getsignal(signal.SIGINT) is interrupted
