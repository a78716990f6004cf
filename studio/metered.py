"""Passes whose rendering is timed: frames are rendered only as the painter asks for their arrays, in the middle of its own work."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from render.prefetch import prefetch
from studio.progress import Stages

if TYPE_CHECKING:
    from render.camera import Camera
    from render.frame import Frame
    from render.passes import Passes


class Metered:
    """Passes (or one Frame of them) as they are, but that the time it takes to get an array is counted as the stage 'render'."""

    def __init__(self, inner: "Passes | Frame", stages: Stages) -> None:
        self._inner, self._stages = inner, stages

    def __getattr__(self, name: str) -> Any:
        with self._stages.timed("render"):
            return getattr(self._inner, name)

    def __len__(self) -> int:
        return len(self._inner)  # type: ignore[arg-type]

    def __getitem__(self, number: int) -> "Metered":
        return Metered(self._inner[number], self._stages)  # type: ignore[index]

    def through(self, camera: "Camera") -> "Metered":
        """As Frame.through."""
        return Metered(self._inner.through(camera), self._stages)  # type: ignore[union-attr]

    def prefetched(self, names: Sequence[str], workers: int | None = None) -> Iterator["Metered"]:
        """As render.prefetch.prefetch; the time spent waiting for a frame is counted."""
        with closing(prefetch(self._inner, names, workers)) as frames:  # type: ignore[arg-type, type-var]
            while True:
                with self._stages.timed("render"):
                    frame = next(frames, None)
                if frame is None:
                    return
                yield Metered(frame, self._stages)

    def __iter__(self) -> Iterator["Metered"]:
        return (self[number] for number in range(len(self)))


prefetch.register(Metered, Metered.prefetched)  # type: ignore[arg-type]
