"""The noise painting starts from: a pure function of seed, frame and place, so any frame can be asked for alone."""

import numpy as np
from numpy.typing import NDArray

_MASK = 2**64 - 1


def latent_noise(shape: tuple[int, int, int], seed: int, frame: int | None, seeds: NDArray[np.int64]) -> NDArray[np.float32]:
    """(C, h, w) float32 of independent N(0, 1).

    frame: its number for fresh noise in each, None for the same in all. seeds: (h, w), the seed of the object at each
    place; another seed gives that place other noise and leaves the rest as it was. The same bytes on any run.
    """
    out = np.empty(shape, np.float32)
    for own in np.unique(seeds):
        here = seeds == own
        out[:, here] = _field(shape, seed, frame, int(own))[:, here]
    return out


def _field(shape: tuple[int, int, int], seed: int, frame: int | None, own: int) -> NDArray[np.float32]:
    # Philox (Salmon et al., 2011) is counter-based: drawing only moves the low words, so each (frame, own) has its own stretch.
    place = [0, 0, 0 if frame is None else frame + 1, own & _MASK]
    return np.random.Generator(np.random.Philox(key=seed & _MASK, counter=place)).standard_normal(shape, np.float32)
