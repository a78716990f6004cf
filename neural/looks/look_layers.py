"""What a shading program is given: the layers of a frame, and the time of day."""

from dataclasses import dataclass

import torch
from torch import Tensor

from neural.looks.shading import colour, constant, encoded, mix, step

Colour = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class LookLayers:
    """One sample a pixel, box-filtered over it, float32, at any size and on any device. albedo: (N, 3, H, W) linear, with the pattern;
    the sky's radiance for the sky. plain: the same without the pattern. The others are (N, 1, H, W). light: luminance, 0..1.25. gloss:
    0..1. pattern: 0..1, 0.5 for none; the sky's height. lines: soft outlines, 1 px wide. sky: its share of the pixel. stroke, hatch,
    cross, grain: noise and lines that are fixed to the surface, 0..1; see render.strokes."""

    albedo: Tensor
    plain: Tensor
    light: Tensor
    gloss: Tensor
    pattern: Tensor
    lines: Tensor
    sky: Tensor
    stroke: Tensor
    hatch: Tensor
    cross: Tensor
    grain: Tensor


@dataclass(frozen=True, kw_only=True)
class Time:
    """How a time of day colours light and sky. lit, shaded: what light is multiplied by where it is full and where there is little,
    linear. sun: how much of the contrast of the light is left, 0..1. vivid: how much of its colour a thing keeps. tone: by how much a look
    without colours is brighter, 0..1. sky: its colours in the zenith, the middle and at the horizon, sRGB; None for the sky as it is
    rendered. Of N pictures at once, colours are (N, 3) and numbers (N, 1, 1, 1), and rendered is 1 where the sky is as it is rendered."""

    lit: Colour | Tensor = (1.0, 1.0, 1.0)
    shaded: Colour | Tensor = (1.0, 1.0, 1.0)
    sun: float | Tensor = 1.0
    vivid: float | Tensor = 1.0
    tone: float | Tensor = 1.0
    sky: tuple[Colour | Tensor, Colour | Tensor, Colour | Tensor] | None = None
    rendered: float | Tensor = 0.0


TIMES = {
    "": Time(),
    "day": Time(lit=(1.10, 1.03, 0.92), shaded=(0.82, 0.95, 1.18), sky=((0.20, 0.44, 0.82), (0.48, 0.70, 0.93), (0.84, 0.91, 0.96))),
    "dusk": Time(lit=(1.28, 0.72, 0.40), shaded=(0.50, 0.46, 0.80), tone=0.82,
                 sky=((0.22, 0.22, 0.46), (0.72, 0.42, 0.52), (1.00, 0.72, 0.42))),
    "night": Time(lit=(0.42, 0.55, 0.92), shaded=(0.24, 0.33, 0.60), vivid=0.7, tone=0.55,
                  sky=((0.02, 0.03, 0.09), (0.05, 0.08, 0.18), (0.12, 0.17, 0.31))),
    "overcast": Time(lit=(0.80, 0.85, 0.90), shaded=(0.80, 0.86, 0.94), sun=0.4, vivid=0.85, tone=0.9,
                     sky=((0.58, 0.63, 0.69), (0.70, 0.74, 0.78), (0.83, 0.85, 0.87))),
    "lamplit": Time(lit=(1.22, 0.78, 0.38), shaded=(0.26, 0.15, 0.12), tone=0.65,
                    sky=((0.03, 0.03, 0.08), (0.07, 0.06, 0.13), (0.16, 0.12, 0.18))),
}


def moments(times: Tensor) -> Time:
    """The times of day of pictures, by their places in TIMES, (N,) int64."""
    each = list(TIMES.values())
    skies = [time.sky or ((0.0, 0.0, 0.0),) * 3 for time in each]
    above, middle, below = (_gathered([sky[k] for sky in skies], times) for k in range(3))
    numbers = {name: _gathered([getattr(time, name) for time in each], times).view(-1, 1, 1, 1) for name in ("sun", "vivid", "tone")}
    rendered = _gathered([float(time.sky is None) for time in each], times).view(-1, 1, 1, 1)
    return Time(lit=_gathered([time.lit for time in each], times), shaded=_gathered([time.shaded for time in each], times),
                sky=(above, middle, below), rendered=rendered, **numbers)


def _gathered(values: list, times: Tensor) -> Tensor:
    return constant(tuple(values), times.device)[times]


def levelled(x: LookLayers, time: Time) -> Tensor:
    """(N, 1, H, W) light, with as much contrast as there is at this time."""
    return mix(torch.full_like(x.light, 0.75), x.light, time.sun)


def warmth(light: Tensor, time: Time) -> Tensor:
    """(N, 3, H, W) linear, what this much light is multiplied by."""
    return mix(colour(time.shaded, light), colour(time.lit, light), step(light, 0.1, 0.9))


def sky_picture(x: LookLayers, time: Time, said: Tensor | None) -> Tensor:
    """(N, 3, H, W) sRGB: the sky of a time of day, by its height; in the colour that is said of it, paler to the horizon, where one is.

    said: (N, 3) sRGB, nan where nothing is said; or None."""
    own = rendered = encoded(x.albedo)
    if time.sky is not None:
        own = mix(_gradient(x.pattern, *(colour(each, x.light) for each in time.sky)), rendered, time.rendered)
    if said is None:
        return own
    above = said.to(x.light).view(-1, 3, 1, 1)
    return torch.where(above.isnan(), own, mix(0.5 + 0.5 * above, above, x.pattern))


def _gradient(height: Tensor, zenith: Tensor, middle: Tensor, horizon: Tensor) -> Tensor:
    return (1 - height) ** 2 * horizon + 2 * height * (1 - height) * middle + height ** 2 * zenith
