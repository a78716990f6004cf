"""The eight looks of the first edition, as shading programs over exact buffers: what the weights in this repository were taught.

The next weights are taught those of neural.training.looks; this file goes with the weights that it belongs to.

Each takes FirstLayers and gives sRGB in 0..1. All that a program draws can be told from the controls and the words the model gets;
what cannot (grain, hatching, paper) a small model would only average to mud.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, maximum_filter

from render.colour import LUMINANCE, linear_from_srgb, srgb_from_linear
from render.frame import Frame, filtered, to_bytes
from render.materials import MATERIALS
from render.surfels import luminance

Image = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class FirstTime:
    """How a time of day of the first edition tints light and colours the sky. sun: how much of the contrast of the light is left, 0..1."""

    tint: tuple[float, float, float]
    sun: float
    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]


TIMES = {
    "day": FirstTime(tint=(1.0, 1.0, 1.0), sun=1.0, zenith=(0.36, 0.58, 0.88), horizon=(0.78, 0.88, 0.96)),
    "dusk": FirstTime(tint=(1.0, 0.82, 0.66), sun=1.0, zenith=(0.30, 0.27, 0.50), horizon=(0.98, 0.64, 0.40)),
    "night": FirstTime(tint=(0.40, 0.48, 0.72), sun=1.0, zenith=(0.02, 0.03, 0.10), horizon=(0.09, 0.12, 0.24)),
    "overcast": FirstTime(tint=(0.88, 0.92, 0.97), sun=0.45, zenith=(0.62, 0.66, 0.71), horizon=(0.82, 0.84, 0.86)),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class FirstLayers:
    """Two by two samples a pixel, float32. albedo: (H, W, 3) linear, with the pattern. plain: the same without it. light: (H, W)
    luminance, 1.25 at most. gloss, pattern, lines: (H, W); the sky's pattern is its height. sky: (H, W) bool."""

    albedo: Image
    plain: Image
    light: Image
    gloss: Image
    pattern: Image
    lines: Image
    sky: NDArray[np.bool_]


def first_painted(frame: Frame, look: str, time: str, sky_colour: tuple[float, float, float] | None = None) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB: a frame in a look, at a time of day; the sky in a colour (sRGB) or the time's own."""
    seen, moment = first_layers(frame), TIMES[time]
    if sky_colour is not None:
        red, green, blue = (0.5 + 0.5 * c for c in sky_colour)
        moment = FirstTime(tint=moment.tint, sun=moment.sun, zenith=sky_colour, horizon=(red, green, blue))
    return to_bytes(filtered(np.clip(PROGRAMS[look](seen, moment), 0, 1)))


def first_layers(frame: Frame) -> FirstLayers:
    """What the programs need of a frame."""
    fine = frame.fine
    gloss = np.array([MATERIALS[material].gloss for material in fine.surfaces.materials], np.float32)
    return FirstLayers(albedo=fine.albedo, plain=fine.surfaces.albedo[fine.part].astype(np.float32), pattern=fine.pattern,
                  light=luminance(frame.fine_light), gloss=gloss[fine.part],
                  lines=maximum_filter(frame.fine_edges, size=2), sky=~fine.hit)


def _photo(x: FirstLayers, time: FirstTime) -> Image:
    shine = x.gloss * _step(x.light, 0.8, 1.2) * 0.35
    lit = x.albedo * (_flat(x.light, time) + 0.02)[..., None] * _linear(time.tint) + shine[..., None] * _linear(time.tint)
    return _with_sky(srgb_from_linear(1.15 * lit / (1 + 0.2 * lit)), x, time)


def _clay(x: FirstLayers, time: FirstTime) -> Image:
    body = 0.72 * srgb_from_linear(x.plain) + 0.28 * np.array([0.88, 0.83, 0.78], np.float32)
    soft = 0.30 + 0.78 * np.sqrt(_flat(x.light, time) / 1.25)
    return _with_sky(_saturated(body, 0.95) * soft[..., None] * _mild(time), x, time, pale=0.25)


def _watercolour(x: FirstLayers, time: FirstTime) -> Image:
    wash = 0.60 + 0.2 * _step(x.light, 0.30, 0.46) + 0.14 * _step(x.light, 0.62, 0.80) + 0.1 * _step(x.light, 0.9, 1.1)
    body = _saturated(srgb_from_linear(x.albedo) ** 0.8, 1.1)
    paper = np.array([0.98, 0.96, 0.92], np.float32)
    picture = _with_sky((0.8 * body + 0.2 * paper) * wash[..., None] * _mild(time), x, time, pale=0.3)
    pigment = gaussian_filter(x.lines, 3.0)
    return _blurred(picture, 1.0) * (1 - 0.4 * np.minimum(pigment, 0.6) - 0.25 * x.lines)[..., None]


