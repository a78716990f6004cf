"""Running the diffusion pipeline on prepared inputs: from noise, or from the beauty pass."""

from collections.abc import Iterable

import numpy as np
import torch
from diffusers import StableDiffusionControlNetImg2ImgPipeline
from numpy.typing import NDArray

from neural.conditioning.inputs import Inputs
from neural.conditioning.prompts import Prompt
from neural.config import NeuralConfig
from neural.models.loading import Model


def paint(model: Model, prompt: Prompt, inputs: Inputs, config: NeuralConfig, resemblance: float,
          lead: bool = False) -> NDArray[np.float32]:
    """Pictures (N, H, W, 3) in 0..1. lead: they all look at the first. resemblance 0 starts from noise; more starts from the beauty
    pass, noised the less the more is wanted; at 1 it stays as the autoencoder gives it back. What is known of the inputs is held
    during the first half of the steps."""
    controls, (noise,) = _to(model, inputs.controls), _to(model, [inputs.noise])
    hold = {"callback_on_step_end": _holding(model, inputs)} if inputs.known is not None else {}
    if resemblance == 0:
        return _call(model, model.pipe, prompt, inputs.shares, config, lead, image=controls, latents=noise,
                     num_inference_steps=config.steps, **hold)
    return repaint(model, prompt, inputs, config, inputs.beauty, strength_of(resemblance, model.levels or config.steps), lead, **hold)


def repaint(model: Model, prompt: Prompt, inputs: Inputs, config: NeuralConfig, start: torch.Tensor, strength: float, lead: bool = False,
            **hold) -> NDArray[np.float32]:
    """Pictures (N, H, W, 3) in 0..1 from pictures start (N, 3, H, W) in -1..1, noised and denoised again. strength: as of strength_of."""
    pipe = StableDiffusionControlNetImg2ImgPipeline(**model.pipe.components, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    steps, controls, (noise, picture) = model.levels or config.steps, _to(model, inputs.controls), _to(model, [inputs.noise, start])
    latents = _start(pipe, picture, noise, steps, strength)
    return _call(model, pipe, prompt, inputs.shares, config, lead, image=(picture + 1) / 2, control_image=controls, latents=latents,
                 num_inference_steps=steps, strength=strength, **hold)


def strength_of(resemblance: float, steps: int) -> float:
    """diffusers' strength: the part of the steps that is run. At least one, unless resemblance is 1; then none."""
    return 0.0 if resemblance == 1 else max(1, int(steps * (1 - resemblance) + 1e-6)) / steps


def _start(pipe, beauty: torch.Tensor, noise: torch.Tensor, steps: int, strength: float) -> torch.Tensor:
    latents = encode_latents(pipe, beauty)
    pipe.scheduler.set_timesteps(steps, device=pipe.device)
    level = pipe.get_timesteps(steps, strength, pipe.device)[0][:1]
    return pipe.scheduler.add_noise(latents, noise, level) if len(level) else latents


def _holding(model: Model, inputs: Inputs):
    """diffusers' callback after each step: what is known, noised to the next step's level, in the place of what was denoised there."""
    picture, mask, noise = _to(model, [*(inputs.known or ()), inputs.noise])
    latents = encode_latents(model.pipe, picture)

    def hold(pipe, step: int, timestep: int, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        levels = pipe.scheduler.timesteps
        if step + 1 > len(levels) / 2 or step + 1 == len(levels):
            return {}
        return {"latents": torch.lerp(tensors["latents"], pipe.scheduler.add_noise(latents, noise, levels[step + 1:step + 2]), mask)}

    return hold


def encode_latents(pipe, pictures: torch.Tensor) -> torch.Tensor:
    """Latents of pictures (N, 3, H, W) in -1..1, scaled as the denoiser takes them."""
    with torch.no_grad():
        return pipe.vae.encode(pictures).latent_dist.mode() * pipe.vae.config.scaling_factor


def _call(model: Model, pipe, prompt: Prompt, shares: torch.Tensor, config: NeuralConfig, lead: bool, **inputs) -> NDArray[np.float32]:
    embeddings, *negative = _to(model, [x for x in (prompt.embeddings, prompt.negative) if x is not None])
    if negative:
        inputs["negative_prompt_embeds"] = negative[0].expand(len(shares), -1, -1)
    found = prompt.references
    references = None if found is None else (found.tokens.to(pipe.device, pipe.unet.dtype), found.region_ids.to(pipe.device))
    with model.masks.set(shares.to(pipe.device), prompt.region_ids.to(pipe.device), lead, references):
        return pipe(prompt_embeds=embeddings.expand(len(shares), -1, -1), guidance_scale=config.guidance,
                    controlnet_conditioning_scale=list(model.scales), output_type="np", **inputs).images


def _to(model: Model, tensors: Iterable[torch.Tensor]) -> list[torch.Tensor]:
    return [tensor.to(model.pipe.device, model.pipe.unet.dtype) for tensor in tensors]
