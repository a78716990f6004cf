"""Work done ahead in other processes: what comes out is the same, only sooner.

Each worker is a new Python that imports this file. It reads what to do from its standard input, once, and writes its
results to its standard output, in order; when enough are kept, a full pipe makes it wait. (Python's own process pools
would run the user's script again in every worker.) It finds modules where ours are and where Python's are, and never
in the folder that one works in."""

import copyreg
import gc
import importlib
import os
import pickle
import re
import resource
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.errors import ResourceError

MOST = 8
"""Workers at once."""
KEPT = 4
"""Results of each worker that wait to be used: as many as a painter commonly paints at once."""
START = f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r}); from render.workers import work; work(sys.argv[1])"
SELDOM = 50_000, 20, 20
"""Thresholds of Python's garbage collector: with its own, a fifth of the time that large libraries take to import is spent in it."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LP_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
"""The workers are the parallelism, also those of software OpenGL."""


class Peak:
    """The most memory that a worker of this process has held, MiB."""

    mb = 0.0


def _proxy(items: dict) -> MappingProxyType:
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda mapping: (_proxy, (dict(mapping),)))


def call_up(task: str) -> None:
    """Start the workers of an `ahead` that is about to come, so that they are there by then. If none comes, they end with this process."""
    while len(_waiting) < workers_at_once():
        _waiting.append(_started(task))


def ahead(task: str, given: Any, numbers: Sequence[int], workers: int | None = None) -> Iterator[Any]:
    """What the generator function `task`, 'module:name', yields when it is called with what is `given` and with
    numbers: one result for each, in order. Workers share the numbers. Raises ResourceError if a worker ends before its
    work."""
    count = min(workers or workers_at_once(), len(numbers))
    processes = [_waiting.pop() if _waiting else _started(task) for _ in range(count)]
    running = [_Worker(process, task, given, numbers[first::count]) for first, process in enumerate(processes)]
    try:
        for place in range(len(numbers)):
            yield running[place % count].receive()
    finally:
        for worker in running:
            worker.end()


def workers_at_once() -> int:
    """One for each core, up to MOST."""
    return min(os.cpu_count() or 1, MOST)


_waiting: list["subprocess.Popen[bytes]"] = []
"""Processes that were called up."""


def _started(task: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-P", "-c", START, task.partition(":")[0]], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            env=_environment())


class _Worker:
    """A process, and a thread that takes KEPT results in while what came before is used."""

    def __init__(self, process: "subprocess.Popen[bytes]", task: str, given: Any, numbers: Sequence[int]) -> None:
        self._process = process
        assert process.stdin and process.stdout
        with suppress(BrokenPipeError):  # it has ended, and `receive` says so
            pickle.dump((task, given, list(numbers)), process.stdin, protocol=5)
            process.stdin.flush()
        self._stream, self._reader = process.stdout, ThreadPoolExecutor(1)
        self._kept = deque(self._reader.submit(pickle.load, self._stream) for _ in range(KEPT))

    def receive(self) -> Any:
        """The next result."""
        self._kept.append(self._reader.submit(pickle.load, self._stream))
        try:
            return self._kept.popleft().result()
        except EOFError:
            raise ResourceError(f"a worker ended early (exit code {self._process.wait()}); its own message is above. "
                                "Is the machine out of memory?") from None

    def end(self) -> None:
        """Stop it, whatever it is at."""
        Peak.mb = max(Peak.mb, peak_memory_mb(self._process.pid))
        self._process.kill()
        self._reader.shutdown(cancel_futures=True)
        self._process.communicate()


def _environment() -> dict[str, str]:
    """This process's own, less places to import from that depend on where one works."""
    places = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if os.path.isabs(place)]
    return os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(places)}


def peak_memory_mb(process: int | None = None) -> float:
    """The most memory that a process that runs has held itself, MiB; this one, if none is told. 0 where that is not to
    be known."""
    try:
        status = Path(f"/proc/{process or 'self'}/status").read_text()
        return round(int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 2**10, 1)  # getrusage's also counts what forked it
    except (OSError, IndexError):
        scale = 2**20 if sys.platform == "darwin" else 2**10
        return 0.0 if process else round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale, 1)


def work(module: str) -> None:
    """What a worker does. module: what it will probably be asked to do is in it."""
    gc.set_threshold(*SELDOM)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the results
    with suppress(BrokenPipeError, KeyboardInterrupt):  # the reader has gone, and wants no more
        importlib.import_module(module)
        try:
            task, given, numbers = pickle.load(sys.stdin.buffer)
        except EOFError:  # nothing came to be done
            return
        module, _, name = task.partition(":")
        for result in getattr(importlib.import_module(module), name)(given, numbers):
            pickle.dump(result, out, protocol=5)
            out.flush()
        sys.stdin.buffer.read()  # until the reader wants no more, so that it can look at our memory
