"""What a shading program is given: the layers of a frame; and what a time of day makes of them."""

from dataclasses import dataclass

import torch
from torch import Tensor

from neural.looks.shading import colour, constant, encoded, mix, step
from neural.looks.times import TIMES, Time


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
