"""What goes out of sight and comes back: when, as the ledger has it; and whether ledger and masks are as they should be then."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.zbuffer import box, posed, seen
from render.passes import Passes
from render.sight import HIDDEN, SMALLER
from sim.story.ledger import Ledger
from sim.story.runs import runs

SMALLEST = 10
"""Pixels of the ledger's pictures that an object must have shown before, for its going to be told."""
WELL = 0.5
"""Of the most pixels that an object ever has, what it must have to be well to be seen."""


@dataclass(frozen=True, kw_only=True)
class Return:
    """name: who goes out of sight. gone, back: the first frame without it, and the first with it again. before, after: of the last
    second before in which it is well to be seen, and of the first after, the frames that show the most of it."""

    name: str
    gone: int
    back: int
    before: int
    after: int


def returns(ledger: Ledger) -> list[Return]:
    """All that are hidden or out of the picture for a while, having been in sight before: one for each time that an object is gone."""
    out, second = [], round(float(ledger.fps))
    for i, name in enumerate(ledger.names):
        pixels, alone = ledger.values["pixels"][:, i], ledger.values["alone"][:, i]
        well = np.flatnonzero(pixels >= WELL * max(pixels.max(), SMALLEST))
        for gone, back in runs(pixels < np.maximum(HIDDEN * alone, 1)):
            if gone > 0 and back < len(pixels) and pixels[:gone].max() >= SMALLEST:
                before, after = well[well < gone], well[well >= back]
                before = before[before > before[-1] - second] if len(before) else np.array([gone - 1])
                after = after[after < after[0] + second] if len(after) else np.array([back])
                out.append(Return(name=name, gone=gone, back=back, before=int(before[pixels[before].argmax()]),
                                  after=int(after[pixels[after].argmax()])))
    return out


def recounted(passes: Passes, ledger: Ledger) -> int:
    """In how many frames the ledger's pixels of any object are other than those of its id."""
    ids = {name: id_of(passes, name) for name in ledger.names}
    wrong = 0
    for number in range(passes.frames):
        frame = passes.small(number, SMALLER)
        counts = np.bincount(frame.object.ravel(), minlength=max(ids.values()) + 1)
        found = ledger.values["visible"][number] * np.maximum(ledger.values["alone"][number], 1)
        wrong += any(abs(found[i] - counts[ids[name]]) > 1e-6 for i, name in enumerate(ledger.names))
    return wrong


def placed(passes: Passes, name: str, number: int, smaller: int = 1) -> dict[str, Any]:
    """Whether an object's mask is where the plain rasteriser has it: how far the sides of their boxes are apart, px (0 where
    neither has any), and their IoU; in a picture that many times smaller."""
    frame, wanted = passes[number] if smaller == 1 else passes.small(number, smaller), id_of(passes, name)
    mask = frame.object == wanted
    other = seen(frame.camera, posed(passes.scene, passes.trajectory, number)) == wanted
    one, two = box(mask), box(other)
    off = 0 if one is two is None else None if one is None or two is None else int(np.abs(one - two).max())
    return {"frame": number, "off": off, "iou": float((mask & other).sum() / max((mask | other).sum(), 1)), "pixels": int(mask.sum())}


def id_of(passes: Passes, name: str) -> int:
    """The id that an object has in the id pass."""
    return next(part.object_id for part in passes.parts if part.object == name)
