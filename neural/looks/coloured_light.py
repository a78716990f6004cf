"""The colour of light, as painters are shown it: what is lit is given the light's tint, and light is a strength that has no colour.

What the words of an hour say of light's colour already (times.Time) is left out, or a set at dusk, lit by the sun that goes with
the word, would be coloured twice. So light without a colour, or of the hour's own, has no tint, and is as strong as it is bright.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from neural.looks.times import TIMES
from render.colour import LUMINANCE
from render.surfels import BRIGHTEST, luminance

Single = NDArray[np.float32]
DARK = np.float32(0.02)
"""Light that has half of its tint: what there is less of has hardly any."""
SHADE, FULL = np.float32(0.1), np.float32(0.9)
"""Light up to which its colour is the hour's of shade, and from which on that of full light: as in look_layers.warmth."""
_RED, _GREEN, _BLUE = LUMINANCE.astype(np.float32)
_compiled = njit(cache=True, error_model="numpy")


@dataclass(frozen=True, kw_only=True)
class LightAnswer:
    """How a painter answers the colour of light. hour: the colours of shade and of full light that the hour's words stand for, linear, of
    luminance 1; None for a painter who is shown light without colour. own, common: the powers that painted sRGB goes with, of the tint's
    own channel and of its luminance."""

    hour: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    own: float = 0.0
    common: float = 0.0

    def split(self, light: Single) -> tuple[Single, Single]:
        """Of irradiance (..., 3) its strength (...), at most BRIGHTEST, and its tint (..., 3), whose greatest channel is 1; the product of
        both is the light, but for what is the hour's."""
        if self.hour is None:
            return luminance(light), np.ones_like(light)
        strength, tint = _split(np.ascontiguousarray(light, np.float32).reshape(-1, 3), np.array(self.hour, np.float32))
        return strength.reshape(light.shape[:-1]), tint.reshape(light.shape)

    def gain(self, tint: Single) -> Single:
        """(..., 3) what tints (..., 3) multiply painted sRGB by."""
        flat = np.ascontiguousarray(tint, np.float32).reshape(-1, 3)
        return _gain(flat, np.float32(self.own), np.float32(self.common)).reshape(tint.shape)


COLOURLESS = LightAnswer()
"""Of painters who are shown no colour of light."""


def hour_colours(time: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """LightAnswer's of a time of day, '' for none."""
    shaded, lit = (np.array(colour) / (LUMINANCE @ np.array(colour)) for colour in (TIMES[time].shaded, TIMES[time].lit))
    return tuple(shaded.tolist()), tuple(lit.tolist())


@_compiled
def _split(light, hour):
    strength, tint = np.empty(len(light), np.float32), np.empty_like(light)
    one = np.float32(1)
    for i in range(len(light)):
        bright = light[i, 0] * _RED + light[i, 1] * _GREEN + light[i, 2] * _BLUE
        u = min(max((bright - SHADE) / (FULL - SHADE), np.float32(0)), one)
        share, most, along, length = u * u * (np.float32(3) - np.float32(2) * u), np.float32(0), np.float32(0), np.float32(1e-6)
        for c in range(3):
            colour, said = (light[i, c] + DARK) / (bright + DARK), hour[0, c] + share * (hour[1, c] - hour[0, c])
            along, length = along + (colour - one) * (said - one), length + (said - one) * (said - one)
        against = min(max(-along / length, np.float32(0)), one)
        for c in range(3):
            colour, said = (light[i, c] + DARK) / (bright + DARK), hour[0, c] + share * (hour[1, c] - hour[0, c])
            tint[i, c] = colour / min(max(colour, min(said, one)), max(said, one)) / said ** against
            most = max(most, tint[i, c])
        for c in range(3):
            tint[i, c] /= most
        strength[i] = min(bright * most, np.float32(BRIGHTEST))
    return strength, tint


@_compiled
def _gain(tint, own, common):
    out = np.ones_like(tint)
    for i in range(len(tint)):
        if min(tint[i, 0], tint[i, 1], tint[i, 2]) < np.float32(1):
            shared = (tint[i, 0] * _RED + tint[i, 1] * _GREEN + tint[i, 2] * _BLUE) ** common
            for c in range(3):
                out[i, c] = shared * tint[i, c] ** own
    return out
