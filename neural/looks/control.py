"""What the embedded model is shown of a frame: lines, light at the hour, three layers that matter to the look, colours as the hour's light
has them, sky, and which look it is. Of all that can be told of a form, a small model is to carry only what its look needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from neural.looks.look_layers import LookLayers, levelled, warmth
from neural.looks.shading import encoded, mix, saturated
from neural.looks.times import Time
from render.surfels import BRIGHTEST


@dataclass(frozen=True)
class LookControl:
    """layers: three of LookLayers' fields, or "none". colours: "lit" is albedo by light and the hour's colour of light, "bright" by light
    alone, "graded" by the hour's colour alone, "raw" albedo as it is. plain: without the pattern."""

    layers: tuple[str, str, str]
    colours: Literal["lit", "bright", "graded", "raw"]
    plain: bool = False


CHOSEN: Mapping[str, LookControl] = {
    "photo": LookControl(("gloss", "none", "grain"), "lit"),
    "clay": LookControl(("none", "stroke", "grain"), "lit", plain=True),
    "watercolour": LookControl(("none", "stroke", "grain"), "graded"),
    "oil": LookControl(("none", "stroke", "grain"), "lit"),
    "ink": LookControl(("grain", "hatch", "cross"), "bright"),
    "pencil": LookControl(("grain", "hatch", "cross"), "bright"),
    "toon": LookControl(("gloss", "none", "none"), "graded"),
    "noir": LookControl(("none", "none", "grain"), "bright"),
    "blueprint": LookControl(("pattern", "hatch", "grain"), "raw"),
    "neon": LookControl(("pattern", "none", "none"), "raw", plain=True),
    "papercut": LookControl(("pattern", "none", "grain"), "graded", plain=True),
}
CHANNELS = 10 + len(CHOSEN)
WHITE = 1.6
"""Linear light of the hour on white paper that is shown as 1: about what it is at dusk, where light is full."""


def look_picture(x: LookLayers, look: str, time: Time, sky: Tensor) -> Tensor:
    """(N, CHANNELS, H, W) in 0..1 of a look at a time of day, or at those of N pictures. sky: (N, 3, H, W) sRGB, as of sky_picture."""
    light, chosen = levelled(x, time), CHOSEN[look]
    even = torch.ones_like(x.light)
    layers = [0.5 * even if name == "none" else getattr(x, name) for name in chosen.layers]
    colours = mix(_colours(x, light, time, chosen), sky, x.sky)
    which = [even if name == look else 0 * even for name in CHOSEN]
    return torch.cat([x.lines, (light / BRIGHTEST).clamp(max=1), *layers, colours, x.sky, time.tone * even, *which], dim=1)


def _colours(x: LookLayers, light: Tensor, time: Time, chosen: LookControl) -> Tensor:
    body = x.plain if chosen.plain else x.albedo
    if chosen.colours in ("raw", "bright"):
        return encoded(body * light if chosen.colours == "bright" else body)
    graded = saturated(body, time.vivid) * warmth(light, time) / WHITE
    return encoded(graded * light if chosen.colours == "lit" else graded)
