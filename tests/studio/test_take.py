"""Take folders: all or nothing."""

import json
from pathlib import Path

import pytest

from sim.errors import DeclarationError
from studio.take import Take, new_folder


def test_takes_are_numbered_and_readable_by_others(tmp_path: Path) -> None:
    for number in (1, 2):
        with new_folder(str(tmp_path / "takes"), "pillar") as (folder, give_name):
            (folder / "report.json").write_text(json.dumps(number))
            final = give_name()
        assert final == tmp_path / "takes" / f"pillar-{number:04d}"
        assert json.loads((final / "report.json").read_text()) == number
        assert final.stat().st_mode & 0o777 == 0o755


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with new_folder(str(tmp_path), "pillar") as (folder, give_name):
        (tmp_path / "pillar-0001").mkdir()
        (tmp_path / "pillar-0001" / "shot.mp4").write_text("another's")
        assert give_name().name == "pillar-0002"
    assert (tmp_path / "pillar-0001" / "shot.mp4").read_text() == "another's"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_stays_when_left_by_an_error(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), new_folder(str(tmp_path / "a" / "b"), "pillar") as (folder, _):
        (folder / "shot.mp4").write_text("half")
        raise error
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "takes").mkdir()
    with pytest.raises(ValueError), new_folder(str(tmp_path / "takes"), "pillar"):
        raise ValueError
    assert (tmp_path / "takes").is_dir()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "takes").write_text("")
    with pytest.raises(DeclarationError, match="takes.*out=PATH"), new_folder(str(tmp_path / "takes"), "pillar"):
        pass
    assert (tmp_path / "takes").read_text() == ""


def test_a_take_without_a_ledger_says_so(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="ledger.npz cannot be read.*Shoot it again"):
        _ = Take(folder=tmp_path, report={}).ledger
