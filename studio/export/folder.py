"""The folder that passes are written to: each file whole or not there, and a list of what each was made from."""

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.errors import DeclarationError

LIST = "written.jsonl"
"""A line a file: its name, its key, and the SHA-256 of its bytes."""
UNFINISHED = ".part"
"""The ending of files that are being written; hidden, too."""


class OutputFolder:
    """Files by name, each with a key. What is not on the list, or is not what the list says, counts as not there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for left in path.rglob(f".*{UNFINISHED}"):  # of a run that was killed: no other runs here now
            left.unlink()
        self._listed = _read(path / LIST)
        self._rewrite()

    def has(self, name: str, key: str) -> bool:
        """Whether the file is there, made from `key`, and undamaged."""
        if self._listed.get(name, {}).get("key") != key:
            return False
        try:
            return _checksum((self.path / name).read_bytes()) == self._listed[name]["sha256"]
        except OSError:
            return False

    def put(self, name: str, key: str, data: bytes) -> None:
        """Write the file, then its line."""
        self.put_unlisted(name, data)
        line = {"name": name, "key": key, "sha256": _checksum(data)}
        self._listed[name] = line
        with (self.path / LIST).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def put_unlisted(self, name: str, data: bytes) -> None:
        """Write a file that every run writes anew."""
        final = self.path / name
        final.parent.mkdir(exist_ok=True)
        unfinished = final.with_name(f".{final.name}{UNFINISHED}")
        try:
            unfinished.write_bytes(data)
            unfinished.replace(final)
        finally:
            unfinished.unlink(missing_ok=True)

    def remove_beyond(self, frames: int) -> None:
        """Remove what is listed of later frames: it is of a longer shot that was written here before."""
        late = [name for name in self._listed if int(re.findall(r"\.(\d+)\.", name)[-1]) >= frames]
        for name in late:
            (self.path / name).unlink(missing_ok=True)
            del self._listed[name]
        if late:
            self._rewrite()

    def _rewrite(self) -> None:
        self.put_unlisted(LIST, "".join(json.dumps(line) + "\n" for line in self._listed.values()).encode())


@contextmanager
def opened(path: Path) -> Iterator[OutputFolder]:
    """The folder, made if it is missing, for this process alone. DeclarationError while another process writes there."""
    path.mkdir(parents=True, exist_ok=True)
    lock = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # ends with the process, however that ends
        except BlockingIOError:
            raise DeclarationError(f"passes: another process is writing to {str(path)!r}. Wait for it, or write to "
                                   "another folder: out=PATH.") from None
        yield OutputFolder(path)
    finally:
        os.close(lock)


def _read(path: Path) -> dict[str, dict[str, str]]:
    """The list's lines by name; the last of a name counts. The file of a line that cannot be read is written again."""
    out: dict[str, dict[str, str]] = {}
    if not path.exists():
        return out
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError, TypeError, KeyError):
            line = json.loads(text)
            if re.fullmatch(r"(\w+/)?\w+\.\d+\.\w+", line["name"]):  # a name of ours, inside this folder
                out[line["name"]] = {field: str(line[field]) for field in ("name", "key", "sha256")}
    return out


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
