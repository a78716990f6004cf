"""The painted shot at the price of a few frames: anchors are painted, and every frame, theirs too, is assembled from them."""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from neural.bank.look_bank import Bank, Entry, given, serving
from neural.bank.look_keys import look_keys
from neural.conditioning.inputs import padded
from neural.painting.frames import LAYERS, Frames
from neural.painting.inpaint_context import inpaint_context
from neural.painting.paint import repaint, strength_of
from neural.reprojection.anchor import Anchor, anchor_of
from neural.reprojection.appearance import learn
from neural.reprojection.assemble import Assembler
from neural.reprojection.closeups import CloseUp, close_ups
from neural.reprojection.coverage import Cover, Survey, cover, seen_cells, small, survey
from neural.reprojection.mipmaps import layers_of
from neural.reprojection.view_selection import owned
from neural.reprojection.views import centres_of, views_of
from render.frame import Frame
from render.prefetch import prefetch
from render.surfels import Surfels, clearance, luminance


class CastFrames(Frames):
    """As Frames. What the bank has not is painted when the first picture is asked for, and kept there."""

    def __init__(self, bank: Bank, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._bank = bank

    @cached_property
    def _survey(self) -> Survey:
        return survey(self._passes)

    @cached_property
    def _keys(self) -> list[str]:
        return look_keys(self._passes, self._style, self._regions, self._config)

    @cached_property
    def _had(self) -> list[Entry]:
        return self._bank.entries(self._keys)

    @cached_property
    def cover(self) -> Cover:
        """Which frames are anchors, and what they cover beyond what the bank has."""
        return cover(self._survey, given(self._survey, self._had, self._keys))

    @property
    def anchors(self) -> tuple[int, ...]:
        """Those that are painted, in that order."""
        return self.cover.anchors

    @cached_property
    def close_ups(self) -> tuple[CloseUp, ...]:
        """What is painted larger after them."""
        roomy = given(self._survey, self._had, self._keys, roomy=True) | self.cover.roomy
        return close_ups(self._passes, self._survey, roomy, self.cover.opened)

    @cached_property
    def _assembler(self) -> Assembler:
        self._paint_anchors()
        entries = self._bank.entries(self._keys)
        parts = serving(self._survey, entries, self._keys)
        sources = [e.serve(self._keys, own, self._passes.geometry) for e, own in zip(entries, parts) if own]
        sources, learnt = learn(sources, len(self._keys))
        views = views_of(sources, self._passes.geometry.faces)
        return Assembler(views, layers_of(sources, owned(sources, views)), learnt)

    @cached_property
    def _wanted(self) -> frozenset[int]:
        """The parts that anchors are painted for; those too small for the survey, too, if the bank has them not."""
        had = {key for entry in self._had for key in entry.keys.values()}
        return self.cover.opened | {part for part, key in enumerate(self._keys) if part not in self._survey.part and key not in had}

    def _paint_anchors(self) -> None:
        """Paint the anchors and close-ups one after the other, each knowing those before it, into the bank."""
        whole = [CloseUp(number, 1, 0.5, 0.5, self._wanted) for number in self.anchors]
        sources: list[Anchor] = []
        for one in (*whole, *self.close_ups):
            frame = one.of(self._passes[one.number])
            before = None
            if sources and self._config.steps > 1:  # after a single step there is nothing left to denoise what is held
                before = inpaint_context(centres_of(frame), luminance(frame.light), clearance(frame.edges), sources,
                                         self._passes.geometry.faces)
            sources.append(anchor_of(frame, self.paint([frame], before)[0], one.zoom))
            keys = {part: self._keys[part] for part in sorted(one.parts)}
            self._bank.add(sources[-1], keys, seen_cells(one.of(small(self._passes, one.number))), self._passes.geometry)

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """One picture (H, W, 3) sRGB alone."""
        return self._finished([self._passes[number]])[0]

    def painted(self) -> Iterator[NDArray[np.uint8]]:
        """The pictures (H, W, 3) sRGB, in order, their surfaces found ahead by other processes."""
        more = (*LAYERS, "cells", *(["beauty"] if self._style.resemblance else [])) if self._config.finish else ()
        ahead = prefetch(self._passes, ("surfels", *more))
        done = 0
        while group := list(islice(ahead, self._config.batch if self._config.finish else 1)):
            yield from self._finished(group)
            done += len(group)
            if self._progress:
                self._progress(done, len(self))

    def _finished(self, frames: list[Frame]) -> NDArray[np.uint8]:
        """The frames assembled, and denoised once more if that is wanted."""
        pictures = np.stack([self.assembled(frame.surfels) for frame in frames])
        if not self._config.finish:
            return pictures
        start = torch.stack([padded(picture.astype(np.float32) / 127.5 - 1, self._model.multiple) for picture in pictures])
        strength = strength_of(1 - self._config.finish, self._model.levels or self._config.steps)
        return self._delivered(repaint(self._model, self._prompt, self._inputs(frames), self._config, start, strength))

    def assembled(self, surfels: Surfels) -> NDArray[np.uint8]:
        """The picture (H, W, 3) sRGB of a frame whose surface is this."""
        picture, _ = self._assembler.frame(surfels, self._passes.height, self._passes.width)
        return np.rint(picture * 255).astype(np.uint8)
