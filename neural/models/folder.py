"""Where models' weights are, and what they are, by content."""

import hashlib
from functools import cache
from pathlib import Path

from neural.config import NeuralConfig

EMBEDDED = Path(__file__).parents[1] / "weights"
"""Of the embedded model."""


def weights(config: NeuralConfig) -> str:
    """A digest of all files in the folders of the model, its ControlNets and adapters. What is named by its id on the hub stands for
    itself: there, a revision is."""
    named = [config.model, *(net.model for net in config.controlnets), *(own.model for own in config.adapters)]
    return hashlib.sha256("".join(map(_of, named)).encode()).hexdigest()


def _of(name: str) -> str:
    folder = EMBEDDED if name == "tiny" else Path(name)
    if not folder.is_dir():
        return name
    files = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.rglob("*")) if path.is_file())
    return _content(files)


@cache
def _content(files: tuple[tuple[Path, int, int], ...]) -> str:
    """Of files, read once in a process unless their times or sizes change."""
    whole = hashlib.sha256()
    for path, _, _ in files:
        with open(path, "rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
