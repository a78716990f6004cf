"""Looks that are painted or built, in colour: photo, clay, watercolour, oil, papercut."""

import torch
from torch import Tensor

from neural.training.look_layers import LookLayers, Time, levelled, warmth
from neural.training.shading import blurred, colour, encoded, filmed, grey, mix, moved, relief, saturated, step


def photo(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Lit in linear light and shown as film shows it; glossy things catch the light, others are a little rough."""
    light = levelled(x, time)
    rough = 1 + 0.16 * (x.grain - 0.5) * (1 - x.gloss)
    shine = 0.30 * x.gloss * step(light, 0.7, 1.25) ** 2 * colour(time.lit, light)
    body = saturated(x.albedo, time.vivid) * rough
    return mix(encoded(filmed(1.7 * (body * (light + 0.03) * warmth(light, time) + shine))), sky, x.sky)


def clay(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Modelling clay under a soft box: no pattern, dents of fingers, darker where forms meet, warm light from below."""
    light = levelled(x, time)
    body = saturated(mix(encoded(x.plain), colour((0.93, 0.87, 0.80), light), 0.22), 0.5 + 0.5 * time.vivid)
    dents = 1 + 0.16 * relief(x.grain, 1.5) + 0.10 * relief(x.stroke, 2.0)
    soft = 0.42 + 0.62 * (light / 1.25) ** 0.7
    bounce = colour((0.10, 0.05, 0.02), light) * (1 - step(light, 0.0, 0.8))
    creases = 1 - 0.30 * blurred(x.lines, 2.5)
    lit = (body * soft * encoded(0.92 * warmth(light, time)) / 0.96 + bounce * body) * dents
    return mix(lit, mix(sky, colour((0.95, 0.92, 0.88), light), 0.2), x.sky) * creases


def watercolour(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Transparent washes, one over the other: light goes through them to the paper and back, so that they darken as dyes do."""
    paper = colour((0.985, 0.970, 0.935), x.light)
    light = levelled(x, time) + 0.10 * (x.grain - 0.5) + 0.12 * (blurred(x.stroke, 2.0) - 0.5)
    shade = 1 - 0.55 * step(light, 0.18, 0.42) - 0.45 * step(light, 0.55, 0.80)
    body = encoded(saturated(x.albedo, time.vivid)).clamp(0.04, 0.97)
    dye = -torch.log(mix(body, sky.clamp(0.04, 0.97), x.sky))
    lamp = -torch.log(encoded(warmth(light, time)).clamp(0.10, 1.0)) * (1 - x.sky)
    shadow = colour((0.62, 0.52, 0.34), light) * shade * (1 - x.sky)
    pooled = blurred(x.lines, 2.2) - 0.6 * x.lines
    uneven = 1 + 0.9 * (blurred(x.stroke, 4.0) - 0.5) + 0.9 * pooled
    washes = (0.62 * dye + 0.75 * shadow + 0.7 * lamp) * uneven
    granules = 0.5 * (x.grain - 0.5) * step(washes.mean(dim=1, keepdim=True), 0.1, 1.2)
    return paper * torch.exp(-(washes * (1 + granules)).clamp(min=0)) * (1 - 0.18 * x.lines)


def oil(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Rich colour laid on along the form: each stroke of its own brightness and warmth, its ridges catching the light."""
    light = levelled(x, time) + 0.22 * (x.stroke - 0.5)
    tone = 0.10 + 0.50 * step(light, 0.05, 0.65) + 0.45 * step(light, 0.5, 1.15)
    body = encoded(saturated(x.albedo, time.vivid)) * tone ** 0.75 * encoded(warmth(light, time))
    body = mix(body, sky, x.sky)
    loose = mix(body, blurred(body, 2.5), step(x.stroke, 0.45, 0.75))
    warm = colour((0.09, 0.01, -0.08), light) * (x.stroke - 0.5)
    bright = 1 + 0.45 * (x.stroke - 0.5)
    ridges = 0.14 * relief(x.stroke, 0.8)
    return saturated(((loose + warm) * bright).clamp(0, 1), 1.25) + ridges * (0.35 + grey(loose))


def papercut(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Sheets of coloured paper, cut out and laid over each other: flat, with pale torn edges, a shadow beside each."""
    light = levelled(x, time)
    plain = encoded(saturated(x.plain, time.vivid))
    flat = mix(plain, _coarser(plain, 6), 0.7)
    tint = mix(encoded(0.9 * colour(time.shaded, light)) * 0.74, encoded(0.9 * colour(time.lit, light)) * 1.04, step(light, 0.42, 0.50))
    sheet = mix(saturated(flat, 1.1) * tint, _coarser(sky, 6), x.sky)
    sheet = sheet * (1 + 0.10 * (x.grain - 0.5) + 0.10 * relief(x.grain, 0.7))
    cast = blurred(moved(x.lines, 3, 3), 2.2).clamp(0, 1)
    shadowed = sheet * (1 - 1.1 * cast).clamp(min=0.25)
    edge = step(blurred(x.lines, 0.8) + 0.25 * (x.grain - 0.5), 0.22, 0.42)
    return mix(shadowed, colour((0.97, 0.95, 0.92), light) * encoded(0.9 * warmth(light, time)), 0.85 * edge)


def _coarser(picture: Tensor, levels: int) -> Tensor:
    """Drawn to one of a few levels a channel, softly."""
    at = picture * levels
    return (at.floor() + step(at - at.floor(), 0.3, 0.7)) / levels
