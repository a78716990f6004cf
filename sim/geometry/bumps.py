"""Normal maps, as pictures: where a surface leans, to the right, up in the picture and out of it, as -1..1 in red, green and blue.

That is how glTF and USD have them. OBJ has heights, too."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import frozen

STEEPEST = 1.0
"""How far a height map rises from black to white, as a share of 1/64 of its width: files do not say."""
COLOURLESS = 8
"""of 255: a picture whose channels are no further apart is one of heights."""
TAKE = {"-o": 3, "-s": 3, "-t": 3, "-mm": 2}
"""How many numbers an option of OBJ's may have; others have one word."""


def from_heights(picture: NDArray[np.uint8], factor: float = 1.0) -> NDArray[np.uint8]:
    """The normal map of a picture of heights, white high, that repeats without end: by central differences."""
    heights = picture[..., :3].mean(axis=-1) / 255 * factor * STEEPEST * picture.shape[1] / 64
    right = (np.roll(heights, -1, axis=1) - np.roll(heights, 1, axis=1)) / 2
    up = (np.roll(heights, 1, axis=0) - np.roll(heights, -1, axis=0)) / 2
    ways = np.stack([-right, -up, np.ones_like(heights)], axis=-1)
    return encoded(ways / np.linalg.norm(ways, axis=-1, keepdims=True))


def encoded(ways: NDArray) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 of ways (H, W, 3), each unit."""
    out = np.full((*ways.shape[:2], 4), 255, np.uint8)
    out[..., :3] = np.round((np.clip(ways, -1, 1) + 1) * 127.5)
    return frozen(out, np.uint8)


def of_wavefront(words: list[str], folder: Path) -> tuple[Path, float]:
    """The picture that a line of an MTL's names after map_Bump, bump or norm, and its factor."""
    words, factor = list(words), 1.0
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option == "-bm" and words:
            factor = float(words[0])
        for number in range(TAKE.get(option, 1)):
            if words and (number == 0 or _numeric(words[0])):
                words.pop(0)
    path = folder / " ".join(words).replace("\\", "/")
    return (path if path.is_file() else folder / path.name), factor


def _numeric(word: str) -> bool:
    return word.lstrip("+-").replace(".", "", 1).isdigit()
