"""Files and folders under hidden names until they are whole. The name says whose they are, so that what a killed process left can be told
from what a living one still writes, without a lock and without a guess from its age."""

import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

NAME = re.compile(r"\.(?P<stem>.+)-(?P<pid>\d{1,9})-(?P<place>[0-9a-f]{12})-(?P<start>\d+)-[0-9a-f]{8}")
DAY = 24 * 60 * 60


def hidden_name(stem: str) -> str:
    """A name that nobody else uses: .STEM-PID-PLACE-START-RANDOM."""
    pid = os.getpid()
    return f".{stem}-{pid}-{_place()}-{_start(pid)}-{secrets.token_hex(4)}"


@contextmanager
def whole(path: Path, folder: Path | None = None) -> Iterator[BinaryIO]:
    """A file to fill that becomes `path` when the block is left, all of it on the disk by then; by an error or Ctrl-C, nothing stays.
    folder: where it lies meanwhile, on the same disk; without one, beside `path`."""
    temporary = (folder or path.parent) / hidden_name(path.name)
    try:
        with open(temporary, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_left(folder: Path) -> int:
    """Remove what dead processes left unfinished in `folder`, as far as this user may; how many bytes that were."""
    try:
        left = [path for path in folder.iterdir() if is_left(path)]
    except OSError:
        return 0
    return sum(_remove(path) for path in left)


def is_left(path: Path) -> bool:
    """Whether it is unfinished and its process is gone. What another machine, container or boot wrote is one day untouched before that."""
    if not (named := NAME.fullmatch(path.name)):
        return False
    if named["place"] == _place():
        return not _lives(int(named["pid"]), int(named["start"]))
    return all(time.time() - stat.st_mtime > DAY for _, stat in files_under(path)) and time.time() - _changed(path) > DAY


def _place() -> str:
    """Where process ids mean the same processes: the machine, since it was started, and the container."""
    facts = [socket.gethostname()]
    for read in (lambda: Path("/proc/sys/kernel/random/boot_id").read_text(), lambda: os.readlink("/proc/self/ns/pid")):
        try:
            facts.append(read())
        except OSError:  # not every sandbox has it
            facts.append("")
    return sha256("\n".join(facts).encode()).hexdigest()[:12]


def _lives(pid: int, start: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's, so there it is
        pass
    return _start(pid) in (start, 0)


def _start(pid: int) -> int:
    """When a process began, in ticks since the machine was started, for ids are used again; 0 if that cannot be seen, -1 if it is dead."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    # The second field is the program's name in brackets, in which anything may stand. A zombie is dead, though it has an entry.
    fields = stat.rpartition(")")[2].split()
    return -1 if fields[0] in "ZX" else int(fields[19])


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # gone meanwhile: finished, so somebody is at work
        return time.time()


def _remove(path: Path) -> int:
    if not path.is_dir():
        with suppress(OSError):
            size = path.lstat().st_size
            return size if unlinked(path) else 0
        return 0
    size = sum(stat.st_size for _, stat in files_under(path))
    shutil.rmtree(path, ignore_errors=True)
    return 0 if path.exists() else size


def files_under(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Every file under a folder from which others may be removing them."""
    for parent, _, names in os.walk(folder):  # unlike glob, it passes over what goes meanwhile
        for path in (Path(parent, name) for name in names):
            with suppress(OSError):
                yield path, path.lstat()


def unlinked(path: Path) -> bool:
    """Remove a file; whether it was there and that could be done."""
    try:
        path.unlink()
    except OSError:
        return False
    return True
