"""The take that a take builds on: whose painted surfaces it is served, and whose pictures it takes where they are the same."""

from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError, ResourceError
from studio.check import check_file
from studio.keys import code
from studio.manifest import Manifest, Parent, load_manifest
from studio.repair import mend
from studio.shelf import find_take, manifest_of, takes_in
from studio.store import Store
from studio.video import read_video

if TYPE_CHECKING:
    from neural.bank.look_bank import Entry
    from neural.reprojection.assembling import Base

AUTO, NONE = "auto", "none"
AHEAD = 4
"""Pictures of the parent that are read before they are asked for."""
SAME = 0.5
"""Share of a shot's parts that a take of the same world has, under the same names and in the same shapes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Builds:
    """What a take builds on. folder, manifest: the parent's, or None."""

    store: Store
    folder: Path | None = None
    manifest: Manifest | None = None
    _reel: list["_Reel"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The parent's, or 'none'."""
        return self.folder.name if self.folder else NONE

    @property
    def parent(self) -> Parent | None:
        """As the manifest names it."""
        return Parent(self.folder.name, self.manifest.identity) if self.folder and self.manifest else None

    @cached_property
    def entries(self) -> dict[str, "Entry"]:
        """Its painted surfaces, by file, in the order of their painting. Raises DeclarationError for one that is damaged for good."""
        from neural.bank.look_bank import Entry
        names = self.manifest.facts.get("surfaces", []) if self.manifest else []
        return {name: Entry(content=self._whole(name).read_bytes()) for name in names}

    @property
    def base(self) -> "Base | None":
        """Its pictures."""
        from neural.reprojection.assembling import Base
        facts = self.manifest.facts if self.manifest else {}
        if not facts.get("parts") or facts.get("code") != code("render", "neural"):  # its frames may be others now
            return None
        return Base(frames=tuple(facts["frames"]), parts=facts["parts"], picture=self._picture)

    def remake(self, name: str) -> str | None:
        """The store's key of one of its files."""
        return self.manifest.facts.get("remake", {}).get(name) if self.manifest else None

    def _whole(self, name: str) -> Path:
        assert self.folder and self.manifest
        if name not in self.manifest.files:
            raise DeclarationError(f"take {str(self.folder)!r}: its manifest has no {name}. Shoot it again, or say parent=none.")
        if check_file(self.folder, name, self.manifest):
            mend(self.folder, self.store)
        if wrong := check_file(self.folder, name, self.manifest):
            raise DeclarationError(f"take {str(self.folder)!r}, which this one builds on: {name} {wrong}, and the store has it no more. "
                                   "Build on another take, parent=TAKE, or on none, parent=none.")
        return self.folder / name

    def _picture(self, number: int) -> NDArray[np.uint8]:
        if not self._reel:
            self._reel.append(_Reel(self._whole("painted.mkv")))
        return self._reel[0].picture(number)


class _Reel:
    """Pictures of a video by number; quick if they are asked for in order: the next ones are read in a thread."""

    def __init__(self, path: Path) -> None:
        self._path, self._thread = path, ThreadPoolExecutor(1)
        self._number = -1
        self._coming: deque[Future[NDArray[np.uint8] | None]] = deque()
        self._wind()

    def picture(self, number: int) -> NDArray[np.uint8]:
        if number < self._number:
            self._wind()
        while self._number < number:
            self._coming.append(self._thread.submit(next, self._pictures, None))
            picture = self._coming.popleft().result()
            if picture is None:
                raise ResourceError(f"{self._path.name} ends before frame {number}.")
            self._last, self._number = picture, self._number + 1
        return self._last

    def _wind(self) -> None:
        self._pictures, self._number = read_video(self._path), -1
        self._coming = deque(self._thread.submit(next, self._pictures, None) for _ in range(AHEAD))


def builds_on(parent: str, out: Path, world: Mapping[str, str], store: Store) -> Builds:
    """The take that is named, in `out` or by its path; 'none'; or, 'auto', the latest take in `out` of the same world. world: by part
    path, a digest of its shape. Raises DeclarationError for a take that is not there or not whole."""
    if parent == NONE:
        return Builds(store=store)
    if parent != AUTO:
        folder = find_take(out, parent)
        return Builds(store=store, folder=folder, manifest=load_manifest(folder))
    found = [(folder, manifest) for folder in _near(out) if (manifest := manifest_of(folder)) is not None and _same(manifest, world)]
    if not found:
        return Builds(store=store)
    folder, manifest = max(found, key=lambda one: (one[1].made, one[0].name))
    return Builds(store=store, folder=folder, manifest=manifest)


def _near(out: Path) -> list[Path]:
    """The takes in `out`; and those beside it, if it is a sweep's own folder."""
    out = out.resolve()
    around = out.parent if out.name.startswith("sweep-") else out
    return [folder for folder in takes_in(around) if folder.parent in (out, around)]


def _same(manifest: Manifest, world: Mapping[str, str]) -> bool:
    there = manifest.facts.get("world")
    shared = sum(there.get(path) == shape for path, shape in world.items()) if isinstance(there, dict) else 0
    return shared >= SAME * len(world) and bool(manifest.facts.get("surfaces"))
