"""manifest.json: what a take consists of, byte for byte, what it builds on, and what it was made from."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.errors import DeclarationError
from studio.stored import file_blocks
from studio.unfinished import NAME, files_under, whole

FILE = "manifest.json"
FORMAT = "Take.1"
RENEWED = ("report.json", "report.html")
"""What measuring a take again renews."""


@dataclass(frozen=True)
class Parent:
    """The take that another builds on: its folder's name, and its manifest's identity."""

    name: str
    identity: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """files: by path in the take, size and SHA-256. facts: what the pipeline says of how the take was made, plain values for JSON;
    facts["remake"] gives, by path, the key under which the store may still have a file. made: when, ISO 8601, UTC.
    coming: what `renew` is writing."""

    files: Mapping[str, tuple[int, str]]
    parent: Parent | None
    facts: Mapping[str, Any]
    made: str
    coming: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Which take this is, whatever its facts say and however often it is measured: a digest of its files without its report,
        and of its parent's identity."""
        files = {name: entry for name, entry in self.files.items() if name not in RENEWED}
        return _digest([FORMAT, files, self.parent and self.parent.identity])


class Unusable(Exception):
    """A folder's manifest cannot be relied on. The message says why, after the file's name: 'is missing ...'."""


def seal(folder: Path, facts: Mapping[str, Any], parent: Parent | None = None) -> Manifest:
    """Write the manifest of a take whose files are all there; they are on the disk by then. Call it last."""
    paths = [path for path, _ in files_under(folder) if not NAME.fullmatch(path.name) and path != folder / FILE]
    files = {str(path.relative_to(folder)): size_and_checksum(path, sync=True) for path in sorted(paths)}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return _written(folder, Manifest(files=files, parent=parent, facts=dict(facts), made=made))


def renew(folder: Path, contents: Mapping[str, bytes]) -> Manifest:
    """Change files of a sealed take on purpose. Killed on the way, the take is whole: each file is then the old or the new one."""
    manifest = load_manifest(folder)
    # A renewal that was killed may have put some of its files already.
    put = {name: entry for name, entry in manifest.coming.items()
           if (folder / name).is_file() and size_and_checksum(folder / name) == entry}
    manifest = replace(manifest, files={**manifest.files, **put})
    coming = {name: (len(content), sha256(content).hexdigest()) for name, content in contents.items()}
    _written(folder, replace(manifest, coming=coming))
    for name, content in contents.items():
        with whole(folder / name) as file:
            file.write(content)
    return _written(folder, replace(manifest, files={**manifest.files, **coming}, coming={}))


def load_manifest(folder: Path) -> Manifest:
    """The manifest, if nobody has changed it; else a DeclarationError that names the take and says what to do."""
    if not folder.is_dir():
        raise DeclarationError(f"take {str(folder)!r}: there is no such folder. steadycast takes list says which takes there are.")
    try:
        return read_manifest(folder)
    except Unusable as error:
        raise DeclarationError(f"take {str(folder)!r}: {FILE} {error}") from None


def read_manifest(folder: Path) -> Manifest:
    """The same, or Unusable."""
    try:
        manifest = _parsed(json.loads((folder / FILE).read_bytes()), folder.resolve())
    except FileNotFoundError:
        raise Unusable("is missing: it is no take, or one that was made by an earlier version. Shoot it again.") from None
    except OSError as error:
        raise Unusable(f"cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        text = " ".join(str(error).split())[:200]
        raise Unusable(f"is no manifest ({type(error).__name__}: {text}). Put it back as it was, or shoot it again.") from None
    if all(_is_other(folder / name, manifest) for name in RENEWED):
        raise Unusable(f"does not belong here: neither {' nor '.join(RENEWED)} is what it says. Put its own back, or shoot it again.")
    return manifest


def size_and_checksum(path: Path, *, sync: bool = False) -> tuple[int, str]:
    """A file's size and SHA-256. sync: it is on the disk when this returns."""
    digest = sha256()
    with open(path, "rb") as file:
        for block in file_blocks(file):
            digest.update(block)
        if sync:
            os.fsync(file.fileno())
        return file.tell(), digest.hexdigest()


def sync(folder: Path) -> None:
    """The names in a folder are on the disk when this returns."""
    with suppress(OSError):  # not every file system can be told to
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _written(folder: Path, manifest: Manifest) -> Manifest:
    content = json.loads(json.dumps({"format": FORMAT, **asdict(manifest)}))  # as it is read again: keys are text, tuples are lists
    with whole(folder / FILE) as file:
        file.write(json.dumps({**content, "digest": _digest(content)}, indent=1).encode() + b"\n")
    sync(folder)
    return manifest


def _parsed(content: Mapping[str, Any], folder: Path) -> Manifest:
    if content["format"] != FORMAT:
        raise Unusable(f"has format {content['format']!r}; this version reads {FORMAT!r}. Shoot it again.")
    if content["digest"] != _digest({name: value for name, value in content.items() if name != "digest"}):
        raise Unusable("has changed since it was written. Put it back as it was, or shoot the take again.")
    files, coming = (_entries(content[name], folder) for name in ("files", "coming"))
    parent = content["parent"] and Parent(str(content["parent"]["name"]), str(content["parent"]["identity"]))
    return Manifest(files=files, coming=coming, parent=parent or None, facts=dict(content["facts"]), made=str(content["made"]))


def _entries(content: Mapping[str, Any], folder: Path) -> dict[str, tuple[int, str]]:
    for name in content:
        # A take may come from anybody, and what its manifest names is read and, by a repair, written.
        if not (folder / name).resolve().is_relative_to(folder):
            raise Unusable(f"names {name!r}, which lies outside of the take. Do not use it.")
    return {name: (int(size), str(digest)) for name, (size, digest) in content.items()}


def _is_other(path: Path, manifest: Manifest) -> bool:
    """Whether a file is there, and not the one that was written."""
    allowed = [entries[path.name] for entries in (manifest.files, manifest.coming) if path.name in entries]
    try:
        return bool(allowed) and size_and_checksum(path) not in allowed
    except OSError:
        return False


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
