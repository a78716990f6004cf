"""The painted shot, frame by frame: each one denoised."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from neural.bank.look_bank import Entry
from neural.bank.look_keys import painting_digest
from neural.conditioning.inputs import SURFACE_NOISE
from neural.conditioning.region_map import RegionMap, region_map
from neural.config import NeuralConfig
from neural.models.loading import Model
from neural.painting.painter import Painter
from neural.reprojection.cast import Painted
from neural.reprojection.closeups import CloseUp
from neural.reprojection.coverage import cover, survey
from neural.style import Style
from render.digests import digest_of
from render.frame import Frame
from render.passes import Passes
from render.prefetch import prefetch

LAYERS = ("depth", "part", "edges", "light", "pattern", "albedo", "plain")
"""What the painter looks at of each frame, before its marks, and what resemblance and consistency ask for."""


class Frames(Protocol):
    """The painted shot. Nothing is painted until asked for."""

    regions: RegionMap
    to_paint: Passes
    """What is painted, of the size that it is painted at."""

    @property
    def painting_keys(self) -> Mapping[str, str]:
        """By the digest of a painted surface, the key under which it is kept."""

    @property
    def differing(self) -> Mapping[int, float]:
        """By frame number, the share of pixels that are not as in the base's frame of that number, of those laid over it so far."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """One picture (H, W, 3) sRGB alone, with nothing rendered ahead."""

    @property
    def evaluations(self) -> int:
        """How often the denoiser has been evaluated so far, counted in pictures; guidance makes it two a step."""

    @property
    def anchors(self) -> tuple[int, ...]:
        """The frames that all are assembled from, as far as they are painted for this; none where each is painted."""

    @property
    def close_ups(self) -> tuple[CloseUp, ...]:
        """What of them is painted larger, to be taken from, too."""

    @property
    def paintings(self) -> int:
        """How many pictures are painted that all frames are assembled from, as far as is known before; none where each is painted."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of this painting: words that were not read."""

    @property
    def painter(self) -> Painter:
        """Who paints, for what is to be painted beside the shot."""

    @property
    def surfaces(self) -> tuple[Entry, ...]:
        """The painted surfaces that all frames are assembled from, in the order of their painting; none where each is painted."""

    @property
    def part_digests(self) -> Mapping[str, str]:
        """By part path, what the colours of its places depend on, but for the frame; of none where each frame is painted."""

    @property
    def frame_digests(self) -> tuple[str, ...]:
        """For each frame, what its picture depends on but for the colours of its parts, which part_digests have."""

    @property
    def digests(self) -> tuple[str, ...]:
        """For each frame, what its picture depends on: equal ones, equal pictures to the last bit."""

    def survey(self) -> None:
        """Find out and keep what planning takes, whatever is built on, before anything is painted."""

    def paint_anchors(self, told: Painted) -> None:
        """Paint what all pictures are assembled from, where they are, before any is asked for."""

    def pictures(self, numbers: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        """The pictures (H, W, 3) sRGB of these frames, in order."""


class PaintedFrames:
    """Frames that are denoised each for itself."""

    def __init__(self, passes: Passes, style: Style, config: NeuralConfig, model: Model) -> None:
        self._passes, self._style, self._config = passes, style, config
        self.regions = region_map(passes, style)
        self._marks = (style.seed, self.regions.seeds) if "form" in model.controls else None
        self.painter = Painter(passes, style, self.regions, config, model)
        self.anchors: tuple[int, ...] = ()
        self.close_ups: tuple[CloseUp, ...] = ()
        self.paintings = 0
        self.surfaces: tuple[Entry, ...] = ()
        self.part_digests: Mapping[str, str] = {}
        self.painting_keys: Mapping[str, str] = {}
        self.differing: Mapping[int, float] = {}
        self.to_paint = passes

    def __len__(self) -> int:
        return self._passes.frames

    @property
    def frame_digests(self) -> tuple[str, ...]:
        """As Frames."""
        return self._passes.lit_digests

    @property
    def evaluations(self) -> int:
        """As Frames."""
        return self.painter.evaluations

    @property
    def notes(self) -> tuple[str, ...]:
        """As Frames."""
        return self.painter.notes

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """As Frames."""
        return self.paint([self._passes[number]])[0]

    def paint(self, frames: list[Frame]) -> NDArray[np.uint8]:
        """The pictures (N, H, W, 3) sRGB of these frames, painted together."""
        return self.painter.paint(frames, reference=self.reference_frame)

    def survey(self) -> None:
        """As Frames: nothing is planned."""

    def paint_anchors(self, told: Painted) -> None:
        """As Frames: there are none."""

    def pictures(self, numbers: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        """As Frames; their layers are made ahead by other processes."""
        more = {"beauty": self._style.resemblance > 0, "cells": self._config.consistency in SURFACE_NOISE}
        layers = (*LAYERS, *(name for name, wanted in more.items() if wanted))
        ahead = prefetch(self._passes, layers, numbers, marks=self._marks)
        while group := list(islice(ahead, self._config.batch)):
            yield from self.paint(group)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """As Frames. Pictures painted together may differ from those painted alone in the last bit, so that the batch counts."""
        paints, frames = painting_digest(self._passes, self._style, self.regions, self._config), self._passes.digests
        leader = digest_of(*frames) if self._config.consistency == "attention" else ""
        return tuple(digest_of("picture", frame, paints, self._config.consistency, leader, number) for number, frame in enumerate(frames))

    @cached_property
    def reference_frame(self) -> Frame | None:
        """The frame that self-attention of all others looks at: the one that shows most of what the shot shows."""
        return self._passes[cover(survey(self._passes)).anchors[0]] if self._config.consistency == "attention" else None
