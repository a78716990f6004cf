import math

import pytest
import torch
from diffusers.models.attention_processor import Attention, AttnProcessor2_0

from neural.conditioning.regional_attention import FLOOR, RegionalAttention, RegionMasks, grid


def _shares():
    """One picture of 4 x 4: region 0 has the left half, region 1 the right."""
    left = torch.zeros(4, 4)
    left[:, :2] = 1
    return torch.stack([left, 1 - left])[None]


def test_bias_is_the_logarithm_of_the_share_at_every_resolution():
    masks = RegionMasks()
    with masks.set(_shares(), torch.tensor([-1, 0, 1])):
        fine, coarse, one = masks.bias(1, 16), masks.bias(1, 4), masks.bias(1, 1)
    assert fine.shape == (1, 1, 16, 3)
    torch.testing.assert_close(fine[0, 0, 0], torch.tensor([0.0, math.log(1 + FLOOR), math.log(FLOOR)]))
    torch.testing.assert_close(coarse[0, 0, 1], torch.tensor([0.0, math.log(FLOOR), math.log(1 + FLOOR)]))
    torch.testing.assert_close(one[0, 0, 0], torch.tensor([0.0, math.log(0.5 + FLOOR), math.log(0.5 + FLOOR)]))


def test_guidance_repeats_the_whole_batch():
    masks, two = RegionMasks(), torch.cat([_shares(), _shares().flip(1)])
    with masks.set(two, torch.tensor([0, 1])):
        bias = masks.bias(4, 16)
    assert torch.equal(bias[:2], bias[2:]) and not torch.equal(bias[0], bias[1])


def test_each_place_sees_the_words_of_the_object_that_is_there():
    torch.manual_seed(0)
    attention, masks = Attention(query_dim=8, cross_attention_dim=8, heads=2, dim_head=4), RegionMasks()
    attention.set_processor(RegionalAttention(masks))
    places, words = torch.randn(1, 16, 8), torch.randn(1, 2, 8)
    with masks.set(_shares(), torch.tensor([0, 1])):
        routed = attention(places, encoder_hidden_states=words)
    for place, word in ((0, 0), (3, 1)):
        alone = attention(places[:, place:place + 1], encoder_hidden_states=words[:, word:word + 1])
        torch.testing.assert_close(routed[:, place:place + 1], alone, atol=2e-3, rtol=0)


def test_without_masks_it_is_plain_attention():
    torch.manual_seed(0)
    attention = Attention(query_dim=8, cross_attention_dim=8, heads=2, dim_head=4)
    places, words = torch.randn(2, 16, 8), torch.randn(2, 5, 8)
    attention.set_processor(AttnProcessor2_0())
    plain = attention(places, encoder_hidden_states=words)
    attention.set_processor(RegionalAttention(RegionMasks()))
    torch.testing.assert_close(attention(places, encoder_hidden_states=words), plain)


def test_with_a_lead_every_picture_also_looks_at_the_first_of_its_half():
    torch.manual_seed(0)
    attention, masks = Attention(query_dim=8, heads=2, dim_head=4), RegionMasks()
    attention.set_processor(RegionalAttention(masks))
    pictures = torch.randn(6, 16, 8)  # three, and with guidance their three again
    with masks.set(_shares().expand(3, -1, -1, -1), torch.tensor([0, 1]), lead=True):
        led = attention(pictures)
    alone = attention(pictures)
    for number, first in ((0, 0), (2, 0), (3, 3), (5, 3)):
        context = torch.cat([pictures[number], pictures[first]])[None]
        torch.testing.assert_close(led[number], attention(pictures[number:number + 1], encoder_hidden_states=context)[0])
        assert torch.allclose(led[number], alone[number], atol=1e-5) == (number == first)


def test_masks_are_gone_afterwards():
    masks = RegionMasks()
    with masks.set(_shares(), torch.tensor([0, 1])):
        masks.bias(1, 16)
    assert masks.bias(1, 16) is None


def test_odd_grids_are_halved_upwards():
    assert grid(15 * 9, 30, 18) == (15, 9) and grid(8 * 5, 15, 9) == (8, 5)
    with pytest.raises(ValueError, match="100 places"):
        grid(100, 30, 18)
