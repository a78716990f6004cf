"""Which anchor each piece of surface is painted from: decided once a shot, on the surface, so that no frame changes its mind."""

from collections.abc import Sequence

import numpy as np

from neural.reprojection.anchor import Anchor
from neural.reprojection.kernels import best
from neural.reprojection.part_filters import blurred
from neural.reprojection.tables import Array, Views
from neural.reprojection.views import pixels_of, stacked

FEATHER = 1.5
"""px; standard deviation of the blur in which one anchor's surface passes into another's."""
THIN = 0.01
"""Of the worth of a place that is too thin to be painted well: any that is not is better."""
DARK = 0.05
"""Light below this is as bad as this: what is painted in shadow says less of a surface than what is painted in light."""
FINE = 4.0
"""Power of an anchor's pixels in its worth: one that shows a surface a fifth finer is worth twice as much, so that patterns stay sharp."""


def owned(sources: Sequence[Anchor], views: Views) -> list[Array]:
    """For each anchor (H, W) 0..1, how much it owns what its pixels show."""
    worth = stacked([_quality(source) for source in sources])
    owners = [best(views, pixels_of(source), worth).reshape(source.part.shape) for source in sources]
    return [blurred((owner == number).astype(np.float32)[..., None], source.part, FEATHER)[..., 0]
            for number, (owner, source) in enumerate(zip(owners, sources))]


def _quality(source: Anchor) -> Array:
    """(H, W) how well a source shows its surface: thick, trusted, lit, and as fine as its shot shows it, since a close-up is wanted for
    its room alone; smoothed, so that areas have plain borders."""
    told = source.trust * np.maximum(source.light, DARK) * source.gain.min(axis=2) * np.where(source.thick, 1, np.float32(THIN))
    fine = np.exp2(FINE * (source.fineness - np.float32(np.log2(source.zoom)))).astype(np.float32)
    return blurred(told[..., None], source.part, FEATHER / 2)[..., 0] * fine
