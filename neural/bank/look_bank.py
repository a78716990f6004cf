"""The look bank: painted surface, kept by part and cell, on disk. What comes back, in this shot or another, is served from it.

An entry is one painted anchor, with a key for each part that may be taken from it: a digest of the part's shape and surface and of all
that its painting depends on. A part of another look has another key, and so finds nothing; all others find what they had.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neural.reprojection.anchor import Anchor, read_anchor, write_anchor
from neural.reprojection.coverage import Survey, matrix, offered_by
from render.cells import LAYERS, SIDES
from render.geometry import Geometry

LEAST = 1e-3
"""An entry serves a part if it adds this share of what the shot shows of it."""
KEYS, SOURCE = "keys.json", "anchor.npz"


@dataclass(frozen=True, kw_only=True, eq=False)
class Entry:
    """keys: by part id in the entry. cells: (N, 5), as from coverage.seen_cells. vertex_part: (V,) and
    face_part: (F,), its part ids. kept: the source, or the file that has it."""

    keys: Mapping[int, str]
    cells: NDArray[np.int32]
    vertex_part: NDArray[np.int32]
    face_part: NDArray[np.int32]
    kept: Anchor | Path

    def renumbered(self, keys: Sequence[str]) -> dict[int, int]:
        """The part ids here of the shot's parts, by their ids there; keys: the shot's, by part id."""
        here = {key: part for part, key in self.keys.items()}
        return {part: here[key] for part, key in enumerate(keys) if key in here}

    def offered(self, keys: Sequence[str], roomy: bool) -> NDArray[np.uint64]:
        """The names, in the shot, of the cells that this entry serves; roomy: of those only that there was room to paint in."""
        found = []
        for there, here in self.renumbered(keys).items():
            own = self.cells[(self.cells[:, 0] // (SIDES * LAYERS) == here) & (self.cells[:, 4] >= roomy)].copy()
            own[:, 0] += (there - here) * SIDES * LAYERS
            found.append(own)
        return offered_by(np.concatenate(found)) if found else np.zeros(0, np.uint64)

    def serve(self, keys: Sequence[str], parts: frozenset[int], geometry: Geometry) -> Anchor:
        """The source with the shot's part ids and vertices, and of these parts only."""
        source = self.kept if isinstance(self.kept, Anchor) else read_anchor(self.kept)
        part, triangle = np.full(source.part.shape, -1, np.int32), source.triangle.copy()
        vertices = np.zeros((len(geometry.rest), 3), np.float32)
        for there, here in self.renumbered(keys).items():
            if there in parts:
                own = source.part == here
                part[own] = there
                if there:
                    triangle[own] += (geometry.face_part == there).argmax() - (self.face_part == here).argmax()
                    vertices[geometry.vertex_part == there] = source.vertices[self.vertex_part == here]
        return replace(source, part=part, triangle=triangle, vertices=vertices)


class Bank:
    """Entries of a folder, or of nothing but memory. Entries are read when the bank is opened, and written as they are added."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._added: list[Entry] = []

    @cached_property
    def _found(self) -> list[Entry]:
        return [_read(path) for path in sorted(self._folder.glob("[0-9]*"))] if self._folder and self._folder.is_dir() else []

    def entries(self, keys: Sequence[str]) -> list[Entry]:
        """Those that have any part of these keys, in the order of their painting."""
        return [entry for entry in (*self._found, *self._added) if set(keys) & set(entry.keys.values())]

    def add(self, source: Anchor, keys: Mapping[int, str], cells: NDArray[np.int32], geometry: Geometry) -> None:
        """Keep an anchor, of the parts whose keys these are."""
        entry = Entry(keys=dict(keys), cells=np.unique(cells, axis=0), vertex_part=geometry.vertex_part, face_part=geometry.face_part,
                      kept=source)
        self._added.append(entry)
        if self._folder:
            _write(self._folder, entry, source)


def serving(seen: Survey, entries: Sequence[Entry], keys: Sequence[str]) -> list[frozenset[int]]:
    """For each entry the parts that it serves: for each part the entries that show, with room, what none painted before them does, so that
    what other shots paint later takes nothing away; or without, if none had room. Parts too small for the survey are served by every entry
    that has them."""
    parts: list[set[int]] = [set() for _ in entries]
    shown, roomy = (matrix([entry.offered(keys, room) for entry in entries], seen.cells) for room in (False, True))
    having = [entry.renumbered(keys) for entry in entries]
    for part in range(len(keys)):
        left = seen.counts * (seen.part == part)
        every = [i for i, has in enumerate(having) if part in has]
        for i in (_chosen(roomy, left) or _chosen(shown, left)) if left.any() else every:
            parts[i].add(part)
    return [frozenset(own) for own in parts]


def given(seen: Survey, entries: Sequence[Entry], keys: Sequence[str], roomy: bool = False) -> NDArray[np.bool_]:
    """(C,) the cells that some entry serves; roomy: that one had room for."""
    return np.asarray(matrix([entry.offered(keys, roomy) for entry in entries], seen.cells).sum(axis=0) > 0).ravel()


def _chosen(shown, left: NDArray) -> list[int]:
    out: list[int] = []
    whole, left = left.sum(), left.copy()
    for i, (start, end) in enumerate(pairwise(shown.indptr)):
        own = shown.indices[start:end]
        if left[own].sum() >= LEAST * whole:
            out.append(i)
            left[own] = 0
    return out


def _write(folder: Path, entry: Entry, source: Anchor) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    temporary.chmod(0o755)
    try:
        write_anchor(temporary / SOURCE, source)
        np.savez_compressed(temporary / "cells.npz", cells=entry.cells, vertex_part=entry.vertex_part, face_part=entry.face_part)
        (temporary / KEYS).write_text(json.dumps(dict(entry.keys)))
        _name(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _name(temporary: Path, folder: Path) -> None:
    while True:  # another run may take the number first
        number = max((int(path.name) for path in folder.glob("[0-9]*")), default=0) + 1
        try:
            os.rename(temporary, folder / f"{number:06d}")
            return
        except OSError:
            if not (folder / f"{number:06d}").exists():
                raise


def _read(path: Path) -> Entry:
    keys = {int(part): key for part, key in json.loads((path / KEYS).read_text()).items()}
    with np.load(path / "cells.npz") as file:
        return Entry(keys=keys, **file, kept=path / SOURCE)
