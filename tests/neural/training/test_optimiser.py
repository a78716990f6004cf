import pytest
import torch

from neural.training.optimiser import RATE, Optimiser, nearest_orthogonal


def _net():
    torch.manual_seed(0)
    net = torch.nn.ModuleDict({"conv_in": torch.nn.Conv2d(3, 8, 3), "inner": torch.nn.Conv2d(8, 8, 3), "words": torch.nn.Embedding(5, 8)})
    return net.to(memory_format=torch.channels_last)


def _step(net, share=1.0):
    before = {name: p.detach().clone() for name, p in net.named_parameters()}
    Optimiser(net).step([torch.randn_like(p) for p in net.parameters()], torch.tensor(share * RATE))
    return {name: p.detach() - before[name] for name, p in net.named_parameters()}


def test_inner_convolutions_take_a_step_that_turns_all_ways_alike():
    # Muon's step is about the orthogonal matrix nearest to the gradient: its singular values are alike. 0.2 sqrt(72): AdamW's size.
    stepped = _step(_net())["inner.weight"].permute(0, 2, 3, 1).flatten(1)
    values = torch.linalg.svdvals(stepped) / (RATE * 0.2 * 72 ** 0.5)
    assert values.min() > 0.6 and values.max() < 1.3


def test_words_and_the_first_convolution_step_as_adam_does():
    stepped = _step(_net(), share=0.5)
    for name in ("conv_in.weight", "words.weight", "inner.bias"):
        torch.testing.assert_close(stepped[name].abs(), torch.full_like(stepped[name], RATE / 2), rtol=0.02, atol=1e-5)


def test_convolutions_that_are_not_channels_last_are_refused():
    with pytest.raises(ValueError, match="channels last"):
        Optimiser(_net().to(memory_format=torch.contiguous_format))


@pytest.mark.parametrize("shape", [(6, 40), (40, 6), (8, 8)])
def test_the_nearest_orthogonal_matrix_is_turned_as_the_given_one(shape):
    torch.manual_seed(1)
    given = torch.randn(shape)
    u, values, v = torch.linalg.svd(given, full_matrices=False)
    found = u.T @ nearest_orthogonal(given[None])[0] @ v.T  # in the given matrix's own axes
    torch.testing.assert_close(found, torch.diag(found.diag()), rtol=0, atol=1e-4)
    assert found.diag().min() > 0.6 and found.diag().max() < 1.3


def test_steps_follow_the_mean_of_gradients():
    net = _net()
    optimiser, weight = Optimiser(net), net["inner"].weight
    for sign in (1.0, 1.0, 1.0, -0.1):
        before = weight.detach().clone()
        optimiser.step([sign * torch.ones_like(p) for p in net.parameters()], torch.tensor(RATE))
    assert (weight.detach() < before).all(), "a small gradient the other way does not turn it round"


def test_matrices_of_one_shape_are_worked_out_as_each_alone():
    torch.manual_seed(2)
    several = torch.randn(4, 6, 9) * torch.tensor([1e-3, 1.0, 10.0, 1e3])[:, None, None]
    for matrix, found in zip(several, nearest_orthogonal(several)):
        torch.testing.assert_close(found, nearest_orthogonal(matrix[None])[0], rtol=1e-4, atol=1e-5)
