"""What anchors agree on: each was painted for itself, and has blotches of its own and its own tone.

Taken from as they are, they would show: where one anchor ends behind what stood in front of its surface, the next begins, and the seam
is a ghost's outline. So every anchor keeps its fine detail, and in low frequencies all that show a place have their mean (in two bands,
as Burt and Adelson, 1983, "A multiresolution spline with application to image mosaics"). What they stray from light and pattern by is
trusted as far as they agree: the mean is drawn towards nought as it is best told from noise (Wiener), the noise being what they differ by.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from neural.reprojection.anchor import Anchor
from neural.reprojection.kernels import others
from neural.reprojection.part_filters import blurred
from neural.reprojection.tables import Array, Views
from neural.reprojection.view_selection import THIN
from neural.reprojection.views import pixels_of, stacked

LOW = 3.0
"""px; standard deviation of the Gaussian that low frequencies are what is left under."""
FEW = 12.0
"""Pixels that two anchors share, at full trust, before they tell how well they agree on a part."""
SURE = 0.05
"""At least so much of what a part strays by is taken to be no noise."""


def agreed(sources: Sequence[Anchor], views: Views, parts: int) -> list[Anchor]:
    """The sources with their inner colours (those that are learnt) brought to agree. Part ids are below `parts`."""
    low = [blurred(s.inner - s.lit, s.part, LOW) for s in sources]
    worth = [s.trust * np.where(s.thick, 1, np.float32(THIN)) for s in sources]
    layers = stacked(low), stacked(worth), stacked([s.fineness for s in sources])
    found = [others(views, pixels_of(s), number, *layers).reshape(*s.part.shape, 5) for number, s in enumerate(sources)]
    firm = _firmness(sources, low, worth, found, parts)
    return [replace(s, inner=s.inner + _mean(own, weight, more, firm[s.part]) - own)
            for s, own, weight, more in zip(sources, low, worth, found)]


def _mean(own: Array, worth: Array, more: Array, firm: Array) -> Array:
    """(H, W, 3) of an anchor's own low frequencies, those of the others, and nought, which weighs `firm` (H, W)."""
    return (own * worth[..., None] + more[..., :3]) / (worth + more[..., 3] + firm)[..., None]


def _firmness(sources: Sequence[Anchor], low: Sequence[Array], worth: Sequence[Array], found: Sequence[Array], parts: int) -> Array:
    """(parts,) fully trusted anchors that nought weighs as much as: the variance of what anchors differ by over that of the rest."""
    own = [s.part >= 0 for s in sources]
    part, weight, square, shared, apart = (np.concatenate([layer[some] for layer, some in zip(layers, own)]) for layers in (
        [s.part for s in sources], worth, [(one**2).mean(axis=2) for one in low], [more[..., 3] for more in found],
        [more[..., 4] for more in found]))
    total = _average(part, weight, weight * square, parts)
    noise = _average(part, weight * shared, weight * apart / 2, parts) * (np.bincount(part, weight * shared, parts) >= FEW)
    return (noise / np.maximum(np.maximum(total - noise, SURE * total), 1e-12)).astype(np.float32)


def _average(part: NDArray[np.int32], weight: Array, weighted: Array, parts: int) -> NDArray[np.float64]:
    return np.bincount(part, weighted, parts) / np.maximum(np.bincount(part, weight, parts), 1e-9)
