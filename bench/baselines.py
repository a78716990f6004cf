"""Other people's ways to a steady picture, on the same model, inputs and fixed noise: what each does to self-attention.

Per-frame ControlNet and fixed noise are rungs of the ladder. Here, for all self-attentions of the UNet and of its ControlNets, with
the whole clip painted as one batch:

text2video_zero: keys and values are the first frame's (Khachatryan et al., 2023, Text2Video-Zero, eq. 8, as its ControlNet variant
    uses it). Left out: warping the noise by an invented motion, and smoothing the background; here the motion comes from the controls.
controlvideo: keys and values are all frames' (Zhang et al., 2024, ControlVideo, 3.1). Left out: the interleaved-frame smoother, whose
    interpolating network (RIFE) is absent.
tokenflow: keyframes, at each step another one of every EVERY frames, look at each other; the outputs of the other frames' tokens are
    those of the nearest keyframe tokens before and after, mixed linearly by distance in time (Geyer et al., 2024, TokenFlow, 4). The
    original finds the nearest by the features of an inverted source video, and there is none: here by the frame's own features at
    that layer. It denoises the keyframes once to get their outputs and once with the rest; in one batch, once is enough.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
import torch
from diffusers.models.attention_processor import Attention
from torch.nn.functional import normalize, scaled_dot_product_attention

from neural.conditioning.regional_attention import RegionalAttention, RegionMasks
from neural.config import NeuralConfig
from neural.models.loading import Model
from neural.painting.frames import PaintedFrames
from neural.style import Style
from render.passes import Passes

Baseline = Literal["text2video_zero", "controlvideo", "tokenflow"]
EVERY = 8
"""Frames of which TokenFlow makes one a keyframe."""
QUERIES = 4096
"""Tokens that look at once, so that memory does not grow with the square of the clip's length."""


def baseline_frames(baseline: Baseline, passes: Passes, style: Style, config: NeuralConfig, model: Model) -> PaintedFrames:
    """The clip painted by a baseline, as one batch from fixed noise. The model's attention is changed for good."""
    install(baseline, model, style.seed)
    return PaintedFrames(passes, style, replace(config, consistency="fixed", batch=len(passes)), model)


def install(baseline: Baseline, model: Model, seed: int = 0) -> None:
    """Let all attentions of the model work as the baseline has it. seed: of the choice of keyframes."""
    processor = PROCESSORS[baseline](model.masks)
    for net in (model.pipe.unet, *model.pipe.controlnet.nets):
        if net.attn_processors:
            net.set_attn_processor(processor)
    if isinstance(processor, TokenFlow):
        processor.random = np.random.default_rng(seed)
        model.pipe.controlnet.register_forward_pre_hook(processor.step)


class AcrossFrames(RegionalAttention):
    """Cross-attention as routed; self-attention of each clip (with guidance, of each half of the batch) by `across`."""

    def __call__(self, attn: Attention, hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor | None = None,
                 attention_mask: torch.Tensor | None = None, temb: torch.Tensor | None = None) -> torch.Tensor:
        if encoder_hidden_states is not None:
            return super().__call__(attn, hidden_states, encoder_hidden_states)
        clips = hidden_states.unflatten(0, (-1, self._masks.pictures))
        return torch.cat([self.across(attn, clip) for clip in clips])

    def across(self, attn: Attention, clip: torch.Tensor) -> torch.Tensor:
        """The outputs (N, L, C) of a clip (N, L, C)."""
        raise NotImplementedError

    def attend(self, attn: Attention, hidden: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        """(B, L, C) of hidden states (B, L, C) that all look at one context (M, C)."""
        key, value = (self._heads(attn, x[None]).expand(len(hidden), -1, -1, -1) for x in (attn.to_k(context), attn.to_v(context)))
        queries = self._heads(attn, attn.to_q(hidden)).split(QUERIES, dim=2)
        out = torch.cat([scaled_dot_product_attention(query, key, value) for query in queries], dim=2)
        return attn.to_out[1](attn.to_out[0](out.transpose(1, 2).flatten(2)))

    def jointly(self, attn: Attention, clip: torch.Tensor) -> torch.Tensor:
        """(N, L, C) of a clip (N, L, C) in which every frame looks at all."""
        tokens = clip.flatten(0, 1)
        return self.attend(attn, tokens[None], tokens)[0].unflatten(0, clip.shape[:2])


class Text2VideoZero(AcrossFrames):
    """Every frame looks at the first."""

    def across(self, attn: Attention, clip: torch.Tensor) -> torch.Tensor:
        return self.attend(attn, clip, clip[0])


class ControlVideo(AcrossFrames):
    """Every frame looks at all."""

    def across(self, attn: Attention, clip: torch.Tensor) -> torch.Tensor:
        return self.jointly(attn, clip)


class TokenFlow(AcrossFrames):
    """Keyframes look at each other, and hand on what comes of it."""

    def __init__(self, masks: RegionMasks) -> None:
        super().__init__(masks)
        self.random = np.random.default_rng(0)
        self._keys: tuple[int, ...] = ()

    def step(self, *_: object) -> None:
        """A denoising step begins: other keyframes."""
        self._keys = ()

    def across(self, attn: Attention, clip: torch.Tensor) -> torch.Tensor:
        self._keys = self._keys or keyframes(len(clip), self.random)
        return propagated(clip, self._keys, self.jointly(attn, clip[list(self._keys)]))


PROCESSORS: dict[Baseline, Callable[[RegionMasks], AcrossFrames]] = {
    "text2video_zero": Text2VideoZero, "controlvideo": ControlVideo, "tokenflow": TokenFlow}


def keyframes(frames: int, random: np.random.Generator) -> tuple[int, ...]:
    """One of every EVERY frames, by chance; the last group may be shorter."""
    return tuple(int(random.integers(start, min(start + EVERY, frames))) for start in range(0, frames, EVERY))


def propagated(clip: torch.Tensor, keys: tuple[int, ...], out: torch.Tensor) -> torch.Tensor:
    """(N, L, C) outputs for the frames of a clip (N, L, C), from those of its keyframes (K, L, C): each token's is that of the
    token most like it, by the cosine, in the keyframes before and after; where there is but one of them, that one's alone."""
    unit, keyed = normalize(clip, dim=-1), dict(zip(keys, out))

    def taken(number: int, key: int) -> torch.Tensor:
        return keyed[key][(unit[number] @ unit[key].T).argmax(dim=1)]

    rows = []
    for number in range(len(clip)):
        before, after = max((k for k in keys if k <= number), default=keys[0]), min((k for k in keys if k >= number), default=keys[-1])
        if number in keyed:
            rows.append(keyed[number])
        elif before == after:
            rows.append(taken(number, before))
        else:
            rows.append(torch.lerp(taken(number, before), taken(number, after), (number - before) / (after - before)))
    return torch.stack(rows)
