"""What one frame learns of the light on what stands still, for the next: by pixel, as long as the camera stands still,
too."""

import numpy as np
from numpy.typing import NDArray

UNKNOWN = -1
FINENESS = 10_000
"""Parts of a whole in which shares of a light are kept."""


class KeptLight:
    """Of each pixel's nearest surface that never moves, as far as other such surfaces shade it. Through one camera
    these are always the same surface and the same shade. ambient: (H W,) float32 ambient visibility. By light, shadow: (H W,) int8
    whether its middle is blocked; share: (H W,) int16 how many of FINENESS parts of it are seen; UNKNOWN where nothing has asked yet."""

    def __init__(self, pixels: int, lights: int) -> None:
        self.ambient: NDArray[np.float32] = np.full(pixels, UNKNOWN, np.float32)
        self.shadow: list[NDArray[np.int8]] = [np.full(pixels, UNKNOWN, np.int8) for _ in range(lights)]
        self.share: list[NDArray[np.int16]] = [np.full(pixels, UNKNOWN, np.int16) for _ in range(lights)]

    def and_moving(self, lights: int) -> "KeptLight":
        """The same, and after it so many lights that move, of which nothing is kept."""
        if not lights:
            return self
        more, out = KeptLight(len(self.ambient), lights), KeptLight(0, 0)
        out.ambient, out.shadow, out.share = self.ambient, [*self.shadow, *more.shadow], [*self.share, *more.share]
        return out
