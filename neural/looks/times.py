"""The times of day, as looks know them. Torch is not imported here: those who assemble frames need no more than this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

Colour = tuple[float, float, float]


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
