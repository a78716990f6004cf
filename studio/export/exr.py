"""One multi-layer OpenEXR a frame, with the channel names that Nuke and Blender know."""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from render.colour import linear_from_srgb
from studio.export import cryptomatte
from studio.export.moment import ExportFrame, Output

FAR = 1e10
"""m, depth of the background: what Blender writes. Infinity turns into nan in a compositor's first filter."""
REC_709 = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
LINEAR = linear_from_srgb(np.arange(256) / 255).astype(np.float16)
"""Linear light, half, of each uint8 sRGB value."""
VECTOR_STEPS = 2 ** 14
"""Motion vectors are written to the nearest of so many parts of a pixel."""
Channels = dict[str, NDArray]


def outputs(number: int, layers: tuple[str, ...]) -> list[Output]:
    """The files of a frame: one."""
    return [Output(name=f"passes.{number:04d}.exr", layers=layers, encode=partial(_encode, layers))]


def _encode(layers: tuple[str, ...], moment: ExportFrame) -> bytes:
    channels: Channels = {}
    for layer in layers:
        channels |= CHANNELS[layer](moment)
    # The library writes wrong values without a word from an array that is not in one piece.
    whole = {name: np.ascontiguousarray(values) for name, values in channels.items()}
    stream = io.BytesIO()
    with OpenEXR.File(_header(moment, layers), whole) as file:
        file.write(stream)
    return stream.getvalue()


def _header(moment: ExportFrame, layers: Sequence[str]) -> dict[str, Any]:
    # Matrices of the format act on rows from the right, hence the transpose. The camera looks along -z.
    matrix = np.ascontiguousarray(np.linalg.inv(moment.frame.camera.world_from_camera).T, np.float32)
    header = {"type": OpenEXR.scanlineimage, "compression": OpenEXR.ZIP_COMPRESSION, "pixelAspectRatio": 1.0,
              "chromaticities": REC_709, "colorInteropID": "lin_rec709_scene", "framesPerSecond": moment.passes.fps,
              "imageCounter": moment.number, "worldToCamera": matrix}
    if "cryptomatte" in layers:
        for layer, (names, _) in _crypto_layers(moment).items():
            header |= cryptomatte.metadata(layer, names)
    return header


def _crypto_layers(moment: ExportFrame) -> Mapping[str, tuple[Mapping[int, str], NDArray[np.int32]]]:
    """By layer: names by id, and which id each part id has (P+1,)."""
    parts = moment.passes.parts
    return {"CryptoObject": ({p.object_id: p.object for p in parts}, moment.frame.object_ids),
            "CryptoPart": ({p.id: p.path for p in parts}, np.arange(len(parts) + 1, dtype=np.int32))}


def _cryptomatte(moment: ExportFrame) -> Channels:
    frame, out = moment.frame, Channels()
    samples = cryptomatte.pixel_samples(frame.fine.part, frame.depth.shape)
    for layer, (names, of_part) in _crypto_layers(moment).items():
        out |= cryptomatte.channels(layer, of_part[samples], names)
    return out


def _painted(moment: ExportFrame) -> Channels:
    assert moment.painted is not None
    return _split("RGB", LINEAR[moment.painted])


def _depth(moment: ExportFrame) -> Channels:
    depth = moment.frame.depth
    return {"Z": np.where(np.isfinite(depth), depth, np.float32(FAR))}


def _position(moment: ExportFrame) -> Channels:
    return _split(("P.X", "P.Y", "P.Z"), np.nan_to_num(moment.frame.points.astype(np.float32)))


def _motion(moment: ExportFrame) -> Channels:
    return {**_split(("forward.u", "forward.v"), _vectors(moment.forward)),
            **_split(("backward.u", "backward.v"), _vectors(moment.backward))}


def _vectors(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """With y up, as Nuke counts. Rounded, since digits beyond that are three quarters of these channels' bytes."""
    return np.nan_to_num(np.round(pixels * VECTOR_STEPS) / np.array([VECTOR_STEPS, -VECTOR_STEPS], np.float32))


def _split(names: Sequence[str], values: NDArray) -> Channels:
    """(H, W, C) apart into C channels."""
    return {name: values[..., i] for i, name in enumerate(names)}


CHANNELS: Mapping[str, Callable[[ExportFrame], Channels]] = {
    "painted": _painted,
    "beauty": lambda moment: _split(("beauty.R", "beauty.G", "beauty.B"), moment.frame.radiance.astype(np.float16)),
    "depth": _depth,
    "normal": lambda moment: _split(("N.X", "N.Y", "N.Z"), moment.frame.normal.astype(np.float16)),
    "position": _position,
    "motion": _motion,
    "ids": lambda moment: {"id.object": moment.frame.object.astype(np.uint32),
                           "id.part": moment.frame.part.astype(np.uint32)},
    "cryptomatte": _cryptomatte,
}
