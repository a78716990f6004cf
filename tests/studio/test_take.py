"""Take folders: all or nothing, and what is in them is what was written."""

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import DeclarationError
from studio.check import check
from studio.manifest import FILE, Parent, _written, load_manifest, renew, seal
from studio.take import Take, new_folder, open_take, verified
from studio.unfinished import DAY, hidden_name


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


REPORT = {"shot": "pillar", "frames": 24}


def make_take(out: Path, name: str = "pillar", parent: Parent | None = None, **facts: object) -> Take:
    with new_folder(str(out), name) as (folder, give_name):
        for number, file in enumerate(("shot.mp4", "painted.mkv", "ledger.npz", "passes/depth.exr")):
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(random.Random(number).randbytes(100 + 999 * number))
        (folder / "report.json").write_text(json.dumps(REPORT))
        seal(folder, facts, parent)
        return Take(folder=give_name(), report=REPORT)


def test_a_sealed_take_is_whole_and_opens(tmp_path: Path) -> None:
    parent = Parent("tea-0001", "ab" * 32)
    folder = make_take(tmp_path, parent=parent, keys={"shot.mp4": "cd", 1: (2, 3)}).folder
    assert check(folder) == [] and open_take(folder).report == REPORT
    manifest = load_manifest(folder)
    assert manifest.parent == parent and manifest.facts == {"keys": {"shot.mp4": "cd", "1": [2, 3]}}
    assert set(manifest.files) == {"shot.mp4", "painted.mkv", "ledger.npz", "passes/depth.exr", "report.json"}
    assert verified(open_take(folder), "passes/depth.exr") == folder / "passes/depth.exr"
    (folder / "notes.txt").write_text("of somebody's")
    assert check(folder) == []
    with pytest.raises(DeclarationError, match="notes.txt is not one of its files"):
        verified(open_take(folder), "notes.txt")


def test_every_damage_to_every_file_is_found(tmp_path: Path) -> None:
    folder = make_take(tmp_path).folder
    take = open_take(folder)
    for name in (*load_manifest(folder).files, FILE):
        path, chance = folder / name, random.Random(name)
        written = path.read_bytes()
        at = chance.randrange(len(written))
        damages = {"flipped": written[:at] + bytes([written[at] ^ 1 << chance.randrange(8)]) + written[at + 1:],
                   "cut": written[:at], "emptied": b"", "lengthened": written + b"x", "exchanged": (folder / "shot.mp4").read_bytes()[::-1]}
        for damage, content in (*damages.items(), ("lost", None)):
            path.unlink() if content is None else path.write_bytes(content)
            assert [problem.file for problem in check(folder)] == [name], damage
            with pytest.raises(DeclarationError, match=f"{folder.name}.*{name}"):
                verified(take, name if name != FILE else "shot.mp4")
            path.write_bytes(written)
    assert check(folder) == []


def test_no_byte_of_a_manifest_changes_unnoticed(tmp_path: Path) -> None:
    folder = make_take(tmp_path, seed=1).folder
    written, manifest, chance = (folder / FILE).read_bytes(), load_manifest(folder), random.Random(5)
    for _ in range(300):
        at = chance.randrange(len(written))
        (folder / FILE).write_bytes(written[:at] + bytes([chance.randrange(256)]) + written[at + 1:])
        try:
            assert load_manifest(folder) == manifest  # white space
        except DeclarationError as error:
            assert "pillar-0001" in str(error) and FILE in str(error)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "link/passwd"])
def test_a_manifest_that_names_files_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    folder = make_take(tmp_path).folder
    (folder / "link").symlink_to("/etc")
    _written(folder, replace(load_manifest(folder), files={name: (1, "ab")}))
    with pytest.raises(DeclarationError, match="outside of the take"):
        load_manifest(folder)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", "[" * 100_000, '{"format": "Take.1"}', '{"format": 7}', "\x00", '"\\ud800"'])
def test_a_manifest_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    folder = make_take(tmp_path).folder
    (folder / FILE).write_text(text)
    with pytest.raises(DeclarationError, match="pillar-0001.*manifest.json"):
        open_take(folder)


def test_takes_of_earlier_versions_and_folders_that_are_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("{}")
    with pytest.raises(DeclarationError, match="earlier version. Shoot it again"):
        open_take(tmp_path)
    with pytest.raises(DeclarationError, match="no such folder"):
        open_take(tmp_path / "nowhere")


def test_the_same_files_are_the_same_take_however_often_measured(tmp_path: Path) -> None:
    first, again = (make_take(tmp_path, name) for name in ("pillar", "other"))
    identity = load_manifest(first.folder).identity
    assert load_manifest(again.folder).identity == identity
    renew(first.folder, {"report.json": b"{}"})
    assert load_manifest(first.folder).identity == identity and open_take(first.folder).report == {} and check(first.folder) == []
    assert load_manifest(make_take(tmp_path, parent=Parent("pillar-0001", identity)).folder).identity != identity
    renew(again.folder, {"painted.mkv": b"another"})
    assert load_manifest(again.folder).identity != identity


def test_renewing_does_not_bless_what_was_damaged(tmp_path: Path) -> None:
    folder = make_take(tmp_path).folder
    (folder / "shot.mp4").write_bytes(b"damaged")
    renew(folder, {"report.json": b"{}"})
    assert [problem.file for problem in check(folder)] == ["shot.mp4"]


RENEWS = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from studio import manifest
left = int(sys.argv[3])
def fsync(number, real=os.fsync):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(number)
os.fsync = fsync
manifest.renew(Path(sys.argv[2]), {"report.json": b'{"frames": 25}', "passes/depth.exr": b"new"})
"""


@pytest.mark.parametrize("flushes", range(7))
def test_killed_while_renewed_a_take_is_whole(tmp_path: Path, flushes: int) -> None:
    folder = make_take(tmp_path).folder
    ran = subprocess.run([sys.executable, "-c", RENEWS, str(Path(__file__).parents[2]), str(folder), str(flushes)])
    assert ran.returncode == (-signal.SIGKILL if flushes < 6 else 0)
    assert check(folder) == [] and open_take(folder).report in (REPORT, {"frames": 25})
    renew(folder, {"report.json": b"{}"})
    assert check(folder) == [] and load_manifest(folder).coming == {}


DIES = """
import os, sys
sys.path.insert(0, sys.argv[1])
from studio.take import new_folder
with new_folder(sys.argv[2], "tea") as (folder, _):
    (folder / "shot.mp4").write_text("half")
    print(folder.name, flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_run_left_goes_with_the_next_take_and_a_living_runs_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", DIES, str(Path(__file__).parents[2]), str(tmp_path)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    left = tmp_path / child.stdout.readline().strip()
    pid, place, *rest = hidden_name("tea").removeprefix(".tea-").split("-")
    foreign = tmp_path / "-".join([".tea", pid, "f" * len(place), *rest])
    foreign.mkdir()
    (foreign / "shot.mp4").write_text("half")
    make_take(tmp_path)
    assert (left / "shot.mp4").read_text() == "half" and foreign.is_dir()
    child.kill()
    child.communicate()
    os.utime(foreign, (0, 0))  # but a file in it is written now
    make_take(tmp_path)
    assert not left.exists() and foreign.is_dir()
    os.utime(foreign / "shot.mp4", ((foreign / "shot.mp4").stat().st_mtime - DAY - 60,) * 2)
    make_take(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pillar-0001", "pillar-0002", "pillar-0003"]
