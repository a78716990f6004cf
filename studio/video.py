"""H.264 in MP4 through PyAV: BT.709 matrix and tags, limited range, one coded frame per picture."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray


@contextmanager
def write_video(path: Path, *, width: int, height: int, fps: Fraction) -> Iterator[Callable[[NDArray[np.uint8]], None]]:
    """Open `path` and yield a function that adds one picture (height, width, 3) uint8 sRGB. Width and height must be even."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "write_colr+faststart"}) as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "16", "preset": "fast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        codec = stream.codec_context
        codec.time_base = 1 / fps
        codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        codec.colorspace, codec.color_range = Colorspace.ITU709, ColorRange.MPEG
        count = 0

        def add(picture: NDArray[np.uint8]) -> None:
            nonlocal count
            frame = _to_bt709(picture)
            frame.pts, frame.time_base, count = count, 1 / fps, count + 1
            container.mux(stream.encode(frame))

        yield add
        container.mux(stream.encode(None))


def read_video(path: Path) -> Iterator[NDArray[np.uint8]]:
    """The pictures of a video written by `write_video`, (H, W, 3) uint8 sRGB, in order."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            rgb = frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.JPEG)
            yield np.asarray(rgb.to_ndarray(), np.uint8)


def _to_bt709(picture: NDArray[np.uint8]) -> av.VideoFrame:
    # Without the explicit target the scaler would use the BT.601 matrix and a tagged player would show wrong colours.
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    return frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
                          dst_color_primaries=ColorPrimaries.BT709, dst_color_trc=ColorTrc.BT709)
