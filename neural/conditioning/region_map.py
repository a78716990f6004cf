"""Which words are for which pixel: regions are the parts that are painted by the same words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neural.style import ObjectStyle, Style
from render.frame import Frame
from render.passes import Passes
from sim.errors import DeclarationError, unknown

SKY = "sky"
"""The name in Style.objects that stands for the background."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RegionMap:
    """Who is painted by which words. styles: by region, region 0 the background; names: an object or part for each region, for
    messages. region_of_part: (parts + 1,) uint8, by part id."""

    styles: tuple[ObjectStyle, ...]
    names: tuple[str, ...]
    region_of_part: NDArray[np.uint8]

    @property
    def seeds(self) -> NDArray[np.int64]:
        """(parts + 1,) by part id, what re-rolls its noise and shifts its marks."""
        return np.array([own.seed for own in self.styles], np.int64)[self.region_of_part]

    def region_ids(self, frame: Frame) -> NDArray[np.uint8]:
        """(H, W): the region at each pixel."""
        return self.region_of_part[frame.part]


def region_map(passes: Passes, style: Style) -> RegionMap:
    """Regions for the shot's parts: parts with equal styles share one. A missing sky is plain sky.

    Raises DeclarationError if a part has no style, a style names what the shot lacks, or there are more than 255 styles.
    """
    known = {SKY, *(part.path for part in passes.parts), *(part.object for part in passes.parts)}
    for name in style.objects:
        if name not in known:
            raise unknown("object in style", name, known)
    names = {style.objects.get(SKY, ObjectStyle(label="sky", prompt="sky")): SKY}
    of_part = [_style_of(part.path, part.object, style) for part in passes.parts]
    for part, found in zip(passes.parts, of_part):
        names.setdefault(found, part.path)
    if len(names) > 255:
        raise DeclarationError(f"style: {len(names)} different object styles; at most 255 can be told apart.")
    region_ids = list(names)
    return RegionMap(styles=tuple(region_ids), names=tuple(names.values()),
                   region_of_part=np.array([0, *(region_ids.index(found) for found in of_part)], np.uint8))


def _style_of(path: str, owner: str, style: Style) -> ObjectStyle:
    found = style.objects.get(path, style.objects.get(owner))
    if found is None:
        raise DeclarationError(f"{path}: has no style; add {owner!r} to Style.objects with a class label and a prompt.")
    return found
