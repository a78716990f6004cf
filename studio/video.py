"""Videos through PyAV, one coded frame per picture: H.264 in MP4 to look at (BT.709 matrix and tags, limited range), and
H.264 in RGB and Matroska, which loses nothing, to measure and cut from."""

import io
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import IO

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from sim.errors import ResourceError

MASTER = {"qp": "0", "preset": "ultrafast", "g": "16", "x264-params": "asm=sse4.2"}
"""H.264 without loss, in RGB (High 4:4:4 Predictive). An edit reads every picture and writes it again: at 1280x720 this takes 13 ms to
write and 15 to read one, where FFV1 takes 40 and 42 for a larger file."""
H264 = {"crf": "16", "preset": "veryfast", "g": "48", "x264-params": "asm=sse4.2"}
"""Its AVX-512 routines read past what was written where a picture is no multiple of 128 px wide, and so the same pictures make other
bytes now and then; these take no longer."""
HEADER = {"probesize": "32"}
"""A master's header says all of it: no picture needs to be looked at, which takes 45 ms."""
THREADS = 4
"""Of the H.264 coder, on any machine: its bytes depend on how many there are."""
AHEAD = 16
"""Pictures that wait for the H.264 coder, at most: as many as are kept together, so that it works while the next are made."""
Add = Callable[[NDArray[np.uint8]], None]


@contextmanager
def write_video(path: Path, *, width: int, height: int, fps: Fraction) -> Iterator[Add]:
    """Open `path` and yield a function that adds one picture (height, width, 3) uint8 sRGB. Width and height must be even. The file can
    be played while it grows; studio.settling makes of it one that can be wound at once."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "write_colr+frag_keyframe+empty_moov+default_base_moof"}) as container:
        stream = container.add_stream("libx264", rate=fps, options=H264)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        codec = stream.codec_context
        codec.time_base, codec.thread_count = 1 / fps, THREADS
        codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        codec.colorspace, codec.color_range = Colorspace.ITU709, ColorRange.MPEG
        with _beside(_adder(container, stream, fps, _to_bt709())) as add:
            yield add
        container.mux(stream.encode(None))


@contextmanager
def _beside(add: Add) -> Iterator[Add]:
    """The same, done in a thread, up to AHEAD pictures later."""
    with ThreadPoolExecutor(1) as thread:
        waiting: deque[Future[None]] = deque()

        def later(picture: NDArray[np.uint8]) -> None:
            waiting.append(thread.submit(add, picture))
            if len(waiting) > AHEAD:
                waiting.popleft().result()

        yield later
        for one in waiting:
            one.result()


@contextmanager
def write_master(target: Path | IO[bytes], *, width: int, height: int, fps: Fraction) -> Iterator[Add]:
    """As write_video; `read_video` gives the pictures back bit for bit. The same pictures make the same bytes."""
    with av.open(_opened(target), "w", format="matroska", options={"fflags": "+bitexact"}) as container:  # else with random ids
        stream = container.add_stream("libx264rgb", rate=fps, options=MASTER)
        stream.width, stream.height, stream.pix_fmt = width, height, "rgb24"
        codec = stream.codec_context
        codec.time_base, codec.thread_count = 1 / fps, THREADS
        codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.IEC61966_2_1
        codec.colorspace, codec.color_range = 0, ColorRange.JPEG  # 0 is RGB in H.273; PyAV has no name for it
        yield _adder(container, stream, fps, lambda frame: frame)
        container.mux(stream.encode(None))


def join_masters(path: Path, pieces: Iterable[bytes], *, fps: Fraction) -> None:
    """One master of several, one after the other, their coded pictures as they are."""
    numbers, stream = itertools.count(), None
    with av.open(str(path), "w", format="matroska", options={"fflags": "+bitexact"}) as container:
        for piece in pieces:
            with av.open(io.BytesIO(piece), "r", options=HEADER) as source:
                stream = stream or container.add_stream_from_template(source.streams.video[0])
                for packet in source.demux(video=0):
                    if packet.size:
                        packet.pts = packet.dts = next(numbers)
                        packet.time_base, packet.duration, packet.stream = 1 / fps, 1, stream
                        container.mux(packet)


def _opened(target: Path | IO[bytes]) -> str | IO[bytes]:
    return str(target) if isinstance(target, Path) else target


def read_video(source: Path | IO[bytes]) -> Iterator[NDArray[np.uint8]]:
    """The pictures of a video written by `write_video` or `write_master`, (H, W, 3) uint8 sRGB, in order."""
    scaler = VideoReformatter()  # one for all: making it takes longer than a small picture
    with av.open(_opened(source), "r") as container:
        for frame in container.decode(video=0):
            if not frame.format.is_rgb:
                frame = scaler.reformat(frame, format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG)
            yield np.asarray(frame.to_ndarray(), np.uint8)


def pictures_of(path: Path, numbers: Iterable[int]) -> dict[int, NDArray[np.uint8]]:
    """The pictures with these numbers of a video that `write_master` wrote. ResourceError if the video is shorter."""
    with av.open(str(path), "r") as container:
        return {number: _picture_of(container, number, path.name) for number in sorted(set(numbers))}


def _picture_of(container: InputContainer, number: int, name: str) -> NDArray[np.uint8]:
    stream = container.streams.video[0]
    rate = stream.average_rate or Fraction(1)
    container.seek(int(number / rate / (stream.time_base or 1)), stream=stream)  # the key frame before it
    for frame in container.decode(stream):
        if round((frame.time or 0) * rate) == number:
            return np.asarray(frame.to_ndarray(), np.uint8)
    raise ResourceError(f"{name} ends before frame {number}.")


def video_shape(path: Path) -> tuple[int, int, int]:
    """Frames, height and width, without decoding a picture. ResourceError if it is no video."""
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            return sum(packet.size > 0 for packet in container.demux(stream)), stream.height, stream.width
    except (av.FFmpegError, IndexError) as error:
        raise ResourceError(f"{path.name} is no video that can be read ({error}).") from None


def _adder(container: OutputContainer, stream: VideoStream, fps: Fraction, convert: Callable[[av.VideoFrame], av.VideoFrame]) -> Add:
    numbers = itertools.count()

    def add(picture: NDArray[np.uint8]) -> None:
        frame = convert(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24"))
        frame.pts, frame.time_base = next(numbers), 1 / fps
        container.mux(stream.encode(frame))

    return add


def _to_bt709() -> Callable[[av.VideoFrame], av.VideoFrame]:
    # Without the explicit target the scaler would use the BT.601 matrix and a tagged player would show wrong colours.
    return partial(VideoReformatter().reformat, format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
                   dst_color_primaries=ColorPrimaries.BT709, dst_color_trc=ColorTrc.BT709)
