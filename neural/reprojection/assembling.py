"""Frames assembled ahead in other processes, and of frames that a take has already, only the pixels that show what has changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neural.reprojection.assemble import Assembler, block, whole_blocks
from render.frame import Frame
from render.passes import Passes
from render.workers import ahead

ASSEMBLED = "neural.reprojection.assembling:assembled"
Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Changes:
    """What of a base still holds. same: by frame number here, the number there of the frame with the same digest. parts: the part ids
    whose colours have changed. picture: gives one of its pictures (H, W, 3) by its number there."""

    same: Mapping[int, int]
    parts: frozenset[int]
    picture: Callable[[int], Picture]


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """The pictures of a finished take. frames: digests of its frames; parts: by path, what the colours of each part depended on."""

    frames: tuple[str, ...]
    parts: Mapping[str, str]
    picture: Callable[[int], Picture]

    def against(self, frames: Sequence[str], parts: Mapping[str, str]) -> Changes:
        """What of it holds for a shot with these frames, and parts in the order of their ids."""
        there = {digest: number for number, digest in reversed(list(enumerate(self.frames)))}
        same = {number: number if self.frames[number:number + 1] == (digest,) else there[digest]  # in order, if it can be
                for number, digest in enumerate(frames) if digest in there}
        return Changes(same=same, picture=self.picture,
                       parts=frozenset(part for part, (path, digest) in enumerate(parts.items()) if self.parts.get(path) != digest))


def assembled_ahead(passes: Passes, assembler: Assembler, scale: float, numbers: Sequence[int],
                    changes: Changes | None) -> Iterator[Picture]:
    """The pictures (H, W, 3) sRGB of these frames, in order. scale: px of theirs that are one of the anchors'."""
    same = frozenset() if changes is None else frozenset(changes.same)
    parts = frozenset() if changes is None else changes.parts
    if changes is not None and not parts and same >= set(numbers):
        yield from (changes.picture(changes.same[number]) for number in numbers)
        return
    given = passes, assembler, scale, same, parts
    for number, found in zip(numbers, ahead(ASSEMBLED, given, numbers)):
        if changes is None or number not in same:
            yield found
        else:
            yield patched(changes.picture(changes.same[number]), *found)


def assembled(given: tuple, numbers: Sequence[int]) -> Iterator[Picture | tuple[NDArray[np.int32], Picture]]:
    """What a worker does: whole pictures, or of frames that are there already pixels (N,), row x width + column, and colours (N, 3)."""
    passes, assembler, scale, same, parts = given
    for number in numbers:
        frame = passes[number]
        if number in same:
            near = frame.around(parts, block(scale))
            yield repainted(near, near.showing(parts), assembler, scale)
        else:
            yield picture_of(frame, assembler, scale)


def picture_of(frame: Frame, assembler: Assembler, scale: float, chosen: Mask | None = None) -> Picture:
    """The picture (H, W, 3) sRGB of a frame, or of the chosen pixels (H, W) in whole blocks, the others black."""
    surfels = frame.surfels if chosen is None else frame.surfels_of(chosen)
    picture, _ = assembler.frame(surfels, frame.camera.height, frame.camera.width, scale)
    return np.rint(picture * 255).astype(np.uint8)


def repainted(frame: Frame, shown: Mask, assembler: Assembler, scale: float) -> tuple[NDArray[np.int32], Picture]:
    """The pixels that are `shown` (H, W) as numbers (N,), row x width + column, and their colours (N, 3)."""
    pixels = np.flatnonzero(shown).astype(np.int32)
    if not len(pixels):
        return pixels, np.zeros((0, 3), np.uint8)
    return pixels, picture_of(frame, assembler, scale, whole_blocks(shown, scale)).reshape(-1, 3)[pixels]


def patched(picture: Picture, pixels: NDArray[np.int32], colours: Picture) -> Picture:
    """A copy with these pixels (N,), row x width + column, in these colours (N, 3)."""
    out = picture.copy()
    out.reshape(-1, 3)[pixels] = colours
    return out
