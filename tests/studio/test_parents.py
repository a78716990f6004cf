"""The take that a take builds on: which one it is, and that what it hands on is what it was, or is refused by name."""

import shutil
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from sim.errors import DeclarationError
from studio.keys import code
from studio.manifest import Parent, _written, load_manifest, seal
from studio.parents import AUTO, NONE, builds_on
from studio.store import Store
from studio.take import new_folder
from studio.video import write_master

WORLD = {"floor": "flat", "ball": "round", "cup": "hollow"}
SURFACES = ("surfaces/0001-aa.npz", "surfaces/0002-bb.npz")
SIZE = {"width": 32, "height": 16, "fps": Fraction(24)}


def key_of(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def picture(number: int) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 256, (16, 32, 3), np.uint8)


def make_take(out: Path, made: str = "2030-01-01T00:00:00+00:00", name: str = "tea", world=WORLD, surfaces=SURFACES, **facts) -> Path:
    with new_folder(str(out), name) as (folder, give_name):
        (folder / "surfaces").mkdir()
        for surface in SURFACES:
            (folder / surface).write_bytes(surface.encode() * 50)
        with write_master(folder / "painted.mkv", **SIZE) as add:
            for number in range(5):
                add(picture(number))
        remake = {file: key_of(file) for file in (*SURFACES, "painted.mkv")}
        manifest = seal(folder, {"code": code("render", "neural"), "world": world, "surfaces": list(surfaces),
                                 "frames": [f"frame {n}" for n in range(5)],
                                 "parts": {"ball": "red"}, "remake": remake} | facts)
        _written(folder, replace(manifest, made=made))
        return give_name()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "takes"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_without_a_parent_there_is_nothing_to_build_on(out: Path, store: Store) -> None:
    make_take(out)
    for found in (builds_on(NONE, out, WORLD, store), builds_on(AUTO, out / "empty", WORLD, store)):
        assert (found.name, found.parent, found.entries, found.base, found.remake("painted.mkv")) == ("none", None, {}, None, None)


def test_auto_is_the_latest_of_the_same_world(out: Path, store: Store) -> None:
    times = [f"2030-01-01T00:00:0{second}+00:00" for second in (3, 5, 4, 5)]
    takes = [make_take(out, time) for time in times]
    later = "2031-01-01T00:00:00+00:00"
    make_take(out, later, world={"floor": "flat", "ball": "square", "cup": "flat"})  # has one of three
    make_take(out, later, world={"lawn": "flat"})
    make_take(out, later, world=None)
    make_take(out, later, surfaces=())
    damaged = make_take(out, later)
    (damaged / "manifest.json").write_bytes((damaged / "manifest.json").read_bytes().replace(b"ball", b"bell"))
    (out / "old-0001").mkdir()
    for name in ("report.json", "config.yaml"):
        (out / "old-0001" / name).write_text("{}")
    found = builds_on(AUTO, out, WORLD, store)
    assert found.folder == takes[3] and found.parent == Parent(takes[3].name, load_manifest(takes[3]).identity)
    assert builds_on(AUTO, out, {"floor": "flat", "ball": "round", "jug": "tall"}, store).folder == takes[3]  # two of three
    assert builds_on(AUTO, out, {"sea": "wide"}, store).name == "none"


def test_in_a_sweep_the_takes_beside_it_count_and_those_of_other_sweeps_do_not(out: Path, store: Store) -> None:
    beside = make_take(out, "2030-01-01T00:00:01+00:00")
    make_take(out / "sweep-0001", "2030-01-01T00:00:03+00:00")
    own = make_take(out / "sweep-0002", "2030-01-01T00:00:02+00:00")
    assert builds_on(AUTO, out / "sweep-0003", WORLD, store).folder == beside == builds_on(AUTO, out, WORLD, store).folder
    assert builds_on(AUTO, out / "sweep-0002", WORLD, store).folder == own


def test_by_name_or_by_path_it_is_that_one_whatever_its_world(out: Path, store: Store, tmp_path: Path) -> None:
    first, _ = make_take(out, world={"lawn": "flat"}), make_take(out)
    elsewhere = make_take(tmp_path / "elsewhere")
    for name, folder in (("tea-0001", first), (str(first), first), (str(elsewhere), elsewhere)):
        assert builds_on(name, out, WORLD, store).folder == folder
    with pytest.raises(DeclarationError, match="unknown take 'tee-0001'. Did you mean 'tea-0001'"):
        builds_on("tee-0001", out, WORLD, store)
    (first / "manifest.json").write_text("{}")
    with pytest.raises(DeclarationError, match="tea-0001.*manifest.json"):
        builds_on("tea-0001", out, WORLD, store)


def test_what_it_hands_on_is_what_was_painted_in_order(out: Path, store: Store) -> None:
    make_take(out)
    found = builds_on(AUTO, out, WORLD, store)
    assert list(found.entries) == list(SURFACES)
    assert [entry.content for entry in found.entries.values()] == [name.encode() * 50 for name in SURFACES]
    assert found.remake(SURFACES[0]) == key_of(SURFACES[0]) and found.remake("shot.mp4") is None
    base = found.base
    assert base and base.frames == tuple(f"frame {n}" for n in range(5)) and base.parts == {"ball": "red"}
    for number in (1, 2, 4, 0, 0, 3):
        assert (base.picture(number) == picture(number)).all()
    make_take(out, "2031-01-01T00:00:00+00:00", parts={})
    assert builds_on(AUTO, out, WORLD, store).base is None


DAMAGES = {"flipped": lambda content: content[:-1] + b"?", "cut": lambda content: content[:99], "emptied": lambda content: b"",
           "exchanged": lambda content: SURFACES[1].encode() * 50, "lost": None}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", [SURFACES[0], "painted.mkv"])
def test_what_is_damaged_is_put_back_from_the_store_or_refused_by_name(out: Path, store: Store, file: str, damage: str) -> None:
    take = make_take(out)
    whole = (take / file).read_bytes()

    def spoil() -> None:
        spoiled = DAMAGES[damage]
        (take / file).unlink(missing_ok=True) if spoiled is None else (take / file).write_bytes(spoiled(whole))

    def handed_on():
        found = builds_on(AUTO, out, WORLD, store)
        return [entry.content for entry in found.entries.values()], found.base.picture(3)

    before = handed_on()
    for there in (b"", b"something else"):  # the store has nothing, or another thing under that name
        if there:
            store.put(key_of(file), there, "anchor")
        spoil()
        with pytest.raises(DeclarationError, match=f"tea-0001.*which this one builds on.*{file}.*store has it no more.*parent=none"):
            handed_on()
    store.put(key_of(file), whole, "anchor")
    spoil()
    again = handed_on()
    assert again[0] == before[0] and (again[1] == before[1]).all() and (take / file).read_bytes() == whole


def test_surfaces_that_its_manifest_does_not_vouch_for_are_refused(out: Path, store: Store) -> None:
    take = make_take(out, surfaces=(*SURFACES, "surfaces/0003-cc.npz"))
    shutil.copy(take / SURFACES[0], take / "surfaces" / "0003-cc.npz")
    with pytest.raises(DeclarationError, match="tea-0001.*its manifest has no surfaces/0003-cc.npz.*parent=none"):
        _ = builds_on(AUTO, out, WORLD, store).entries
