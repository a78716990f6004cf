"""steadycast takes: what the screen says, and what is put back."""

import json
import random
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from sim.errors import DeclarationError
from studio.manifest import FILE, Parent, load_manifest, seal
from studio.parents import builds_on
from studio.store import Store
from studio.take import new_folder
from studio.unfinished import hidden_name

FILES = ("shot.mp4", "painted.mkv", "passes/depth.exr")


def content_of(file: str) -> bytes:
    return random.Random(file).randbytes(3000)


def key_of(file: str) -> str:
    return sha256(file.encode()).hexdigest()


def make_take(out: Path, name: str = "pillar", parent: Path | None = None, **facts: object) -> Path:
    with new_folder(str(out), name) as (folder, give_name):
        for file in FILES:
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(content_of(file))
        (folder / "report.json").write_text(json.dumps({"shot": name, "frames": 24, "denoiser_evaluations": 7}))
        (folder / "config.yaml").write_text("shot: {name: pillar}\n")
        seal(folder, facts, Parent(parent.name, load_manifest(parent).identity) if parent else None)
        return give_name()


@pytest.fixture
def out(here: Path) -> Path:
    """takes/ with a take, one that builds on it, one of a sweep, and a store that has all files but one."""
    first = make_take(here / "takes", remake={file: key_of(file) for file in FILES}, reused="11 anchors")
    make_take(here / "takes", "tea", first, remake=dict.fromkeys(FILES, "../"))
    make_take(here / "takes" / "sweep-0001", "pillar")
    for file in FILES[1:]:
        Store(here / "takes" / ".store").put(key_of(file), content_of(file), "video")
    return here / "takes"


def test_list_says_what_there_is(out: Path, run: Callable) -> None:
    (out / "pillar-0001" / "painted.mkv").write_bytes(b"cut")
    (out / "old-0001").mkdir()
    for name in ("report.json", "config.yaml"):
        (out / "old-0001" / name).write_text('{"shot": "old"}')
    (out / "tea-0001" / FILE).write_bytes((out / "tea-0001" / FILE).read_bytes().replace(b"3000", b"3001"))
    for words in (("takes",), ("takes", "list"), ("takes", "list", "out=takes")):
        ran = run(*words)
        assert ran.code == 0 and ran.err == ""
        lines = {line.split()[1]: line for line in ran.out.splitlines()[2:]}
        assert set(lines) == {"pillar-0001", "tea-0001", "sweep-0001/pillar-0001", "old-0001"}
        assert "damaged: painted.mkv is 3 bytes long; 3000 were written" in lines["pillar-0001"] and " 24 " in lines["pillar-0001"]
        assert f"damaged: {FILE} has changed since it was written" in lines["tea-0001"]
        assert "whole" in lines["sweep-0001/pillar-0001"] and "kB" in lines["sweep-0001/pillar-0001"]
        assert "earlier version" in lines["old-0001"]


def test_show_says_what_went_in_and_came_out_and_on_what_it_builds(out: Path, run: Callable) -> None:
    make_take(out, "third", out / "tea-0001", world="\x1b[2J\nabc")
    ran = run("takes", "show", "third-0001")
    assert ran.code == 0
    for words in ("  tea-0001\n  pillar-0001\n", "shot: {name: pillar}", "painted.mkv: 3.0 kB", "denoiser_evaluations: 7", "world: ?[2J"):
        assert words in ran.out
    assert "reused: 11 anchors" in run("takes", "show", "takes/pillar-0001").out
    run("takes", "remove", "pillar-0001")
    assert "  tea-0001\n  pillar-0001, which is here no more\n" in run("takes", "show", "third-0001").out
    make_take(out, "pillar", out / "tea-0001")
    assert "  tea-0001\n  pillar-0001, whose name another take has now\n" in run("takes", "show", "third-0001").out


def test_verify_reads_all_and_puts_back_what_the_store_has(out: Path, run: Callable) -> None:
    ran = run("takes", "verify")
    assert ran.code == 0 and ran.out == "Every byte of 3 takes was read: all is whole.\n"
    take = out / "pillar-0001"
    (take / "painted.mkv").write_bytes(content_of("painted.mkv")[:-1] + b"x")
    (take / "passes" / "depth.exr").unlink()
    (take / "passes").rmdir()
    ran = run("takes", "verify", "pillar-0001")
    assert ran.code == 0 and ran.out.count("it is whole again") == 2
    assert (take / "painted.mkv").read_bytes() == content_of("painted.mkv") and run("takes", "verify").code == 0

    (take / "shot.mp4").unlink()  # the store has it not
    (out / "tea-0001" / "painted.mkv").unlink()  # what should be its key is none
    (take / "passes" / "depth.exr").write_bytes(b"")
    ran = run("takes", "verify")
    assert ran.code == 2 and "pillar-0001: shot.mp4 is missing" in ran.out and "tea-0001: painted.mkv is missing" in ran.out
    assert "depth.exr was damaged" in ran.out and "shoot those takes again" in ran.out


