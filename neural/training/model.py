"""The embedded model as one module for training, and a trained one on disk."""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from neural.models import embedded
from neural.models.autoencoder import LinearAutoencoder

PARTS = ("words", "unet", "form")


class TrainingModel(torch.nn.Module):
    """From noised latents and controls to clean latents."""

    def __init__(self, vae: LinearAutoencoder) -> None:
        super().__init__()
        model = embedded.untrained(vae)
        self.words, self.unet, self.form = model.words, model.unet, model.form

    def take(self, model: embedded.Embedded) -> None:
        """Take over the weights of a model of the same shape."""
        for name in PARTS:
            getattr(self, name).load_state_dict(getattr(model, name).state_dict())

    def forward(self, latents: torch.Tensor, levels: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Clean latents (N, 48, h, w) as the model sees them in noised ones; levels: (N,), each picture's noise level."""
        words = self.words(batch["scene_tokens"], batch["tokens"])
        downs, mid = self.form(latents, levels, words, batch["form"], return_dict=False)
        return self.unet(latents, levels, words, down_block_additional_residuals=downs, mid_block_additional_residual=mid,
                         return_dict=False)[0]


def export(weights: Sequence[torch.Tensor], vae: LinearAutoencoder, folder: Path, training: dict) -> Path:
    """Write these weights (a TrainingModel's parameters, in order) as a model in half precision. An older one there is replaced."""
    painter, model = TrainingModel(vae), embedded.untrained(vae)
    with torch.no_grad():
        for parameter, weight in zip(painter.parameters(), weights, strict=True):
            parameter.copy_(weight)
    for name in PARTS:
        getattr(model, name).load_state_dict(getattr(painter, name).state_dict())
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    embedded.save_embedded(model, fresh, training)
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(fresh, folder)
    return folder


def record(folder: Path) -> dict:
    """How a model was made, without its vocabulary and its losses."""
    said = json.loads((folder / "training.json").read_text())
    return {key: value for key, value in said.items() if key not in ("vocabulary", "losses")}
