"""Mesh files as triangles and paint, and split them into the convex pieces that the physics collides with."""

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.errors import unknown
from sim.geometry.mesh_part import MeshPart
from sim.geometry.mesh_reading import read, stamp
from sim.geometry.paint import Paint, joined
from sim.geometry.telling import told
from sim.math.conventions import frozen

COACD = {"seed": 1, "threshold": 0.05, "preprocess_resolution": 50, "resolution": 500, "mcts_iterations": 30,
         "mcts_max_depth": 2, "max_convex_hull": 24, "decimate": True, "max_ch_vertex": 64}
"""Settings of the convex decomposition (Wei et al. 2022): coarse enough for seconds a mesh, fine enough to fill a cup."""

MERGE = 1e8
"""Corners that are the same to this part of a metre are one vertex."""
SOUP, SOUP_EDGES = 12, 2
"""A mesh of so many triangles or more, most of which have so many edges to themselves, is loose triangles: nothing to be split."""
Hulls = tuple[NDArray[np.float64], ...]
Scale = float | Sequence[float]
log = logging.getLogger("steadycast")


def load_mesh(path: str, scale: Scale = 1.0, material: str = "") -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """The triangles of a mesh file, or of one of its materials: vertices (V, 3) float64, m, z up, and faces (F, 3) int32; read-only.

    A scene of several meshes is joined as it is placed. Corners at the same place are one vertex. scale: a factor, or one for each axis.
    Raises DeclarationError, naming the file, if it cannot be read or holds no triangle.
    """
    vertices, faces = _merged(path, stamp(path), material)
    mirrored = np.prod(np.broadcast_to(scale, 3)) < 0
    return frozen(vertices * np.asarray(scale)), frozen(faces[:, ::-1], np.int32) if mirrored else faces


def paint(path: str, scale: Scale = 1.0, material: str = "") -> Paint | None:
    """What the file says of the colours of the same triangles; None: nothing."""
    if not any(part.painted for part in _chosen(path, material)):
        return None
    found = joined([part.paint for part in _chosen(path, material)])
    if np.prod(np.broadcast_to(scale, 3)) >= 0:
        return found
    return replace(found, tints=frozen(found.tints[:, ::-1], np.float32), uv=frozen(found.uv[:, ::-1], np.float32))


def hulls(path: str, scale: Scale = 1.0, material: str = "") -> Hulls:
    """Convex pieces, the corners of each (N, 3) float64, that together fill the mesh; kept on disk from one run to the next. Of a
    material, those of the whole file's that are most of all its own, maybe none."""
    vertices, faces = load_mesh(path)
    kept = cache_folder() / f"{_key(vertices, faces)}.npz"
    pieces = _kept(kept)
    if not pieces:
        pieces = _decompose(vertices, faces, Path(path).name)
        _write(kept, pieces)
    if material:
        owners = _owners(pieces, path)
        pieces = tuple(piece for piece, owner in zip(pieces, owners) if owner == material)
    return tuple(frozen(corners * np.asarray(scale)) for corners in pieces)


def cache_folder() -> Path:
    """Where convex pieces are kept: $XDG_CACHE_HOME/steadycast, or ~/.cache/steadycast."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "steadycast"


def _chosen(path: str, material: str) -> tuple[MeshPart, ...]:
    parts = read(path)
    found = tuple(part for part in parts if part.material.name == material) if material else parts
    if not found:
        raise unknown("material", material, [part.material.name for part in parts], f"mesh file {path!r}")
    return found


@lru_cache(maxsize=64)
def _merged(path: str, _stamp: tuple[int, int], material: str) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    parts = _chosen(path, material)
    corners = np.concatenate([part.corners for part in parts]).reshape(-1, 3)
    ranks = np.concatenate([part.ranks for part in parts]).ravel()
    by_rank = np.argsort(ranks, kind="stable")  # vertices in the order of the file
    _, first, inverse = np.unique(np.round(corners[by_rank] * MERGE).astype(np.int64), axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number, faces = np.empty_like(order), np.empty(len(corners), np.int32)
    number[order] = np.arange(len(order))
    faces[by_rank] = number[inverse.reshape(-1)]
    return frozen(corners[by_rank[first[order]]]), frozen(faces.reshape(-1, 3), np.int32)


def _decompose(vertices: NDArray, faces: NDArray, name: str) -> Hulls:
    if is_soup(vertices, faces):
        log.warning("%s: its triangles hang together nowhere, so it collides as the hull of them all; weld them for more", name)
        return (vertices[scipy.spatial.ConvexHull(vertices).vertices],)
    import coacd  # here: in a process that loads it before torch, compiling TorchScript never ends

    coacd.set_log_level("off")
    size = np.ptp(vertices, axis=0).max()  # coacd's thresholds assume about unit size
    with told(f"{name}: its {len(faces)} triangles are split into convex pieces"):
        pieces = coacd.run_coacd(coacd.Mesh(vertices / size, faces), **COACD)
    return tuple(np.asarray(corners, np.float64) * size for corners, _ in pieces)


def is_soup(vertices: NDArray, faces: NDArray) -> bool:
    """Whether a mesh is many loose triangles: most of them share no edge with another."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    _, inverse, counts = np.unique(edges, axis=0, return_inverse=True, return_counts=True)
    alone = (counts[inverse.reshape(-1)] == 1).reshape(3, -1).sum(axis=0) >= SOUP_EDGES
    return len(faces) >= SOUP and bool(alone.mean() > 0.5)


def _owners(pieces: Hulls, path: str) -> list[str]:
    """The material of which each piece holds most, by area."""
    parts = read(path)
    corners = np.concatenate([part.corners for part in parts])
    whose = np.repeat(np.arange(len(parts)), [len(part.corners) for part in parts])
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    away = np.stack([_distance(piece, corners.mean(axis=1)) for piece in pieces])
    nearest, middles = away.argmin(axis=0), np.stack([piece.mean(axis=0) for piece in pieces])
    shares = np.zeros((len(pieces), len(parts)))
    np.add.at(shares, (nearest, whose), area)
    for lost in np.flatnonzero(shares.sum(axis=1) == 0):  # a piece that no triangle is nearest to is whose triangle is nearest to it
        shares[lost, whose[np.linalg.norm(corners.mean(axis=1) - middles[lost], axis=1).argmin()]] = 1
    return [parts[owner].material.name for owner in shares.argmax(axis=1)]


def _distance(piece: NDArray, points: NDArray) -> NDArray:
    planes = scipy.spatial.ConvexHull(piece).equations
    return (points @ planes[:, :3].T + planes[:, 3]).max(axis=1)


def _key(vertices: NDArray, faces: NDArray) -> str:
    text = repr((sorted(COACD.items()), version("coacd"))).encode()
    return hashlib.sha256(text + vertices.tobytes() + faces.tobytes()).hexdigest()[:32]


def _kept(path: Path) -> Hulls:
    """What is on disk; () if there is nothing, or it is damaged (the zip has checksums)."""
    try:
        with np.load(path) as data:
            return tuple(data[f"arr_{i}"] for i in range(len(data.files)))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return ()


def _write(path: Path, pieces: Hulls) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        np.savez(file, *pieces)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
