"""What lens, shutter, air and exposure do to finished pictures: fog, depth of field, motion blur, stops, in linear light.

It is done to the assembled picture, and to the beauty pass alike, from the depth and the motion that are known of each
pixel: what is painted does not depend on it, and nothing is painted again if it changes. Painted pictures that come here are made
to be displayed. Their linear light is what sRGB makes of them: what is white is no brighter than white paper, so that
highlights do not open into bright discs, and exposure finds no more in them. Of the beauty pass all light is known: exposure is
more of it, and the tone curve (see render.tone) comes last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from render.colour import linear_from_srgb, srgb_from_linear
from render.digests import digest_of
from render.frame import Frame, to_bytes
from render.haze import hazed
from render.motion import motion_vectors, neighbour
from render.optics import PLAIN, Optics, optics_at
from render.passes import Passes
from render.pieces import pieces_of
from render.scatter import spread
from render.tone import toned
from render.workers import ahead, worth

Picture = NDArray[np.uint8]
FINEST = 2**16
LINEAR = linear_from_srgb(np.arange(256) / 255).astype(np.float32)
BYTES = to_bytes(srgb_from_linear(np.arange(FINEST) / (FINEST - 1)))
"""Of linear light in FINEST steps; every byte comes back as itself."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """What is known of a frame. inverse: (2H, 2W) float32 inverse depth at two by two places a pixel, 1/m, 0 for the sky.
    motion: (H, W, 4) float32 px, x and y from each pixel's centre to where its surface is as the shutter opens, and as it
    closes."""

    inverse: NDArray[np.float32]
    motion: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Development:
    """How the pictures of a shot are developed. passes: of their size."""

    passes: Passes

    @cached_property
    def optics(self) -> tuple[Optics, ...]:
        """Of each frame."""
        passes = self.passes
        return tuple(optics_at(passes.view, passes.trajectory, frame.number, frame.camera) for frame in passes)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """For each frame, what is done to its picture."""
        lit = self.passes.lit_digests
        around = [lit[max(number - bool(optics.opened), 0):number + 1 + bool(optics.opened)] for number, optics in enumerate(self.optics)]
        return tuple(digest_of("developed", repr(optics), *near) for optics, near in zip(self.optics, around))

    def seen(self, number: int) -> Seen | None:
        """What developing a frame takes; None if it takes nothing."""
        optics = self.optics[number]
        if not _looks(optics):
            return None
        frame = self.passes[number]
        return Seen(inverse=np.reciprocal(frame.fine.depth), motion=self._motion(frame, optics.opened))

    def _motion(self, frame: Frame, opened: float) -> NDArray[np.float32]:
        height, width = frame.camera.height, frame.camera.width
        if not opened:
            return np.zeros((height, width, 4), np.float32)
        back, on = (motion_vectors(frame, neighbour(self.passes, frame.number, step)) for step in (-1, 1))
        back, on = np.where(np.isnan(back), -on, back), np.where(np.isnan(on), -back, on)  # as it goes on, if nothing else is known
        return np.nan_to_num(np.concatenate([back, on], axis=-1) * np.float32(opened / 2))

    def developed(self, number: int, picture: Picture, seen: Seen | None = None) -> Picture:
        """The picture (H, W, 3) sRGB of a frame as it is delivered. seen: as `seen` says, if it is known already."""
        if self.optics[number] == PLAIN:
            return picture
        light = self._exposed(number, LINEAR[picture], seen) * np.float32(FINEST - 1)
        return BYTES[np.minimum(light + np.float32(0.5), np.float32(FINEST - 1)).astype(np.uint16)]

    def beauty(self, number: int) -> Picture:
        """The beauty pass (H, W, 3) sRGB of a frame, developed."""
        frame = self.passes[number]
        if self.optics[number] == PLAIN:
            return frame.beauty
        return to_bytes(srgb_from_linear(toned(self._exposed(number, frame.radiance))))

    def _exposed(self, number: int, light: NDArray[np.float32], seen: Seen | None = None) -> NDArray[np.float32]:
        """The light (H, W, 3) of a frame that comes through air, lens and shutter, as it is exposed for."""
        optics, seen = self.optics[number], seen or self.seen(number)
        if seen and optics.fog:
            light = hazed(light, seen.inverse, self.passes[number].camera, optics.fog)
        if seen and (optics.spread or optics.opened):
            light = blurred(light, seen, optics)
        return light * np.float32(optics.gain)

    def known(self) -> Iterator[Seen | None]:
        """What developing each frame takes, in order, made ahead by other processes if it is anything."""
        if any(map(_looks, self.optics)):
            count = worth(self.passes.width * self.passes.height * len(self.passes))
            return ahead("render.developing:known", self.passes, range(len(self.passes)), count)
        return iter([None] * len(self.passes))


def _looks(optics: Optics) -> bool:
    """Whether depth or motion matter."""
    return bool(optics.spread or optics.opened or optics.fog)


def development_of(passes: Passes) -> Development | None:
    """How the pictures of a shot are developed; None if nothing is asked for, and all stay as they are."""
    development = Development(passes=passes)
    return development if any(optics != PLAIN for optics in development.optics) else None


def known(passes: Passes, numbers: Sequence[int], _: Mapping) -> Iterator[Seen | None]:
    """What a worker does."""
    development = Development(passes=passes)
    return (development.seen(number) for number in numbers)


def blurred(light: NDArray[np.float32], seen: Seen, optics: Optics) -> NDArray[np.float32]:
    """A picture (H, W, 3) in linear light through the lens, for as long as the shutter is open."""
    pieces, starts = pieces_of(light, seen.inverse, seen.motion, (optics.spread, optics.sharp))
    out, covered = spread(pieces, starts, *light.shape[:2])
    return np.where(covered[..., None] > 1e-3, out / np.maximum(covered, np.float32(1e-3))[..., None], light)
