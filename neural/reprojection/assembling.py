"""Frames assembled ahead in other processes, and of frames that a take has already, only the pixels that show what has changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from neural.reprojection.assemble import Assembler, block, whole_blocks
from neural.reprojection.served import Looked, PartAssembler, Served
from render.frame import Frame
from render.passes import Passes
from render.surfels import Surfels
from render.workers import Workers, worth

Picture = NDArray[np.uint8]
Parts = frozenset[int]
ROOM = 128 * 2**20
"""Bytes of surfels that a worker makes before there is paint."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Changes:
    """What of a base still holds. same: by frame number here, the number there of the frame with the same digest. parts: the part ids
    whose colours have changed. picture: gives one of its pictures (H, W, 3) by its number there."""

    same: Mapping[int, int]
    parts: Parts
    picture: Callable[[int], Picture]


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """The pictures of a finished take. frames: lit_digests of its frames; parts: by path, what the colours of each part depended on."""

    frames: tuple[str, ...]
    parts: Mapping[str, str]
    picture: Callable[[int], Picture]

    def same(self, frames: Sequence[str]) -> dict[int, int]:
        """By their numbers here, the numbers there of those frames that it has: each its own, if it can be, so that they are in order."""
        there = {digest: number for number, digest in reversed(list(enumerate(self.frames)))}
        return {number: number if self.frames[number:number + 1] == (digest,) else there[digest]
                for number, digest in enumerate(frames) if digest in there}

    def against(self, frames: Sequence[str], parts: Mapping[str, str]) -> Changes:
        """What of it holds for a shot with these frames, and parts in the order of their ids."""
        changed = frozenset(part for part, (path, digest) in enumerate(parts.items()) if self.parts.get(path) != digest)
        return Changes(same=self.same(frames), picture=self.picture, parts=changed)


def assemblers(passes: Passes, scale: float, base: Base | None, parts: Parts, numbers: Sequence[int]) -> Workers:
    """Processes that assemble frames. Until there is paint, they make the surfels for it. scale: px of the frames that are one of the
    anchors'. parts: ids of those that have probably changed since the base. numbers: the frames that will probably be asked for."""
    same = frozenset() if base is None else frozenset(base.same(passes.lit_digests))
    count = worth(passes.width * passes.height * len(numbers))
    return Workers("neural.reprojection.assembling:assembled", (passes, scale, same, parts), numbers, count)


def laid_over(found: Iterable[Picture | tuple[NDArray[np.int32], Picture]], numbers: Sequence[int], changes: Changes | None,
              differing: dict[int, float]) -> Iterator[Picture]:
    """The pictures (H, W, 3) sRGB of these frames, from what `assembled` gives of them. differing: is told, by frame number, the share of
    pixels that are not as in the base's frame of that number, where that is known."""
    for number, one in zip(numbers, found):
        if isinstance(one, tuple):
            assert changes is not None
            (pixels, colours), there = one, changes.same[number]
            before = changes.picture(there)
            if there == number:
                differing[number] = float((before.reshape(-1, 3)[pixels] != colours).any(axis=1).sum() / before[..., 0].size)
            yield patched(before, pixels, colours)
        else:
            yield one


def early(given: tuple[Passes, float, frozenset[int], Parts], numbers: Sequence[int]) -> Iterator[tuple]:
    """What a worker does before there is paint: what it looks at of frames, by their numbers, and the parts that it looks for."""
    passes, scale, same, parts = given
    room = ROOM
    for number in numbers:
        own = parts if number in same else None
        found = _looked_at(passes[number], own, scale)
        yield (number, own), found
        room -= sum(getattr(found[1], field.name).nbytes for field in fields(Surfels))
        if room < 0:
            return


def assembled(given: tuple[Passes, Assembler | Served, float, frozenset[int], Parts], numbers: Sequence[int],
              found: dict) -> Iterator[Picture | tuple[NDArray[np.int32], Picture]]:
    """What a worker does: whole pictures, or of frames that are there already pixels (N,), row x width + column, and colours (N, 3)."""
    passes, source, scale, same, parts = given
    wanted = {number: parts if number in same else None for number in numbers}
    if isinstance(source, Served):  # before it is asked for the first frame it is to know all parts that others show
        found |= early((passes, scale, same, parts), [number for number, own in wanted.items() if (number, own) not in found])
    some = source if isinstance(source, Assembler) else PartAssembler(source, passes.geometry, found)
    for number, own in wanted.items():
        pixels, surfels = found.pop((number, own), None) or _looked_at(passes[number], own, scale)
        if own is not None and not len(pixels):
            yield pixels, np.zeros((0, 3), np.uint8)
            continue
        assembler = some if isinstance(some, Assembler) else some.of(pixels, surfels)
        picture, _ = assembler.frame(surfels, passes.height, passes.width, scale)
        yield in_bytes(picture) if own is None else (pixels, in_bytes(picture.reshape(-1, 3)[pixels]))


def _looked_at(frame: Frame, parts: Parts | None, scale: float) -> Looked:
    """The pixels (N,) that show these parts, and the surfels of all blocks that have one; of no parts, all surfels."""
    if parts is None:
        return np.zeros(0, np.int32), frame.surfels
    near = frame.around(parts, block(scale))
    shown = near.showing(parts)
    return np.flatnonzero(shown).astype(np.int32), near.surfels_of(whole_blocks(shown, scale))


def picture_of(frame: Frame, assembler: Assembler, scale: float) -> Picture:
    """The picture (H, W, 3) sRGB of a frame."""
    return in_bytes(assembler.frame(frame.surfels, frame.camera.height, frame.camera.width, scale)[0])


def in_bytes(picture: NDArray[np.float32]) -> Picture:
    """0..1 to 0..255, rounded."""
    return np.rint(picture * 255).astype(np.uint8)


def patched(picture: Picture, pixels: NDArray[np.int32], colours: Picture) -> Picture:
    """A copy with these pixels (N,), row x width + column, in these colours (N, 3)."""
    out = picture.copy()
    out.reshape(-1, 3)[pixels] = colours
    return out
