"""What the painter is told of a frame: its form, its classes, and which prompt holds at which pixel. numpy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neural.ade20k import PALETTE
from neural.style import ObjectStyle, Style
from neural.vocabulary import class_id
from render.frame import Frame
from render.passes import Passes
from render.surface import BRIGHTEST, luminance
from sim.errors import DeclarationError, unknown

SKY = "sky"
"""The name in Style.objects that stands for the background."""

Picture = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Casting:
    """Who is painted by which words. styles: by slot, slot 0 the background; names: an object or part for each slot, for
    messages. slot_of_part: (parts + 1,) uint8, by part id."""

    styles: tuple[ObjectStyle, ...]
    names: tuple[str, ...]
    slot_of_part: NDArray[np.uint8]

    def slots(self, frame: Frame) -> NDArray[np.uint8]:
        """(H, W): the slot at each pixel."""
        return self.slot_of_part[frame.part]


def cast(passes: Passes, style: Style) -> Casting:
    """Slots for the shot's parts: parts with equal styles share one. A missing sky is plain sky.

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
    slots = list(names)
    return Casting(styles=tuple(slots), names=tuple(names.values()),
                   slot_of_part=np.array([0, *(slots.index(found) for found in of_part)], np.uint8))


def _style_of(path: str, owner: str, style: Style) -> ObjectStyle:
    found = style.objects.get(path, style.objects.get(owner))
    if found is None:
        raise DeclarationError(f"{path}: has no style; add {owner!r} to Style.objects with a class label and a prompt.")
    return found


def form_picture(frame: Frame, depth_range: tuple[float, float]) -> Picture:
    """(H, W, 4) float32 in 0..1: disparity, exact edges, grey light (1 is BRIGHTEST), pattern."""
    stacked = np.stack([disparity(frame, depth_range), frame.edges, luminance(frame.light) / BRIGHTEST, frame.pattern], axis=-1)
    return stacked.clip(0, 1).astype(np.float32)


def disparity(frame: Frame, depth_range: tuple[float, float]) -> Picture:
    """(H, W) float32 in 0..1, linear in 1/depth: 1 at the shot's near distance, 0 at its far one and for the background."""
    near, far = (1 / bound for bound in depth_range)
    shown = (1 / frame.depth - far) / max(near - far, 1e-9)
    return shown.clip(0, 1).astype(np.float32)


def depth_picture(frame: Frame, depth_range: tuple[float, float]) -> Picture:
    """(H, W, 3) float32 in 0..1: disparity as published depth ControlNets take it, near white."""
    return np.repeat(disparity(frame, depth_range)[..., None], 3, axis=2)


def class_picture(frame: Frame, casting: Casting) -> Picture:
    """(H, W, 3) float32 in 0..1: the ADE20K colour of each pixel's class."""
    colours = np.array([PALETTE[class_id(style.label)] for style in casting.styles], np.float32)
    return colours[casting.slots(frame)] / np.float32(255)
