"""What a part's painting depends on, as one digest: parts of equal keys may be taken from one another's paintings."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from neural.conditioning.region_map import RegionMap
from neural.config import NeuralConfig
from neural.models import embedded
from neural.style import ObjectStyle, Style
from render.passes import Passes

RECIPE = 4
"""Raised with every change to how anchors are painted or kept."""


def look_keys(passes: Passes, style: Style, regions: RegionMap, config: NeuralConfig) -> list[str]:
    """(parts + 1) keys by part id; 0 is the background's. The set's lights and sky are in them; lens, camera and motion are not: they are
    the frame's, not the part's."""
    whole = _digest(RECIPE, style.prompt, style.seed, style.resemblance, _model(config), [asdict(light) for light in passes.view.lights],
                    asdict(passes.view.sky))
    return [_digest(whole, _words(regions.styles[region]), _shape(passes, part)) for part, region in enumerate(regions.region_of_part)]


def _words(style: ObjectStyle) -> dict:
    picture = None if style.reference is None else hashlib.sha256(Path(style.reference).read_bytes()).hexdigest()
    return asdict(style) | {"reference": picture}


def _shape(passes: Passes, part: int) -> list:
    if part == 0:
        return ["sky"]
    geometry, table = passes.geometry, passes.surfaces
    own = geometry.vertex_part == part
    faces = geometry.faces[geometry.face_part == part] - np.flatnonzero(own)[0]
    mesh = hashlib.sha256(geometry.rest[own].astype(np.float32).tobytes() + faces.tobytes()).hexdigest()
    return [passes.parts[part - 1].path, mesh, table.materials[part], table.albedo[part].tolist()]


def _model(config: NeuralConfig) -> dict:
    fields = {name: value for name, value in asdict(config).items() if name not in ("consistency", "finish", "batch", "device", "download")}
    return fields | {"weights": _weights() if config.model == "tiny" else ""}


def _weights() -> str:
    files = sorted(Path(embedded.WEIGHTS).rglob("*.safetensors"))
    return _digest(*(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))


def _digest(*values) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:24]
