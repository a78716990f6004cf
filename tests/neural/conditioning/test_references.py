"""Reference pictures, with a tiny random IP-Adapter in its published layout: who sees them, who does not, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from neural.config import ControlNet, IPAdapter, NeuralConfig
from neural.models.loading import of_pipeline
from neural.painting.frames import PaintedFrames
from neural.style import ObjectStyle
from sim.errors import DeclarationError, ResourceError
from tests.neural.shots import Shot, style, tiny_pipeline

NETS = (ControlNet(model="depth", control="depth"), ControlNet(model="classes", control="class"))
PLAIN = NeuralConfig(model="random", controlnets=NETS, steps=2, consistency="fixed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An IP-Adapter of random weights, and two pictures."""
    root = tmp_path_factory.mktemp("adapter")
    torch.manual_seed(1)
    vision = CLIPVisionConfig(hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=32,
                              patch_size=16, projection_dim=24)
    CLIPVisionModelWithProjection(vision).save_pretrained(root / "models" / "image_encoder")
    unet = tiny_pipeline().unet
    weights = {"image_proj.proj.weight": torch.randn(4 * 32, 24), "image_proj.proj.bias": torch.zeros(4 * 32),
               "image_proj.norm.weight": torch.ones(32), "image_proj.norm.bias": torch.zeros(32)}
    layers = [name.removesuffix(".processor") for name in unet.attn_processors]
    for number, name in enumerate(layers):
        if name.endswith("attn2"):
            wide = unet.get_submodule(name).to_k.out_features
            weights |= {f"ip_adapter.{number}.to_{x}_ip.weight": torch.randn(wide, 32) for x in "kv"}
    save_file(weights, root / "models" / "ip-adapter_sd15.safetensors")
    for name, colour in (("red.png", (220, 20, 20)), ("blue.png", (20, 20, 220))):
        Image.new("RGB", (48, 40), colour).save(root / name)
    return root


def output(config, reference, label="toy"):
    """What the UNet gives for one frame in the first step, (1, C, h, w); label: whose picture it is."""
    said = {"floor": ObjectStyle(label="floor", prompt="beige floor"), "toy": ObjectStyle(label="ball", prompt="red rubber ball")}
    said[label] = replace(said[label], reference=reference)
    model, seen = of_pipeline(tiny_pipeline(), config), []
    model.pipe.unet.conv_out.register_forward_hook(lambda *call: seen.append(call[2].detach()))
    list(PaintedFrames(Shot(1), style(objects=said), config, model).pictures([0]))
    return seen[0]


def adapted(folder, **fields):
    return replace(PLAIN, adapters=(IPAdapter(model=str(folder), **fields),))


def test_without_a_picture_or_at_scale_nought_an_adapter_changes_nothing(folder):
    plain = output(PLAIN, None)
    assert torch.equal(output(adapted(folder), None), plain)
    assert torch.allclose(output(adapted(folder, scale=0.0), str(folder / "red.png")), plain, atol=1e-5)


def test_a_picture_is_seen_where_its_object_is(folder):
    change = (output(adapted(folder), str(folder / "red.png")) - output(PLAIN, None)).abs().sum(dim=1)[0]
    inside = torch.from_numpy(Shot(1)[0].part == 2)[::2, ::2]
    assert change[:11, :15][inside].mean() > 2 * change[:11, :15][~inside].mean() > 0


def test_another_picture_is_another_look_and_guidance_leads_away_from_none(folder):
    config = adapted(folder)
    red, blue = (output(config, str(folder / name)) for name in ("red.png", "blue.png"))
    assert not torch.allclose(red, blue, atol=1e-3)
    first, second = output(replace(config, guidance=3.0), str(folder / "red.png"))
    assert not torch.allclose(first, second, atol=1e-3) and torch.allclose(second, red[0], atol=1e-3)


def test_what_cannot_be_followed_is_refused(folder, tmp_path):
    with pytest.raises(DeclarationError, match="toy.*: has reference picture 'a.png', which this model cannot follow"):
        output(PLAIN, "a.png")
    with pytest.raises(DeclarationError, match="floor: reference picture 'none.png' cannot be read"):
        output(adapted(folder), "none.png", label="floor")
    with pytest.raises(ResourceError, match="IP-Adapter .* cannot be read"):
        output(adapted(tmp_path), None)
    with pytest.raises(DeclarationError, match="2 adapters"):
        replace(PLAIN, adapters=(IPAdapter(model="a"), IPAdapter(model="b")))
    assert np.isclose(IPAdapter(model="a").scale, 0.6)
