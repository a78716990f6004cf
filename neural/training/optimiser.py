"""The optimiser of the training run: Muon for matrices, AdamW for the rest."""

from collections.abc import Sequence

import torch

RATE = 2e-3
"""For a model that is trained from nothing; one that is trained on wants less."""
MOMENTUM = 0.95
QUINTIC = (3.4445, -4.7750, 2.0315)
"""Coefficients of a step of Newton and Schulz's iteration that brings small singular values up fast; those of Jordan et al."""


def nearest_orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    """About the orthogonal matrix nearest to one (m, n), in single precision: five steps bring singular values to 0.7-1.2.

    All five are worked out on the small square of rows by rows (or columns by columns), since each is a polynomial of it. torch's own
    Muon works on the whole matrix in bfloat16, which takes a processor without such numbers thirty times as long.
    """
    wide = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    wide = wide / wide.norm().clamp(min=1e-7)
    square, one = wide @ wide.T, torch.eye(len(wide), device=matrix.device)
    turn, (a, b, c) = one, QUINTIC
    for _ in range(5):
        step = a * one + b * square + c * square @ square
        turn, square = step @ turn, step @ square @ step
    out = turn @ wide
    return out if out.shape == matrix.shape else out.T


class Muon(torch.optim.Optimizer):
    """Muon (Jordan et al., 2024) for matrices, without decay of weights; steps are of AdamW's size (Liu et al., 2025)."""

    def __init__(self, matrices: Sequence[torch.nn.Parameter], lr: float) -> None:
        super().__init__(matrices, {"lr": lr})

    @torch.no_grad()
    def step(self) -> None:
        """One step along the matrices' gradients."""
        for group in self.param_groups:
            for matrix in group["params"]:
                if matrix.grad is not None:
                    mean = self.state[matrix].setdefault("momentum_buffer", torch.zeros_like(matrix))
                    mean.lerp_(matrix.grad, 1 - MOMENTUM)
                    way = nearest_orthogonal(matrix.grad.lerp(mean, MOMENTUM))
                    matrix.add_(way, alpha=-group["lr"] * 0.2 * max(matrix.shape) ** 0.5)


class Optimiser:
    """Muon for all inner matrices and convolutions of a net, each convolution as the matrix of its outputs
    by its patches; AdamW for vectors, words and the first and last convolutions. In 150 steps from the same weights Muon
    got further than AdamW alone did in any. The net's convolutions must lie channels last, so that each matrix is a view of its
    weights and not a copy. Raises ValueError if one does not."""

    def __init__(self, net: torch.nn.Module, rate: float = RATE) -> None:
        self._rate = rate
        inner = {name: p for name, p in net.named_parameters() if p.ndim >= 2 and _is_inner(name)}
        self._views = [(p, torch.nn.Parameter(_matrix(p.detach()))) for p in inner.values()]
        if any(view.data_ptr() != p.data_ptr() for p, view in self._views):
            raise ValueError("the net's convolutions are not channels last")
        rest = [p for name, p in net.named_parameters() if name not in inner]
        self._muon = Muon([view for _, view in self._views], lr=rate)
        self._adam = torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.99), fused=True)

    def step(self, share: float) -> None:
        """One step along the parameters' gradients, at this share of the rate."""
        for group in (*self._muon.param_groups, *self._adam.param_groups):
            group["lr"] = share * self._rate
        for parameter, view in self._views:
            view.grad = None if parameter.grad is None else _matrix(parameter.grad)
        self._muon.step()
        self._adam.step()

    def state_dict(self) -> dict:
        """What a checkpoint needs."""
        return {"muon": self._muon.state_dict(), "adam": self._adam.state_dict()}

    def load_state_dict(self, state: dict) -> None:
        """Go on from a checkpoint."""
        self._muon.load_state_dict(state["muon"])
        self._adam.load_state_dict(state["adam"])


def _is_inner(name: str) -> bool:
    return not name.startswith("words.") and "conv_in." not in name and "conv_out." not in name


def _matrix(weights: torch.Tensor) -> torch.Tensor:
    """(outputs, patch) of (outputs, inputs, h, w), or the matrix itself."""
    return weights.permute(0, 2, 3, 1).flatten(1) if weights.ndim == 4 else weights
