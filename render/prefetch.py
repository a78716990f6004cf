"""Rendering ahead of the painter, in other processes: what comes out is the same, only sooner.

Each worker is a Python of its own that runs `work`. It reads what to render from its standard input, once, and writes its share of the
frames' layers to its standard output, in order; when enough are kept, a full pipe makes it wait. (Python's own process pools
would run the user's script again in every worker.)
"""

import copyreg
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import singledispatch
from pathlib import Path
from types import MappingProxyType
from typing import Any

from render.frame import Frame
from render.passes import Passes, render
from sim.errors import ResourceError

Layers = dict[str, Any]
MOST_WORKERS = 8
KEPT = 4
"""Frames of each worker that wait for the painter: as many as it commonly paints at once."""
START = "import sys; sys.path.insert(0, sys.argv[1]); from render.prefetch import work; work()"
"""What a worker runs, told where the packages are: nothing is imported from the folder one works in."""
ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "LP_NUM_THREADS"), "1")
"""One thread each: the workers are the parallelism, also those of software OpenGL."""


def _proxy(items: dict) -> MappingProxyType:
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda mapping: (_proxy, (dict(mapping),)))


@singledispatch
def prefetch(passes: Iterable[Frame], names: Sequence[str], workers: int | None = None) -> Iterator[Frame]:
    """All frames in order, with these layers (names of Frame's arrays) made ahead. Those of Passes are made by other processes, one a core
    unless told how many; it raises ResourceError if one ends before its work. Any other frames are taken as they are."""
    return iter(passes)


@prefetch.register
def _(passes: Passes, names: Sequence[str], workers: int | None = None) -> Iterator[Frame]:
    count = min(workers or min(os.cpu_count() or 1, MOST_WORKERS), len(passes))
    running = [_Worker(passes, names, first, count) for first in range(count)]
    try:
        for number in range(len(passes)):
            yield passes[number].holding(running[number % count].receive())
    finally:
        for worker in running:
            worker.end()


class _Worker:
    """A process that renders every `step`-th frame, and a thread that takes KEPT of them in while the painter paints."""

    def __init__(self, passes: Passes, names: Sequence[str], first: int, step: int) -> None:
        home = str(Path(__file__).resolve().parents[1])
        self._process = subprocess.Popen([sys.executable, "-P", "-c", START, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         env=_environment())
        assert self._process.stdin and self._process.stdout
        config = replace(passes.config, rasteriser=passes.rasteriser.name)
        what = passes.scene, passes.trajectory, passes.view, config, tuple(names), range(first, len(passes), step)
        pickle.dump(what, self._process.stdin)
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


def _environment() -> dict[str, str]:
    """This process's own, less places to import from that depend on where one works."""
    places = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if os.path.isabs(place)]
    return os.environ | ALONE | {"PYTHONPATH": os.pathsep.join(places)}


def work() -> None:
    """What a worker does, until all is written or nobody reads any more."""
    with suppress(BrokenPipeError, KeyboardInterrupt):
        scene, trajectory, view, config, names, numbers = pickle.load(sys.stdin.buffer)
        out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)  # whatever a library prints must not get between the pictures
        passes = render(scene, trajectory, view, config)
        for number in numbers:
            frame = passes[number]
            pickle.dump({name: getattr(frame, name) for name in names}, out, protocol=5)
            out.flush()
