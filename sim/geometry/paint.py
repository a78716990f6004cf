"""What a mesh file says of its own colours: pictures, where on them each corner lies, and tints."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import frozen

WHITE = (1.0, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Paint:
    """Of a mesh with F triangles. tints: (F, 3, 3) float32, a linear RGB factor at each corner. uv: (F, 3, 2) float32, the place of each
    corner in its picture, (0, 0) top left and (1, 1) bottom right; pictures repeat beyond. which: (F,) int32, the picture of each
    triangle, -1 for none. pictures: (H, W, 4) uint8 each, sRGB, and how solid it is. cutoffs: for each picture, how solid a place
    must be to be there at all, 0..1; 0 for all of it. bumped: (F,) int32, the normal map of each triangle, -1 for none; or None: no
    triangle has one. bumps: (H, W, 4) uint8 each, as sim.geometry.bumps says, where the same uv say."""

    tints: NDArray[np.float32]
    uv: NDArray[np.float32]
    which: NDArray[np.int32]
    pictures: tuple[NDArray[np.uint8], ...] = ()
    cutoffs: tuple[float, ...] = ()
    bumped: NDArray[np.int32] | None = None
    bumps: tuple[NDArray[np.uint8], ...] = ()

    def of(self, faces: NDArray[np.int64], shares: NDArray[np.float64] | None = None) -> "Paint":
        """That of these triangles (N,); or of pieces of them, whose corners are at such shares (N, 3, 3) of theirs."""
        tints, uv = self.tints[faces], self.uv[faces]
        if shares is not None:
            tints, uv = np.einsum("fkc,fcj->fkj", shares, tints), np.einsum("fkc,fcj->fkj", shares, uv)
        return Paint(tints=frozen(tints, np.float32), uv=frozen(uv, np.float32), which=frozen(self.which[faces], np.int32),
                     pictures=self.pictures, cutoffs=self.cutoffs, bumps=self.bumps,
                     bumped=None if self.bumped is None else frozen(self.bumped[faces], np.int32))

    @property
    def flat(self) -> NDArray[np.float32] | None:
        """(3,) the one colour of all of it, linear; None if it has a picture or several colours."""
        if (self.which >= 0).any() or np.ptp(self.tints.reshape(-1, 3), axis=0).max(initial=0) > 1e-6:
            return None
        return self.tints[0, 0]


def plain(count: int, colour: Sequence[float] = WHITE) -> Paint:
    """One linear colour for so many triangles."""
    return Paint(tints=frozen(np.broadcast_to(np.asarray(colour, np.float32), (count, 3, 3)), np.float32),
                 uv=frozen(np.zeros((count, 3, 2)), np.float32), which=frozen(np.full(count, -1), np.int32))


def joined(paints: Sequence[Paint]) -> Paint:
    """One after the other; equal pictures are kept once."""
    pictures: dict[tuple[int, float], int] = {}
    kept: list[tuple[NDArray[np.uint8], float]] = []
    which, bumps, bumped = [], dict[int, NDArray[np.uint8]](), []
    for paint in paints:
        numbers = []
        for picture, cutoff in zip(paint.pictures, paint.cutoffs, strict=True):
            key = id(picture), cutoff
            if key not in pictures:
                pictures[key] = len(kept)
                kept.append((picture, cutoff))
            numbers.append(pictures[key])
        which.append(np.array([*numbers, -1], np.int32)[paint.which])
        bumps |= {id(bump): bump for bump in paint.bumps}
        own = [list(bumps).index(id(bump)) for bump in paint.bumps]
        bumped.append(np.array([*own, -1], np.int32)[np.full(len(paint.which), -1) if paint.bumped is None else paint.bumped])
    return Paint(tints=frozen(np.concatenate([p.tints for p in paints]), np.float32),
                 uv=frozen(np.concatenate([p.uv for p in paints]), np.float32), which=frozen(np.concatenate(which), np.int32),
                 pictures=tuple(picture for picture, _ in kept), cutoffs=tuple(cutoff for _, cutoff in kept),
                 bumped=frozen(np.concatenate(bumped), np.int32) if bumps else None, bumps=tuple(bumps.values()))


def laid_on(corners: NDArray[np.float64], paint: Paint | None, picture: NDArray[np.uint8]) -> Paint:
    """A picture on triangles (F, 3, 3): where their file says that its own lie, else once over each side of the box round them."""
    which = np.zeros(len(corners)) if paint is None or not paint.pictures else np.where(paint.which >= 0, 0, -1)
    uv = _box_uv(corners) if paint is None or not paint.pictures else paint.uv
    return Paint(tints=plain(len(corners)).tints, uv=frozen(uv, np.float32), which=frozen(which, np.int32), pictures=(picture,),
                 cutoffs=(0.0,))


def _box_uv(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = corners.min(axis=(0, 1)), corners.max(axis=(0, 1))
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    axis, place = np.abs(normal).argmax(axis=1), (corners - low) / np.maximum(high - low, 1e-9)
    across, up = np.array([1, 0, 0])[axis], np.array([2, 2, 1])[axis]
    rows = np.arange(len(corners))[:, None], np.arange(3)[None]
    return np.stack([place[*rows, across[:, None]], 1 - place[*rows, up[:, None]]], axis=-1)
