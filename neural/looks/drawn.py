"""Looks that are drawn: ink, pencil, toon, noir, blueprint, neon."""

from torch import Tensor

from neural.looks.look_layers import LookLayers, levelled, warmth
from neural.looks.shading import blurred, colour, crowded, encoded, grey, mix, saturated, step
from neural.looks.times import Time

SOFT = 0.17
"""Half the change of a hatch layer over a pixel: as wide are the borders of a hatched line."""


def ink(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Pen on white paper: outlines, heavier in shadow, and all tone by hatching, crossed where it is darker; a little paper is left
    along outlines."""
    dark = _darkness(x, time, sky) - 0.30 * step(blurred(x.lines, 1.6), 0.02, 0.35) + 0.08 * (x.grain - 0.5)
    free = 1 - 0.6 * crowded(x.lines)
    one = _hatched(x.hatch, 0.48 * free * step(dark, 0.12, 0.9))
    two = _hatched(x.cross, 0.42 * free * step(dark, 0.45, 1.0))
    solid = step(dark, 0.80, 0.90)
    heavy = (blurred(x.lines, 0.7) * (1.5 + 0.8 * step(dark, 0.1, 0.6) - 0.7 * crowded(x.lines))).clamp(0, 1)
    left = (1 - one) * (1 - two) * (1 - solid) * (1 - heavy)
    return mix(colour((0.055, 0.055, 0.075), left), colour((0.985, 0.980, 0.965), left), left)


def pencil(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Soft graphite on toothed paper, as for a storyboard: rubbed tone, hatching over it, loose outlines."""
    dark, tooth = _darkness(x, time, sky), 1 + 0.9 * (x.grain - 0.5)
    rubbed = 0.45 * step(dark, 0.0, 1.0) * (1 + 0.5 * (x.grain - 0.5))
    one, two = _hatched(x.hatch, 0.8 * step(dark, 0.12, 1.0), 0.4), _hatched(x.cross, 0.8 * step(dark, 0.45, 1.0), 0.4)
    contour = (0.90 * x.lines + 0.60 * blurred(x.lines, 1.4)) * (0.75 + 0.5 * x.grain)
    left = (1 - rubbed) * (1 - 0.48 * one * tooth) * (1 - 0.45 * two * tooth) * (1 - contour.clamp(0, 0.9))
    return mix(colour((0.15, 0.14, 0.145), left), colour((0.965, 0.950, 0.915), left), left)


def toon(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Flat colours in three bands of light, shadows in the shade's own hue, bold black outlines."""
    light = levelled(x, time)
    band = 0.52 + 0.26 * step(light, 0.36, 0.42) + 0.22 * step(light, 0.72, 0.78)
    body = saturated(encoded(saturated(x.albedo, time.vivid)), 1.4) * band * encoded(0.92 * warmth(light, time)) / 0.965
    shine = 0.5 * step(x.gloss, 0.1, 0.3) * step(light, 1.05, 1.10)
    picture = mix(mix(body, colour((1.0, 1.0, 1.0), light), shine), saturated(sky, 1.2), x.sky)
    return mix(picture, 0.04 * picture, step(blurred(x.lines, 0.8) - 0.22 * crowded(x.lines), 0.0, 0.42))


def noir(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Black and white with one hard light: deep shadows, glowing highlights, a little grain."""
    light = levelled(x, time)
    bright = grey(x.albedo) ** 0.5 * light * (0.55 + 0.45 * time.tone)
    tone = mix(step(bright, 0.07, 0.92), 0.55 * time.tone * grey(sky) ** 1.5, x.sky)
    rim = 0.16 * (blurred(x.lines, 1.0) * (1 - step(tone, 0.0, 0.25)) * (1 - x.sky))
    glow = 0.30 * blurred(tone ** 2, 4.5)
    film = (1 - (1 - tone) * (1 - glow) * (1 - rim)) * (1 + 0.05 * (x.grain - 0.5))
    return colour((0.012, 0.013, 0.016), film) + film * colour((0.97, 0.965, 0.95), film)


def blueprint(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """White lines on blue, whatever the colours: shade by thin hatching, patterns by tone."""
    light = levelled(x, time)
    paper = colour((0.045, 0.165, 0.44), light) * (0.5 + 0.5 * time.tone) * (1 + 0.08 * (x.grain - 0.5))
    tone = (0.14 * light / 1.25 + 0.22 * (x.pattern - 0.5)) * (1 - x.sky)
    shaded = (1 - step(light, 0.25, 0.80)) * (1 - x.sky)
    lines = 0.30 * _hatched(x.hatch, 0.24 * shaded)
    drawn = 1 - (1 - lines) * (1 - (1.1 * x.lines).clamp(0, 0.97)) * (1 - 0.30 * blurred(x.lines, 1.5))
    return mix(mix(paper, colour((0.25, 0.50, 0.85), light), tone), colour((0.90, 0.95, 1.0), light), drawn)


def neon(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """Outlines as glowing tubes in each thing's colour, in the dark: white within, the glow about them falls on what is near."""
    plain = encoded(x.plain)
    hue = saturated(plain / plain.amax(dim=1, keepdim=True).clamp(min=0.05), 2.2).clamp(0.08, 1)
    hue = mix(hue, colour((0.55, 0.35, 1.0), hue), x.sky)
    night = mix(colour((0.020, 0.012, 0.050), hue), 0.03 + 0.32 * sky * colour((0.60, 0.42, 1.0), hue), x.sky)
    dim = mix(hue, colour((0.42, 0.30, 1.0), hue), 0.55) * encoded(warmth(x.light, time))
    body = night + dim * (0.13 * x.light + 0.06 * (x.pattern - 0.5)) * (1 - x.sky)
    tube = hue * x.lines
    glow = 1.7 * blurred(tube, 1.6) + 1.9 * blurred(tube, 5.0)
    return mix(body + glow * (0.7 + 0.3 * x.light), 0.35 + 0.65 * hue, (1.2 * x.lines).clamp(0, 1))


def _darkness(x: LookLayers, time: Time, sky: Tensor) -> Tensor:
    """(N, 1, H, W) how dark what is seen is, 0..1, as an eye would say; the sky half as dark, since paper is left there."""
    bright = encoded(grey(x.albedo) * levelled(x, time)) ** 0.8 * (0.5 + 0.5 * time.tone)
    return 1 - mix(bright, 0.5 + 0.5 * grey(sky), x.sky)


def _hatched(lines: Tensor, share: Tensor, soft: float = SOFT) -> Tensor:
    """How much of a pixel is hatched where this share of the surface is: none at 0, all at 1."""
    border = share * (1 + 2 * soft) - soft
    u = ((border - lines) / (2 * soft) + 0.5).clamp(0, 1)
    return u * u * (3 - 2 * u)
