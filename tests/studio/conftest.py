"""The command line, run in this process in an empty folder."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from studio.cli import main
from tests.studio.test_shoot import FILM, SMALL


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it wrote to the two streams."""

    code: int
    out: str
    err: str


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs `steadycast` with these words."""
    def call(*words: str) -> Ran:
        capsys.readouterr()
        code = main(words)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)
    return call


@pytest.fixture(scope="session")
def small_take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with film.py, and a small take of its drop in takes/, shot once for all tests that begin with one."""
    folder = tmp_path_factory.mktemp("small_take")
    (folder / "film.py").write_text(FILM)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(("shoot", *SMALL, "shot.height=0.02")) == 0
    return folder


@pytest.fixture
def taken(here: Path, small_take: Path) -> Path:
    """The current folder, with a copy of the small take."""
    return Path(shutil.copytree(small_take, here, dirs_exist_ok=True))
