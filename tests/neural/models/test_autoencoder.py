import numpy as np
import torch

from neural.models.autoencoder import LinearAutoencoder, fit


def _pictures(count=6, rank=16, seed=0):
    """Pictures all of whose 4 x 4 patches lie in a space of this many dimensions."""
    rng = np.random.default_rng(seed)
    basis = rng.normal(size=(rank, 4, 4, 3))
    patches = np.einsum("nijk,kabc->niajbc", rng.normal(size=(count, 12, 16, rank)) * np.geomspace(1, 0.1, rank), basis)
    return np.clip(127.5 + 8 * patches.reshape(count, 48, 64, 3), 0, 255)


def _tensor(pictures):
    return torch.from_numpy(pictures / 127.5 - 1).permute(0, 3, 1, 2).float()


def test_patches_of_sixteen_dimensions_come_back():
    pictures = _pictures()
    model = fit(pictures)
    latents = model.encode(_tensor(pictures)).latent_dist.mode()
    assert latents.shape == (6, 16, 12, 16)
    torch.testing.assert_close(model.decode(latents)[0], _tensor(pictures), atol=2e-4, rtol=0)


def test_latents_have_variance_one_and_do_not_correlate():
    pictures = _pictures()
    latents = fit(pictures).encode(_tensor(pictures)).latent_dist.sample().transpose(0, 1).flatten(1)
    covariance = torch.cov(latents)
    assert abs(covariance.diagonal().mean() - 1) < 1e-3
    assert (covariance - covariance.diagonal().diag()).abs().max() < 1e-3
    assert covariance[0, 0] > 2 * covariance[-1, -1]  # the strong components still weigh more


def test_saved_and_loaded_it_is_the_same(tmp_path):
    model = fit(_pictures())
    model.save_pretrained(tmp_path)
    again = LinearAutoencoder.from_pretrained(tmp_path)
    picture = _tensor(_pictures(1, seed=3))
    assert torch.equal(model.encode(picture).latent_dist.mode(), again.encode(picture).latent_dist.mode())
    assert [f.name for f in tmp_path.glob("*.safetensors")] == ["diffusion_pytorch_model.safetensors"]
