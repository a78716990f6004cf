"""The pictures of a take, in its videos and on its contact sheet, as they come; what was made before is not made again."""

import io
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neural.bank.arrays import packed, unpacked
from neural.bank.cache import Work
from studio.contact import HEADINGS, Row, contact_sheet, frame_row, known_pictures, sample
from studio.keys import code
from studio.progress import Report, Stages, log
from studio.settling import settled
from studio.store import Store
from studio.subtitles import Subtitle, in_turn, subrip
from studio.video import Add, join_masters, read_video, write_master, write_video

if TYPE_CHECKING:
    from neural.painting.frames import Frames
    from render.developing import Development, Seen
    from render.passes import Passes

Picture = NDArray[np.uint8]
CHUNK = 16
"""Pictures that are kept together: so many, at most, are made again after a kill."""
FILES = ("shot.mp4", "painted.mkv", "contact.png")
WORDS = "shot.srt"
"""Comes with them if anything is said."""
KINDS = {"contact.png": "sheet", WORDS: "subtitles"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Delivered:
    """What became of the pictures. keys: of the files in the store. kept: how many pictures were there already. whole: whether all
    the files were."""

    keys: dict[str, str]
    kept: int
    whole: bool


def chunks(frames: int, batch: int) -> list[range]:
    """The numbers of pictures that are kept together; what is painted together is kept together."""
    size = batch * max(1, CHUNK // batch)
    return [range(first, min(first + size, frames)) for first in range(0, frames, size)]


class Delivery:
    """The pictures of one shot, and what is said to them. work: what they are kept under. batch: how many are painted at once, if they
    are painted one by one. development: what lens, shutter and air do to them, None for nothing: it is seen in shot.mp4 and contact.png.
    painted.mkv has the pictures before that, as they are kept, measured and built on."""

    def __init__(self, passes: "Passes", frames: "Frames", store: Store, work: Work, batch: int = 1,
                 subtitles: Sequence[Subtitle] = (), development: "Development | None" = None) -> None:
        self._development = development
        self._passes, self._frames, self._store, self._work = passes, frames, store, work
        self._size: dict[str, Any] = {"width": passes.width, "height": passes.height, "fps": Fraction(passes.fps)}
        self._chunks = chunks(len(passes), batch)
        named = [code("studio"), *(str(value) for value in self._size.values())]
        self._keys = [work.key("frames", named, [frames.digests[number] for number in chunk]) for chunk in self._chunks]
        self._subtitles, self._files = subtitles, (*FILES, WORDS) if subtitles else FILES
        developed = [list(development.digests)] if development else []
        self.key = work.key("delivered", named, self._keys, [vars(each) for each in subtitles], *developed)

    def make(self, numbers: Sequence[int]) -> None:
        """Make and keep those of these chunks that are missing, and no files."""
        wanted = sorted(set(numbers) & set(self._missing()))
        made = self._made([picture for number in wanted for picture in self._chunks[number]]) if wanted else iter(())
        for number in wanted:
            self._kept(number, list(islice(made, len(self._chunks[number]))))

    def _missing(self) -> list[int]:
        """The numbers of the chunks that are not kept."""
        return [number for number, key in enumerate(self._keys) if self._store.get(key) is None]

    def deliver(self, folder: Path, stages: Stages, progress: Report) -> Delivered:
        """Write FILES, and WORDS if there are any, into a folder."""
        keys = {name: self._work.key(name, self.key) for name in self._files}
        with stages.timed("deliver"):
            if all(self._store.fetch(key, folder / name) for name, key in keys.items()):
                return Delivered(keys=keys, kept=len(self._passes), whole=True)
        kept = self._write(folder, stages, progress)
        with stages.timed("deliver"):
            for name, key in keys.items():
                self._store.keep(key, folder / name, KINDS.get(name, "video"))
        return Delivered(keys=keys, kept=kept, whole=False)

    def _write(self, folder: Path, stages: Stages, progress: Report) -> int:
        """Make all files; how many pictures were kept. Each picture is looked at once, and coded once without loss."""
        missing = [picture for number in self._missing() for picture in self._chunks[number]]
        made = self._made(missing) if missing else iter(())
        with stages.timed("deliver"):  # while the first are made elsewhere
            beside = {number: self._pictures_beside(number) for number in sample(len(self._passes))}
        rows: list[Row] = []
        live = folder / "live.mp4"
        with write_video(live, **self._size) as add, closing(self._known()) as known:
            log.info("the pictures can be watched as they come: %s", live)
            show = partial(self._show, add, rows, beside, known)
            join_masters(folder / FILES[1], self._pieces(missing, made, show, stages, progress), fps=self._size["fps"])
        with stages.timed("deliver"):
            settled(live, folder / FILES[0], self._track())
            live.unlink()
            if self._subtitles:
                (folder / WORDS).write_text(subrip(self._subtitles), encoding="utf-8")
            contact_sheet(rows, HEADINGS).save(folder / FILES[2])
        return len(self._passes) - len(missing)

    def _pieces(self, missing: Sequence[int], made: Iterator[Picture], show: Callable[[int, Picture], None], stages: Stages,
                progress: Report) -> Iterator[bytes]:
        """The chunks without loss, one after another, so that memory does not grow with the length of the shot. made: the missing."""
        for place, (key, chunk) in enumerate(zip(self._keys, self._chunks)):
            piece = None if chunk[0] in missing else self._store.get(key)
            if piece is None:  # or it was there a moment ago, and has been collected
                pictures = list(islice(made, len(chunk)) if chunk[0] in missing else self._made(chunk))
            else:
                pictures = list(read_video(io.BytesIO(piece)))
            with stages.timed("deliver"):
                if piece is None:
                    piece = self._kept(place, pictures)
                for number, picture in zip(chunk, pictures):
                    show(number, picture)
            progress(chunk.stop, len(self._passes))
            yield piece

    def _known(self) -> "Generator[Seen | None]":
        """What developing each picture takes, in order."""
        yield from self._development.known() if self._development else repeat(None)

    def _show(self, add: Add, rows: list[Row], beside: Mapping[int, tuple[Picture, ...]], known: "Iterator[Seen | None]", number: int,
              picture: Picture) -> None:
        """A picture as it is looked at, in the video and, if it is one of a few, on the contact sheet."""
        seen = next(known)
        if self._development:
            picture = self._development.developed(number, picture, seen)
        add(picture)
        if number in beside:
            rows.append(frame_row(self._passes, number, (*beside[number], picture)))

    def _track(self) -> tuple[Subtitle, ...]:
        return in_turn(self._subtitles, round(1000 * len(self._passes) / self._passes.fps)) if self._subtitles else ()

    def _pictures_beside(self, number: int) -> tuple[Picture, ...]:
        """What stands beside a picture on the contact sheet: what is known of its frame. It is kept: another painting shows it again."""
        what = code("studio"), self._passes.digests[number], list(self._passes.depth_range)
        developed = [self._development.digests[number]] if self._development else []
        known = self._work.done("known", *what, *developed, make=lambda: packed(known_pictures(self._passes, number, self._development)))
        return tuple(unpacked(known).values())

    def _made(self, numbers: Sequence[int]) -> Iterator[Picture]:
        return self._frames.pictures(numbers)

    def _kept(self, number: int, pictures: Sequence[Picture]) -> bytes:
        """A chunk without loss; the store has it then."""
        piece = self._coded(pictures)
        self._store.put(self._keys[number], piece, "frames")
        return piece

    def _coded(self, pictures: Sequence[Picture]) -> bytes:
        file = io.BytesIO()
        with write_master(file, **self._size) as add:
            for picture in pictures:
                add(picture)
        return file.getvalue()
