"""The look bank: painted surface by part and cell. What comes back, in this shot or another, is served from it.

An entry is one painted anchor, with a key for each part that may be taken from it: a digest of the part's shape and surface and of all
that its painting depends on. A part of another look has another key, and so finds nothing; all others find what they had. An entry is
a value, and its name is what it holds: which entries a shot builds on is told to it, and never what happens to lie about.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from neural.bank.arrays import packed
from neural.reprojection.anchor import Anchor, anchor_arrays, anchor_from
from neural.reprojection.coverage import Survey, matrix, offered_by
from render.cells import LAYERS, SIDES
from render.geometry import Geometry
from sim.errors import DeclarationError

LEAST = 1e-3
"""An entry serves a part if it adds this share of what the shot shows of it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Entry:
    """content: the file of a painted anchor, as `entry_of` makes it. Its arrays are read when they are asked for."""

    content: bytes

    @cached_property
    def digest(self) -> str:
        """Its name: a digest of its content."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def keys(self) -> Mapping[int, str]:
        """By part id in the entry, of those parts that may be taken from it."""
        return {int(part): key for part, key in json.loads(self._read("keys").tobytes()).items()}

    @cached_property
    def cells(self) -> NDArray[np.int32]:
        """(N, 5), as from coverage.seen_cells."""
        return self._read("cells")

    @property
    def anchor(self) -> Anchor:
        """The painted anchor, with the part ids and vertices of the shot that it was painted for. Read anew each time: all together they
        take more room than anything else."""
        with np.load(io.BytesIO(self.content), allow_pickle=False) as file:
            return anchor_from({name: file[name] for name in file.files if name not in ("keys", "cells", "vertex_part", "face_part")})

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
        """The anchor with the shot's part ids and vertices, and of these parts only."""
        anchor, vertex_part, face_part = self.anchor, self._read("vertex_part"), self._read("face_part")
        part, triangle = np.full(anchor.part.shape, -1, np.int32), anchor.triangle.copy()
        vertices = np.zeros((len(geometry.rest), 3), np.float32)
        for there, here in self.renumbered(keys).items():
            if there in parts:
                own = anchor.part == here
                part[own] = there
                if there:
                    triangle[own] += (geometry.face_part == there).argmax() - (face_part == here).argmax()
                    vertices[geometry.vertex_part == there] = anchor.vertices[vertex_part == here]
        return replace(anchor, part=part, triangle=triangle, vertices=vertices)

    def _read(self, name: str) -> NDArray:
        try:
            with np.load(io.BytesIO(self.content), allow_pickle=False) as file:
                return file[name]
        except (ValueError, KeyError, zipfile.BadZipFile) as error:
            raise DeclarationError(f"a painted surface cannot be read ({error}); it was made by another version. "
                                   "Shoot without it: parent=none.") from None


def entry_of(anchor: Anchor, keys: Mapping[int, str], cells: NDArray[np.int32], geometry: Geometry) -> Entry:
    """An anchor of the parts whose keys these are. cells: as from coverage.seen_cells. The same arguments make the same bytes."""
    arrays = anchor_arrays(anchor) | {
        "keys": np.frombuffer(json.dumps({str(part): key for part, key in keys.items()}).encode(), np.uint8),
        "cells": np.unique(cells, axis=0), "vertex_part": geometry.vertex_part, "face_part": geometry.face_part}
    return Entry(content=packed(arrays))


def having(entries: Sequence[Entry], keys: Sequence[str]) -> tuple[Entry, ...]:
    """Those that have any part of these keys, in the order of their painting."""
    return tuple(entry for entry in entries if set(keys) & set(entry.keys.values()))


def serving(seen: Survey, entries: Sequence[Entry], keys: Sequence[str]) -> list[frozenset[int]]:
    """For each entry the parts that it serves: for each part the entries that show, with room, what none painted before them does, so that
    what other shots paint later takes nothing away; or without, if none had room. Parts too small for the survey are served by every entry
    that has them."""
    parts: list[set[int]] = [set() for _ in entries]
    shown, roomy = (matrix([entry.offered(keys, room) for entry in entries], seen.cells) for room in (False, True))
    numbers = [entry.renumbered(keys) for entry in entries]
    for part in range(len(keys)):
        left = seen.counts * (seen.part == part)
        every = [i for i, has in enumerate(numbers) if part in has]
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
