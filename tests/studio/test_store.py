"""The store: damage, kills, crowds and full disks cost time and nothing else."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from studio.store import Store
from studio.unfinished import DAY, hidden_name, whole

KINDS = ("trajectory", "anchor", "frames", "video", "measures")
SIZES = (0, 1, 700, 2**20, 2**20 + 17)


def key_of(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def content_of(name: str, size: int) -> bytes:
    return random.Random(name).randbytes(size)


def object_at(store: Store, name: str) -> Path:
    return next(store.folder.glob(f"objects/??/{key_of(name)}"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """One object of each kind in it, each of another size."""
    store = Store(tmp_path / "store")
    for kind, size in zip(KINDS, SIZES):
        store.put(key_of(kind), content_of(kind, size), kind)
    return store


def test_what_was_put_is_got_and_fetched(store: Store, tmp_path: Path) -> None:
    for kind, size in zip(KINDS, SIZES):
        assert store.get(key_of(kind)) == content_of(kind, size)
        assert store.fetch(key_of(kind), tmp_path / kind)
        assert (tmp_path / kind).read_bytes() == content_of(kind, size)
        store.keep(key_of(f"{kind} again"), tmp_path / kind, kind)
        assert store.get(key_of(f"{kind} again")) == content_of(kind, size)
    assert store.usage()["video"] == (2, 2 * (512 + 2**20))
    assert store.verify() == [] and {path.name for path in store.folder.iterdir()} == {"objects"}


def test_what_was_not_put_is_not_there(store: Store, tmp_path: Path) -> None:
    assert store.get(key_of("other")) is None
    assert not store.fetch(key_of("other"), tmp_path / "other") and not (tmp_path / "other").exists()


def test_put_again_is_the_last_put(store: Store) -> None:
    store.put(key_of("anchor"), b"another", "anchor")
    assert store.get(key_of("anchor")) == b"another"


def test_a_store_without_a_folder_keeps_nothing(here: Path) -> None:
    store = Store(None)
    store.put(key_of("anchor"), b"content", "anchor")
    assert store.get(key_of("anchor")) is None and store.collect() == 0 and store.usage() == {} and store.verify() == []
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("key", ["", "../../../etc/passwd", "A" * 64, "anchor", "ab/" + "c" * 40])
def test_a_key_that_is_none_is_refused(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        store.put(key, b"", "anchor")
    with pytest.raises(ValueError, match="hexadecimal"):
        store.get(key)


def flip(path: Path, other: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def cut(path: Path, other: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def empty(path: Path, other: Path, chance: random.Random) -> None:
    os.truncate(path, 0)


def lengthen(path: Path, other: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(chance.randint(1, 9)))


def exchange(path: Path, other: Path, chance: random.Random) -> None:
    path.rename(path.with_name("meanwhile"))
    other.rename(path)
    path.with_name("meanwhile").rename(other)


def lose(path: Path, other: Path, chance: random.Random) -> None:
    path.unlink()


def zero_tail(path: Path, other: Path, chance: random.Random) -> None:
    """What a power cut leaves of a file that had its length already."""
    size = path.stat().st_size
    os.truncate(path, chance.randrange(size - 1))
    os.truncate(path, size)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", [flip, cut, empty, lengthen, exchange, lose, zero_tail])
def test_damage_is_noticed_removed_and_made_again(store: Store, tmp_path: Path, damage: Callable, kind: str) -> None:
    others = [name for name in KINDS if name != kind]
    for seed in range(6):
        chance = random.Random(f"{kind} {damage.__name__} {seed}")
        path, content = object_at(store, kind), content_of(kind, SIZES[KINDS.index(kind)])
        damage(path, object_at(store, chance.choice(others)), chance)
        if seed % 2:
            assert store.get(key_of(kind)) is None
        else:
            assert not store.fetch(key_of(kind), tmp_path / "target") and not list(tmp_path.glob("*target*"))
        assert not path.exists()
        for name, size in zip(KINDS, SIZES):
            assert store.get(key_of(name)) in (None, content_of(name, size))
            store.put(key_of(name), content_of(name, size), name)
        assert store.get(key_of(kind)) == content


def test_every_byte_of_what_an_object_says_of_itself_is_checked(store: Store) -> None:
    path = object_at(store, "anchor")
    written = path.read_bytes()
    for at in range(512):
        path.write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1:])
        assert store.get(key_of("anchor")) is None, at
    path.write_bytes(written)
    assert store.get(key_of("anchor")) == content_of("anchor", 1)


def test_verify_names_what_is_damaged_and_removes_it(store: Store) -> None:
    for damage, kind in ((flip, "video"), (cut, "frames")):
        damage(object_at(store, kind), Path(), random.Random(kind))
    found = store.verify()
    assert len(found) == 2 and all(line.endswith("; removed") for line in found)
    assert {line[:64] for line in found} == {key_of("video"), key_of("frames")}
    assert store.verify() == [] and sum(count for count, _ in store.usage().values()) == 3


def test_somebody_elses_files_are_left_alone(store: Store) -> None:
    for path in (store.folder / "notes.txt", object_at(store, "video").with_name("README")):
        path.write_text("mine")
    store.budget = 0
    assert store.verify() == []
    store.collect()
    assert [path.read_text() for path in store.folder.rglob("*") if path.is_file()] == ["mine", "mine"]


def test_a_folder_in_place_of_an_object_is_no_object(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    path = object_at(store, "anchor")
    path.unlink()
    path.mkdir()
    assert store.get(key_of("anchor")) is None and store.verify() == []
    store.put(key_of("anchor"), b"x", "anchor")
    assert "cannot keep" in caplog.text


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, budget=3 * (512 + 1000))
    for number in range(5):
        store.put(key_of(str(number)), bytes(1000), "anchor")
        os.utime(object_at(store, str(number)), (number, number))
    assert store.get(key_of("0")) == bytes(1000)
    assert store.collect() == 2 * 1512
    assert [n for n in range(5) if store.get(key_of(str(n)))] == [0, 3, 4]
    assert store.collect() == 0


def test_the_folder_may_be_deleted_at_any_moment(store: Store) -> None:
    for path in sorted(store.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    store.folder.rmdir()
    assert store.get(key_of("anchor")) is None and store.collect() == 0
    store.put(key_of("anchor"), b"x", "anchor")
    assert store.get(key_of("anchor")) == b"x"


def test_a_block_left_by_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(KeyboardInterrupt), whole(tmp_path / "file") as file:
        file.write(b"new")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["file"] and (tmp_path / "file").read_text() == "old"


IMPORTS = """
import os, random, resource, signal, sys, time
sys.path.insert(0, sys.argv[1])
from hashlib import sha256
from pathlib import Path
from studio.store import Store
from studio.unfinished import whole
key_of = lambda name: sha256(name.encode()).hexdigest()
"""


def start(code: str, *words: str, cwd: Path | None = None) -> subprocess.Popen[str]:
    """Another Python, with what a child here needs."""
    command = [sys.executable, "-c", IMPORTS + code, str(Path(__file__).parents[2]), *words]
    return subprocess.Popen(command, cwd=cwd, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


KILLS = """
chance = random.Random(4)
contents = [random.Random(number).randbytes(1 << 22) for number in range(5)]
begun = time.perf_counter()
Store(Path(sys.argv[2])).put(key_of("first"), contents[0], "frames")
took = time.perf_counter() - begun
for turn in range(25):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        while True:
            number = random.randrange(5)
            os.write(writing, b".")
            Store(Path(sys.argv[2])).put(key_of(str(number)), contents[number], "frames")
    os.read(reading, 1)
    for _ in range(chance.randint(0, 3)):
        os.read(reading, 1)
    until = time.perf_counter() + chance.random() * took  # some way into the next one
    while time.perf_counter() < until:
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading), os.close(writing)
"""


def test_killed_at_any_moment_it_stays_whole(tmp_path: Path) -> None:
    _, errors = start(KILLS, str(tmp_path)).communicate()
    store, left = Store(tmp_path), [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert errors == "" and len(left) > 3  # else the kills did not meet what they are to meet
    assert store.verify() == [] and store.usage()["frames"][0] >= 1
    for number in range(5):
        assert store.get(key_of(str(number))) in (None, random.Random(number).randbytes(1 << 22))
    store.collect()
    assert [path.name for path in tmp_path.iterdir()] == ["objects"]


WRITES = """
with whole(Path(sys.argv[2], "ab" * 32)) as file:
    file.write(bytes(1000))
    file.flush()
    print("half", flush=True)
    sys.stdin.read()
