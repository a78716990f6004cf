"""Passes + Style -> Frames: the painted picture, made as it is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import StableDiffusionControlNetImg2ImgPipeline
from numpy.typing import NDArray
from torch.nn.functional import avg_pool2d, one_hot

from neural.config import NeuralConfig
from neural.controls import Casting, cast, class_picture, depth_picture, form_picture
from neural.models import Model, load
from neural.noise import latent_noise
from neural.prompts import Prompt
from neural.style import Style
from render.frame import Frame
from render.passes import Passes
from sim.errors import DeclarationError

Progress = Callable[[int, int], None]
Pictures = NDArray[np.uint8]


class Frames:
    """The painted shot. Nothing is painted until asked for; asking again paints again, to the same bytes."""

    def __init__(self, passes: Passes, style: Style, config: NeuralConfig, model: Model, progress: Progress | None) -> None:
        self._passes, self._style, self._config, self._model, self._progress = passes, style, config, model, progress
        self._casting = cast(passes, style)
        self._prompt = model.read(style, self._casting)
        self._evaluations = 0
        model.pipe.unet.register_forward_pre_hook(self._count)

    def __len__(self) -> int:
        return self._passes.frames

    @property
    def evaluations(self) -> int:
        """How often the denoiser has been evaluated so far, in pictures; guidance makes it two a step."""
        return self._evaluations

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of this painting: words that were not read."""
        return self._prompt.notes

    def painted(self) -> Iterator[Pictures]:
        """The pictures (H, W, 3) uint8 sRGB, in order."""
        for start in range(0, len(self), self._config.batch):
            numbers = range(start, min(start + self._config.batch, len(self)))
            yield from self._paint([self._passes[number] for number in numbers])
            if self._progress:
                self._progress(numbers[-1] + 1, len(self))

    def _count(self, module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        self._evaluations += len(inputs[0])

    def _paint(self, frames: list[Frame]) -> Pictures:
        told = [self._told(frame) for frame in frames]
        batch = _Batch(controls=[torch.stack(of_net) for of_net in zip(*(t.controls for t in told))],
                       shares=torch.stack([t.shares for t in told]), noise=torch.stack([t.noise for t in told]))
        if self._style.resemblance > 0:
            start = torch.stack([self._tensor(frame.beauty / np.float32(127.5) - 1) for frame in frames])
            painted = paint_over(self._model, self._prompt, batch, self._config, start, self._style.resemblance)
        else:
            painted = paint(self._model, self._prompt, batch, self._config)
        height, width = frames[0].depth.shape
        return np.rint(painted[:, :height, :width] * 255).astype(np.uint8)

    def _told(self, frame: Frame) -> "_Told":
        pictures = {"form": lambda: form_picture(frame, self._passes.depth_range), "class": lambda: class_picture(frame, self._casting),
                    "depth": lambda: depth_picture(frame, self._passes.depth_range)}
        slots = self._tensor(self._casting.slots(frame)[..., None].astype(np.float32))[0].long()
        shares = avg_pool2d(one_hot(slots, len(self._casting.styles)).permute(2, 0, 1).float(), self._model.pipe.vae_scale_factor)
        seeds = np.array([own.seed for own in self._casting.styles])[shares.argmax(dim=0).numpy()]
        number = frame.number if self._config.noise == "independent" else None
        noise = latent_noise((self._model.pipe.unet.config.in_channels, *seeds.shape), self._style.seed, number, seeds)
        return _Told(controls=[self._tensor(pictures[kind]()) for kind in self._model.controls], shares=shares,
                     noise=torch.from_numpy(noise) * self._model.quiet)

    def _tensor(self, picture: NDArray[np.float32]) -> torch.Tensor:
        """(C, H', W') of (H, W, C), its last row and column repeated up to the model's multiple."""
        bottom, right = (-length % self._model.multiple for length in picture.shape[:2])
        padded = np.pad(picture, ((0, bottom), (0, right), (0, 0)), mode="edge")
        return torch.from_numpy(np.ascontiguousarray(padded.transpose(2, 0, 1)))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Told:
    """What the model is told of a frame; `_Batch` is the same of several."""

    controls: list[torch.Tensor]
    shares: torch.Tensor
    noise: torch.Tensor


_Batch = _Told


def stylise(passes: Passes, style: Style, config: NeuralConfig = NeuralConfig(), progress: Progress | None = None) -> Frames:
    """The shot painted in this style, lazily. progress is told (frames done, frames in all).

    Raises DeclarationError if the style names unknown objects, looks or classes, leaves a part without words, or asks for a
    reference picture; ResourceError if the model is not there.
    """
    for name, own in style.objects.items():
        if own.reference is not None:
            raise DeclarationError(f"{name}: has reference picture {own.reference!r}, which no model here can follow yet; remove it.")
    return Frames(passes, style, config, load(config), progress)


def paint(model: Model, prompt: Prompt, batch: _Batch, config: NeuralConfig) -> NDArray[np.float32]:
    """Pictures (N, H, W, 3) in 0..1 from the batch's noise."""
    return _call(model, model.pipe, prompt, batch, config, image=_to(model, batch.controls), latents=_to(model, [batch.noise])[0],
                 num_inference_steps=config.steps)


def paint_over(model: Model, prompt: Prompt, batch: _Batch, config: NeuralConfig, start: torch.Tensor, resemblance: float) -> NDArray[np.float32]:
    """As `paint`, from the pictures `start` (N, 3, H, W) in -1..1, noised the less the more resemblance is wanted; at 1 not at all."""
    pipe = StableDiffusionControlNetImg2ImgPipeline(**model.pipe.components, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    steps = model.levels or config.steps
    strength = 0.0 if resemblance == 1 else max(1.0, steps * (1 - resemblance) + 1e-6) // 1 / steps
    start, noise = _to(model, [start, batch.noise])
    with torch.no_grad():
        latents = pipe.vae.encode(start).latent_dist.mode() * pipe.vae.config.scaling_factor
    pipe.scheduler.set_timesteps(steps, device=pipe.device)
    levels = pipe.get_timesteps(steps, strength, pipe.device)[0][:1]
    if strength > 0:
        latents = pipe.scheduler.add_noise(latents, noise, levels)
    return _call(model, pipe, prompt, batch, config, image=start, control_image=_to(model, batch.controls), latents=latents,
                 num_inference_steps=steps, strength=strength)


def _call(model: Model, pipe, prompt: Prompt, batch: _Batch, config: NeuralConfig, **inputs) -> NDArray[np.float32]:
    embeddings, *negative = _to(model, [x for x in (prompt.embeddings, prompt.negative) if x is not None])
    shares = batch.shares.to(pipe.device)
    if negative:
        inputs["negative_prompt_embeds"] = negative[0].expand(len(shares), -1, -1)
    with model.routing.set(shares, prompt.slots.to(pipe.device)):
        return pipe(prompt_embeds=embeddings.expand(len(shares), -1, -1), guidance_scale=config.guidance,
                    controlnet_conditioning_scale=list(model.scales), output_type="np", **inputs).images


def _to(model: Model, tensors: list[torch.Tensor]) -> list[torch.Tensor]:
    return [tensor.to(model.pipe.device, model.pipe.unet.dtype) for tensor in tensors]
