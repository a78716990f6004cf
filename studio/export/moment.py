"""One frame of a shot with all that its layers are written from, each made when first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.motion import motion_vectors, neighbour

if TYPE_CHECKING:
    from render.frame import Frame
    from render.passes import Passes


@dataclass(frozen=True, kw_only=True, eq=False)
class ExportFrame:
    """painted: (H, W, 3) uint8 sRGB, if there is one."""

    passes: "Passes"
    number: int
    painted: NDArray[np.uint8] | None

    @cached_property
    def frame(self) -> "Frame":
        """The rendered frame."""
        return self.passes[self.number]

    @cached_property
    def forward(self) -> NDArray[np.float32]:
        """(H, W, 2) px to the next frame: see `motion_vectors`."""
        return motion_vectors(self.frame, neighbour(self.passes, self.number, 1))

    @cached_property
    def backward(self) -> NDArray[np.float32]:
        """(H, W, 2) px to the frame before: see `motion_vectors`."""
        return motion_vectors(self.frame, neighbour(self.passes, self.number, -1))


@dataclass(frozen=True, kw_only=True)
class Output:
    """One file of a frame. name: its path in the folder. layers: what is in it. encode: its content."""

    name: str
    layers: tuple[str, ...]
    encode: Callable[[ExportFrame], bytes]