"""


def test_what_a_living_process_writes_stays_and_what_a_dead_one_left_goes(tmp_path: Path) -> None:
    store, child = Store(tmp_path), start(WRITES, str(tmp_path))
    assert child.stdout
    child.stdout.readline()
    assert store.collect() == 0 and len(list(tmp_path.iterdir())) == 1
    child.kill()
    child.communicate()
    assert store.collect() == 1000 and list(tmp_path.iterdir()) == []


def test_another_machines_unfinished_files_stay_for_a_day(tmp_path: Path) -> None:
    pid, place, *rest = hidden_name("object").removeprefix(".object-").split("-")
    foreign = tmp_path / "-".join([".object", pid, "0" * len(place), *rest])
    again = tmp_path / "-".join([".object", pid, place, "1", *rest[1:]])  # this process's id, but of one that began at another time
    for path in (foreign, again):
        path.write_text("half")
    assert Store(tmp_path).collect() == 4 and list(tmp_path.iterdir()) == [foreign]
    os.utime(foreign, (foreign.stat().st_mtime - DAY - 60,) * 2)
    assert Store(tmp_path).collect() == 4 and list(tmp_path.iterdir()) == []


SHARES = """
store, chance = Store(Path(sys.argv[2]), budget=700_000), random.Random(sys.argv[3])
contents = {key_of(str(n)): random.Random(n).randbytes(100_000) for n in range(9)}
got = 0
for turn in range(150):
    key = chance.choice(list(contents))
    found = store.get(key)
    assert found in (None, contents[key]), "other bytes"
    got += found is not None
    if found is None:
        store.put(key, contents[key], "anchor")
    if turn % 25 == 0:
        store.collect()
