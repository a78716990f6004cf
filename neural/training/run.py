"""One training run: everything that changes from step to step, how a step goes, and its checkpoint."""

import copy
import math
import os
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch.nn.functional import mse_loss

from neural.conditioning.regional_attention import RegionMasks
from neural.models import embedded
from neural.models.autoencoder import LinearAutoencoder, fit
from neural.training.batches import Batch, Batches
from neural.training.capture import Recorded, pool
from neural.training.format import SLOTS
from neural.training.model import TrainingModel
from neural.training.optimiser import RATE, Optimiser
from neural.training.pictures import Pictures

LEVELS, SHARES = (999, 749, 499, 249), (0.88, 0.04, 0.04, 0.04)
"""The noise levels that are trained and sampled, and the share of pictures at each; the first, pure noise, most often, since by default
it is the only step."""
WARM_UP, LAST, EMA = 100, 0.02, 0.999
"""Steps of warming up, or a tenth of the run where that is less; the share of the rate that is left at the end; what each step leaves of
the average, at most: it is over the last tenth of the steps so far, or as many as this says."""
LOUDEST = 0.4
"""Factor of the noise that is trained with, at most; it is sampled with embedded.QUIET of it."""
PIXELS = 0.1
"""Weight of the pictures' mean difference (in -1..1) beside the latents' mean square."""
SIZES = {"cuda": ((6, 192, 192), (1, 352, 640)), "cpu": ((2, 64, 64), (1, 128, 160))}
"""(pictures of each look, height, width): a step's crops, and the larger ones of every eighth step."""
ROOM = {"cuda": 10000, "cpu": 1560}
"""Sets that a device keeps room for: 3.7 MB each."""
AHEAD, CORES = 3, 2
"""Steps that may wait for the GPU; cores that share a batch where there is none."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run is told. It ends after so many steps or seconds; seconds count from its start, stopped runs' too. eager: without
    recording steps as CUDA graphs."""

    steps: int | None = None
    seconds: float | None = None
    seed: int = 0
    rate: float = RATE
    eager: bool = False


