"""Progress bars and logs, both to standard error through one console, and the seconds that each stage took."""

import logging
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

console = Console(stderr=True)
log = logging.getLogger("steadycast")
Report = Callable[[int, int], None]
"""Called with how many are done, of how many."""


@dataclass
class Stages:
    """Who took how long. seconds: by stage name, without what stages inside it took, so that all together are the whole."""

    seconds: dict[str, float] = field(default_factory=dict)
    later: dict[str, float] | None = None
    """Seconds that stages to come will probably take, by name; None if that is not known."""
    _inside: list[float] = field(default_factory=list)
    _began: float = field(default_factory=lambda: _cpu_seconds())

    def cpu_seconds(self) -> float:
        """Of this process and of its ended children, since this began."""
        return _cpu_seconds() - self._began

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the time that passes inside to a stage's."""
        start = time.perf_counter()
        self._inside.append(0.0)
        try:
            yield
        finally:
            took, inside = time.perf_counter() - start, self._inside.pop()
            self.seconds[name] = self.seconds.get(name, 0.0) + took - inside
            if self._inside:
                self._inside[-1] += took

    @contextmanager
    def stage(self, name: str) -> Iterator[Report]:
        """The same, with a line in the log; the value is a progress callback (done, total) that draws a bar on a terminal."""
        start = time.perf_counter()
        later = None if self.later is None else sum(seconds for other, seconds in self.later.items() if other not in (name, *self.seconds))
        with bar(name, later) as report, self.timed(name):
            yield report
        log.info("%s: %.1f s", name, time.perf_counter() - start)


@contextmanager
def bar(name: str, later: float | None = None) -> Iterator[Report]:
    """A bar with the time left, gone when done; silent where standard error is no terminal. later: s, what comes after it takes."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}")
    start = time.perf_counter()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=None, left="")

        def report(done: int, total: int) -> None:
            left = (time.perf_counter() - start) / done * (total - done) if done else None
            progress.update(task, completed=done, total=total, left=time_left(left, later))

        yield report


def time_left(seconds: float | None, later: float | None) -> str:
    """In words, for a stage that needs so many more, before others that need so many; None: not known."""
    if seconds is None:
        return ""
    whole = round(seconds + (later or 0))
    return f"{whole // 60}:{whole % 60:02d} left" + (" of this stage" if later is None else " in all")


def _cpu_seconds() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def log_to_screen() -> None:
    """Send logs to standard error; other libraries' only from warnings on, and diffusers' from errors on."""
    os.environ.setdefault("DIFFUSERS_VERBOSITY", "error")  # it warns of the very call it asks for
    handler = RichHandler(console=console, show_path=False, show_time=False, markup=False, highlighter=None)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler], force=True)
    for name in ("steadycast", "neural.training"):
        logging.getLogger(name).setLevel(logging.INFO)
