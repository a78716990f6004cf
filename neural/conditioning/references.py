"""Reference pictures: what an IP-Adapter (Ye et al., 2023) makes of them, seen by cross-attention where their objects are."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from diffusers import StableDiffusionControlNetPipeline
from diffusers.models.attention_processor import Attention, AttnProcessor2_0
from PIL import Image, UnidentifiedImageError
from torch.nn.functional import scaled_dot_product_attention
from transformers import CLIPVisionModelWithProjection

from neural.conditioning.region_map import RegionMap
from neural.conditioning.regional_attention import RegionalAttention, RegionMasks
from neural.config import IPAdapter
from sim.errors import DeclarationError, ResourceError


@dataclass(frozen=True, kw_only=True, eq=False)
class References:
    """tokens: (2, L, D), of nothing (for what guidance leads away from) and of the pictures. region_ids: (L,) int64, whose each is."""

    tokens: torch.Tensor
    region_ids: torch.Tensor


class ReferringAttention(RegionalAttention, torch.nn.Module):
    """Routed cross-attention that also looks, with keys and values of its own, at the reference pictures."""

    def __init__(self, masks: RegionMasks, to_k: torch.nn.Module, to_v: torch.nn.Module, scale: float) -> None:
        torch.nn.Module.__init__(self)
        RegionalAttention.__init__(self, masks)
        self.to_k, self.to_v, self.scale = to_k, to_v, scale

    def beside(self, attn: Attention, query: torch.Tensor) -> torch.Tensor | float:
        referred = self._masks.referred(len(query), query.shape[2])
        if referred is None:
            return 0.0
        tokens, bias, shares = (tensor.to(query.dtype) for tensor in referred)
        key, value = (self._heads(attn, to(tokens)) for to in (self.to_k, self.to_v))
        return self.scale * shares * scaled_dot_product_attention(query, key, value, attn_mask=bias)


def adapt(pipe: StableDiffusionControlNetPipeline, masks: RegionMasks, adapter: IPAdapter, download: bool) -> torch.nn.Module:
    """Load the adapter into a pipeline whose attention is routed already; the module that makes tokens (N, T, D) of image embeddings.

    Raises ResourceError if its files cannot be read.
    """
    pipe.unet.set_attn_processor(AttnProcessor2_0())  # the loader makes new ones of the class it finds, and of its own
    try:
        if pipe.image_encoder is None:  # the loader would also read one that is pickled
            pipe.register_modules(image_encoder=CLIPVisionModelWithProjection.from_pretrained(
                adapter.model, subfolder=f"{adapter.subfolder}/image_encoder", revision=adapter.revision, use_safetensors=True,
                local_files_only=not download, dtype=pipe.dtype).to(pipe.device))
        pipe.load_ip_adapter(adapter.model, subfolder=adapter.subfolder, weight_name=adapter.weights, revision=adapter.revision,
                             local_files_only=not download)
    except Exception as error:  # the readers raise whatever a broken or hostile folder leads them to
        raise ResourceError(f"IP-Adapter {adapter.model}: cannot be read ({error}). Name a folder that holds {adapter.subfolder}/"
                            f"{adapter.weights} and its image encoder, or set download to fetch it from the hub.") from error
    (project,) = pipe.unet.encoder_hid_proj.image_projection_layers
    pipe.unet.encoder_hid_proj, pipe.unet.config.encoder_hid_dim_type = None, None  # tokens reach attention by the region masks instead
    pipe.unet.set_attn_processor({name: _routed(own, masks, adapter.scale) for name, own in pipe.unet.attn_processors.items()})
    return project


def _routed(own, masks: RegionMasks, scale: float) -> RegionalAttention:
    if not hasattr(own, "to_k_ip"):
        return RegionalAttention(masks)
    return ReferringAttention(masks, own.to_k_ip[0], own.to_v_ip[0], scale)


def read_references(regions: RegionMap, pipe: StableDiffusionControlNetPipeline | None,
                    project: torch.nn.Module | None) -> References | None:
    """What attention sees of the region_ids' reference pictures; None if there are none. project: as from `adapt`.

    Raises DeclarationError, naming the object, if there is no adapter or a picture cannot be read.
    """
    having = [(region, name, own.reference) for region, (name, own) in enumerate(zip(regions.names, regions.styles)) if own.reference]
    if not having:
        return None
    if pipe is None or project is None:
        _, name, path = having[0]
        raise DeclarationError(f"{name}: has reference picture {path!r}, which this model cannot follow; name an IP-Adapter for real "
                               "weights in neural.adapters, or remove the picture.")
    pictures = [_picture(name, path) for _, name, path in having]
    tokens, blank = _tokens(pipe, project, pictures)
    region_ids = torch.tensor([region for region, _, _ in having]).repeat_interleave(tokens.shape[1])
    return References(tokens=torch.stack([blank.flatten(0, 1), tokens.flatten(0, 1)]), region_ids=region_ids)


def _tokens(pipe: StableDiffusionControlNetPipeline, project: torch.nn.Module, pictures: Sequence[Image.Image]) -> list[torch.Tensor]:
    project.to(pipe.device)  # it is no part of the pipeline, and is not moved with it
    with torch.no_grad():
        return [project(embeds) for embeds in pipe.encode_image(list(pictures), pipe.device, 1)]


def _picture(name: str, path: str) -> Image.Image:
    try:
        return Image.open(path).convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        raise DeclarationError(f"{name}: reference picture {path!r} cannot be read ({error}); give the path of a PNG or JPEG.") from None
