"""Keeping what C libraries print off the terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent(stream: int) -> Iterator[None]:
    """Send what is written to file descriptor 1 (output) or 2 (errors) to nowhere. What matters of it must be raised."""
    kept, nowhere = os.dup(stream), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream)
    try:
        yield
    finally:
        os.dup2(kept, stream)
        os.close(kept)
        os.close(nowhere)
