"""Work done ahead in other processes: what comes out is the same, only sooner.

Each worker is a new Python that imports this file. It reads from its standard input what to do early and, later, what
is asked of it, and writes its results to its standard output, in order; when enough are kept, a full pipe makes it
wait. (Python's own process pools would run the user's script again in every worker.) It finds modules where ours are
and where Python's are, and never in the folder that one works in."""

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
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any
from weakref import WeakSet

from sim.errors import ResourceError

MOST = 8
"""Workers at once."""
LITTLE = 500_000
"""Pixels of frames that this process is done with before new Pythons have imported what they need, which takes each 1 to 2 s."""
KEPT = 4
"""Results of each worker that wait to be used: as many as a painter commonly paints at once."""
START = f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r}); from render.workers import work; work()"
SELDOM = 50_000, 20, 20
"""Thresholds of Python's garbage collector: with its own, a fifth of the time that large libraries take to import is spent in it."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LP_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
"""The workers are the parallelism, also those of software OpenGL."""


class Alone:
    """Whether this process is one of many that share a machine: then it starts no others and computes in one thread."""

    now = False


def cores() -> int:
    """Cores that this process may use."""
    return 1 if Alone.now else os.cpu_count() or 1


class Peak:
    """The most memory that a worker of this process has held, MiB."""

    mb = 0.0


def worth(pixels: int) -> int | None:
    """How many workers so many pixels of frames are worth: none, 0, if they are few, and else None: one a core."""
    return 0 if pixels <= LITTLE else None


def _proxy(items: dict) -> MappingProxyType:
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda mapping: (_proxy, (dict(mapping),)))


_ALL: "WeakSet[Workers]" = WeakSet()


class Workers:
    """Processes that share a task, 'module:name'. They start at once. Where there are none, as where this process is to work alone, it does
    the task itself when results are asked for."""

    def __init__(self, task: str, early: Any, numbers: Sequence[int], count: int | None = None) -> None:
        """early: what the task's module does with this and these numbers, in its generator function `early`, until `results` is called;
        None for nothing. It yields (key, value)."""
        count = 0 if Alone.now else cores() if count is None else count
        _ALL.add(self)
        self._task, self._running = task, [_Worker() for _ in range(min(count, MOST, max(len(numbers), 1)))]
        self._tell((task, early), numbers)

    def results(self, given: Any, numbers: Sequence[int]) -> Iterator[Any]:
        """What the generator function yields when it is called with what is `given`, with numbers, and with what `early` found: one
        result for each number, in order. Workers begin before the first is taken. Raises ResourceError if one ends before its work."""
        if not self._running:
            return iter(function_of(self._task)(given, numbers, {}))
        self._tell(given, numbers)
        for worker in self._running:
            worker.begin()
        return self._received(len(numbers))

    def _received(self, wanted: int) -> Iterator[Any]:
        count = len(self._running)
        try:
            for place in range(wanted):
                result = self._running[place % count].receive()
                if place == wanted - 1:
                    self.end()  # here: who takes as many as he asked for never comes back, and whose cycles hold this is not collected
                yield result
        finally:
            self.end()

    def _tell(self, said: Any, numbers: Sequence[int]) -> None:
        content, count = pickle.dumps(said, protocol=5), len(self._running)  # here: in a thread it would change while it is written
        for first, worker in enumerate(self._running):
            worker.tell(content, pickle.dumps(numbers[first::count]))

    def end(self) -> None:
        """Stop them, whatever they are at."""
        while self._running:
            self._running.pop().end()


def end_workers() -> None:
    """Stop all workers of this process. Python waits at its end for the threads that speak with them, before it collects anything: those
    that an error has left behind would keep it for ever."""
    for workers in [*_ALL]:
        workers.end()


def ahead(task: str, given: Any, numbers: Sequence[int], workers: int | None = None) -> Iterator[Any]:
    """The results of Workers that are started now."""
    return Workers(task, None, numbers, workers).results(given, numbers)


class _Worker:
    """A process, and a thread that speaks with it, and takes KEPT results in while what came before is used."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-P", "-c", START], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         env=_environment())
        self._thread, self._kept = ThreadPoolExecutor(1), deque[Future[Any]]()

    def tell(self, *contents: bytes) -> None:
        """Send these on, as soon as it listens."""
        self._thread.submit(self._send, *contents)

    def begin(self) -> None:
        """Take results in."""
        self._kept.extend(self._thread.submit(self._next) for _ in range(KEPT))

    def receive(self) -> Any:
        """The next result."""
        self._kept.append(self._thread.submit(self._next))
        try:
            return self._kept.popleft().result()
        except EOFError:
            raise ResourceError(f"a worker ended early (exit code {self._process.wait()}); its own message is above. "
                                "Is the machine out of memory?") from None

    def end(self) -> None:
        """Stop it, whatever it is at."""
        Peak.mb = max(Peak.mb, peak_memory_mb(self._process.pid))
        self._process.kill()
        self._thread.shutdown(cancel_futures=True)
        with suppress(BrokenPipeError):  # what was to be sent to it is left
            self._process.communicate()

    def _send(self, *contents: bytes) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):  # it has ended, and `receive` says so
            self._process.stdin.writelines(contents)
            self._process.stdin.flush()

    def _next(self) -> Any:
        assert self._process.stdout
        return pickle.load(self._process.stdout)


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


def work() -> None:
    """What a worker does."""
    gc.set_threshold(*SELDOM)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the results
    with suppress(BrokenPipeError, KeyboardInterrupt):  # the reader has gone, and wants no more
        for result in _asked():
            pickle.dump(result, out, protocol=5)
            out.flush()
        sys.stdin.buffer.read()  # until the reader wants no more, so that it can look at our memory


def _asked() -> Iterator[Any]:
    """The results of the task that is asked for; none, if the reader goes before."""
    try:
        (task, early), numbers = _heard()
        name = task.partition(":")[0]
        module = importlib.import_module(name)
        with ThreadPoolExecutor(1) as thread:
            coming, found = thread.submit(_heard), {}
            for key, value in module.early(early, numbers) if early is not None else ():
                found[key] = value
                if coming.done():
                    break
            given, numbers = coming.result()
    except (EOFError, pickle.UnpicklingError):  # also in the middle of a word
        return
    yield from function_of(task)(given, numbers, found)


def function_of(task: str) -> Any:
    """The function 'module:name'."""
    name, _, function = task.partition(":")
    return getattr(importlib.import_module(name), function)


def _heard() -> tuple[Any, Sequence[int]]:
    return pickle.load(sys.stdin.buffer), pickle.load(sys.stdin.buffer)
