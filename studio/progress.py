"""Progress bars and logs, both to standard error through one console, and the seconds that each stage took."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

console = Console(stderr=True)
log = logging.getLogger("steadycast")


@dataclass
class Stages:
    """seconds: by stage name, filled as stages end."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[int, int], None]]:
        """Time what happens inside; the value is a progress callback (done, total) that draws a bar on a terminal."""
        start = time.perf_counter()
        with bar(name) as report:
            yield report
        self.seconds[name] = round(time.perf_counter() - start, 3)
        log.info("%s: %.1f s", name, self.seconds[name])


@contextmanager
def bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left, gone when done; silent where standard error is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def log_to_screen() -> None:
    """Send logs to standard error; other libraries' only from warnings on."""
    handler = RichHandler(console=console, show_path=False, show_time=False, markup=False, highlighter=None)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler], force=True)
    for name in ("steadycast", "neural.training"):
        logging.getLogger(name).setLevel(logging.INFO)
