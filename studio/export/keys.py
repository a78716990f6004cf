"""What a file of passes was made from, as one digest: files of the same key are the same files."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array, csr_matrix

from studio.export.moment import ExportFrame, Output

if TYPE_CHECKING:
    from render.passes import Passes


def shot_key(passes: "Passes") -> str:
    """Of all geometry, its motion, the view, the size and the code."""
    digest = hashlib.sha256(_code().encode())
    _add(digest, (passes.geometry, passes.trajectory, passes.view.bare, passes.parts, passes.depth_range,
                  passes.rasteriser.name, passes.width, passes.height))
    return digest.hexdigest()


def file_key(shot: str, output: Output, moment: ExportFrame) -> str:
    """Of one file: the shot's key, its name (the frame's number is in it), its layers, and the picture if one is there."""
    digest = hashlib.sha256()
    _add(digest, (shot, output.name, output.layers))
    if "painted" in output.layers:
        _add(digest, moment.painted)
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", value: Any) -> None:
    """Add a value by its content. TypeError for a kind that has none: an address in a key would never be met again."""
    if isinstance(value, np.ndarray) and value.dtype != object:
        digest.update(repr((value.shape, value.dtype.descr)).encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, csr_array | csr_matrix):
        _add(digest, (value.shape, value.data, value.indices, value.indptr))
    elif is_dataclass(value):
        _add(digest, (type(value).__name__, *(getattr(value, field.name) for field in fields(value))))
    elif isinstance(value, Mapping):
        _add(digest, tuple(value.items()))
    elif isinstance(value, (tuple, list)):
        digest.update(f"{len(value)} values".encode())
        for item in value:
            _add(digest, item)
    elif isinstance(value, (str, int, float, Fraction, np.generic, type(None))):
        digest.update(f"{type(value).__name__} {value!r};".encode())
    else:
        raise TypeError(f"a key of passes cannot hold a {type(value).__name__}")


@cache
def _code() -> str:
    """Of the files that make the layers: these, and the render room's."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for folder in (here, here.parents[1] / "render"):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
