"""Which words each place sees: cross-attention gets the logarithm of the share of it that each word's object covers."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from diffusers.models.attention_processor import Attention
from torch.nn.functional import interpolate, scaled_dot_product_attention

FLOOR = 1e-4
"""Added to shares, so that a word whose object is elsewhere keeps a finite logit."""


class RegionMasks:
    """The masks that all cross-attentions of a model look at, held in one place. Empty: attention as usual."""

    def __init__(self) -> None:
        self._masks: tuple[torch.Tensor, torch.Tensor] | None = None
        self._references: tuple[torch.Tensor, torch.Tensor] | None = None
        self._lead = False
        self._cache: dict[tuple[int, int], torch.Tensor] = {}

    @contextmanager
    def set(self, shares: torch.Tensor, region_ids: torch.Tensor, lead: bool = False,
            references: tuple[torch.Tensor, torch.Tensor] | None = None) -> Iterator[None]:
        """Within: shares (N, S, H, W) in 0..1 says how much of each place each region covers; region_ids (L,) int64 gives each
        token's region, -1 for tokens of the whole picture. lead: self-attention of every picture also looks at the first.
        references: tokens (2, R, D) of nothing and of reference pictures, and their region_ids (R,)."""
        self._masks, self._lead, self._references = (shares, region_ids), lead, references
        try:
            yield
        finally:
            self._masks, self._lead, self._references = None, False, None
            self._cache.clear()

    @property
    def pictures(self) -> int:
        """How many pictures N are painted together; 1 where no masks are set."""
        return 1 if self._masks is None else len(self._masks[0])

    def looked_at(self, hidden: torch.Tensor) -> torch.Tensor:
        """What self-attention of hidden states (B, L, C) looks at: themselves, and the lead's. B may be a multiple of N."""
        if self._masks is None or not self._lead:
            return hidden
        groups = hidden.unflatten(0, (-1, self.pictures))
        return torch.cat([groups, groups[:, :1].expand_as(groups)], dim=2).flatten(0, 1)

    def bias(self, batch: int, places: int) -> torch.Tensor | None:
        """(batch, 1, places, L) to add to logits. The batch may be a multiple of N (guidance doubles it)."""
        if self._masks is None:
            return None
        if (batch, places) not in self._cache:
            self._cache[batch, places] = _bias(*self._masks, batch, places)
        return self._cache[batch, places]

    def referred(self, batch: int, places: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor] | None:
        """Reference tokens (batch, R, D), what to add to their logits (batch, 1, places, R), and how much of each place belongs to objects
        that have any (batch, 1, places, 1). With guidance, what it leads away from comes first, and sees nothing's tokens."""
        if self._masks is None or self._references is None:
            return None
        (shares, _), (tokens, region_ids) = self._masks, self._references
        seen = (tokens[1:] if batch == len(shares) else tokens).repeat_interleave(len(shares), dim=0)
        rows, columns = grid(places, shares.shape[2], shares.shape[3])
        having = shares[:, region_ids.unique()].sum(dim=1, keepdim=True)
        having = interpolate(having, (rows, columns), mode="area").flatten(2).transpose(1, 2)
        return seen, _bias(shares, region_ids, batch, places), having.repeat(batch // len(shares), 1, 1)[:, None]


def _bias(shares: torch.Tensor, region_ids: torch.Tensor, batch: int, places: int) -> torch.Tensor:
    at_places = interpolate(shares, grid(places, shares.shape[2], shares.shape[3]), mode="area").flatten(2)
    logs = (at_places + FLOOR).log().transpose(1, 2)
    bias = torch.where(region_ids < 0, 0.0, logs[:, :, region_ids.clamp(min=0)])
    return bias.repeat(batch // len(bias), 1, 1)[:, None]


def grid(places: int, height: int, width: int) -> tuple[int, int]:
    """The (rows, columns) of a feature map with so many places, of a picture of this height and width halved some times."""
    while height * width > places:
        height, width = -(-height // 2), -(-width // 2)
    if height * width != places:
        raise ValueError(f"{places} places are not the masks' grid halved some times; pad the picture to the model's multiple.")
    return height, width


class RegionalAttention:
    """diffusers' attention processor (as AttnProcessor2_0, for models without spatial or group norms in attention) with the
    region masks' bias on cross-attention."""

    def __init__(self, masks: RegionMasks) -> None:
        self._masks = masks

    def __call__(self, attn: Attention, hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor | None = None,
                 attention_mask: torch.Tensor | None = None, temb: torch.Tensor | None = None) -> torch.Tensor:
        cross = encoder_hidden_states is not None
        context = encoder_hidden_states if cross else self._masks.looked_at(hidden_states)
        query, key, value = (self._heads(attn, x) for x in (attn.to_q(hidden_states), attn.to_k(context), attn.to_v(context)))
        bias = self._masks.bias(len(query), query.shape[2]) if cross else None
        out = scaled_dot_product_attention(query, key, value, attn_mask=None if bias is None else bias.to(query.dtype))
        out = out + (self.beside(attn, query) if cross else 0)
        return attn.to_out[1](attn.to_out[0](out.transpose(1, 2).flatten(2)))

    def beside(self, attn: Attention, query: torch.Tensor) -> torch.Tensor | float:
        """What cross-attention's queries (B, heads, places, D) see beside the words, added to what they see of these."""
        return 0.0

    @staticmethod
    def _heads(attn: Attention, x: torch.Tensor) -> torch.Tensor:
        return x.unflatten(-1, (attn.heads, -1)).transpose(1, 2)
