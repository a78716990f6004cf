"""Rendering ahead of the painter, in other processes: what comes out is the same, only sooner.

Each worker is this file run as a program. It reads what to render from its standard input, once, and writes its share of the
frames' layers to its standard output, in order; when enough are kept, a full pipe makes it wait. (Python's own process pools
would run the user's script again in every worker.)
"""

import copyreg
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sim.errors import ResourceError

if TYPE_CHECKING:
    from render.passes import Passes

Layers = dict[str, Any]
KEPT = 4
"""Frames of each worker that wait for the painter: as many as it commonly paints at once."""


def _proxy(items: dict) -> MappingProxyType:
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda mapping: (_proxy, (dict(mapping),)))


def prefetch(passes: "Passes", names: Sequence[str], workers: int) -> Iterator[Layers]:
    """For each frame in order, its layers of these names. Raises ResourceError if a worker ends before its work."""
    running = [_Worker(passes, names, first, workers) for first in range(min(workers, len(passes)))]
    try:
        for number in range(len(passes)):
            yield running[number % len(running)].receive()
    finally:
        for worker in running:
            worker.end()


class _Worker:
    """A process that renders every `step`-th frame, and a thread that takes KEPT of them in while the painter paints."""

    def __init__(self, passes: "Passes", names: Sequence[str], first: int, step: int) -> None:
        # One thread each: the workers are the parallelism, also those of software OpenGL.
        environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LP_NUM_THREADS": "1"}
        self._process = subprocess.Popen([sys.executable, "-m", "render.prefetch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         env=environment)
        assert self._process.stdin and self._process.stdout
        config = replace(passes.config, rasteriser=passes.rasteriser.name)
        work = passes.scene, passes.trajectory, passes.view, config, tuple(names), range(first, len(passes), step)
        pickle.dump(work, self._process.stdin)
        self._process.stdin.flush()
        self._stream, self._reader = self._process.stdout, ThreadPoolExecutor(1)
        self._kept = deque(self._reader.submit(pickle.load, self._stream) for _ in range(KEPT))

    def receive(self) -> Layers:
        """The next frame's layers."""
        self._kept.append(self._reader.submit(pickle.load, self._stream))
        try:
            return self._kept.popleft().result()
        except EOFError:
            raise ResourceError(f"a render worker ended early (exit code {self._process.wait()}); its own message is above. "
                                "Is the machine out of memory?") from None

    def end(self) -> None:
        """Stop it, whatever it is at."""
        self._process.kill()
        self._reader.shutdown(cancel_futures=True)
        self._process.communicate()


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
