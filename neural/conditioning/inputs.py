"""What the model is given of each frame, as tensors of the size it needs: control pictures, shares of the region_ids, noise."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import avg_pool2d, one_hot

from neural.conditioning.control_images import class_picture, depth_control
from neural.conditioning.region_map import RegionMap
from neural.conditioning.vocabulary import COLOURS, parse, parse_scene
from neural.config import Consistency
from neural.looks.programs import shown
from neural.models.loading import Model
from neural.painting.anchored_noise import anchored_noise
from neural.painting.inpaint_context import InpaintContext
from neural.painting.noise import latent_noise
from neural.style import Style
from render.frame import SUPERSAMPLE, Frame
from render.passes import Passes

SURFACE_NOISE: tuple[Consistency, ...] = ("anchored", "attention", "cast")


@dataclass(frozen=True, kw_only=True, eq=False)
class Inputs:
    """Of N frames, heights and widths padded to the model's multiple. controls: (N, C, H, W) float32 in 0..1, one for each
    ControlNet. shares: (N, S, h, w) float32, how much of each latent pixel each region covers. noise: (N, L, h, w) float32.
    beauty: (N, 3, H, W) float32 in -1..1, or None if the painting starts from noise. known: a picture (N, 3, H, W) float32 in -1..1 of what
    was painted before, and its mask (N, 1, h, w) float32 of the latent pixels that lie in it wholly; or None."""

    controls: tuple[torch.Tensor, ...]
    shares: torch.Tensor
    noise: torch.Tensor
    beauty: torch.Tensor | None
    known: tuple[torch.Tensor, torch.Tensor] | None = None


def inputs_of(frames: list[Frame], passes: Passes, regions: RegionMap, style: Style, model: Model,
              consistency: Consistency) -> Inputs:
    """The inputs for these frames, with the noise of this rung of the ladder."""
    shares = torch.stack([_shares(regions.region_ids(frame), max(len(regions.styles), model.slots), model) for frame in frames])
    noise = [_noise(frame, own, regions, style, model, consistency) for own, frame in zip(shares, frames)]
    beauty = [padded(frame.beauty.astype(np.float32) / 127.5 - 1, model.multiple) for frame in frames] if style.resemblance > 0 else None
    return Inputs(controls=tuple(_control(kind, frames, passes, regions, style, model) for kind in model.controls), shares=shares,
                  noise=torch.stack(noise), beauty=None if beauty is None else torch.stack(beauty))


def context_of(found: InpaintContext, model: Model) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs.known of one frame."""
    mask = padded(found.mask[..., None].astype(np.float32), model.multiple)
    whole = (avg_pool2d(mask, model.pipe.vae_scale_factor) > 0.999).float()
    return padded(found.picture * 2 - 1, model.multiple)[None], whole[None]


def padded(picture: NDArray, multiple: int) -> torch.Tensor:
    """(C, H', W') of (H, W, C), its last row and column repeated up to a multiple of `multiple`."""
    bottom, right = (-length % multiple for length in picture.shape[:2])
    edged = np.pad(picture, ((0, bottom), (0, right), (0, 0)), mode="edge")
    return torch.from_numpy(np.ascontiguousarray(edged.transpose(2, 0, 1)))


def _control(kind: str, frames: list[Frame], passes: Passes, regions: RegionMap, style: Style, model: Model) -> torch.Tensor:
    if kind == "class":
        pictures = [class_picture(frame, regions) for frame in frames]
    elif kind == "form":
        look, time, _ = parse_scene(style.prompt)
        sky = COLOURS.get(parse(regions.styles[0].prompt).colour or "")
        pictures = [shown(frame, look, time, sky, style.seed, regions.seeds) for frame in frames]
    else:
        pictures = [depth_control(frame, passes.depth_range) for frame in frames]
    return torch.stack([padded(picture, model.multiple) for picture in pictures])


def _shares(region_ids: NDArray[np.uint8], count: int, model: Model) -> torch.Tensor:
    whole = padded(region_ids[..., None], model.multiple)[0].long()
    return avg_pool2d(one_hot(whole, count).permute(2, 0, 1).float(), model.pipe.vae_scale_factor)


def _noise(frame: Frame, shares: torch.Tensor, regions: RegionMap, style: Style, model: Model, consistency: Consistency) -> torch.Tensor:
    channels = model.pipe.unet.config.in_channels
    if consistency in SURFACE_NOISE:
        cells = np.pad(frame.cells, [(0, SUPERSAMPLE * (-length % model.multiple)) for length in frame.part.shape] + [(0, 0)], mode="edge")
        noise = anchored_noise(cells, SUPERSAMPLE * model.pipe.vae_scale_factor, channels, style.seed, regions.seeds)
    else:
        own = np.array([own.seed for own in regions.styles])[shares.argmax(dim=0).numpy()]
        noise = latent_noise((channels, *own.shape), style.seed, frame.number if consistency == "independent" else None, own)
    return torch.from_numpy(noise) * model.quiet
