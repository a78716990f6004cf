"""How each look answers the colour of light: told by its shading program, on even surfaces in light of many colours."""

import json
from functools import cache

import numpy as np

from neural.bank.cache import Work
from neural.conditioning.vocabulary import parse_scene
from neural.config import NeuralConfig
from neural.looks.coloured_light import COLOURLESS, LightAnswer, hour_colours
from neural.style import Style
from render.colour import LUMINANCE

TINTS, LEAST = (1.0, 0.6, 0.35), 0.02
"""Channels of the tints that are tried. sRGB below which what is painted says nothing of them."""
SIZE = 4


def answer_of(style: Style, config: NeuralConfig, work: Work = Work()) -> LightAnswer:
    """Of who paints in this style: the embedded model answers as the program of its look; others are shown no colour of light. work: where
    it is kept, so that only who paints needs torch."""
    if config.model != "tiny":
        return COLOURLESS
    look, time, _ = parse_scene(style.prompt)
    own, common = json.loads(work.done("light answer", look, time, make=lambda: json.dumps(_powers(look, time)).encode()))
    return LightAnswer(hour=hour_colours(time), own=own, common=common)


@cache
def _powers(look: str, time: str) -> tuple[float, float]:
    """LightAnswer's of a look at a time of day, '' for none: those that come nearest for greys of many shades in half and in full light."""
    tints = np.array([tint for tint in np.stack(np.meshgrid(TINTS, TINTS, TINTS), -1).reshape(-1, 3) if max(tint) == 1])
    seen = [_painted(look, time, albedo, light, tints) for albedo in (0.2, 0.4, 0.7) for light in (0.5, 0.9)]
    factors = np.concatenate([np.log(np.maximum(each[:-1], LEAST) / np.maximum(each[-1:], LEAST)).ravel() for each in seen])
    powers = np.stack([np.log(tints), np.repeat(np.log(tints @ LUMINANCE)[:, None], 3, axis=1)], axis=-1).reshape(-1, 2)
    own, common = np.linalg.lstsq(np.tile(powers, (len(seen), 1)), factors, rcond=None)[0]
    return round(float(own), 3), round(float(common), 3)


def _painted(look: str, time: str, albedo: float, light: float, tints: np.ndarray) -> np.ndarray:
    """(N + 1, 3) sRGB of a grey surface in each tint (N, 3), and in none."""
    import torch  # here, for it takes seconds

    from neural.looks.look_layers import LookLayers
    from neural.looks.programs import paint_look
    body = albedo * torch.from_numpy(np.concatenate([tints, np.ones((1, 3))])).float()[:, :, None, None].expand(-1, 3, SIZE, SIZE)
    values = {"light": light, "gloss": 0.0, "lines": 0.0, "sky": 0.0} | dict.fromkeys(("pattern", "stroke", "hatch", "cross", "grain"), 0.5)
    even = {name: torch.full((len(body), 1, SIZE, SIZE), value) for name, value in values.items()}
    return paint_look(LookLayers(albedo=body, plain=body, **even), look, time).mean(dim=(2, 3)).numpy()
