"""report.json: what a take cost, what made it, and what became of its story."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from render.workers import Peak, peak_memory_mb
from sim.scene.actions import Action
from sim.story.words import words_of
from sim.trajectory import ActionRecord, Trajectory
from studio.keys import device
from studio.money import Price
from studio.progress import Stages

if TYPE_CHECKING:
    from studio.delivering import Delivered
    from studio.shoot import Setup

LIBRARIES = ("steadycast", "pybullet", "pyrender-maintained", "embreex", "trimesh", "numpy", "torch", "diffusers", "av", "hydra-core")


def report(setup: "Setup", delivered: "Delivered", measures: Mapping[str, float | str | None], stages: Stages) -> dict[str, Any]:
    """Plain values for JSON. measures: as from studio.measuring. seconds: by stage, on the clock. cpu_seconds: of this process and all
    its workers, since the shooting began. price: None if it is not said what an hour costs. reused: what was there already. differing: by
    picture, the share of pixels that are not as in the parent's, if all pictures were laid over the parent's; else none. peak_memory_mb:
    MiB, of this process and of the largest of its workers."""
    shot, config, passes, frames = setup.shot, setup.config, setup.passes, setup.frames
    return {
        "schema": "Report.2", "shot": shot.name, "prompt": shot.style.prompt, "seed": shot.style.seed, "parent": setup.builds.name,
        "frames": len(passes), "fps": str(passes.fps), "width": passes.width, "height": passes.height,
        "painted_width": frames.to_paint.width,
        "seconds": {name: round(value, 3) for name, value in (*stages.seconds.items(), ("total", sum(stages.seconds.values())))},
        "cpu_seconds": round(stages.cpu_seconds(), 2), "price": _price(setup, stages),
        "differing": [frames.differing[number] for number in range(len(passes))] if len(frames.differing) == len(passes) else [],
        "denoiser_evaluations": frames.evaluations, "consistency": config.neural.consistency, "anchors": list(frames.anchors),
        "close_ups": [{"frame": one.number, "zoom": one.zoom} for one in frames.close_ups],
        "reused": {**setup.reused, "pictures": delivered.kept, "videos": delivered.whole},
        "measures": dict(measures), "measured_whole": False,
        "peak_memory_mb": {"studio": peak_memory_mb(), "worker": Peak.mb},
        "rasteriser": {"name": passes.rasteriser.name, "description": passes.rasteriser.description},
        "model": "embedded model, small" if config.neural.model == "tiny" else config.neural.model, "revision": config.neural.revision,
        "device": " ".join(device(config.neural.device).split()[:12]), "notes": list(frames.notes),
        "actions": [_action(*pair) for pair in zip(shot.scene.actions, passes.trajectory.actions) if not pair[1].over_before],
        "moved_m": distances_moved(passes.trajectory),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
    }


def _price(setup: "Setup", stages: Stages) -> dict[str, Any] | None:
    rate, passes = setup.config.hourly_rate, setup.passes
    spent = sum(stages.seconds.values())
    return Price(seconds=spent, shown=len(passes) / float(passes.fps), hourly_rate=rate).facts() if rate else None


def _action(action: Action, record: ActionRecord) -> dict[str, Any]:
    """What became of an action, and the words, if it says any."""
    words = words_of(action)
    return {**vars(record), **({"said": words} if words else {})}


def distances_moved(trajectory: Trajectory) -> dict[str, float]:
    """How far, m, each object that moved by a millimetre or more is from where it began, by its first part."""
    first = {part.object: part.id - 1 for part in reversed(trajectory.parts)}
    way = np.linalg.norm(trajectory.positions[-1] - trajectory.positions[0], axis=-1)
    return {name: round(float(way[i]), 3) for name, i in reversed(first.items()) if way[i] >= 1e-3}


def unfinished(actions: list[Mapping[str, Any]]) -> list[str]:
    """One line for each action that did not come to its end: the story's own failures."""
    return [f"{a['title']} {_fate(a)}" for a in actions if a["status"] in ("waiting", "failed")]


def _fate(action: Mapping[str, Any]) -> str:
    return f"failed: {action['reason']}" if action["status"] == "failed" else "never began: what it waits for did not come"
