"""report.json: what a take cost, what made it, and what became of its story."""

import platform
import resource
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes.shot import Shot
from sim.trajectory import Trajectory
from studio.config import ShootConfig

if TYPE_CHECKING:
    from neural.painting.frames import Frames
    from render.passes import Passes

LIBRARIES = ("steadycast", "pybullet", "pyrender-maintained", "embreex", "trimesh", "numpy", "torch", "diffusers", "av", "hydra-core")


def report(shot: Shot, config: ShootConfig, passes: "Passes", frames: "Frames", evaluations: int,
           measures: Mapping[str, float | str | None], seconds: Mapping[str, float]) -> dict[str, Any]:
    """Plain values for JSON. evaluations: of the denoiser, by the painting alone. measures: as from studio.measuring. seconds: by
    stage; 'render' is what the painter waited for frames that other processes render.
    peak_memory_mb: MiB, of this process since it began and of the largest of its workers."""
    return {
        "schema": "Report.1", "shot": shot.name, "prompt": shot.style.prompt, "seed": shot.style.seed,
        "frames": len(passes), "fps": str(passes.fps), "width": passes.width, "height": passes.height,
        "seconds": {name: round(value, 3) for name, value in (*seconds.items(), ("total", sum(seconds.values())))},
        "denoiser_evaluations": evaluations, "consistency": config.neural.consistency, "anchors": list(frames.anchors),
        "close_ups": [{"frame": one.number, "zoom": one.zoom} for one in frames.close_ups],
        "measures": dict(measures),
        "peak_memory_mb": {"studio": peak_memory_mb(resource.RUSAGE_SELF), "render_worker": peak_memory_mb(resource.RUSAGE_CHILDREN)},
        "rasteriser": {"name": passes.rasteriser.name, "description": passes.rasteriser.description},
        "model": "embedded model, small" if config.neural.model == "tiny" else config.neural.model, "revision": config.neural.revision,
        "device": _device(config), "notes": list(frames.notes),
        "actions": [vars(record) for record in passes.trajectory.actions],
        "moved_m": moved(passes.trajectory),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
    }


def moved(trajectory: Trajectory) -> dict[str, float]:
    """How far, m, each object that moved by a millimetre or more is from where it began, by its first part."""
    first = {part.object: part.id - 1 for part in reversed(trajectory.parts)}
    way = np.linalg.norm(trajectory.positions[-1] - trajectory.positions[0], axis=-1)
    return {name: round(float(way[i]), 3) for name, i in reversed(first.items()) if way[i] >= 1e-3}


def peak_memory_mb(who: int) -> float:
    """The most memory that this process, or the largest of its ended children, has held, MiB. who: resource.RUSAGE_..."""
    peak = resource.getrusage(who).ru_maxrss
    return round(peak / 2**20 if sys.platform == "darwin" else peak / 2**10, 1)


def _device(config: ShootConfig) -> str:
    import torch  # the painter has loaded it by now
    cuda = config.neural.device != "cpu" and torch.cuda.is_available()
    return torch.cuda.get_device_name() if cuda else f"cpu, {torch.get_num_threads()} threads"


def unfinished(actions: list[Mapping[str, Any]]) -> list[str]:
    """One line for each action that did not come to its end: the story's own failures."""
    return [f"{a['title']} {_fate(a)}" for a in actions if a["status"] in ("waiting", "failed")]


def _fate(action: Mapping[str, Any]) -> str:
    return f"failed: {action['reason']}" if action["status"] == "failed" else "never began: what it waits for did not come"
