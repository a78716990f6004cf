"""Passes -> a folder, a frame at a time; what is there already, whole and made from the same, is left alone."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import DeclarationError
from studio.export import exr, flat
from studio.export.camera import camera_json, camera_usda
from studio.export.folder import OutputFolder, opened
from studio.export.keys import file_key, shot_key
from studio.export.layers import LAYERS, chosen_layers
from studio.export.moment import ExportFrame, Output
from studio.progress import Report

if TYPE_CHECKING:
    from render.passes import Passes

OUTPUTS: Mapping[str, Callable[[int, tuple[str, ...]], list[Output]]] = {
    "exr": exr.outputs, "png": flat.png_outputs, "npz": flat.npz_outputs}


def write_passes(folder: Path, passes: "Passes", pictures: Iterable[NDArray[np.uint8]] | None = None,
                 layers: Sequence[str] = ("all",), format: str = "exr",
                 progress: Report = lambda done, total: None) -> int:
    """Write these layers (names of LAYERS) of every frame, and the camera. pictures: (H, W, 3) uint8 sRGB, what was
    painted, in order. progress: called after each frame with how many are done, of how many. Gives back how many files
    were not there yet.

    Stopped at any moment, it leaves no half-written file behind, and the same call goes on from there. Raises
    DeclarationError for layers or a format that cannot be written, pictures that do not fit the shot, and a folder that
    another process is writing to.
    """
    names = chosen_layers(layers, format, pictures is not None)
    made, shot = 0, shot_key(passes)
    with opened(folder) as out:
        out.remove_beyond(len(passes))
        _describe(out, passes)
        for number, picture in enumerate(_pictures(passes, pictures if "painted" in names else None)):
            moment = ExportFrame(passes=passes, number=number, painted=picture)
            for output in OUTPUTS[format](number, names):
                key = file_key(shot, output, moment)
                if not out.has(output.name, key):
                    out.put(output.name, key, output.encode(moment))
                    made += 1
            progress(number + 1, len(passes))
    return made


def _pictures(passes: "Passes", pictures: Iterable[NDArray[np.uint8]] | None) -> Iterator[NDArray[np.uint8] | None]:
    """One a frame. DeclarationError if they are not as many or not as large as the frames."""
    if pictures is None:
        yield from [None] * len(passes)
        return
    count = 0
    for count, picture in enumerate(pictures, 1):
        if count > len(passes) or picture.shape != (passes.height, passes.width, 3):
            raise DeclarationError(f"passes: picture {count} has shape {picture.shape}; the shot has {len(passes)} frames "
                                   f"of shape {(passes.height, passes.width, 3)}. Give the pictures of this shot.")
        yield picture
    if count != len(passes):
        raise DeclarationError(f"passes: {count} pictures came for {len(passes)} frames. Give those of the whole shot.")


def _describe(out: OutputFolder, passes: "Passes") -> None:
    """passes.json, camera.json and camera.usda."""
    near, far = passes.depth_range
    facts = {"frames": len(passes), "fps": str(passes.fps), "width": passes.width, "height": passes.height,
             "depth_png": {"near_m": near, "far_m": far},
             "objects": {p.object_id: p.object for p in passes.parts}, "parts": {p.id: p.path for p in passes.parts},
             "layers": dict(LAYERS)}
    out.put_unlisted("passes.json", (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode())
    out.put_unlisted("camera.json", camera_json(passes).encode())
    out.put_unlisted("camera.usda", camera_usda(passes).encode())