class TrainingRun:
    """A run in the folder `out`, with the checkpoint there taken up, if there is one."""

    def __init__(self, data: Path, out: Path, plan: Plan, first: Path | None = None) -> None:
        self._started, self._before = time.monotonic(), 0.0
        self.out, self.plan, self.step, self.losses = out, plan, 0, list[dict]()
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.backends.cuda.enable_cudnn_sdp(False)  # it makes plans of its own for masks of each shape
        torch.manual_seed(plan.seed)
        self.pictures = Pictures(data, self.device, ROOM[self.device.type])
        self.batches = Batches(self.pictures, self.device)
        self.vae = self._autoencoder(first).to(self.device)
        torch.manual_seed(plan.seed)
        self.model = TrainingModel(self.vae)
        if first:
            self.model.take(embedded.load_embedded(first))
        self.model.to(self.device, memory_format=torch.channels_last)
        self._parameters = list(self.model.parameters())
        self._regions = embedded.token_regions(SLOTS).to(self.device)
        self._masked = [self._sharing(RegionMasks()) for _ in range(CORES if self.device.type == "cpu" else 1)]
        self._workers = ThreadPoolExecutor(len(self._masked), initializer=torch.set_num_threads, initargs=(1,))
        self.average = [p.detach().clone() for p in self._parameters]
        self._optimiser = Optimiser(self.model)
        self._alphas = embedded.scheduler().alphas_cumprod.to(self.device)
        self._levels, self._bounds = torch.tensor(LEVELS, device=self.device), torch.tensor(SHARES, device=self.device).cumsum(0)[:-1]
        self._rate, self._fresh = torch.zeros((), device=self.device), torch.zeros((), device=self.device)
        self._sums = torch.zeros(len(LEVELS), 2, device=self.device)
        record, shared = self.device.type == "cuda" and not plan.eager, pool(self.device)
        self._crops, self._whole = (Recorded(partial(self._learn, size), record, shared) for size in SIZES[self.device.type])
        self._waiting: deque[torch.cuda.Event] = deque()
        self._resume()

    def _autoencoder(self, first: Path | None) -> LinearAutoencoder:
        folder = self.out / "vae"
        if not folder.is_dir():
            made = embedded.load_embedded(first).vae if first else fit(self.batches.some(256, 192), embedded.LATENTS)
            made.save_pretrained(folder)
        return LinearAutoencoder.from_pretrained(folder)

    @property
    def elapsed(self) -> float:
        """Seconds of the run so far, those before it was stopped too."""
        return self._before + time.monotonic() - self._started

    @property
    def progress(self) -> float:
        """How much of the run is done, 0..1."""
        done = 0.0 if self.plan.steps is None else self.step / self.plan.steps
        return min(1.0, max(done, 0.0 if self.plan.seconds is None else self.elapsed / max(self.plan.seconds, 1e-3)))

    def advance(self) -> None:
        """One step of the optimiser."""
        progress = self.progress
        cosine = LAST + (1 - LAST) * (1 + math.cos(math.pi * progress)) / 2
        steps = WARM_UP if self.plan.steps is None else min(WARM_UP, self.plan.steps / 10)
        self._rate.fill_(self.plan.rate * min((self.step + 1) / steps, cosine))
        self._fresh.fill_(max(1 - EMA, 10 / (self.step + 10)))
        (self._whole if self.step % 8 == 7 else self._crops)()
        self.step += 1
        self._wait()

    def _wait(self) -> None:
        if self.device.type == "cuda":
            self._waiting.append(torch.cuda.Event())
            self._waiting[-1].record()
            if len(self._waiting) > AHEAD:
                self._waiting.popleft().synchronize()

    def _learn(self, size: tuple[int, int, int]) -> None:
        with torch.no_grad():
            batch = self.batches.draw(*size)
            clean = self.vae.encode(batch["picture"]).latent_dist.mode()
            places = (torch.rand(len(clean), 1, device=self.device) > self._bounds).sum(dim=1)
            noised = self._noised(clean, self._levels[places])
        losses, gradients = self._gradients({**batch, "clean": clean, "noised": noised, "levels": self._levels[places]})
        self._optimiser.step(_clipped(gradients), self._rate, map if len(self._masked) == 1 else self._workers.map)
        with torch.no_grad():
            away = torch._foreach_sub(self._parameters, self.average)
            torch._foreach_mul_(away, self._fresh)
            torch._foreach_add_(self.average, away)
            hit = (places[None] == torch.arange(len(LEVELS), device=self.device)[:, None]).float()
            self._sums += torch.stack([hit @ losses, hit.sum(dim=1)], dim=1)

    def _noised(self, clean: torch.Tensor, levels: torch.Tensor) -> torch.Tensor:
        alpha = self._alphas[levels][:, None, None, None]
        # The size of the noise is random, up to four times that of a quiet start, so that any that is sampled with is known.
        noise = LOUDEST * torch.rand(len(clean), 1, 1, 1, device=self.device) * torch.randn_like(clean)
        return (alpha.sqrt() * clean + (1 - alpha).sqrt() * noise).contiguous(memory_format=torch.channels_last)

    def _sharing(self, masks: RegionMasks) -> tuple[TrainingModel, RegionMasks]:
        """A model of the same parameters that looks at these masks."""
        model = copy.deepcopy(self.model, {id(p): p for p in self._parameters})
        embedded.route_attention(model.unet, masks)
        return model, masks

    def _gradients(self, batch: Batch) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """The mean square of each picture's latents, and the gradients of what is to become less. On a CPU each core has a share of the
        batch: far faster than all cores on each small operation."""
        if len(self._masked) == 1:
            losses, gradients = self._share(batch, *self._masked[0])
            return losses, list(gradients)
        shares = [dict(zip(batch, parts)) for parts in zip(*(tensor.chunk(len(self._masked)) for tensor in batch.values()))]
        found = list(self._workers.map(lambda share, masked: self._share(share, *masked), shares, self._masked))
        return torch.cat([losses for losses, _ in found]), [torch.stack(parts).mean(dim=0) for parts in zip(*(own for _, own in found))]

    def _share(self, batch: Batch, model: TrainingModel, masks: RegionMasks) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
        with (masks.set(batch["shares"], self._regions),
              torch.autocast(self.device.type, torch.bfloat16, enabled=_has_bfloat16(self.device), cache_enabled=False)):
            seen = model(batch["noised"], batch["levels"], batch)
        losses = mse_loss(seen.float(), batch["clean"], reduction="none").mean(dim=(1, 2, 3))
        pixels = (self.vae.decode(seen.float())[0] - batch["picture"]).abs().mean()
        return losses.detach(), torch.autograd.grad(losses.mean() + PIXELS * pixels, self._parameters)

    def report(self) -> dict[str, float]:
        """The mean loss at each level since the last report."""
        sums, counts = self._sums.T.tolist()
        self._sums.zero_()
        return {str(level): round(total / count, 4) for level, total, count in zip(LEVELS, sums, counts) if count}

    def _tensors(self) -> dict[str, list[torch.Tensor]]:
        return {"model": [p.detach() for p in self._parameters], "average": self.average, "optimiser": self._optimiser.state()}

    def keep(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {**self._tensors(), "random": self._random(), "step": self.step, "elapsed": self.elapsed, "losses": self.losses,
                 "sets": len(self.pictures)}
        torch.save(state, self.out / "checkpoint.new")
        os.replace(self.out / "checkpoint.new", self.out / "checkpoint.pt")

    def recover(self) -> None:
        """Take the weights of the checkpoint; the run goes on with other pictures. Raises FileNotFoundError if there is none."""
        self._take(torch.load(self.out / "checkpoint.pt", map_location="cpu", weights_only=True))

    def _resume(self) -> None:
        if (self.out / "checkpoint.pt").is_file():
            state = torch.load(self.out / "checkpoint.pt", map_location="cpu", weights_only=True)
            self._take(state)
            torch.set_rng_state(state["random"][0])
            if self.device.type == "cuda":
                torch.cuda.set_rng_state(state["random"][-1])
            self.step, self.losses, self._before = state["step"], state["losses"], state["elapsed"]

    def _take(self, state: dict[str, list[torch.Tensor]]) -> None:
        for name, tensors in self._tensors().items():  # in place: recordings know them by where they are
            for tensor, kept in zip(tensors, state[name], strict=True):
                tensor.copy_(kept)

    def _random(self) -> list[torch.Tensor]:
        return [torch.get_rng_state(), *([torch.cuda.get_rng_state()] if self.device.type == "cuda" else [])]


def _clipped(gradients: list[torch.Tensor], most: float = 1.0) -> list[torch.Tensor]:
    """The gradients, made shorter where together they are longer than `most`."""
    length = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
    return list(torch._foreach_mul(gradients, (most / (length + 1e-6)).clamp(max=1.0)))


def _has_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies in bfloat16; where it only emulates that, single precision is faster."""
    return torch.cuda.is_bf16_supported(False) if device.type == "cuda" else bool(torch.cpu.get_capabilities().get("avx512_bf16"))
