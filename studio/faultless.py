"""The faultless painter: the shading program of a shot's look, which the embedded model learns from."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neural.conditioning.region_map import RegionMap
from neural.conditioning.vocabulary import COLOURS, parse, parse_scene
from neural.config import NeuralConfig
from neural.looks.programs import painted
from neural.style import Style
from render.frame import Frame
from render.materials import MATERIALS

Program = Callable[[Frame], NDArray[np.uint8]]
"""Gives the picture (H, W, 3) sRGB of a frame."""


def faultless(style: Style, config: NeuralConfig, regions: RegionMap) -> Program | None:
    """What the embedded model would paint if it made no mistakes, told of the sky's colour and with the marks that it is shown; None where
    nothing says what is right: other models have looks of their own, and what is painted to resemble the render is to look like that."""
    if config.model != "tiny" or style.resemblance:
        return None
    look, time, _ = parse_scene(style.prompt)
    sky = COLOURS.get(parse(regions.styles[0].prompt).colour or "")
    return lambda frame: painted(frame, look, time, sky, style.seed, regions.seeds)


def plain(regions: RegionMap) -> NDArray[np.bool_]:
    """(parts + 1,) by part id, whether its words name no material that has a pattern."""
    of_region = np.array([MATERIALS[parse(own.prompt).material or "plaster"].draws is None for own in regions.styles])
    return of_region[regions.region_of_part]