def _toon(x: FirstLayers, time: FirstTime) -> Image:
    band = 0.5 + 0.27 * _step(x.light, 0.40, 0.46) + 0.23 * _step(x.light, 0.72, 0.78)
    body = _saturated(srgb_from_linear(x.albedo), 1.25) * band[..., None] * _mild(time)
    shine = 0.45 * (x.gloss > 0) * _step(x.light, 1.08, 1.12)
    picture = _with_sky(body + shine[..., None] * (1 - body), x, time)
    return _drawn(picture, x.lines, 0.08 * picture)


def _noir(x: FirstLayers, time: FirstTime) -> Image:
    dark = (0.8 + 0.2 * time.sun) * float(np.mean(time.tint)) ** 0.3
    grey = (x.albedo @ LUMINANCE.astype(np.float32)) ** 0.7 * _flat(x.light, time) * dark
    grey = np.where(x.sky, 0.10 + 0.25 * (1 - x.pattern) * dark, _step(grey, 0.0, 0.55))
    return (grey[..., None] * np.array([0.90, 0.91, 0.94]) + 0.02).astype(np.float32)


def _blueprint(x: FirstLayers, time: FirstTime) -> Image:
    tone = (0.25 + 0.5 * x.light / 1.25 + 0.2 * (x.pattern - 0.5))[..., None]
    body = (1 - tone) * np.array([0.03, 0.13, 0.38], np.float32) + tone * np.array([0.10, 0.30, 0.64], np.float32)
    body = np.where(x.sky[..., None], np.array([0.03, 0.13, 0.38], np.float32), body)
    return _drawn(body, x.lines, np.array([0.88, 0.94, 1.0], np.float32))


def _sketch(x: FirstLayers, time: FirstTime) -> Image:
    shade = 0.40 + 0.36 * _step(x.light, 0.15, 0.55) + 0.24 * _step(x.light, 0.5, 1.0)
    tone = 0.75 + 0.25 * np.sqrt(x.albedo @ LUMINANCE.astype(np.float32))
    grey = np.where(x.sky, 1.0, shade * tone)[..., None] * np.array([0.97, 0.96, 0.93], np.float32)
    return _drawn(grey, x.lines, np.array([0.13, 0.13, 0.15], np.float32))


def _neon(x: FirstLayers, time: FirstTime) -> Image:
    hue = srgb_from_linear(x.plain)
    hue = _saturated(hue / np.maximum(hue.max(axis=2, keepdims=True), 0.05), 1.8)
    hue = np.where(x.sky[..., None], np.array([0.5, 0.4, 1.0], np.float32), np.clip(hue, 0.12, 1))
    body = 0.02 + hue * (0.05 + 0.10 * x.light + 0.04 * (x.pattern - 0.5))[..., None]
    body = np.where(x.sky[..., None], np.array([0.03, 0.02, 0.07], np.float32), body)
    glow = _blurred(hue * x.lines[..., None], 5.0) * 1.3
    return _drawn(body + glow, x.lines, 0.35 + 0.65 * hue)


PROGRAMS: dict[str, Callable[[FirstLayers, FirstTime], Image]] = {
    "photo": _photo, "clay": _clay, "watercolour": _watercolour, "toon": _toon, "noir": _noir, "blueprint": _blueprint,
    "sketch": _sketch, "neon": _neon,
}


def _step(value: Image, low: float, high: float) -> Image:
    """0 below low, 1 above high, smooth between."""
    u = np.clip((value - low) / (high - low), 0, 1)
    return (u * u * (3 - 2 * u)).astype(np.float32)


def _flat(light: Image, time: FirstTime) -> Image:
    return time.sun * light + (1 - time.sun) * np.float32(0.75)


def _linear(srgb: tuple[float, float, float]) -> Image:
    return linear_from_srgb(srgb).astype(np.float32)


def _mild(time: FirstTime) -> Image:
    """The tint of the time of day for looks that are painted in display colours."""
    return np.asarray(time.tint, np.float32) ** np.float32(0.7)


def _saturated(picture: Image, factor: float) -> Image:
    grey = (picture @ LUMINANCE.astype(np.float32))[..., None]
    return np.clip(grey + factor * (picture - grey), 0, 1)


def _with_sky(picture: Image, x: FirstLayers, time: FirstTime, pale: float = 0.0) -> Image:
    up = x.pattern[..., None]
    sky = up * np.array(time.zenith, np.float32) + (1 - up) * np.array(time.horizon, np.float32)
    return np.where(x.sky[..., None], (1 - pale) * sky + pale, picture).astype(np.float32)


def _blurred(picture: Image, sigma: float) -> Image:
    return gaussian_filter(picture, (sigma, sigma, 0))


def _drawn(picture: Image, lines: Image, ink: Image) -> Image:
    """Lines of this ink over a picture."""
    return picture * (1 - lines[..., None]) + ink * lines[..., None]
