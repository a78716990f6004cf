"""The painted shot at the price of a few frames: anchors are painted, and every frame, theirs too, is assembled from them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neural.bank.cache import Work
from neural.bank.look_bank import Entry, entry_of, having
from neural.bank.look_keys import look_keys, painting_digest
from neural.conditioning.light_answers import answer_of
from neural.conditioning.region_map import region_map
from neural.conditioning.words import unread_words
from neural.config import NeuralConfig
from neural.painting.inpaint_context import InpaintContext, inpaint_context
from neural.reprojection.anchor import Anchor, anchor_of
from neural.reprojection.assemble import Assembler
from neural.reprojection.assembling import Base, assemblers, laid_over, picture_of
from neural.reprojection.closeups import CloseUp
from neural.reprojection.coverage import seen_cells, small
from neural.reprojection.planning import Plan, Planner
from neural.reprojection.served import Served
from neural.reprojection.views import centres_of
from neural.style import Style
from render.digests import digest_of
from render.frame import Frame
from render.passes import Passes
from render.surfels import clearance
from render.workers import Workers

if TYPE_CHECKING:
    from neural.painting.painter import Painter

Painted = Callable[[int, int, NDArray[np.uint8] | None], None]
"""Told of each painting: how many are done, of how many, and the picture (H, W, 3), unless it was kept."""


class CastFrames:
    """Frames assembled from painted anchors. parent: the entries that it builds on: what they have is not painted again. base: a take
    whose pictures are taken where they are the same. work: where paintings are kept until the take is whole. The painter is made when
    something is painted."""

    def __init__(self, passes: Passes, style: Style, config: NeuralConfig, make_painter: "Callable[[Passes], Painter]",
                 parent: Sequence[Entry] = (), work: Work = Work(), base: Base | None = None) -> None:
        self._passes, self._style, self._config, self._work = passes, style, config, work
        self._make_painter, self._made_painter = make_painter, False
        self._base = None if config.finish else base  # what is finished differs everywhere
        self._told: Painted | None = None
        self._picture: NDArray[np.uint8] | None = None
        self._workers: Workers | None = None
        self.painting_keys: dict[str, str] = {}
        self.differing: dict[int, float] = {}
        self.regions = region_map(passes, style)
        self.notes = unread_words(style, self.regions, config)
        self._answer = answer_of(style, config, work)
        self.to_paint = passes.resized(*config.painting_size(passes.width, passes.height))
        self._keys = look_keys(self.to_paint, style, self.regions, config)
        self._parent = having(parent, self._keys)
        self._planner = Planner(self.to_paint, self._keys, work)

    def __len__(self) -> int:
        return self._passes.frames

    @cached_property
    def plan(self) -> Plan:
        """What is painted, beyond what the parent has."""
        return self._planner.plan(self._parent)

    @property
    def anchors(self) -> tuple[int, ...]:
        """As Frames."""
        return self.plan.anchors

    @property
    def close_ups(self) -> tuple[CloseUp, ...]:
        """As Frames."""
        return self.plan.close_ups

    @property
    def paintings(self) -> int:
        """As Frames."""
        return len(self.plan.paintings)

    def paintings_after(self, other: "CastFrames") -> int:
        """How many pictures are painted once those of another cast of the same passes are."""
        there = [part for part, (key, its) in enumerate(zip(self._keys, other._keys)) if key == its]
        return len(self._planner.plan(self._parent, there).paintings)

    @cached_property
    def painter(self) -> "Painter":
        """As Frames."""
        self._made_painter = True
        return self._make_painter(self.to_paint)

    @property
    def evaluations(self) -> int:
        """As Frames."""
        return self.painter.evaluations if self._made_painter else 0

    @cached_property
    def served(self) -> Served:
        """What the frames are assembled from; what the parent has not is painted, or was before and is kept."""
        entries = (*self._parent, *self._painted_entries())
        return Served(entries=entries, parts=tuple(self._planner.serving(entries)), keys=tuple(self._keys), answer=self._answer)

    @property
    def surfaces(self) -> tuple[Entry, ...]:
        """As Frames."""
        return self.served.entries

    @cached_property
    def part_digests(self) -> dict[str, str]:
        """By part path, what the colours of its places depend on, but for the frame: equal ones, equal colours to the last bit."""
        paths = ("sky", *(part.path for part in self._passes.parts))
        whole = digest_of(self._work.depends, self.to_paint.width, self._config.finish)
        return {path: digest_of("part", whole, *self.served.of(part)) for part, path in enumerate(paths)}

    @property
    def frame_digests(self) -> tuple[str, ...]:
        """As Frames."""
        return self._passes.lit_digests

    def _painted_entries(self) -> list[Entry]:
        """The anchors and close-ups one after the other, each knowing those before it."""
        entries: list[Entry] = []
        paintings = self.plan.paintings
        for done, one in enumerate(paintings, 1):
            before = [entry.digest for entry in entries] if self._hands_on else []
            what = self.to_paint.digests[one.number], list(one[:4]), sorted(one.parts), self._keys, self._paints, before
            content = self._work.done("anchor", *what, make=lambda one=one: self._paint(one, entries).content)  # type: ignore[misc]
            entries.append(Entry(content=content))
            self.painting_keys[entries[-1].digest] = self._work.key("anchor", *what)
            if self._told:
                self._told(done, len(paintings), self._picture)
            self._picture = None
        return entries

    @property
    def _hands_on(self) -> bool:
        """Whether earlier paint is held in later anchors: after a single step there is nothing left to denoise what is held."""
        return self._config.steps > 1

    @cached_property
    def _paints(self) -> str:
        return painting_digest(self.to_paint, self._style, self.regions, self._config)

    def survey(self) -> None:
        """As Frames."""
        self._planner.survey()

    def paint_anchors(self, told: Painted) -> None:
        """As Frames; meanwhile those who will assemble look at what they can."""
        self._told = told
        self.served  # noqa: B018

    def _assemblers(self, parts: frozenset[int], numbers: Sequence[int]) -> Workers:
        return assemblers(self._passes, self._scale, self._base, parts, numbers)

    def _paint(self, one: CloseUp, before: Sequence[Entry]) -> Entry:
        if self._told and self._workers is None:
            parts = frozenset[int]().union(*(one.parts for one in self.plan.paintings))
            self._workers = self._assemblers(parts, range(len(self)))
        frame = one.of(self.to_paint[one.number])
        context = self._context(frame, [entry.anchor for entry in before]) if before and self._hands_on else None
        self._picture = self.painter.paint([frame], context)[0]
        anchor = anchor_of(frame, self._picture, one.zoom, self._answer)
        keys = {part: self._keys[part] for part in sorted(one.parts)}
        return entry_of(anchor, keys, seen_cells(one.of(small(self.to_paint, one.number))), self._passes.geometry)

    def _context(self, frame: Frame, earlier: Sequence[Anchor]) -> InpaintContext:
        light, tint = self._answer.split(frame.light)
        seen = centres_of(frame), light, self._answer.gain(tint), clearance(frame.edges)
        return inpaint_context(*seen, earlier, self._passes.geometry.faces)

    @cached_property
    def assembler(self) -> Assembler:
        """What puts the frames together."""
        return self.served.assembler(self._passes.geometry)

    @property
    def _scale(self) -> float:
        """px of a frame that are one of its anchors'."""
        return self._passes.width / self.to_paint.width

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """As Frames."""
        parts = sorted(self.part_digests.items())
        if not self._config.finish:
            return tuple(digest_of("picture", lit, repr(parts)) for lit in self._passes.lit_digests)
        return tuple(digest_of("picture", frame, repr(parts), self._config.finish, self._paints) for frame in self._passes.digests)

    def __getitem__(self, number: int) -> NDArray[np.uint8]:
        """As Frames."""
        picture = picture_of(self._passes[number], self.assembler, self._scale)
        return self.painter.finish([self._passes[number]], picture[None])[0] if self._config.finish else picture

    def pictures(self, numbers: Sequence[int]) -> Iterator[NDArray[np.uint8]]:
        """As Frames; assembled by other processes, which begin at once."""
        changes = None if self._base is None else self._base.against(self._passes.lit_digests, self.part_digests)
        if changes and not changes.parts and changes.same.keys() >= set(numbers):
            return (changes.picture(changes.same[number]) for number in numbers)
        parts, same = (changes.parts, frozenset(changes.same)) if changes else (frozenset[int](), frozenset[int]())
        workers, self._workers = self._workers or self._assemblers(parts, numbers), None
        from_what = self.served if changes else self.served.assembler(self._passes.geometry)
        found = workers.results((self._passes, from_what, self._scale, same, parts), numbers)
        return self._finished(numbers, laid_over(found, numbers, changes, self.differing))

    def _finished(self, numbers: Sequence[int], pictures: Iterator[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
        for number, picture in zip(numbers, pictures):
            yield self.painter.finish([self._passes[number]], picture[None])[0] if self._config.finish else picture