assert got > 20, got
"""


def test_four_processes_share_it(tmp_path: Path) -> None:
    children = [start(SHARES, str(tmp_path), str(number)) for number in range(4)]
    for child in children:
        _, errors = child.communicate()
        assert child.returncode == 0 and errors == "", errors
    assert Store(tmp_path).verify() == [] and [path.name for path in tmp_path.iterdir()] == ["objects"]


FULL = """
store = Store(Path(sys.argv[2]))
store.put(key_of("small"), b"small", "anchor")
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
for number in range(3):
    store.put(key_of(str(number)), bytes(1_000_000), "frames")
store.put(key_of("after"), b"after", "anchor")
print(store.get(key_of("small")), store.get(key_of("after")), store.get(key_of("0")), store.verify())
"""


def test_a_full_disk_is_told_once_and_the_work_goes_on(tmp_path: Path) -> None:
    out, errors = start(FULL, str(tmp_path)).communicate()
    assert out == "b'small' b'after' None []\n", errors
    assert len(errors.splitlines()) == 1 and "cannot keep anything" in errors and "store=PATH" in errors
    assert [path.name for path in tmp_path.iterdir()] == ["objects"]


READ_ONLY = """
if os.getuid() == 0:
    os.setuid(65534)  # permissions bind nobody who is root
store = Store(Path("store"))
for name in ("another", "yet another"):
    store.put(key_of(name), b"content", "anchor")
print(store.get(key_of("video")) is not None, store.get(key_of("anchor")), store.collect(), store.get(key_of("another")))
"""


def test_a_folder_that_cannot_be_written_is_read_and_told_once(store: Store, tmp_path: Path) -> None:
    flip(object_at(store, "anchor"), Path(), random.Random(1))
    tmp_path.chmod(0o755)
    folders = [store.folder, *(path for path in store.folder.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    child = start(READ_ONLY, cwd=tmp_path)
    out, errors = child.communicate()
    for folder in folders:
        folder.chmod(0o755)
    assert out == "True None 0 None\n", errors
    assert len(errors.splitlines()) == 1 and "cannot keep anything in 'store' (Permission denied)" in errors


def test_a_file_in_the_way_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "store").write_text("mine")
    store = Store(tmp_path / "store")
    for _ in range(2):
        store.put(key_of("anchor"), b"x", "anchor")
    assert store.get(key_of("anchor")) is None and store.collect() == 0 and store.usage() == {}
    assert len(caplog.records) == 1 and (tmp_path / "store").read_text() == "mine"
