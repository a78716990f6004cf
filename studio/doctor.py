"""What this machine has of what a shot can use, and what to do about what it has not."""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import av
import numpy as np

from neural.config import SD15
from sim.errors import ResourceError


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the doctor's report. found: what there is; needed: whether no shot can be made without; cure: what to do."""

    subject: str
    ok: bool
    found: str
    needed: bool = True
    cure: str = ""


def examine() -> tuple[Finding, ...]:
    """Try everything once; takes some seconds."""
    return tuple(check() for check in CHECKS)


def _python() -> Finding:
    return Finding(subject="Python", ok=sys.version_info[:2] == (3, 11), found=platform.python_version(), cure="Install CPython 3.11.")


def _physics() -> Finding:
    from sim.physics.bullet.world import BulletWorld
    with BulletWorld(1 / 240, (0.0, 0.0, -9.81)) as world:
        world.advance()
    return Finding(subject="physics", ok=True, found=f"PyBullet {version('pybullet')}")


def _opengl() -> Finding:
    from render.raster import make_rasteriser
    try:
        return Finding(subject="OpenGL", ok=True, found=make_rasteriser("gl").description, needed=False)
    except ResourceError as error:
        return Finding(subject="OpenGL", ok=False, found=str(error), needed=False,
                       cure="Shots do without it. GL without a screen: apt-get install libegl1 libgl1-mesa-dri.")


def _rays() -> Finding:
    from render.rays import Tree
    triangle = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    hit, _ = Tree(triangle, np.array([[0, 1, 2]], np.int32)).first(*np.array([[[0.2, 0.2, 1]], [[0, 0, -1]]], np.float32))
    return Finding(subject="rays", ok=hit[0] == 0, found="Embree", cure="Reinstall the package embreex.")


def _gpu() -> Finding:
    import torch
    if torch.cuda.is_available():
        return Finding(subject="GPU", ok=True, found=f"{torch.cuda.get_device_name()}, torch {torch.__version__}", needed=False)
    return Finding(subject="GPU", ok=False, found=f"none; {torch.get_num_threads()} CPU threads, torch {torch.__version__}", needed=False,
                   cure="The embedded model does well without. Large models (neural=sd15) want a CUDA GPU.")


def _model() -> Finding:
    from neural.models import embedded, folder
    try:
        embedded.load_embedded()
    except ResourceError as error:
        return Finding(subject="embedded model", ok=False, found=str(error), cure="Get the whole repository, or run: steadycast train.")
    size = sum(path.stat().st_size for path in folder.EMBEDDED.rglob("*") if path.is_file()) / 2**20
    return Finding(subject="embedded model", ok=True, found=f"{size:.0f} MiB in {folder.EMBEDDED}")


def _sd15() -> Finding:
    from huggingface_hub import try_to_load_from_cache
    places = [(SD15.model, "model_index.json"), *((net.model, "config.json") for net in SD15.controlnets)]
    missing = [name for name, file in places if not isinstance(try_to_load_from_cache(name, file), str)]
    found = f"not here: {', '.join(missing)}" if missing else SD15.model
    return Finding(subject="Stable Diffusion", ok=not missing, found=found, needed=False,
                   cure="neural=sd15 neural.download=true fetches it (some GB), or name your own folder: neural=sd15 neural.model=FOLDER.")


def _codec() -> Finding:
    ok = "libx264" in av.codecs_available
    return Finding(subject="H.264", ok=ok, found=f"PyAV {av.__version__}, libx264 {'' if ok else 'not '}there",
                   cure="Install PyAV from its wheel: pip install --force-reinstall av.")


def _disk() -> Finding:
    free = shutil.disk_usage(os.curdir).free / 2**30
    return Finding(subject="disk", ok=free > 1, found=f"{free:.1f} GiB free here", cure="Make room, or send takes elsewhere: out=PATH.")


CHECKS: tuple[Callable[[], Finding], ...] = (_python, _physics, _gpu, _model, _sd15, _opengl, _rays, _codec, _disk)
