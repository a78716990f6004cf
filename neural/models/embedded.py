"""The embedded model: a small ControlNet diffusion model in diffusers' own classes and layout, with a table for its words."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import ControlNetModel, DDIMScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file

from neural.conditioning.regional_attention import RegionalAttention, RegionMasks
from neural.conditioning.vocabulary import TOKENS
from neural.looks.control import CHANNELS
from neural.models.autoencoder import LinearAutoencoder
from neural.models.folder import EMBEDDED
from sim.errors import ResourceError

WIDTHS = (96, 128)
HEADS, POOLED_HEADS = 4, 4
"""Of attention to words, and of that which pools all words."""
WORD_WIDTH = 128
LATENTS = 48
GROUPS = 16
EMBEDDING = (64, 64, 96)
"""Widths of what the ControlNet makes of its picture."""
MULTIPLE = 8
"""Pictures are this many px, or a multiple, in width and height."""
QUIET = 0.1
"""Noise is scaled by this: at the pure-noise level it carries no information, and the less of it, the less grain in flat areas.
Not nought, so that another seed is another picture, if only just."""


class WordTable(torch.nn.Module):
    """The table of words, a row for each of TOKENS. A phrase is its three tokens (colour, material, noun) and their mean."""

    def __init__(self, width: int = WORD_WIDTH) -> None:
        super().__init__()
        self.table = torch.nn.Embedding(len(TOKENS), width)

    def forward(self, scene_tokens: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        """(N, 2 + 4 S, width) of scene tokens (N, 2) and phrases (N, S, 3), in the order that `token_regions` names."""
        phrases = self.table(tokens)
        phrases = torch.cat([phrases, phrases.mean(dim=2, keepdim=True)], dim=2)
        return torch.cat([self.table(scene_tokens), phrases.flatten(1, 2)], dim=1)


def token_regions(region_ids: int) -> torch.Tensor:
    """(2 + 4 S,) int64: the region of each of the embedded model's tokens, -1 for those of the whole picture."""
    return torch.cat([torch.tensor([-1, -1]), torch.arange(region_ids).repeat_interleave(4)])


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """The parts of the model. form: the ControlNet of the form picture."""

    vae: LinearAutoencoder
    words: WordTable
    unet: UNet2DConditionModel
    form: ControlNetModel
    scheduler: DDIMScheduler


def untrained(vae: LinearAutoencoder) -> Embedded:
    """An untrained model on these latents."""
    return Embedded(vae=vae, words=WordTable(), unet=_unet(), form=_controlnet(), scheduler=scheduler())


def save_embedded(model: Embedded, folder: Path, training: dict) -> None:
    """Write the model in half precision, in diffusers' layout; `training` (JSON) says how it was made."""
    for name in ("unet", "form"):
        getattr(model, name).half().save_pretrained(folder / _FOLDERS[name])
    model.vae.register_to_config(_name_or_path="")  # where it was read from is nobody's business
    model.vae.save_pretrained(folder / "vae")
    model.scheduler.save_pretrained(folder / "scheduler")
    save_file({"table": model.words.table.weight.detach().half().contiguous()}, folder / "words.safetensors")
    (folder / "training.json").write_text(json.dumps({**training, "vocabulary": TOKENS}, indent=1))


def load_embedded(folder: Path = EMBEDDED, dtype: torch.dtype = torch.float32) -> Embedded:
    """Read a saved model, its words always in single precision. Raises ResourceError if it is not there."""
    if not (folder / "training.json").is_file():
        raise ResourceError(f"the embedded model's weights are not in {folder}; train them with `steadycast train`.")
    read = {"dtype": dtype, "use_safetensors": True}
    return Embedded(vae=LinearAutoencoder.from_pretrained(folder / "vae", **read), words=_words(folder),
                    form=ControlNetModel.from_pretrained(folder / _FOLDERS["form"], **read),
                    unet=UNet2DConditionModel.from_pretrained(folder / "unet", **read),
                    scheduler=DDIMScheduler.from_pretrained(folder / "scheduler"))


def _words(folder: Path) -> WordTable:
    """The stored table in the order of today's TOKENS. A word that the weights do not know says nothing, as token 0 does."""
    row = {word: place for place, word in enumerate(json.loads((folder / "training.json").read_text())["vocabulary"])}
    table = load_file(folder / "words.safetensors")["table"].float()
    words = WordTable(table.shape[1])
    words.table.weight.data = table[[row.get(word, 0) for word in TOKENS]]
    return words


def route_attention(model: torch.nn.Module, masks: RegionMasks) -> None:
    """Let every attention of a UNet or ControlNet look at these region masks."""
    if model.attn_processors:
        model.set_attn_processor(RegionalAttention(masks))


_FOLDERS = {"unet": "unet", "form": "controlnet_form"}


def _shared() -> dict:
    """What all nets have in common. All words pooled, look and time above all, scale and shift what every block makes."""
    return {"block_out_channels": WIDTHS, "layers_per_block": 1, "mid_block_type": "UNetMidBlock2D", "cross_attention_dim": WORD_WIDTH,
            "norm_num_groups": GROUPS, "resnet_time_scale_shift": "scale_shift", "addition_embed_type": "text",
            "addition_embed_type_num_heads": POOLED_HEADS}


def _unet() -> UNet2DConditionModel:
    # No self-attention, and two levels: what a place becomes depends on what is near it alone, so a crop is painted as the whole frame is.
    # No attention to words at the finest: colours come with the form picture, to the pixel.
    return UNet2DConditionModel(
        **_shared(), sample_size=64, in_channels=LATENTS, out_channels=LATENTS, only_cross_attention=True, attention_head_dim=HEADS,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"))


def _controlnet() -> ControlNetModel:
    return ControlNetModel(**_shared(), in_channels=LATENTS, conditioning_channels=CHANNELS, conditioning_embedding_out_channels=EMBEDDING,
                           down_block_types=("DownBlock2D",) * len(WIDTHS))


def scheduler() -> DDIMScheduler:
    """The noise schedule that the model is trained and sampled with."""
    return DDIMScheduler(beta_schedule="squaredcos_cap_v2", rescale_betas_zero_snr=True, timestep_spacing="trailing",
                         prediction_type="sample", clip_sample=False)
