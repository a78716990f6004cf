"""Mesh files of every format as one list: the triangles of each material, placed as the file's scene places them."""

import logging
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from sim.errors import DeclarationError, ResourceError
from sim.geometry import dae_files, trimesh_files, usd_files
from sim.geometry.mesh_part import MeshPart
from sim.geometry.paint import joined
from sim.math.conventions import frozen

READERS: dict[str, Callable[[str], Iterable[MeshPart]]] = {
    ".dae": dae_files.pieces, **dict.fromkeys((".usd", ".usda", ".usdc", ".usdz"), usd_files.pieces)}
"""By suffix, those that trimesh does not read, or not with all that is in them."""
log = logging.getLogger("steadycast")


def read(path: str) -> tuple[MeshPart, ...]:
    """The parts of a mesh file, m (where the format knows units), z up; kept while the file stays as it is. Raises
    DeclarationError, naming the file, if it cannot be read or holds no triangle."""
    return _read(path, *stamp(path))


def stamp(path: str) -> tuple[int, int]:
    """What changes when a file does. Raises DeclarationError if there is none."""
    try:
        found = Path(path).stat()
    except OSError as error:
        raise DeclarationError(f"mesh file {path!r} cannot be read: {error.strerror}.") from None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _read(path: str, *_stamp: int) -> tuple[MeshPart, ...]:
    suffix = Path(path).suffix.lower()
    try:
        pieces = list(READERS.get(suffix, trimesh_files.pieces)(path))
    except (DeclarationError, ResourceError):
        raise
    except Exception as error:  # readers raise whatever the broken file leads them to
        raise DeclarationError(f"mesh file {path!r} cannot be read: {error}. Export it again.") from error
    pieces = [piece for piece in pieces if len(piece.corners)]
    if not pieces or not all(np.isfinite(piece.corners).all() for piece in pieces):
        raise DeclarationError(f"mesh file {path!r} holds no triangles with finite corners. Export it again as a triangle mesh.")
    return _by_material(pieces, path)


def _by_material(pieces: list[MeshPart], path: str) -> tuple[MeshPart, ...]:
    """One part for each material; pieces of one are joined in order."""
    groups: dict[tuple, list[MeshPart]] = {}
    before = 0
    for piece in pieces:
        made = piece.material
        pictures = [0 if each is None else zlib.crc32(each.tobytes()) for each in (made.picture, made.bump)]
        groups.setdefault((made.name, made.colour, *pictures, made.cutoff), []).append(replace(piece, ranks=piece.ranks + before))
        before += int(piece.ranks.max()) + 1
    out: list[MeshPart] = []
    for number, some in enumerate(groups.values(), 1):
        name = _unique(clean(some[0].material.name) or (f"material {number}" if len(groups) > 1 else ""), [p.material.name for p in out])
        out.append(MeshPart(material=replace(some[0].material, name=name), paint=joined([piece.paint for piece in some]),
                            corners=frozen(np.concatenate([piece.corners for piece in some])),
                            ranks=np.concatenate([piece.ranks for piece in some])))
    faint = [part.material.name or Path(path).name for part in out if part.material.opacity < 1]
    if faint:
        log.warning("%s: %s can be seen through in the file, and is drawn solid", Path(path).name, ", ".join(faint))
    return tuple(out)


def clean(name: str) -> str:
    """A material's name as it can be a part's: no dots, which divide paths, nor what ends a line."""
    return " ".join("".join("_" if letter in "./\\" else letter for letter in name if letter.isprintable()).split())


def _unique(name: str, taken: list[str]) -> str:
    number, wanted = 2, name
    while wanted in taken:
        wanted, number = f"{name} {number}", number + 1
    return wanted
