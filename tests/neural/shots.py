"""Hand-made passes and tiny random Stable Diffusion parts: input data for the painting, without a renderer or a download."""

from types import SimpleNamespace

import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    ControlNetModel,
    DDIMScheduler,
    MultiControlNetModel,
    StableDiffusionControlNetPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from neural.style import ObjectStyle, Style
from sim.trajectory import PartRef

HEIGHT, WIDTH = 22, 30


class Shot(list):
    """Frames with what Passes have: a floor, and in front of it a ball that moves to the right."""

    def __init__(self, frames: int = 3) -> None:
        super().__init__(_frame(number) for number in range(frames))
        self.frames, self.width, self.height, self.depth_range = frames, WIDTH, HEIGHT, (1.0, 4.0)
        self.digests = tuple(f"frame {number}" for number in range(frames))
        self.parts = (PartRef(id=1, path="floor", object_id=1, object="floor"), PartRef(id=2, path="toy.ball", object_id=2, object="toy"))

    def resized(self, width: int, height: int) -> "Shot":
        """Itself: no test asks for another size."""
        assert (width, height) == (self.width, self.height)
        return self


def style(**fields) -> Style:
    objects = {"floor": ObjectStyle(label="floor", prompt="beige floor"), "toy": ObjectStyle(label="ball", prompt="red rubber ball")}
    return Style(**{"prompt": "toon, dusk", "objects": objects} | fields)


def tiny_pipeline() -> StableDiffusionControlNetPipeline:
    """Stable Diffusion's classes at their smallest, with random weights; the VAE halves its input once."""
    torch.manual_seed(0)
    shape = {"block_out_channels": (4, 8), "layers_per_block": 2, "in_channels": 4, "cross_attention_dim": 32, "norm_num_groups": 1,
             "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D")}
    unet = UNet2DConditionModel(**shape, sample_size=32, out_channels=4, up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"))
    nets = [ControlNetModel(**shape, conditioning_embedding_out_channels=(16, 32)) for _ in range(2)]
    for net in nets:
        for layer in (*net.controlnet_down_blocks, net.controlnet_mid_block, net.controlnet_cond_embedding.conv_out):
            torch.nn.init.normal_(layer.weight)  # they start as zero, which would leave the controls unseen
    vae = AutoencoderKL(block_out_channels=[4, 8], down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
                        latent_channels=4, norm_num_groups=2)
    return StableDiffusionControlNetPipeline(
        vae=vae, text_encoder=_text_encoder(), tokenizer=_tokenizer(), unet=unet, controlnet=MultiControlNetModel(nets),
        scheduler=DDIMScheduler(timestep_spacing="trailing"), safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def _text_encoder() -> CLIPTextModel:
    return CLIPTextModel(CLIPTextConfig(hidden_size=32, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, vocab_size=1000,
                                        bos_token_id=512, eos_token_id=513, pad_token_id=513)).eval()


def _tokenizer() -> CLIPTokenizer:
    symbols = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 256), *range(256, 324))]
    words = [*symbols, *(symbol + "</w>" for symbol in symbols), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={word: i for i, word in enumerate(words)}, merges=[], model_max_length=77)


def _frame(number: int) -> SimpleNamespace:
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    part = np.where(y > 8, 1, 0).astype(np.int32)
    part[(x - 10 - 3 * number) ** 2 + (y - 12) ** 2 < 25] = 2
    depth = np.select([part == 0, part == 2], [np.inf, 2.0], 30 / (y + 1.0)).astype(np.float32)
    beauty = np.stack([x * 8, y * 11, 128 + 0 * x], axis=-1).astype(np.uint8)
    rows, columns = np.indices((2 * HEIGHT, 2 * WIDTH))
    chart = part.repeat(2, axis=0).repeat(2, axis=1) * 96
    cells = np.stack([chart, np.full_like(rows, 6), columns - np.where(chart == 192, 6 * number, 0), rows], axis=-1).astype(np.int32)
    return SimpleNamespace(number=number, cells=cells, part=part, depth=depth, edges=np.zeros(part.shape, np.float32), beauty=beauty,
                           light=np.full((*part.shape, 3), 0.75, np.float32), pattern=np.full(part.shape, 0.5, np.float32))
