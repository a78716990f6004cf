"""The encoders of VBench's rules: the stand-in is the network that its weights were trained for; VBench's own work, tiny and random."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import torch
from skimage import data, io
from torchvision.models.optical_flow import raft_large
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection, ViTConfig, ViTModel

from studio import encoders

MOTORCYCLE = Path(data.__file__).parent / "motorcycle_left.png"


@pytest.fixture(scope="module")
def network() -> torch.nn.Module:
    return encoders.lite0()


@pytest.fixture(scope="module")
def photos() -> list[tuple[np.ndarray, list[int]]]:
    """Each with ImageNet's classes that fit: cats, coffee, rockets, motorcycles; mirrored and cut as well."""
    pictures = ((data.chelsea(), [281, 282, 285]), (data.coffee(), [504, 967, 968]), (data.rocket(), [657, 744, 812]),
                (io.imread(MOTORCYCLE)[..., :3], [665, 670]))
    return [(cut, classes) for picture, classes in pictures
            for cut in (picture, picture[:, ::-1].copy(), picture[10:, 14:], picture[:-20, :-40])]


@torch.no_grad()
def test_photographs_are_what_they_show(network, photos) -> None:
    chances = [(classes, network(encoders.LITE(photo))[0].softmax(-1)) for photo, classes in photos]
    assert all(int(chance.argmax()) in classes for classes, chance in chances)
    # -0.23 here; -0.36 with one stride moved by a stage, -0.79 with ReLU for ReLU6, -1.2 with one stride more.
    assert np.mean([float(chance[classes].sum().log()) for classes, chance in chances]) > -0.3


@torch.no_grad()
def test_photographs_have_the_statistics_that_norms_remember(network, photos) -> None:
    seen = defaultdict(list)
    norms = {name: norm for name, norm in network.named_modules() if isinstance(norm, torch.nn.BatchNorm2d)}
    hooks = [norm.register_forward_pre_hook(lambda _, given, name=name: seen[name].append(given[0])) for name, norm in norms.items()]
    for photo, _ in photos[::4]:
        network(encoders.LITE(photo))
    for hook in hooks:
        hook.remove()
    off, spread = zip(*(_against(torch.cat(seen[name]), norm) for name, norm in norms.items()))
    # Means differ by 0.3 deviations here; by 0.45 and more without shortcuts or with other activations.
    # Deviations are 0.8 to 1.2 times what is remembered here; those of the stem 1.7 times with ImageNet's deviation of pixels.
    assert np.mean(off) < 0.4 and min(spread) > 0.6 and max(spread) < 1.4


def _against(x: torch.Tensor, norm: torch.nn.BatchNorm2d) -> tuple[float, float]:
    """Over channels that are not dead: by how many deviations the means differ, and the median ratio of deviations."""
    alive, deviation = norm.running_var > 0.01 * norm.running_var.median(), norm.running_var.sqrt()
    off = ((x.mean(dim=(0, 2, 3)) - norm.running_mean) / deviation)[alive]
    return float(off.square().mean().sqrt()), float((x.std(dim=(0, 2, 3)) / deviation)[alive].median())


@torch.no_grad()
def test_the_features_are_what_they_were(network) -> None:
    # Made by this project's own EfficientNet-Lite0, which read the weights by their own names; its logits equalled timm's to the bit.
    feature = encoders.stand_in(encoders.MIDDLE).encode(data.chelsea())
    assert feature[:6] == pytest.approx([0.00998, 0.00094, 0.0, 0.01604, 0.10251, 0.03056], abs=1e-4)
    assert feature.shape == (1280,) and (int(feature.argmax()), float(feature.max())) == (287, pytest.approx(0.28661, abs=1e-4))


def test_the_subject_is_looked_for_in_all_and_the_background_in_the_middle() -> None:
    picture = np.full((216, 384, 3), 255, np.uint8)
    picture[:, 84:300] = 51
    whole, middle = encoders.WHOLE(picture), encoders.MIDDLE(picture)
    assert whole.shape == (1, 3, 224, 398) and middle.shape == (1, 3, 224, 224)
    assert whole[0, 0, 0, 0] == pytest.approx((1 - 0.485) / 0.229) and whole[0, 2, 100, 200] == pytest.approx((0.2 - 0.406) / 0.225)
    assert middle[0, 1, 100, 4:220].numpy() == pytest.approx((0.2 - 0.4578275) / 0.26130258, abs=1e-5)


def test_nothing_smooths_before_a_picture_is_made_smaller() -> None:
    stripes = np.zeros((1120, 1120, 3), np.uint8)
    stripes[:, 2::5] = 255  # each is what one pixel in the middle of five sees
    assert encoders.WHOLE(stripes)[0, 0].numpy() == pytest.approx((1 - 0.485) / 0.229, abs=1e-5)


@pytest.fixture
def dino(tmp_path: Path) -> Path:
    config = ViTConfig(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, image_size=224, patch_size=16)
    ViTModel(config, add_pooling_layer=False).save_pretrained(tmp_path / "dino")
    return tmp_path / "dino"


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    config = CLIPVisionConfig(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, image_size=224,
                              patch_size=32, projection_dim=8)
    CLIPVisionModelWithProjection(config).save_pretrained(tmp_path / "clip")
    return tmp_path / "clip"


@torch.no_grad()
def test_features_are_dinos_class_token_and_clips_embedding(dino: Path, clip: Path) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (54, 96, 3)).astype(np.uint8)
    network = ViTModel.from_pretrained(dino, add_pooling_layer=False)
    tokens = network(encoders.WHOLE(picture), interpolate_pos_encoding=True).last_hidden_state
    embedding = CLIPVisionModelWithProjection.from_pretrained(clip)(encoders.MIDDLE(picture)).image_embeds[0]
    for encoder, raw in ((encoders.subject_encoder(str(dino)), tokens[0, 0]), (encoders.background_encoder(str(clip)), embedding)):
        assert encoder.vbench and encoder.encode(picture) == pytest.approx((raw / raw.norm()).numpy(), abs=1e-5)


def test_what_is_on_the_machine_is_taken_and_only_the_rest_stood_in_for(dino: Path, clip: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(encoders, "DINO", str(dino))
    monkeypatch.setattr(encoders, "CLIP", "absent/clip")
    loaded = encoders.load_encoders()
    assert loaded.subject.vbench and loaded.subject.name == str(dino)
    assert not loaded.background.vbench and loaded.background.name == "efficientnet_lite0"
    assert loaded.flow is None and loaded.interpolate is None
    assert "background: efficientnet_lite0, a stand-in: not a VBench score" in loaded.description
    feature = loaded.background.encode(data.chelsea())
    assert feature.shape == (1280,) and np.linalg.norm(feature) == pytest.approx(1, abs=1e-5)


def test_flow_is_of_padded_pictures_and_none_of_small_ones(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    folder = tmp_path / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    torch.save(raft_large().state_dict(), folder / "raft_large_C_T_V1-22a6c225.pth")
    flow = encoders.load_encoders().flow
    picture = np.random.default_rng(0).integers(0, 256, (130, 140, 3)).astype(np.uint8)
    assert flow(picture, picture[:, ::-1].copy()).shape == (136, 144, 2)
    assert flow(picture[:100], picture[:100]) is None
