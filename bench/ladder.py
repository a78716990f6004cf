"""The ladder and the baselines on six shots of the library, with one model: painted, measured, and kept rung by rung.

Each shot is simulated and rendered once. A baseline paints a clip of CLIP frames in one batch, for it looks at all of them at once;
`fixed_clip` is the rung `fixed` on the same frames, to compare with. `fixed_clip_20` and `cast_20` take twenty steps.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from os import cpu_count
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray

from bench.baselines import Baseline, baseline_frames
from bench.kept import KeptFrames, keep
from bench.memory import forget_peak, peak_mb
from bench.results import key_of, read_part, together, write_part, write_whole
from neural.conditioning.region_map import region_map
from neural.config import NeuralConfig
from neural.models.loading import load_model
from neural.painting.frames import Frames, PaintedFrames
from neural.painting.painter import Painter
from neural.reprojection.cast import CastFrames
from neural.style import Style
from render.config import RenderConfig
from render.passes import Passes, render
from scenes.shot import Shot, with_overrides
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from studio.faultless import faultless
from studio.measuring import Meter

PROMPTS = {
    "pillar": "watercolour, day",  # the ball goes behind the pillar and comes back
    "bowling": "toon, day",  # outlines; a cut
    "dominoes": "pencil, day",  # outlines
    "pendulum": "noir, day",  # its shadow swings along the wall
    "door": "photo, day",
    "marble_run": "clay, day",
}
CLIP = 25
"""Frames of a baseline's clip: one pair is 24 apart."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Width and height px, length s."""

    width: int = 384
    height: int = 216
    seconds: float = 5.0


@dataclass(frozen=True, kw_only=True)
class Rung:
    """config: how it is painted, but for attention if it is a baseline's. clip: whether only CLIP frames are."""

    config: NeuralConfig
    baseline: Baseline | None = None
    clip: bool = False


def _loud(**fields: Any) -> NeuralConfig:
    """The ladder is measured with two steps and the noise at full scale: with the embedded model's own one quiet step, hardly any
    noise is left that could differ."""
    return NeuralConfig(steps=2, noise=1.0, **fields)


RUNGS: dict[str, Rung] = {
    "independent": Rung(config=_loud(consistency="independent")),
    "fixed": Rung(config=_loud(consistency="fixed")),
    "anchored": Rung(config=_loud(consistency="anchored")),
    "attention": Rung(config=_loud(consistency="attention")),
    "cast": Rung(config=_loud(consistency="cast")),
    "cast_finish": Rung(config=_loud(consistency="cast", finish=0.25)),
    "fixed_quiet": Rung(config=NeuralConfig(consistency="fixed")),
    "cast_quiet": Rung(config=NeuralConfig(consistency="cast")),
    "fixed_clip_20": Rung(config=NeuralConfig(consistency="fixed", steps=20, noise=1.0), clip=True),
    "cast_20": Rung(config=NeuralConfig(consistency="cast", steps=20, noise=1.0)),
    "fixed_clip": Rung(config=_loud(consistency="fixed"), clip=True),
    "text2video_zero": Rung(config=_loud(consistency="fixed"), baseline="text2video_zero", clip=True),
    "controlvideo": Rung(config=_loud(consistency="fixed"), baseline="controlvideo", clip=True),
    "tokenflow": Rung(config=_loud(consistency="fixed"), baseline="tokenflow", clip=True),
}


def run(results: Path, settings: Settings = Settings(), prompts: Mapping[str, str] = PROMPTS, rungs: Mapping[str, Rung] = RUNGS) -> dict:
    """Measure what has not been measured yet, writing `results` after each rung; its parts are in the folder `parts` beside it.
    Returns what it then holds."""
    folder = results.parent / "parts"
    for name, prompt in prompts.items():
        keys = {rung: _key(name, prompt, settings, how) for rung, how in rungs.items()}
        left = {rung: key for rung, key in keys.items() if read_part(folder, name, rung, key) is None}
        if left:
            shot = with_overrides(SHOTS[name](), prompt=prompt, seconds=settings.seconds)
            kept = _kept(shot, settings)
        for rung, key in left.items():
            write_part(folder, name, rung, key, measured(rungs[rung], kept, shot.style))
            whole = _gather(results, folder, settings, prompts, rungs)
            print(f"{name} {rung}: {_said(whole['shots'][name][rung])}", flush=True)
    return _gather(results, folder, settings, prompts, rungs)