def test_another_file_under_the_key_is_not_put_in(out: Path, run: Callable) -> None:
    Store(out / ".store").put(key_of("painted.mkv"), b"another", "video")
    (out / "pillar-0001" / "painted.mkv").write_bytes(b"damaged")
    assert run("takes", "verify").code == 2
    assert (out / "pillar-0001" / "painted.mkv").read_bytes() == b"damaged"
    assert not [path for path in (out / "pillar-0001").iterdir() if path.name.startswith(".")]


def test_with_anothers_manifest_nothing_is_put_in_or_handed_on(out: Path, run: Callable) -> None:
    takes = [make_take(out, "red"), make_take(out, "green", remake={"painted.mkv": key_of("painted.mkv")})]
    for take in takes:
        (take / "report.html").write_text(f"the page of {take.name}")
        (take / "painted.mkv").write_text(f"the pictures of {take.name}")
    Store(out / ".store").put(key_of("painted.mkv"), b"the pictures of green-0001", "video")
    seal(takes[0], {})
    seal(takes[1], {"remake": {"painted.mkv": key_of("painted.mkv")}})
    (takes[0] / FILE).write_bytes((takes[1] / FILE).read_bytes())
    ran = run("takes", "verify", "red-0001")
    assert ran.code == 2 and "red-0001: manifest.json does not belong here" in ran.out and "shoot it again" in ran.out
    assert (takes[0] / "painted.mkv").read_text() == "the pictures of red-0001"
    with pytest.raises(DeclarationError, match="red-0001.*manifest.json does not belong here"):
        builds_on("red-0001", out, {}, Store(out / ".store"))


def test_what_is_wrong_is_told_on_one_screen(out: Path, run: Callable) -> None:
    for number in range(40):
        (make_take(out, f"many{number}") / "shot.mp4").unlink()
    ran = run("takes", "verify", "store=")
    assert ran.code == 2 and len(ran.out.splitlines()) == 22 and "... and 20 more" in ran.out


def test_remove_takes_one_away_and_names_those_that_build_on_it(out: Path, run: Callable) -> None:
    ran = run("takes", "remove", "pillar-0001")
    assert ran.code == 0 and "tea-0001 named it as parent" in ran.out
    assert {path.name for path in out.iterdir()} == {"tea-0001", "sweep-0001", ".store"} and run("takes", "verify").code == 0


@pytest.mark.parametrize("words", [
    ("remove", "."), ("remove", "takes"), ("remove", "sweep-0001"), ("remove", ".store"), ("show", "pillar-0002"), ("show",), ("remove",),
    ("remove", "pillar-0001", "tea-0001"), ("lst",), ("list", "ot=takes"), ("collect", "x")])
def test_what_is_no_take_is_refused_and_nothing_goes(out: Path, run: Callable, words: tuple[str, ...]) -> None:
    before = sorted(out.rglob("*"))
    ran = run("takes", *words)
    assert ran.code == 2 and ran.out == "" and len(ran.err.splitlines()) == 1
    assert sorted(out.rglob("*")) == before


def test_collect_says_what_it_freed(out: Path, run: Callable) -> None:
    pid, place, *rest = hidden_name("tea").removeprefix(".tea-").split("-")
    for parent in (out, out / "sweep-0001"):
        left = parent / "-".join([".tea", pid, place, "1", *rest[1:]])
        left.mkdir()
        (left / "shot.mp4").write_bytes(bytes(1000))
    ran = run("takes", "collect")
    assert ran.code == 0 and "2.0 kB of takes that were never finished and 0 bytes of the store" in ran.out
    assert "video: 2, 7.0 kB" in ran.out
    assert run("takes", "verify").code == 0 and not list(out.rglob(".tea-*"))


def test_where_there_is_nothing_it_says_so(run: Callable, here: Path) -> None:
    for words in (("list",), ("verify",), ("collect",)):
        ran = run("takes", *words, "out=nowhere")
        assert ran.code == 0 and ("No take is in 'nowhere'" in ran.out or words == ("collect",))
    assert list(here.iterdir()) == []
