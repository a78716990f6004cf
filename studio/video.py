"""Videos through PyAV, one coded frame per picture: H.264 in MP4 to look at (BT.709 matrix and tags, limited range), and FFV1 in
Matroska, which loses nothing, to measure and cut from."""

import io
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import IO

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream
from numpy.typing import NDArray

from sim.errors import ResourceError

FFV1 = {"level": "3", "g": "1", "slices": "4", "slicecrc": "1", "coder": "rice", "context": "0"}
"""Version 3, each frame a key frame of 4 checked slices. An edit reads every picture and writes it again: at 1280x720 this coder takes
29 ms to write and 25 to read one, where range coding takes 33 and 38 for a file a quarter smaller."""
H264 = {"crf": "16", "preset": "veryfast", "g": "48", "x264-params": "asm=sse4.2"}
"""Its AVX-512 routines read past what was written where a picture is no multiple of 128 px wide, and so the same pictures make other
bytes now and then; these take no longer."""
THREADS = 4
"""Of the H.264 coder, on any machine: its bytes depend on how many there are."""
Add = Callable[[NDArray[np.uint8]], None]


@contextmanager
def write_video(path: Path, *, width: int, height: int, fps: Fraction) -> Iterator[Add]:
    """Open `path` and yield a function that adds one picture (height, width, 3) uint8 sRGB. Width and height must be even. The file can
    be played while it grows; `settled` makes of it one that can be wound at once."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "write_colr+frag_keyframe+empty_moov+default_base_moof"}) as container:
        stream = container.add_stream("libx264", rate=fps, options=H264)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        codec = stream.codec_context
        codec.time_base, codec.thread_count = 1 / fps, THREADS
        codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        codec.colorspace, codec.color_range = Colorspace.ITU709, ColorRange.MPEG
        yield _adder(container, stream, fps, _to_bt709)
        container.mux(stream.encode(None))


def settled(source: Path, target: Path) -> None:
    """The same coded pictures in a file whose table of contents is whole, and comes first."""
    with av.open(str(source), "r") as read, av.open(str(target), "w", format="mp4", options={"movflags": "write_colr+faststart"}) as write:
        stream = write.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(video=0):
            if packet.size:
                packet.stream = stream
                write.mux(packet)


@contextmanager
def write_master(target: Path | IO[bytes], *, width: int, height: int, fps: Fraction) -> Iterator[Add]:
    """As write_video; `read_video` gives the pictures back bit for bit. The same pictures make the same bytes."""
    with av.open(_opened(target), "w", format="matroska", options={"fflags": "+bitexact"}) as container:  # else with random ids
        stream = _master_stream(container, width, height, fps)
        yield _adder(container, stream, fps, lambda frame: frame.reformat(format="bgr0"))
        container.mux(stream.encode(None))


def join_masters(path: Path, pieces: Iterable[bytes], *, width: int, height: int, fps: Fraction) -> None:
    """One master of several, one after the other, their coded pictures as they are."""
    with av.open(str(path), "w", format="matroska", options={"fflags": "+bitexact"}) as container:
        stream, numbers = _master_stream(container, width, height, fps), itertools.count()
        for piece in pieces:
            with av.open(io.BytesIO(piece), "r") as source:
                for packet in source.demux(video=0):
                    if packet.size:
                        packet.pts = packet.dts = next(numbers)
                        packet.time_base, packet.duration, packet.stream = 1 / fps, 1, stream
                        container.mux(packet)


def _master_stream(container: OutputContainer, width: int, height: int, fps: Fraction) -> VideoStream:
    stream = container.add_stream("ffv1", rate=fps, options=FFV1)
    stream.width, stream.height, stream.pix_fmt = width, height, "bgr0"
    codec = stream.codec_context
    codec.time_base = 1 / fps
    codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.IEC61966_2_1
    codec.colorspace, codec.color_range = 0, ColorRange.JPEG  # 0 is RGB in H.273; PyAV has no name for it
    return stream


def _opened(target: Path | IO[bytes]) -> str | IO[bytes]:
    return str(target) if isinstance(target, Path) else target


def read_video(source: Path | IO[bytes]) -> Iterator[NDArray[np.uint8]]:
    """The pictures of a video written by `write_video` or `write_master`, (H, W, 3) uint8 sRGB, in order."""
    with av.open(_opened(source), "r") as container:
        for frame in container.decode(video=0):
            if not frame.format.is_rgb:
                frame = frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG)
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def pictures_of(path: Path, numbers: Iterable[int]) -> dict[int, NDArray[np.uint8]]:
    """The pictures with these numbers. ResourceError if the video is shorter."""
    wanted = set(numbers)
    found = {number: picture for number, picture in zip(range(max(wanted, default=-1) + 1), read_video(path)) if number in wanted}
    if wanted - set(found):
        raise ResourceError(f"{path.name} ends before frame {min(wanted - set(found))}.")
    return found


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


def _to_bt709(frame: av.VideoFrame) -> av.VideoFrame:
    # Without the explicit target the scaler would use the BT.601 matrix and a tagged player would show wrong colours.
    return frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
                          dst_color_primaries=ColorPrimaries.BT709, dst_color_trc=ColorTrc.BT709)
