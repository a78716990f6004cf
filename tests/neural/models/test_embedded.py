"""Loading the embedded model's weights: words are looked up by name."""

import json

import pytest
import torch

from neural.conditioning.vocabulary import TOKENS, token_id
from neural.looks.control import CHANNELS
from neural.models import embedded
from neural.models.autoencoder import LinearAutoencoder
from sim.errors import ResourceError


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """A small untrained model on disk, and its table of words."""
    for name, value in {"WIDTHS": (16, 16), "HEADS": 2, "EMBEDDING": (8, 8, 8)}.items():
        monkeypatch.setattr(embedded, name, value)
    model = embedded.untrained(LinearAutoencoder(embedded.LATENTS))
    embedded.save_embedded(model, tmp_path, {"steps": 3})
    return tmp_path, model.words.table.weight.detach().half().float()


def _with_vocabulary(folder, words):
    said = json.loads((folder / "training.json").read_text())
    (folder / "training.json").write_text(json.dumps(said | {"vocabulary": list(words)}))


def test_words_come_back_as_they_were(saved):
    folder, table = saved
    assert torch.equal(embedded.load_embedded(folder).words.table.weight, table)


def test_words_are_found_by_name_wherever_the_weights_have_them(saved):
    folder, table = saved
    _with_vocabulary(folder, ["", *reversed(TOKENS[1:])])
    loaded = embedded.load_embedded(folder).words.table.weight
    assert torch.equal(loaded[token_id("red")], table[len(TOKENS) - token_id("red")]) and torch.equal(loaded[0], table[0])


def test_a_word_that_the_weights_do_not_know_says_nothing(saved):
    folder, table = saved
    _with_vocabulary(folder, ["gone" if word == "red" else word for word in TOKENS])
    loaded = embedded.load_embedded(folder).words.table.weight
    assert torch.equal(loaded[token_id("red")], table[0]) and torch.equal(loaded[token_id("blue")], table[token_id("blue")])


def test_weights_of_another_shape_are_built_from_their_own_files(saved, monkeypatch):
    folder, table = saved
    for name, value in (("WIDTHS", (32, 32)), ("WORD_WIDTH", 16), ("LATENTS", 16), ("CHANNELS", 4)):
        monkeypatch.setattr(embedded, name, value)
    model = embedded.load_embedded(folder)
    assert model.words.table.weight.shape == table.shape and model.unet.config.in_channels == 48
    assert model.form.config.conditioning_channels == CHANNELS and list(model.unet.config.block_out_channels) == [16, 16]


def test_without_weights_it_says_how_to_make_them(tmp_path):
    with pytest.raises(ResourceError, match="steadycast train"):
        embedded.load_embedded(tmp_path / "nowhere")
