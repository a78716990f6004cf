"""What the shading programs are made of: steps, blurs, colour. Torch, batched: pictures (N, 3, H, W), layers (N, 1, H, W)."""

from functools import cache

import torch
from torch import Tensor
from torch.nn.functional import conv2d, pad

from render.colour import LUMINANCE

_LUMINANCE = (float(LUMINANCE[0]), float(LUMINANCE[1]), float(LUMINANCE[2]))
REACH = 16
"""px; no colour of a program depends on what is farther from it."""


def colour(values: tuple[float, float, float] | Tensor, like: Tensor) -> Tensor:
    """(1, 3, 1, 1) one colour, or (N, 3, 1, 1) of (N, 3), one a picture, as a picture that can be mixed with others."""
    return (values if isinstance(values, Tensor) else constant(values, like.device)).view(-1, 3, 1, 1)


@cache
def constant(values: tuple, device: torch.device) -> Tensor:
    """Numbers on a device, float32, brought there once: a GPU would wait for them each time."""
    return torch.tensor(values, dtype=torch.float32, device=device)


def decoded(srgb: Tensor) -> Tensor:
    """Linear light of sRGB in 0..1."""
    return torch.where(srgb <= 0.04045, srgb / 12.92, ((srgb.clamp(min=0) + 0.055) / 1.055) ** 2.4)


def encoded(linear: Tensor) -> Tensor:
    """sRGB in 0..1 of linear light, clipped to 0..1."""
    x = linear.clamp(0, 1)
    return torch.where(x <= 0.0031308, 12.92 * x, 1.055 * x.clamp(min=0.0031308) ** (1 / 2.4) - 0.055)


def grey(picture: Tensor) -> Tensor:
    """(N, 1, H, W) luminance of a linear picture; of an encoded one, its luma."""
    return (picture * colour(_LUMINANCE, picture)).sum(dim=1, keepdim=True)


def saturated(picture: Tensor, factor: float | Tensor) -> Tensor:
    """Farther from grey by a factor; 0 is grey, 1 as it was."""
    plain = grey(picture)
    return (plain + factor * (picture - plain)).clamp(0, 1)


def step(value: Tensor, low: float, high: float) -> Tensor:
    """0 below low, 1 above high, smooth between."""
    u = ((value - low) / (high - low)).clamp(0, 1)
    return u * u * (3 - 2 * u)


def mix(a: Tensor, b: Tensor, share: Tensor | float) -> Tensor:
    """a where the share is 0, b where it is 1."""
    return a + (b - a) * share


def blurred(layer: Tensor, sigma: float) -> Tensor:
    """Gaussian blur, cut off at 3 sigma; the border's pixels go on outside."""
    radius = int(3 * sigma + 0.5)
    assert radius <= REACH, f"a blur of sigma {sigma} reaches {radius} px; at most {REACH}"
    away = torch.arange(-radius, radius + 1, dtype=layer.dtype, device=layer.device)
    weights = torch.exp(-0.5 * (away / sigma) ** 2)
    weights = (weights / weights.sum()).view(1, 1, 1, -1)
    number, channels, height, width = layer.shape
    each = layer.reshape(number * channels, 1, height, width)
    each = conv2d(pad(each, (radius, radius, 0, 0), mode="replicate"), weights)
    each = conv2d(pad(each, (0, 0, radius, radius), mode="replicate"), weights.mT)
    return each.view(number, channels, height, width)


def moved(layer: Tensor, right: int, down: int) -> Tensor:
    """A layer moved by so many px; the border's pixels go on."""
    height, width = layer.shape[-2:]
    wide = pad(layer, (abs(right), abs(right), abs(down), abs(down)), mode="replicate")
    top, left = abs(down) - down, abs(right) - right
    return wide[..., top:top + height, left:left + width]


def relief(height: Tensor, sigma: float = 1.0) -> Tensor:
    """(N, 1, H, W) about -1..1: how a surface of this height shows light from the upper left, positive where it slopes that way."""
    soft = blurred(height, sigma)
    return moved(soft, -1, -1) - moved(soft, 1, 1)


def crowded(lines: Tensor) -> Tensor:
    """(N, 1, H, W) 0..1: 0 about a line that is alone, 1 where there are many, as in a face."""
    return step(blurred(lines, 2.5), 0.19, 0.42)


def filmed(linear: Tensor) -> Tensor:
    """Linear light as film shows it: Stephen Hill's fit of the ACES reference and output transforms (BakingLab, ACES.hlsl, MIT licence),
    black to black, white compressed."""
    into = ((0.59719, 0.35458, 0.04823), (0.07600, 0.90834, 0.01566), (0.02840, 0.13383, 0.83777))
    back = ((1.60475, -0.53108, -0.07367), (-0.10208, 1.10813, -0.00605), (-0.00327, -0.07276, 1.07602))
    x = _turned(linear, into)
    return _turned((x * (x + 0.0245786) - 0.000090537) / (x * (0.983729 * x + 0.4329510) + 0.238081), back).clamp(0, 1)


def _turned(picture: Tensor, matrix: tuple[tuple[float, float, float], ...]) -> Tensor:
    return torch.einsum("ij,njhw->nihw", constant(matrix, picture.device), picture)
