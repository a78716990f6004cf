import numpy as np
import pytest
import torch
from diffusers.models.attention_processor import Attention

from bench.baselines import EVERY, PROCESSORS, baseline_frames, keyframes, propagated
from neural.conditioning.regional_attention import RegionalAttention, RegionMasks
from neural.config import ControlNet, NeuralConfig
from neural.models.loading import of_pipeline
from neural.painting.frames import PaintedFrames
from tests.neural.shots import Shot, style, tiny_pipeline

CONFIG = NeuralConfig(model="tiny Stable Diffusion", steps=2, guidance=3.0, device="cpu", consistency="fixed",
                      controlnets=(ControlNet(model="depth", control="depth"), ControlNet(model="class", control="class")))


def _model():
    pipe = tiny_pipeline()
    for net in (pipe.unet, *pipe.controlnet.nets):
        for name, layer in net.named_modules():
            if name.endswith("attn1.to_out.0"):
                torch.nn.init.normal_(layer.weight)  # at random, self-attention would hardly be seen
    return of_pipeline(pipe, CONFIG)


def _still(count):
    """The same frame so many times."""
    shot = Shot(count)
    for frame in shot[1:]:
        vars(frame).update({**vars(shot[0]), "number": frame.number})
    return shot


def _pictures(frames):
    return np.stack(list(frames.pictures(range(len(frames))))).astype(int)


def _painted(baseline, shot):
    return _pictures(baseline_frames(baseline, shot, style(), CONFIG, _model()))


def _plain(shot):
    return _pictures(PaintedFrames(shot, style(), CONFIG, _model()))


@pytest.mark.parametrize("baseline", PROCESSORS)
def test_one_frame_and_a_still_are_painted_as_without_it(baseline):
    for shot in (Shot(1), _still(3)):
        assert np.abs(_painted(baseline, shot) - _plain(shot)).max() <= 1


@pytest.mark.parametrize("baseline", PROCESSORS)
def test_a_moving_clip_is_painted_otherwise(baseline):
    assert np.abs(_painted(baseline, Shot(3)) - _plain(Shot(3))).max() > 1


def test_text2video_zero_leaves_the_first_frame_as_it_is():
    painted, plain = _painted("text2video_zero", Shot(3)), _plain(Shot(3))
    assert np.abs(painted[0] - plain[0]).max() <= 1 < np.abs(painted[2] - plain[2]).max()


def _attention():
    torch.manual_seed(0)
    return Attention(query_dim=8, heads=2, dim_head=4).requires_grad_(False)


def _across(baseline, attn, clip):
    return PROCESSORS[baseline](RegionMasks()).across(attn, clip)


def _looking(attn, hidden, context):
    """Plain attention of (L, C) at (M, C)."""
    attn.set_processor(RegionalAttention(RegionMasks()))
    return attn(hidden[None], encoder_hidden_states=context[None])[0]


def test_whom_each_frame_looks_at():
    attn, clip = _attention(), torch.randn(3, 5, 8)
    first, everyone = _across("text2video_zero", attn, clip), _across("controlvideo", attn, clip)
    for number in range(3):
        torch.testing.assert_close(first[number], _looking(attn, clip[number], clip[0]))
        torch.testing.assert_close(everyone[number], _looking(attn, clip[number], clip.flatten(0, 1)))


def test_queries_in_chunks_give_the_same(monkeypatch):
    attn, clip = _attention(), torch.randn(3, 5, 8)
    whole = _across("controlvideo", attn, clip)
    monkeypatch.setattr("bench.baselines.QUERIES", 4)
    torch.testing.assert_close(_across("controlvideo", attn, clip), whole)


def test_guidance_keeps_the_halves_of_the_batch_apart():
    attn, halves, masks = _attention(), torch.randn(2, 3, 5, 8), RegionMasks()
    processor = PROCESSORS["controlvideo"](masks)
    attn.set_processor(processor)
    with masks.set(torch.ones(3, 1, 5, 1), torch.tensor([0])):
        both = attn(halves.flatten(0, 1)).unflatten(0, (2, 3))
    for half, out in zip(halves, both):
        torch.testing.assert_close(out, processor.across(attn, half))


def test_tokenflows_keyframes_look_at_each_other_and_nobody_else():
    attn, clip = _attention(), torch.randn(2 * EVERY, 5, 8)
    out = _across("tokenflow", attn, clip)
    keys = list(keyframes(len(clip), np.random.default_rng(0)))
    torch.testing.assert_close(out[keys], _across("controlvideo", attn, clip[keys]))


def test_one_keyframe_in_every_eight_and_another_at_each_step():
    random = np.random.default_rng(0)
    drawn = [keyframes(19, random) for _ in range(50)]
    for keys in drawn:
        assert [key // EVERY for key in keys] == [0, 1, 2] and keys[-1] < 19
    assert len(set(drawn)) > 10
    attn, processor = _attention(), PROCESSORS["tokenflow"](RegionMasks())
    clip = torch.randn(EVERY, 5, 8)
    same = [processor.across(attn, clip) for _ in range(2)]
    others = []
    for _ in range(5):
        processor.step()
        others.append(processor.across(attn, clip))
    assert torch.equal(*same) and not all(torch.equal(other, same[0]) for other in others)


def test_tokens_take_the_outputs_of_their_likes_mixed_by_the_distance_in_time():
    east, north = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])
    clip = torch.stack([torch.stack(pair) for pair in ((east, north), (north, east), (3 * east, north), (north, east), (east, north),
                                                       (north, east))])
    out = torch.tensor([[[0.0], [10.0]], [[3.0], [13.0]]])  # of frames 1 (north, east) and 4 (east, north)
    got = propagated(clip, (1, 4), out)[..., 0]
    torch.testing.assert_close(got[0], torch.tensor([10.0, 0.0]))  # before the first keyframe: that one alone
    torch.testing.assert_close(got[1], torch.tensor([0.0, 10.0]))
    torch.testing.assert_close(got[2], torch.tensor([10 + (3 - 10) / 3, 0 + 13 / 3]))
    torch.testing.assert_close(got[3], torch.tensor([13 * 2 / 3, 10 + (3 - 10) * 2 / 3]))
    torch.testing.assert_close(got[5], torch.tensor([13.0, 3.0]))
