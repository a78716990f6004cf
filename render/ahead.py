"""Rendering ahead of the painter, in other processes: what comes out is the same, only sooner.

Each worker is this file run as a program. It reads what to render from its standard input, once, and writes its share of the
frames' layers to its standard output, in order; a full pipe makes it wait. (Python's own process pools would run the user's
script again in every worker.)
"""

import copyreg
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sim.errors import ResourceError

if TYPE_CHECKING:
    from render.passes import Passes

Layers = dict[str, Any]


def _proxy(items: dict) -> MappingProxyType:
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda mapping: (_proxy, (dict(mapping),)))


def layers_ahead(passes: "Passes", names: Sequence[str], workers: int) -> Iterator[Layers]:
    """For each frame in order, its layers of these names. Raises ResourceError if a worker ends before its work."""
    running = [_start(passes, names, first, workers) for first in range(min(workers, len(passes)))]
    try:
        for number in range(len(passes)):
            yield _receive(running[number % len(running)])
    finally:
        for worker in running:
            worker.kill()
            worker.communicate()


def _start(passes: "Passes", names: Sequence[str], first: int, step: int) -> subprocess.Popen:
    # One thread each: the workers are the parallelism, also those of software OpenGL.
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LP_NUM_THREADS": "1"}
    worker = subprocess.Popen([sys.executable, "-m", "render.ahead"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert worker.stdin
    pickle.dump((passes.scene, passes.trajectory, passes.view, passes.config, tuple(names), range(first, len(passes), step)), worker.stdin)
    worker.stdin.flush()
    return worker


def _receive(worker: subprocess.Popen) -> Layers:
    assert worker.stdout
    try:
        return pickle.load(worker.stdout)
    except EOFError:
        raise ResourceError(f"a render worker ended early (exit code {worker.wait()}); its own message is above. "
                            "Is the machine out of memory?") from None


def _work() -> None:
    from render.passes import render
    scene, trajectory, view, config, names, numbers = pickle.load(sys.stdin.buffer)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the pictures
    passes = render(scene, trajectory, view, config)
    for number in numbers:
        frame = passes[number]
        pickle.dump({name: getattr(frame, name) for name in names}, out, protocol=5)
        out.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError, KeyboardInterrupt):  # the reader has gone, and wants no more
        _work()
