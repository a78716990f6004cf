"""Whether the files of a take are what its manifest says."""

from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from studio.manifest import FILE, Manifest, Unusable, read_manifest, size_and_checksum


@dataclass(frozen=True)
class Problem:
    """A file of a take, by its path in the take, and what is wrong with it: 'is missing'."""

    file: str
    what: str


def check(folder: Path, *, read: bool = True) -> list[Problem]:
    """What is wrong with a take's files; files that it does not name are no matter. read: without it only sizes are looked at."""
    try:
        manifest = read_manifest(folder)
    except Unusable as error:
        return [Problem(FILE, str(error))]
    found = ((name, check_file(folder, name, manifest, read=read)) for name in manifest.files)
    return [Problem(name, what) for name, what in found if what]


def check_file(folder: Path, name: str, manifest: Manifest, *, read: bool = True) -> str:
    """What is wrong with one file, or nothing."""
    allowed = [entries[name] for entries in (manifest.files, manifest.coming) if name in entries]
    try:
        stat = (folder / name).stat()
        if not S_ISREG(stat.st_mode):
            return "is no file"
        if stat.st_size not in (size for size, _ in allowed):
            return f"is {stat.st_size} bytes long; {allowed[0][0]} were written"
        return "has changed since it was written" if read and size_and_checksum(folder / name) not in allowed else ""
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
