"""Train the embedded model: `python -m neural.training.train --data FOLDER --out FOLDER --steps N`. Resumes by itself."""

import argparse
import copy
import json
import logging
import math
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
from torch.nn.functional import avg_pool2d, mse_loss
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from neural.conditioning.ade20k import PALETTE
from neural.conditioning.regional_attention import RegionMasks
from neural.models import embedded
from neural.models.autoencoder import PATCH, LinearAutoencoder, fit
from neural.training.format import SIZE, SLOTS
from neural.training.make_data import RECIPE
from neural.training.optimiser import RATE, Optimiser
from neural.training.pictures import Pictures

LEVELS = (999, 749, 499, 249)
"""The noise levels that are trained and sampled; the first, pure noise, 55 % of the time, since by default it is the only step."""
WARM_UP, LAST, EMA = 100, 0.02, 0.998
"""Steps of warming up; the share of the rate that is left at the end; what each step leaves of the average. A run of under a thousand
steps warms up for a tenth of it, and averages over an eighth."""
CROPS, WHOLE = (16, SIZE // 2), (4, SIZE)
"""(how many, px): a step's pictures, and those of every eighth step."""
WORKERS = 2
PARTS = ("words", "unet", "form", "classes")
REPORT, KEEP = 50, 200
"""Steps between reports, and between checkpoints."""
log = logging.getLogger(__name__)


class TrainingModel(torch.nn.Module):
    """The embedded model as one module for training: from noised latents and controls to clean latents."""

    def __init__(self, vae: LinearAutoencoder) -> None:
        super().__init__()
        model = embedded.untrained(vae)
        self.words, self.unet, self.form, self.classes = model.words, model.unet, model.form, model.classes

    def take(self, model: embedded.Embedded) -> None:
        """Take over the weights of a model of the same latents."""
        for name in PARTS:
            getattr(self, name).load_state_dict(getattr(model, name).state_dict())

    def forward(self, latents: torch.Tensor, level: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Clean latents (N, 16, h, w) as the model sees them in noised ones."""
        words = self.words(batch["scene_tokens"], batch["tokens"])
        downs, mid = self.form(latents, level, words, batch["form"], return_dict=False)
        more_downs, more_mid = self.classes(latents, level, words, batch["class_picture"], return_dict=False)
        return self.unet(latents, level, words, down_block_additional_residuals=[a + b for a, b in zip(downs, more_downs)],
                         mid_block_additional_residual=mid + more_mid, return_dict=False)[0]


class Half:
    """What one thread needs to work on its share of a batch: the same parameters, and region masks of its own."""

    def __init__(self, painter: TrainingModel, device: torch.device) -> None:
        self.painter, self.device = copy.deepcopy(painter, {id(p): p for p in painter.parameters()}), device
        self.masks = RegionMasks()
        embedded.route_attention(self.painter.unet, self.masks)

    def __call__(self, batch: dict[str, torch.Tensor], level: int) -> tuple[float, tuple[torch.Tensor, ...]]:
        """The loss and its gradients."""
        batch = {name: tensor.to(self.device) for name, tensor in batch.items()}
        with self.masks.set(batch["shares"], embedded.token_regions(SLOTS).to(self.device)):
            with torch.autocast(self.device.type, torch.bfloat16, enabled=_has_bfloat16(self.device)):
                painted = self.painter(batch["noised"].contiguous(memory_format=torch.channels_last), torch.tensor(level), batch)
            loss = mse_loss(painted.float(), batch["latents"])
            return loss.item(), torch.autograd.grad(loss, list(self.painter.parameters()))


def _has_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies in bfloat16; where it only emulates that, single precision is faster."""
    return torch.cuda.is_bf16_supported(False) if device.type == "cuda" else bool(torch.cpu.get_capabilities().get("avx512_bf16"))


class TrainingRun:
    """One training run: everything that changes from step to step, and so all that a checkpoint holds."""

    def __init__(self, data: Path, out: Path, steps: int, seed: int, first: Path | None = None, rate: float = RATE) -> None:
        self.out, self.steps, self.seed, self.rate, self.step = out, steps, seed, rate, 0
        self.pictures = Pictures(data)
        self.vae = self._autoencoder(first)
        torch.manual_seed(seed)
        self.painter = TrainingModel(self.vae)
        if first:
            self.painter.take(embedded.load_embedded(first))
        self.before = _record(first) if first else None
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.painter.to(device, memory_format=torch.channels_last)
        self.halves = [Half(self.painter, device) for _ in range(WORKERS if device.type == "cpu" else 1)]
        self.workers = ThreadPoolExecutor(len(self.halves), initializer=torch.set_num_threads, initargs=(1,))
        self.average = AveragedModel(self.painter, multi_avg_fn=get_ema_multi_avg_fn(max(0.0, min(EMA, 1 - 8 / steps))))
        self.optimiser = Optimiser(self.painter, rate)
        self.generator = torch.Generator().manual_seed(seed)
        self.alphas = embedded.untrained(self.vae).scheduler.alphas_cumprod
        self.losses: list[dict] = []

    def _autoencoder(self, first: Path | None) -> LinearAutoencoder:
        folder = self.out / "vae"
        if not folder.is_dir():
            (embedded.load_embedded(first).vae if first else fit(self.pictures.some(256))).save_pretrained(folder)
        return LinearAutoencoder.from_pretrained(folder)

    def _share_of_rate(self) -> float:
        cosine = LAST + (1 - LAST) * (1 + math.cos(math.pi * min(self.step / self.steps, 1))) / 2
        return min((self.step + 1) / min(WARM_UP, self.steps / 10), cosine)

    def advance(self) -> tuple[int, float]:
        """One step of the optimiser. Returns the noise level's index and the loss."""
        count, size = WHOLE if self.step % 8 == 7 else CROPS
        batch = self._prepare(self.pictures.draw(count, size, self.generator))
        weights = torch.tensor([0.55, 0.15, 0.15, 0.15])
        index = int(torch.multinomial(weights, 1, generator=self.generator))
        loss = self._backward(self._noised(batch, LEVELS[index]), LEVELS[index])
        torch.nn.utils.clip_grad_norm_(self.painter.parameters(), 1.0)
        self.optimiser.step(self._share_of_rate())
        self.average.update_parameters(self.painter)
        self.step += 1
        return index, loss

    def _backward(self, batch: dict[str, torch.Tensor], level: int) -> float:
        # One thread a share of the batch: far faster than all threads on each small operation when other programs run too.
        shares = zip(*(tensor.chunk(len(self.halves)) for tensor in batch.values()))
        work = [self.workers.submit(half, dict(zip(batch, share)), level) for half, share in zip(self.halves, shares)]
        losses, gradients = zip(*(future.result() for future in work))
        for parameter, *parts in zip(self.painter.parameters(), *gradients):
            parameter.grad = sum(parts) / len(parts)
        return sum(losses) / len(losses)

    def _noised(self, batch: dict[str, torch.Tensor], level: int) -> dict[str, torch.Tensor]:
        clean, alpha = batch["latents"], self.alphas[level]
        # The size of the noise is random: one that is sampled with less of it (a quiet start) is then still known.
        size = torch.rand(len(clean), 1, 1, 1, generator=self.generator)
        noise = size * torch.randn(clean.shape, generator=self.generator)
        return batch | {"noised": alpha.sqrt() * clean + (1 - alpha).sqrt() * noise}

    def _prepare(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        picture = batch["picture"].permute(0, 3, 1, 2) / 127.5 - 1
        colours = torch.tensor(PALETTE)[batch["classes"].long()] / 255
        region_ids = batch["region_ids"].long()
        of_pixel = torch.arange(len(region_ids))[:, None, None]
        return {"latents": self.vae.encode(picture).latent_dist.mode() * self.vae.config.scaling_factor,
                "form": batch["form"].permute(0, 3, 1, 2) / 255, "class_picture": colours[of_pixel, region_ids].permute(0, 3, 1, 2),
                "shares": avg_pool2d((region_ids[:, None] == torch.arange(SLOTS)[:, None, None]).float(), PATCH),
                "tokens": batch["tokens"].long(), "scene_tokens": batch["scene_tokens"].long()}

    def _parts(self) -> dict:
        return {"painter": self.painter, "average": self.average, "optimiser": self.optimiser}

    def keep(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {name: part.state_dict() for name, part in self._parts().items()}
        state |= {"generator": self.generator.get_state(), "step": self.step, "losses": self.losses, "seed": self.seed,
                  "rate": self.rate, "before": self.before}
        torch.save(state, self.out / "checkpoint.new")
        os.replace(self.out / "checkpoint.new", self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if (self.out / "checkpoint.pt").is_file():
            state = torch.load(self.out / "checkpoint.pt", map_location="cpu", weights_only=True)
            for name, part in self._parts().items():
                part.load_state_dict(state[name])
            self.generator.set_state(state["generator"])
            self.step, self.losses, self.before = state["step"], state["losses"], state["before"]
            log.info("resuming at step %d", self.step)


def train(data: Path, out: Path, steps: int, seed: int = 0, first: Path | None = None, rate: float = RATE) -> Path:
    """Train for `steps` in all on the shards in `data` (more may be added meanwhile), and export. Returns the model's folder.

    A run whose `out` holds a checkpoint goes on from it; else it begins with the model in the folder `first`, if one is given.
    rate: of learning at its height; it warms up, and falls to LAST of it by the last step.
    Raises DeclarationError if `data` has no shards.
    """
    out.mkdir(parents=True, exist_ok=True)
    run = TrainingRun(data, out, steps, seed, first, rate)
    run.resume()
    seen: list[list[float]] = [[] for _ in LEVELS]
    start = time.perf_counter()
    while run.step < steps:
        index, loss = run.advance()
        seen[index].append(loss)
        if run.step % REPORT == 0:
            _report(run, seen, (time.perf_counter() - start) / REPORT)
            seen, start = [[] for _ in LEVELS], time.perf_counter()
            run.pictures.look_again()
        if run.step % KEEP == 0 or run.step == steps:
            run.keep()
    return export(data, out)


def _record(model: Path) -> dict:
    """How a model was made, without its vocabulary."""
    record = json.loads((model / "training.json").read_text())
    return {key: value for key, value in record.items() if key != "vocabulary"}


def export(data: Path, out: Path) -> Path:
    """Write the averaged weights of the checkpoint in `out` as a model in `out`/model. May be called while training runs."""
    state = torch.load(out / "checkpoint.pt", map_location="cpu", weights_only=True)
    vae = LinearAutoencoder.from_pretrained(out / "vae")
    painter, model = TrainingModel(vae), embedded.untrained(vae)
    average = AveragedModel(painter)
    average.load_state_dict(state["average"])
    for name in PARTS:
        getattr(model, name).load_state_dict(getattr(average.module, name).state_dict())
    training = {"before": state["before"], "seed": state["seed"], "rate": state["rate"], "steps": state["step"], "losses": state["losses"],
                "data": RECIPE | {"pictures": len(Pictures(data))}}
    return _write(model, out / "model", training)


def _write(model: embedded.Embedded, folder: Path, training: dict) -> Path:
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    embedded.save_embedded(copy.deepcopy(model), fresh, training)
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(fresh, folder)
    return folder


def _report(run: TrainingRun, seen: list[list[float]], seconds: float) -> None:
    means = {str(level): round(sum(x) / len(x), 4) for level, x in zip(LEVELS, seen) if x}
    run.losses.append({"step": run.step, **means})
    log.info("step %d of %d: loss %s, %.2f s a step, %d pictures", run.step, run.steps, means, seconds, len(run.pictures))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of shards")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the model")
    parser.add_argument("--steps", type=int, required=True, help="how many in all")
    parser.add_argument("--first", type=Path, help="folder of a model to train on from")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its height (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--export", action="store_true", help="only write the model of the checkpoint")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    folder = export(given.data, given.out) if given.export else \
        train(given.data, given.out, given.steps, given.seed, given.first, given.rate)
    log.info("model in %s", folder)


if __name__ == "__main__":
    main()
