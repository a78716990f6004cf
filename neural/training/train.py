"""Train the embedded model: `python -m neural.training.train --data FOLDER --out FOLDER --seconds N`. Resumes by itself."""

import argparse
import json
import logging
import math
from pathlib import Path

import torch

from neural.models.autoencoder import LinearAutoencoder
from neural.training.model import export, record
from neural.training.optimiser import RATE
from neural.training.run import Plan, TrainingRun

REPORT, KEEP = 5.0, 60.0
"""Seconds between reports, and between checkpoints."""
LOOK = 8
"""Steps between looks for new shards."""
log = logging.getLogger(__name__)


def train(data: Path, out: Path, plan: Plan, first: Path | None = None) -> Path:
    """Train as planned, going on from the checkpoint in `out`, and return the folder of the model. Shards may be added meanwhile.

    first: the folder of a model to begin with; None for an untrained one. Raises DeclarationError if there are no shards.
    """
    out.mkdir(parents=True, exist_ok=True)
    if first:
        (out / "before.json").write_text(json.dumps(record(first)))
    run = TrainingRun(data, out, plan, first)
    log.info("%d sets on %s, from step %d", len(run.pictures), run.device, run.step)
    reported, kept, steps = run.elapsed, run.elapsed, run.step
    while run.progress < 1:
        run.advance()
        if run.step % LOOK == 0:
            run.pictures.look_again()
        if run.elapsed > reported + REPORT or run.progress >= 1:
            _report(run, (run.step - steps) / (run.elapsed - reported))
            reported, steps = run.elapsed, run.step
        if run.elapsed > kept + KEEP:
            run.keep()
            kept = run.elapsed
    run.keep()
    if run.device.type == "cuda":
        log.info("%.1f GB of the GPU's memory were used at most", torch.cuda.max_memory_reserved() / 1e9)
    return export_checkpoint(data, out, plan)


def _report(run: TrainingRun, pace: float) -> None:
    means = run.report()
    if not all(map(math.isfinite, means.values())):
        log.warning("step %d: loss %s; back to the last checkpoint", run.step, means)
        run.recover()
        return
    run.losses.append({"step": run.step, **means})
    log.info("step %d, %.0f of the run's s (%.0f %%): loss %s, %.2f steps a second, %d sets", run.step, run.elapsed, 100 * run.progress,
             means, pace, len(run.pictures))


def export_checkpoint(data: Path, out: Path, plan: Plan) -> Path:
    """Write the averaged weights of the checkpoint in `out` as a model in `out`/model. May be called while training runs."""
    state = torch.load(out / "checkpoint.pt", map_location="cpu", weights_only=True)
    training = {"before": _read(out / "before.json"), "seed": plan.seed, "rate": plan.rate, "steps": state["step"],
                "seconds": round(state["elapsed"]), "losses": state["losses"], "data": _read(data / "recipe.json"), "sets": state["sets"]}
    return export(state["average"], LinearAutoencoder.from_pretrained(out / "vae"), out / "model", training)


def _read(path: Path) -> dict | None:
    return json.loads(path.read_text()) if path.is_file() else None


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of shards")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the model")
    parser.add_argument("--steps", type=int, help="how many in all")
    parser.add_argument("--seconds", type=float, help="how long in all; the rate comes down by the clock")
    parser.add_argument("--first", type=Path, help="folder of a model to train on from")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its height (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--eager", action="store_true", help="do not record steps as CUDA graphs")
    parser.add_argument("--export", action="store_true", help="only write the model of the checkpoint")
    given = parser.parse_args()
    if not (given.steps or given.seconds or given.export):
        parser.error("say --steps or --seconds")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    plan = Plan(steps=given.steps, seconds=given.seconds, seed=given.seed, rate=given.rate, eager=given.eager)
    folder = export_checkpoint(given.data, given.out, plan) if given.export else train(given.data, given.out, plan, given.first)
    log.info("model in %s", folder)


if __name__ == "__main__":
    main()
