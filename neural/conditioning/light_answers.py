"""How each look answers the colour of light: told by its shading program, on even surfaces in light of many colours."""

from functools import cache

import numpy as np
import torch

from neural.conditioning.vocabulary import parse_scene
from neural.config import NeuralConfig
from neural.looks.coloured_light import COLOURLESS, LightAnswer, hour_colours
from neural.looks.look_layers import LookLayers
from neural.looks.programs import paint_look
from neural.style import Style
from render.colour import LUMINANCE

TINTS, LEAST = (1.0, 0.6, 0.35), 0.02
"""Channels of the tints that are tried. sRGB below which what is painted says nothing of them."""
SIZE = 4


def answer_of(style: Style, config: NeuralConfig) -> LightAnswer:
    """Of who paints in this style: the embedded model answers as the program of its look; others are shown no colour of light."""
    if config.model != "tiny":
        return COLOURLESS
    look, time, _ = parse_scene(style.prompt)
    return light_answer(look, time)


@cache
def light_answer(look: str, time: str) -> LightAnswer:
    """Of a look at a time of day, '' for none: the powers that come nearest for greys of many shades in half and in full light."""
    tints = np.array([tint for tint in np.stack(np.meshgrid(TINTS, TINTS, TINTS), -1).reshape(-1, 3) if max(tint) == 1])
    seen = [_painted(look, time, albedo, light, tints) for albedo in (0.2, 0.4, 0.7) for light in (0.5, 0.9)]
    factors = np.concatenate([np.log(np.maximum(each[:-1], LEAST) / np.maximum(each[-1:], LEAST)).ravel() for each in seen])
    powers = np.stack([np.log(tints), np.repeat(np.log(tints @ LUMINANCE)[:, None], 3, axis=1)], axis=-1).reshape(-1, 2)
    own, common = np.linalg.lstsq(np.tile(powers, (len(seen), 1)), factors, rcond=None)[0]
    return LightAnswer(hour=hour_colours(time), own=round(float(own), 3), common=round(float(common), 3))


def _painted(look: str, time: str, albedo: float, light: float, tints: np.ndarray) -> np.ndarray:
    """(N + 1, 3) sRGB of a grey surface in each tint (N, 3), and in none."""
    body = albedo * torch.from_numpy(np.concatenate([tints, np.ones((1, 3))])).float()[:, :, None, None].expand(-1, 3, SIZE, SIZE)
    values = {"light": light, "gloss": 0.0, "lines": 0.0, "sky": 0.0} | dict.fromkeys(("pattern", "stroke", "hatch", "cross", "grain"), 0.5)
    even = {name: torch.full((len(body), 1, SIZE, SIZE), value) for name, value in values.items()}
    return paint_look(LookLayers(albedo=body, plain=body, **even), look, time).mean(dim=(2, 3)).numpy()
