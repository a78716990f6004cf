"""film.mp4: the videos of takes one after the other, their coded pictures as they are, with a chapter for each and the subtitles of all."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av

from studio.settling import MS, add_words
from studio.subtitles import Subtitle, in_turn
from studio.unfinished import hidden_name


@dataclass(frozen=True, kw_only=True)
class Reel:
    """One shot in a film. video: H.264, all of one film of the same size and rate. subtitles: ms from its own first frame."""

    name: str
    video: Path
    frames: int
    subtitles: tuple[Subtitle, ...] = ()


def splice(reels: Sequence[Reel], target: Path, fps: Fraction) -> None:
    """Write the film. It is there as a whole or not at all."""
    temporary, said = target.parent / hidden_name(target.name), film_subtitles(reels, fps)
    try:
        with av.open(str(temporary), "w", format="mp4", options={"movflags": "write_colr+faststart"}) as write:
            with av.open(str(reels[0].video)) as first:
                stream = write.add_stream_from_template(first.streams.video[0])
                unit = first.streams.video[0].time_base or MS
            if said:
                add_words(write, in_turn(said, _ms(sum(reel.frames for reel in reels), fps)), unit)
            write.set_chapters([{"id": number, "start": begin, "end": begin + reel.frames, "time_base": 1 / fps,
                                 "metadata": {"title": reel.name}} for number, (begin, reel) in enumerate(_begun(reels))])
            numbers, late = itertools.count(), max(_late(reel.video, fps) for reel in reels)
            for begin, reel in _begun(reels):
                for shown, packet in _packets(reel.video, fps):
                    packet.pts, packet.dts, packet.duration, packet.time_base = begin + shown, next(numbers) - late, 1, 1 / fps
                    packet.stream = stream
                    write.mux(packet)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def film_subtitles(reels: Sequence[Reel], fps: Fraction) -> tuple[Subtitle, ...]:
    """Those of all shots, from the film's first frame on."""
    return tuple(replace(each, start=each.start + _ms(begin, fps), end=each.end + _ms(begin, fps))
                 for begin, reel in _begun(reels) for each in reel.subtitles)


def _packets(video: Path, fps: Fraction) -> Iterator[tuple[int, av.Packet]]:
    """The coded pictures of a video in the order in which they are decoded, each with its number in that in which they are shown."""
    with av.open(str(video)) as read:
        first: int | None = None
        for packet in read.demux(video=0):
            if packet.size and packet.pts is not None:
                first = packet.pts if first is None else first  # it begins with the one that is shown first
                yield round((packet.pts - first) * packet.time_base * fps), packet


def _late(video: Path, fps: Fraction) -> int:
    """How many pictures are decoded before one that is shown before them, at most: so much earlier decoding must begin."""
    return max(number - shown for number, (shown, _) in enumerate(_packets(video, fps)))


def _begun(reels: Sequence[Reel]) -> list[tuple[int, Reel]]:
    """Each with the number of the frames before it."""
    return [(sum(before.frames for before in reels[:number]), reel) for number, reel in enumerate(reels)]


def _ms(frames: int, fps: Fraction) -> int:
    return round(1000 * frames / fps)
