"""Videos are written with an exact count, the right tags and the right colours."""

import io
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from sim.errors import ResourceError
from studio.video import join_masters, pictures_of, read_video, video_shape, write_master, write_video

ROOT = Path(__file__).parents[2]
RED, GREEN, BLUE = (200, 30, 30), (30, 180, 40), (30, 40, 190)


def bars(number: int, width: int = 96, height: int = 64) -> np.ndarray:
    """Three colour bars, below a strip that holds the frame's number in binary."""
    picture = np.zeros((height, width, 3), np.uint8)
    for i, colour in enumerate((RED, GREEN, BLUE)):
        picture[:, i * width // 3:(i + 1) * width // 3] = colour
    picture[:16] = 0
    for bit in range(6):
        picture[:16, bit * 16:bit * 16 + 16] = 255 * (number >> bit & 1)
    return picture


def number_in(picture: np.ndarray) -> int:
    return sum(1 << bit for bit in range(6) if picture[4:12, bit * 16 + 4:bit * 16 + 12].mean() > 127)


def write(path: Path, count: int, fps: Fraction = Fraction(24)) -> Path:
    with write_video(path, width=96, height=64, fps=fps) as add:
        for number in range(count):
            add(bars(number))
    return path


@pytest.mark.parametrize("count", [1, 2, 49])
def test_every_picture_comes_back_once_and_in_order(tmp_path: Path, count: int) -> None:
    assert [number_in(p) for p in read_video(write(tmp_path / "shot.mp4", count))] == list(range(count))


@pytest.mark.parametrize("size", [(96, 54), (64, 48), (400, 226)])
def test_the_same_pictures_make_the_same_bytes(tmp_path: Path, size: tuple[int, int]) -> None:
    found, random = set(), np.random.default_rng(0)
    base = random.integers(0, 255, (size[1], size[0] + 48, 3), np.uint8) // 8 + 100
    for number in range(25):
        with write_video(tmp_path / "shot.mp4", width=size[0], height=size[1], fps=Fraction(24)) as add:
            for shift in range(24):
                add(base[:, 2 * shift:2 * shift + size[0]] + np.uint8(shift))
        found.add((tmp_path / "shot.mp4").read_bytes())
        assert len(found) == 1, number
        random.bytes(1000 * number)  # so that other memory comes next


def test_the_number_of_cores_changes_nothing(tmp_path: Path) -> None:
    code = ("import os, sys; os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:int(sys.argv[1])]))\n"
            "import numpy as np; from fractions import Fraction; from pathlib import Path; from studio.video import write_video\n"
            "random = np.random.default_rng(0)\n"
            "with write_video(Path(sys.argv[2]), width=640, height=480, fps=Fraction(24)) as add:\n"
            "    for _ in range(12): add(np.kron(random.integers(0, 255, (60, 80, 3)), np.ones((8, 8, 1))).astype(np.uint8))\n")
    for cores in "12":
        subprocess.run([sys.executable, "-c", code, cores, tmp_path / cores], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(24000, 1001), Fraction(25, 2)])
def test_the_rate_is_exact(tmp_path: Path, fps: Fraction) -> None:
    with av.open(str(write(tmp_path / "shot.mp4", 12, fps))) as container:
        assert container.streams.video[0].average_rate == fps


def test_tagged_as_bt709_limited_range(tmp_path: Path) -> None:
    with av.open(str(write(tmp_path / "shot.mp4", 2))) as container:
        codec = container.streams.video[0].codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
        assert [int(x) for x in (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)] == [1, 1, 1, 1]


def test_colours_come_back_as_they_went_in(tmp_path: Path) -> None:
    picture = next(iter(read_video(write(tmp_path / "shot.mp4", 1))))
    for i, colour in enumerate((RED, GREEN, BLUE)):
        assert np.abs(picture[40, i * 32 + 16].astype(int) - colour).max() <= 4  # the BT.601 matrix is 15 off


@pytest.mark.parametrize("size", [(64, 96), (108, 192), (30, 34)])
def test_the_master_comes_back_bit_for_bit_and_is_written_the_same_again(tmp_path: Path, size: tuple[int, int]) -> None:
    random = np.random.default_rng(0)
    ramp = np.add.outer(np.arange(size[0]), np.arange(size[1]))[..., None] + np.arange(3)
    pictures = [*random.integers(0, 256, (3, *size, 3)).astype(np.uint8), ramp.astype(np.uint8), np.full((*size, 3), 255, np.uint8)]
    for name in ("a.mkv", "b.mkv"):
        with write_master(tmp_path / name, width=size[1], height=size[0], fps=Fraction(24000, 1001)) as add:
            for picture in pictures:
                add(picture)
    back = list(read_video(tmp_path / "a.mkv"))
    assert len(back) == 5 and all(np.array_equal(a, b) for a, b in zip(back, pictures))
    assert video_shape(tmp_path / "a.mkv") == (5, *size)
    assert (tmp_path / "a.mkv").read_bytes() == (tmp_path / "b.mkv").read_bytes()
    with av.open(str(tmp_path / "a.mkv")) as container:
        assert container.streams.video[0].average_rate == Fraction(24000, 1001)


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(24000, 1001), Fraction(12), Fraction(1000)])
def test_any_picture_of_a_joined_master_is_found_by_its_number(tmp_path: Path, fps: Fraction) -> None:
    pictures = list(np.random.default_rng(1).integers(0, 256, (41, 30, 34, 3)).astype(np.uint8))
    pieces = []
    for first in range(0, 41, 16):
        file = io.BytesIO()
        with write_master(file, width=34, height=30, fps=fps) as add:
            for picture in pictures[first:first + 16]:
                add(picture)
        pieces.append(file.getvalue())
    join_masters(tmp_path / "a.mkv", pieces, fps=fps)
    assert all(np.array_equal(a, b) for a, b in zip(read_video(tmp_path / "a.mkv"), pictures, strict=True))
    found = pictures_of(tmp_path / "a.mkv", [40, 0, 15, 16, 33])
    assert sorted(found) == [0, 15, 16, 33, 40] and all(np.array_equal(found[number], pictures[number]) for number in found)
    with pytest.raises(ResourceError, match="a.mkv ends before frame 41"):
        pictures_of(tmp_path / "a.mkv", [3, 41])


def test_what_is_no_video_has_no_shape(tmp_path: Path) -> None:
    (tmp_path / "painted.mkv").write_text("none")
    with pytest.raises(ResourceError, match="painted.mkv"):
        video_shape(tmp_path / "painted.mkv")
