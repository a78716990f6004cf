"""Saying that something slow goes on."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger("steadycast")
FIRST, EVERY = 1.0, 10.0
"""s until what takes long is told, and between words that it still goes on."""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Log what is done if it takes long, again as it goes on, and how long it took."""
    over, start = threading.Event(), time.perf_counter()

    def tell() -> None:
        wait = FIRST
        while not over.wait(wait):
            seconds, wait = time.perf_counter() - start, EVERY
            log.info("%s%s", what, f", {seconds:.0f} s so far" if seconds >= EVERY else "; this is done once")
    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        if time.perf_counter() - start >= FIRST:
            log.info("%s: done in %.1f s", what, time.perf_counter() - start)
