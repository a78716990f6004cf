"""Reads mesh files, and splits them into the convex pieces that the physics collides with."""

import hashlib
import os
import tempfile
import zipfile
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError
from sim.math.conventions import frozen

COACD = {"seed": 1, "threshold": 0.05, "preprocess_resolution": 50, "resolution": 500, "mcts_iterations": 30,
         "mcts_max_depth": 2, "max_convex_hull": 24, "decimate": True, "max_ch_vertex": 64}
"""Settings of the convex decomposition (Wei et al. 2022): coarse enough for seconds a mesh, fine enough to fill a cup."""

Hulls = tuple[NDArray[np.float64], ...]


def load_mesh(path: str, scale: float = 1.0) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """The triangles of a GLB, OBJ, STL or PLY file: vertices (V, 3) float64, m, z up, and faces (F, 3) int32; read-only.

    A scene of several meshes is joined as it is placed. Corners at the same place are one vertex. GLB is y-up and is turned.
    Raises DeclarationError, naming the file, if it cannot be read or holds no triangle.
    """
    vertices, faces = _read(path, _stamp(path))
    return frozen(vertices * scale), faces


def hulls(path: str, scale: float = 1.0) -> Hulls:
    """Convex pieces, the corners of each (N, 3) float64, that together fill the mesh; kept on disk from one run to the next."""
    vertices, faces = load_mesh(path)
    kept = cache_folder() / f"{_key(vertices, faces)}.npz"
    pieces = _kept(kept)
    if not pieces:
        pieces = _decompose(vertices, faces)
        _write(kept, pieces)
    return tuple(frozen(corners * scale) for corners in pieces)


def cache_folder() -> Path:
    """Where convex pieces are kept: $XDG_CACHE_HOME/steadycast, or ~/.cache/steadycast."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "steadycast"


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError as error:
        raise DeclarationError(f"mesh file {path!r} cannot be read: {error.strerror}.") from None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _read(path: str, _stamp: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    import trimesh  # here: it takes half a second, and few shots have mesh files

    try:
        mesh = trimesh.load_scene(path).to_mesh()
        mesh.merge_vertices(merge_tex=True, merge_norm=True)
    except Exception as error:  # trimesh's readers raise whatever the broken file leads them to
        raise DeclarationError(f"mesh file {path!r} cannot be read: {error}. Export it again.") from error
    if len(mesh.faces) == 0 or not np.isfinite(mesh.vertices).all():
        raise DeclarationError(f"mesh file {path!r} holds no triangles with finite corners. Export it again as a triangle mesh.")
    vertices = np.asarray(mesh.vertices, np.float64)
    if Path(path).suffix.lower() == ".glb":
        vertices = np.stack([vertices[:, 0], -vertices[:, 2], vertices[:, 1]], axis=1)
    return frozen(vertices), frozen(mesh.faces, np.int32)


def _decompose(vertices: NDArray, faces: NDArray) -> Hulls:
    import coacd  # here: in a process that loads it before torch, compiling TorchScript never ends

    coacd.set_log_level("off")
    size = np.ptp(vertices, axis=0).max()  # coacd's thresholds assume about unit size
    pieces = coacd.run_coacd(coacd.Mesh(vertices / size, faces), **COACD)
    return tuple(np.asarray(corners, np.float64) * size for corners, _ in pieces)


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
