"""The painter: a model that has read the shot's words, and paints frames of it together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from neural.conditioning.inputs import context_of, inputs_of, padded
from neural.conditioning.region_map import RegionMap
from neural.config import NeuralConfig
from neural.models.loading import Model
from neural.painting.inpaint_context import InpaintContext
from neural.painting.paint import paint, repaint, strength_of
from neural.style import Style
from render.frame import Frame
from render.passes import Passes


class Painter:
    """Paints frames of these passes. Asking again paints again, to the same bytes."""

    def __init__(self, passes: Passes, style: Style, regions: RegionMap, config: NeuralConfig, model: Model) -> None:
        self._passes, self._style, self._regions, self._config, self._model = passes, style, regions, config, model
        self._prompt = model.read(style, regions)
        self._evaluations = 0

    @property
    def evaluations(self) -> int:
        """How often the denoiser has been evaluated so far, counted in pictures; guidance makes it two a step."""
        return self._evaluations

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of this painting: words that were not read."""
        return self._prompt.notes

    def paint(self, frames: Sequence[Frame], context: InpaintContext | None = None, reference: Frame | None = None) -> NDArray[np.uint8]:
        """The pictures (N, H, W, 3) sRGB of these frames, painted together. context: what of the only frame is painted already.
        reference: a frame that is painted along, which self-attention of all others looks at, and left out."""
        along = [reference] if reference and reference.number != frames[0].number else []
        inputs = self._inputs([*along, *frames])
        inputs = replace(inputs, known=None if context is None else context_of(context, self._model))
        with self._counted():
            painted = paint(self._model, self._prompt, inputs, self._config, self._style.resemblance, reference is not None)
        return self._delivered(painted[len(along):])

    def finish(self, frames: Sequence[Frame], pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Pictures (N, H, W, 3) sRGB of these frames denoised once more, as strongly as config.finish says."""
        start = torch.stack([padded(picture.astype(np.float32) / 127.5 - 1, self._model.multiple) for picture in pictures])
        strength = strength_of(1 - self._config.finish, self._model.levels or self._config.steps)
        with self._counted():
            return self._delivered(repaint(self._model, self._prompt, self._inputs(frames), self._config, start, strength))

    def round_trip(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """(H, W, 3) sRGB through the model's autoencoder and back: what of a picture the painter could give back at best."""
        pipe, (height, width) = self._model.pipe, picture.shape[:2]
        given = padded(picture.astype(np.float32) / 127.5 - 1, self._model.multiple)[None].to(pipe.device, pipe.vae.dtype)
        with torch.no_grad():
            back = pipe.vae.decode(pipe.vae.encode(given).latent_dist.mode(), return_dict=False)[0]
        shown = back[0, :, :height, :width].float().clamp(-1, 1).permute(1, 2, 0).cpu().numpy()
        return np.rint((shown + 1) * 127.5).astype(np.uint8)

    def _inputs(self, frames: Sequence[Frame]):
        return inputs_of(list(frames), self._passes, self._regions, self._style, self._model, self._config.consistency)

    def _delivered(self, painted: NDArray[np.float32]) -> NDArray[np.uint8]:
        return np.rint(painted[:, :self._passes.height, :self._passes.width] * 255).astype(np.uint8)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        def count(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            self._evaluations += len(inputs[0])

        hook = self._model.pipe.unet.register_forward_pre_hook(count)
        try:
            yield
        finally:
            hook.remove()
