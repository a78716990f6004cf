"""Named arrays as one file, NumPy's npz: the same arrays make the same bytes."""

import io
import zipfile
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

FAST = 1
"""zlib's level: the smallest files are a fifth smaller, and take six times as long."""


def packed(arrays: Mapping[str, NDArray]) -> bytes:
    """The file of arrays by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asanyarray(array), allow_pickle=False)
            out.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED, FAST)  # with no date
    return file.getvalue()


def unpacked(content: bytes) -> dict[str, NDArray]:
    """The arrays again. ValueError, KeyError or zipfile.BadZipFile for what is no such file."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}
