"""Looks that are painted or built, in colour: photo, clay, watercolour, oil, papercut."""

import torch
from torch import Tensor

from neural.looks.look_layers import LookLayers, levelled, warmth
from neural.looks.shading import blurred, colour, crowded, encoded, filmed, grey, mix, moved, relief, saturated, step
from neural.looks.times import Time


def photo(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Lit in linear light and shown as film shows it, its shadows lifted a little; glossy things catch the light, others are
    a little rough."""
    light = levelled(x, time)
    rough = 1 + 0.12 * (x.grain - 0.5) * (1 - x.gloss)
    shine = 0.30 * x.gloss * step(light, 0.7, 1.25) ** 2 * colour(time.lit, light)
    body = saturated(x.albedo, 1.18 * time.vivid) * rough
    shown = encoded(filmed(1.2 * (body * (light + 0.05) * warmth(light, time) + shine))) ** 0.88
    return mix(shown, sky, x.sky)


def clay(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Modelling clay under a soft box: no pattern, dents of fingers, darker where forms meet, warm light from below."""
    light = levelled(x, time)
    body = saturated(mix(encoded(x.plain), colour((0.96, 0.90, 0.83), light), 0.18), 0.5 + 0.6 * time.vivid)
    dents = 1 + 0.30 * relief(blurred(x.grain, 2.2), 1.0) + 0.16 * relief(blurred(x.stroke, 1.5), 1.0)
    soft = 0.50 + 0.60 * step(light, -0.2, 1.25)
    bounce = colour((0.12, 0.055, 0.02), light) * (1 - step(light, 0.0, 0.9))
    creases = 1 - 0.42 * blurred(x.lines, 2.5)
    lit = body * (soft * encoded(0.92 * warmth(light, time)) / 0.965 + bounce) * dents
    return mix(lit, mix(sky, colour((0.95, 0.92, 0.88), light), 0.2), x.sky) * creases


def watercolour(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Transparent washes, one over the other: light goes through them to the paper and back, so that they darken as dyes do."""
    paper = colour((0.985, 0.970, 0.935), x.light)
    light = levelled(x, time) + 0.05 * (x.grain - 0.5) + 0.10 * (blurred(x.stroke, 2.5) - 0.5)
    shade = 1 - 0.55 * step(light, 0.12, 0.42) - 0.45 * step(light, 0.50, 0.85)
    body = encoded(saturated(x.albedo, time.vivid)).clamp(0.05, 0.97)
    dye = -torch.log(mix(body, sky.clamp(0.05, 0.97), x.sky))
    lamp = -torch.log(encoded(warmth(light, time)).clamp(0.10, 1.0)) * (1 - x.sky)
    shadow = colour((0.66, 0.52, 0.30), light) * shade * (1 - x.sky)
    pooled = blurred(x.lines, 2.2) - 0.55 * x.lines
    uneven = 0.55 * (blurred(x.stroke, 4.0) - 0.5) + 0.4 * (blurred(x.grain, 3.0) - 0.5) + 1.3 * pooled
    left = 1 - 0.55 * step(light, 0.85, 1.2) * (1 - x.sky)
    washes = 0.62 * dye * left + 0.75 * shadow + 0.8 * lamp
    washes = washes * (1 + uneven / (1 + 0.6 * washes))
    granules = 0.28 * (x.grain - 0.5) * step(washes.mean(dim=1, keepdim=True), 0.1, 1.2)
    return paper * torch.exp(-(washes * (1 + granules)).clamp(min=0)) * (1 - 0.22 * x.lines)


def oil(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Rich colour laid on along the form: each stroke of its own brightness and warmth, its ridges catching the light; smaller about
    outlines, where there is more to paint."""
    broad = 1 - 0.7 * step(blurred(x.lines, 3.0), 0.02, 0.30)
    laid, patch = (x.stroke - 0.5) * broad, (blurred(x.stroke, 2.0) - 0.5) * broad
    light = levelled(x, time) + 0.25 * patch
    tone = 0.16 + 0.47 * step(light, 0.05, 0.65) + 0.42 * step(light, 0.5, 1.15)
    body = mix(encoded(saturated(x.albedo, time.vivid)) * tone ** 0.75 * encoded(warmth(light, time)), sky, x.sky)
    loose = mix(body, blurred(body, 2.2), 0.8 * broad * step(x.stroke, 0.4, 0.8))
    warm = colour((0.16, 0.01, -0.16), light) * patch + colour((-0.05, 0.05, 0.02), light) * (blurred(x.grain, 2.5) - 0.5)
    ridges = 0.15 * relief(x.stroke, 0.6) * (0.3 + 0.7 * broad)
    warm = warm * (0.15 + 1.1 * grey(loose))
    return saturated(((loose + warm) * (1 + 0.13 * laid)).clamp(0, 1), 1.28) + ridges * (0.30 + 0.70 * grey(loose))


def papercut(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Sheets of coloured paper, cut out and laid over each other: flat, with pale torn edges, a shadow beside each."""
    light = levelled(x, time)
    flat = _flat(encoded(saturated(x.plain, time.vivid)), 6)
    tint = mix(encoded(0.9 * colour(time.shaded, light)) * 0.74, encoded(0.9 * colour(time.lit, light)) * 1.04, step(light, 0.42, 0.48))
    strip = 5 * x.pattern - (5 * x.pattern).floor()
    beside = step(x.pattern, 0.02, 0.12) * (1 - strip) ** 4
    sheet = mix(saturated(flat, 1.1) * tint, sky * (1.02 - 0.15 * beside), x.sky)
    sheet = sheet * (1 + 0.05 * (x.grain - 0.5) + 0.045 * relief(x.grain, 0.5))
    cast = blurred(moved(x.lines, 3, 3), 2.2) * (1 - 0.7 * crowded(x.lines))
    torn = step(blurred(x.lines, 0.8) + 0.25 * (x.grain - 0.5), 0.22, 0.40) * (1 - 0.9 * crowded(x.lines))
    return mix(sheet * (1 - 1.2 * cast).clamp(min=0.25), colour((0.97, 0.95, 0.92), light) * encoded(0.9 * warmth(light, time)), 0.9 * torn)


def _flat(picture: Tensor, levels: int) -> Tensor:
    """Its brightness drawn to one of a few levels, softly."""
    at = levels * grey(picture)
    return picture * mix(torch.ones_like(at), (at.floor() + step(at - at.floor(), 0.3, 0.7)) / at.clamp(min=0.5), 0.7)
