"""The whole stage on Stable Diffusion's classes with tiny random weights."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from neural.conditioning.inputs import padded
from neural.config import ControlNet, NeuralConfig
from neural.models.loading import of_pipeline
from neural.painting.frames import PaintedFrames
from neural.painting.paint import strength_of
from neural.style import ObjectStyle
from neural.stylise import stylise
from sim.errors import DeclarationError, ResourceError
from tests.neural.shots import Shot, style, tiny_pipeline

NETS = (ControlNet(model="depth", control="depth"), ControlNet(model="classes", control="class"))
CONFIG = NeuralConfig(model="random", controlnets=NETS, steps=2, consistency="fixed")
PIPE = tiny_pipeline()


def _frames(config=CONFIG, shot=None, **fields):
    return PaintedFrames(Shot() if shot is None else shot, style(**fields), config, of_pipeline(PIPE, config))


def _pictures(frames):
    return frames.pictures(range(len(frames)))


def _painted(*args, **fields):
    return np.stack(list(_pictures(_frames(*args, **fields)))).astype(int)


def test_frames_come_in_order_at_the_shots_size_and_are_counted():
    frames = _frames(replace(CONFIG, batch=2))
    paint = _pictures(frames)
    assert len(frames) == 3 and frames.evaluations == 0
    first = next(paint)
    assert first.shape == (22, 30, 3) and first.dtype == np.uint8 and frames.evaluations == 4
    assert len(list(paint)) == 2 and frames.evaluations == 6


def test_guidance_evaluates_twice_and_changes_the_picture():
    config = replace(CONFIG, guidance=4.0, negative="grey")
    frames = _frames(config)
    guided = np.stack(list(_pictures(frames)))
    assert frames.evaluations == 12 and (guided != _painted()).any()


def test_same_bytes_again_and_the_same_picture_alone_or_in_a_batch():
    np.testing.assert_array_equal(_painted(), _painted())
    alone = replace(CONFIG, batch=1)
    assert np.abs(_painted() - _painted(alone)).max() <= 1


def test_noise_is_fixed_or_fresh():
    still = Shot()
    still[1], still[2] = still[0], still[0]
    fixed = _painted(shot=still)
    assert (fixed[0] == fixed[2]).all()
    still[1:] = [type(still[0])(**vars(still[0]) | {"number": number}) for number in (1, 2)]
    fresh = _painted(replace(CONFIG, consistency="independent"), shot=still)
    assert (fresh[0] != fresh[2]).mean() > 0.5


def test_anchored_noise_is_that_of_the_frames_surfaces():
    anchored = replace(CONFIG, consistency="anchored")
    still, again = Shot(), Shot()
    still[2] = type(still[0])(**vars(still[0]) | {"number": 2})
    painted = _painted(anchored, shot=still)
    assert (painted[0] == painted[2]).all() and (painted != _painted()).mean() > 0.5
    again[2] = type(again[0])(**vars(again[0]) | {"cells": again[0].cells + np.int32([0, 0, 1, 0])})
    assert (_painted(anchored, shot=again)[2] != painted[2]).mean() > 0.5


def test_frames_that_look_at_a_reference_are_the_same_alone_and_in_any_batch():
    shot, config = Shot(), replace(CONFIG, consistency="attention")

    def painted(reference, frames):
        looking = _frames(config, shot)
        vars(looking)["reference_frame"] = reference
        return looking.paint(frames).astype(int)

    together, alone = painted(shot[0], list(shot)), painted(shot[0], [shot[2]])
    assert len(together) == 3 and len(alone) == 1 and np.abs(together[2] - alone[0]).max() <= 1
    assert (painted(Shot(6)[5], [shot[2]]) != alone).any() and (painted(None, [shot[2]]) != alone).any()


@pytest.mark.parametrize("change", ["depth", "classes", "prompt of the whole", "prompt of the ball", "seed", "seed of the ball"])
def test_everything_that_is_said_reaches_the_picture(change):
    shot, fields = Shot(), {}
    ball = {"label": "ball", "prompt": "red rubber ball"}
    if change == "depth":
        shot.depth_range = (0.5, 9.0)
    fields |= {"prompt of the whole": {"prompt": "noir"}, "seed": {"seed": 1}}.get(change, {})
    ball |= {"classes": {"label": "vase"}, "prompt of the ball": {"prompt": "blue"}, "seed of the ball": {"seed": 5}}.get(change, {})
    fields["objects"] = {"floor": ObjectStyle(label="floor", prompt="beige floor"), "toy": ObjectStyle(**ball)}
    assert (_painted(shot=shot, **fields) != _painted()).any()


def test_an_objects_words_reach_only_its_own_places():
    config, shot = CONFIG, Shot(1)
    model = of_pipeline(PIPE, config)
    seen = {}
    model.pipe.unet.conv_out.register_forward_hook(lambda *call: seen.setdefault(len(seen), call[2].detach()))
    for prompt in ("red rubber ball", "blue glass"):
        objects = {"floor": ObjectStyle(label="floor", prompt="beige floor"), "toy": ObjectStyle(label="ball", prompt=prompt)}
        next(_pictures(PaintedFrames(shot, style(objects=objects), config, model)))
    change = (seen[0] - seen[2]).abs().sum(dim=1)[0]
    inside = torch.from_numpy(shot[0].part == 2)[::2, ::2]
    assert change[:11, :15][inside].mean() > 2 * change[:11, :15][~inside].mean()


def test_full_resemblance_is_the_beauty_pass_through_the_autoencoder():
    frames = _frames(resemblance=1.0)
    painted = next(_pictures(frames))
    with torch.no_grad():
        start = padded(Shot()[0].beauty / np.float32(127.5) - 1, 4)[None]
        back = PIPE.vae.decode(PIPE.vae.encode(start).latent_dist.mode())[0]
    expected = (back[0].permute(1, 2, 0).numpy().clip(-1, 1) + 1) * 127.5
    assert frames.evaluations == 0 and np.abs(painted - expected[:22, :30]).max() <= 1


def test_resemblance_runs_the_last_steps_only():
    frames = _frames(replace(CONFIG, steps=4), resemblance=0.5)
    list(_pictures(frames))
    assert frames.evaluations == 6
    assert [strength_of(r, 4) for r in (0.1, 0.25, 0.5, 0.95, 1)] == [0.75, 0.75, 0.5, 0.25, 0]
    assert strength_of(0.9, 20) == 0.1


def test_pictures_are_padded_with_their_edge():
    picture = np.arange(12, dtype=np.float32).reshape(2, 2, 3)
    wide = padded(picture, 4)
    assert wide.shape == (3, 4, 4) and (wide[:, 3, 3].numpy() == picture[1, 1]).all()


def test_what_cannot_be_honoured_is_refused():
    toy = ObjectStyle(label="ball", prompt="red", reference="cup.png")
    with pytest.raises(DeclarationError, match="toy.*: has reference picture 'cup.png', which this model cannot follow"):
        stylise(Shot(), style(objects={"floor": ObjectStyle(label="floor", prompt=""), "toy": toy}))
    with pytest.raises(DeclarationError, match="embedded model has its own ControlNets"):
        NeuralConfig(guidance=3)
    with pytest.raises(DeclarationError, match="finish is 0.5, but only a cast's frames"):
        replace(CONFIG, finish=0.5)
    with pytest.raises(DeclarationError, match="no controlnets"):
        NeuralConfig(model="some/folder")
    with pytest.raises(ResourceError, match="model depth: cannot be read as a ControlNetModel"):
        stylise(Shot(), style(), CONFIG)


def test_weights_are_read_from_folders(tmp_path):
    PIPE.save_pretrained(tmp_path / "base")
    for net, name in zip(PIPE.controlnet.nets, ("depth", "classes")):
        net.save_pretrained(tmp_path / name)
    nets = (ControlNet(model=str(tmp_path / "depth"), control="depth"), ControlNet(model=str(tmp_path / "classes"), control="class"))
    config = replace(CONFIG, model=str(tmp_path / "base"), controlnets=nets)
    loaded = np.stack(list(_pictures(stylise(Shot(), style(), config))))
    assert np.abs(loaded - _painted()).max() <= 1
