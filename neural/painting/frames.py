"""The painted shot, frame by frame: each one denoised."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray

from neural.conditioning.inputs import SURFACE_NOISE, Inputs, context_of, inputs_of, padded
from neural.conditioning.region_map import RegionMap, region_map
from neural.config import NeuralConfig
from neural.models.loading import Model
from neural.painting.inpaint_context import InpaintContext
from neural.painting.paint import paint
from neural.reprojection.closeups import CloseUp
from neural.reprojection.coverage import cover, survey
from neural.style import Style
from render.frame import Frame
from render.passes import Passes
from render.prefetch import prefetch

Progress = Callable[[int, int], None]
LAYERS = ("depth", "part", "edges", "light", "pattern")
"""What the painter looks at of each frame, before what resemblance and consistency ask for."""


class Frames:
    """The painted shot. Nothing is painted until asked for; asking again paints again, to the same bytes."""

    def __init__(self, passes: Passes, style: Style, config: NeuralConfig, model: Model, progress: Progress | None) -> None:
        self._passes, self._style, self._config, self._model, self._progress = passes, style, config, model, progress
        self._regions = region_map(passes, style)
        self._prompt = model.read(style, self._regions)
        self._evaluations = 0
        model.pipe.unet.register_forward_pre_hook(self._count)

    def __len__(self) -> int:
        return self._passes.frames

    @property
    def evaluations(self) -> int:
        """How often the denoiser has been evaluated so far, counted in pictures; guidance makes it two a step."""
        return self._evaluations

    @property
    def anchors(self) -> tuple[int, ...]:
        """The frames that all are assembled from; none where each is painted."""
        return ()

    @property
    def close_ups(self) -> tuple[CloseUp, ...]:
        """What of them is painted larger, to be taken from, too."""
        return ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of this painting: words that were not read."""
        return self._prompt.notes

    @property
    def regions(self) -> RegionMap:
        """Who is painted by which words."""
        return self._regions

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """One picture (H, W, 3) sRGB alone, with nothing rendered ahead."""
        return self.paint([self._passes[number]])[0]

    def painted(self) -> Iterator[NDArray[np.uint8]]:
        """The pictures (H, W, 3) sRGB, in order, their layers made ahead by other processes."""
        more = {"beauty": self._style.resemblance > 0, "cells": self._config.consistency in SURFACE_NOISE}
        ahead = prefetch(self._passes, (*LAYERS, *(name for name, wanted in more.items() if wanted)))
        done = 0
        while group := list(islice(ahead, self._config.batch)):
            yield from self.paint(group)
            done += len(group)
            if self._progress:
                self._progress(done, len(self))

    @cached_property
    def lead(self) -> Frame | None:
        """The frame that self-attention of all others looks at: the one that shows most of what the shot shows."""
        return self._passes[cover(survey(self._passes)).anchors[0]] if self._config.consistency == "attention" else None

    def paint(self, frames: list[Frame], known: InpaintContext | None = None) -> NDArray[np.uint8]:
        """The pictures (N, H, W, 3) sRGB of these frames, painted together; with a lead, it is painted along, and left out. known: what
        of the only frame is painted already."""
        along = [self.lead] if self.lead and self.lead.number != frames[0].number else []
        inputs = self._inputs([*along, *frames])
        inputs = replace(inputs, known=None if known is None else context_of(known, self._model))
        painted = paint(self._model, self._prompt, inputs, self._config, self._style.resemblance, self.lead is not None)
        return self._delivered(painted[len(along):])

    def _inputs(self, frames: list[Frame]) -> Inputs:
        return inputs_of(frames, self._passes, self._regions, self._style, self._model, self._config.consistency)

    def _delivered(self, painted: NDArray[np.float32]) -> NDArray[np.uint8]:
        return np.rint(painted[:, :self._passes.height, :self._passes.width] * 255).astype(np.uint8)

    def round_trip(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """(H, W, 3) sRGB through the model's autoencoder and back: what of a picture the painter could give back at best."""
        pipe, (height, width) = self._model.pipe, picture.shape[:2]
        given = padded(picture.astype(np.float32) / 127.5 - 1, self._model.multiple)[None].to(pipe.device, pipe.vae.dtype)
        with torch.no_grad():
            back = pipe.vae.decode(pipe.vae.encode(given).latent_dist.mode(), return_dict=False)[0]
        shown = back[0, :, :height, :width].float().clamp(-1, 1).permute(1, 2, 0).cpu().numpy()
        return np.rint((shown + 1) * 127.5).astype(np.uint8)

    def _count(self, module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        self._evaluations += len(inputs[0])
