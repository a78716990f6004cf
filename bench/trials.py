"""Random trials of one kind: tried one after the other, kept as they come, and told in the end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bench.results import write_whole


class Trial(Protocol):
    """How one went."""

    @property
    def passes(self) -> bool:
        """Whether it met its bar."""


T = TypeVar("T", bound=Trial)


def run_trials(one: Callable[[int], T], summary: Callable[[list[T]], dict[str, Any]], name: str, count: int) -> None:
    """Try seeds 0 ... count - 1, print those that do not pass, and keep how all fared in `name`.json beside this file."""
    rows: list[T] = []
    for seed in range(count):
        rows.append(one(seed))
        if not rows[-1].passes:
            print(rows[-1], flush=True)
        write_whole(Path(__file__).parent / f"{name}.json", summary(rows))
    for key, value in summary(rows).items():
        print(f"{key}: {value}")
