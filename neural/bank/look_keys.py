"""What a part's painting depends on, as one digest: parts of equal keys may be taken from one another's paintings."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from neural.conditioning.region_map import RegionMap
from neural.config import NeuralConfig
from neural.models.folder import weights
from neural.style import ObjectStyle, Style
from render.digests import environment_digest, shape_digests
from render.passes import Passes

OTHERS = ("consistency", "finish", "width", "batch", "device", "download")
"""Of a model's configuration, what a part's paint may differ by and still be that part's."""
RECIPE = 13
"""Raised with every change to how anchors are painted or kept."""


def look_keys(passes: Passes, style: Style, regions: RegionMap, config: NeuralConfig) -> list[str]:
    """(parts + 1) keys by part id; 0 is the background's. passes: of the size that is painted. Its width, the set's lights and sky are in
    them; lens, camera and motion are not: they are the frame's, not the part's."""
    set_lights = [asdict(light) for light in passes.view.lights]
    whole = _digest(RECIPE, passes.width, style.prompt, style.seed, style.resemblance, _model(config), set_lights, asdict(passes.view.sky),
                    environment_digest(passes))
    shapes = shape_digests(passes)
    return [_digest(whole, _words(regions.styles[region]), _surface(passes, part, shapes))
            for part, region in enumerate(regions.region_of_part)]


def painting_digest(passes: Passes, style: Style, regions: RegionMap, config: NeuralConfig) -> str:
    """What the painting of any frame of a shot depends on, beside that frame: all words, the model, the depths that are near and far."""
    return _digest(style.prompt, style.seed, style.resemblance, _model(config), config.precision, config.batch, list(passes.depth_range),
                   [_words(own) for own in regions.styles], regions.region_of_part.tolist())


def _words(style: ObjectStyle) -> dict:
    picture = None if style.reference is None else hashlib.sha256(Path(style.reference).read_bytes()).hexdigest()
    return asdict(style) | {"reference": picture}


def _surface(passes: Passes, part: int, shapes: Mapping[str, str]) -> list:
    if part == 0:
        return ["sky"]
    path, table = passes.parts[part - 1].path, passes.surfaces
    drawn = [kind[part].digest for kind in (table.textures, table.normal_maps) if part in kind]
    return [path, shapes[path], table.materials[part], table.albedo[part].tolist(), float(table.glow[part]), *drawn]


def _model(config: NeuralConfig) -> dict:
    fields = {name: value for name, value in asdict(config).items() if name not in OTHERS}
    return fields | {"weights": weights(config)}


def _digest(*values) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:24]