def measured(rung: Rung, kept: Any, style: Style) -> dict[str, float | str | None]:
    """Paint the shot and measure it. seconds_per_frame: of the painting alone, cover, anchors and assembly included, the layers and the
    model there beforehand, on all cores. peak_memory_mb: MiB, the most this process held while painting, model and finished pictures
    included, without the layers that are kept for all rungs. The floors without a gap in their names are those of one frame."""
    passes = kept.clip(CLIP) if rung.clip else kept
    forget_peak()
    frames = _frames(rung, passes, style)
    start = perf_counter()
    pictures = _pictures(frames)
    seconds, peak, evaluations = perf_counter() - start, peak_mb() - kept.megabytes, frames.evaluations
    meter = Meter(cast(Passes, passes), frames.regions, frames.painter, faultless(style, rung.config, frames.regions))
    for number, picture in enumerate(pictures):
        meter.add(number, picture)
    values = meter.measure().values
    floors = {name: values[f"{name}_1"] for name in ("warp_error_floor_beauty", "warp_error_floor_vae", "warp_error_floor_resampled")}
    return {**values, **floors, "frames": len(pictures), "denoiser_evaluations_per_frame": evaluations / len(pictures),
            "seconds_per_frame": seconds / len(pictures), "peak_memory_mb": peak}


def _frames(rung: Rung, passes: Any, style: Style) -> Frames:
    model = load_model(rung.config)
    torch.set_num_threads(cpu_count() or 1)  # no renderer wants the other half of the cores
    if rung.baseline:
        return baseline_frames(rung.baseline, passes, style, rung.config, model)
    if rung.config.consistency == "cast":
        return CastFrames(passes, style, rung.config, lambda own: Painter(own, style, region_map(own, style), rung.config, model))
    return PaintedFrames(passes, style, rung.config, model)


def _pictures(frames: Frames) -> list[NDArray[np.uint8]]:
    """All of them, from the layers that are kept: other processes, which assemble a cast's frames ahead, would render theirs anew."""
    numbers = range(len(frames))
    return [frames[number] for number in numbers] if isinstance(frames, CastFrames) else list(frames.pictures(numbers))


def _kept(shot: Shot, settings: Settings) -> KeptFrames:
    start = perf_counter()
    passes = render(shot.scene, simulate(shot.scene), shot.view, RenderConfig(width=settings.width, height=settings.height))
    kept = keep(passes, (shot.style.seed, region_map(passes, shot.style).seeds))
    print(f"{shot.name}: {len(kept)} frames acted out and rendered in {perf_counter() - start:.0f} s, {kept.megabytes:.0f} MiB", flush=True)
    return kept


def _key(name: str, prompt: str, settings: Settings, rung: Rung) -> str:
    return key_of({"shot": name, "prompt": prompt, "clip_frames": CLIP if rung.clip else None, **asdict(settings), **asdict(rung)})


def _gather(results: Path, folder: Path, settings: Settings, prompts: Mapping[str, str], rungs: Mapping[str, Rung]) -> dict:
    shots = {name: {rung: part for rung, how in rungs.items()
                    if (part := read_part(folder, name, rung, _key(name, prompt, settings, how))) is not None}
             for name, prompt in prompts.items()}
    whole = together({name: rows for name, rows in shots.items() if rows})
    write_whole(results, whole)
    return whole


def _said(row: Mapping[str, float | str | None]) -> str:
    return ", ".join(f"{name} {row[name]:.4g}" for name in ("seconds_per_frame", "peak_memory_mb", "warp_error_1", "warp_error_24")
                     if row.get(name) is not None)
