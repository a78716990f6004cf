"""A fixed linear autoencoder: the principal components of 4 x 4 x 3 patches. It does not jitter, and masks stay exact in latents."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

PATCH = 4


@dataclass(frozen=True)
class _Point:
    """A distribution all in one place, with the methods that pipelines ask of AutoencoderKL's."""

    value: torch.Tensor

    def sample(self, generator: torch.Generator | None = None) -> torch.Tensor:
        return self.value

    def mode(self) -> torch.Tensor:
        return self.value


@dataclass(frozen=True)
class _Encoded:
    latent_dist: _Point


class LinearAutoencoder(ModelMixin, ConfigMixin):
    """Pictures (N, 3, H, W) in -1..1 to latents (N, 16, H/4, W/4) and back, behind AutoencoderKL's interface.

    H and W are multiples of 4. Each component is divided by the square root of its standard deviation, then all by one
    number, so that the whole has variance 1 and strong components still weigh more.
    """

    @register_to_config
    def __init__(self, latent_channels: int = 16, block_out_channels: tuple[int, ...] = (1, 1, 1), scaling_factor: float = 1.0,
                 in_channels: int = 3, out_channels: int = 3, force_upcast: bool = False) -> None:
        super().__init__()
        inputs = in_channels * PATCH**2
        self.mean = torch.nn.Parameter(torch.zeros(inputs), requires_grad=False)
        self.forward_matrix = torch.nn.Parameter(torch.zeros(latent_channels, inputs), requires_grad=False)
        self.inverse_matrix = torch.nn.Parameter(torch.zeros(inputs, latent_channels), requires_grad=False)

    def encode(self, pictures: torch.Tensor) -> _Encoded:
        """Latents of pictures, as `.latent_dist.mode()` (or `.sample()`, which is the same)."""
        patches = pixel_unshuffle(pictures, PATCH) - self.mean[:, None, None]
        return _Encoded(_Point(torch.einsum("ki,nihw->nkhw", self.forward_matrix, patches)))

    def decode(self, latents: torch.Tensor, return_dict: bool = False, generator: torch.Generator | None = None) -> tuple[torch.Tensor]:
        """(pictures,) of latents; beyond -1..1 they are clipped."""
        patches = torch.einsum("ik,nkhw->nihw", self.inverse_matrix, latents) + self.mean[:, None, None]
        return (pixel_shuffle(patches, PATCH).clamp(-1, 1),)


def fit(pictures: Iterable[np.ndarray], latent_channels: int = 16) -> LinearAutoencoder:
    """The autoencoder of the principal components of uint8 pictures (H, W, 3), taken one at a time."""
    total, mean, square = 0, np.zeros(48), np.zeros((48, 48))
    for picture in pictures:
        tensor = torch.from_numpy(picture / 127.5 - 1).permute(2, 0, 1)[None]
        patches = pixel_unshuffle(tensor, PATCH)[0].flatten(1).numpy()
        total, mean, square = total + patches.shape[1], mean + patches.sum(axis=1), square + patches @ patches.T
    mean /= total
    variance, vectors = np.linalg.eigh(square / total - np.outer(mean, mean))
    variance, vectors = variance[::-1][:latent_channels].clip(1e-8), vectors[:, ::-1][:, :latent_channels]
    # After division by sqrt(std) a component's variance is its std; the mean of those is brought to 1.
    scale = variance**0.25 * np.sqrt(np.sqrt(variance).mean())
    return _of_matrices(mean, vectors / scale, vectors * scale)


def _of_matrices(mean: np.ndarray, forward: np.ndarray, inverse: np.ndarray) -> LinearAutoencoder:
    model = LinearAutoencoder(latent_channels=forward.shape[1])
    for parameter, value in ((model.mean, mean), (model.forward_matrix, forward.T), (model.inverse_matrix, inverse)):
        parameter.data = torch.from_numpy(np.ascontiguousarray(value)).float()
    return model
