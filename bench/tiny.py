"""A tiny shot that is shot often, each time in a child that is forked after everything was imported: what `bench.robust` works with."""

import importlib
import json
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from render.config import RenderConfig
from scenes import Look, ball, box, camera, launch, make_shot
from scenes.shot import Shot
from studio.config import ShootConfig

HEAVY = ("neural.models.loading", "neural.painting.painter", "neural.reprojection.cast", "neural.reprojection.assembling", "neural.stylise",
         "render.digests", "render.passes", "render.sight", "sim.execution.engine", "sim.story.claims", "sim.story.ledger_file",
         "studio.delivering",
         "studio.parents", "studio.quick", "studio.shoot", "studio.takes")
COMPARED = ("shot.mp4", "painted.mkv", "contact.png", "trajectory.npz", "ledger.npz")
"""What must come out the same to the byte; and every painted surface."""
Files = Mapping[str, str]


def film(degrees: float = 20, ball_is: str = "red", words: str = "") -> Shot:
    """A ball that rolls away under an orbiting camera. words: what else the painter is told of the other."""
    props = [box("floor", (4, 4, 0.2), at=(0, 0, -0.1), fixed=True, look=Look("grey")),
             ball("ball", 0.1, at=(0, 0, 0.12), look=Look(ball_is)), ball("far", 0.1, at=(1, 1, 0.1), look=Look("yellow"))]
    shot = make_shot("drop", props, camera=camera.orbit((0, -2.5, 1.0), (0, 0, 0.2), degrees),
                     actions=[launch("ball", (1.5, 0, 0), name="throw")])
    far = replace(shot.style.objects["far"], prompt=words or shot.style.objects["far"].prompt)
    return replace(shot, style=replace(shot.style, objects={**shot.style.objects, "far": far}))


def config(out: Path, parent: str = "none", frames: int = 18) -> ShootConfig:
    """Small pictures into `out`, with its store."""
    return ShootConfig(out=str(out), parent=parent, fps=24, seconds=frames / 24, render=RenderConfig(width=64, height=48))


def prepare() -> None:
    """Import what a shoot needs, and compute nothing, so that this process has one thread and can be forked."""
    for name in HEAVY:
        importlib.import_module(name)


def shot_files(shot: Shot, config: ShootConfig) -> tuple[Files, Mapping[str, Any]]:
    """Shoot; digests of what must be the same, and the report."""
    from studio.shoot import shoot
    take = shoot(shot, config)
    return files_of(take.folder), take.report


def files_of(folder: Path) -> Files:
    """Digests of what must be the same in a take."""
    names = [*COMPARED, *(f"surfaces/{path.name}" for path in sorted((folder / "surfaces").glob("*")))]
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}


def workers(count: int) -> None:
    """What is made ahead is made by so many other processes; 0: by this one."""
    for name in ("render.prefetch", "render.developing", "neural.reprojection.assembling"):
        patch.object(importlib.import_module(name), "worth", lambda pixels: count).start()


@dataclass(frozen=True)
class Child:
    """A forked process, the leader of a group of its own. pipe: what it says, pickled objects one after the other."""

    pid: int
    pipe: Any

    def said(self) -> Iterator[Any]:
        """All that it says until it ends."""
        with self.pipe:
            while True:
                try:
                    yield pickle.load(self.pipe)
                except (EOFError, pickle.UnpicklingError):  # killed while it said something
                    break
        os.waitpid(self.pid, 0)


Say = Callable[[Any], None]


def child(work: Callable[[Say], None], temporary: Path) -> Child:
    """Do some work in a fork of this process. temporary: where its temporary files go."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return Child(pid, os.fdopen(read, "rb", buffering=0))
    os.setsid()
    os.close(read)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's ignores it
    os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
    code = 1
    try:
        work(lambda what: _write(write, pickle.dumps(what)))
        code = 0
    except KeyboardInterrupt:
        code = 130
    except BaseException as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            code = 130  # as the command line takes it
        else:
            _write(write, pickle.dumps(("failed", type(error).__name__, str(error))))
    finally:
        os._exit(code)


def forked(work: Callable[[], Any], temporary: Path) -> Any:
    """What some work gives, done in a fork."""
    *_, last = child(lambda say: say(("done", work())), temporary).said()
    if last[0] != "done":
        raise RuntimeError(f"a child ended early: {last}")
    return last[1]


def _write(to: int, content: bytes) -> None:
    while content:
        content = content[os.write(to, content):]


if __name__ == "__main__":
    workers(int(sys.argv[2]))
    print(json.dumps(shot_files(film(), config(Path(sys.argv[1])))[0]))
