"""PNG, a file a layer and frame, and NPZ, a file a frame with its raw arrays."""

import io
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sim.errors import DeclarationError
from studio.export.moment import ExportFrame, Output

DEEPEST = 65534
"""The greatest 16-bit depth of a surface; one more is the background."""


def png_outputs(number: int, layers: tuple[str, ...]) -> list[Output]:
    """The files of a frame: one a picture, each kind in a folder of its own."""
    return [Output(name=f"{name}/{name}.{number:04d}.png", layers=(layer,), encode=partial(_png, picture))
            for layer in layers for name, picture in PICTURES[layer].items()]


def npz_outputs(number: int, layers: tuple[str, ...]) -> list[Output]:
    """The files of a frame: one."""
    return [Output(name=f"passes.{number:04d}.npz", layers=layers, encode=partial(_npz, layers))]


def _png(picture: Callable[[ExportFrame], NDArray], moment: ExportFrame) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(picture(moment)).save(stream, format="png")
    return stream.getvalue()


def _npz(layers: tuple[str, ...], moment: ExportFrame) -> bytes:
    stream = io.BytesIO()
    arrays: dict[str, NDArray] = {}
    for layer in layers:
        arrays |= ARRAYS[layer](moment)
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def _depth(moment: ExportFrame) -> NDArray[np.uint16]:
    """One scale for the whole shot, since a new one for each frame would flicker."""
    near, far = moment.passes.depth_range
    share = np.clip((moment.frame.depth - near) / max(far - near, 1e-9), 0, 1)
    return np.where(np.isfinite(moment.frame.depth), np.round(share * DEEPEST), DEEPEST + 1).astype(np.uint16)


def _normal(moment: ExportFrame) -> NDArray[np.uint8]:
    seen = moment.frame.part[..., None] > 0
    return np.where(seen, np.round((moment.frame.normal + 1) * 127.5), 0).astype(np.uint8)


def _ids(ids: NDArray[np.int32]) -> NDArray[np.uint16]:
    if ids.max() > 65535:
        raise DeclarationError(f"passes: id {ids.max()} does not fit into a PNG of 16 bits, which go up to 65535. "
                               "Write the ids with format=npz or format=exr.")
    return ids.astype(np.uint16)


def _painted(moment: ExportFrame) -> NDArray[np.uint8]:
    assert moment.painted is not None
    return moment.painted


PICTURES: Mapping[str, Mapping[str, Callable[[ExportFrame], NDArray]]] = {
    "painted": {"painted": _painted},
    "beauty": {"beauty": lambda moment: moment.frame.beauty},
    "depth": {"depth": _depth},
    "normal": {"normal": _normal},
    "ids": {"object": lambda moment: _ids(moment.frame.object), "part": lambda moment: _ids(moment.frame.part)},
}
"""By layer: its pictures by name."""

ARRAYS: Mapping[str, Callable[[ExportFrame], dict[str, NDArray]]] = {
    "painted": lambda moment: {"painted": _painted(moment)},
    "beauty": lambda moment: {"beauty": moment.frame.beauty},
    "depth": lambda moment: {"depth": moment.frame.depth},
    "normal": lambda moment: {"normal": moment.frame.normal},
    "position": lambda moment: {"position": moment.frame.points.astype(np.float32)},
    "motion": lambda moment: {"forward": moment.forward, "backward": moment.backward},
    "ids": lambda moment: {"object": moment.frame.object, "part": moment.frame.part},
}
"""By layer: its arrays by name."""
