"""The take folder: written under a hidden temporary name, given its own name only when everything is in it."""

import itertools
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import DeclarationError
from studio.check import check_file
from studio.manifest import load_manifest, sync
from studio.unfinished import hidden_name, remove_left

if TYPE_CHECKING:
    from sim.story.ledger import Ledger


@dataclass(frozen=True, kw_only=True)
class Take:
    """One run. folder holds shot.mp4, shot.srt if anything is said in it, painted.mkv, contact.png, trajectory.npz, ledger.npz,
    config.yaml, report.html and report.json, whose content `report` is."""

    folder: Path
    report: Mapping[str, Any]

    @property
    def video(self) -> Path:
        """The painted shot, H.264."""
        return self.folder / "shot.mp4"

    @property
    def master(self) -> Path:
        """The painted shot without loss: H.264 in RGB, bit for bit what was painted."""
        return self.folder / "painted.mkv"

    @property
    def page(self) -> Path:
        """The report for people: pictures, measures and plots in one HTML file."""
        return self.folder / "report.html"

    @property
    def contact(self) -> Path:
        """The contact sheet: depth, ids, beauty and painting over time."""
        return self.folder / "contact.png"

    def edit(self, changes: Mapping[str, Any], answers: Sequence[int] = ()) -> "Take":
        """The next take, with these declarations changed by their paths; raises as studio.editing.edit, which says more."""
        from studio.editing import edit
        return edit(self.folder, changes, answers)[0]

    @property
    def ledger(self) -> "Ledger":
        """Who was where, on what and behind what, at every frame. Raises DeclarationError if the take has none."""
        from sim.story.ledger_file import load_ledger
        try:
            return load_ledger(self.folder / "ledger.npz")
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise DeclarationError(f"take {str(self.folder)!r}: ledger.npz cannot be read ({error}). Shoot it again.") from None


def open_take(path: Path) -> Take:
    """A take that was finished by this version, its report checked against its manifest. DeclarationError, naming the take and the file
    and saying what to do, if it is none or that is damaged; of other files, ask `verified`."""
    file = verified(Take(folder=path, report={}), "report.json")
    try:
        return Take(folder=path, report=dict(json.loads(file.read_bytes())))
    except (ValueError, TypeError, RecursionError):  # as it was written, but by whom
        raise DeclarationError(f"take {str(path)!r}: report.json is no report. Shoot it again.") from None


def verified(take: Take, name: str) -> Path:
    """A file of the take, if it is what was written, byte for byte; else a DeclarationError that says what to do."""
    manifest = load_manifest(take.folder)
    wrong = check_file(take.folder, name, manifest) if name in manifest.files else "is not one of its files"
    if wrong:
        raise DeclarationError(f"take {str(take.folder)!r}: {name} {wrong}. steadycast takes verify {take.folder} gets it back if the "
                               "store still has it; else shoot it again.")
    return take.folder / name


@contextmanager
def new_folder(out: str, name: str) -> Iterator[tuple[Path, Callable[[], Path]]]:
    """A temporary folder to fill, and a function that gives it its name, OUT/NAME-0001 or the next free number, and returns
    that. If the block is left without, by an error or Ctrl-C, nothing stays behind; what killed runs left is removed here.
    DeclarationError if `out` cannot be written."""
    root = Path(out).absolute()
    missing = [folder for folder in (root, *root.parents) if not folder.exists()]
    remove_left(root)
    try:
        temporary = _make_temporary(root, name)
        try:
            yield temporary, partial(_name, temporary, root / name)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    finally:
        for folder in missing:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _make_temporary(root: Path, name: str) -> Path:
    try:
        root.mkdir(parents=True, exist_ok=True)
        temporary = root / hidden_name(name)
        temporary.mkdir()
    except OSError as error:
        raise DeclarationError(f"out: cannot write to {str(root)!r} ({error.strerror}). Give a folder that can be: out=PATH.") from None
    temporary.chmod(0o755)
    return temporary


def free_name(stem: Path) -> Path:
    """STEM-0001, or the next number that is not taken."""
    return next(path for path in (stem.with_name(f"{stem.name}-{n:04d}") for n in itertools.count(1)) if not path.exists())


def _name(temporary: Path, stem: Path) -> Path:
    # Another run may take the free name first; then the rename onto its full folder fails, and the next number is tried.
    while True:
        final = free_name(stem)
        try:
            renamed = temporary.rename(final)
            sync(stem.parent)
            return renamed
        except OSError:
            if not final.exists():
                raise
