"""Loading what paints: the embedded model or Stable Diffusion weights, both as diffusers' ControlNet pipeline with routed attention."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numba
import torch
from diffusers import ControlNetModel, MultiControlNetModel, PNDMScheduler, StableDiffusionControlNetPipeline, UniPCMultistepScheduler

from neural.conditioning.prompts import Prompt, read_clip, read_words
from neural.conditioning.references import adapt
from neural.conditioning.region_map import RegionMap
from neural.conditioning.regional_attention import RegionMasks
from neural.conditioning.vocabulary import SLOTS
from neural.config import NeuralConfig
from neural.models import embedded
from neural.models.hub import hub
from neural.style import Style
from render.workers import cores
from sim.errors import ResourceError


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """pipe: its ControlNets get the pictures named by `controls`, scaled by `scales`. read: style to prompt.
    quiet: factor of the noise. slots: how many regions it wants at least.
    levels: steps when starting from the beauty pass, or None for as many as configured."""

    pipe: StableDiffusionControlNetPipeline
    masks: RegionMasks
    controls: tuple[Literal["form", "depth", "class"], ...]
    scales: tuple[float, ...]
    read: Callable[[Style, RegionMap], Prompt]
    quiet: float = 1.0
    slots: int = 0
    levels: int | None = None

    @property
    def multiple(self) -> int:
        """Width and height of pictures must be multiples of this, px."""
        return self.pipe.vae_scale_factor * 2 ** (len(self.pipe.unet.config.block_out_channels) - 1)


def load_model(config: NeuralConfig) -> Model:
    """The configured model on its device. Raises ResourceError if the weights or the device are not there."""
    device = _device(config.device)
    half = config.precision == "half" or config.precision == "auto" and device == "cuda"
    dtype = torch.float16 if half else torch.float32
    with hub(fetch=config.download):
        model = _embedded(dtype) if config.model == "tiny" else _pretrained(config, dtype)
    model.pipe.to(device)
    if device == "cpu":  # the other half of the cores renders the next frames; sharing all costs each a third more
        numba.get_num_threads()  # starts Numba's threads; where they are OpenMP's, that sets the number of torch's, too
        torch.set_num_threads(max(1, cores() // 2))
        for net in (model.pipe.unet, *model.pipe.controlnet.nets):
            net.to(memory_format=torch.channels_last)
    return model if config.noise is None else replace(model, quiet=config.noise)


def _embedded(dtype: torch.dtype) -> Model:
    parts = embedded.load_embedded(dtype=dtype)
    pipe = _pipeline(vae=parts.vae, text_encoder=None, tokenizer=None, unet=parts.unet, controlnet=[parts.form],
                     scheduler=parts.scheduler)
    return Model(pipe=pipe, masks=_masks(pipe), controls=("form",), scales=(1.0,), quiet=embedded.QUIET, slots=SLOTS, levels=4,
                 read=partial(read_words, words=parts.words, slots=SLOTS))


def _pretrained(config: NeuralConfig, dtype: torch.dtype) -> Model:
    fetch = partial(_fetch, download=config.download, dtype=dtype)
    nets = [fetch(ControlNetModel, net.model, net.revision) for net in config.controlnets]
    pipe = fetch(StableDiffusionControlNetPipeline, config.model, config.revision,
                 controlnet=MultiControlNetModel(nets), safety_checker=None, requires_safety_checker=False)
    if isinstance(pipe.scheduler, PNDMScheduler):  # it evaluates once more than asked, and its successor needs fewer steps
        pipe.scheduler = UniPCMultistepScheduler.from_config(pipe.scheduler.config)
    return of_pipeline(pipe, config)


def of_pipeline(pipe: StableDiffusionControlNetPipeline, config: NeuralConfig) -> Model:
    """A Stable Diffusion pipeline with a MultiControlNetModel as a Model; its ControlNets are the config's, in order."""
    negative, masks = config.negative if config.guidance > 1 else None, _masks(pipe)
    project = adapt(pipe, masks, config.adapters[0], config.download) if config.adapters else None
    return Model(pipe=pipe, masks=masks, controls=tuple(net.control for net in config.controlnets),
                 scales=tuple(net.scale for net in config.controlnets),
                 read=partial(read_clip, pipe=pipe, negative=negative, project=project))


def _pipeline(**parts) -> StableDiffusionControlNetPipeline:
    return StableDiffusionControlNetPipeline(**parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def _masks(pipe: StableDiffusionControlNetPipeline) -> RegionMasks:
    masks = RegionMasks()
    for net in (pipe.unet, *pipe.controlnet.nets):
        embedded.route_attention(net, masks)
    pipe.set_progress_bar_config(disable=True)
    return masks


def _fetch(kind, name: str, revision: str | None, download: bool, **parts):
    try:
        return kind.from_pretrained(name, revision=revision, use_safetensors=True, local_files_only=not download, **parts)
    except Exception as error:  # the readers raise whatever a broken or hostile folder leads them to
        raise ResourceError(f"model {name}: cannot be read as a {kind.__name__} in safetensors ({_first(error)}). Name a folder that "
                            "holds it, or set download to fetch it from the hub.") from error


def _first(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _device(wanted: str) -> str:
    if wanted == "cuda" and not torch.cuda.is_available():
        raise ResourceError("neural: device is 'cuda', but PyTorch finds no CUDA device; use 'auto' or 'cpu'.")
    return "cuda" if wanted != "cpu" and torch.cuda.is_available() else "cpu"
