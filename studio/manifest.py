"""manifest.json: what a take consists of, byte for byte, what it builds on, and what it was made from."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import Any

from sim.errors import DeclarationError
from studio.stored import file_blocks
from studio.unfinished import NAME, files_under, whole

FILE = "manifest.json"
FORMAT = "Take.1"
RENEWED = ("report.json", "report.html")
"""What measuring a take again renews."""


@dataclass(frozen=True)
class Problem:
    """A file of a take, by its path in the take, and what is wrong with it: 'is missing'."""

    file: str
    what: str


@dataclass(frozen=True)
class Parent:
    """The take that another builds on: its folder's name, and its manifest's identity."""

    name: str
    identity: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """files: by path in the take, size and SHA-256. facts: what the pipeline says of how the take was made, plain values for JSON;
    facts["remake"] gives, by path, the key under which the store may still have a file. made: when, ISO 8601, UTC."""

    files: Mapping[str, tuple[int, str]]
    parent: Parent | None
    facts: Mapping[str, Any]
    made: str

    @property
    def identity(self) -> str:
        """Which take this is, whatever its facts say and however often it is measured: a digest of its files without its report,
        and of its parent's identity."""
        files = {name: entry for name, entry in self.files.items() if name not in RENEWED}
        return _digest([FORMAT, files, self.parent and self.parent.identity])


def seal(folder: Path, facts: Mapping[str, Any], parent: Parent | None = None) -> Manifest:
    """Write the manifest of a take whose files are all there; they are on the disk by then. Call it last, and again when a file was
    changed on purpose."""
    files = {name: _measured(folder / name, sync=True) for name in _names(folder)}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(files=files, parent=parent, facts=dict(facts), made=made)
    content = json.loads(json.dumps({"format": FORMAT, **asdict(manifest)}))  # as it is read again: keys are text, tuples are lists
    with whole(folder / FILE) as file:
        file.write(json.dumps({**content, "digest": _digest(content)}, indent=1).encode() + b"\n")
    sync(folder)
    return manifest


def load(folder: Path) -> Manifest:
    """The manifest, if nobody has changed it; else a DeclarationError that names the take and says what to do."""
    if not folder.is_dir():
        raise DeclarationError(f"take {str(folder)!r}: there is no such folder. steadycast takes list says which takes there are.")
    try:
        return _parsed(json.loads((folder / FILE).read_bytes()), folder.resolve())
    except FileNotFoundError:
        if (folder / "report.json").is_file():
            raise DeclarationError(f"take {str(folder)!r}: was made by an earlier version. Shoot it again.") from None
        raise DeclarationError(f"take {str(folder)!r}: is no take, for it has no {FILE}. Name the folder of a take, "
                               "such as takes/pillar-0001.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise DeclarationError(f"take {str(folder)!r}: {FILE} {_short(error)}. Put it back as it was, or shoot it again.") from None


def check(folder: Path, *, read: bool = True) -> list[Problem]:
    """What is wrong with a take's files; files that it does not name are no matter. read: without it only sizes are looked at."""
    try:
        manifest = load(folder)
    except DeclarationError as error:
        return [Problem(FILE, str(error).partition(": ")[2])]
    found = ((name, check_file(folder, name, manifest, read=read)) for name in manifest.files)
    return [Problem(name, what) for name, what in found if what]


def check_file(folder: Path, name: str, manifest: Manifest, *, read: bool = True) -> str:
    """What is wrong with one file, or nothing."""
    size, digest = manifest.files[name]
    path = folder / name
    try:
        stat = path.stat()
        if not S_ISREG(stat.st_mode):
            return "is no file"
        if stat.st_size != size:
            return f"is {stat.st_size} bytes long; {size} were written"
        return "has changed since it was written" if read and _measured(path) != (size, digest) else ""
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def sync(folder: Path) -> None:
    """The names in a folder are on the disk when this returns."""
    with suppress(OSError):  # not every file system can be told to
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _parsed(content: Mapping[str, Any], folder: Path) -> Manifest:
    if content["format"] != FORMAT:
        raise ValueError(f"has format {content['format']!r}; this version reads {FORMAT}")
    if content["digest"] != _digest({name: value for name, value in content.items() if name != "digest"}):
        raise ValueError("has changed since it was written")
    files = {str(name): (int(size), str(digest)) for name, (size, digest) in content["files"].items()}
    for name in files:
        # A take may come from anybody, and what its manifest names is read and, by a repair, written.
        if not (folder / name).resolve().is_relative_to(folder):
            raise ValueError(f"names {name!r}, which lies outside of the take")
    parent = content["parent"] and Parent(str(content["parent"]["name"]), str(content["parent"]["identity"]))
    return Manifest(files=files, parent=parent or None, facts=dict(content["facts"]), made=str(content["made"]))


def _names(folder: Path) -> list[str]:
    paths = [path for path, _ in files_under(folder) if not NAME.fullmatch(path.name)]
    return sorted(str(path.relative_to(folder)) for path in paths if path != folder / FILE)


def _measured(path: Path, *, sync: bool = False) -> tuple[int, str]:
    digest = sha256()
    with open(path, "rb") as file:
        for block in file_blocks(file):
            digest.update(block)
        if sync:
            os.fsync(file.fileno())
        return file.tell(), digest.hexdigest()


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _short(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror})"
    known = isinstance(error, ValueError) and str(error).startswith(("has ", "names "))
    return str(error) if known else f"is no manifest ({type(error).__name__}: {' '.join(str(error).split())[:100]})"
