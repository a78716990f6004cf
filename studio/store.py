"""The store: what a stage made, under the key of what it was made from. Only a cache: whoever deletes it, or any file of it, loses time.

One file an object, objects/ab/abcdef..., named by its key, and nothing else: when it was last used is the file's own time, so that there is
no index to be lost or wrong. Any number of processes use it at once, and each may be killed at any moment: a file has its name when it is
whole, and is read only if it is, checksum and all, what was put under that key.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

from studio.progress import log
from studio.stored import BLOCK, Damaged, Header, blocks, file_blocks, is_key, read_content, read_header, write
from studio.unfinished import files_under, remove_left, unlinked, whole

BUDGET = 20 * 2**30
T = TypeVar("T")


@dataclass
class Store:
    """folder: made when something is put; None keeps nothing. budget: bytes that `collect` leaves. ValueError for a key that is not
    hexadecimal; no trouble with the folder or its files is ever raised: then things are not kept, and one warning says so."""

    folder: Path | None
    budget: int = BUDGET
    _told: bool = field(default=False, repr=False)

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, or None. A damaged file is removed, so that it is made again."""
        return self._read(key, read_content)

    def fetch(self, key: str, target: Path) -> bool:
        """Copy what was put under `key` to the file `target`, whole or not at all, by the megabyte. Whether it was there.
        OSError if `target` cannot be written."""
        def copy(file: BinaryIO, header: Header) -> bool:
            with whole(target) as copied:
                copied.writelines(blocks(file, header))
            return True
        return bool(self._read(key, copy))

    def put(self, key: str, content: bytes, kind: str) -> None:
        """Keep `content`. kind: what it is, for people: 'anchor', 'frames'."""
        view = memoryview(content)
        self._write(key, kind, (view[at:at + BLOCK] for at in range(0, len(view), BLOCK)))

    def keep(self, key: str, source: Path, kind: str) -> None:
        """Keep what the file `source` holds, by the megabyte. OSError if it cannot be opened."""
        with open(source, "rb") as file:
            self._write(key, kind, file_blocks(file))

    def collect(self) -> int:
        """Remove what dead processes left, then whole objects, the least recently used first, until at most `budget` bytes are kept. How
        many bytes that freed. Who reads one that goes reads on."""
        freed = remove_left(self.folder) if self.folder else 0
        files = sorted((stat.st_mtime_ns, path, stat.st_size) for path, stat in self._files())
        over = sum(size for *_, size in files) - self.budget
        for _, path, size in files:
            if over <= 0:
                break
            if unlinked(path):
                freed, over = freed + size, over - size
        return freed

    def usage(self) -> dict[str, tuple[int, int]]:
        """How many objects and bytes there are, by kind."""
        kinds: dict[str, tuple[int, int]] = {}
        for path, stat in self._files():
            kind = _kind(path)
            count, size = kinds.get(kind, (0, 0))
            kinds[kind] = count + 1, size + stat.st_size
        return kinds

    def verify(self) -> list[str]:
        """Read everything. One line for each object that is damaged; it is removed, and made again when it is needed."""
        found = []
        for path, _ in self._files():
            try:
                with open(path, "rb") as file:
                    for _ in blocks(file, _header(file, path.name)):
                        pass
            except Damaged as damage:
                found.append(f"{path.name}: {damage}" + ("; removed" if unlinked(path) else ""))
            except OSError as error:
                found.append(f"{path.name}: cannot be read ({error.strerror})")
        return found

    def _path(self, folder: Path, key: str) -> Path:
        return folder / "objects" / key[:2] / key

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path, stat in files_under(self.folder / "objects") if self.folder else ():
            if is_key(path.name):  # anything else was put there by somebody else, and is theirs
                yield path, stat

    def _read(self, key: str, use: Callable[[BinaryIO, Header], T]) -> T | None:
        _check(key)
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            file = open(path, "rb")  # noqa: SIM115
        except OSError:
            return None
        with file:
            try:
                found = use(file, _header(file, key))
            except Damaged as damage:
                log.info("store: %s: %s; made again", path, damage)
                unlinked(path)
                return None
            _touch(file)
            return found

    def _write(self, key: str, kind: str, parts: Iterator[bytes | memoryview]) -> None:
        _check(key)
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole(path, self.folder) as file:
                write(file, key, kind, parts)
        except OSError as error:
            if not self._told:
                log.warning("store: cannot keep anything in %r (%s). The work goes on without; what is made is made again next time. "
                            "Free space there, or give a folder that can be written: store=PATH.", str(self.folder), error.strerror)
            self._told = True


def _check(key: str) -> None:
    if not is_key(key):
        raise ValueError(f"key {key!r}: must be 16 to 128 hexadecimal digits, in lower case")


def _header(file: BinaryIO, key: str) -> Header:
    header = read_header(file)
    if header.key != key:
        raise Damaged(f"it holds another object, {header.key}")
    return header


def _kind(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return _header(file, path.name).kind
    except (Damaged, OSError):
        return "damaged"


def _touch(file: BinaryIO) -> None:
    with suppress(OSError):  # not ours to touch: it will seem older than it is
        os.utime(file.fileno())
